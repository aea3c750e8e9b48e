"""What is wrong with a draft: which of it is due to be said, beside which cell, and the way from one to the next.

Problems name their place as the services do: `members.2.born` is a cell, `filed_on` or `household.phone` a field.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

from app.errors import Grade, Problem
from app.frozen import dataclass
from app.views.forms.body import FormBody
from app.views.forms.row import FieldRow
from app.views.hardship.lines import WHOSE
from app.views.hardship.lines_table import LinesTable

T = TypeVar("T")
FAMILY = "members"
Cell = tuple[int, str]


def of_table(table: str, named: Mapping[str, T]) -> dict[Cell, T]:
    """What concerns the cells of one table, by row from 0 and field."""
    found = {}
    for place, each in named.items():
        name, _, rest = place.partition(".")
        number, _, key = rest.partition(".")
        if name == table and key:
            found[int(number) - 1, key] = each
    return found


def gravest(problems: Sequence[Problem]) -> dict[str, Problem]:
    """One problem for each place."""
    found: dict[str, Problem] = {}
    for problem in problems:
        kept = found.get(problem.field)
        if kept is None or (problem.grade is Grade.MUST and kept.grade is not Grade.MUST):
            found[problem.field] = problem
    return found


@dataclass(frozen=True)
class Place:
    """A cell (table, row, column) or, with an empty table, the field at `row`."""

    table: str
    row: int
    column: int
    problem: Problem


class Problems:
    """Shows problems in the tables and in the form, and goes from one to the next."""

    def __init__(self, tables: Mapping[str, LinesTable], body: FormBody) -> None:
        self._tables, self._body = tables, body
        self._asked: set[str] = set()

    def forget(self) -> None:
        """Another file is shown."""
        self._asked.clear()

    def ask_for(self, problems: Sequence[Problem]) -> None:
        """A saving was refused: from now on also say what was left blank."""
        self._asked |= {problem.field for problem in problems}

    def show(self, problems: Sequence[Problem]) -> list[Problem]:
        """Show what is due beside its place; gives back what has no place of its own."""
        due = [problem for problem in problems if self._is_due(problem)]
        named = gravest(due)
        for name, table in self._tables.items():
            table.lines.show_problems(of_table(name, named))
        self._body.show_problems([problem for problem in due if problem.field in self._body.rows])
        return [one for one in due if self._table_of(one) is None and one.field not in self._body.rows]

    def places(self) -> list[Place]:
        """All that is shown to be wrong, in reading order."""
        return [*self._cells(), *self._fields()]

    def next(self, steps: int) -> Place | None:
        """The place after the one with the focus, or before it; round and round."""
        places = self.places()
        if not places:
            return None
        here = next((at for at, place in enumerate(places) if self._is_here(place)), -1 if steps > 0 else 0)
        return places[(here + steps) % len(places)]

    def first_refusal(self) -> Place | None:
        """The first place that keeps from saving."""
        return next((place for place in self.places() if place.problem.grade is Grade.MUST), None)

    def focus(self, place: Place) -> None:
        """Give a place the focus."""
        if place.table:
            self._tables[place.table].focus_cell(place.row, place.column)
        else:
            self._body.go_to(self._rows()[place.row])

    def _rows(self) -> list[FieldRow]:
        return list(self._body.rows.values())

    def _table_of(self, problem: Problem) -> LinesTable | None:
        name, _, place = problem.field.partition(".")
        return self._tables.get(name) if "." in place else None

    def _is_due(self, problem: Problem) -> bool:
        """Not while the first characters are typed, and a blank only once it was asked for."""
        table = self._table_of(problem)
        if table is not None:
            _, number, key = problem.field.split(".")
            cell = (int(number) - 1, key)
            is_typed, text = table.open_cell() == cell, table.lines.text(*cell)
            if key == WHOSE and text in self._tables[FAMILY].lines.names_away():
                return False  # it follows as soon as the new name is typed whole
        elif problem.field in self._body.rows:
            made = self._body.rows[problem.field]
            is_typed, text = made.editor.control.hasFocus() and made.problem is None, made.editor.raw()
        else:
            return True
        return not is_typed and (bool(text) or problem.field in self._asked)

    def _cells(self) -> Iterator[Place]:
        for name, table in self._tables.items():
            for row, column in table.lines.wrong_cells():
                problem = table.lines.problem(row, table.lines.fields[column].name)
                if problem is not None:
                    yield Place(name, row, column, problem)

    def _fields(self) -> Iterator[Place]:
        for at, made in enumerate(self._rows()):
            if made.problem is not None:
                yield Place("", at, 0, made.problem)

    def _is_here(self, place: Place) -> bool:
        if not place.table:
            return self._rows()[place.row].editor.control.hasFocus()
        table = self._tables[place.table]
        current = table.currentIndex()
        return table.is_active() and (current.row(), current.column()) == (place.row, place.column)
