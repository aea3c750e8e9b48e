"""A tabular form drawn: title, line below it, table, totals, signature row and page number on every page."""

from __future__ import annotations

from app.reports.fonts import Face, text_width
from app.reports.layout import NOTE_PITCH, NOTE_SIZE, PAD, SIGNATURE_HEIGHT, TITLE_GAP, SheetLayout
from app.reports.pages import SheetPage, paginate
from app.reports.paper import MM, Align
from app.reports.pen import Pen
from app.reports.table import TableBrush
from app.reports.text import clean
from app.reports.write import written_day

SIGNATURE_SIZE = 10.5
MARGIN_SIZE = 9.0
"""Print in the margins: page number, number of the print, confidentiality."""
MARGIN_LINE = 9 * MM
"""How far the lines of the margins stand from the edge of the paper."""


def draw_sheet(layout: SheetLayout) -> tuple[bytes, int]:
    """The PDF of a laid out form, and its number of pages."""
    pen = Pen(layout.page, title=layout.content.title, author=layout.content.union)
    pages = paginate(layout)
    for number, page in enumerate(pages, start=1):
        _SheetPainter(pen, layout).page(page, number, len(pages))
    return pen.finish(), len(pages)


def draw_margins(pen: Pen, layout: SheetLayout) -> None:
    """What stands outside the type area of every page: the draft mark, the number of the print, confidentiality."""
    left, right = layout.edges[0], layout.edges[-1]
    if layout.imprint.mark:
        pen.mark(layout.imprint.mark)
    if layout.imprint.number:
        top = layout.page.height * MM - MARGIN_LINE - MARGIN_SIZE
        pen.aligned(left, right, top, f"编号：{layout.imprint.number}", MARGIN_SIZE, Align.RIGHT)
    if layout.content.confidential:
        pen.text(left, MARGIN_LINE, layout.content.confidential, MARGIN_SIZE, Face.BOLD)


class _SheetPainter:
    """Paints one page from the top down; `_y` is the height that has been reached."""

    def __init__(self, pen: Pen, layout: SheetLayout) -> None:
        self._pen = pen
        self._layout = layout
        self._left, self._right = layout.edges[0], layout.edges[-1]
        self._y = (layout.page.height - layout.page.top) * MM

    def page(self, page: SheetPage, number: int, count: int) -> None:
        """Paint page `number` of `count`."""
        layout = self._layout
        last = number == count
        draw_margins(self._pen, layout)
        foot = f"第 {number} 页　共 {count} 页"
        self._pen.aligned(self._left, self._right, MARGIN_LINE, foot, MARGIN_SIZE, Align.CENTRE)
        if not layout.imprint.blank:
            printed = f"打印日期：{written_day(layout.imprint.printed_on, layout.imprint.days)}"
            self._pen.aligned(self._left, self._right, MARGIN_LINE, printed, MARGIN_SIZE, Align.RIGHT)
        self._heading()
        self._table(page, last)
        if last:
            self._notes()
        if layout.form.signatures:
            self._signatures()
        self._pen.end_page()

    def _heading(self) -> None:
        layout, pen = self._layout, self._pen
        pen.title(self._left, self._right, self._y - layout.title.height / 2, layout.title)
        self._y -= layout.title.height + TITLE_GAP
        if layout.subline_height:
            for fitted, align in zip(layout.subline, (Align.LEFT, Align.CENTRE, Align.RIGHT), strict=True):
                pen.block(self._left, self._right, self._y - fitted.height / 2, fitted, align)
        self._y -= layout.subline_height

    def _table(self, page: SheetPage, last: bool) -> None:
        layout = self._layout
        brush = TableBrush(self._pen, layout.edges, self._y)
        brush.row(layout.head)
        for row in page.rows:
            brush.row(row)
        if layout.form.page_subtotal:
            brush.row(layout.total_row("本页小计", page.records))
        if last:
            for row in layout.closing:
                brush.row(row)
        brush.close()
        self._y = brush.y

    def _notes(self) -> None:
        for index, line in enumerate(self._layout.notes):
            self._pen.text(self._left, self._y - 1 * MM - (index + 1) * NOTE_PITCH, line, NOTE_SIZE)
        self._y -= self._layout.notes_height

    def _signatures(self) -> None:
        """The words of the signature row, with the room left over shared out evenly for the pens."""
        layout = self._layout
        words = [f"{word}：" for word in layout.form.signatures]
        widths = [text_width(word, Face.SERIF, SIGNATURE_SIZE) for word in words]
        gap = (self._right - self._left - sum(widths)) / len(words)
        x, baseline = self._left, self._y - SIGNATURE_HEIGHT + 2 * MM
        for word, width, role in zip(words, widths, layout.form.signatures, strict=True):
            self._pen.text(x, baseline, word, SIGNATURE_SIZE)
            if signer := clean(layout.imprint.signers.get(role, "")):
                size = min(SIGNATURE_SIZE, (gap - PAD) / text_width(signer, Face.SERIF, 1.0))
                self._pen.text(x + width, baseline, signer, size)
            x += width + gap
