"""Cells for the clipboard in two forms that keep numbers of eighteen digits whole (screen.md §3, Copy)."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import QMimeData

from app.views.record_list.source import Column

NUMERIC = frozenset({"money", "number"})
# Excel takes a cell as text by the first mark, LibreOffice by the second; either alone corrupts numbers in the other.
AS_TEXT = ' style="mso-number-format:\'\\@\'" sdnum="2052;0;@"'


def mime(columns: Sequence[Column], rows: Sequence[Sequence[str]], *, headings: bool = False) -> QMimeData:
    """The cells as tab-separated text and as an HTML table."""
    data = QMimeData()
    data.setText(tab_separated(columns, rows, headings=headings))
    data.setHtml(html_table(columns, rows, headings=headings))
    return data


def tab_separated(columns: Sequence[Column], rows: Sequence[Sequence[str]], *, headings: bool = False) -> str:
    """One line for each row; a cell of several lines becomes one line, since quoting broke pasting elsewhere."""
    lines = [[str(column.label) for column in columns]] if headings else []
    return "\n".join("\t".join(_one_line(cell) for cell in line) for line in [*lines, *rows])


def html_table(columns: Sequence[Column], rows: Sequence[Sequence[str]], *, headings: bool = False) -> str:
    """A table in which every cell of a text kind says that it is text."""
    body = [
        "<tr>" + "".join(_cell(column, cell) for column, cell in zip(columns, row, strict=True)) + "</tr>"
        for row in rows
    ]
    head = ["<tr>" + "".join(f"<td{AS_TEXT}>{escape(str(each.label))}</td>" for each in columns) + "</tr>"]
    return (
        '<html><head><meta charset="utf-8"></head><body><table>'
        + "".join([*(head if headings else []), *body])
        + "</table></body></html>"
    )


def _cell(column: Column, text: str) -> str:
    if column.kind in NUMERIC:
        return f"<td>{escape(text.replace(',', ''))}</td>"
    return f"<td{AS_TEXT}>{escape(text).replace(chr(10), '<br>')}</td>"


def _one_line(cell: str) -> str:
    return " ".join(cell.split("\n")).replace("\t", " ").replace("\r", "")
