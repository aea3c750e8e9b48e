"""Finding anything by what one types: people, households, rounds, by name, pinyin, initials or the end of a number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from app.frozen import dataclass
from app.models.declare import record_type
from app.services import listing
from app.services.listing import View

MOST = 8
"""So many of one kind are offered; who types one more letter narrows them."""

# What stands beside the name, so that two of one name can be told apart.
_NOTES: Mapping[str, tuple[str, ...]] = {
    "person": ("membership.org_unit", "birth_date"),
    "hardship-case": ("case_no", "category"),
    "round": ("year", "status"),
}


@dataclass(frozen=True)
class Hit:
    """A record that was found: its type (on the command line), its id, its name, and what stands beside it."""

    type: str
    id: int
    title: str
    note: str


def find(session: Session, types: Sequence[str], text: str) -> list[Hit]:
    """The records of these types that the words of a text find, `MOST` of each; nothing for a blank text."""
    if not text.strip():
        return []
    hits = []
    for name in types:
        record = record_type(name)
        found = listing.ids(session, View(record, search=text), limit=MOST)
        notes = _NOTES.get(name, ())
        view = View(record, columns=(record.title_path, *notes))
        for record_id, (title, *beside) in zip(found, listing.rows(session, view, found, masked=True), strict=True):
            hits.append(Hit(name, record_id, title, "　".join(each for each in beside if each)))
    return hits
