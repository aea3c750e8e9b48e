"""The markup of an .xlsx that is written: xlsxwriter makes the workbook around the rows, the rows are streamed here.

xlsxwriter alone would keep all rows in memory, or in temporary files on the disk, where people's data must not lie
(architecture, law 11); it also takes ten times as long (stack.md). So it makes a workbook with one sample row a sheet,
and the sample row's place and styles are used for all rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from io import BytesIO
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile

from app.errors import Problem, bad_input
from app.i18n import Label
from app.services.sheets.book import column_letter
from app.services.sheets.limits import CELL_TEXT

Value = str | int | date | None


class ColumnKind(StrEnum):
    """What stands in a column. Money is whole fen and is shown in yuan."""

    TEXT = "text"
    NUMBER = "number"
    MONEY = "money"
    DAY = "day"


@dataclass
class Table:
    """One sheet to be written. `widths` in characters; left out, they follow from the headings."""

    sheet_name: str
    headings: Sequence[str]
    kinds: Sequence[ColumnKind]
    rows: Iterable[Sequence[Value]]
    title: str | None = None
    notes: Sequence[str] = ()
    widths: Sequence[float] = field(default_factory=list)


_FORMATS = {
    ColumnKind.TEXT: "@",
    ColumnKind.NUMBER: "0",
    ColumnKind.MONEY: "#,##0.00",
    ColumnKind.DAY: "yyyy-mm-dd",
}
_BATCH = 500  # rows
_LEVEL = 3  # of packing: half the time of the usual 6, and a little larger
_EPOCH = date(1899, 12, 30)
_FIRST_DAY = date(1900, 3, 1)  # earlier days are written as text: Excel counts a day that never was

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LINE_BREAK = re.compile("\r\n?")
_ESCAPE_LIKE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_SPECIAL = re.compile(f"[&<>\n\r]|_x|\\A\\s|\\s\\Z|{_ILLEGAL.pattern}")
_MEMO = 20_000
_SHEET_NAME = re.compile(r"[\[\]:*?/\\]")
_SHEET_NAME_LENGTH = 31
_CELL = re.compile(rb'<c r="[A-Z]+\d+" s="(\d+)"/>')


def clean(text: str) -> str:
    """The text as a cell can hold it: without control characters, line breaks as one character."""
    return _LINE_BREAK.sub("\n", _ILLEGAL.sub("", text) if _ILLEGAL.search(text) else text)


def yuan(fen: int) -> str:
    """Fen as plain yuan: 123456 → 1234.56."""
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100}.{abs(fen) % 100:02d}"


def write_workbook(file: IO[bytes], tables: Sequence[Table]) -> int:
    """Write the tables as the sheets of one workbook; returns the number of rows."""
    written = 0
    with ZipFile(BytesIO(_skeleton(tables))) as skeleton, ZipFile(file, "w", ZIP_DEFLATED, compresslevel=_LEVEL) as out:
        for name in skeleton.namelist():
            match = re.fullmatch(r"xl/worksheets/sheet(\d+)\.xml", name)
            if match is None:
                out.writestr(name, skeleton.read(name))
                continue
            table = tables[int(match[1]) - 1]
            with out.open(name, "w") as part:
                written += _write_rows(part, skeleton.read(name), table)
    return written


def _skeleton(tables: Sequence[Table]) -> bytes:
    from xlsxwriter import Workbook

    buffer = BytesIO()
    with Workbook(buffer, {"in_memory": True}) as book:
        styles = {kind: book.add_format({"num_format": shown, "valign": "top"}) for kind, shown in _FORMATS.items()}
        heading = book.add_format(
            {"bold": True, "text_wrap": True, "valign": "vcenter", "num_format": "@", "border": 1}
        )
        title = book.add_format({"bold": True, "font_size": 16, "num_format": "@"})
        note = book.add_format({"num_format": "@"})
        for number, name in enumerate(_sheet_names(tables)):
            sheet, table = book.add_worksheet(name), tables[number]
            top = _write_top(sheet, table, title, note)
            for column, text in enumerate(table.headings):
                sheet.set_column(column, column, _width(table, column), styles[table.kinds[column]])
                sheet.write_string(top, column, clean(text), heading)
                sheet.write_blank(top + 1, column, None, styles[table.kinds[column]])
            sheet.write_blank(top + 1, len(table.headings), None, styles[ColumnKind.TEXT])
            _set_page(sheet, top)
    return buffer.getvalue()


def _write_top(sheet: Any, table: Table, title: Any, note: Any) -> int:
    """Write what stands above the headings; returns their row (from 0)."""
    lines = [(table.title, title)] if table.title else []
    lines += [(text, note) for text in table.notes]
    for row, (text, style) in enumerate(lines):
        sheet.write_string(row, 0, clean(text or ""), style)
    return len(lines)


def _set_page(sheet: Any, top: int) -> None:
    sheet.freeze_panes(top + 1, 0)
    sheet.repeat_rows(top)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})  # no green corners on every ID number


def _width(table: Table, column: int) -> float:
    if table.widths:
        return table.widths[column]
    text = max(table.headings[column].splitlines() or [""], key=len)
    return min(30, max(10, 2.2 * len(text) + 2))


def _sheet_names(tables: Sequence[Table]) -> list[str]:
    """Names that a spreadsheet program accepts, each once."""
    names: list[str] = []
    for number, table in enumerate(tables, 1):
        name = _SHEET_NAME.sub(" ", clean(table.sheet_name)).strip(" '")[:_SHEET_NAME_LENGTH].strip(" '")
        taken = {other.lower() for other in names}
        names.append(name if name and name.lower() not in taken else f"{name[:27]}{number}")
    return names


def _write_rows(part: IO[bytes], skeleton: bytes, table: Table) -> int:
    """Copy the sheet's markup with all rows in the place of the sample row, which is the last one."""
    start = skeleton.rindex(b"<row ")
    end = skeleton.rindex(b"</row>") + len(b"</row>")
    row = int(re.match(rb'<row r="(\d+)"', skeleton[start:end])[1])  # type: ignore[index]
    *styles, text_style = [style.decode() for style in _CELL.findall(skeleton[start:end])]
    part.write(re.sub(rb"<dimension[^>]*/>", b"", skeleton[:start]))  # it would have to be known beforehand
    written = 0
    for batch in _batches(_row_markup(table, styles, text_style, row)):
        part.write("".join(batch).encode())
        written += len(batch)
    part.write(skeleton[end:])
    return written


def _batches(markups: Iterator[str]) -> Iterator[list[str]]:
    batch: list[str] = []
    for markup in markups:
        batch.append(markup)
        if len(batch) >= _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _row_markup(table: Table, styles: Sequence[str], text_style: str, first: int) -> Iterator[str]:
    """The markup of each row. Texts are remembered: registers repeat 男, 汉族, 群众 in every row."""
    columns = [
        (f'<c r="{column_letter(column)}', kind, style, style if kind is ColumnKind.TEXT else text_style)
        for column, (kind, style) in enumerate(zip(table.kinds, styles, strict=True), 1)
    ]
    memo: dict[str, str] = {}
    for number, row in enumerate(table.rows, first):
        cells: list[str] = []
        for (opening, kind, style, style_of_text), value in zip(columns, row, strict=True):
            if value is None or value == "":
                continue
            if kind is not ColumnKind.TEXT and (figure := _figure(kind, value)) is not None:
                cells.append(f'{opening}{number}" s="{style}"><v>{figure}</v></c>')
                continue
            text = value if isinstance(value, str) else str(value)
            markup = memo.get(text)
            if markup is None:
                markup = memo[text] = _text_markup(text, number, opening)
            cells.append(f'{opening}{number}" s="{style_of_text}" t="inlineStr"><is>{markup}</is></c>')
        if len(memo) > _MEMO:
            memo.clear()
        yield f'<row r="{number}">{"".join(cells)}</row>'


def _figure(kind: ColumnKind, value: Value) -> str | None:
    """A value as the number that a cell holds; None when only text can say it (a partial day)."""
    if isinstance(value, date):
        day = date(value.year, value.month, value.day)
        return str((day - _EPOCH).days) if kind is ColumnKind.DAY and day >= _FIRST_DAY else None
    if isinstance(value, int):
        return yuan(value) if kind is ColumnKind.MONEY else str(value)
    return None


def _text_markup(text: str, row: int, opening: str) -> str:
    if len(text) > CELL_TEXT // 2 and len(text.encode("utf-16-le", "surrogatepass")) // 2 > CELL_TEXT:
        what = Label("一格里最多{limit}个字，这一格超过了", limit=CELL_TEXT)
        column = opening.rpartition('"')[2]
        raise bad_input([Problem(what, row=row, column=column)], Label("有一格的字太多，表没有存成。"))
    if not _SPECIAL.search(text):
        return f"<t>{text}</t>"
    text = _ESCAPE_LIKE.sub("_x005F_", clean(text))
    space = ' xml:space="preserve"' if text != text.strip() or "\n" in text else ""
    # Not by Python's own module for it, which brings the whole of HTTP and mail with it: 2 MB in every open window.
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f"<t{space}>{escaped}</t>"
