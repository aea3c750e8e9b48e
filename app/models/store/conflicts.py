"""Which later deeds stand in the way of taking one back.

Four ways to stand on a deed: to touch a row that it touched, to link a row to one that it made (or to take such a
link away), to delete a row for good that it links to, and to touch another child of the same owner where the owner's
derived fields follow from its children: undone out of order, those would no longer fit.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field

from sqlalchemy import ColumnElement, Connection, select

from app.frozen import dataclass
from app.models.declare import Record, gathers, owner_links, record_types, table_of
from app.models.store import journal
from app.models.store.journal import JOURNAL, Change

CHUNK = 2000
Row = tuple[str, int]
Above = dict[Row, set[Row]]


@dataclass(frozen=True)
class _Shape:
    """The links of one table: field → table, all of them and those to owners that gather."""

    record: type[Record]
    links: Mapping[str, str]
    owners: Mapping[str, str]


def fixed_tables() -> set[str]:
    """The tables whose rows no undo takes back: numbers given out, prints."""
    return {record.__tablename__ for record in record_types().values() if not record.undoable}


@dataclass
class _Traces:
    """What a deed left: rows touched, made, removed for good, linked to, owners that gather from rows touched."""

    touched: set[Row] = field(default_factory=set)
    made: set[Row] = field(default_factory=set)
    removed: set[Row] = field(default_factory=set)
    linked: set[Row] = field(default_factory=set)
    owners: set[Row] = field(default_factory=set)

    def stand_on(self, earlier: _Traces) -> bool:
        """Whether the earlier deed cannot be taken back while this one stands."""
        return bool(
            self.touched & earlier.touched
            or self.linked & earlier.made
            or self.removed & earlier.linked
            or self.owners & earlier.owners
        )

    def add(self, other: _Traces) -> None:
        """Take another deed's traces in."""
        self.touched |= other.touched
        self.made |= other.made
        self.linked |= other.linked
        self.owners |= other.owners


def in_the_way(connection: Connection, target: int, later: Iterable[int]) -> set[int]:
    """Those of the `later` deeds that stand on the deed `target`, or on another one that does.

    Taken back from the newest on, they leave the way free.
    """
    waiting = set(later)
    found: set[int] = set()
    if not waiting:
        return found
    shapes = {record.__tablename__: _shape(record) for record in record_types().values()}
    below = _Traces()
    for deed, traces in _deeds(connection, shapes, target):
        if deed == target:
            below.add(traces)
        elif deed in waiting and traces.stand_on(below):
            found.add(deed)
            below.add(traces)
    return found


def _deeds(connection: Connection, shapes: Mapping[str, _Shape], first: int) -> Iterator[tuple[int, _Traces]]:
    """What each deed left, from the first on."""
    current, traces = first, _Traces()
    for page in _pages(connection, JOURNAL.c.deed_id >= first):
        above = _owners_above(connection, shapes, [change for _, change in page])
        for deed, change in page:
            if deed != current:
                yield current, traces
                current, traces = deed, _Traces()
            traces.touched.add(change.row)
            traces.linked |= _linked(shapes[change.table].links, change)
            traces.owners |= above[change.row]
            if change.op == journal.INSERT:
                traces.made.add(change.row)
            elif change.op == journal.DELETE:
                traces.removed.add(change.row)
    yield current, traces


def _shape(record: type[Record]) -> _Shape:
    keys = [(column.key, key.column.table.name) for column in table_of(record).columns for key in column.foreign_keys]
    owners = {name: owner.__tablename__ for name, owner in owner_links(record) if gathers(owner)}
    return _Shape(record, dict(keys), owners)


def _pages(connection: Connection, condition: ColumnElement[bool]) -> Iterator[list[tuple[int, Change]]]:
    """The changes that take part, with their deeds, in pages so that memory stays low."""
    query = (
        select(JOURNAL)
        .where(condition, JOURNAL.c.table.not_in(fixed_tables()))
        .order_by(JOURNAL.c.deed_id, JOURNAL.c.seq)
    )
    for rows in connection.execute(query, execution_options={"yield_per": CHUNK}).mappings().partitions():
        yield [(row["deed_id"], journal.change_in(row)) for row in rows]


def _linked(links: Mapping[str, str], change: Change) -> set[Row]:
    """The rows that a change linked to, or no longer links to."""
    return {
        (table, value) for name, table in links.items() for value in change.changes.get(name, ()) if value is not None
    }


def _owners_above(connection: Connection, shapes: Mapping[str, _Shape], changes: list[Change]) -> Above:
    """For each row changed, all owners above it that gather, as stored and as the changes say."""
    up: Above = {}
    for change in changes:
        up.setdefault(change.row, set()).update(_linked(shapes[change.table].owners, change))
    seen: set[Row] = set()
    while pending := set(up).union(*up.values()) - seen:
        for row, owners in _stored_owners(connection, shapes, pending):
            up.setdefault(row, set()).update(owners)
        seen |= pending
    return {change.row: _climb(up, change.row) for change in changes}


def _stored_owners(
    connection: Connection, shapes: Mapping[str, _Shape], rows: Iterable[Row]
) -> Iterator[tuple[Row, set[Row]]]:
    by_table: dict[str, list[int]] = {}
    for table_name, record_id in rows:
        by_table.setdefault(table_name, []).append(record_id)
    for table_name, ids in by_table.items():
        table, owners = table_of(shapes[table_name].record), shapes[table_name].owners
        for start in range(0, len(ids) if owners else 0, CHUNK):
            query = select(table.c.id, *(table.c[name] for name in owners))
            for record_id, *values in connection.execute(query.where(table.c.id.in_(ids[start : start + CHUNK]))):
                pairs = zip(owners.values(), values, strict=True)
                yield (table_name, record_id), {(owner, value) for owner, value in pairs if value is not None}


def _climb(up: Above, row: Row) -> set[Row]:
    found: set[Row] = set()
    pending = list(up.get(row, ()))
    while pending:
        owner = pending.pop()
        if owner not in found:
            found.add(owner)
            pending += up.get(owner, ())
    return found
