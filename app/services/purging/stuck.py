"""Which steps nobody can take back any more once these are deleted for good: those that also concern others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.i18n import Label
from app.models.declare import Record
from app.models.store import journal
from app.models.store.journal import DEED, JOURNAL
from app.models.store.undo import deed_label
from app.services.purging.going import Going

_PAGE = 500


def stuck(session: Session, found: Going) -> list[Label]:
    """Their names, the newest first. Steps about these alone go without a word: there is nothing left to take back."""
    connection, own = session.connection(), Counter[int]()
    for record, ids in _records(found):
        for start in range(0, len(ids), _PAGE):
            said = JOURNAL.c.record_id.in_(ids[start : start + _PAGE])
            own.update(connection.scalars(select(JOURNAL.c.deed_id).where(JOURNAL.c.table == record, said)))
    names = []
    for deed_id in sorted(own, reverse=True):
        row = connection.execute(select(DEED.c.name, DEED.c.params, DEED.c.undoable, DEED.c.undo_of).where(
            DEED.c.id == deed_id
        )).one()  # fmt: skip
        whole = connection.scalar(select(func.count()).where(JOURNAL.c.deed_id == deed_id)) or 0
        can_go = row.undoable and row.undo_of is None and not journal.is_blanked(connection, deed_id)
        if can_go and whole > own[deed_id]:
            names.append(deed_label(row.name, row.params))
    return names


def _records(found: Going) -> Iterator[tuple[str, Sequence[int]]]:
    """The records of which everything that was said goes, by table."""
    anew: dict[type[Record], set[int]] = {}
    for record, one in found.anew:
        anew.setdefault(record, set()).add(one)
    for group in (found.removed, found.undone, anew):
        yield from ((record.__tablename__, sorted(ids)) for record, ids in group.items())
