"""Tables out, as .xlsx or .csv: text stays text, nothing in it becomes a formula, a broken write leaves the old file.

Formula injection (reliability E4): in .xlsx every text is a text cell. In .csv, where a program guesses, an apostrophe
stands before text that begins like a formula; `textfile` takes it off again.
"""

from __future__ import annotations

import csv
import math
import os
import re
import secrets
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import IO

from app.errors import Problem
from app.i18n import Label
from app.models.store.durable import replace
from app.models.store.faults import known_faults
from app.models.values.text import plain_text
from app.services.sheets import faults
from app.services.sheets.book import Cell
from app.services.sheets.reading import is_in_use
from app.services.sheets.workbook import ColumnKind, Table, Value, clean, write_workbook, yuan

# What a spreadsheet program takes for the start of a formula, and what such a text already guarded looks like.
_FORMULA = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")


def write_table(
    path: Path,
    headings: Sequence[str],
    kinds: Sequence[ColumnKind],
    rows: Iterable[Sequence[Value]],
    *,
    sheet_name: str,
    title: str | None = None,
    notes: Sequence[str] = (),
    widths: Sequence[float] = (),
    overwrite: bool = False,
) -> int:
    """Write one table to an .xlsx or .csv file; returns the number of rows.

    Title and notes stand above the headings. A money value is whole fen. Raises `KnownError`: `exists`, `locked`,
    `disk_full`, `read_only`, `unplugged`, `not_found`, `bad_input`; in each case nothing is left behind.
    """
    table = Table(sheet_name, headings, kinds, rows, title, notes, list(widths))
    return write_tables(path, [table], overwrite=overwrite)


def write_tables(path: Path, tables: Sequence[Table], *, overwrite: bool = False) -> int:
    """Write several tables as the sheets of one .xlsx (a .csv holds only one)."""
    kind = path.suffix.lower()
    if kind not in (".xlsx", ".csv") or (kind == ".csv" and len(tables) != 1):
        raise faults.wrong_kind()
    with known_faults(Label("存表格"), safe=faults.KEPT), _replacing(path, overwrite) as file:
        return write_workbook(file, tables) if kind == ".xlsx" else _write_csv(file, tables[0])


def write_problem_rows(
    path: Path,
    headings: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    problems: Iterable[Sequence[Problem]],
    *,
    overwrite: bool = False,
) -> int:
    """Write rows that could not be kept, as they stood, with a last column that says what to mend.

    `problems` goes along with `rows`. Mended, the file can be imported as it is.
    """
    width = len(headings)

    def lines() -> Iterator[list[Value]]:
        for cells, found in zip(rows, problems, strict=True):
            texts = [_as_shown(cell) for cell in cells][:width]
            yield [*texts, *[None] * (width - len(texts)), "\n".join(map(_sentence, found))]

    heads = [*headings, str(Label("问题"))]
    widths = [*[14.0] * width, 60.0]
    name = str(Label("要改的行"))
    return write_table(
        path, heads, [ColumnKind.TEXT] * len(heads), lines(), sheet_name=name, widths=widths, overwrite=overwrite
    )


def _as_shown(cell: Cell) -> str:
    """A cell as its owner sees it: a number beyond 15 digits ends in zeros, not in what the float makes of them."""
    if isinstance(cell, float) and math.isfinite(cell):
        return format(Decimal(repr(cell)).normalize(), "f")
    return plain_text(cell)


def _sentence(problem: Problem) -> str:
    if not problem.column:
        return str(problem.what)
    return str(Label("{column}：{what}", column=problem.column, what=problem.what))


@contextmanager
def _replacing(path: Path, overwrite: bool) -> Iterator[IO[bytes]]:
    """A new file beside `path` that takes its place, whole and on the medium, when the block ends well."""
    if path.exists() and not overwrite:
        raise faults.target_exists()
    if path.exists() and is_in_use(path):
        raise faults.target_in_use()
    part = path.with_name(f".xiaojia-{secrets.token_hex(4)}.part")
    try:
        with part.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        _put_in_place(part, path)
    finally:
        part.unlink(missing_ok=True)


def _put_in_place(part: Path, path: Path) -> None:
    try:
        replace(part, path)
    except PermissionError as error:
        raise faults.target_in_use() from error


def _write_csv(file: IO[bytes], table: Table) -> int:
    """Write a table as text that Excel opens with the right characters (UTF-8 with a mark)."""
    file.write(b"\xef\xbb\xbf")
    written = 0
    top = [*([table.title] if table.title else []), *table.notes]
    lines = _Lines(file)
    for text in top:
        lines.writer.writerow([_guarded(text)])
    lines.writer.writerow([_guarded(heading) for heading in table.headings])
    for row in table.rows:
        lines.writer.writerow([_csv_text(kind, value) for kind, value in zip(table.kinds, row, strict=True)])
        written += 1
    return written


class _Lines:
    """A csv writer over a binary file."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.writer = csv.writer(self)

    def write(self, line: str) -> int:
        return self._file.write(line.encode("utf-8"))


def _csv_text(kind: ColumnKind, value: Value) -> str:
    if isinstance(value, str):
        return _guarded(value)
    if kind is ColumnKind.MONEY and isinstance(value, int):
        return yuan(value)
    return plain_text(value)


def _guarded(text: str) -> str:
    text = clean(text)
    return f"'{text}" if _FORMULA.match(text) else text
