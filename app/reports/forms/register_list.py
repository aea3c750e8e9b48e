"""LIST: any list of the screen on paper. Columns and written cells come from the view; the widths are found here.

The kinds of field are those of `app.models.kinds`; `KINDS` is the paper half of that vocabulary. A list takes A4
upright if it fits, else across; text columns give way first, down to their least width; columns that still find no
room are left out from the right, and the print says which. Nothing is ever clipped.
"""

from __future__ import annotations

from collections.abc import Sequence

from app.frozen import dataclass
from app.i18n import Label
from app.reports.fonts import Face, text_width
from app.reports.paper import CONFIDENTIAL, LANDSCAPE, MM, PORTRAIT, Align, Column, Content, Group, Kind, PaperForm
from app.reports.text import clean


@dataclass(frozen=True)
class PaperKind:
    """How a kind of field stands on paper: as what it is written, where in its column, its least and most mm."""

    kind: Kind
    align: Align
    least: float
    most: float


KINDS = {
    "text": PaperKind(Kind.TEXT, Align.LEFT, 16, 50),
    "long_text": PaperKind(Kind.TEXT, Align.LEFT, 24, 80),
    "name": PaperKind(Kind.NAME, Align.CENTRE, 17, 26),
    "number": PaperKind(Kind.WHOLE, Align.RIGHT, 9, 30),
    "money": PaperKind(Kind.WHOLE, Align.RIGHT, 18, 32),
    "day": PaperKind(Kind.DAY, Align.CENTRE, 18, 24),
    "partial_day": PaperKind(Kind.DAY, Align.CENTRE, 18, 24),
    "moment": PaperKind(Kind.WHOLE, Align.CENTRE, 27, 36),
    "yes_no": PaperKind(Kind.TEXT, Align.CENTRE, 9, 14),
    "code": PaperKind(Kind.TEXT, Align.CENTRE, 12, 36),
    "codes": PaperKind(Kind.TEXT, Align.LEFT, 18, 50),
    "resident_id": PaperKind(Kind.WHOLE, Align.CENTRE, 31, 40),
    "phone": PaperKind(Kind.WHOLE, Align.CENTRE, 21, 28),
    "credit_code": PaperKind(Kind.WHOLE, Align.CENTRE, 32, 42),
    "link": PaperKind(Kind.TEXT, Align.LEFT, 16, 45),
}
UNBROKEN = (Kind.WHOLE, Kind.DAY)
"""Kinds whose texts are all measured: none of them may be torn."""
SERIAL_WIDTH = 11.0
SIZE, SMALL_SIZE = 10.5, 9.0
"""Print of a list that has room, and of one that has not (points)."""
_MARGIN = 2.2
_SAMPLED_ROWS = 400


@dataclass(frozen=True)
class ListColumn:
    """A column of the view: its heading as shown, and the name of its kind."""

    title: str
    kind: str = "text"


@dataclass(frozen=True)
class ListData:
    """A view to be printed. `rows`: the cells as written on the screen; `scope`: what was searched or filtered for."""

    title: str = ""
    union: str = ""
    columns: tuple[ListColumn, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    scope: str = ""
    sensitive: bool = False


@dataclass(frozen=True)
class ListRow:
    """One row; its cells answer to the names c0, c1, …"""

    cells: tuple[str, ...]

    def __getattr__(self, name: str) -> str:
        if name[:1] == "c" and name[1:].isdecimal():
            return self.cells[int(name[1:])]
        raise AttributeError(name)

    @property
    def name(self) -> str:
        """What tells the row from others in a message: its first cell that is not empty."""
        return next((cell for cell in self.cells if cell), "")


@dataclass(frozen=True)
class _Measured:
    """A column with the widths in mm that it wants at `SIZE` and cannot go below at `SMALL_SIZE`."""

    index: int
    column: ListColumn
    paper: PaperKind
    wish: float
    least: float


def compose(data: ListData) -> Content:
    """The list with the widths that its contents need."""
    measured = [_measure(index, column, data.rows) for index, column in enumerate(data.columns)]
    kept = list(measured)
    while len(kept) > 1 and SERIAL_WIDTH + sum(one.least for one in kept) > LANDSCAPE.inner_width:
        kept.pop()
    left_out = [one.column.title for one in measured[len(kept) :]]
    wished = SERIAL_WIDTH + sum(one.wish for one in kept)
    page = PORTRAIT if wished <= PORTRAIT.inner_width else LANDSCAPE
    return Content(
        title=clean(data.title),
        union=data.union,
        groups=(Group("", tuple(ListRow(row) for row in data.rows)),),
        subline=(clean(data.union), "", clean(data.scope)),
        confidential=CONFIDENTIAL if data.sensitive else "",
        columns=(Column("序号", SERIAL_WIDTH, kind=Kind.SERIAL), *_columns(kept, page.inner_width - SERIAL_WIDTH)),
        page=page,
        body_size=SIZE if wished <= page.inner_width else SMALL_SIZE,
        warnings=_warnings(left_out),
    )


def _warnings(left_out: Sequence[str]) -> tuple[Label, ...]:
    if not left_out:
        return ()
    return (Label("纸不够宽，这几栏没有打：{columns}。少选几栏，或分两次打。", columns="、".join(left_out)),)


def _measure(index: int, column: ListColumn, rows: Sequence[tuple[str, ...]]) -> _Measured:
    paper = KINDS.get(column.kind, KINDS["text"])
    step = max(1, len(rows) // _SAMPLED_ROWS)
    texts = {row[index] for row in rows[::step]} if paper.kind not in UNBROKEN else {row[index] for row in rows}
    widest = max((text_width(clean(text), Face.SERIF, 1.0) for text in texts), default=0.0) / MM
    heading = text_width(column.title, Face.BOLD, 1.0) / MM
    head = min(heading * SIZE, max(heading * SIZE / 2, 3.2 * SIZE / MM))  # long headings take two lines
    wish = max(min(max(widest * SIZE + _MARGIN, paper.least), paper.most), head + _MARGIN)
    least = min(wish, max(paper.least, head * SMALL_SIZE / SIZE + _MARGIN))
    if paper.kind in UNBROKEN:
        wish = max(wish, min(widest * SIZE + _MARGIN, paper.most * 1.5))
        least = min(max(widest * SMALL_SIZE + _MARGIN, head * SMALL_SIZE / SIZE + _MARGIN), wish)
    return _Measured(index, column, paper, wish, least)


def _columns(measured: Sequence[_Measured], width: float) -> list[Column]:
    """The columns sharing out `width` mm between their least and their wished widths, or stretched."""
    wished, least = sum(one.wish for one in measured), sum(one.least for one in measured)
    if wished <= width:
        widths = [one.wish * width / wished for one in measured]
    else:
        share = (width - least) / (wished - least) if wished > least else 0.0
        widths = [one.least + (one.wish - one.least) * max(share, 0.0) for one in measured]
    return [
        Column(clean(one.column.title), round(wide, 2), f"c{one.index}", one.paper.kind, one.paper.align)
        for one, wide in zip(measured, widths, strict=True)
    ]


FORM = PaperForm(
    code="LIST",
    name=Label("名单"),
    version="1",
    data_type=ListData,
    compose=compose,
    unit="行",
    title_size=18,
)
