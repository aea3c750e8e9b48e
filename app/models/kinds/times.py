"""Kinds of time: days, days of which only the month is known, moments."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, Date
from sqlalchemy.types import TypeEngine

from app.i18n import Label
from app.models.kinds.base import Kind, Words
from app.models.values import days, text
from app.models.values.reading import Reading

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Day(Kind):
    """A whole day."""

    name = "day"

    def column_type(self) -> TypeEngine[Any]:
        return Date()

    def read(self, raw: object, words: Words) -> Reading[date]:
        return days.read_day(raw, today=words.today)

    def show(self, value: Any, words: Words) -> str:
        return "" if value is None else days.show_day(value)

    def dump(self, value: Any) -> Any:
        return None if value is None else value.isoformat()

    def load(self, stored: Any) -> Any:
        return None if stored is None else date.fromisoformat(stored)


class PartialDay(Kind):
    """A day known as far as `YYYY[-MM[-DD]]`; the missing part is never invented."""

    name = "partial_day"

    def read(self, raw: object, words: Words) -> Reading[str]:
        return days.read_partial_day(raw, today=words.today)

    def show(self, value: Any, words: Words) -> str:
        return "" if value is None else days.show_partial_day(value)

    def write(self, value: Any, words: Words) -> str:
        return "" if value is None else str(value)


class Moment(Kind):
    """A moment in UTC milliseconds, shown in the PC's zone."""

    name = "moment"

    def column_type(self) -> TypeEngine[Any]:
        return BigInteger()

    def read(self, raw: object, words: Words) -> Reading[int]:
        written = text.half_width(text.plain_text(raw)).strip()
        if not written:
            return Reading(None)
        try:
            moment = datetime.fromisoformat(written).astimezone(UTC)
        except (ValueError, OverflowError, OSError):  # the year 1 has no moment in every zone
            return Reading(None, must=Label("时间看不懂，例 2026-11-22 14:05"))
        return Reading((moment - _EPOCH) // timedelta(milliseconds=1))

    def show(self, value: Any, words: Words) -> str:
        return "" if value is None else show_moment(value)

    def write(self, value: Any, words: Words) -> str:
        return "" if value is None else _local(value).isoformat(timespec="milliseconds")

    def out(self, value: Any, words: Words) -> Any:
        if value is None:
            return None
        moment = _EPOCH + timedelta(milliseconds=value)
        return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def show_moment(milliseconds: int) -> str:
    """A moment in the PC's zone, to the minute."""
    return _local(milliseconds).strftime("%Y-%m-%d %H:%M")


def _local(milliseconds: int) -> datetime:
    return (_EPOCH + timedelta(milliseconds=milliseconds)).astimezone()
