"""The table of a form laid out: text fitted into cells, cells into rows. Nothing is drawn here.

All lengths are points. No text leaves its cell: it is broken into lines, then printed smaller, then its row grows, and
only a text taller than `TALLEST` is cut, with the reader told where the rest is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from app.frozen import dataclass
from app.models.values.money import capitals, show_money
from app.reports.fonts import Face, text_width
from app.reports.paper import MM, Align, Column, Content, Group, Imprint, Kind, PaperForm, Total
from app.reports.text import Fitted, Room, balance, clean, fit, largest, wrap
from app.reports.write import column_sum, column_total, value_of, written

PAD = 0.6 * MM
"""Room between a line of the table and the text in it, on every side."""
SIDE_PAD = 1.0 * MM
"""The same left and right of texts and amounts, which do not stand in the middle."""
TALLEST = 60 * MM
"""The tallest row: a longer text is cut, so that one remark cannot fill a page."""
CLOSING_HEIGHT = 7 * MM
SIGNATURE_HEIGHT = 9 * MM
TITLE_GAP = 2 * MM
SUBLINE_SIZE = 10.5
SUBLINE_GAP = 2 * MM
NOTE_SIZE = 9.5
NOTE_PITCH = NOTE_SIZE * 1.4
HEAD_LEADING = 1.1
HEAD_FLOOR = 9.0
TITLE_FLOOR = 15.0
TEXT_FLOOR = 8.5
"""Text is not shrunk below this before its row grows; the readers are past fifty."""
SHRINK = 2.0
"""Nor by more than this."""
FIGURE_FLOOR = 7.5
"""The smallest print of an amount, a day or a number: better small than broken."""
TOTAL_FLOOR = 4.0
"""A total is never broken or cut, however small it must be printed."""
NAME_FLOOR = 9.0
"""A name that would be smaller than this on one line takes two."""
_WHOLE = dict.fromkeys(
    (Kind.SERIAL, Kind.NUMBER, Kind.MONEY, Kind.DAY, Kind.MONTH, Kind.DAY_OF_YEAR, Kind.WHOLE), FIGURE_FLOOR
) | {Kind.NAME: NAME_FLOOR}


class Cell(NamedTuple):
    """A cell from column `start` on, `span` columns wide. (A tuple: a long list has 150,000 of them.)"""

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


class SheetLayout:
    """One print of a form, its texts and rows fitted."""

    def __init__(self, form: PaperForm, content: Content, imprint: Imprint) -> None:
        self.form = form
        self.content = content
        self.imprint = imprint
        self.columns = content.columns or form.columns
        self.page = content.page or form.page
        self.body_size = content.body_size or form.body_size
        self.edges = self._edges()
        self.cut: list[tuple[Any, Column]] = []
        self._cells: dict[tuple[int, str], tuple[Cell, float]] = {}

    def _edges(self) -> tuple[float, ...]:
        edges = [self.page.left * MM]
        for column in self.columns:
            edges.append(edges[-1] + column.width * MM)
        return tuple(edges)

    @property
    def rows_per_page(self) -> int:
        """The most data rows on a page; 0: as many as fit."""
        return self.imprint.rows_per_page or self.form.rows_per_page

    @property
    def width(self) -> float:
        """Width of the table."""
        return self.edges[-1] - self.edges[0]

    @cached_property
    def records(self) -> list[Any]:
        """All data rows, in order."""
        return [] if self.imprint.blank else list(self.content.rows)

    @cached_property
    def texts(self) -> list[tuple[str, ...]]:
        """What stands in the cells of each data row. Most values come again and again: each is written once."""
        known: dict[tuple[int, Any], str] = {}
        result = []
        for serial, record in enumerate(self.records, start=1):
            keys = [(index, value_of(column, record, serial)) for index, column in enumerate(self.columns)]
            for key in keys:
                if key not in known:
                    known[key] = written(self.columns[key[0]], key[1], self.imprint.days)
            result.append(tuple(known[key] for key in keys))
        return result

    @cached_property
    def title(self) -> Fitted:
        """The title: on one line, smaller if it must be; at last on two, broken where it says or in the middle."""
        text = clean(self.content.title)
        line = text.replace("\n", "")
        if (size := largest(line, Face.SERIF, self.form.title_size, self.width)) >= TITLE_FLOOR:
            return Fitted((line,), size)
        return Fitted(tuple(balance(text, Face.SERIF, TITLE_FLOOR, self.width)), TITLE_FLOOR, leading=HEAD_LEADING)

    @cached_property
    def subline(self) -> tuple[Fitted, ...]:
        """The line between title and table: left, middle, right; long texts at the sides take several lines."""
        left, middle, right = (clean(text) for text in self.content.subline)
        free = self.width - text_width(middle, Face.SERIF, SUBLINE_SIZE)
        right_width = min(text_width(right, Face.SERIF, SUBLINE_SIZE) + 0.1, free / 2)
        widths = (free - right_width - SUBLINE_SIZE, self.width, right_width)
        texts = zip((left, middle, right), widths, strict=True)
        return tuple(Fitted(tuple(wrap(text, Face.SERIF, SUBLINE_SIZE, wide)), SUBLINE_SIZE) for text, wide in texts)

    @property
    def subline_height(self) -> float:
        """Room for the line between title and table."""
        if not any(self.content.subline):
            return 0.0
        return max(part.height for part in self.subline) + SUBLINE_GAP

    @cached_property
    def head(self) -> Row:
        """The heading row, repeated on every page."""
        cells = []
        for index, column in enumerate(self.columns):
            room = Room(column.width * MM - 2 * PAD, 0, self.form.head_size, HEAD_FLOOR, TALLEST)
            lines = [_head_line(part, room) for part in column.title.split("\n")]
            words = tuple(text for line in lines for text in line.lines)
            size = min(line.size for line in lines)
            cells.append(Cell(index, 1, Fitted(words, size, leading=HEAD_LEADING), face=Face.BOLD))
        return Row(tuple(cells), max(9 * MM, *(cell.fitted.height + 2 * PAD for cell in cells)))

    @cached_property
    def notes(self) -> tuple[str, ...]:
        """The notes under the table, broken into lines."""
        notes = (clean(note) for note in self.content.notes)
        return tuple(line for note in notes for line in wrap(note, Face.SERIF, NOTE_SIZE, self.width))

    @property
    def capacity(self) -> float:
        """Room for rows on a page, the totals at the end not counted."""
        subtotal = CLOSING_HEIGHT if self.form.page_subtotal else 0.0
        signatures = SIGNATURE_HEIGHT if self.form.signatures else 0.0
        heading = self.title.height + TITLE_GAP + self.subline_height + self.head.height
        return self.page.inner_height * MM - heading - subtotal - signatures

    @cached_property
    def closing(self) -> tuple[Row, ...]:
        """What stands under the last row of all: 合计 and 人民币（大写）."""
        rows = []
        if self.form.grand_total:
            rows.append(self.total_row("合计", self.records))
        if self.form.capitals:
            room = Room(self.width - 2 * SIDE_PAD, CLOSING_HEIGHT, self.body_size, 0, CLOSING_HEIGHT, FIGURE_FLOOR)
            fitted = fit(self._capitals(), Face.SERIF, room)
            rows.append(Row((Cell(0, len(self.columns), fitted, Align.LEFT),), CLOSING_HEIGHT))
        return tuple(rows)

    @property
    def closing_height(self) -> float:
        """Room for the closing rows and the notes of the last page."""
        return sum(row.height for row in self.closing) + self.notes_height

    @property
    def notes_height(self) -> float:
        """Room for the notes."""
        return len(self.notes) * NOTE_PITCH + 2 * MM if self.notes else 0.0

    @cached_property
    def _money(self) -> list[tuple[str, int]]:
        """The summed money columns with their sums in fen."""
        return [
            (column.plain_title.removesuffix("（元）"), column_sum(column, self.records))
            for column in self.columns
            if column.total is Total.SUM and column.kind is Kind.MONEY
        ]

    @property
    def total(self) -> int | None:
        """All money on the form in fen: every summed money column; None for a form without any."""
        return sum(amount for _, amount in self._money) if self._money else None

    def _capitals(self) -> str:
        if self.imprint.blank:
            return "人民币（大写）："
        total = self.total or 0
        text = f"人民币（大写）：{capitals(total).removeprefix('人民币')}　　¥{show_money(total)}"
        if sum(1 for _, amount in self._money if amount) > 1:
            text += f"（其中{'，'.join(f'{name}{show_money(amount)}元' for name, amount in self._money)}）"
        return text

    def total_row(self, word: str, records: Sequence[Any]) -> Row:
        """A row of totals over `records`: the word before the first total, each total under its column."""
        first = max(1, next((index for index, column in enumerate(self.columns) if column.total), len(self.columns)))
        cells = [Cell(0, first, Fitted((word,), self.body_size), face=Face.BOLD)]
        for index, column in enumerate(self.columns[first:], start=first):
            text = "" if self.imprint.blank else column_total(column, records, self.form.unit)
            width = column.width * MM - 2 * inset(column.align)
            room = Room(width, CLOSING_HEIGHT, self.body_size, TEXT_FLOOR, CLOSING_HEIGHT, whole=TOTAL_FLOOR)
            cells.append(Cell(index, 1, fit(text, Face.SERIF, room), column.align))
        return Row(tuple(cells), CLOSING_HEIGHT)

    def rows(self) -> Iterator[Row]:
        """All rows between heading and totals: the groups' names, the data, the groups' subtotals."""
        serial = 0
        for group in self.content.groups:
            if group.name:
                yield self._group_head(group, opens_page=self.form.group_starts_page and serial > 0)
            for record in group.rows:
                yield self._record_row(record, self.texts[serial])
                serial += 1
            if group.name:
                yield self.total_row("小计", group.rows)

    def empty_row(self, word: str = "") -> Row:
        """A row for the pen; or one that says across all columns that nothing follows."""
        cells = [Cell(index, 1, Fitted((), 0)) for index in range(len(self.columns))]
        if word:
            cells = [Cell(0, len(self.columns), Fitted((word,), self.body_size))]
        return Row(tuple(cells), self.form.row_height * MM)

    def _group_head(self, group: Group, opens_page: bool) -> Row:
        room = Room(self.width - 2 * SIDE_PAD, CLOSING_HEIGHT, self.body_size, TEXT_FLOOR, TALLEST)
        fitted = fit(clean(group.name), Face.BOLD, room)
        cell = Cell(0, len(self.columns), fitted, Align.LEFT, Face.BOLD)
        height = max(CLOSING_HEIGHT, fitted.height + 2 * PAD)
        return Row((cell,), height, keeps_next=True, opens_page=opens_page)

    def _record_row(self, record: Any, texts: Sequence[str]) -> Row:
        cells, height = [], self.form.row_height * MM
        for key in enumerate(texts):
            found = self._cells.get(key)
            if found is None:
                found = self._cells[key] = self._cell(*key)
            cell, needed = found
            if cell.fitted.cut:
                self.cut.append((record, self.columns[cell.start]))
            height = max(height, needed)
            cells.append(cell)
        return Row(tuple(cells), height, record)

    def _cell(self, index: int, text: str) -> tuple[Cell, float]:
        """A text fitted into its column, and the height that its row must have for it."""
        column = self.columns[index]
        room = Room(
            width=column.width * MM - 2 * inset(column.align),
            height=self.form.row_height * MM - 2 * PAD,
            size=self.body_size,
            floor=max(TEXT_FLOOR, self.body_size - SHRINK),
            tallest=TALLEST - 2 * PAD,
            whole=_WHOLE.get(column.kind, 0.0),
            joint="·" if column.kind is Kind.NAME else "",
            centred=column.align is Align.CENTRE,
        )
        fitted = fit(text, Face.SERIF, room)
        align = Align.CENTRE if text == column.empty else column.align
        return Cell(index, 1, fitted, align), fitted.height + 2 * PAD


def _head_line(text: str, room: Room) -> Fitted:
    """A heading: on one line if that takes at most one point off its size, else in lines of about one length."""
    if (size := largest(text, Face.BOLD, room.size, room.width)) >= max(room.floor, room.size - 1):
        return Fitted((text,), size)
    return Fitted(tuple(balance(text, Face.BOLD, room.size, room.width)), room.size)
