"""The trial: every row judged, nothing written; what will be applied is exactly what was shown."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import ErrorCode, KnownError, Problem
from app.i18n import Label
from app.models.declare import Record, children_of, table_of
from app.models.paths import Joined
from app.models.words import FileWords
from app.services import listing
from app.services.importing.known import Known
from app.services.importing.plan import Plan, import_fields
from app.services.importing.rows import ReadRow, RowReader, facet_record
from app.services.records import find
from app.services.today import today

Progress = Callable[[int, int], bool]
"""Called with (rows done, rows in all); returns False to stop."""


class Outcome(StrEnum):
    """What will happen to a row."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    WRONG = "wrong"
    AMBIGUOUS = "ambiguous"


@dataclass(frozen=True)
class Difference:
    """One field that a row changes, as people read it."""

    path: str
    label: Label
    old: str
    new: str


@dataclass
class Judged:
    """One row and what will happen to it."""

    row: ReadRow
    outcome: Outcome
    record_id: int | None = None
    reason: Label | None = None
    differences: list[Difference] = field(default_factory=list)
    candidates: Sequence[int] = ()

    @property
    def doubtful(self) -> bool:
        """Kept, and marked 待核实."""
        return self.outcome in (Outcome.NEW, Outcome.CHANGED) and bool(self.row.doubts)


@dataclass
class Trial:
    """All rows judged."""

    plan: Plan
    rows: list[Judged]

    def counts(self) -> dict[str, int]:
        """new, changed, unchanged, wrong, doubtful, ambiguous."""
        counted = Counter(str(judged.outcome) for judged in self.rows)
        found = {str(outcome): counted[str(outcome)] for outcome in Outcome}
        return found | {"doubtful": sum(judged.doubtful for judged in self.rows)}

    def problems(self) -> list[Problem]:
        """Every problem in the order of the rows."""
        return [problem for judged in self.rows for problem in judged.row.problems]


def trial(session: Session, plan: Plan, progress: Progress | None = None) -> Trial:
    """Judge every row of a plan; writes nothing. Raises CANCELLED when `progress` says stop."""
    reader = RowReader(plan, FileWords(session, today()))
    if plan.unit:
        plan = replace(plan, unit=find(session, _unit_type(plan), plan.unit).uid)
        reader.plan = plan
    read = []
    for number, row in enumerate(plan.rows, start=1):
        read.append(reader.read(row))
        if progress and number % 200 == 0 and not progress(number, len(plan.rows)):
            raise cancelled()
    _refuse_repeats(plan, read)
    known = Known(session, plan.record)
    judged = [_judge(session, plan, known, row) for row in read]
    _compare(session, plan, [one for one in judged if one.record_id is not None])
    return Trial(plan, judged)


def _unit_type(plan: Plan) -> type[Record]:
    from app.models import OrgUnit

    return OrgUnit


def cancelled() -> KnownError:
    """The user stopped the job."""
    return KnownError(
        ErrorCode.CANCELLED,
        Label("已停止，一行也没有导入。"),
        safe=Label("资料没有改动。"),
        next=Label("要继续时重新导入。"),
    )


def _refuse_repeats(plan: Plan, rows: Sequence[ReadRow]) -> None:
    """The same number twice in the sheet: the copy is wrong; with different names, every one of them is."""
    if not plan.record.match_paths:
        return
    key = plan.record.match_paths[0]
    by_number: dict[Any, list[ReadRow]] = defaultdict(list)
    for row in rows:
        if row.values.get(key) is not None:
            by_number[row.values[key]].append(row)
    letter = next((column.letter for column in plan.columns if column.path == key), "")
    for number, same in by_number.items():
        if len(same) < 2:
            continue
        alike = len({row.values.get("name") for row in same}) == 1
        for row in same[1:] if alike else same:
            other = next(one for one in same if one is not row)
            what = Label("和第 {row} 行的证件号码相同，只能留一行", row=other.number)
            row.problems.append(Problem(what, key, row.number, letter, str(number)))


def _judge(session: Session, plan: Plan, known: Known, row: ReadRow) -> Judged:
    if row.wrong:
        return Judged(row, Outcome.WRONG)
    choice = plan.chosen.get(row.number)
    if choice == "new":
        return Judged(row, Outcome.NEW)
    if choice:
        return Judged(row, Outcome.UNCHANGED, find(session, plan.record, choice).id, Label("由人选定"))
    ids, reason = known.match(row.values)
    if len(ids) == 1:
        return Judged(row, Outcome.UNCHANGED, ids[0], reason)
    candidates = ids or known.namesakes(row.values)
    if candidates:
        what = Label("名册里有 {n} 位同名的人，要选这一行是哪一位", n=len(candidates))
        if ids:
            what = Label("名册里有 {n} 位的号码和这一行相同，要选是哪一位", n=len(ids))
        row.problems.append(Problem(what, "name", row.number, "", str(row.values.get("name", ""))))
        return Judged(row, Outcome.AMBIGUOUS, candidates=candidates)
    return Judged(row, Outcome.NEW)


def _compare(session: Session, plan: Plan, judged: Sequence[Judged]) -> None:
    """Old against new for the rows that are known; a blank never overwrites."""
    paths = [path for path in import_fields(plan.record) if path != "uid"]
    wanted = [one.record_id for one in judged if one.record_id is not None]
    if not wanted:
        return
    view = listing.View(plan.record, columns=tuple(paths))
    old = {row["id"]: row for row in listing.values(session, view, sorted(set(wanted)))}
    words = FileWords(session, today())
    fields = import_fields(plan.record)
    children = [Children(session, plan.record, prefix, sorted(old)) for prefix in keyed_facets(plan.record)]
    for one in judged:
        assert one.record_id is not None
        before = old[one.record_id]
        keyed = _keyed_paths(children, one)
        for path, value in one.row.values.items():
            if path in keyed or path == "uid":
                continue
            if before.get(path) != value:
                kind = fields[path].kind
                one.differences.append(
                    Difference(path, fields[path].label, kind.show(before.get(path), words), kind.show(value, words))
                )
        for path, name in one.row.new_units.items():
            one.differences.append(
                Difference(path, fields[path].label, fields[path].kind.show(before.get(path), words), name)
            )
        if one.differences:
            one.outcome = Outcome.CHANGED


def _keyed_paths(children: Sequence[Children], one: Judged) -> set[str]:
    """Paths of children known by a key (an event of the same type and day) that are already in the file."""
    found: set[str] = set()
    for known in children:
        mine = {path: value for path, value in one.row.values.items() if path.startswith(known.prefix + ".")}
        wanted = {name: mine.get(f"{known.prefix}.{name}") for name in known.key}
        if mine and known.find(one.record_id or 0, wanted) is not None:
            found |= set(mine)
    return found


def keyed_facets(record: type[Record], prefix: str = "") -> list[str]:
    """The paths of the facets whose children are known again by a key."""
    found = []
    for name, facet in record.facets.items():
        if facet.key:
            found.append(prefix + name)
        found += keyed_facets(facet_record(record, name), f"{prefix}{name}.")
    return found


class Children:
    """The children of one keyed facet under some records, read once: an event of the same type and day is the same."""

    def __init__(self, session: Session, record: type[Record], prefix: str, ids: Sequence[int]) -> None:
        self.prefix = prefix
        owner_path, _, name = prefix.rpartition(".")
        owner = facet_record(record, owner_path) if owner_path else record
        child = facet_record(owner, name)
        self.key = owner.facets[name].key
        joined = Joined(record)
        owner_id, _ = joined.column(f"{owner_path}.id" if owner_path else "id")
        link = next(link for kind, link in children_of(owner).values() if kind is child)
        table = table_of(child)
        query = select(joined.root.c.id, table.c.id, *(table.c[one] for one in self.key))
        query = query.select_from(joined.source.join(table, table.c[link] == owner_id)).where(
            table.c.deleted_at.is_(None)
        )
        self._rows: dict[int, list[tuple[int, tuple[Any, ...]]]] = defaultdict(list)
        for start in range(0, len(ids), listing.PAGE):
            for row in session.execute(query.where(joined.root.c.id.in_(ids[start : start + listing.PAGE]))):
                self._rows[row[0]].append((row[1], tuple(row[2:])))

    def find(self, record_id: int, key: Mapping[str, Any]) -> int | None:
        """The child with this key; an unknown day matches any day."""
        for child_id, values in self._rows.get(record_id, ()):
            pairs = zip(self.key, values, strict=True)
            if all(key.get(name) is None or key[name] == value for name, value in pairs):
                return child_id
        return None
