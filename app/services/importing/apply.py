"""Writing what a trial showed: one deed, undone as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from app.errors import NOTHING_CHANGED, ErrorCode, KnownError
from app.i18n import Label
from app.models import Membership, MembershipChange, OrgUnit, Person
from app.models.declare import Record, children_of, fields_of, new_uid, record_type
from app.models.people import complete_person, status_after
from app.models.store.database import Database, WriteSession
from app.services import records
from app.services.importing.trial import (
    Children,
    Judged,
    Outcome,
    Progress,
    Trial,
    cancelled,
)

CHUNK = 500


@dataclass(frozen=True)
class Imported:
    """What an import kept: the deed, and how many rows were new, changed, skipped."""

    deed: int | None
    new: int
    changed: int
    skipped: int


def apply(database: Database, trial: Trial, *, skip_wrong: bool = False, progress: Progress | None = None) -> Imported:
    """Write the rows of a trial as one deed.

    Wrong or ambiguous rows refuse the whole import unless `skip_wrong`. Raises CANCELLED with nothing kept when
    `progress` says stop.
    """
    counts = trial.counts()
    left_out = counts["wrong"] + counts["ambiguous"]
    if left_out and not skip_wrong:
        raise refused(trial)
    new = [one for one in trial.rows if one.outcome == Outcome.NEW]
    changed = [one for one in trial.rows if one.outcome == Outcome.CHANGED]
    name = "导入{type}{n}行"
    with database.write(
        name, import_id=new_uid(), n=len(new) + len(changed), type=trial.plan.record.record_label.msgid
    ) as session:
        units = _make_units(session, [*new, *changed])
        writer = _Writer(session, trial, units)
        done = 0
        for chunk in _chunks(new):
            writer.add(chunk)
            done = _step(progress, done + len(chunk), len(new) + len(changed))
        for chunk in _chunks(changed):
            writer.change(chunk)
            done = _step(progress, done + len(chunk), len(new) + len(changed))
        session.flush()
        deed = session.deed
    return Imported(deed.deed_id if deed.seq else None, len(new), len(changed), left_out)


def refused(trial: Trial) -> KnownError:
    """The refusal of an import with rows that cannot be kept."""
    counts = trial.counts()
    return KnownError(
        ErrorCode.BAD_INPUT,
        Label("有 {wrong} 行不能导入，{ambiguous} 行要先选是哪一位，所以一行也没有导入。", **counts),
        safe=NOTHING_CHANGED,
        next=Label("在原表改好再导入，或者选择跳过这些行。"),
        problems=trial.problems(),
    )


def _step(progress: Progress | None, done: int, total: int) -> int:
    if progress and not progress(done, total):
        raise cancelled()
    return done


def _chunks(rows: Sequence[Judged]) -> Iterable[Sequence[Judged]]:
    return (rows[start : start + CHUNK] for start in range(0, len(rows), CHUNK))


def _make_units(session: WriteSession, rows: Sequence[Judged]) -> dict[str, int]:
    """The branches that the rows name and the file lacks, made in order of appearance."""
    names = list(dict.fromkeys(name for one in rows for name in one.row.new_units.values()))
    return dict(zip(names, session.insert_many(OrgUnit, [{"name": name} for name in names]), strict=True))


class _Writer:
    """Writes rows of one type; people in bulk with their memberships, other types one by one."""

    def __init__(self, session: WriteSession, trial: Trial, units: dict[str, int]) -> None:
        self.session = session
        self.plan = trial.plan
        self.units = units

    def values(self, one: Judged) -> dict[str, Any]:
        """The row's values by path, the branches just made included."""
        return one.row.values | {path: self.units[name] for path, name in one.row.new_units.items()}

    def add(self, rows: Sequence[Judged]) -> None:
        """Add new records."""
        if self.plan.record is Person:
            self._add_people(rows)
            return
        for one in rows:
            values = _own(self.plan.record, self.values(one))
            self.session.add(self.plan.record(**values))
        self.session.flush()

    def _add_people(self, rows: Sequence[Judged]) -> None:
        people = []
        for one in rows:
            person = _own(Person, self.values(one)) | {"in_doubt": bool(one.row.doubts) or None}
            people.append(person | complete_person(person))
        ids = self.session.insert_many(Person, people)
        joining = []
        for one, person_id in zip(rows, ids, strict=True):
            found = _under("membership", self.values(one))
            if self.plan.members or found:
                joining.append(_joined(person_id, found))
        memberships = self.session.insert_many(Membership, [membership for membership, _ in joining])
        events = [
            event | {"membership_id": membership_id, "is_latest": True}
            for membership_id, (_, event) in zip(memberships, joining, strict=True)
            if event.get("type")
        ]
        self.session.insert_many(MembershipChange, events)

    def change(self, rows: Sequence[Judged]) -> None:
        """Change known records; a blank changes nothing."""
        record = self.plan.record
        ids = [one.record_id for one in rows]
        found = {row.id: row for row in self.session.scalars(select(record).where(record.id.in_(ids)))}
        for one in rows:
            assert one.record_id is not None
            target = found[one.record_id]
            values = self.values(one)
            target.put(**_own(record, values))
            if records.DOUBT in fields_of(record) and one.row.doubts:
                target.put(**{records.DOUBT: True})
            for name in record.facets:
                self._change_facet(target, name, _under(name, values))
        self.session.flush()

    def _change_facet(self, owner: Record, name: str, values: dict[str, Any]) -> None:
        if not values:
            return
        facet = type(owner).facets[name]
        child = record_type(facet.target)
        link = next(link for kind, link in children_of(type(owner)).values() if kind is child)
        query = select(child).where(getattr(child, link) == owner.id, child.deleted_at.is_(None))
        if facet.key:
            found = Children(self.session, type(owner), name, [owner.id]).find(owner.id, values)
            shown = self.session.get(child, found) if found else None
        else:
            shown = self.session.scalars(query.where(getattr(child, facet.flag).is_(True))).first()
        own = _own(child, values)
        if shown is not None:
            shown.put(**own)
        elif all(own.get(field) is not None for field in facet.key[:1]):
            shown = child(**own, **{link: owner.id})
            self.session.add(shown)
            self.session.flush()
        for deeper in child.facets if shown is not None else ():
            assert shown is not None
            self._change_facet(shown, deeper, _under(deeper, values))


def _own(record: type[Record], values: dict[str, Any]) -> dict[str, Any]:
    """The values of the record's own fields by attribute name."""
    return {
        spec.name: values[spec.key] for spec in fields_of(record).values() if spec.key in values and not spec.derived
    }


def _under(prefix: str, values: dict[str, Any]) -> dict[str, Any]:
    """The values below a facet, by path from there."""
    return {path.removeprefix(prefix + "."): value for path, value in values.items() if path.startswith(prefix + ".")}


def _joined(person_id: int, values: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """(membership row, event row or empty) of a new member: joined on the sheet's day, or on an unknown one."""
    event = _own(MembershipChange, _under("change", values))
    membership = _own(Membership, values) | {"person_id": person_id, "is_current": True}
    if membership.get("joined_on") is None and event.get("type") in ("1", "2"):
        membership["joined_on"] = event.get("on")
    events = [(event["type"], event.get("on"))] if event.get("type") else []
    membership["status"], membership["ended_on"] = status_after(events)
    return membership, event
