"""One row of a sheet, read by the kinds of its fields."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from app.errors import Grade, Problem
from app.models import kinds
from app.models.declare import Field, Record, record_type
from app.models.kinds import Words
from app.models.words import FileWords
from app.services.importing.plan import EMPLOYER_PATH, UNIT_PATH, Plan, SheetRow, import_fields
from app.services.records import required
from app.services.sheets.book import CellFault, is_blank

DAYS_1900_TO_1904 = 1462
LEAST_SERIAL = 3000


@dataclass
class ReadRow:
    """One row read: values by path (blanks left out), names of branches to be made, and what is wrong or doubtful."""

    number: int
    hidden: bool
    values: dict[str, Any] = field(default_factory=dict)
    new_units: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def wrong(self) -> bool:
        """Whether the row cannot be kept."""
        return any(problem.grade == Grade.MUST for problem in self.problems)

    @property
    def doubts(self) -> list[Problem]:
        """What is kept and marked 待核实."""
        return [problem for problem in self.problems if problem.grade == Grade.CHECK]


class CachedWords:
    """`FileWords` that asks for each link text once; valid while nothing is written."""

    def __init__(self, words: FileWords) -> None:
        self._words = words
        self._links: dict[tuple[str, str], list[int]] = {}
        self._codes: dict[tuple[str, str], str | None] = {}

    def __getattr__(self, name: str) -> Any:
        return getattr(self._words, name)

    def find_links(self, target: str, text: str) -> list[int]:
        """As `FileWords.find_links`, remembered."""
        key = (target, text)
        if key not in self._links:
            self._links[key] = self._words.find_links(target, text)
        return self._links[key]

    def code_of(self, list_name: str, text: str) -> str | None:
        """As `FileWords.code_of`, remembered."""
        key = (list_name, text)
        if key not in self._codes:
            self._codes[key] = self._words.code_of(list_name, text)
        return self._codes[key]


class RowReader:
    """Reads the rows of one plan."""

    def __init__(self, plan: Plan, words: FileWords) -> None:
        self.plan = plan
        self.words: Words = CachedWords(words)
        self.fields = import_fields(plan.record)
        self.columns = [column for column in plan.columns if column.path in self.fields]

    def read(self, row: SheetRow) -> ReadRow:
        """Read one row; every problem with row, column, field and what stood there."""
        found = ReadRow(row.number, row.hidden)
        for column in self.columns:
            cell = row.cells[column.index] if column.index < len(row.cells) else None
            if column.path and not is_blank(cell) and column.path not in found.values:
                self._read_cell(found, column.letter, column.path, cell)
        self._choose_unit(found)
        self._check_whole(found)
        return found

    def _read_cell(self, found: ReadRow, letter: str, path: str, cell: Any) -> None:
        if isinstance(cell, CellFault):
            found.problems.append(Problem(cell.what, path, found.number, letter, str(cell)))
            return
        spec = self.fields[path]
        if isinstance(spec.kind, kinds.Link) and self._makes(spec.kind, cell):
            found.new_units[path] = str(cell).strip()
            return
        if self.plan.date1904 and isinstance(spec.kind, kinds.Day | kinds.PartialDay):
            cell = _from_1904(cell)
        reading = spec.kind.read(cell, self.words)
        if reading.must is not None:
            found.problems.append(Problem(reading.must, path, found.number, letter, _text(cell)))
        elif reading.value is not None:
            found.values[path] = reading.value
        for doubt in reading.checks:
            found.problems.append(Problem(doubt, path, found.number, letter, _text(cell), Grade.CHECK))

    def _makes(self, kind: kinds.Link, cell: Any) -> bool:
        """A branch that the file does not have yet is made; any other link must be found."""
        return kind.target == "OrgUnit" and not self.words.find_links(kind.target, str(cell).strip())

    def _choose_unit(self, found: ReadRow) -> None:
        if UNIT_PATH not in self.fields:
            return
        chosen = self.plan.unit
        if self.plan.unit_per_employer:
            chosen = found.values.get(EMPLOYER_PATH)
        if not chosen:
            return
        found.values.pop(UNIT_PATH, None)
        found.new_units.pop(UNIT_PATH, None)
        ids = self.words.find_links("OrgUnit", chosen)
        if ids:
            found.values[UNIT_PATH] = ids[0]
        else:
            found.new_units[UNIT_PATH] = chosen

    def _check_whole(self, found: ReadRow) -> None:
        own = {spec.name: found.values[path] for path, spec in self._own().items() if path in found.values}
        paths = {spec.name: path for path, spec in self._own().items()}
        letters = {column.path: column.letter for column in self.columns}
        doubts = [problem for problem in found.problems if problem.grade == Grade.CHECK]
        reviewed = self.plan.record.review(own, doubts, self.words.today)
        found.problems = [problem for problem in found.problems if problem.grade == Grade.MUST]
        for problem in reviewed:
            path = paths.get(problem.field, problem.field)
            letter = problem.column or letters.get(path, "")
            found.problems.append(Problem(problem.what, path, found.number, letter, problem.value, Grade.CHECK))
        for path in self._required_of_matched(found):
            found.problems.append(Problem(required(self.fields[path]), path, found.number, letters.get(path, "")))

    def _own(self) -> dict[str, Field]:
        return {path: spec for path, spec in self.fields.items() if "." not in path}

    def _required_of_matched(self, found: ReadRow) -> list[str]:
        """A required field for which the sheet has a column must be filled in every row."""
        troubled = {problem.field for problem in found.problems}
        mapped = {column.path for column in self.columns}
        return [
            path
            for path, spec in self._own().items()
            if spec.required and path in mapped and path not in found.values and path not in troubled
        ]


def _from_1904(cell: Any) -> Any:
    """A bare day number of an old Excel for Mac, as one that counts from 1900 (a number such as 1985.3 is no day)."""
    is_serial = isinstance(cell, int | float) and not isinstance(cell, bool) and cell >= LEAST_SERIAL
    return cell + DAYS_1900_TO_1904 if is_serial else cell


def _text(cell: Any) -> str:
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def facet_record(record: type[Record], path: str) -> type[Record]:
    """The record type of a facet path such as `membership.change`."""
    for step in path.split("."):
        record = record_type(record.facets[step].target)
    return record
