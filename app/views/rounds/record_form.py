"""One person of a round's list as a form: amounts, group, reasons; the warnings stand at the reason."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from app.errors import Grade, Problem
from app.i18n import Label
from app.models import CondolenceRecord, CondolenceRound, Person
from app.models.store.database import Database, WriteSession
from app.services import records, rounds
from app.services.cell_changes import Change
from app.services.rounds.ledger import note_warnings
from app.services.rounds.result import require_open
from app.views.changing import RecordCells
from app.views.forms.source import Checked, Loaded, Saved
from app.views.jobs import Report
from app.views.rounds.rows import AND
from app.views.sources import RecordForm

# Why somebody was taken off: shown where it is so, and written when it is marked.
CANCELLED = "cancel_reason"
GROUPS = {
    "cash": Label("慰问"),
    "goods": Label("慰问"),
    "goods_value": Label("慰问"),
    "group": Label("走访"),
    "planned_on": Label("走访"),
    "proposal_reason": Label("原因"),
    "reason": Label("原因"),
    CANCELLED: Label("原因"),
    "remark": Label("原因"),
}
LABELS = {"goods": Label("慰问品")}
# What may still be written down when the list can no longer be changed.
ALWAYS = frozenset({"reason", "remark"})

# What a warning may be about.
WARNED_OF = frozenset({"cash", "goods", "goods_value", "planned_on"})


class RecordOfRoundForm(RecordForm):
    """What somebody is given in a round; made in the database thread. What became of it is noted with 标记.

    Of a `closed` list only what may always be written is open.
    """

    def __init__(self, database: Database, *, closed: bool = False) -> None:
        super().__init__(database, CondolenceRecord)
        self._items = {name: item for name, item in self._items.items() if name in GROUPS}
        found = {field.name: field for field in self._fields}
        grouped = (replace(found[name], group=group) for name, group in GROUPS.items())
        named = (replace(each, label=LABELS.get(each.name, each.label)) for each in grouped)
        self._fields = tuple(replace(each, read_only=closed and each.name not in ALWAYS) for each in named)

    def load(self, record_id: int | None) -> Loaded:
        """One of the list, with the warnings."""
        loaded = super().load(record_id)
        with self._database.read() as session:
            stored = session.get_one(CondolenceRecord, record_id).warning
        return replace(loaded, problems=at_reason(json.loads(stored or "[]")))

    def check(self, record_id: int | None, texts: Mapping[str, str], name: str) -> Checked:
        """Look at a field; of an amount also whether it is far above the round's own."""
        checked = super().check(record_id, texts, name)
        with self._database.read() as session:
            found = session.get_one(CondolenceRecord, record_id)
            usual = session.get_one(CondolenceRound, found.round_id)
            doubts = rounds.doubt_typed(session, CondolenceRecord, usual, name, texts.get(name, ""))
        return replace(checked, problems=[*checked.problems, *doubts])

    def save(self, record_id: int | None, texts: Mapping[str, str]) -> Saved:
        """Keep what was changed in one deed, and look at the warnings again."""
        assert record_id is not None
        with self._database.read() as session:
            name = session.get_one(Person, session.get_one(CondolenceRecord, record_id).person_id).name
        with self._database.write("修改慰问内容：{name}", name=name) as session:
            keep(session, {record_id: texts})
            warnings = json.loads(session.get_one(CondolenceRecord, record_id).warning or "[]")
        return Saved(record_id, name, Label("已保存“{title}”", title=name), at_reason(warnings))


class RoundCells(RecordCells):
    """Cells of a round's list changed where they stand: what somebody is given, why, and by which group."""

    def __init__(self, database: Database, form: RecordOfRoundForm) -> None:
        super().__init__(database, form, only=[name for name in GROUPS if name != CANCELLED])

    def apply(self, changes: Sequence[Change], report: Report | None = None) -> int:
        """Keep the changes as one deed, and look at the warnings again; how many people."""
        by_record: dict[int, dict[str, object]] = {}
        for change in changes:
            by_record.setdefault(change.record_id, {})[change.path] = change.text
        with self._database.write("修改慰问内容：{n} 人", n=len(by_record)) as session:
            keep(session, by_record, report)
        return len(by_record)


def keep(session: WriteSession, changed: Mapping[int, Mapping[str, object]], report: Report | None = None) -> None:
    """Keep what was changed of some of a list, and look at the warnings again; raises STATE when it is closed."""
    doubtful = []
    for done, (record_id, texts) in enumerate(changed.items(), start=1):
        found = session.get_one(CondolenceRecord, record_id)
        if not set(texts) <= ALWAYS:
            require_open(session, session.get_one(CondolenceRound, found.round_id))
        records.edit(session, found, texts)
        if found.status != "cancelled" and set(texts) & WARNED_OF:
            doubtful.append(found)
        if report is not None:
            report(done, len(changed))
    for round_id in {one.round_id for one in doubtful}:
        round = session.get_one(CondolenceRound, round_id)
        note_warnings(session, round, [one for one in doubtful if one.round_id == round_id])


def round_of(database: Database, record_id: int) -> int:
    """The round that one of the lists belongs to."""
    with database.read() as session:
        return session.get_one(CondolenceRecord, record_id).round_id


def at_reason(warnings: Iterable[str]) -> tuple[Problem, ...]:
    """The warnings as one thing to look at, beside the field for the reason."""
    said = AND.join(warnings)
    return (Problem(Label("{text}", text=said), "reason", grade=Grade.CHECK),) if said else ()
