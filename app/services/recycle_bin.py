"""Deleting and restoring: records go into the recycle bin with their children and come back with them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import NOTHING_CHANGED, ErrorCode, KnownError, Problem
from app.frozen import dataclass
from app.i18n import Label
from app.models import Person, kinds
from app.models.declare import Record, children_of, fields_of, owner_links, record_type, record_types, table_of
from app.models.paths import Joined
from app.models.store.blanking import BLANKED_AT
from app.models.store.database import Database, now_ms
from app.models.store.journal import DEED, JOURNAL
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
    return _restore(session, [found])


def _restore(session: Session, chosen: Sequence[Record]) -> list[Record]:
    """The same for several, which may link to each other."""
    if any(found.deleted_at == BLANKED_AT for found in chosen):
        raise KnownError(
            ErrorCode.STATE,
            Label("这一项已按本人要求彻底删除，恢复不了。"),
            safe=NOTHING_CHANGED,
            next=Label("需要的话，重新填写。"),
        )
    coming = list(dict.fromkeys(one for found in chosen for one in _with_children(session, found, found.deleted_at)))
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


def put_away(database: Database, record: type[Record], ids: Sequence[int]) -> str:
    """Put records into the recycle bin as one deed, by the name of the first; returns what that one is called."""
    with database.read() as session:
        title = FileWords(session, today()).link_title(record.__name__, ids[0])
    if len(ids) == 1:
        door = database.write("删除“{title}”", title=title)
    elif record is Person:
        door = database.write("删除会员“{title}”等 {n} 人", title=title, n=len(ids))
    else:
        door = database.write("删除{type}“{title}”等 {n} 条", type=record.record_label, title=title, n=len(ids))
    with door as session:
        _delete(session, [session.get_one(record, record_id) for record_id in ids])
    return title


def put_back(database: Database, chosen: Sequence[tuple[str, int]]) -> int:
    """Take records, each given by type and id, out of the recycle bin as one deed; returns how many were chosen.

    What went there with them comes back too. Raises STATE naming what they link to that is still there.
    """
    with database.write("还原{n}条", n=len(chosen)) as session:
        _restore(session, [session.get_one(record_type(name), record_id) for name, record_id in chosen])
    return len(chosen)


@dataclass(frozen=True)
class Binned:
    """One thing in the recycle bin: its type (on the command line) and id, its name, when it went there, by whom.

    `number` tells two of one name apart: a file's number, a person's masked one.
    """

    type: str
    id: int
    title: str
    at: int
    actor: str
    number: str = ""
    parts: int = 0  # what went there with it


def binned(session: Session) -> list[Binned]:
    """What is in the recycle bin, the latest first; what went there with something else stands under that."""
    words = FileWords(session, today())
    found: list[Binned] = []
    for record in record_types().values():
        roots = list(_roots(session, record))
        ids = [record_id for record_id, _ in roots]
        titles = _cells(session, record, record.title_path, ids, words)
        numbers = _cells(session, record, _number_path(record), ids, words)
        actors = _actors(session, record, ids)
        parts = _parts(session, record, dict(roots))
        found += [
            Binned(
                record.type_name,
                one,
                titles.get(one, ""),
                at,
                actors.get(one, ""),
                numbers.get(one, ""),
                parts.get(one, 0),
            )
            for one, at in roots
        ]
    return sorted(found, key=lambda one: (-one.at, one.type, one.id))


def _roots(session: Session, record: type[Record]) -> Iterator[tuple[int, int]]:
    """(id, when) of the deleted records of a type that did not go together with their owner."""
    table = table_of(record)
    query = select(table.c.id, table.c.deleted_at).where(table.c.deleted_at > BLANKED_AT)
    for name, owner_type in owner_links(record):
        owner = table_of(owner_type).alias()
        together = select(owner.c.id).where(owner.c.id == table.c[name], owner.c.deleted_at == table.c.deleted_at)
        query = query.where(~together.exists())
    yield from ((row[0], row[1]) for row in session.execute(query))


def _number_path(record: type[Record]) -> str:
    """The first of a type's own keys that is not its name; "" where it has none."""
    return next((path for path in record.key_paths if "." not in path and path != record.title_path), "")


def _cells(session: Session, record: type[Record], path: str, ids: Sequence[int], words: FileWords) -> dict[int, str]:
    if not path:
        return {}
    joined = Joined(record)
    column, spec = joined.shown(path)
    write = spec.kind.mask if spec.sensitive else spec.kind.show
    query = select(joined.root.c.id, column).select_from(joined.source)
    found: dict[int, str] = {}
    for part in _pages(ids):
        rows = session.execute(query.where(joined.root.c.id.in_(part)))
        found |= {record_id: write(value, words) for record_id, value in rows}
    return found


def _actors(session: Session, record: type[Record], ids: Sequence[int]) -> dict[int, str]:
    """Who put these records into the bin: the last one who changed them."""
    found: dict[int, str] = {}
    for part in _pages(ids):
        query = (
            select(JOURNAL.c.record_id, DEED.c.actor)
            .join(DEED, DEED.c.id == JOURNAL.c.deed_id)
            .where(JOURNAL.c.table == record.__tablename__, JOURNAL.c.record_id.in_(part))
            .order_by(JOURNAL.c.id)
        )
        found |= {row[0]: row[1] for row in session.execute(query)}
    return found


def _parts(session: Session, record: type[Record], gone: dict[int, int]) -> dict[int, int]:
    """How many children went into the bin with each of these records."""
    found: dict[int, int] = {}
    for child, link in children_of(record).values():
        table = table_of(child)
        for part in _pages(list(gone)):
            query = select(table.c[link], table.c.deleted_at).where(table.c[link].in_(part))
            for owner, at in session.execute(query):
                if at == gone[owner]:
                    found[owner] = found.get(owner, 0) + 1
    return found


def _pages(ids: Sequence[int]) -> Iterable[Sequence[int]]:
    return (ids[start : start + _PAGE] for start in range(0, len(ids), _PAGE))
