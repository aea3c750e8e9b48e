"""Copy: the selected cells as they are shown, read anew where they are not in view."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtGui import QGuiApplication

from app.errors import KnownError
from app.i18n import Label
from app.views.jobs import DatabaseThread
from app.views.record_list.clipboard import mime
from app.views.record_list.selection import Range
from app.views.record_list.table import RecordTable

ROWS_AT_ONCE = 2000


def copy_selected(
    table: RecordTable,
    read_rows: Callable[[Sequence[int]], Sequence[Sequence[str]]],
    jobs: DatabaseThread,
    *,
    headings: bool,
    on_done: Callable[[Label], object],
    on_error: Callable[[KnownError], object],
    all_at_once: bool = False,
) -> None:
    """Put the selected cells on the clipboard; cells between selected ones that are not selected stay empty.

    `read_rows` writes the cells of rows, in the database thread; rows whose hidden numbers are shown are copied so.
    """
    ranges, lines = list(table.chosen.ranges()), table.chosen.rows()
    ids = [table.rows_model.ids[line] for line in lines]
    wanted = [at for at in table.shown_columns() if any(each.left <= at <= each.right for each in ranges)]
    columns = [table.rows_model.columns[at] for at in wanted]
    in_full, step = table.rows_model.in_full, max(1, len(ids)) if all_at_once else ROWS_AT_ONCE

    def write() -> list[list[str]]:
        chunks = [ids[first : first + step] for first in range(0, len(ids), step)]
        read = [cells for chunk in chunks for cells in read_rows(chunk)]
        written = [in_full.get(record_id, cells) for record_id, cells in zip(ids, read, strict=True)]
        return [
            [cells[at] if cells and _inside(ranges, line, at) else "" for at in wanted]
            for line, cells in zip(lines, written, strict=True)
        ]

    def put(rows: list[list[str]]) -> None:
        QGuiApplication.clipboard().setMimeData(mime(columns, rows, headings=headings))
        on_done(Label("已复制 {n} 行，可以粘贴到 Excel 或 WPS", n=f"{len(rows):,}"))

    jobs.run(write, put, on_error, owner=table)


def _inside(ranges: Sequence[Range], line: int, at: int) -> bool:
    return any(each.top <= line <= each.bottom and each.left <= at <= each.right for each in ranges)
