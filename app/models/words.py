"""What codes and links are called in one file: the `Words` that kinds ask."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import event, or_, select
from sqlalchemy.orm import Session

from app.models import kinds
from app.models.codes import CodeItem, CodeList
from app.models.declare import Record, record_type, table_of
from app.models.paths import Joined
from app.models.store.kept import kept
from app.models.values import names, text

CODE_LISTS = "code_lists"
"""Under this name a session keeps the code lists that it has read, until it changes one."""


class FileWords:
    """Reads code lists and titles from one session; short-lived, like the session."""

    def __init__(self, session: Session, today: date) -> None:
        self._session = session
        self._today = today
        self._titles: dict[tuple[str, int], str] = {}

    @property
    def today(self) -> date:
        return self._today

    def code_label(self, list_name: str, code: str) -> str:
        return self.code_list(list_name).labels.get(code, code)

    def code_of(self, list_name: str, text_: str) -> str | None:
        return self.code_list(list_name).by_text.get(text.fold(text_))

    def choices(self, list_name: str) -> Iterator[tuple[str, str]]:
        """(code, label) of the codes in use, in their order."""
        return self.code_list(list_name).choices()

    def code_list(self, name: str) -> CodeList:
        """One code list; an empty one when the file has none of that name."""
        if CODE_LISTS not in self._session.info:
            self._session.info[CODE_LISTS] = kept(self._session, CODE_LISTS, self._load)
        lists: dict[str, CodeList] = self._session.info[CODE_LISTS]
        return lists.get(name) or CodeList()

    def _load(self) -> dict[str, CodeList]:
        table = table_of(CodeItem)
        query = select(table.c.list, table.c.code, table.c.label, table.c.synonyms, table.c.active)
        live = query.where(table.c.deleted_at.is_(None)).order_by(table.c.list, table.c.sort_order, table.c.id)
        return _lists(tuple(self._session.execute(live)))

    def link_title(self, target: str, record_id: int) -> str:
        key = (target, record_id)
        if key not in self._titles:
            record = record_type(target)
            joined = Joined(record)
            column, spec = joined.shown(record.title_path)
            value = self._session.scalar(select(column).select_from(joined.source).where(joined.root.c.id == record_id))
            self._titles[key] = spec.kind.show(value, self)
        return self._titles[key]

    def place(self, target: str, record_id: int) -> str:
        """Where somebody belongs: the branch, else the department, else the employer; empty when none is known."""
        record = record_type(target)
        joined = Joined(record)
        shown = [joined.shown(path) for path in record.place_paths]
        if not shown:
            return ""
        query = select(*(column for column, _ in shown)).select_from(joined.source).where(joined.root.c.id == record_id)
        values = self._session.execute(query).first() or [None] * len(shown)
        told = (spec.kind.show(value, self) for value, (_, spec) in zip(values, shown, strict=True) if value)
        return next(told, "")

    def link_uid(self, target: str, record_id: int) -> str:
        table = table_of(record_type(target))
        return str(self._session.scalar(select(table.c.uid).where(table.c.id == record_id)))

    def find_links(self, target: str, text_: str) -> list[int]:
        return find_keys(self._session, record_type(target), text_)


@lru_cache(maxsize=2)
def _lists(rows: Sequence[Sequence[Any]]) -> dict[str, CodeList]:
    """The code lists of their rows; hardly ever are they others than after the last deed."""
    found: dict[str, CodeList] = {}
    for name, code, label, synonyms, active in rows:
        words = json.loads(synonyms) if synonyms else []
        found.setdefault(name, CodeList()).add(code, label, words, active=active is not False)
    return found


def _forms(kind: kinds.Kind, key: str) -> set[str]:
    """A key as typed, and as its kind stores it."""
    if isinstance(kind, kinds.ResidentId):
        return {key, text.half_width(key).replace(" ", "").upper()}
    if isinstance(kind, kinds.PersonName):
        return {key, names.read_name(key).value or key}
    return {key}


def find_keys(session: Session, record: type[Record], key: str, *, deleted: bool = False) -> list[int]:
    """The ids of the records that a key may mean: the uid, else the first of the type's keys or its title that hits."""
    table = table_of(record)
    gone = table.c.deleted_at.is_not(None) if deleted else table.c.deleted_at.is_(None)
    by_uid = session.scalars(select(table.c.id).where(table.c.uid == key, gone)).all()
    if by_uid:
        return list(by_uid)
    for path in dict.fromkeys((*record.key_paths, record.title_path)):
        joined = Joined(record)
        column, spec = joined.column(path)
        forms = _forms(spec.kind, key)
        query = select(joined.root.c.id).select_from(joined.source)
        found = session.scalars(query.where(or_(*(column == form for form in forms)), gone)).all()
        if found:
            return sorted(set(found))
    return []


@event.listens_for(Session, "after_flush")
def _forget_lists(session: Session, context: object) -> None:
    if any(isinstance(one, CodeItem) for one in (*session.new, *session.dirty)):
        session.info.pop(CODE_LISTS, None)
