"""Resident IDs, phones and unit codes."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum.cn import ric

from app.models.values.credit_code import read_credit_code
from app.models.values.phone import mask_phone, read_phone
from app.models.values.reading import Reading
from app.models.values.resident_id import (
    MAN,
    WOMAN,
    make_resident_id,
    mask_resident_id,
    read_resident_id,
    resident_id_facts,
)

TODAY = date(2026, 11, 22)


def _checks(raw: object) -> str:
    reading = read_resident_id(raw, today=TODAY)
    assert reading.value
    return " ".join(map(str, reading.checks))


@pytest.mark.parametrize("number", ["11010519491231002X", "440524188001010014", "110000199001010013"])
def test_the_numbers_of_the_page_are_right(number: str) -> None:
    assert _checks(number) == ""


@pytest.mark.parametrize(
    "raw",
    [
        "11010519491231002x", " 110105 19491231 002X ", "'11010519491231002X", "１１０１０５１９４９１２３１００２Ｘ",
        "110105-19491231-002X", "11010519491231002×", "‘11010519491231002X", "\ufeff11010519491231002X\t",
    ],
)  # fmt: skip
def test_one_number_typed_in_many_ways(raw: str) -> None:
    reading = read_resident_id(raw, today=TODAY)
    assert (reading.value, reading.checks) == ("11010519491231002X", ())


@pytest.mark.parametrize(
    "raw",
    [460199198503050000, 4.60199198503051e17, 46019919850305000, "4.60199E+17", "4.60199198503051e+17", "4.60199E17"],
)
def test_a_number_cut_by_the_sheet_cannot_be_kept(raw: object) -> None:
    reading = read_resident_id(raw, today=TODAY)
    assert reading.value is None
    assert "Excel" in str(reading.must)


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        ("460199198503050000", "末三位都是0，可能被Excel截掉了。请对照身份证核对"),
        ("11010519491231002", "少1位：要18位，现在17位。可以先保存，标为待核实"),
        ("11010519491231002X1", "不像"),
        ("1101051949123100211", "多1位：要18位，现在19位"),
        ("110105194912310021", "最后一位对不上，多半有一位输错。请对照身份证"),
        ("990105194912310028", "没有以99开头"),
        ("110105194913310021", "不存在"),
        (make_resident_id(date(2027, 1, 1), MAN, 1), "还没有到"),
        ("110105491231002", "15位旧号码"),
        (110105491231002, "15位旧号码"),
        (110105491231002.0, "15位旧号码"),
        ("110105491331002", "不存在"),
        ("H1234567", "不像"),
    ],
)
def test_doubtful_numbers_are_kept_and_told(raw: object, told: str) -> None:
    assert told in _checks(raw)


@pytest.mark.parametrize("raw", [None, "", "无", "/", "'", " - "])
def test_no_number_is_no_problem(raw: object) -> None:
    reading = read_resident_id(raw, today=TODAY)
    assert (reading.value, reading.must) == (None, None)


def test_the_county_part_is_not_checked() -> None:
    assert _checks(make_resident_id(date(1985, 3, 5), WOMAN, 0, county="460199")) == ""


@pytest.mark.parametrize("province", ["71", "81", "82", "83", "91"])
def test_numbers_of_taiwan_hong_kong_macao_and_permanent_residents_pass(province: str) -> None:
    assert _checks(make_resident_id(date(1985, 3, 5), MAN, 3, county=f"{province}0000")) == ""


def test_a_number_tells_birth_and_sex() -> None:
    facts = resident_id_facts("11010519491231002X")
    assert (facts.birth_date, facts.sex) == (date(1949, 12, 31), WOMAN)
    assert resident_id_facts("110105491231003").sex == MAN
    assert resident_id_facts("123").birth_date is None and resident_id_facts("").sex is None


BIRTHS = st.dates(date(1930, 1, 1), date(2010, 12, 31))


@given(BIRTHS, st.sampled_from([MAN, WOMAN]), st.integers(0, 498))
def test_made_numbers_are_valid_and_tell_what_they_were_made_of(birth: date, sex: str, serial: int) -> None:
    number = make_resident_id(birth, sex, serial)
    facts = resident_id_facts(number)
    assert (facts.birth_date, facts.sex) == (birth, sex)
    assert ric.calc_check_digit(number) == number[-1]
    assert not number.endswith("000") or "末三位" in _checks(number)


@settings(max_examples=300)
@given(BIRTHS, st.integers(0, 498), st.integers(0, 17), st.integers(1, 9))
def test_every_single_wrong_digit_is_caught(birth: date, serial: int, place: int, step: int) -> None:
    number = make_resident_id(birth, MAN, serial)
    digit = "0123456789X".index(number[place])
    wrong = number[:place] + str((digit + step) % 10) + number[place + 1 :]
    if wrong != number:
        assert _checks(wrong)


def test_ten_thousand_numbers_pass_and_their_slips_of_one_digit_are_caught() -> None:
    random = Random(7)
    missed = 0
    for _ in range(10_000):
        birth = date(1940, 1, 1) + timedelta(days=random.randrange(25_000))
        number = make_resident_id(birth, random.choice((MAN, WOMAN)), random.randrange(499))
        assert number.endswith("000") or not _checks(number)
        place, digit = random.randrange(17), random.choice("0123456789")
        slip = number[:place] + digit + number[place + 1 :]
        missed += slip != number and not _checks(slip)
    assert missed == 0


@pytest.mark.parametrize("raw", ["护照 E12345678", "H 1234567", "\u0661\u0661\u0660"])
def test_other_documents_are_kept_as_typed(raw: str) -> None:
    assert read_resident_id(raw, today=TODAY).value == raw


@given(st.one_of(st.text(max_size=30), st.integers(), st.floats(), st.text("0123456789xX'- ", max_size=22)))
def test_no_input_breaks_the_readers_of_numbers(raw: object) -> None:
    for reading in (read_resident_id(raw, today=TODAY), read_phone(raw), read_credit_code(raw, of_union=True)):
        assert reading.value is None or (reading.value and reading.must is None)


def test_a_masked_number_shows_its_last_four_signs() -> None:
    assert mask_resident_id("460199198503057808") == "**************7808"
    assert mask_resident_id("123") == "***"


@pytest.mark.parametrize(
    "raw",
    [
        13800138000,
        13800138000.0,
        "13800138000",
        "138-0013-8000",
        "138 0013 8000",
        "１３８００１３８０００",
        "+86 13800138000",
        "'13800138000",
    ],
)
def test_one_mobile_number_typed_in_many_ways(raw: object) -> None:
    reading = read_phone(raw)
    assert (reading.value, reading.checks) == ("13800138000", ())


@pytest.mark.parametrize("raw", ["1.38E+10", 1.38e17, "1.38e10", "1.38001E+10"])
def test_a_phone_number_in_powers_of_ten_has_lost_its_digits(raw: object) -> None:
    assert read_phone(raw).value is None and read_phone(raw).must is not None


@pytest.mark.parametrize(
    ("raw", "kept", "told"),
    [
        ("0898-65321234", "0898-65321234", "座机"),
        ("(0898)65321234转802", "(0898)65321234转802", "座机"),
        ("1380013800", "1380013800", "现在10位"),
        ("138001380000", "138001380000", "现在12位"),
        ("23800138000", "23800138000", "以1开头"),
        ("13800138000/13900139000", "13800138000/13900139000", "11位数字"),
    ],
)
def test_other_phones_are_kept_and_told(raw: str, kept: str, told: str) -> None:
    reading = read_phone(raw)
    assert reading.value == kept
    assert told in str(reading.checks[0])


@pytest.mark.parametrize("raw", ["0898-65321234", "(0898)65321234转802", "65321234", "12351", "13800138000"])
def test_an_office_has_land_lines_and_hotlines(raw: str) -> None:
    assert read_phone(raw, of_office=True) == Reading(raw)


def test_a_number_with_a_digit_missing_is_told_of_an_office_too() -> None:
    assert read_phone("1380013800", of_office=True).checks


def test_masked_phones() -> None:
    assert mask_phone("13800135678") == "138****5678"
    assert mask_phone("0898-65321234") == "***********34"


@pytest.mark.parametrize(
    "code", ["8135000056537339X9", "813500005673327783", "81440000MCL468545M", "81210104550756080L"]
)
def test_real_codes_of_unions_are_right(code: str) -> None:
    reading = read_credit_code(f" {code.lower()} ", of_union=True)
    assert (reading.value, reading.checks) == (code, ())


@pytest.mark.parametrize(
    ("raw", "told"), [("91350100M000100Y43", "81开头"), ("8135000056537339X8", "对不上"), ("8135", "现在4位")]
)
def test_doubtful_codes_are_kept_and_told(raw: str, told: str) -> None:
    reading = read_credit_code(raw, of_union=True)
    assert reading.value == raw
    assert told in " ".join(map(str, reading.checks))


def test_an_employers_code_is_fine_where_no_union_is_asked_for() -> None:
    assert read_credit_code("91350100M000100Y43").checks == ()
