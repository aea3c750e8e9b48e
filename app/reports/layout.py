"""The table of a form laid out: text fitted into cells, cells into rows, rows onto pages. Nothing is drawn here.

All lengths are points. A row is never torn; no text leaves its cell: it is broken into lines, then printed smaller,
then its row grows, and only a text taller than `TALLEST` is cut, with the reader told where the rest is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from app.models.values.money import capitals, show_money
from app.reports.fonts import Face
from app.reports.paper import MM, Align, Column, Content, Group, Imprint, Kind, PaperForm, Total
from app.reports.text import Fitted, Room, balance, fit, wrap
from app.reports.write import column_sum, column_total, written

PAD = 0.6 * MM
"""Room between a line of the table and the text in it, on every side."""
SIDE_PAD = 1.0 * MM
"""The same left and right of texts and amounts, which do not stand in the middle."""
TALLEST = 60 * MM
"""The tallest row: a longer text is cut, so that one remark cannot fill a page."""
CLOSING_HEIGHT = 7.5 * MM
SUBLINE_HEIGHT = 7 * MM
SIGNATURE_HEIGHT = 10 * MM
NOTE_SIZE = 9.5
TEXT_FLOOR = 8.5
"""Text is not shrunk below this before its row grows; the readers are past fifty."""
HEAD_FLOOR = 9.0
TITLE_FLOOR = 15.0
NOTHING_BELOW = "以下空白"
FIGURE_FLOOR = 7.5
"""The smallest print of an amount, a day or a number: better small than broken."""
NAME_FLOOR = 9.0
"""A name that would be smaller than this on one line takes two."""
_WHOLE = dict.fromkeys((Kind.SERIAL, Kind.NUMBER, Kind.MONEY, Kind.DAY, Kind.MONTH, Kind.WHOLE), FIGURE_FLOOR) | {
    Kind.NAME: NAME_FLOOR
}


@dataclass(frozen=True)
class Cell:
    """A cell from column `start` on, `span` columns wide."""

    start: int
    span: int
    fitted: Fitted
    align: Align = Align.CENTRE
    face: Face = Face.SERIF

    @property
    def inset(self) -> float:
        """How far the text keeps from the lines left and right."""
        return inset(self.align)


def inset(align: Align) -> float:
    """Room between the text of a cell and the lines left and right of it."""
    return PAD if align is Align.CENTRE else SIDE_PAD


@dataclass(frozen=True)
class Row:
    """A row of the table. `record` is the data row in it, None in headings and totals; `opens_page`: on a new page."""

    cells: tuple[Cell, ...]
    height: float
    record: Any = None
    keeps_next: bool = False
    opens_page: bool = False


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
        """Room that the rows take."""
        return sum(row.height for row in self.rows)


class SheetLayout:
    """One print of a tabular form, laid out."""

    def __init__(self, form: PaperForm, content: Content, imprint: Imprint) -> None:
        self.form = form
        self.content = content
        self.imprint = imprint
        self.columns = content.columns or form.columns
        self.edges = self._edges()
        self.cut: list[tuple[Any, Column]] = []
        self._fits: dict[tuple[int, str], Fitted] = {}

    def _edges(self) -> tuple[float, ...]:
        edges = [self.form.page.left * MM]
        for column in self.columns:
            edges.append(edges[-1] + column.width * MM)
        return tuple(edges)

    @property
    def width(self) -> float:
        """Width of the table."""
        return self.edges[-1] - self.edges[0]

    @cached_property
    def records(self) -> list[Any]:
        """All data rows, in order."""
        return [] if self.imprint.blank else [row for group in self.content.groups for row in group.rows]

    @cached_property
    def title(self) -> Fitted:
        """The title: one line, smaller if it must be, at last two lines of about one length."""
        room = Room(self.width, 0, self.form.title_size, TITLE_FLOOR, 0, whole=TITLE_FLOOR)
        fitted = fit(self.content.title, Face.SERIF, room)
        if len(fitted.lines) == 1:
            return fitted
        size = TITLE_FLOOR + 1
        return Fitted(tuple(balance(self.content.title, Face.SERIF, size, self.width)), size)

    @property
    def title_height(self) -> float:
        """Room for the title, with a little air below."""
        return self.title.height + 2 * MM

    @property
    def subline_height(self) -> float:
        """Room for the line between title and table."""
        return SUBLINE_HEIGHT if any(self.content.subline) else 0.0

    @cached_property
    def head(self) -> Row:
        """The heading row, repeated on every page."""
        cells = []
        for index, column in enumerate(self.columns):
            room = Room(column.width * MM - 2 * PAD, 0, self.form.head_size, HEAD_FLOOR, TALLEST, centred=True)
            lines = [line for part in column.title.split("\n") for line in _head_lines(part, room)]
            size = min(line.size for line in lines)
            cells.append(
                Cell(index, 1, Fitted(tuple(text for line in lines for text in line.lines), size), face=Face.BOLD)
            )
        return Row(tuple(cells), max(9 * MM, *(cell.fitted.height + 2 * PAD for cell in cells)))

    @cached_property
    def notes(self) -> tuple[str, ...]:
        """The notes under the table, broken into lines."""
        return tuple(line for note in self.content.notes for line in wrap(note, Face.SERIF, NOTE_SIZE, self.width))

    @property
    def foot_height(self) -> float:
        """What stands under the rows of every page."""
        subtotal = CLOSING_HEIGHT if self.form.page_subtotal else 0.0
        return subtotal + (SIGNATURE_HEIGHT if self.form.signatures else 0.0)

    @property
    def capacity(self) -> float:
        """Room for rows on a page."""
        used = self.title_height + self.subline_height + self.head.height + self.foot_height
        return self.form.page.inner_height * MM - used

    @cached_property
    def closing(self) -> tuple[Row, ...]:
        """What stands under the last row of all: 合计 and 人民币（大写）."""
        rows = []
        if self.form.grand_total:
            rows.append(self.total_row("合计", self.records))
        if self.form.capitals:
            fitted = Fitted((self._capitals(),), self.form.body_size)
            rows.append(Row((Cell(0, len(self.columns), fitted, Align.LEFT),), CLOSING_HEIGHT))
        return tuple(rows)

    @property
    def closing_height(self) -> float:
        """Room for the closing rows and the notes of the last page."""
        notes = len(self.notes) * NOTE_SIZE * 1.4 + (2 * MM if self.notes else 0.0)
        return sum(row.height for row in self.closing) + notes

    @cached_property
    def total(self) -> int | None:
        """All money on the form in fen: every summed money column; None for a form without any."""
        summed = [column for column in self.columns if column.total is Total.SUM and column.kind is Kind.MONEY]
        return sum(column_sum(column, self.records) for column in summed) if summed else None

    def _capitals(self) -> str:
        if self.imprint.blank:
            return "人民币（大写）："
        text = f"人民币（大写）：{capitals(self.total or 0).removeprefix('人民币')}　　¥{show_money(self.total or 0)}"
        summed = [column for column in self.columns if column.total is Total.SUM and column.kind is Kind.MONEY]
        parts = [(column.plain_title.removesuffix("（元）"), column_sum(column, self.records)) for column in summed]
        if sum(1 for _, amount in parts if amount) > 1:
            text += f"（其中{'，'.join(f'{name}{show_money(amount)}元' for name, amount in parts)}）"
        return text

    def total_row(self, word: str, records: Sequence[Any]) -> Row:
        """A row of totals over `records`: the word before the first total, each total under its column."""
        first = next((index for index, column in enumerate(self.columns) if column.total), len(self.columns))
        size = self.form.body_size
        cells = [Cell(0, max(first, 1), Fitted((word,), size), face=Face.BOLD)]
        for index in range(max(first, 1), len(self.columns)):
            column = self.columns[index]
            text = "" if self.imprint.blank else column_total(column, records, self.form.unit)
            width = column.width * MM - 2 * inset(column.align)
            room = Room(width, CLOSING_HEIGHT, size, TEXT_FLOOR, CLOSING_HEIGHT, whole=FIGURE_FLOOR)
            cells.append(Cell(index, 1, fit(text, Face.SERIF, room), column.align))
        return Row(tuple(cells), CLOSING_HEIGHT)

    @cached_property
    def pages(self) -> list[SheetPage]:
        """All pages with their rows; there is always one."""
        pages = [SheetPage()]
        if self.imprint.blank:
            self._fill(pages[0], "")
            return pages
        rows = list(self._rows())
        for row, following in zip(rows, [*rows[1:], None], strict=True):
            page = pages[-1]
            needed = row.height + (following.height if row.keeps_next and following else 0.0)
            full = self.form.rows_per_page and len(page.records) == self.form.rows_per_page and row.record is not None
            if page.rows and (row.opens_page or full or page.height + needed > self.capacity + 0.01):
                pages.append(page := SheetPage())
            page.rows.append(row)
        if pages[-1].height + self.closing_height > self.capacity + 0.01:
            self._make_room(pages)
        if self.form.rows_per_page:
            self._fill(pages[-1], NOTHING_BELOW)
        return pages

    def _make_room(self, pages: list[SheetPage]) -> None:
        """Move the last data row, and what belongs to it, over to a new page beside the closing rows."""
        last, moved = pages[-1], SheetPage()
        while last.rows and not moved.records:
            moved.rows.insert(0, last.rows.pop())
        while last.rows and last.rows[-1].keeps_next:
            moved.rows.insert(0, last.rows.pop())
        if not last.rows:
            pages.pop()
        pages.append(moved)

    def _fill(self, page: SheetPage, word: str) -> None:
        """Empty rows down to the foot; the first of them says that nothing follows."""
        height = self.form.row_height * MM
        free = self.capacity - self.closing_height - page.height
        count = int((free + 0.01) / height)
        if self.form.rows_per_page:
            count = min(count, self.form.rows_per_page - len(page.records))
        empty = tuple(Cell(index, 1, Fitted((), 0)) for index in range(len(self.columns)))
        for number in range(count):
            cells = empty
            if word and not number:
                cells = (Cell(0, len(self.columns), Fitted((word,), self.form.body_size)),)
            page.rows.append(Row(cells, height))

    def _rows(self) -> Iterator[Row]:
        serial = 0
        for group in self.content.groups:
            opens = self.form.group_starts_page and serial > 0
            if group.name:
                yield self._group_head(group, opens)
            for record in group.rows:
                serial += 1
                yield self._record_row(record, serial)
            if group.name:
                yield self.total_row("小计", group.rows)

    def _group_head(self, group: Group, opens_page: bool) -> Row:
        fitted = Fitted((group.name,), self.form.body_size)
        cell = Cell(0, len(self.columns), fitted, Align.LEFT, Face.BOLD)
        return Row((cell,), CLOSING_HEIGHT, keeps_next=True, opens_page=opens_page)

    def _record_row(self, record: Any, serial: int) -> Row:
        cells, height = [], self.form.row_height * MM
        for index, column in enumerate(self.columns):
            text = written(column, record, serial)
            fitted = self._fit(index, text)
            if fitted.cut:
                self.cut.append((record, column))
            height = max(height, fitted.height + 2 * PAD)
            cells.append(Cell(index, 1, fitted, Align.CENTRE if text == column.empty else column.align))
        return Row(tuple(cells), height, record)

    def _fit(self, index: int, text: str) -> Fitted:
        key = (index, text)
        if key not in self._fits:
            column = self.columns[index]
            room = Room(
                width=column.width * MM - 2 * inset(column.align),
                height=self.form.row_height * MM - 2 * PAD,
                size=self.form.body_size,
                floor=TEXT_FLOOR,
                tallest=TALLEST - 2 * PAD,
                whole=_WHOLE.get(column.kind, 0.0),
                joint="·" if column.kind is Kind.NAME else "",
                centred=column.align is Align.CENTRE,
            )
            self._fits[key] = fit(text, Face.SERIF, room)
        return self._fits[key]


def _head_lines(text: str, room: Room) -> list[Fitted]:
    """A heading: on one line if that only takes half a point less, else in lines of about one length."""
    whole = fit(text, Face.BOLD, Room(room.width, 0, room.size, room.floor, 0, whole=room.floor))
    if len(whole.lines) == 1 and whole.size >= room.size - 1:
        return [whole]
    return [Fitted(tuple(balance(text, Face.BOLD, room.size, room.width)), room.size)]
