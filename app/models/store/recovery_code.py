"""The recovery code: what opens the file when the password is forgotten.

26 characters of Crockford's base32, written down on paper and typed in again years later: 24 carry 120 random
bits, the last two are the check characters of a Reed-Solomon code over GF(32). Such a code finds *every* change of
one or two characters in words of up to 31, so every single typo and every swap of two characters is caught, not
just most of them; and a damaged code is told apart from a code of another file before any slow key derivation.
"""

from __future__ import annotations

import secrets
import unicodedata

from app.errors import NOTHING_CHANGED, ErrorCode, KnownError
from app.i18n import Label

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 26
SECRET_LENGTH = 24
SECRET_BYTES = 15
GROUP = 5

_LOOK_ALIKES = str.maketrans("OIL", "011")
_GF32_POLYNOMIAL = 0b100101
"""x^5 + x^2 + 1, primitive: x generates all 31 elements, so words may have up to 31 characters."""


def new_recovery_code() -> str:
    """A new code: 26 characters without separators (`grouped` shows it)."""
    data = [secrets.randbelow(32) for _ in range(SECRET_LENGTH)]
    return "".join(ALPHABET[value] for value in (*data, *_check_characters(data)))


def grouped(code: str) -> str:
    """The code as it is shown and printed: XXXXX-XXXXX-XXXXX-XXXXX-XXXXXX."""
    cuts = range(0, LENGTH - GROUP - 1, GROUP)
    return "-".join([code[at : at + GROUP] for at in cuts] + [code[len(cuts) * GROUP :]])


def read_recovery_code(text: str) -> bytes:
    """The 120 secret bits (15 bytes) of a code as somebody typed it.

    Forgiven: lower case, full-width characters, O for 0, I and L for 1, dashes of every kind, spaces, dots, line ends.
    """
    folded = unicodedata.normalize("NFKC", text).upper().translate(_LOOK_ALIKES)
    kept = "".join(character for character in folded if not _is_separator(character))
    if not kept.isascii() or any(character not in ALPHABET for character in kept):
        raise _typo(Label("恢复码里有一个不会用到的字，多半是抄错了。恢复码只有数字和字母。"))
    if len(kept) != LENGTH:
        raise _typo(Label("恢复码要26个字，现在是{n}个，多半是漏抄或多抄了。", n=len(kept)))
    values = [ALPHABET.index(character) for character in kept]
    if _check_characters(values[:SECRET_LENGTH]) != tuple(values[SECRET_LENGTH:]):
        raise _typo(Label("恢复码对不上，多半有一两个字抄错了，或者前后颠倒了。"))
    number = 0
    for value in values[:SECRET_LENGTH]:
        number = number << 5 | value
    return number.to_bytes(SECRET_BYTES, "big")


def _is_separator(character: str) -> bool:
    return unicodedata.category(character)[0] in "ZPC" or character in "~−"


def _typo(what: Label) -> KnownError:
    return KnownError(
        ErrorCode.WRONG_PASSWORD,
        what,
        safe=NOTHING_CHANGED,
        next=Label("对照写恢复码的那张纸，逐组再输一次。"),
    )


def _multiply(left: int, right: int) -> int:
    """The product of two elements of GF(32)."""
    product = 0
    while right:
        if right & 1:
            product ^= left
        left <<= 1
        if left & 32:
            left ^= _GF32_POLYNOMIAL
        right >>= 1
    return product


def _check_characters(data: list[int]) -> tuple[int, int]:
    """The remainder of the word divided by (x − 1)(x − 2) over GF(32): a code of distance three."""
    high = low = 0
    for value in data:
        feed = value ^ high
        high, low = low ^ _multiply(feed, 1 ^ 2), _multiply(feed, 2)
    return high, low
