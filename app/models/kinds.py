"""The closed vocabulary of field kinds.

A kind knows how a value is stored, read from what a person or a spreadsheet wrote, shown, written for a file,
masked, and turned into JSON for the journal. The editor of a kind is one row of a table in `views`, its width on
paper one row of a table in `reports`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any, ClassVar, Protocol

from sqlalchemy import BigInteger, Boolean, Date, Integer, String, Text
from sqlalchemy.types import TypeEngine

from app.i18n import Label
from app.models.values import days, money, names, phone, resident_id, text
from app.models.values.credit_code import read_credit_code
from app.models.values.reading import Reading

NAME_LIMIT = 100
NOTE_LIMIT = 5000
_WHOLE_NUMBER = re.compile(r"([+-]?[0-9]{1,18})(?:\.0*)?")


class Words(Protocol):
    """What codes and links are called in one file, and which day it is."""

    @property
    def today(self) -> date: ...

    def code_label(self, list_name: str, code: str) -> str:
        """The label of a code, or the code itself when the list lacks it."""
        ...

    def code_of(self, list_name: str, text: str) -> str | None:
        """The code that a text means: a code, a label or a known synonym."""
        ...

    def link_title(self, target: str, record_id: int) -> str:
        """What people call the record that a link points to."""
        ...

    def find_links(self, target: str, text: str) -> list[int]:
        """The ids of the records that a key (uid, number, name) may mean."""
        ...

    def link_uid(self, target: str, record_id: int) -> str:
        """The uid of the record that a link points to."""
        ...


class Kind:
    """A kind of field; text of one line unless a subclass says otherwise."""

    name: ClassVar[str] = "text"
    numeric: ClassVar[bool] = False

    def column_type(self) -> TypeEngine[Any]:
        """The column type that stores it."""
        return String()

    def read(self, raw: object, words: Words) -> Reading[Any]:
        """Read what a person typed or a spreadsheet cell held; the one door where values are cleaned."""
        return text.clean_text(raw, limit=NAME_LIMIT)

    def show(self, value: Any, words: Words) -> str:
        """The value as people read it; empty stays empty."""
        return "" if value is None else str(value)

    def write(self, value: Any, words: Words) -> str:
        """The value as text for a spreadsheet, so that reading it again gives the same value."""
        return self.show(value, words)

    def mask(self, value: Any, words: Words) -> str:
        """The value with what must not be seen by passers-by left out; asked for sensitive fields only."""
        return self.show(value, words)

    @property
    def hides(self) -> bool:
        """Whether `mask` leaves anything out at all."""
        return type(self).mask is not Kind.mask

    def dump(self, value: Any) -> Any:
        """The stored value as JSON for the journal."""
        return value

    def load(self, stored: Any) -> Any:
        """The stored value from the journal's JSON."""
        return stored

    def out(self, value: Any, words: Words) -> Any:
        """The value as JSON for the command line."""
        return self.dump(value)


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


class Number(Kind):
    """A whole number within bounds."""

    name = "number"
    numeric = True

    def __init__(self, low: int = 0, high: int = 2_000_000_000) -> None:
        self.low, self.high = low, high

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


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def show_moment(milliseconds: int) -> str:
    """A moment in the PC's zone, to the minute."""
    return _local(milliseconds).strftime("%Y-%m-%d %H:%M")


def _local(milliseconds: int) -> datetime:
    return (_EPOCH + timedelta(milliseconds=milliseconds)).astimezone()


class YesNo(Kind):
    """Yes, no or not known."""

    name = "yes_no"
    _YES = frozenset({"是", "有", "对", "y", "yes", "true", "1", "√", "✓", "☑"})
    _NO = frozenset({"否", "无", "没有", "不是", "n", "no", "false", "0", "×", "x", "☐"})

    def column_type(self) -> TypeEngine[Any]:
        return Boolean()

    def read(self, raw: object, words: Words) -> Reading[bool]:
        if raw is None or isinstance(raw, bool):
            return Reading(raw)
        word = text.fold(str(raw)[:-2] if str(raw).endswith(".0") else str(raw))
        if not word:
            return Reading(None)
        if word in self._YES or word in self._NO:
            return Reading(word in self._YES)
        return Reading(None, must=Label("要填“是”或“否”"))

    def show(self, value: Any, words: Words) -> str:
        return "" if value is None else str(Label("是") if value else Label("否"))

    def write(self, value: Any, words: Words) -> str:
        return "" if value is None else ("是" if value else "否")


class Code(Kind):
    """A code of one of the editable code lists."""

    name = "code"

    def __init__(self, list_name: str) -> None:
        self.list_name = list_name

    def read(self, raw: object, words: Words) -> Reading[str]:
        cleaned = text.clean_text(raw, limit=NAME_LIMIT)
        if cleaned.value is None:
            return cleaned
        code = words.code_of(self.list_name, cleaned.value)
        if code is None:
            return Reading(None, must=Label("“{text}”不在可选的内容里", text=cleaned.value))
        return Reading(code)

    def show(self, value: Any, words: Words) -> str:
        return "" if value is None else words.code_label(self.list_name, value)


_SEPARATOR = re.compile(r"([、，,;；/\n])")
_LONGEST_LABEL = 9  # a label's pieces and the separators between them


class Codes(Kind):
    """Several codes of one list (0–`most`), kept as codes joined with commas."""

    name = "codes"

    def __init__(self, list_name: str, most: int = 10) -> None:
        self.list_name, self.most = list_name, most
        self._one = Code(list_name)

    def read(self, raw: object, words: Words) -> Reading[str]:
        parts = raw if isinstance(raw, list | tuple) else list(self._parts(text.plain_text(raw), words))
        readings = [self._one.read(part, words) for part in parts]
        for reading in readings:
            if reading.must:
                return Reading(None, must=reading.must)
        codes = list(dict.fromkeys(reading.value for reading in readings if reading.value))
        if len(codes) > self.most:
            return Reading(None, must=Label("最多选 {most} 项", most=self.most))
        return Reading(",".join(codes) or None)

    def _parts(self, written: str, words: Words) -> Iterator[str]:
        """The codes that a text names; a label may hold a separator itself (其他（股份、存款等）): the longest wins."""
        pieces = _SEPARATOR.split(written)  # text, mark, text, mark, text
        start = 0
        while start < len(pieces):
            ends = range(min(len(pieces), start + _LONGEST_LABEL), start, -2)
            runs = {end: "".join(pieces[start:end]).strip() for end in ends}
            end = next((end for end in ends if words.code_of(self.list_name, runs[end])), start + 1)
            if runs[end]:
                yield runs[end]
            start = end + 1

    def show(self, value: Any, words: Words) -> str:
        return "、".join(self._one.show(code, words) for code in value.split(",")) if value else ""

    def out(self, value: Any, words: Words) -> Any:
        return value.split(",") if value else []


class ResidentId(Kind):
    """A resident identity number (GB 11643); doubts never block."""

    name = "resident_id"

    def read(self, raw: object, words: Words) -> Reading[str]:
        return resident_id.read_resident_id(raw, today=words.today)

    def mask(self, value: Any, words: Words) -> str:
        return resident_id.mask_resident_id(value) if value else ""


class Phone(Kind):
    """A mobile number of eleven digits, or a land line marked as doubtful."""

    name = "phone"

    def read(self, raw: object, words: Words) -> Reading[str]:
        return phone.read_phone(raw)

    def mask(self, value: Any, words: Words) -> str:
        return phone.mask_phone(value) if value else ""


class CreditCode(Kind):
    """A unified social credit code (GB 32100); `union` codes start with 81."""

    name = "credit_code"

    def __init__(self, *, union: bool = False) -> None:
        self.union = union

    def read(self, raw: object, words: Words) -> Reading[str]:
        return read_credit_code(raw, of_union=self.union)


class Link(Kind):
    """A link to another record.

    `owner` names the list under which this record is a child of the target (nested in JSON, deleted with it).
    """

    name = "link"

    def __init__(self, target: str, *, owner: str | None = None) -> None:
        self.target, self.owner = target, owner

    def column_type(self) -> TypeEngine[Any]:
        return Integer()

    def read(self, raw: object, words: Words) -> Reading[int]:
        key = text.clean_text(raw, limit=NAME_LIMIT)
        if key.value is None:
            return Reading(None, must=key.must)
        found = words.find_links(self.target, key.value)
        if len(found) == 1:
            return Reading(found[0])
        if not found:
            return Reading(None, must=Label("没有找到“{text}”", text=key.value))
        return Reading(None, must=Label("有 {n} 个“{text}”，要说清是哪一个", n=len(found), text=key.value))

    def show(self, value: Any, words: Words) -> str:
        return "" if value is None else words.link_title(self.target, value)

    def out(self, value: Any, words: Words) -> Any:
        return None if value is None else words.link_uid(self.target, value)


class AttachmentLink(Link):
    """A link to a photo, a scan or an archived print kept in the file."""

    name = "attachment"

    def __init__(self) -> None:
        super().__init__("Attachment")


class Json(Kind):
    """A snapshot kept as JSON text: shown nowhere, restored exactly."""

    name = "json"

    def column_type(self) -> TypeEngine[Any]:
        return Text()

    def read(self, raw: object, words: Words) -> Reading[str]:
        return Reading(None if raw is None or raw == "" else str(raw))
