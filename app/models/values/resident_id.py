"""Resident ID numbers (GB 11643; domain 01 §1.5, reliability E6–E7).

A wrong number is a doubt, never a refusal: real registers hold them, and the person still belongs in the list. Only a
number that a spreadsheet has cut cannot be kept. The county part (digits 3–6) is not checked: codes were abolished.
"""

from __future__ import annotations

import re
from datetime import date
from operator import mul

from app.frozen import dataclass
from app.i18n import Label
from app.models.values.reading import Reading
from app.models.values.text import clean_text, half_width, has_lost_digits, is_nothing

MAN = "1"  # GB/T 2261.1
WOMAN = "2"

# The first two digits: provinces, Taiwan, Hong Kong, Macao, their residence permits, permanent residents from abroad.
PROVINCES = frozenset(
    [
        "11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37", "41", "42", "43",
        "44", "45", "46", "50", "51", "52", "53", "54", "61", "62", "63", "64", "65", "71", "81", "82", "83", "91",
    ]
)  # fmt: skip

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"
_ZERO = ord("0")
_ZEROS = _ZERO * sum(_WEIGHTS)
_NOISE = re.compile(r"[\s'‘’`\"“”′.\-–—−‐‑_]+")
_SIGNS = re.compile(r"[\dX]+", re.ASCII)
_NEW = re.compile(r"\d{17}[\dX]")
_OLD = re.compile(r"\d{15}")
_EXPONENT = re.compile(r"\d(?:\.\d+)?E\+?\d+", re.IGNORECASE)
_CUT = Label("末三位都是0，可能被Excel截掉了。请在原表把这一列改成文本，重新填写号码")


@dataclass(frozen=True)
class ResidentIdFacts:
    """What a number tells about its holder; None where it cannot tell. `sex` is a GB/T 2261.1 code."""

    birth_date: date | None = None
    sex: str | None = None


def read_resident_id(raw: object, *, today: date) -> Reading[str]:
    """Read a resident ID number: 18 digits (the last may be X) or an old one of 15."""
    if has_lost_digits(raw):
        return Reading(None, must=_CUT)
    if isinstance(raw, str) and raw.isascii() and _NEW.fullmatch(raw):
        return Reading(raw, checks=tuple(_doubts(raw, today)))  # nothing in it to clean
    cleaned = clean_text(raw, limit=40)
    if cleaned.value is None or is_nothing(cleaned.value):
        return Reading(None, must=cleaned.must)
    typed = half_width(cleaned.value).strip("'‘’` ")
    if _EXPONENT.fullmatch(typed):
        return Reading(None, must=Label("被Excel改成了 {text}，原来的号码已经丢了。请在原表改成文本后重填", text=typed))
    number = _NOISE.sub("", typed).replace("×", "X").upper()
    if not number or is_nothing(number):
        return Reading(None)
    if not _SIGNS.fullmatch(number):
        number = cleaned.value  # some other document: kept as typed
    return Reading(number, checks=(*cleaned.checks, *_doubts(number, today)))


def _doubts(number: str, today: date) -> list[Label]:
    if _OLD.fullmatch(number):
        return [Label("15位旧号码，请对照身份证换成18位"), *_part_doubts(number, today)]
    if not _NEW.fullmatch(number):
        return [_shape_doubt(number)]
    doubts = []
    if number.endswith("000"):
        doubts.append(Label("末三位都是0，可能被Excel截掉了。请对照身份证核对"))
    elif check_digit(number) != number[17]:
        doubts.append(Label("最后一位对不上，多半有一位输错。请对照身份证"))
    return doubts + _part_doubts(number, today)


def _shape_doubt(number: str) -> Label:
    if not re.fullmatch(r"\d+X?", number):
        return Label("不像居民身份证号，请核对；是别的证件就改“证件类别”")
    count = len(number)
    if count < 18:
        return Label("少{n}位：要18位，现在{count}位。可以先保存，标为待核实", n=18 - count, count=count)
    if count > 18:
        return Label("多{n}位：要18位，现在{count}位。可以先保存，标为待核实", n=count - 18, count=count)
    return Label("X只能在最后一位，请核对")


def _part_doubts(number: str, today: date) -> list[Label]:
    doubts = []
    if number[:2] not in PROVINCES:
        doubts.append(Label("没有以{digits}开头的身份证号，请核对", digits=number[:2]))
    birth = resident_id_facts(number).birth_date
    if birth is None:
        digits = number[6:14] if len(number) == 18 else f"19{number[6:12]}"
        doubts.append(Label("号码里的出生日期{digits}不存在，请核对", digits=digits))
    elif birth > today:
        doubts.append(Label("号码里的出生日期{day}还没有到，请核对", day=birth))
    return doubts


def check_digit(number: str) -> str:
    """The 18th sign that belongs to the first seventeen digits."""
    if len(number) < len(_WEIGHTS):
        raise ValueError(f"{len(number)} digits are too few")
    digits = number.encode() if number.isascii() else [int(digit) + _ZERO for digit in number[:17]]
    total = sum(map(mul, digits, _WEIGHTS)) - _ZEROS
    return _CHECK_DIGITS[total % 11]


def resident_id_facts(number: str) -> ResidentIdFacts:
    """Birth date and sex as the number tells them, for 18- and 15-digit numbers; nothing for anything else."""
    if _NEW.fullmatch(number):
        born, order = number[6:14], number[16]
    elif _OLD.fullmatch(number):
        born, order = f"19{number[6:12]}", number[14]
    else:
        return ResidentIdFacts()
    return ResidentIdFacts(_birth_date(born), MAN if int(order) % 2 else WOMAN)


def _birth_date(digits: str) -> date | None:
    try:
        born = date.fromisoformat(digits)
    except ValueError:
        return None
    return born if born.year >= 1800 else None  # the standard's own example was born in 1880


def make_resident_id(birth: date, sex: str, serial: int, county: str = "460199") -> str:
    """A valid number for sample data; `serial` 0–498 counts the day's births of one sex. Nobody has county part 99."""
    if not 0 <= serial <= 498:
        raise ValueError(f"serial {serial} does not fit")
    order = serial * 2 + (1 if sex == MAN else 2)
    body = f"{county}{birth:%Y%m%d}{order:03}"
    return body + check_digit(body)


def mask_resident_id(number: str) -> str:
    """Only the last four signs (domain 08 §8.2)."""
    return "*" * (len(number) - 4) + number[-4:] if len(number) > 4 else "*" * len(number)
