"""Hardship files out, as four sheets that come back in unchanged; and the blank workbook."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from app.frozen import dataclass
from app.models import HardshipCase, Person, kinds
from app.models.words import FileWords
from app.services import hardship, listing
from app.services.casebook.columns import (
    CASES,
    NUMBER,
    SHEETS,
    SHOWN,
    STAGE,
    UID,
    WORKER,
    WORKER_NAME,
    CaseColumn,
    as_written,
    columns_of,
)
from app.services.listing import View
from app.services.sheets.workbook import ColumnKind, Table, Value
from app.services.sheets.writing import write_tables
from app.services.today import today

_CELLS = ((kinds.Money, ColumnKind.MONEY), (kinds.Number, ColumnKind.NUMBER), (kinds.Day, ColumnKind.DAY))


@dataclass(frozen=True)
class _OneCase:
    """A file to be written: how its worker is known, its page, and what follows from it."""

    worker: str
    sheet: hardship.Sheet
    uid: str
    shown: Mapping[str, object]


def export_cases(session: Session, view: View, path: Path, *, overwrite: bool = False) -> int:
    """Write the files of a view as a workbook (a .csv holds only the first sheet); returns how many."""
    cases = [_one(session, case_id) for case_id in listing.ids(session, view)]
    _write(session, cases, path, overwrite)
    return len(cases)


def export_blank_cases(session: Session, path: Path, *, overwrite: bool = False) -> None:
    """Write the workbook to be filled in."""
    _write(session, None, path, overwrite)


def _write(session: Session, cases: Sequence[_OneCase] | None, path: Path, overwrite: bool) -> None:
    names = list(SHEETS) if path.suffix.lower() == ".xlsx" else [CASES]
    words = FileWords(session, today())
    tables = []
    for name in names:
        columns = columns_of(session, name)
        if cases is None:
            columns = [column for column in columns if column.path not in (NUMBER, UID, *SHOWN)]
        rows = [_row(columns, found, words) for case in cases or () for found in _values(case, name)]
        headings = [column.label.msgid for column in columns]
        tables.append(Table(str(SHEETS[name]), headings, [_cell_kind(column) for column in columns], rows))
    write_tables(path, tables, overwrite=overwrite)


def _one(session: Session, case_id: int) -> _OneCase:
    case = session.get_one(HardshipCase, case_id)
    person = session.get_one(Person, case.person_id)
    shown = {name: getattr(case, name) for name in SHOWN}
    return _OneCase(person.id_no or person.uid, hardship.open_sheet(session, case_id), case.uid, shown)


def _values(case: _OneCase, name: str) -> Iterator[dict[str, object]]:
    """The rows of one file on one sheet, by path: texts as the page holds them, or values."""
    whose: dict[str, object] = {WORKER: case.worker, WORKER_NAME: case.sheet.name}
    if name != CASES:
        for row in case.sheet.draft.rows(name):
            yield {**whose, **row.texts}
        return
    own = {NUMBER: case.sheet.number, STAGE: case.sheet.stage, UID: case.uid}
    yield {**whose, **case.sheet.draft.texts, **own, **case.shown}


def _row(columns: Sequence[CaseColumn], found: Mapping[str, object], words: FileWords) -> list[Value]:
    return [_cell(column, found.get(column.path), words) for column in columns]


def _cell(column: CaseColumn, held: Any, words: FileWords) -> Value:
    value: Value = column.kind.read(held, words).value if isinstance(held, str) and column.path not in SHOWN else held
    if value is None or _cell_kind(column) is not ColumnKind.TEXT:
        return value
    return as_written(column.kind, value, words)


def _cell_kind(column: CaseColumn) -> ColumnKind:
    return next((cell for kind, cell in _CELLS if isinstance(column.kind, kind)), ColumnKind.TEXT)
