"""Whom a row may be: found by uid and by numbers; a same name alone is only a suggestion (peers §3.1–2)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.i18n import Label
from app.models.declare import Record
from app.models.paths import Joined, UnknownPath


class Known:
    """The keys of all records of one type that are in the file, read once."""

    def __init__(self, session: Session, record: type[Record]) -> None:
        self.record = record
        self.match_paths = ("uid", *(record.match_paths or record.key_paths))
        self.by_key: dict[str, dict[Any, list[int]]] = {path: self._index(session, path) for path in self.match_paths}
        self.names = self._index(session, "name") if record.match_paths else {}
        self.numbers = {one for path in record.match_paths[:1] for ids in self.by_key[path].values() for one in ids}

    def _index(self, session: Session, path: str) -> dict[Any, list[int]]:
        joined = Joined(self.record)
        try:
            column, _ = joined.column(path)
        except UnknownPath:
            return {}
        query = select(column, joined.root.c.id).select_from(joined.source)
        found: dict[Any, list[int]] = defaultdict(list)
        for value, record_id in session.execute(
            query.where(joined.root.c.deleted_at.is_(None), column.is_not(None)).distinct()
        ):
            found[value].append(record_id)
        return dict(found)

    def match(self, values: dict[str, Any]) -> tuple[list[int], Label | None]:
        """The ids that the row may be, and by what it was known; more than one id is ambiguous."""
        for path in self.match_paths:
            ids = self.by_key[path].get(values.get(path))
            if ids:
                return ids, _REASONS.get(path, Label("编号相同"))
        return [], None

    def namesakes(self, values: dict[str, Any]) -> Sequence[int]:
        """People of the same name who may be the same person: both rows lack a number to tell them apart."""
        same = self.names.get(values.get("name"), [])
        if self.record.match_paths and values.get(self.record.match_paths[0]) is not None:
            return [one for one in same if one not in self.numbers]
        return same


_REASONS = {
    "uid": Label("标识相同"),
    "id_no": Label("证件号码相同"),
    "membership.card_no": Label("会员证号相同"),
    "membership.member_no": Label("会员编号相同"),
    "name": Label("名称相同"),
    "title": Label("名称相同"),
}
