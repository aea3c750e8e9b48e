"""Commands about spreadsheets: lists out and lists in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from app.cli.context import Context, absolute
from app.cli.list_commands import view_of
from app.cli.result import Result, problem_object
from app.cli.wrong_use import WrongUseError
from app.i18n import Label

if TYPE_CHECKING:
    from pathlib import Path

    from app.services.importing.source import Source
    from app.services.importing.trial import Trial


def run_export(context: Context) -> Result:
    """Write a list, or an empty table to be filled in, to an .xlsx or .csv file."""
    from app.services import exporting

    out = context.arguments.out
    view = view_of(context)
    with context.database() as database, database.read() as session:
        if context.arguments.blank:
            exporting.export_blank(view.record, out, overwrite=True)
            rows = 0
        else:
            rows = exporting.export(session, view, out, overwrite=True)
    return Result({"rows": rows, "file": absolute(out)})


def run_import(context: Context) -> Result:
    """Judge every row of a sheet; unless it is a trial, keep the good ones in one deed."""
    from app.services.importing import apply, source, trial

    given = context.arguments
    record = context.record_type()
    with context.database() as database:
        context.say(Label("正在读取表格"))
        read = source.open_source(
            given.sheet_file, record, sheet=given.sheet, header_row=given.header_row, column_map=_map(given.map)
        )
        source.refuse_unclear(read)
        for remark in read.remarks():
            context.say(remark)
        plan = read.plan(unit=given.unit, unit_per_employer=given.unit_per_employer, members=not given.not_members)
        context.say(Label("正在逐行检查"))
        with database.read() as session:
            judged = trial.trial(session, plan)
        values = _values(read, judged)
        if given.problems:
            _write_problems(given.problems, read, judged)
        if given.trial:
            return Result(values)
        if values["skipped"] and not given.skip_wrong:
            return Result(values | {"skipped": 0}, fault=apply.refused(judged))
        context.say(Label("正在保存"))
        apply.apply(database, judged, skip_wrong=given.skip_wrong)
    return Result(values)


def _map(written: list[str]) -> Mapping[str, str]:
    """`标题=field` as (heading, field); the field may be empty: the column is left out."""
    found = {}
    for one in written:
        heading, sign, path = one.rpartition("=")
        if not sign:
            raise WrongUseError(Label("--map 要写成 标题=栏目：{text}", text=one))
        found[heading] = path
    return found


def _values(read: Source, judged: Trial) -> dict[str, Any]:
    counts = judged.counts()
    columns = [
        {"column": one.column, "heading": one.heading, "field": one.field, "how": one.how.value} for one in read.columns
    ]
    return {
        "sheet": read.sheet.name,
        "header_row": read.header.row,
        "columns": columns,
        **{name: counts[name] for name in ("new", "changed", "unchanged", "wrong", "doubtful", "ambiguous")},
        "skipped": counts["wrong"] + counts["ambiguous"],
        "problems": [problem_object(problem) for problem in judged.problems()],
    }


def _write_problems(out: Path, read: Source, judged: Trial) -> None:
    """Write the rows that cannot be kept, with what is wrong, as a sheet to mend."""
    from app.services.importing.trial import Outcome
    from app.services.sheets.writing import write_problem_rows

    bad = [one for one in judged.rows if one.outcome in (Outcome.WRONG, Outcome.AMBIGUOUS)]
    headings = [one.heading for one in read.columns]
    places = [one.index for one in judged.plan.columns]
    rows = [[_at(read.sheet.row(one.row.number), place) for place in places] for one in bad]
    write_problem_rows(out, headings, rows, [one.row.problems for one in bad], overwrite=True)


def _at(cells: Any, place: int) -> Any:
    return cells[place] if place < len(cells) else None
