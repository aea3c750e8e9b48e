"""Commands about spreadsheets: lists out and lists in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from app.cli.context import Context, absolute
from app.cli.list_commands import view_of
from app.cli.result import Result, problem_object
from app.cli.wrong_use import WrongUseError
from app.errors import Problem
from app.i18n import Label
from app.models import HardshipCase

if TYPE_CHECKING:
    from pathlib import Path

    from app.services.casebook.trial import CaseTrial
    from app.services.importing.source import Source
    from app.services.importing.trial import Trial
    from app.services.sheets.book import RawSheet
    from app.services.sheets.columns import ColumnMatch

_NOT_KEPT = ("wrong", "ambiguous")
"""What becomes of the rows that an import leaves out."""


def run_export(context: Context) -> Result:
    """Write a list, or an empty table to be filled in, to an .xlsx or .csv file."""
    from app.services import exporting

    out = context.arguments.out
    view = view_of(context)
    with context.database() as database, database.read() as session:
        if context.arguments.blank:
            exporting.export_blank(session, view.record, out, overwrite=True)
            rows = 0
        else:
            rows = exporting.export(session, view, out, overwrite=True)
    return Result({"rows": rows, "file": absolute(out)})


def run_import(context: Context) -> Result:
    """Judge every row of a sheet; unless it is a trial, keep the good ones in one deed."""
    from app.services.importing import apply, mending, source, trial

    given = context.arguments
    record = context.record_type()
    if record is HardshipCase:
        return _import_cases(context)
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
            mending.write_left_out(judged, given.problems, overwrite=True)
        if given.trial:
            return Result(values)
        if values["skipped"] and not given.skip_wrong:
            return Result(values | {"skipped": 0}, fault=apply.refused(judged))
        context.say(Label("正在保存"))
        apply.apply(database, judged, skip_wrong=given.skip_wrong)
    return Result(values)


def _import_cases(context: Context) -> Result:
    """Hardship files with their families, incomes and expenses, from a workbook of four sheets."""
    from app.services.casebook import reading, trial
    from app.services.sheets.reading import read_workbook

    given = context.arguments
    if given.sheet or given.header_row or given.map or given.unit or given.unit_per_employer:
        raise WrongUseError(Label("困难职工档案按“档案、家庭、收入、支出”四张表导入，不用说明表和列"))
    with context.database() as database:
        context.say(Label("正在读取表格"))
        book = read_workbook(given.sheet_file)
        context.say(Label("正在逐行检查"))
        with database.read() as session:
            judged = trial.trial(session, reading.read_sheets(session, book))
        values = _case_values(judged)
        if given.problems:
            first = judged.sheets["cases"]
            bad = ((one.line.number, one.problems) for one in judged.cases if one.outcome in _NOT_KEPT)
            _write_problems(given.problems, first.raw, first.columns, bad)
        if given.trial:
            return Result(values)
        if values["skipped"] and not given.skip_wrong:
            return Result(values | {"skipped": 0}, fault=trial.refused(judged))
        context.say(Label("正在保存"))
        trial.apply(database, judged, skip_wrong=given.skip_wrong)
    return Result(values)


def _case_values(judged: CaseTrial) -> dict[str, Any]:
    columns = [{"sheet": sheet.raw.name, **_column(one)} for sheet in judged.sheets.values() for one in sheet.columns]
    first = judged.sheets["cases"]
    return {"sheet": first.raw.name, "header_row": first.header.row, "columns": columns, **_counted(judged)}


def _column(one: ColumnMatch) -> dict[str, Any]:
    return {"column": one.column, "heading": one.heading, "field": one.field, "how": one.how.value}


def _counted(judged: Trial | CaseTrial) -> dict[str, Any]:
    counts = judged.counts()
    return {
        **{name: counts[name] for name in ("new", "changed", "unchanged", "wrong", "doubtful", "ambiguous")},
        "skipped": counts["wrong"] + counts["ambiguous"],
        "problems": [problem_object(problem) for problem in judged.problems()],
    }


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
    columns = [_column(one) for one in read.columns]
    return {"sheet": read.sheet.name, "header_row": read.header.row, "columns": columns, **_counted(judged)}


def _write_problems(
    out: Path, sheet: RawSheet, columns: Sequence[ColumnMatch], bad: Iterable[tuple[int, Sequence[Problem]]]
) -> None:
    """Write the rows that cannot be kept, with what is wrong, as a sheet to mend."""
    from app.services.sheets.book import column_number
    from app.services.sheets.writing import write_problem_rows

    rows = list(bad)
    cells = [[sheet.cell(number, column_number(one.column)) for one in columns] for number, _ in rows]
    write_problem_rows(out, [one.heading for one in columns], cells, [found for _, found in rows], overwrite=True)
