"""What was typed and not saved, kept in the file itself: encrypted like everything, no deed, nothing in the journal.

It outlives a lock, a crash and a power cut (screen.md §4, Draft; reliability A8), and goes when it was saved or given
up. Each form that is being filled in keeps one draft under a token of its own, so that a draft that nobody has
answered yet is never written over by the next one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from app.frozen import dataclass
from app.models.declare import new_uid
from app.models.store.database import Database

KEY = "drafts"


@dataclass(frozen=True)
class Draft:
    """Something half filled in.

    `page` and `part` say where: the page of the window and, where it has several forms, which. `name` is what people
    call it; `content` is the form's own affair, in plain values.
    """

    token: str
    page: str
    name: str
    content: Mapping[str, Any]
    part: str = ""


def new_token() -> str:
    """What tells one draft from all others."""
    return new_uid()


def keep(database: Database, draft: Draft) -> None:
    """Keep a draft, in the place of what was kept under its token before."""
    _write(database, {**_stored(database), draft.token: asdict(draft)})


def drop(database: Database, token: str) -> None:
    """Forget a draft: it was saved, or given up."""
    _write(database, {key: value for key, value in _stored(database).items() if key != token})


def kept(database: Database) -> list[Draft]:
    """What was left half filled in, the oldest first."""
    return [Draft(**each) for each in _stored(database).values()]


def _stored(database: Database) -> dict[str, Any]:
    found = database.recall(KEY)
    return dict(found) if found else {}


def _write(database: Database, drafts: dict[str, Any]) -> None:
    if drafts != _stored(database):  # a write costs a sync of the disk
        database.remember(KEY, drafts or None)
