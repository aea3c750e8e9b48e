"""What a row leaves in doubt, and which rules across fields it breaks, seen with what the file holds already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from app.errors import Grade, Problem
from app.models import kinds
from app.models.declare import Field, Record, defaults_of, fields_of
from app.models.kinds import Words
from app.models.values.text import plain_text
from app.services.importing.plan import Plan
from app.services.importing.planner import Planned
from app.services.importing.rows import NewUnit, ReadRow
from app.services.importing.writes import Shape, Values
from app.services.records import DOUBT, required


class Reviewer:
    """Reviews the rows of one plan after it is known what they will write."""

    def __init__(self, plan: Plan, shape: Shape, words: Words) -> None:
        self._plan = plan
        self._shape = shape
        self._words = words
        self._columns = {column.path: column for column in plan.columns if column.path}
        self._doubted = DOUBT in fields_of(plan.record)
        self._reviewed = {place for place, record in shape.records.items() if _is_own(record, "review")}
        self._checked = _is_own(plan.record, "check")
        self._standing = [
            (path, spec)
            for path, spec in shape.fields.items()
            if "." not in path and path != "uid" and not isinstance(spec.kind, kinds.Link)
        ]

    def doubts(self, row: ReadRow, parts: Mapping[str, Values], before: Mapping[str, Any] | None) -> bool:
        """Put the doubts of the whole record in the place of those of the row's own values (`parts` by place).

        Returns whether anything about the record is doubtful, also what the sheet does not speak of.
        """
        read, standing = row.doubts, self._standing_doubts(row, before)
        if read:
            row.problems = [problem for problem in row.problems if problem.grade == Grade.MUST]
        doubtful = False
        for place, record in self._shape.records.items():
            mine = [problem for problem in read if self._place(problem.field) == place] if read else []
            values = parts.get(place)
            if place == "":
                mine += standing
                values = self._whole(before) | (values or {}) if before else values
            if values and place in self._reviewed:
                mine = record.review(values, mine, self._words.today)
            if mine:
                row.problems += [self.placed(row, place, one) for one in mine if not _among(one, standing)]
                doubtful = True
        return doubtful

    def _place(self, path: str) -> str:
        place = path.rpartition(".")[0]
        return place if place in self._shape.records else ""

    def _whole(self, before: Mapping[str, Any]) -> Values:
        """A record's own values as the file holds them, by attribute name."""
        return {
            spec.name: before[path] for path, spec in self._shape.fields.items() if path in before and "." not in path
        }

    def _standing_doubts(self, row: ReadRow, before: Mapping[str, Any] | None) -> list[Problem]:
        """The doubts about values that the file holds and the sheet does not speak of."""
        if before is None or not self._doubted:
            return []
        return [
            Problem(doubt, path, grade=Grade.CHECK)
            for path, spec in self._standing
            if path not in row.values and before.get(path) is not None
            for doubt in spec.kind.read(spec.kind.write(before[path], self._words), self._words).checks
        ]

    def forgive(self, row: ReadRow, before: Mapping[str, Any]) -> None:
        """A cell that says what the file holds is no problem, though it cannot be read (its code was deleted since)."""
        row.problems = [
            problem
            for problem in row.problems
            if problem.grade != Grade.MUST or problem.field in row.values or not self._holds(before, problem)
        ]

    def _holds(self, before: Mapping[str, Any], problem: Problem) -> bool:
        stored = before.get(problem.field)
        if stored is None:
            return False
        kind = self._shape.fields[problem.field].kind
        return problem.value.strip() in (str(stored), kind.write(stored, self._words))

    def missing(self, row: ReadRow, planned: Planned) -> None:
        """Refuse what makes a new record without one of its required fields."""
        for write in planned.writes:
            if write.record_id is None:
                for spec in self._shape.missing(write.place, write.values):
                    self._refuse_missing(row, write.place, spec)

    def _refuse_missing(self, row: ReadRow, place: str, spec: Field) -> None:
        path = self._shape.path(place, spec.name)
        if all(problem.field != path for problem in row.problems):
            label = self._shape.fields[path].label if path in self._shape.fields else spec.label
            row.problems.append(
                Problem(required(replace(spec, label=label)), path, row.number, self._plan.letter(path))
            )

    def rules(self, row: ReadRow, planned: Planned, before: Mapping[str, Any] | None) -> None:
        """Refuse what breaks the record type's own rules, as its form would."""
        if not self._checked:
            return
        record, old = self._plan.record, self._whole(before) if before else {}
        new = {
            name: value
            for write in planned.writes
            if write.place == ""
            for name, value in write.values.items()
            if not isinstance(value, NewUnit)
        }
        changed = {name: old[name] for name in new if name in old}
        for problem in record(**defaults_of(record) | old | new).check(changed):
            row.problems.append(self.placed(row, "", problem))

    def placed(self, row: ReadRow, place: str, problem: Problem) -> Problem:
        """A problem with its path, its row and column, and what stands there."""
        if problem.row is not None:
            return problem
        path = problem.field if "." in problem.field else self._shape.path(place, problem.field)
        column = self._columns.get(path)
        said = plain_text(row.source.cell(column)) if column else ""
        letter = column.letter if column else ""
        return replace(problem, field=path, row=row.number, column=letter, value=said or problem.value)


def _is_own(record: type[Record], name: str) -> bool:
    """Whether a record type has this rule of its own."""
    return getattr(getattr(record, name), "__func__", getattr(record, name)) is not getattr(
        getattr(Record, name), "__func__", getattr(Record, name)
    )


def _among(problem: Problem, problems: Sequence[Problem]) -> bool:
    return any(one is problem for one in problems)
