"""Undo and redo: a new deed with the inverse changes, refused when later deeds stand on it (`file.md`)."""

from __future__ import annotations

import json
from itertools import islice

from sqlalchemy import Connection, select

from app.errors import NOTHING_CHANGED, ErrorCode, KnownError, Problem
from app.frozen import dataclass
from app.i18n import Label
from app.models.store import capture, journal, meta
from app.models.store.conflicts import fixed_tables, in_the_way
from app.models.store.database import Database
from app.models.store.journal import DEED
from app.models.store.meta import PURGED_AT
from app.models.store.unhurried import uncollected

CHUNK = 2000
NAMED = 5
FORMER = (
    Label("导入{type}{n}行"), Label("删除{type}{n}条"), Label("代码"), Label("排慰问名单的次序：{title}"),
)  # fmt: skip
"""Names of deeds, and of types in them, that only older files bear: listed here, so that they are still translated.

Whoever renames a deed adds its old name.
"""


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
    is_blanked: bool = False  # something of it was deleted for good, so it stays as it is


@dataclass(frozen=True)
class _Stacks:
    done: list[int]
    undone: list[int]  # the last one undone at the end
    undo_deed: dict[int, int]  # deed → the deed that last undid it
    fixed: list[int]  # deeds that nobody takes back: prints


def _stacks(connection: Connection) -> _Stacks:
    done: set[int] = set()
    undone: list[int] = []
    undid: dict[int, int] = {}
    by: dict[int, int] = {}
    fixed: list[int] = []
    for deed_id, undo_of, undoable in connection.execute(
        select(DEED.c.id, DEED.c.undo_of, DEED.c.undoable).order_by(DEED.c.id)
    ):
        if undo_of is None and not undoable:
            fixed.append(deed_id)
        elif undo_of is None:
            done.add(deed_id)
            undone.clear()
        elif undo_of in by:  # the undo of an undo: a redo
            undone.remove(by[undo_of])
            done.add(by[undo_of])
        else:
            done.remove(undo_of)
            undone.append(undo_of)
            by[deed_id] = undo_of
            undid[undo_of] = deed_id
    return _Stacks(sorted(done), undone, undid, fixed)


def undo(database: Database, deed_id: int | None = None) -> int:
    """Take back one deed, or the last one that can be; returns the id of the new deed.

    Raises `KnownError` STATE when there is nothing to undo or the deed's content was deleted for good, HAS_DEPENDENTS
    naming the later deeds that stand on it.
    """
    with database.read() as session:
        connection = session.connection()
        stacks = _stacks(connection)
        target = deed_id if deed_id is not None else _last_whole(connection, stacks.done)
        if target is None or target not in stacks.done:
            raise _nothing(Label("没有可以撤销的操作。"))
        _refuse_blanked(connection, target)
        later = [one for one in (*stacks.done, *stacks.fixed) if one > target]
        if found := sorted(in_the_way(connection, target, later)):
            raise _standing(connection, found, can_go=not set(found) & set(stacks.fixed))
        name = str(connection.scalar(select(DEED.c.name).where(DEED.c.id == target)))
    return _invert(database, target, "撤销：{name}", name)


def redo(database: Database) -> int:
    """Do again what was last undone and not deleted for good; returns the id of the new deed.

    Raises as `undo` does; only deeds that are no undo steps (prints) can have come between, and undo steps of which
    something was deleted for good.
    """
    with database.read() as session:
        connection = session.connection()
        stacks = _stacks(connection)
        if not stacks.undone:
            raise _nothing(Label("没有可以重做的操作。"))
        again = _last_undone(connection, stacks)
        original = stacks.undone[-1] if again is None else again
        target = stacks.undo_deed[original]
        _refuse_blanked(connection, target)
        passed_over = [stacks.undo_deed[one] for one in stacks.undone[stacks.undone.index(original) + 1 :]]
        later = [one for one in (*stacks.fixed, *passed_over) if one > target]
        if found := sorted(in_the_way(connection, target, later)):
            raise _standing(connection, found, can_go=False)
        name = str(connection.scalar(select(DEED.c.name).where(DEED.c.id == original)))
    return _invert(database, target, "重做：{name}", name)


def next_names(database: Database) -> tuple[Label | None, Label | None]:
    """What undo and redo would take back and do again, for the menu."""
    with database.read() as session:
        connection = session.connection()
        stacks = _stacks(connection)
        last, again = _last_whole(connection, stacks.done), _last_undone(connection, stacks)
        return (
            _name(connection, last) if last is not None else None,
            _name(connection, again) if again is not None else None,
        )


def _last_undone(connection: Connection, stacks: _Stacks) -> int | None:
    """The deed undone last among those of whose undoing nothing was deleted for good."""
    by = {stacks.undo_deed[one]: one for one in stacks.undone}
    last = _last_whole(connection, list(by))
    return None if last is None else by[last]


def _last_whole(connection: Connection, found: list[int]) -> int | None:
    """The last of these deeds of which nothing was deleted for good."""
    if meta.recall(connection, PURGED_AT) is None:  # nobody looks through the journal for what never happened
        return found[-1] if found else None
    return next((one for one in reversed(found) if not journal.is_blanked(connection, one)), None)


def deeds(database: Database, limit: int = 50) -> list[DeedLine]:
    """The newest deeds first."""
    with database.read() as session:
        connection = session.connection()
        stacks = _stacks(connection)
        rows = connection.execute(select(DEED).order_by(DEED.c.id.desc()).limit(limit)).mappings().all()
        # Undone stays undone, also once a new deed has ended what could be done again.
        states = dict.fromkeys(stacks.undo_deed, "undone") | dict.fromkeys(stacks.done, "done")
        blanked = _blanked(connection, [row["id"] for row in rows])
        states |= dict.fromkeys(blanked, "fixed")
        return [
            DeedLine(
                row["id"], row["uid"], row["at"], row["actor"], deed_label(row["name"], row["params"]),
                row["undo_of"], states.get(row["id"], "fixed"), row["id"] in blanked,
            )
            for row in rows
        ]  # fmt: skip


def _blanked(connection: Connection, found: list[int]) -> set[int]:
    """Those of these deeds of which something was deleted for good."""
    if meta.recall(connection, PURGED_AT) is None:
        return set()
    return {one for one in found if journal.is_blanked(connection, one)}


def deed_label(name: str, params: str) -> Label:
    """A deed's name as people read it."""
    found = json.loads(params)
    if "name" in found and name in ("撤销：{name}", "重做：{name}"):
        return Label(name, name=deed_label(found["name"], json.dumps(found.get("of", {}))))
    return Label(name, **journal.load_params(found))


def _name(connection: Connection, deed_id: int) -> Label:
    row = connection.execute(select(DEED.c.name, DEED.c.params).where(DEED.c.id == deed_id)).one()
    return deed_label(row[0], row[1])


def _nothing(what: Label) -> KnownError:
    return KnownError(ErrorCode.STATE, what, safe=NOTHING_CHANGED, next=Label("在“编辑”里看看撤销历史。"))


def _refuse_blanked(connection: Connection, target: int) -> None:
    if journal.is_blanked(connection, target):
        raise KnownError(
            ErrorCode.STATE,
            Label("这一步的内容已按本人要求删除，不能撤销或重做。"),
            safe=NOTHING_CHANGED,
            next=Label("需要的话，直接修改或重新填写。"),
        )


def _standing(connection: Connection, found: list[int], *, can_go: bool) -> KnownError:
    """The refusal that names the deeds in the way; `can_go`: all of them could be undone first."""
    names = "、".join(f"“{_name(connection, one)}”" for one in reversed(found[-NAMED:]))
    first = Label("先从最近的开始，撤销这几步：{names}。", names=names)
    more = Label("先从最近的开始，撤销后面的 {n} 步，最近的是：{names}。", n=len(found), names=names)
    return KnownError(
        ErrorCode.HAS_DEPENDENTS,
        Label("后面还有 {n} 步用到了同样的内容，不能只动这一步。", n=len(found)),
        safe=NOTHING_CHANGED,
        next=(first if len(found) <= NAMED else more) if can_go else Label("请直接修改内容。"),
        problems=[Problem(_name(connection, one), field="deed", value=str(one)) for one in found],
    )


@uncollected()
def _invert(database: Database, target: int, name: str, original: str) -> int:
    fixed = fixed_tables()
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
