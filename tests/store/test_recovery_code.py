from __future__ import annotations

import random

import pytest

from app.errors import ErrorCode, KnownError
from app.models.store.recovery_code import ALPHABET, LENGTH, grouped, new_recovery_code, read_recovery_code

CODES = [new_recovery_code() for _ in range(20)]


def refuse(text: str) -> KnownError:
    with pytest.raises(KnownError) as caught:
        read_recovery_code(text)
    return caught.value


def test_a_code_has_26_characters_that_cannot_be_mistaken_for_others() -> None:
    for code in CODES:
        assert len(code) == LENGTH == 26
        assert set(code) <= set(ALPHABET)
        assert not set(code) & set("OILU")


def test_codes_are_all_different_and_carry_120_bits() -> None:
    secrets = {read_recovery_code(code) for code in CODES}
    assert len(secrets) == len(CODES)
    assert {len(secret) for secret in secrets} == {15}


def test_a_code_is_shown_in_five_groups_and_read_back() -> None:
    for code in CODES:
        shown = grouped(code)
        assert [len(group) for group in shown.split("-")] == [5, 5, 5, 5, 6]
        assert read_recovery_code(shown) == read_recovery_code(code)


@pytest.mark.parametrize(
    "disguise",
    [
        str.lower,
        lambda code: code.replace("0", "O").replace("1", "I"),
        lambda code: code.replace("0", "o").replace("1", "l"),
        lambda code: code.replace("1", "L"),
        lambda code: " ".join(code),
        lambda code: "—".join([code[:13], code[13:]]) + "\r\n",
        lambda code: "\ufeff " + grouped(code).replace("-", " － ") + "。",
        lambda code: "".join(chr(ord(character) + 0xFEE0) for character in code),
        lambda code: grouped(code).replace("-", "\u2011").replace("0", "Ｏ"),
    ],
)
def test_what_people_write_instead_is_forgiven(disguise: object) -> None:
    for code in CODES:
        assert read_recovery_code(disguise(code)) == read_recovery_code(code)  # type: ignore[operator]


def test_every_single_typo_is_caught() -> None:
    for code in CODES:
        for at in range(LENGTH):
            for character in ALPHABET.replace(code[at], ""):
                assert refuse(code[:at] + character + code[at + 1 :]).code is ErrorCode.WRONG_PASSWORD


def test_every_swap_of_two_characters_is_caught() -> None:
    for code in CODES:
        for left in range(LENGTH):
            for right in range(left + 1, LENGTH):
                if code[left] != code[right]:
                    swapped = list(code)
                    swapped[left], swapped[right] = swapped[right], swapped[left]
                    refuse("".join(swapped))


def test_a_hundred_missing_or_doubled_characters_are_caught_and_counted() -> None:
    dice = random.Random(7)
    for _ in range(50):
        code, at = dice.choice(CODES), dice.randrange(LENGTH)
        assert "25" in str(refuse(code[:at] + code[at + 1 :]).what)
        assert "27" in str(refuse(code[:at] + code[at] + code[at:]).what)


@pytest.mark.parametrize("text", ["", "   ", "U" * 26, "恢复码" * 9, "😀" * 26, "a" * 100_000])
def test_what_is_no_code_at_all_is_refused_in_plain_words(text: str) -> None:
    error = refuse(text)
    assert error.code is ErrorCode.WRONG_PASSWORD
    assert str(error.what) and str(error.next)
