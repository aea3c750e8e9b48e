"""Undo and redo: a new deed with the inverse changes, refused when later deeds stand on it (`file.md`)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from sqlalchemy import Connection, and_, exists, select

from app.errors import NOTHING_CHANGED, ErrorCode, KnownError, Problem
from app.i18n import Label
from app.models.declare import record_types
from app.models.store import capture, journal
from app.models.store.database import Database
from app.models.store.journal import DEED, JOURNAL

CHUNK = 2000


@dataclass(frozen=True)
class DeedLine:
    """One deed as the history shows it."""

    id: int
    uid: str
    at: int
    actor: str
    name: Label
    undo_of: int | None
    state: str  # done | undone | fixed (a print, an undo: nothing to take back)


@dataclass(frozen=True)
class _Stacks:
    done: list[int]
    undone: list[int]
    undo_deed: dict[int, int]  # deed → the deed that last undid it


def _stacks(connection: Connection) -> _Stacks:
    done: list[int] = []
    undone: list[int] = []
    undid: dict[int, int] = {}
    by: dict[int, int] = {}
    for deed_id, undo_of, undoable in connection.execute(
        select(DEED.c.id, DEED.c.undo_of, DEED.c.undoable).order_by(DEED.c.id)
    ):
        if undo_of is None:
            if undoable:
                done.append(deed_id)
                undone.clear()
        elif undo_of in by:  # the undo of an undo: a redo
            original = by[undo_of]
            undone.remove(original) if original in undone else None
            done.append(original)
            done.sort()
        else:
            done.remove(undo_of)
            undone.append(undo_of)
            by[deed_id] = undo_of
            undid[undo_of] = deed_id
    return _Stacks(done, undone, undid)


def undo(database: Database, deed_id: int | None = None) -> int:
    """Take back one deed, or the last one that can be; returns the id of the new deed.

    Raises `KnownError` STATE when there is nothing to undo, HAS_DEPENDENTS naming the later deeds that touched
    the same rows.
    """
    with database.read() as session:
        connection = session.connection()
        stacks = _stacks(connection)
        target = deed_id if deed_id is not None else (stacks.done[-1] if stacks.done else None)
        if target is None or target not in stacks.done:
            raise _nothing(Label("没有可以撤销的操作。"))
        later = [one for one in stacks.done if one > target]
        _refuse_conflicts(connection, target, later)
        name = str(connection.scalar(select(DEED.c.name).where(DEED.c.id == target)))
    return _invert(database, target, "撤销：{name}", name)


def redo(database: Database) -> int:
    """Do again what was last undone; returns the id of the new deed."""
    with database.read() as session:
        connection = session.connection()
        stacks = _stacks(connection)
        if not stacks.undone:
            raise _nothing(Label("没有可以重做的操作。"))
        original = stacks.undone[-1]
        name = str(connection.scalar(select(DEED.c.name).where(DEED.c.id == original)))
        target = stacks.undo_deed[original]
    return _invert(database, target, "重做：{name}", name)


def next_names(database: Database) -> tuple[Label | None, Label | None]:
    """What undo and redo would take back and do again, for the menu."""
    with database.read() as session:
        connection = session.connection()
        stacks = _stacks(connection)
        return (
            _name(connection, stacks.done[-1]) if stacks.done else None,
            _name(connection, stacks.undone[-1]) if stacks.undone else None,
        )


def deeds(database: Database, limit: int = 50) -> list[DeedLine]:
    """The newest deeds first."""
    with database.read() as session:
        connection = session.connection()
        stacks = _stacks(connection)
        rows = connection.execute(select(DEED).order_by(DEED.c.id.desc()).limit(limit)).mappings().all()
        states = dict.fromkeys(stacks.done, "done") | dict.fromkeys(stacks.undone, "undone")
        return [
            DeedLine(
                row["id"], row["uid"], row["at"], row["actor"],
                deed_label(row["name"], row["params"]), row["undo_of"], states.get(row["id"], "fixed"),
            )
            for row in rows
        ]  # fmt: skip


def deed_label(name: str, params: str) -> Label:
    """A deed's name as people read it."""
    found = json.loads(params)
    if "name" in found and name in ("撤销：{name}", "重做：{name}"):
        return Label(name, name=deed_label(found["name"], json.dumps(found.get("of", {}))))
    return Label(name, **found)


def _name(connection: Connection, deed_id: int) -> Label:
    row = connection.execute(select(DEED.c.name, DEED.c.params).where(DEED.c.id == deed_id)).one()
    return deed_label(row[0], row[1])


def _nothing(what: Label) -> KnownError:
    return KnownError(ErrorCode.STATE, what, safe=NOTHING_CHANGED, next=Label("在“编辑”里看看撤销历史。"))


def _refuse_conflicts(connection: Connection, target: int, later: list[int]) -> None:
    if not later:
        return
    mine = JOURNAL.alias()
    same_row = and_(mine.c.deed_id == target, mine.c.table == JOURNAL.c.table, mine.c.record_id == JOURNAL.c.record_id)
    touched = set()
    for start in range(0, len(later), CHUNK):
        query = select(JOURNAL.c.deed_id).distinct().where(JOURNAL.c.deed_id.in_(later[start : start + CHUNK]))
        touched |= set(connection.scalars(query.where(exists().where(same_row))))
    touched |= _standing_on(connection, target, set(later))
    if touched:
        raise KnownError(
            ErrorCode.HAS_DEPENDENTS,
            Label("后面还有 {n} 步改了同样的内容，不能只撤销这一步。", n=len(touched)),
            safe=NOTHING_CHANGED,
            next=Label(
                "先撤销后面的：{names}", names="、".join(str(_name(connection, one)) for one in sorted(touched))
            ),
            problems=[Problem(_name(connection, one), field="deed", value=str(one)) for one in sorted(touched)],
        )


def _standing_on(connection: Connection, target: int, later: set[int]) -> set[int]:
    """Later deeds that made rows which link to rows made by the target."""
    made: dict[str, list[int]] = {}
    for change in journal.changes_of(connection, target):
        if change.op == journal.INSERT:
            made.setdefault(change.table, []).append(change.record_id)
    found: set[int] = set()
    for record in record_types().values():
        table = record.__table__
        for column in table.columns:
            for key in column.foreign_keys:
                ids = made.get(key.column.table.name, [])
                for start in range(0, len(ids), CHUNK):
                    rows = connection.scalars(select(table.c.id).where(column.in_(ids[start : start + CHUNK]))).all()
                    found |= _makers(connection, record.__tablename__, rows, later)
    return found


def _makers(connection: Connection, table: str, ids: Sequence[int], later: set[int]) -> set[int]:
    query = select(JOURNAL.c.deed_id).where(
        JOURNAL.c.table == table, JOURNAL.c.record_id.in_(ids), JOURNAL.c.op == journal.INSERT
    )
    return set(connection.scalars(query)) & later


def _invert(database: Database, target: int, name: str, original: str) -> int:
    fixed = {record.__tablename__ for record in record_types().values() if not record.undoable}
    with database.read() as session:
        of = json.loads(str(session.scalar(select(DEED.c.params).where(DEED.c.id == target))))
    params = (
        {"name": of.get("name", original), "of": of.get("of", {})}
        if name.startswith("重做")
        else {"name": original, "of": of}
    )
    with database.write(name, undo_of=target, **params) as session:
        connection = session.connection()
        connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        inverse = (
            change.inverse()
            for change in journal.changes_of(connection, target, backwards=True)
            if change.table not in fixed
        )
        while chunk := list(islice(inverse, CHUNK)):
            capture.apply(connection, chunk)
            session.deed.add_all(chunk)
        return session.deed.deed_id


def replay(source: Connection, target: Connection) -> None:
    """Carry out every journalled change of one file in another, empty one (a proof that the journal is whole)."""
    target.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
    for deed_id in source.scalars(select(DEED.c.id).order_by(DEED.c.id)).all():
        changes = journal.changes_of(source, deed_id)
        while chunk := list(islice(changes, CHUNK)):
            capture.apply(target, chunk)
