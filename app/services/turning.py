"""Undo and redo for the window: what was taken back, by name, and which records came back with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice

from app.frozen import dataclass
from app.i18n import Label
from app.models.store import undo
from app.models.store.database import Database
from app.models.store.journal import INSERT, UPDATE, Change, changes_of

MOST = 500
"""So many changes are looked at: of more records nobody has selected the rows before."""


@dataclass(frozen=True)
class Turned:
    """The name of the deed that was taken back or done again; the ids of what is there again, by table."""

    name: Label
    back: Mapping[str, Sequence[int]]


def take_back(database: Database, deed_id: int | None = None) -> Turned:
    """Undo one deed, or the last one that can be; raises as `undo.undo` does."""
    done = undo.undo(database, deed_id)
    return Turned(undo.next_names(database)[1] or Label(""), _back(database, done))


def do_again(database: Database) -> Turned:
    """Redo what was last undone; raises as `undo.redo` does."""
    name = undo.next_names(database)[1]
    done = undo.redo(database)
    return Turned(name or Label(""), _back(database, done))


def _back(database: Database, deed_id: int) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    with database.read() as session:
        for change in islice(changes_of(session.connection(), deed_id), MOST):
            if _is_back(change):
                found.setdefault(change.table, []).append(change.record_id)
    return found


def _is_back(change: Change) -> bool:
    """Whether a record is there that was not before: made again, or out of the recycle bin."""
    old, new = change.changes.get("deleted_at", [None, None])
    return change.op == INSERT or (change.op == UPDATE and old is not None and new is None)
