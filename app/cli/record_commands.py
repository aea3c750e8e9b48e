"""Commands about one record or several: add, change, delete, take back, look at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from app.cli.context import Context
from app.cli.data import objects, one_object, read_data
from app.cli.result import Result, named, problem_object, table, written
from app.i18n import Label
from app.models import CondolenceRound, HardshipCase, Membership, MembershipChange, kinds
from app.models.declare import Record, children_of, fields_of, record_type
from app.models.words import FileWords, find_keys
from app.services import hardship, history, members, records, recycle_bin, rounds
from app.services.today import today

if TYPE_CHECKING:
    from app.models.store.database import Database, WriteSession


def run_add(context: Context) -> Result:
    """Add records with their children, all or nothing."""
    record = context.record_type()
    rows = objects(read_data(context.arguments.data))
    name = "新增{type}" if len(rows) == 1 else "新增{n}份{type}"
    with context.database() as database, database.write(name, n=len(rows), type=record.record_label) as session:
        kept = _add(session, record, rows)
        uids = kept.uids
    return Result({"uids": uids, "warnings": [problem_object(one) for one in kept.warnings]})


def _add(session: WriteSession, record: type[Record], rows: Sequence[Mapping[str, Any]]) -> records.Kept:
    """Add through the service that knows the type's own rules, where there is one."""
    data = rows[0] if len(rows) == 1 else rows
    if record is HardshipCase:
        return hardship.add_case(session, data)
    if record is CondolenceRound:
        return records.Kept([one for row in rows for one in rounds.new(session, row).records])
    if record is MembershipChange and all(row.get("membership") for row in rows):
        return records.Kept([_change(session, row) for row in rows])
    return records.add(session, record, data)


def _change(session: WriteSession, row: Mapping[str, Any]) -> Record:
    membership = records.find(session, Membership, str(row["membership"]))
    assert isinstance(membership, Membership)
    return members.change(session, membership, row)


def run_edit(context: Context) -> Result:
    """Change fields of one record."""
    record = context.record_type()
    data = one_object(read_data(context.arguments.data))
    with context.database() as database:
        found, title = _found(context, database, record)
        with database.write("修改{type}：{title}", type=record.record_label, title=title) as session:
            changed, warnings = records.edit(session, session.get_one(record, found), data)
    return Result({"changed": changed, "warnings": [problem_object(one) for one in warnings]})


def run_delete(context: Context) -> Result:
    """Put one record and its children into the recycle bin."""
    record = context.record_type()
    with context.database() as database:
        found, title = _found(context, database, record)
        with database.write("删除{type}：{title}", type=record.record_label, title=title) as session:
            gone = [one.uid for one in recycle_bin.delete(session, session.get_one(record, found))]
    return Result({"uid": gone[0], "uids": gone})


def run_restore_deleted(context: Context) -> Result:
    """Take one record out of the recycle bin, with what went there with it."""
    record = context.record_type()
    with context.database() as database:
        found, title = _found(context, database, record, deleted=True)
        with database.write("取回{type}：{title}", type=record.record_label, title=title) as session:
            back = [one.uid for one in recycle_bin.restore(session, session.get_one(record, found))]
    return Result({"uid": back[0], "uids": back})


def _found(context: Context, database: Database, record: type[Record], *, deleted: bool = False) -> tuple[int, str]:
    """The id of the record that KEY means, and what people call it."""
    key = context.arguments.key
    with database.read() as session:
        found = _owner_in_bin(session, record, key) if deleted else None
        found = found or records.find(session, record, key, deleted=deleted)
        return found.id, FileWords(session, today()).link_title(record.__name__, found.id)


def _owner_in_bin(session: Session, record: type[Record], key: str) -> Record | None:
    """A record in the recycle bin by the number of what went there with it (a person by the member number)."""
    if find_keys(session, record, key, deleted=True):
        return None
    for facet in record.facets.values():
        child = record_type(facet.target)
        link = next(link for kind, link in children_of(record).values() if kind is child)
        rows = [session.get_one(child, one) for one in find_keys(session, child, key, deleted=True)]
        owners = [session.get_one(record, owner) for owner in dict.fromkeys(getattr(row, link) for row in rows)]
        gone = [owner for owner in owners if owner.deleted_at is not None]
        if len(gone) == 1:
            return gone[0]
    return None


def run_show(context: Context) -> Result:
    """One record with its children."""
    record = context.record_type()
    with context.database() as database, database.read() as session:
        found = records.find(session, record, context.arguments.key)
        shown = records.show(session, found)
    return Result({"record": shown}, list(_told(record, shown)))


def _told(record: type[Record], shown: Mapping[str, Any], indent: str = "") -> Sequence[str]:
    lines = []
    for spec in fields_of(record).values():
        value = shown.get(f"{spec.key}_label", shown.get(spec.key))
        if value not in (None, "", []) and not isinstance(spec.kind, kinds.Json):
            lines.append(f"{indent}{named(spec.label, written(value))}")
    for name, (child, _) in children_of(record).items():
        for number, row in enumerate(shown.get(name, ()), start=1):
            lines += [f"{indent}{child.record_label} {number}", *_told(child, row, indent + "  ")]
    return lines


def run_history(context: Context) -> Result:
    """What happened to one record, oldest first."""
    record = context.record_type()
    with context.database() as database, database.read() as session:
        words = FileWords(session, today())
        entries = history.history(session, records.find(session, record, context.arguments.key))
        told = [
            {
                "deed": entry.deed,
                "at": kinds.Moment().out(entry.at, words),
                "actor": entry.actor,
                "name": str(entry.name),
                "field": entry.field,
                "label": str(entry.label),
                "old": entry.old,
                "new": entry.new,
            }
            for entry in entries
        ]
        rows = [
            [kinds.Moment().show(entry.at, words), entry.actor, str(entry.name), str(entry.label), entry.old, entry.new]
            for entry in entries
        ]
    headings = [Label("时间"), Label("谁"), Label("操作"), Label("栏目"), Label("原来"), Label("改为")]
    return Result({"entries": told}, table([str(one) for one in headings], rows))
