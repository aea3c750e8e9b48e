"""A household's draft as plain values, to be kept in the file while it is unsaved, and back again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.services.hardship import CaseDraft, DraftRow
from app.services.hardship.draft import TABLES


def plain(draft: CaseDraft) -> dict[str, Any]:
    """A draft as it is kept."""
    rows = {table: [[row.uid, row.is_self, dict(row.texts)] for row in draft.rows(table)] for table in TABLES}
    return {"person_id": draft.person_id, "case_id": draft.case_id, "texts": dict(draft.texts), **rows}


def read(kept: Mapping[str, Any]) -> CaseDraft:
    """A draft that was kept."""
    members, incomes, expenses = (tuple(map(_row, kept[table])) for table in TABLES)
    return CaseDraft(kept["person_id"], kept["case_id"], kept["texts"], members, incomes, expenses)


def _row(kept: list[Any]) -> DraftRow:
    uid, is_self, texts = kept
    return DraftRow(texts, uid, is_self)
