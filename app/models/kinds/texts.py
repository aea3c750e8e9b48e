"""Kinds of text: lines, notes, names, numbers that are not counted with."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Text
from sqlalchemy.types import TypeEngine

from app.models.kinds.base import Kind, Words
from app.models.values import names, phone, resident_id, text
from app.models.values.credit_code import read_credit_code
from app.models.values.reading import Reading
from app.models.values.text import NAME_LIMIT

NOTE_LIMIT = 5000


class ShortText(Kind):
    """Text of one line, at most `limit` code points."""

    def __init__(self, limit: int = NAME_LIMIT) -> None:
        self.limit = limit

    def read(self, raw: object, words: Words) -> Reading[str]:
        return text.clean_text(raw, limit=self.limit)

    def mask(self, value: Any, words: Words) -> str:
        return phone.mask_digits(value) if value else ""


class LongText(Kind):
    """Text of several lines, at most 5,000 code points."""

    name = "long_text"

    def column_type(self) -> TypeEngine[Any]:
        return Text()

    def read(self, raw: object, words: Words) -> Reading[str]:
        return text.clean_text(raw, limit=NOTE_LIMIT, multiline=True)


class PersonName(Kind):
    """A person's name, kept as spelled (domain 09 §9.5)."""

    name = "name"

    def read(self, raw: object, words: Words) -> Reading[str]:
        return names.read_name(raw)

    def mask(self, value: Any, words: Words) -> str:
        return names.mask_name(value) if value else ""


class ResidentId(Kind):
    """A resident identity number (GB 11643); doubts never block."""

    name = "resident_id"

    def read(self, raw: object, words: Words) -> Reading[str]:
        return resident_id.read_resident_id(raw, today=words.today)

    def mask(self, value: Any, words: Words) -> str:
        return resident_id.mask_resident_id(value) if value else ""


class Phone(Kind):
    """A mobile number of eleven digits, or a land line marked as doubtful; `office` has land lines without doubt."""

    name = "phone"

    def __init__(self, *, office: bool = False) -> None:
        self.office = office

    def read(self, raw: object, words: Words) -> Reading[str]:
        return phone.read_phone(raw, of_office=self.office)

    def mask(self, value: Any, words: Words) -> str:
        return phone.mask_phone(value) if value else ""


class CreditCode(Kind):
    """A unified social credit code (GB 32100); `union` codes start with 81."""

    name = "credit_code"

    def __init__(self, *, union: bool = False) -> None:
        self.union = union

    def read(self, raw: object, words: Words) -> Reading[str]:
        return read_credit_code(raw, of_union=self.union)


class Json(Kind):
    """A snapshot kept as JSON text: shown nowhere, restored exactly."""

    name = "json"

    def column_type(self) -> TypeEngine[Any]:
        return Text()

    def read(self, raw: object, words: Words) -> Reading[str]:
        return Reading(None if raw is None or raw == "" else str(raw))
