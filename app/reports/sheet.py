"""A tabular form drawn: title, line below it, table, totals, signature row and page number on every page."""

from __future__ import annotations

from app.reports.fonts import Face, text_width
from app.reports.layout import NOTE_SIZE, SIGNATURE_HEIGHT, Row, SheetLayout, SheetPage
from app.reports.paper import MM, Align
from app.reports.pen import FRAME, HAIR, Pen, merged

SUBLINE_SIZE = 10.5
SIGNATURE_SIZE = 10.5
MARGIN_SIZE = 9.0
"""Print in the margins: page number, number of the print, confidentiality."""
MARGIN_LINE = 9 * MM
"""How far the lines of the margins stand from the edge of the paper."""


def draw_sheet(layout: SheetLayout) -> bytes:
    """The PDF of a laid out form."""
    pen = Pen(layout.form.page, title=layout.content.title, author=layout.content.union)
    for number, page in enumerate(layout.pages, start=1):
        _SheetPainter(pen, layout).page(page, number)
    return pen.finish()


class _SheetPainter:
    """Paints one page from the top down; `_y` is the height that has been reached."""

    def __init__(self, pen: Pen, layout: SheetLayout) -> None:
        self._pen = pen
        self._layout = layout
        paper = layout.form.page
        self._left, self._right = layout.edges[0], layout.edges[-1]
        self._y = (paper.height - paper.top) * MM
        self._verticals: list[tuple[float, float, float]] = []

    def page(self, page: SheetPage, number: int) -> None:
        """Paint one page."""
        layout, pen = self._layout, self._pen
        last = number == len(layout.pages)
        if layout.imprint.draft:
            pen.mark(layout.imprint.draft)
        self._margins(number)
        self._heading()
        top = self._y
        self._row(layout.head)
        for row in page.rows:
            self._row(row)
        if layout.form.page_subtotal:
            self._row(layout.total_row("本页小计", page.records))
        if last:
            for row in layout.closing:
                self._row(row)
        self._frame(top)
        if last:
            self._notes()
        if layout.form.signatures:
            self._signatures()
        pen.end_page()

    def _margins(self, number: int) -> None:
        layout, pen = self._layout, self._pen
        top = layout.form.page.height * MM - MARGIN_LINE - MARGIN_SIZE
        if layout.imprint.number:
            pen.aligned(self._left, self._right, top, f"编号：{layout.imprint.number}", MARGIN_SIZE, Align.RIGHT)
        foot = f"第 {number} 页　共 {len(layout.pages)} 页"
        pen.aligned(self._left, self._right, MARGIN_LINE, foot, MARGIN_SIZE, Align.CENTRE)
        if layout.form.confidential:
            pen.text(self._left, MARGIN_LINE, layout.form.confidential, MARGIN_SIZE, Face.BOLD)

    def _heading(self) -> None:
        layout, pen = self._layout, self._pen
        pen.title(self._left, self._right, self._y - layout.title.height / 2, layout.title)
        self._y -= layout.title_height
        if layout.subline_height:
            baseline = self._y - layout.subline_height + 2 * MM
            for text, align in zip(layout.content.subline, (Align.LEFT, Align.CENTRE, Align.RIGHT), strict=True):
                pen.aligned(self._left, self._right, baseline, text, SUBLINE_SIZE, align)
        self._y -= layout.subline_height

    def _row(self, row: Row) -> None:
        edges, bottom = self._layout.edges, self._y - row.height
        for cell in row.cells:
            left, right = edges[cell.start], edges[cell.start + cell.span]
            self._verticals.append((left, self._y, bottom))
            middle = (self._y + bottom) / 2
            self._pen.block(left + cell.inset, right - cell.inset, middle, cell.fitted, cell.align, cell.face)
        self._pen.line(self._left, self._y, self._right, self._y)
        self._y = bottom

    def _frame(self, top: float) -> None:
        for x, upper, lower in merged(self._verticals):
            if x != self._left:
                self._pen.line(x, upper, x, lower, HAIR)
        for x in (self._left, self._right):
            self._pen.line(x, top, x, self._y, FRAME)
        for y in (top, self._y):
            self._pen.line(self._left, y, self._right, y, FRAME)

    def _notes(self) -> None:
        for index, line in enumerate(self._layout.notes):
            self._pen.text(self._left, self._y - 1 * MM - (index + 1) * NOTE_SIZE * 1.4, line, NOTE_SIZE)
        if self._layout.notes:
            self._y -= len(self._layout.notes) * NOTE_SIZE * 1.4 + 2 * MM

    def _signatures(self) -> None:
        """The words of the signature row, with the room left over shared out evenly for the pens."""
        layout = self._layout
        words = [f"{word}：" for word in layout.form.signatures]
        widths = [text_width(word, Face.SERIF, SIGNATURE_SIZE) for word in words]
        gap = (self._right - self._left - sum(widths)) / len(words)
        x, baseline = self._left, self._y - SIGNATURE_HEIGHT + 2.5 * MM
        for word, width, role in zip(words, widths, layout.form.signatures, strict=True):
            self._pen.text(x, baseline, word, SIGNATURE_SIZE)
            self._pen.text(x + width, baseline, layout.imprint.signers.get(role, ""), SIGNATURE_SIZE)
            x += width + gap
