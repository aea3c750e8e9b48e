"""How writes reach the journal: session events for single deeds, bulk statements for many rows.

Derived columns (`search_text`) are left out of the journal: they follow from the row, and undo, redo and replay
compute them again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, event, inspect, select, update
from sqlalchemy.orm import ORMExecuteState, Session

from app.models import kinds
from app.models.declare import (
    Face,
    Record,
    defaults_of,
    fields_of,
    gathers,
    new_uid,
    owner_links,
    record_types,
    search_text,
    table_of,
)
from app.models.store import lines
from app.models.store.bulk import insert_rows
from app.models.store.journal import BATCH, DELETE, INSERT, UPDATE, Change, DeedWriter

PLAIN = ("deleted_at",)


def journalled(record: type[Record]) -> dict[str, kinds.Kind | None]:
    """The columns whose changes are journalled, with the kind that turns them into JSON."""
    names: dict[str, kinds.Kind | None] = dict.fromkeys(PLAIN)
    return names | {name: spec.kind for name, spec in fields_of(record).items()}


def dump(kind: kinds.Kind | None, value: Any) -> Any:
    """A stored value as JSON."""
    return value if kind is None or value is None else kind.dump(value)


def load(kind: kinds.Kind | None, stored: Any) -> Any:
    """A stored value from JSON."""
    return stored if kind is None or stored is None else kind.load(stored)


def listen(session_type: type[Session]) -> None:
    """Journal whatever sessions of this type flush."""
    event.listen(session_type, "before_flush", _before_flush)
    event.listen(session_type, "after_flush", _after_flush)
    event.listen(session_type, "after_flush_postexec", _after_flush_postexec)
    event.listen(session_type, "do_orm_execute", _refuse_past_the_journal)


def _refuse_past_the_journal(state: ORMExecuteState) -> None:
    """Statements that change rows of records would leave no trace; `insert_many` and `update_many` journal theirs."""
    table = getattr(state.statement, "table", None) if state.statement.is_dml else None
    if getattr(table, "name", None) in {record.__tablename__ for record in record_types().values()}:
        raise RuntimeError("records are not changed past the journal")


def _before_flush(session: Session, context: object, instances: object) -> None:
    with session.no_autoflush:
        touched = [record for record in (*session.new, *session.dirty) if isinstance(record, Record)]
        for record in touched:
            if record.uid is None:
                record.uid = new_uid()
            record.derive(session)
            record.put(search_text=search_text(type(record), _row(record)))


def _after_flush_postexec(session: Session, context: object) -> None:
    """Let records whose children were flushed fill what follows from them (a status that follows from its changes)."""
    for record, record_id in session.info.pop("gathering", {}):
        found = session.get(record, record_id)
        if found is not None and found.deleted_at is None:
            found.gather(session)


def _gathering(record: Record, *, fresh: bool) -> Iterator[tuple[type[Record], int]]:
    """The records that may follow from this one: its owners, the former ones too, and itself when it is new."""
    if fresh and gathers(type(record)):
        yield type(record), record.id
    for name, owner in owner_links(type(record)):
        if gathers(owner):
            ids = {getattr(record, name), record.former(name)[name]} - {None}
            yield from ((owner, owner_id) for owner_id in sorted(ids))


def _row(record: Record) -> dict[str, Any]:
    return {name: getattr(record, name) for name in fields_of(type(record))}


def _after_flush(session: Any, context: object) -> None:
    deed: DeedWriter = session.deed
    flushed = [(one, True) for one in session.new] + [(one, False) for one in session.dirty]
    session.info["gathering"] = dict.fromkeys(
        key for one, new in flushed if isinstance(one, Record) for key in _gathering(one, fresh=new)
    )
    fresh = sorted((one for one in session.new if isinstance(one, Record)), key=lambda one: (one.__tablename__, one.id))
    for record in fresh:
        deed.add(_insertion(record))
    for record in session.dirty:
        if isinstance(record, Record) and (change := _update(record)):
            deed.add(change)
    if any(isinstance(record, Record) for record in session.deleted):
        raise RuntimeError("records are deleted by deleted_at, never removed")


def _insertion(record: Record) -> Change:
    changes = {}
    for name, kind in journalled(type(record)).items():
        value = getattr(record, name)
        if value is not None:
            changes[name] = [None, dump(kind, value)]
    return Change(record.__tablename__, record.id, record.uid, INSERT, changes)


def _update(record: Record) -> Change | None:
    state = inspect(record)
    changes = {}
    for name, kind in journalled(type(record)).items():
        history = state.attrs[name].history
        if history.has_changes():
            old = history.deleted[0] if history.deleted else None
            new = history.added[0] if history.added else None
            if old != new:
                changes[name] = [dump(kind, old), dump(kind, new)]
    return Change(record.__tablename__, record.id, record.uid, UPDATE, changes) if changes else None


def insert_many(
    connection: Connection, deed: DeedWriter, record: type[Record], rows: Sequence[dict[str, Any]]
) -> list[int]:
    """Insert rows in batches with their journal; returns the new ids in order."""
    table = table_of(record)
    fields = [(name, _dumper(kind)) for name, kind in journalled(record).items()]
    defaults = {name: value for name, value in defaults_of(record).items() if value is not None}
    first = _next_id(connection, record)
    for start in range(0, len(rows), BATCH):
        batch = []
        for record_id, row in enumerate(rows[start : start + BATCH], first + start):
            whole = {**defaults, **row, "id": record_id, "uid": str(row.get("uid") or new_uid())}
            whole["search_text"] = search_text(record, whole)
            batch.append(whole)
        given = set().union(*batch)
        deed.add_rows(record.__tablename__, batch, [field for field in fields if field[0] in given])
        insert_rows(connection, table, batch)
    return list(range(first, first + len(rows)))


def _dumper(kind: kinds.Kind | None) -> lines.Dump | None:
    """What makes JSON of a kind's stored values; None where they are JSON as they are."""
    return None if kind is None or type(kind).dump is kinds.Kind.dump else kind.dump


def _next_id(connection: Connection, record: type[Record]) -> int:
    """One more than the greatest id ever used (AUTOINCREMENT keeps it)."""
    table = table_of(record)
    used = "SELECT max(id), (SELECT seq FROM sqlite_sequence WHERE name = ?) FROM "
    name = connection.dialect.identifier_preparer.format_table(table)
    return max(found or 0 for found in connection.exec_driver_sql(used + name, (table.name,)).one()) + 1


def update_many(
    connection: Connection,
    deed: DeedWriter,
    record: type[Record],
    rows: Sequence[tuple[Mapping[str, Any], dict[str, Any]]],
) -> None:
    """Change rows in batches with their journal; pairs of (the whole row as it is, new values)."""
    names = journalled(record)
    changes = []
    for row, values in rows:
        differing = {
            name: [dump(names[name], row[name]), dump(names[name], value)]
            for name, value in values.items()
            if row[name] != value
        }
        if differing:
            changes.append(Change(record.__tablename__, row["id"], row["uid"], UPDATE, differing))
    for start in range(0, len(changes), BATCH):
        batch = changes[start : start + BATCH]
        apply(connection, batch)
        deed.add_all(batch)


def apply(connection: Connection, changes: Sequence[Change]) -> None:
    """Carry out changes as they stand (undo, redo, replay, bulk updates); the journal is the caller's affair."""
    for run in _runs(changes):
        record = _record_of(run[0].table)
        table = table_of(record)
        names = journalled(record)
        if run[0].op == INSERT:
            insert_rows(connection, table, [_restored(record, names, change) for change in run])
        elif run[0].op == DELETE:
            for start in range(0, len(run), BATCH):
                ids = [change.record_id for change in run[start : start + BATCH]]
                connection.execute(table.delete().where(table.c.id.in_(ids)))
        else:
            columns = sorted(run[0].changes)
            statement = update(table).where(table.c.id == bindparam("record_id"))
            values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in columns}
            parameters = [
                {"record_id": change.record_id}
                | {f"new_{name}": load(names[name], change.changes[name][1]) for name in columns}
                for change in run
            ]
            connection.execute(statement.values(values), parameters)
            _refresh_search(connection, record, [change.record_id for change in run], columns)


def _runs(changes: Sequence[Change]) -> Iterator[list[Change]]:
    """Neighbouring changes that one statement can carry out."""
    run: list[Change] = []
    shape: object = None
    for change in changes:
        mine = (change.table, change.op, sorted(change.changes) if change.op == UPDATE else None)
        if run and mine != shape:
            yield run
            run = []
        run.append(change)
        shape = mine
    if run:
        yield run


def _restored(record: type[Record], names: dict[str, kinds.Kind | None], change: Change) -> dict[str, Any]:
    row = {name: load(kind, change.changes.get(name, [None, None])[1]) for name, kind in names.items()}
    return row | {"id": change.record_id, "uid": change.record_uid, "search_text": search_text(record, row)}


def _refresh_search(connection: Connection, record: type[Record], ids: list[int], columns: list[str]) -> None:
    searched = {name for name, spec in fields_of(record).items() if spec.has(Face.SEARCH)}
    searched |= {spec.sort_by for spec in fields_of(record).values() if spec.sort_by}
    if not searched & set(columns):
        return
    table = table_of(record)
    rows = connection.execute(select(table).where(table.c.id.in_(ids))).mappings().all()
    statement = update(table).where(table.c.id == bindparam("record_id")).values(search_text=bindparam("found"))
    connection.execute(statement, [{"record_id": row["id"], "found": search_text(record, dict(row))} for row in rows])


def _record_of(table: str) -> type[Record]:
    return next(record for record in record_types().values() if record.__tablename__ == table)
