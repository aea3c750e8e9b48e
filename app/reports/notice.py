"""An official notice drawn: title, text, list, text, issuer and day, in the style of GB/T 9704 (domain 09 §9.1)."""

from __future__ import annotations

from app.reports.fonts import Face, text_width
from app.reports.layout import Row, SheetLayout
from app.reports.pages import paginate
from app.reports.paper import MM, Align, Notice
from app.reports.pen import Pen
from app.reports.sheet import draw_margins
from app.reports.table import TableBrush
from app.reports.text import MIDDLE, Fitted, balance, clean, wrap

BODY_SIZE = 15.75
"""3号: 28 characters on a line of 156 mm (points)."""
PITCH = 28.0
"""From line to line (points)."""
TITLE_PITCH = 32.0
PAGE_NUMBER_SIZE = 14.0
PAGE_NUMBER_DROP = 7 * MM
"""How far the page number stands below the type area."""
GAP = 3 * MM
"""Air above and below the list."""
INDENT = "　　"


def draw_notice(layout: SheetLayout, notice: Notice) -> tuple[bytes, int]:
    """The PDF of an official notice, and its number of pages."""
    painter = _NoticePainter(layout, notice)
    painter.paint()
    return painter.pen.finish(), painter.number


class _NoticePainter:
    """Lets title, text and rows flow down the pages; `_y` is the height that has been reached."""

    def __init__(self, layout: SheetLayout, notice: Notice) -> None:
        self.pen = Pen(layout.page, title=notice.title, author=notice.union)
        self.number = 0
        self._layout = layout
        self._notice = notice
        self._left, self._right = layout.edges[0], layout.edges[-1]
        self._bottom = layout.page.bottom * MM
        self._open_page()

    def paint(self) -> None:
        """Paint the whole notice."""
        self._title()
        for paragraph in self._notice.opening:
            self._paragraph(paragraph)
        self._list([row for page in paginate(self._layout) for row in page.rows])
        *before, last = [self._lines(paragraph) for paragraph in self._notice.ending]
        for lines in before:
            self._write(lines)
        self._signature(last)
        self._close_page()

    def _open_page(self) -> None:
        self.number += 1
        self._y = (self._layout.page.height - self._layout.page.top) * MM
        draw_margins(self.pen, self._layout)

    def _close_page(self) -> None:
        """End the page with its number: on odd pages at the right, on even at the left, one character in."""
        text, size = f"— {self.number} —", PAGE_NUMBER_SIZE
        odd = self.number % 2 == 1
        left, right = self._left + size, self._right - size
        y = self._bottom - PAGE_NUMBER_DROP
        self.pen.aligned(left, right, y, text, size, Align.RIGHT if odd else Align.LEFT)
        self.pen.end_page()

    def _need(self, height: float) -> None:
        if self._y - height < self._bottom - 0.01:
            self._close_page()
            self._open_page()

    def _title(self) -> None:
        size = self._layout.form.title_size
        lines = tuple(balance(clean(self._notice.title), Face.SERIF, size, self._right - self._left))
        fitted = Fitted(lines, size, leading=TITLE_PITCH / size)
        self.pen.title(self._left, self._right, self._y - fitted.height / 2, fitted)
        self._y -= fitted.height + PITCH

    def _lines(self, paragraph: str) -> list[str]:
        return wrap(INDENT + clean(paragraph), Face.SERIF, BODY_SIZE, self._right - self._left)

    def _paragraph(self, paragraph: str) -> None:
        self._write(self._lines(paragraph))

    def _write(self, lines: list[str]) -> None:
        for line in lines:
            self._need(PITCH)
            self.pen.text(self._left, self._y - PITCH / 2 - MIDDLE * BODY_SIZE, line, BODY_SIZE)
            self._y -= PITCH

    def _list(self, rows: list[Row]) -> None:
        """The table, its heading repeated on every page and never alone at the foot of one."""
        head = self._layout.head
        self._y -= GAP
        self._need(head.height + (rows[0].height if rows else 0))
        brush = self._brush()
        for row in rows:
            if brush.y - row.height < self._bottom - 0.01:
                brush.close()
                self._close_page()
                self._open_page()
                brush = self._brush()
            brush.row(row)
        brush.close()
        self._y = brush.y - GAP

    def _brush(self) -> TableBrush:
        brush = TableBrush(self.pen, self._layout.edges, self._y)
        brush.row(self._layout.head)
        return brush

    def _signature(self, before: list[str]) -> None:
        """Issuer and day, on one page with the paragraph before; the day four characters in, the issuer above it."""
        issuer = balance(self._notice.issuer, Face.SERIF, BODY_SIZE, self._right - self._left - 2 * BODY_SIZE)
        self._need((len(before) + 1 + len(issuer) + 1) * PITCH)
        self._write(before)
        self._y -= PITCH
        day_right = self._right - 4 * BODY_SIZE
        middle = day_right - text_width(self._notice.issued, Face.SERIF, BODY_SIZE) / 2
        widest = max(text_width(line, Face.SERIF, BODY_SIZE) for line in issuer)
        middle = min(middle, self._right - BODY_SIZE - widest / 2)
        for line in [*issuer, self._notice.issued]:
            half = text_width(line, Face.SERIF, BODY_SIZE) / 2
            self.pen.text(middle - half, self._y - PITCH / 2 - MIDDLE * BODY_SIZE, line, BODY_SIZE)
            self._y -= PITCH
