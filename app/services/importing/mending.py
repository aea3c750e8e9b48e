"""The rows that an import leaves out, as a sheet to mend; mended, it can be imported."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from app.errors import Problem
from app.i18n import Label
from app.models import kinds
from app.services.importing.plan import Column, Plan, import_fields
from app.services.importing.trial import Judged, Outcome, Trial
from app.services.sheets.columns import load_synonyms, match_columns
from app.services.sheets.writing import write_problem_rows

LEFT_OUT = (Outcome.WRONG, Outcome.AMBIGUOUS)


def write_left_out(trial: Trial, path: Path, *, overwrite: bool = False) -> int:
    """Write the wrong and ambiguous rows of a trial to an .xlsx or .csv file; returns how many.

    Every row says which one of the sheet it was. Raises what writing a table raises.
    """
    headings = _headings(trial.plan)
    rows = [one for one in trial.rows if one.outcome in LEFT_OUT]
    cells = [[_cell(trial.plan, one, column) for column, _ in headings] for one in rows]
    names = {column.letter: heading.partition("\n")[0] for column, heading in headings}
    problems = [_told(one, names) for one in rows]
    return write_problem_rows(path, [heading for _, heading in headings], cells, problems, overwrite=overwrite)


def _headings(plan: Plan) -> Sequence[tuple[Column, str]]:
    """The columns with their own headings, or with those of their fields where their own would be taken otherwise."""
    columns = [column for column in plan.columns if column.heading]
    fields = import_fields(plan.record)
    labels = [(path, spec.label) for path, spec in fields.items()]
    again = match_columns(
        [(column.letter, column.heading) for column in columns], labels, load_synonyms(plan.record.type_name)
    )
    if [match.field for match in again] == [column.path for column in columns]:
        return [(column, column.heading) for column in columns]
    return [(column, str(fields[column.path].label)) for column in columns if column.path]


def _cell(plan: Plan, one: Judged, column: Column) -> Any:
    """A cell as it stood; a bare number of days of an old Mac as the day that it means."""
    fields = import_fields(plan.record) if plan.date1904 and column.path else {}
    if column.path in fields and isinstance(fields[column.path].kind, kinds.Day | kinds.PartialDay):
        return one.row.values.get(column.path, one.row.source.cell(column))
    return one.row.source.cell(column)


def _told(one: Judged, names: Mapping[str, str]) -> list[Problem]:
    """The problems by heading: the letters of the sheet are others here."""
    which = Problem(Label("原表第{row}行", row=one.row.number))
    return [which, *(replace(problem, column=names.get(problem.column, "")) for problem in one.row.problems)]
