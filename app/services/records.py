"""Adding, changing, deleting and showing one record of any type, by its declaration."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import NOTHING_CHANGED, ErrorCode, Grade, KnownError, Problem, bad_input
from app.i18n import Label
from app.models import kinds
from app.models.declare import Field, Record, children_of, field_named, fields_of, record_type, table_of
from app.models.words import FileWords, find_keys
from app.services.history import HistoryEntry as HistoryEntry
from app.services.history import history as history
from app.services.recycle_bin import delete as delete
from app.services.recycle_bin import restore as restore
from app.services.today import today
from app.services.typed_values import Checked, written
from app.services.typed_values import field_key as field_key
from app.services.typed_values import missing as missing
from app.services.typed_values import read_values as read_values
from app.services.typed_values import required as required

DOUBT = "in_doubt"


@dataclass
class Kept:
    """What a deed kept: the records, and the doubts about them."""

    records: list[Record] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)

    @property
    def uids(self) -> list[str]:
        """The uids of the records."""
        return [record.uid for record in self.records]


def find(session: Session, record: type[Record], key: str, *, deleted: bool = False) -> Record:
    """The record that a key means; raises NOT_FOUND or AMBIGUOUS with the candidates."""
    found = find_keys(session, record, key, deleted=deleted)
    if not found:
        raise KnownError(
            ErrorCode.NOT_FOUND,
            Label("没有找到“{key}”（{type}）。", key=key, type=record.record_label),
            safe=NOTHING_CHANGED,
            next=Label("看看写得对不对，或先在名单里找到再选。"),
        )
    if len(found) > 1:
        words = FileWords(session, today())
        rows = [session.get_one(record, one) for one in found]
        raise KnownError(
            ErrorCode.AMBIGUOUS,
            Label("有 {n} 个“{key}”（{type}）。", n=len(found), key=key, type=record.record_label),
            safe=NOTHING_CHANGED,
            next=Label("说清是哪一个：用身份证号、编号，或下面列出的标识。"),
            problems=[
                Problem(Label("{title}", title=words.link_title(record.__name__, row.id)), field="uid", value=row.uid)
                for row in rows
            ],
        )
    return session.get_one(record, found[0])


def add(session: Session, record: type[Record], data: Mapping[str, object] | Sequence[Mapping[str, object]]) -> Kept:
    """Add one record or several with their nested children, all or nothing; raises `bad_input` with all problems."""
    items = [data] if isinstance(data, Mapping) else list(data)
    kept = Kept()
    problems: list[Problem] = []
    for number, item in enumerate(items, start=1):
        prefix = f"{number}." if len(items) > 1 else ""
        added = _add_tree(session, record, item, {}, prefix, kept.warnings, problems)
        if added is not None:
            kept.records.append(added)
    if problems:
        raise bad_input(problems)
    session.flush()
    return kept


def _add_tree(
    session: Session,
    record: type[Record],
    item: Mapping[str, object],
    owner: dict[str, Any],
    prefix: str,
    warnings: list[Problem],
    problems: list[Problem],
) -> Record | None:
    words = FileWords(session, today())
    refused, checked = _look_at(record, item, owner, words, prefix)
    if refused:
        problems += refused
        return None
    values = checked.values | owner
    added = record(**values)
    doubts = record.review(values, checked.doubts, words.today) + same_numbers(session, record, values, None)
    warnings += doubts
    problems += _mark(added, doubts, {})
    session.add(added)
    session.flush()
    for child, link, row, below in _nested(record, item, prefix):
        _add_tree(session, child, row, {link: added.id}, below, warnings, problems)
    return added


def _look_at(
    record: type[Record], item: Mapping[str, object], owner: dict[str, Any], words: FileWords, prefix: str
) -> tuple[list[Problem], Checked]:
    """Every refusal of a record and of what is nested in it; and the record's own values, read."""
    if not isinstance(item, Mapping):
        what = Label("这里要写各栏的名称和内容")
        return [Problem(what, field=prefix.rstrip("."), value=written(item))], Checked()
    children = children_of(record)
    checked = read_values(record, {k: v for k, v in item.items() if k not in children}, words, prefix)
    named = {problem.field for problem in checked.refused}
    absent = [one for one in missing(record, checked.values | owner, prefix) if one.field not in named]
    refused = checked.refused + absent
    for child, link, row, below in _nested(record, item, prefix):
        refused += _look_at(child, row, {link: 0}, words, below)[0]
    return refused, checked


def _nested(
    record: type[Record], item: Mapping[str, object], prefix: str
) -> Iterator[tuple[type[Record], str, Any, str]]:
    """The children nested in an item: (type, its link to the owner, item, prefix of its fields)."""
    for name, (child, link) in children_of(record).items():
        rows = item.get(name, [])
        for number, row in enumerate(rows if isinstance(rows, list) else [rows], start=1):
            yield child, link, row, f"{prefix}{name}.{number}."


def taken_by(words: FileWords, record: type[Record], other: int) -> Label:
    """That a number belongs to another record already: whose it is, and where that person is to be found."""
    title, unit = words.link_title(record.__name__, other), words.place(record.__name__, other)
    if not unit:
        return Label("这个号码已是“{title}”的，请核对", title=title)
    return Label("这个号码已是“{title}”（{unit}）的，请核对", title=title, unit=unit)


def same_numbers(session: Session, record: type[Record], row: Mapping[str, Any], own_id: int | None) -> list[Problem]:
    """The doubt that a number which tells people apart already belongs to another record; never a refusal."""
    found = []
    words = FileWords(session, today())
    for path in record.match_paths:
        value = row.get(path)
        if "." in path or value is None:
            continue
        table = table_of(record)
        query = select(table.c.id).where(table.c[path] == value, table.c.deleted_at.is_(None))
        for other in session.scalars(query.where(table.c.id != (own_id or 0)).limit(1)):
            what = taken_by(words, record, other)
            about = (record.__tablename__, other)
            found.append(Problem(what, field_key(record, path), value=str(value), grade=Grade.CHECK, about=about))
    return found


def _mark(record: Record, doubts: Sequence[Problem], before: Mapping[str, Any]) -> list[Problem]:
    if DOUBT in fields_of(type(record)):
        setattr(record, DOUBT, bool(doubts) or None)
    return record.check(before)


def edit(session: Session, found: Record, data: Mapping[str, object]) -> tuple[list[str], list[Problem]]:
    """Change fields of a record, also of its facets (`membership.org_unit`); returns (changed fields, doubts)."""
    record = type(found)
    own = {name: value for name, value in data.items() if "." not in name}
    words = FileWords(session, today())
    checked = read_values(record, own, words)
    before = {name: getattr(found, name) for name, value in checked.values.items() if getattr(found, name) != value}
    if checked.refused:
        raise bad_input(checked.problems)
    for name in before:
        setattr(found, name, checked.values[name])
    row = {name: getattr(found, name) for name in fields_of(record)}
    standing = checked.doubts + _standing_doubts(found, set(checked.values), words)
    doubts = record.review(row, standing, words.today) + same_numbers(session, record, row, found.id)
    problems = _mark(found, doubts, before)
    if problems:
        raise bad_input(problems)
    session.flush()
    changed = [field_key(record, name) for name in before]
    typed = {spec.key for name in own if (spec := field_named(record, name))}
    checked.problems = [doubt for doubt in doubts if doubt.field in typed]
    for facet, values in _by_facet(data).items():
        more, doubts = _edit_facet(session, found, facet, values)
        changed += [f"{facet}.{name}" for name in more]
        checked.problems += doubts
    return changed, checked.doubts


def doubts_of(session: Session, found: Record) -> list[Problem]:
    """What is doubtful about a record as it is kept; what a form says when it is opened."""
    record, words = type(found), FileWords(session, today())
    row = {name: getattr(found, name) for name in fields_of(record)}
    doubts = record.review(row, _standing_doubts(found, set(), words), words.today)
    return doubts + same_numbers(session, record, row, found.id)


def _standing_doubts(found: Record, left_out: set[str], words: FileWords) -> list[Problem]:
    """Doubts about values that stay as they are."""
    stored = {
        name: spec.kind.write(getattr(found, name), words)
        for name, spec in fields_of(type(found)).items()
        if name not in left_out and not spec.derived and not isinstance(spec.kind, kinds.Link)
    }
    return read_values(type(found), {k: v for k, v in stored.items() if v}, words).doubts


def _by_facet(data: Mapping[str, object]) -> dict[str, dict[str, object]]:
    found: dict[str, dict[str, object]] = {}
    for name, value in data.items():
        if "." in name:
            facet, _, rest = name.partition(".")
            found.setdefault(facet, {})[rest] = value
    return found


def _edit_facet(
    session: Session, owner: Record, name: str, values: dict[str, object]
) -> tuple[list[str], list[Problem]]:
    facet = type(owner).facets.get(name)
    if facet is None:
        raise bad_input([Problem(Label("没有“{name}”这一栏", name=name), field=name)])
    child = record_type(facet.target)
    link = next(link for kind, link in children_of(type(owner)).values() if kind is child)
    shown = session.scalars(
        select(child).where(
            getattr(child, link) == owner.id, getattr(child, facet.flag).is_(True), child.deleted_at.is_(None)
        )
    ).first()
    if shown is None:
        if not any(value not in (None, "") for value in values.values()):
            return [], []
        problems: list[Problem] = []
        warnings: list[Problem] = []
        _add_tree(session, child, values, {link: owner.id}, f"{name}.", warnings, problems)
        if problems:
            raise bad_input(problems)
        return list(values), warnings
    return edit(session, shown, values)


def show(session: Session, found: Record, *, nested: bool = True) -> dict[str, Any]:
    """A record as JSON for the command line: codes and links with their labels, children nested."""
    words = FileWords(session, today())
    shown: dict[str, Any] = {"uid": found.uid}
    for name, spec in fields_of(type(found)).items():
        value = getattr(found, name)
        shown |= out(spec, value, words)
    if found.deleted_at is not None:
        shown["deleted_at"] = kinds.Moment().out(found.deleted_at, words)
    for name, (child, link) in children_of(type(found)).items() if nested else ():
        rows = select(child).where(getattr(child, link) == found.id, child.deleted_at.is_(None))
        shown[name] = [show(session, row) for row in session.scalars(rows.order_by(child.id))]
    return shown


def out(spec: Field, value: Any, words: kinds.Words, key: str = "") -> dict[str, Any]:
    """One field as JSON: its value, and its label beside it where the value alone says nothing."""
    key = key or spec.key
    shown = {key: None if value is None else spec.kind.out(value, words)}
    if isinstance(spec.kind, kinds.Code | kinds.Codes | kinds.Link):
        shown[f"{key}_label"] = spec.kind.show(value, words)
    return shown
