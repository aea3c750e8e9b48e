"""Kinds of numbers: counted things and money."""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import BigInteger, Integer
from sqlalchemy.types import TypeEngine

from app.i18n import Label
from app.models.kinds.base import Kind, Words
from app.models.values import money, text
from app.models.values.reading import Reading

_WHOLE_NUMBER = re.compile(r"([+-]?[0-9]{1,18})(?:\.0*)?")


class Number(Kind):
    """A whole number within bounds; years and places in an order are numbers that are never added up."""

    name = "number"
    numeric = True

    def __init__(self, low: int = 0, high: int = 2_000_000_000, *, adds: bool = True) -> None:
        self.low, self.high, self.adds = low, high, adds

    def column_type(self) -> TypeEngine[Any]:
        return Integer()

    def read(self, raw: object, words: Words) -> Reading[int]:
        cleaned = text.half_width(text.plain_text(raw)).replace(",", "").strip()
        if not cleaned:
            return Reading(None)
        found = _WHOLE_NUMBER.fullmatch(cleaned)
        if found is None:
            return Reading(None, must=Label("要填整数"))
        number = int(found[1])
        if not self.low <= number <= self.high:
            return Reading(None, must=Label("要在 {low} 到 {high} 之间", low=self.low, high=self.high))
        return Reading(number)


class Money(Kind):
    """An amount in integer fen, never below zero."""

    name = "money"
    numeric = True

    def column_type(self) -> TypeEngine[Any]:
        return BigInteger()

    def read(self, raw: object, words: Words) -> Reading[int]:
        return money.read_money(raw)

    def show(self, value: Any, words: Words) -> str:
        return "" if value is None else money.show_money(value)

    def write(self, value: Any, words: Words) -> str:
        return "" if value is None else money.write_yuan(value)

    def out(self, value: Any, words: Words) -> Any:
        return None if value is None else money.write_yuan(value)
