"""Where the table is in a file that was read, and which columns the user chose when such a sheet came before."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

from app.errors import ErrorCode, KnownError
from app.models.declare import Record
from app.models.store.database import Database
from app.services.importing.plan import import_fields
from app.services.importing.source import Source, understand
from app.services.sheets.book import RawBook, RawSheet, is_blank
from app.services.sheets.columns import ColumnMatch, How

KEPT = "import_columns_{type}"
"""Under this name the file keeps for a record type: heading → path of the field that was chosen, or LEFT_OUT."""
MOST = 200
LEFT_OUT = "-"


def find_table(
    database: Database, book: RawBook, record: type[Record], *, sheet: str | None = None, header_row: int | None = None
) -> tuple[Source, bool]:
    """The table, and whether its header is known.

    Where no row looks like headings, it begins with the first row that holds anything, and the user must say which row
    it is. Raises NO_HEADER where there is nothing at all.
    """
    try:
        found, is_known = understand(book, record, sheet=sheet, header_row=header_row), True
    except KnownError as fault:
        begins = _beginning(book, sheet)
        if fault.code is not ErrorCode.NO_HEADER or header_row is not None or begins is None:
            raise
        found, is_known = understand(book, record, sheet=begins[0].name, header_row=begins[1]), False
    return replace(found, columns=_as_chosen(database, found)), is_known


def _beginning(book: RawBook, sheet: str | None) -> tuple[RawSheet, int] | None:
    """The first row that holds anything, in the sheet that is asked for or in the first that has one."""
    for one in sorted(book.sheets, key=lambda one: one.hidden):
        if sheet in (None, one.name):
            for number, cells in enumerate(one.rows, start=1):
                if any(not is_blank(cell) for cell in cells):
                    return one, number
    return None


def _as_chosen(database: Database, source: Source) -> list[ColumnMatch]:
    """The columns with what the user chose for such headings before, where no other column fills that field."""
    kept = database.recall(_key(source.record)) or {}
    paths = {*import_fields(source.record), LEFT_OUT}
    wanted = {match.column: path for match in source.columns if (path := kept.get(_heading(match))) in paths}
    taken = [wanted.get(match.column, match.field) for match in source.columns]
    columns = []
    for match in source.columns:
        path = wanted.get(match.column)
        if path == LEFT_OUT:
            match = replace(match, field=None, how=How.MAP)
        elif path is not None and taken.count(path) == 1:
            match = replace(match, field=path, how=How.MAP)
        columns.append(match)
    return columns


def remember_columns(database: Database, source: Source) -> None:
    """Keep what the user chose, now that such a sheet was imported. Where that cannot be kept, the import still is."""
    chosen = {_heading(match): match.field or LEFT_OUT for match in source.columns if match.how is How.MAP}
    with suppress(KnownError):
        before: dict[str, str] = database.recall(_key(source.record)) or {}
        kept = {heading: path for heading, path in before.items() if heading not in chosen} | chosen
        newest: Sequence[tuple[str, str]] = list(kept.items())[-MOST:]
        if chosen and dict(newest) != before:
            database.remember(_key(source.record), dict(newest))


def _heading(match: ColumnMatch) -> str:
    return " ".join(match.heading.split())


def _key(record: type[Record]) -> str:
    return KEPT.format(type=record.type_name)
