"""Code lists, kept in the file as dated rows that the user may add to; and what codes and links are called."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import date
from functools import cached_property
from typing import Any

from sqlalchemy.orm import Mapped

from app.i18n import Label
from app.models.declare import FORM_ONLY, FOUND, HIDDEN, Record, field
from app.models.kinds import Day, Json, Number, ShortText, YesNo
from app.models.values import text


class CodeItem(Record, label=Label("填表选项"), type_name="code"):
    """One code of one list; shipped rows change by migration, a user's rows are never touched."""

    title_path = "label"
    key_paths = ("label",)
    default_sort = ("list", "sort_order")

    list: Mapped[str] = field(ShortText(), Label("哪一类"), required=True, faces=FOUND)
    code: Mapped[str] = field(ShortText(), Label("代号"), required=True)
    label: Mapped[str] = field(ShortText(), Label("名称"), required=True, faces=FOUND)
    synonyms: Mapped[str | None] = field(Json(), Label("同义写法"), faces=HIDDEN)
    export_labels: Mapped[str | None] = field(Json(), Label("上报名称"), faces=HIDDEN)
    valid_from: Mapped[date | None] = field(Day(), Label("起"), external="from")
    valid_to: Mapped[date | None] = field(Day(), Label("止"), external="to")
    sort_order: Mapped[int | None] = field(Number(adds=False), Label("顺序"))
    active: Mapped[bool | None] = field(YesNo(), Label("使用中"), default=True)
    origin: Mapped[str | None] = field(ShortText(), Label("来源"), faces=FORM_ONLY, default="user")


@dataclass
class CodeList:
    """One list as read from the file: labels and synonyms by code in their order, and the words for each."""

    labels: dict[str, str] = dataclass_field(default_factory=dict)
    inactive: set[str] = dataclass_field(default_factory=set)
    synonyms: dict[str, tuple[str, ...]] = dataclass_field(default_factory=dict)
    words: list[tuple[str, str]] = dataclass_field(default_factory=list)

    def add(self, code: str, label: str, synonyms: list[str], *, active: bool) -> None:
        """Add one code, before anybody asks for codes by their texts."""
        self.labels[code] = label
        self.synonyms[code] = tuple(synonyms)
        self.words.extend((word, code) for word in (code, label, *synonyms))
        if not active:
            self.inactive.add(code)

    @cached_property
    def by_text(self) -> dict[str, str]:
        """The code that a folded text means, the earlier one where two claim it; folded only once a list is asked."""
        found: dict[str, str] = {}
        for word, code in self.words:
            found.setdefault(text.fold(word), code)
        return found

    def choices(self) -> Iterator[tuple[str, str]]:
        """(code, label) of the codes in use, in order."""
        return ((code, label) for code, label in self.labels.items() if code not in self.inactive)


def shipped_items(origin: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows of `code_item` for the shipped code lists."""
    import json

    rows = []
    for name, content in origin.items():
        for position, item in enumerate(content["items"]):
            rows.append(
                {
                    "list": name,
                    "code": item["code"],
                    "label": item["label"],
                    "synonyms": json.dumps(item.get("synonyms", []), ensure_ascii=False),
                    "export_labels": json.dumps(item.get("export", {}), ensure_ascii=False),
                    "sort_order": position,
                    "active": True,
                    "origin": "shipped",
                }
            )
    return rows
