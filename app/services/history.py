"""What happened to one record: who, when, what, old → new."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.i18n import Label
from app.models import kinds
from app.models.declare import HIDDEN, Record, fields_of
from app.models.store.journal import DEED, JOURNAL
from app.models.store.undo import deed_label
from app.models.words import FileWords
from app.services.today import today

BIN = Label("移到回收站")
BLANKED = Label("已按本人要求删除")


@dataclass(frozen=True)
class HistoryEntry:
    """One change of one field of one record."""

    deed: int
    at: int
    actor: str
    name: Label
    field: str
    label: Label
    old: str
    new: str


def history(session: Session, found: Record) -> list[HistoryEntry]:
    """What happened to a record, oldest first; marks that the program sets for itself are left out."""
    record = type(found)
    words = FileWords(session, today())
    query = (
        select(DEED, JOURNAL.c.changes)
        .join(JOURNAL, JOURNAL.c.deed_id == DEED.c.id)
        .where(JOURNAL.c.table == record.__tablename__, JOURNAL.c.record_id == found.id)
        .order_by(JOURNAL.c.id)
    )
    return [
        HistoryEntry(row["id"], row["at"], row["actor"], deed_label(row["name"], row["params"]), *texts)
        for row in session.execute(query).mappings()
        for texts in _texts(record, row["changes"], words)
    ]


def _texts(record: type[Record], changes: str | None, words: FileWords) -> Iterator[tuple[str, Label, str, str]]:
    """(field, its label, old, new) of each field that one row of the journal changed."""
    if changes is None:
        yield "", BLANKED, "", ""
        return
    stored: Mapping[str, tuple[Any, Any]] = json.loads(changes)
    for name, (old, new) in stored.items():
        spec = fields_of(record).get(name)
        if spec is not None and spec.derived and spec.faces == HIDDEN:
            continue
        kind = spec.kind if spec else kinds.Moment()
        shown = ["" if value is None else kind.show(kind.load(value), words) for value in (old, new)]
        yield spec.key if spec else name, spec.label if spec else BIN, shown[0], shown[1]
