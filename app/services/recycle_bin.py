"""Deleting and restoring: records go into the recycle bin with their children and come back with them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import NOTHING_CHANGED, ErrorCode, KnownError, Problem
from app.i18n import Label
from app.models import kinds
from app.models.declare import Record, children_of, fields_of, record_type, record_types, table_of
from app.models.store.database import Database, now_ms
from app.models.words import FileWords
from app.services.today import today

LISTED = 50
"""So many of what stands in the way are listed; all are counted."""
_PAGE = 500


def delete(session: Session, found: Record) -> list[Record]:
    """Put a record and its children into the recycle bin; returns all that went there.

    Raises HAS_DEPENDENTS when other records that stay link to it.
    """
    return _delete(session, [found])


def _delete(session: Session, chosen: Sequence[Record]) -> list[Record]:
    going = list(dict.fromkeys(one for found in chosen for one in _with_children(session, found, None)))
    standing = list(_dependents(session, going))
    if standing:
        raise KnownError(
            ErrorCode.HAS_DEPENDENTS,
            Label("还有 {n} 处用到它，不能删除。", n=len(standing)),
            safe=NOTHING_CHANGED,
            next=Label("先处理下面列出的内容，再删除。"),
            problems=[_dependent(session, record, record_id) for record, record_id in standing[:LISTED]],
        )
    moment = now_ms()
    for record in going:
        record.deleted_at = moment
    session.flush()
    return going


def restore(session: Session, found: Record) -> list[Record]:
    """Take a record and what was deleted with it out of the recycle bin.

    Raises STATE when something that it links to is still there.
    """
    coming = list(_with_children(session, found, found.deleted_at))
    lacking = [_dependent(session, record, target_id) for record, target_id in _deleted_targets(session, coming)]
    if lacking:
        raise KnownError(
            ErrorCode.STATE,
            Label("它要用到的内容还在回收站里，不能单独恢复。"),
            safe=NOTHING_CHANGED,
            next=Label("先恢复下面列出的内容。"),
            problems=lacking,
        )
    for record in coming:
        record.deleted_at = None
    session.flush()
    return coming


def _with_children(session: Session, found: Record, deleted_at: int | None) -> Iterator[Record]:
    yield found
    for child, link in children_of(type(found)).values():
        rows = select(child).where(getattr(child, link) == found.id, child.deleted_at == deleted_at)
        for row in session.scalars(rows.order_by(child.id)):
            yield from _with_children(session, row, deleted_at)


def _dependents(session: Session, going: Sequence[Record]) -> Iterator[tuple[type[Record], int]]:
    """The records that stay and link to one of those that go."""
    gone = {(type(record), record.id) for record in going}
    for record in record_types().values():
        table = table_of(record)
        for name, target in _links_of(record):
            ids = [record_id for kind, record_id in gone if kind is target]
            for start in range(0, len(ids), _PAGE):
                query = select(table.c.id).where(table.c.deleted_at.is_(None))
                query = query.where(table.c[name].in_(ids[start : start + _PAGE])).order_by(table.c.id)
                yield from ((record, one) for one in session.scalars(query) if (record, one) not in gone)


def _deleted_targets(session: Session, coming: Sequence[Record]) -> Iterator[tuple[type[Record], int]]:
    """The deleted records that those coming back link to, and that do not come back with them."""
    back = {(type(record), record.id) for record in coming}
    wanted = {
        (target, getattr(record, name)): None
        for record in coming
        for name, target in _links_of(type(record))
        if getattr(record, name) is not None
    }
    for target, target_id in wanted:
        if (target, target_id) not in back and session.get_one(target, target_id).deleted_at is not None:
            yield target, target_id


def _dependent(session: Session, record: type[Record], record_id: int) -> Problem:
    title = FileWords(session, today()).link_title(record.__name__, record_id)
    what = Label("{type}：{title}", type=record.record_label, title=title)
    return Problem(what, field=record.type_name, value=session.get_one(record, record_id).uid)


def _links_of(record: type[Record]) -> Iterator[tuple[str, type[Record]]]:
    """The links of a record type: (attribute, type that it points to)."""
    for name, spec in fields_of(record).items():
        if isinstance(spec.kind, kinds.Link):
            yield name, record_type(spec.kind.target)


def put_away(database: Database, record: type[Record], ids: Sequence[int]) -> int:
    """Put records into the recycle bin as one deed; returns how many were chosen."""
    with database.write("删除{type}{n}条", type=record.record_label, n=len(ids)) as session:
        _delete(session, [session.get_one(record, record_id) for record_id in ids])
    return len(ids)
