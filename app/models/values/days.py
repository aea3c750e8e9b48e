"""Days and partly known days: how they are read from forms and sheets, kept, compared and shown.

Rules: reliability E6 (serial numbers, 1900 and 1904, ambiguous is asked, never guessed silently), `file.md` (a partial
day is text `YYYY[-MM[-DD]]`, the missing part is never invented), screen.md §8 (how days are written).
"""

from __future__ import annotations

import calendar
import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from app.i18n import Label
from app.models.values.reading import Reading
from app.models.values.text import clean_text, half_width, is_nothing

FIRST_YEAR = 1900
LAST_YEAR = 2100

_TAIL = re.compile(r"(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?| ?\(?(?:星期|周)[一二三四五六日天]\)?)$")
_PARTS = re.compile(
    r"(?P<year>\d{4}|\d{2})(?:\s*(?P<sign>年|[-./])\s*(?:(?P<month>\d{1,2})(?:\s*(?:月|[-./])\s*(?:(?P<day>\d{1,2})\s*[日号]?)?)?)?)?"
)
_PLAIN = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", re.ASCII)  # most days of a sheet
_SPACED = re.compile(r"(\d{4}) (\d{1,2}) (\d{1,2})")
_DASHES = str.maketrans({"–": "-", "—": "-", "−": "-", "‐": "-", "‑": "-", "。": ".", "、": ".", "·": ".", "\\": "/"})

_UNREADABLE = Label("看不懂这个日期，请写成 2024-01-05 这样")


class _Parts(NamedTuple):
    """Year, and month and day as far as they are known; `doubt` says what was guessed."""

    year: int
    month: int | None = None
    day: int | None = None
    doubt: Label | None = None


def read_day(raw: object, *, today: date, date1904: bool = False) -> Reading[date]:
    """Read a whole day. `date1904` is the workbook's flag; `today` decides the century of two-digit years."""
    found = _read_parts(raw, today, date1904)
    if found is None or isinstance(found, Label):
        return Reading(None, must=found)
    if found.day is None or found.month is None:
        return Reading(None, must=Label("这里要写到哪一天，比如 {year}-01-05", year=found.year))
    return Reading(date(found.year, found.month, found.day), checks=_doubts(found))


def read_partial_day(raw: object, *, today: date, date1904: bool = False) -> Reading[str]:
    """Read a day as far as it is known, as `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.

    A sheet's number 1985.1 may once have been 1985.10: it is kept as January with a check.
    """
    found = _read_parts(raw, today, date1904)
    if found is None or isinstance(found, Label):
        return Reading(None, must=found)
    if found.day is not None:
        return Reading(f"{found.year:04}-{found.month:02}-{found.day:02}", checks=_doubts(found))
    text = f"{found.year:04}"
    if found.month is not None:
        text += f"-{found.month:02}"
    return Reading(text, checks=_doubts(found))


def future_check(day: date, today: date) -> Label | None:
    """The doubt about a day that has not come yet; for fields that cannot lie in the future."""
    return Label("这一天还没有到，请核对") if day > today else None


def show_day(day: date) -> str:
    """A day in a column: 2026-11-22."""
    return day.isoformat()


def show_partial_day(partial: str) -> str:
    """A partial day in a column: 1985年3月, 1998年; a whole day as 1985-03-05."""
    year, *rest = partial.split("-")
    if not rest:
        return f"{year}年"
    return partial if len(rest) == 2 else f"{year}年{int(rest[0])}月"


def chinese_day(day: date) -> str:
    """A day in running text, without leading zeros (GB/T 9704, domain 09 §9.1): 2026年3月5日."""
    return f"{day.year}年{day.month}月{day.day}日"


def age_on(birth: date, day: date) -> int:
    """Full years of age on `day`; somebody born on 29 February has the birthday on 1 March of common years."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def first_day(partial: str) -> date:
    """The earliest day that a partial day can mean."""
    year, *rest = map(int, partial.split("-"))
    return date(year, rest[0] if rest else 1, rest[1] if len(rest) == 2 else 1)


def last_day(partial: str) -> date:
    """The latest day that a partial day can mean."""
    year, *rest = map(int, partial.split("-"))
    month = rest[0] if rest else 12
    return date(year, month, rest[1] if len(rest) == 2 else calendar.monthrange(year, month)[1])


def surely_before(earlier: str, later: str) -> bool:
    """Whether one partial day lies before another whatever their unknown parts are (the text itself serves to sort)."""
    return last_day(earlier) < first_day(later)


def _doubts(found: _Parts) -> tuple[Label, ...]:
    return (found.doubt,) if found.doubt else ()


def _read_parts(raw: object, today: date, date1904: bool) -> _Parts | Label | None:
    """The parts of a day, what is wrong with it, or None for an empty value."""
    if isinstance(raw, datetime | date):
        found: _Parts | Label = _Parts(raw.year, raw.month, raw.day)
    elif isinstance(raw, bool):
        return _UNREADABLE
    elif isinstance(raw, int | float) and raw == raw:
        found = _from_number(Decimal(repr(raw)), date1904)
    elif isinstance(raw, str) and (plain := _PLAIN.fullmatch(raw)):
        found = _Parts(int(plain[1]), int(plain[2]), int(plain[3]))
    else:
        cleaned = clean_text(raw, limit=40)
        if cleaned.value is None or is_nothing(cleaned.value):
            return cleaned.must
        found = _from_text(half_width(cleaned.value), today, date1904)
    return found if isinstance(found, Label) else _possible(found)


def _from_number(number: Decimal, date1904: bool) -> _Parts | Label:
    if not number.is_finite():
        return _UNREADABLE
    whole = int(number)
    if FIRST_YEAR <= number < LAST_YEAR + 1:
        return _Parts(whole) if number == whole else _year_and_month(number)
    if number == whole and len(str(whole)) in (6, 8) and whole > 0:
        return _from_digits(str(whole))
    return _from_serial(whole, date1904)


def _year_and_month(number: Decimal) -> _Parts | Label:
    year, _, fraction = format(number.normalize(), "f").partition(".")
    if len(fraction) > 2:
        return _UNREADABLE
    doubt = Label("{year}.1 可能是1月，也可能是10月，先按1月记，请核对", year=year) if fraction == "1" else None
    return _Parts(int(year), int(fraction), doubt=doubt)


def _from_digits(digits: str) -> _Parts | Label:
    """Eight digits are a day; six are year and month when they can be, for a two-digit year would be a guess."""
    if len(digits) == 8:
        return _Parts(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    if FIRST_YEAR <= int(digits[:4]) <= LAST_YEAR and 1 <= int(digits[4:]) <= 12:
        return _Parts(int(digits[:4]), int(digits[4:]))
    return _UNREADABLE


def _from_serial(serial: int, date1904: bool) -> _Parts | Label:
    """A spreadsheet's count of days. The 1900 calendar has a 29 February 1900 (serial 60) that never was."""
    wrong = Label("{number}不是日期，请写成 2024-01-05 这样", number=serial)
    if date1904:
        first = date(1904, 1, 1)
    elif serial < 1 or serial == 60:
        return wrong
    else:
        first = date(1899, 12, 31) if serial < 60 else date(1899, 12, 30)
    if not 0 <= serial <= (date(LAST_YEAR, 12, 31) - first).days:
        return wrong
    day = first + timedelta(days=serial)
    doubt = Label("原表是数字{number}，按{day}记，请核对", number=serial, day=day) if day.year < 1910 else None
    return _Parts(day.year, day.month, day.day, doubt)


def _from_text(text: str, today: date, date1904: bool) -> _Parts | Label:
    if text == "今天":
        return _Parts(today.year, today.month, today.day)
    text = _TAIL.sub("", text).translate(_DASHES).strip(" .,;")
    text = _SPACED.sub(r"\1-\2-\3", text)
    if text.isascii() and text.isdigit() and len(text) in (5, 6, 8):
        return _from_serial(int(text), date1904) if len(text) == 5 else _from_digits(text)
    match = _PARTS.fullmatch(text)
    if not match or (len(match["year"]) == 2 and not match["sign"]):
        return _UNREADABLE
    year, doubt = int(match["year"]), None
    if len(match["year"]) == 2:
        year += 2000 if 2000 + year <= today.year else 1900
        doubt = Label("年份只写了两位，按{year}年记，请核对", year=year)
    month, day = match["month"], match["day"]
    return _Parts(year, int(month) if month else None, int(day) if day else None, doubt)


def _possible(found: _Parts) -> _Parts | Label:
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        return Label("年份要在{first}到{last}之间，这里是{year}", first=FIRST_YEAR, last=LAST_YEAR, year=found.year)
    if found.month is not None and not 1 <= found.month <= 12:
        return Label("没有{month}月", month=found.month)
    if found.month is None or found.day is None:
        return found
    if 1 <= found.day <= 28:  # the most days; the calendar takes its time
        return found
    if not 1 <= found.day <= calendar.monthrange(found.year, found.month)[1]:
        if (found.month, found.day) == (2, 29):
            return Label("{year}年没有2月29日", year=found.year)
        return Label("没有{month}月{day}日", month=found.month, day=found.day)
    return found
