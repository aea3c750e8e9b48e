"""What was typed and not saved, kept in the file beside its records: it outlives a crash (screen.md §4, Draft)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.models import Person
from app.models.store.database import Database
from app.services.hardship import CaseDraft, DraftRow
from app.services.hardship.draft import TABLES

KEY = "hardship_draft"


@dataclass(frozen=True)
class Unsaved:
    """A draft that was found, and whose file it is."""

    draft: CaseDraft
    name: str


def put_aside(database: Database, draft: CaseDraft | None) -> None:
    """Keep a draft for the case of a crash; None: there is nothing unsaved any more."""
    database.remember(KEY, None if draft is None else _plain(draft))


def find_unsaved(database: Database) -> Unsaved | None:
    """What was typed and not saved when the program last ended without being asked."""
    kept = database.recall(KEY)
    if kept is None:
        return None
    members, incomes, expenses = (tuple(map(_row, kept[table])) for table in TABLES)
    draft = CaseDraft(kept["person_id"], kept["case_id"], kept["texts"], members, incomes, expenses)
    with database.read() as session:
        person = session.get(Person, draft.person_id)
        return None if person is None else Unsaved(draft, person.name)


def _plain(draft: CaseDraft) -> dict[str, Any]:
    rows = {table: [[row.uid, row.is_self, dict(row.texts)] for row in draft.rows(table)] for table in TABLES}
    return {"person_id": draft.person_id, "case_id": draft.case_id, "texts": dict(draft.texts), **rows}


def _row(kept: list[Any]) -> DraftRow:
    uid, is_self, texts = kept
    return DraftRow(texts, uid, is_self)
