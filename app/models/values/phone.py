"""Phone numbers (domain 01 §1.5: mobile numbers are 1 and ten digits; others are doubts, not refusals)."""

from __future__ import annotations

import re

from app.i18n import Label
from app.models.values.reading import Reading
from app.models.values.text import clean_text, half_width, has_lost_digits, is_nothing

_LIMIT = 100
_MOBILE = re.compile(r"1\d{10}", re.ASCII)
_FEWEST_HIDDEN = 7  # a house number or a year is no secret
_LANDLINE = re.compile(
    r"(?:\(?0\d{2,3}\)?-?)?[2-9]\d{6,7}(?:(?:-|转|ext\.?)\d{1,6})?|[48]00-?\d{3}-?\d{4}", re.IGNORECASE
)
_HOTLINE = re.compile(r"12\d{3}", re.ASCII)  # 12351 of the unions, 12345 of the towns
_EXPONENT = re.compile(r"\d(?:\.\d+)?E\+?\d+", re.IGNORECASE)
_COUNTRY = re.compile(r"^(?:\+86|0086|86)(?=1\d{10}$)")
_DASHES = str.maketrans({"–": "-", "—": "-", "−": "-", "‐": "-", "‑": "-"})


def read_phone(raw: object, *, of_office: bool = False) -> Reading[str]:
    """Read a phone number. A mobile number is kept as eleven digits; anything else as typed, with a check.

    An office has a land line or a hotline as well: there these are no doubt.
    """
    if isinstance(raw, str) and _MOBILE.fullmatch(raw):
        return Reading(raw)  # nothing in it to clean
    cleaned = clean_text(raw, limit=_LIMIT)
    if cleaned.value is None or is_nothing(cleaned.value):
        return Reading(None, must=cleaned.must)
    typed = half_width(cleaned.value).translate(_DASHES).strip("'‘’` ")
    if not typed or is_nothing(typed):
        return Reading(None)
    if _EXPONENT.fullmatch(typed) or has_lost_digits(raw):
        return Reading(None, must=Label("被Excel改成了 {text}，原来的号码已经丢了。请在原表改成文本后重填", text=typed))
    digits = _COUNTRY.sub("", re.sub(r"[\s\-().]", "", typed))
    if _MOBILE.fullmatch(digits):
        return Reading(digits, checks=cleaned.checks)
    if of_office and (_is_landline(typed) or _HOTLINE.fullmatch(digits)):
        return Reading(typed, checks=cleaned.checks)
    return Reading(typed, checks=(*cleaned.checks, _doubt(typed, digits)))


def _is_landline(typed: str) -> bool:
    return _LANDLINE.fullmatch(typed.replace(" ", "")) is not None


def _doubt(typed: str, digits: str) -> Label:
    if _is_landline(typed):
        return Label("是座机号码，不是手机，请核对")
    if not digits.isascii() or not digits.isdigit():
        return Label("手机号应是11位数字，请核对")
    if len(digits) != 11:
        return Label("手机号要11位，现在{count}位，请核对", count=len(digits))
    return Label("手机号要以1开头，请核对")


def mask_phone(number: str) -> str:
    """138****5678; other numbers keep the last two digits (domain 08 §8.2)."""
    if _MOBILE.fullmatch(number):
        return f"{number[:3]}****{number[-4:]}"
    return "*" * max(len(number) - 2, 0) + number[-2:] if len(number) > 4 else "*" * len(number)


def mask_digits(written: str) -> str:
    """A text that is a number (telephones, bank cards) with its last four digits only; other texts as they are."""
    digits = sum(sign.isdigit() for sign in written)
    if digits < _FEWEST_HIDDEN or any(sign.isalpha() for sign in written):
        return written
    if _MOBILE.fullmatch(written):
        return mask_phone(written)
    left = digits - 4
    shown = []
    for sign in written:
        hidden = sign.isdigit() and left > 0
        left -= sign.isdigit()
        shown.append("*" if hidden else sign)
    return "".join(shown)
