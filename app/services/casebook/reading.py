"""A workbook of hardship files as rows: for each sheet what stands under which column, and where."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from app.errors import ErrorCode, KnownError
from app.frozen import dataclass
from app.models.values.text import plain_text
from app.models.words import FileWords
from app.services.casebook.columns import CASES, SHEETS, SHOWN, WORKER_NAME, CaseColumn, columns_of, synonyms_of
from app.services.hardship.draft import raw_text
from app.services.sheets.book import CellFault, RawBook, RawSheet, column_number, is_blank
from app.services.sheets.columns import ColumnMatch, known_labels, match_columns
from app.services.sheets.headers import HeaderGuess, choose_sheet
from app.services.today import today

_NOT_READ = (WORKER_NAME, *SHOWN)


@dataclass(frozen=True)
class CaseLine:
    """One row of a sheet: texts by path, blanks left out; cells that hold no value; the letter of each column."""

    sheet: str
    number: int
    texts: Mapping[str, str]
    faults: Mapping[str, CellFault]
    letters: Mapping[str, str]


@dataclass(frozen=True)
class CaseSheet:
    """One sheet that was found, and its rows."""

    name: str
    raw: RawSheet
    header: HeaderGuess
    columns: list[ColumnMatch]
    lines: list[CaseLine]


def read_sheets(session: Session, book: RawBook) -> dict[str, CaseSheet]:
    """The sheets of a workbook; 档案 must be there (or be the only one), of the others none needs to.

    Raises NO_HEADER and what the reading of sheets raises.
    """
    names = {sheet.name.strip() for sheet in book.sheets}
    found = {}
    for key, label in SHEETS.items():
        if label.msgid in names:
            sheet = _read(session, book, key, label.msgid)
        elif key == CASES:
            sheet = _read(session, book, key, None)
        else:
            continue
        if sheet is not None:
            found[key] = sheet
    return found


def _read(session: Session, book: RawBook, key: str, name: str | None) -> CaseSheet | None:
    columns = columns_of(session, key)
    fields = [(column.path, column.label) for column in columns]
    synonyms = synonyms_of(key)
    try:
        choice = choose_sheet(book, known_labels(fields, synonyms), wanted=name)
    except KnownError as fault:
        if key != CASES and fault.code is ErrorCode.NO_HEADER:  # a sheet that nobody filled in
            return None
        raise
    matches = match_columns(choice.header.columns, fields, synonyms)
    by_path = {column.path: column for column in columns}
    words = FileWords(session, today())
    lines = [_line(key, choice.sheet, number, matches, by_path, words) for number in choice.header.rows]
    return CaseSheet(key, choice.sheet, choice.header, matches, lines)


def _line(
    key: str,
    sheet: RawSheet,
    number: int,
    matches: list[ColumnMatch],
    columns: Mapping[str, CaseColumn],
    words: FileWords,
) -> CaseLine:
    texts, faults, letters = {}, {}, {}
    for match in matches:
        cell = sheet.cell(number, column_number(match.column))
        if match.field is None or match.field in _NOT_READ or is_blank(cell):
            continue
        letters[match.field] = match.column
        if isinstance(cell, CellFault):
            faults[match.field] = cell
        else:
            texts[match.field] = _text(columns[match.field], cell, words)
    return CaseLine(key, number, texts, faults, letters)


def _text(column: CaseColumn, cell: Any, words: FileWords) -> str:
    """A cell as the page would hold it; what cannot be read stays as it is, to be refused there."""
    reading = column.kind.read(cell, words)
    if reading.value is None or reading.must is not None:
        return plain_text(cell)
    return raw_text(column.kind, reading.value, words)
