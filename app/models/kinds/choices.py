"""Kinds with a choice: yes or no, codes, other records."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from functools import lru_cache
from typing import Any

from sqlalchemy import Boolean, Integer
from sqlalchemy.types import TypeEngine

from app.i18n import Label
from app.models.kinds.base import Kind, Words
from app.models.values import text
from app.models.values.reading import Reading
from app.models.values.text import NAME_LIMIT


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


FEW_CHOICES = 8
"""So many choices are named where none of them was meant; of more only those that look alike."""
_NEAR, _ALIKE = 3, 0.5


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
            return Reading(None, must=self._refusal(cleaned.value, words))
        return Reading(code)

    def _refusal(self, typed: str, words: Words) -> Label:
        """That nothing is called so, and what there is."""
        labels = tuple(label for _, label in words.choices(self.list_name))
        near = labels if len(labels) <= FEW_CHOICES else _nearest(typed, labels)
        if not near:
            return Label("“{text}”不在可选的内容里", text=typed)
        told = {"text": typed, "choices": "、".join(near)}
        if near == labels:
            return Label("“{text}”不在可选的内容里，可以填：{choices}", **told)
        return Label("“{text}”不在可选的内容里，相近的有：{choices}", **told)

    def show(self, value: Any, words: Words) -> str:
        return "" if value is None else words.code_label(self.list_name, value)


@lru_cache(maxsize=256)
def _nearest(typed: str, labels: tuple[str, ...]) -> tuple[str, ...]:
    """Kept, since a sheet has the same wrong word in many rows."""
    return tuple(get_close_matches(typed, labels, _NEAR, _ALIKE))


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
