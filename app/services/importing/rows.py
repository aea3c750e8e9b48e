"""One row of a sheet, read by the kinds of its fields."""

from __future__ import annotations

from dataclasses import field
from typing import Any

from app.errors import Grade, Problem
from app.frozen import dataclass
from app.i18n import Label
from app.models import kinds
from app.models.kinds import Words
from app.models.values import days
from app.models.values.reading import Reading
from app.models.values.resident_id import check_digit
from app.models.values.text import NAME_LIMIT, clean_text, is_nothing, plain_text
from app.services.importing.plan import EMPLOYER_PATH, UNIT_PATH, Column, Plan, SheetRow, import_fields
from app.services.sheets.book import CellFault, is_blank

MEMO = 5_000  # readings kept a column
_Memo = dict[tuple[type, Any], Reading[Any]]
_CUT = Label("末三位被Excel截成000。请在原表把这一列改成文本，重新填写号码")


@dataclass(frozen=True)
class NewUnit:
    """A branch that the file does not have yet: the import makes it."""

    name: str

    def __str__(self) -> str:
        return self.name


@dataclass(slots=True)
class ReadRow:
    """One row read: values by path (blanks left out), and what is wrong or doubtful."""

    source: SheetRow
    values: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def number(self) -> int:
        """The row's number in the sheet."""
        return self.source.number

    @property
    def hidden(self) -> bool:
        """Whether the row was hidden in the sheet."""
        return self.source.hidden

    @property
    def wrong(self) -> bool:
        """Whether the row cannot be kept."""
        return bool(self.problems) and any(problem.grade == Grade.MUST for problem in self.problems)

    @property
    def doubts(self) -> list[Problem]:
        """What is kept and marked 待核实."""
        return [problem for problem in self.problems if problem.grade == Grade.CHECK]


class RowReader:
    """Reads the rows of one plan; nothing may be written while it is in use."""

    def __init__(self, plan: Plan, words: Words) -> None:
        self.plan = plan
        self.words = words
        self.fields = import_fields(plan.record)
        # column, its place in a row, path, kind, and readings kept: registers repeat 男, 汉族, 群众 in every row. Those
        # of texts in which nothing is wrong or doubtful are kept as plain values beside.
        self._columns: list[tuple[Column, int, str, kinds.Kind, dict[Any, Any], _Memo]] = [
            (column, column.index, column.path, self.fields[column.path].kind, {}, {})
            for column in plan.columns
            if column.path is not None and column.path in self.fields
        ]
        self._width = max((column.index + 1 for column in plan.columns), default=0)
        self._units: _Memo = {}

    def read(self, row: SheetRow) -> ReadRow:
        """Read one row; every problem with row, column, field and what stood there."""
        found, cells = ReadRow(row), row.cells
        if len(cells) < self._width:
            cells = [*cells, *[None] * (self._width - len(cells))]
        values = found.values
        for column, index, path, kind, clean, memo in self._columns:
            cell = cells[index]
            if cell is None or cell == "" or path in values:
                continue
            if (value := clean.get(cell)) is not None:  # no number is equal to a text
                values[path] = value
                continue
            reading = memo.get((cell.__class__, cell)) or self._reading(memo, path, kind, cell)
            if reading.must is not None or reading.checks:
                self._tell(found, column.letter, path, cell, reading)
            elif reading.value is not None and cell.__class__ is str and len(clean) < MEMO:
                clean[cell] = reading.value
            if reading.value is not None:
                values[path] = reading.value
        if self.plan.unit or self.plan.unit_per_employer:
            self._choose_unit(found)
        return found

    def _tell(self, found: ReadRow, letter: str, path: str, cell: Any, reading: Reading[Any]) -> None:
        if reading.must is not None:
            found.problems.append(Problem(reading.must, path, found.number, letter, plain_text(cell)))
        for doubt in reading.checks:
            found.problems.append(Problem(doubt, path, found.number, letter, plain_text(cell), Grade.CHECK))

    def _reading(self, memo: _Memo, path: str, kind: kinds.Kind, cell: Any) -> Reading[Any]:
        reading = Reading(None) if is_blank(cell) else self._read(path, kind, cell)
        if len(memo) < MEMO:
            memo[type(cell), cell] = reading
        return reading

    def _read(self, path: str, kind: kinds.Kind, cell: Any) -> Reading[Any]:
        if isinstance(cell, CellFault):
            return Reading(None, must=cell.what)
        reading = self._read_kind(kind, cell)
        if reading.must is not None:
            if is_nothing(plain_text(cell).strip()):
                return Reading(None)  # a dash where the field knows no such value is a blank
            return self._makes_unit(kind, cell) or reading
        if isinstance(kind, kinds.ResidentId) and reading.value and _is_cut(reading.value):
            return Reading(None, must=_CUT)
        if path in self.plan.record.match_paths and is_nothing(plain_text(cell).strip()):
            return Reading(None)  # a number that says there is none tells nobody apart
        return reading

    def _read_kind(self, kind: kinds.Kind, cell: Any) -> Reading[Any]:
        if self.plan.date1904 and isinstance(kind, kinds.Day):
            return days.read_day(cell, today=self.words.today, date1904=True)
        if self.plan.date1904 and isinstance(kind, kinds.PartialDay):
            return days.read_partial_day(cell, today=self.words.today, date1904=True)
        return kind.read(cell, self.words)

    def _makes_unit(self, kind: kinds.Kind, cell: Any) -> Reading[NewUnit] | None:
        """A branch that the file does not have yet is made; any other link must be found."""
        if not isinstance(kind, kinds.Link) or kind.target != "OrgUnit":
            return None
        name = clean_text(cell, limit=NAME_LIMIT).value
        if name is None or self.words.find_links(kind.target, name):
            return None
        return Reading(NewUnit(name))

    def _choose_unit(self, found: ReadRow) -> None:
        """The branch that the user chose for all rows, or that bears the employer's name, instead of the sheet's."""
        chosen = found.values.get(EMPLOYER_PATH) if self.plan.unit_per_employer else self.plan.unit
        if not chosen or UNIT_PATH not in self.fields:
            return
        found.values.pop(UNIT_PATH, None)
        if found.problems:
            found.problems = [problem for problem in found.problems if problem.field != UNIT_PATH]
        reading = self._units.get((str, chosen)) or self._reading(
            self._units, UNIT_PATH, self.fields[UNIT_PATH].kind, chosen
        )
        if reading.must is not None:
            self._tell(found, self.plan.letter(EMPLOYER_PATH), UNIT_PATH, chosen, reading)
        else:
            found.values[UNIT_PATH] = reading.value


def _is_cut(number: str) -> bool:
    """Whether Excel made the last three digits zero (reliability E6): a check digit that fits by chance is believed."""
    return len(number) == 18 and number.isdigit() and number.endswith("000") and check_digit(number) != "0"
