"""Writing what a trial showed: one deed, undone as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import select

from app.errors import NOTHING_CHANGED, ErrorCode, KnownError
from app.frozen import dataclass
from app.i18n import Label
from app.models import Membership, MembershipChange, OrgUnit, Person, kinds
from app.models.declare import Field, Record, fields_of, new_uid
from app.models.people import complete_person, status_after
from app.models.store.database import Database, WriteSession
from app.models.store.unhurried import uncollected
from app.services.importing.joining import CHANGE, MEMBERSHIP
from app.services.importing.plan import facet_places
from app.services.importing.rows import NewUnit
from app.services.importing.trial import Judged, Outcome, Progress, Trial, cancelled
from app.services.importing.writes import Values

MADE_AT_ONCE, CHANGED_AT_ONCE = 500, 100
"""Rows between two looks at whether to stop: changing one costs several times as much as making one."""


@dataclass(frozen=True)
class Imported:
    """What an import kept: the deed (None when nothing was to be changed), and how many rows were skipped.

    `doubtful`: the ids of the records kept from rows with something to check.
    """

    deed: int | None
    new: int
    changed: int
    skipped: int
    doubtful: tuple[int, ...] = ()


@uncollected()
def apply(database: Database, trial: Trial, *, skip_wrong: bool = False, progress: Progress | None = None) -> Imported:
    """Write the rows of a trial as one deed.

    Wrong or ambiguous rows refuse the whole import unless `skip_wrong`. Raises STATE when the file has changed since
    the trial: what is written is what was shown. Raises CANCELLED with nothing kept when `progress` says stop.
    """
    counts = trial.counts()
    left_out = counts["wrong"] + counts["ambiguous"]
    if left_out and not skip_wrong:
        raise refused(trial)
    new = [one for one in trial.rows if one.outcome == Outcome.NEW]
    changed = [one for one in trial.rows if one.outcome == Outcome.CHANGED]
    count, kind = len(new) + len(changed), trial.plan.record.record_label
    name = "导入会员 {n} 人" if trial.plan.record is Person else "导入{type} {n} 条"
    with database.write(name, import_id=new_uid(), n=count, type=kind) as session:
        if session.deed.deed_id != trial.next_deed:
            raise _outdated()
        writer = _Writer(session, trial, _make_units(session, trial, [*new, *changed]))
        done = 0
        for rows, write, size in ((new, writer.add, MADE_AT_ONCE), (changed, writer.change, CHANGED_AT_ONCE)):
            for chunk in _chunks(rows, size):
                write(chunk)
                done += len(chunk)
                if progress and not progress(done, count):
                    raise cancelled()
        writer.finish()
        deed = session.deed
    return Imported(deed.deed_id if deed.seq else None, len(new), len(changed), left_out, tuple(writer.doubtful))


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


def _outdated() -> KnownError:
    return KnownError(
        ErrorCode.STATE,
        Label("试算以后资料又有改动，试算的结果不作数了，一行也没有导入。"),
        safe=NOTHING_CHANGED,
        next=Label("重新试算一次，再导入。"),
    )


def _chunks(rows: Sequence[Judged], size: int) -> Iterable[Sequence[Judged]]:
    return (rows[start : start + size] for start in range(0, len(rows), size))


def _make_units(session: WriteSession, trial: Trial, rows: Sequence[Judged]) -> dict[str, int]:
    """The branches that the rows name and neither the file nor the sheet itself has, made in order of appearance."""
    paths = [path for path, spec in trial.shape.fields.items() if _is_unit(spec)]
    names: dict[str, None] = {}
    for one in rows:
        named = {value.name for path in paths if isinstance(value := one.row.values.get(path), NewUnit)}
        if named - names.keys():  # what a row says of a membership may be left out
            values = [value for write in trial.writes(one) for value in write.values.values()]
            names |= dict.fromkeys(value.name for value in values if isinstance(value, NewUnit))
    is_own = trial.plan.record is OrgUnit
    own = {one.row.values.get("name") for one in rows if is_own and one.outcome == Outcome.NEW}
    made = [name for name in names if name not in own]
    return dict(zip(made, session.insert_many(OrgUnit, [{"name": name} for name in made]), strict=True))


def _is_unit(spec: Field) -> bool:
    """Whether a field links to a branch."""
    return isinstance(spec.kind, kinds.Link) and spec.kind.target == OrgUnit.__name__


class _Writer:
    """Writes the rows of one type; new people in bulk with their memberships, everything else record by record."""

    def __init__(self, session: WriteSession, trial: Trial, units: dict[str, int]) -> None:
        self._session = session
        self._trial = trial
        self._record = record = trial.plan.record
        self._places = {"": (record, "", "")} | {
            place.path: (place.record, place.owner, place.link) for place in facet_places(record)
        }
        self._unit_links = {
            spec.name for kind, _, _ in self._places.values() for spec in fields_of(kind).values() if _is_unit(spec)
        }
        self._units = units
        self._later: list[tuple[Record, str, str]] = []
        self.doubtful: list[int] = []

    def add(self, rows: Sequence[Judged]) -> None:
        """Add new records."""
        if self._record is Person:
            self._add_people(rows)
        else:
            self.change(rows)

    def _add_people(self, rows: Sequence[Judged]) -> None:
        by_place = [{write.place: self._resolved(write.values) for write in self._trial.writes(one)} for one in rows]
        people = [places[""] | complete_person(places[""]) for places in by_place]
        ids = self._session.insert_many(Person, people)
        self.doubtful += [made for one, made in zip(rows, ids, strict=True) if one.doubtful]
        members = [(one, places) for one, places in zip(ids, by_place, strict=True) if MEMBERSHIP in places]
        joined = [_joined(places[MEMBERSHIP], places.get(CHANGE)) | {"person_id": one} for one, places in members]
        memberships = self._session.insert_many(Membership, joined)
        events = [
            places[CHANGE] | {"membership_id": one, "is_latest": True}
            for one, (_, places) in zip(memberships, members, strict=True)
            if CHANGE in places
        ]
        self._session.insert_many(MembershipChange, events)

    def change(self, rows: Sequence[Judged]) -> None:
        """Make and change records, owners before what belongs to them."""
        made: dict[tuple[int, str], Record] = {}
        written = [(one.row.number, write) for one in rows for write in self._trial.writes(one)]
        for place, (kind, owner, link) in self._places.items():
            writes = [(number, write) for number, write in written if write.place == place]
            found = self._load(kind, [write.record_id for _, write in writes if write.record_id is not None])
            for number, write in writes:
                target = kind() if write.record_id is None else found[write.record_id]
                if write.record_id is None:
                    made[number, place] = target
                    if link:
                        target.put(**{link: write.owner_id or made[number, owner].id})
                self._put(target, write.values)
                self._session.add(target)
            self._session.flush()
        self.doubtful += [one.record_id or made[one.row.number, ""].id for one in rows if one.doubtful]

    def _load(self, kind: type[Record], ids: Sequence[int]) -> dict[int, Record]:
        if not ids:
            return {}
        return {row.id: row for row in self._session.scalars(select(kind).where(kind.id.in_(ids)))}

    def _put(self, target: Record, values: Values) -> None:
        target.put(**self._resolved(values))
        for name, value in values.items():
            if isinstance(value, NewUnit) and value.name not in self._units:
                self._later.append((target, name, value.name))

    def _resolved(self, values: Values) -> Values:
        """Values with the branches just made in the place of their names; what is made later is left out."""
        named = [name for name in self._unit_links if isinstance(values.get(name), NewUnit)]
        if not named:
            return values
        found = {name: value for name, value in values.items() if name not in named}
        return found | {name: self._units[unit] for name in named if (unit := values[name].name) in self._units}

    def finish(self) -> None:
        """Link the branches of a sheet to those that the same sheet made."""
        self._session.flush()
        for target, name, unit in self._later:
            query = select(OrgUnit.id).where(OrgUnit.name == unit, OrgUnit.deleted_at.is_(None))
            target.put(**{name: self._session.scalars(query.order_by(OrgUnit.id)).first()})
        self._session.flush()


def _joined(values: Values, event: Values | None) -> Values:
    """A new membership with the status that follows from its one event."""
    status, ended_on = status_after([(event["type"], event.get("on"))] if event else [])
    return values | {"is_current": True, "status": status, "ended_on": ended_on}
