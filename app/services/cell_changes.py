"""Changing cells of a list: many at once, seen before they are kept, kept as one deed.

A pasted block, a value filled down and a change of many rows all come here as the same changes; what is shown before
is read by the same kinds that read it when it is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session

from app.errors import KnownError, Problem, bad_input
from app.frozen import dataclass
from app.i18n import Label
from app.models import kinds
from app.models.declare import Record
from app.models.paths import field_at
from app.models.store.database import Database
from app.models.words import FileWords
from app.services import listing, records
from app.services.forms import FormItem, form_items
from app.services.listing import View
from app.services.today import today

MOST = 20_000
"""So many cells are changed at once; whoever wants more imports a sheet."""

HIDDEN_DIGITS = "***"
Report = Callable[[int, int], object]


@dataclass(frozen=True)
class Change:
    """One cell: the record, the path of its field, and the text that is to stand there ("" is blank)."""

    record_id: int
    path: str
    text: str
    unseen: bool = False
    """Nobody typed it and the list hides some of its digits: it is shown as hidden as there."""


@dataclass(frozen=True)
class Seen:
    """A change before it is kept: whose, which field, old and new as people read them, what is wrong or doubtful.

    What passers-by must not see of the old value is left out. `is_same`: nothing would change.
    """

    change: Change
    title: str
    label: Label
    before: str
    after: str
    refusal: Label | None = None
    doubt: Label | None = None
    is_same: bool = False


def preview(session: Session, record: type[Record], changes: Sequence[Change]) -> list[Seen]:
    """What the changes would do, cell by cell, in their order; raises `bad_input` when there are too many."""
    if len(changes) > MOST:
        what = Label("一次最多改 {most} 格，这里有 {n} 格。", most=f"{MOST:,}", n=f"{len(changes):,}")
        raise bad_input([Problem(what)], what)
    words = FileWords(session, today())
    items = {item.path: item for item in form_items(session, record)}
    ids = list(dict.fromkeys(change.record_id for change in changes))
    paths = tuple(dict.fromkeys(change.path for change in changes if change.path in items))
    stored = {one["id"]: one for one in listing.values(session, View(record, columns=paths), ids)}
    titles = _titles(session, record, ids)
    return [
        _look(record, change, items.get(change.path), stored[change.record_id], titles[change.record_id], words)
        for change in changes
        if change.record_id in stored
    ]


def _titles(session: Session, record: type[Record], ids: Sequence[int]) -> dict[int, str]:
    cells = listing.rows(session, View(record, columns=(record.title_path,)), ids)
    return {each: row[0] for each, row in zip(ids, cells, strict=True)}


def _look(
    record: type[Record], change: Change, item: FormItem | None, stored: Mapping[str, Any], title: str, words: FileWords
) -> Seen:
    if item is None or item.spec.derived:
        label = field_at(record, change.path).label
        return Seen(change, title, label, "", change.text, Label("这一栏不能在名单里改"))
    spec, before = item.spec, stored[change.path]
    change = _unmasked(change, spec.kind, before, words) if spec.sensitive else change
    reading = spec.kind.read(change.text, words)
    refusal = reading.must
    if refusal is None and spec.sensitive and spec.kind.hides and HIDDEN_DIGITS in change.text:
        refusal = Label("这个号码有几位是隐藏的。先用“复制完整号码”，再粘贴")
    if refusal is None and reading.value is None and spec.required:
        refusal = records.required(spec)
    show_new = spec.kind.mask if spec.sensitive and change.unseen else spec.kind.show
    after = change.text if refusal is not None else show_new(reading.value, words)
    doubt = next(iter(reading.checks), None)
    shown = spec.kind.mask if spec.sensitive else spec.kind.show
    is_same = refusal is None and reading.value == before
    return Seen(change, title, spec.label, shown(before, words), after, refusal, doubt, is_same)


def _unmasked(change: Change, kind: kinds.Kind, before: Any, words: FileWords) -> Change:
    """What was copied from the list with digits hidden and comes back to its own cell changes nothing."""
    if before is None or change.text.strip() != kind.mask(before, words):
        return change
    return replace(change, text=kind.write(before, words))


def filled(session: Session, record: type[Record], path: str, top: int, below: Sequence[int]) -> list[Change]:
    """The value of one record for others below it, as it is stored and not as it happens to be shown."""
    items = {item.path: item for item in form_items(session, record)}
    if path not in items:
        return [Change(each, path, "") for each in below]
    row = next(iter(listing.values(session, View(record, columns=(path,)), [top])), {})
    text = _raw(items[path].spec.kind, row.get(path), FileWords(session, today()))
    return [Change(each, path, text, unseen=True) for each in below]


def _raw(kind: kinds.Kind, value: Any, words: FileWords) -> str:
    """A text that reads as the value again, also where two records bear one name."""
    if value is None:
        return ""
    return str(kind.out(value, words)) if isinstance(kind, kinds.Link) else kind.write(value, words)


def apply(database: Database, record: type[Record], changes: Sequence[Change], report: Report | None = None) -> int:
    """Keep the changes as one deed, all or none; how many records. Raises `bad_input` with every refusal."""
    ids = {change.record_id for change in changes}
    name = "修改 {n} 条{type}" if len(ids) != 1 else "修改{type}：{title}"
    told: dict[str, Any] = {"type": record.record_label, "n": len(ids)}
    if len(ids) == 1:  # what no name of a deed shows may not lie in it: nobody would know that it is there
        with database.read() as reading:
            told["title"] = FileWords(reading, today()).link_title(record.__name__, changes[0].record_id)
    with database.write(name, **told) as session:
        return len(list(_edit_all(session, record, changes, report or (lambda done, total: None))))


def _edit_all(session: Session, record: type[Record], changes: Sequence[Change], report: Report) -> Iterator[int]:
    by_record: dict[int, dict[str, object]] = {}
    for change in changes:
        by_record.setdefault(change.record_id, {})[change.path] = change.text
    problems: list[Problem] = []
    for done, (record_id, values) in enumerate(by_record.items(), start=1):
        try:
            records.edit(session, session.get_one(record, record_id), values)
        except KnownError as fault:
            problems += fault.problems
        report(done, len(by_record))
        yield record_id
    if problems:
        raise bad_input(problems)
