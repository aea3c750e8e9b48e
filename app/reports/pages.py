"""Rows shared out on pages. A row is never torn; the totals never stand alone; empty rows fill a form to its foot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from app.reports.layout import Row, SheetLayout
from app.reports.paper import MM

NOTHING_BELOW = "以下空白"
_ROUNDING = 0.01


@dataclass
class SheetPage:
    """The rows of one page; the heading, the subtotal and the signature row are added when it is drawn."""

    rows: list[Row] = field(default_factory=list)

    @property
    def records(self) -> list[Any]:
        """The data rows on this page."""
        return [row.record for row in self.rows if row.record is not None]

    @property
    def height(self) -> float:
        """Room that the rows take, points."""
        return sum(row.height for row in self.rows)


def paginate(layout: SheetLayout) -> list[SheetPage]:
    """All pages of a tabular form; there is always one."""
    if layout.imprint.blank:
        return [_filled(layout, SheetPage(), "")]
    pages = _share_out(list(layout.rows()), layout.capacity, layout.rows_per_page)
    if pages[-1].height + layout.closing_height > layout.capacity + _ROUNDING:
        _make_room(pages)
    if layout.form.rows_per_page:
        _filled(layout, pages[-1], NOTHING_BELOW)
    return pages


def _share_out(rows: Sequence[Row], capacity: float, most: int) -> list[SheetPage]:
    """Fill page after page up to `capacity` points and, unless it is 0, `most` data rows."""
    pages, height, records = [SheetPage()], 0.0, 0
    for index, row in enumerate(rows):
        needed = row.height + (rows[index + 1].height if row.keeps_next and index + 1 < len(rows) else 0.0)
        full = most and records == most and row.record is not None
        if pages[-1].rows and (row.opens_page or full or height + needed > capacity + _ROUNDING):
            pages.append(SheetPage())
            height, records = 0.0, 0
        pages[-1].rows.append(row)
        height += row.height
        records += row.record is not None
    return pages


def _make_room(pages: list[SheetPage]) -> None:
    """Move the last data row, and what belongs to it, over to a new page beside the closing rows."""
    last, moved = pages[-1], SheetPage()
    while last.rows and not moved.records:
        moved.rows.insert(0, last.rows.pop())
    while last.rows and last.rows[-1].keeps_next:
        moved.rows.insert(0, last.rows.pop())
    if not last.rows:
        pages.pop()
    pages.append(moved)


def _filled(layout: SheetLayout, page: SheetPage, word: str) -> SheetPage:
    """Empty rows down to the foot of the page; the first of them says that nothing follows."""
    free = layout.capacity - layout.closing_height - page.height
    count = int((free + _ROUNDING) / (layout.form.row_height * MM))
    if most := layout.form.blank_rows or layout.rows_per_page:
        count = min(count, most - len(page.records))
    for number in range(count):
        page.rows.append(layout.empty_row(word if number == 0 else ""))
    return page
