"""How the values of a row are written in the columns of a form."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from app.models.values.days import chinese_day, show_day, show_partial_day
from app.models.values.money import show_money
from app.models.values.names import pad_name
from app.reports.paper import Column, DayStyle, Kind, Total
from app.reports.text import clean

_A_DAY = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


def value_of(column: Column, row: Any, serial: int) -> Any:
    """What this row has for `column`; `serial` is the row's number on the form."""
    if column.kind is Kind.SERIAL:
        return serial
    return getattr(row, column.source) if column.source else None


def written(column: Column, value: Any, days: DayStyle = DayStyle.DASHES) -> str:
    """How a value of `column` is written on paper."""
    if value is None or value == "" or (value == 0 and column.kind is Kind.MONEY):
        return column.empty
    return _write(column.kind, value, days)


def _write(kind: Kind, value: Any, days: DayStyle) -> str:
    if kind is Kind.MONEY:
        return show_money(value)
    if kind is Kind.DAY:
        return written_day(value if isinstance(value, date) else clean(value), days)
    if kind is Kind.DAY_OF_YEAR:
        return f"{value.month}月{value.day}日" if isinstance(value, date) else show_partial_day(clean(value))
    if kind is Kind.MONTH:
        partial = value.isoformat() if isinstance(value, date) else clean(value)
        if days is DayStyle.CHINESE:
            return show_partial_day(partial[:7])
        return partial[:7].replace("-", ".")
    text = clean(str(value))
    return pad_name(text) if kind is Kind.NAME else text


def written_day(day: date | str, style: DayStyle = DayStyle.DASHES) -> str:
    """A day or a partial day as the form writes it; a text that is no day stays as it is."""
    text = show_day(day) if isinstance(day, date) else day
    if not _A_DAY.fullmatch(text):
        return text
    if style is DayStyle.CHINESE:
        return chinese_day(date.fromisoformat(text)) if len(text) == 10 else show_partial_day(text)
    if style is DayStyle.DOTS:
        return text.replace("-", ".")
    return show_partial_day(text)


def column_total(column: Column, rows: Iterable[Any], unit: str) -> str:
    """What stands under `column` for these rows: `12人`, `9,600.00`, or nothing."""
    if column.total is Total.COUNT:
        return f"{len(list(rows))}{unit}"
    if column.total is Total.SUM:
        total = column_sum(column, rows)
        return show_money(total) if column.kind is Kind.MONEY else str(total)
    return ""


def column_sum(column: Column, rows: Iterable[Any]) -> int:
    """The sum of a column, in fen for money; an empty cell adds nothing."""
    return sum(getattr(row, column.source) or 0 for row in rows)
