"""From a file on disk to a plan: the sheet, its header, and which column fills which field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from app.errors import NOTHING_CHANGED, ErrorCode, KnownError, Problem
from app.frozen import dataclass
from app.i18n import Label
from app.models.declare import Record
from app.models.store.unhurried import uncollected
from app.services.importing.plan import DEPARTMENT_PATH, UNIT_PATH, Column, Plan, SheetRow, import_fields
from app.services.sheets.book import RawBook, RawSheet, column_number
from app.services.sheets.columns import ColumnMatch, known_labels, load_synonyms, match_columns
from app.services.sheets.headers import HeaderGuess, choose_sheet
from app.services.sheets.reading import read_workbook


@dataclass(frozen=True)
class Source:
    """A sheet that was read and understood so far: the user may still choose another sheet, row or column."""

    record: type[Record]
    book: RawBook
    sheet: RawSheet
    header: HeaderGuess
    columns: list[ColumnMatch]
    other_sheets: tuple[str, ...] = ()

    def remarks(self) -> list[Label]:
        """What the user should know before the trial: rows left out, rows that were hidden in the sheet."""
        return self.header.notes()

    @uncollected()
    def plan(
        self,
        *,
        unit: str | None = None,
        unit_per_employer: bool = False,
        members: bool = True,
        chosen: Mapping[int, str] | None = None,
    ) -> Plan:
        """What will be judged and imported."""
        given = bool(unit) or unit_per_employer
        columns = [
            Column(match.column, column_number(match.column) - 1, match.heading, self._path(match, unit_given=given))
            for match in self.columns
        ]
        hidden = set(self.header.hidden)
        rows = [SheetRow(number, self.sheet.row(number), number in hidden) for number in self.header.rows]
        plan = Plan(self.record, columns, rows, date1904=self.book.date1904)
        return replace(plan, unit=unit, unit_per_employer=unit_per_employer, members=members, chosen=dict(chosen or {}))

    def _path(self, match: ColumnMatch, *, unit_given: bool) -> str | None:
        """The field that a column fills: where the branch is given otherwise, 部门 is the department after all."""
        taken = {one.field for one in self.columns}
        if unit_given and match.field == UNIT_PATH and DEPARTMENT_PATH in match.others and DEPARTMENT_PATH not in taken:
            return DEPARTMENT_PATH
        return match.field


@uncollected()
def open_source(
    path: Path,
    record: type[Record],
    *,
    sheet: str | None = None,
    header_row: int | None = None,
    column_map: Mapping[str, str] | None = None,
) -> Source:
    """Read a file and find its table; raises UNREADABLE_SHEET, TOO_BIG, NO_HEADER, NOT_FOUND (no such sheet)."""
    return understand(read_workbook(path), record, sheet=sheet, header_row=header_row, column_map=column_map)


def understand(
    book: RawBook,
    record: type[Record],
    *,
    sheet: str | None = None,
    header_row: int | None = None,
    column_map: Mapping[str, str] | None = None,
) -> Source:
    """Find the table in a file that was read already (again, after the user chose otherwise)."""
    fields = [(path, spec.label) for path, spec in import_fields(record).items()]
    synonyms = load_synonyms(record.type_name)
    choice = choose_sheet(book, known_labels(fields, synonyms), wanted=sheet, row=header_row)
    columns = match_columns(choice.header.columns, fields, synonyms, column_map)
    return Source(record, book, choice.sheet, choice.header, columns, choice.others)


def refuse_unclear(source: Source) -> None:
    """Where nobody can be asked (the command line), a table that could be another one is refused, not guessed."""
    if source.other_sheets:
        names = "、".join((source.sheet.name, *source.other_sheets))
        raise _unclear(Label("有几张工作表都像名单：{names}。", names=names), Label("说清用哪一张工作表，再导入。"))
    if source.header.ambiguous:
        rows = sorted({source.header.row, *source.header.candidates})
        names = "、".join(str(row) for row in rows)
        raise _unclear(Label("有几行都像标题行：第 {rows} 行。", rows=names), Label("说清标题在第几行，再导入。"), rows)


def _unclear(what: Label, next_step: Label, rows: list[int] | None = None) -> KnownError:
    problems = [Problem(Label("像标题行"), row=row) for row in rows or []]
    return KnownError(ErrorCode.AMBIGUOUS, what, safe=NOTHING_CHANGED, next=next_step, problems=problems)
