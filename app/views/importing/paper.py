"""What came of an import and is to be looked at, on paper: to be held against the sheet, row by row."""

from __future__ import annotations

from pathlib import Path

from app.i18n import Label
from app.models.store.database import Database
from app.reports.request import union_name
from app.services.importing.telling import DOUBTFUL
from app.services.importing.trial import Outcome
from app.services.today import today
from app.views.importing.work import Tried
from app.views.press.work import Order

HEADINGS = (Label("行"), Label("姓名"), Label("导入了吗"), Label("哪一列"), Label("表里写的"), Label("怎么改"))
LONG = (Label("表里写的"), Label("怎么改"))

MOST = 1000
"""Rows that are put on paper; nobody goes through more of them with a pen, and they are drawn in half a second."""


def prints_doubtful(tried: Tried) -> bool:
    """Whether the rows that were kept and are to be checked find room beside those that were left out."""
    return tried.left_out + tried.doubtful <= MOST


def order_of(database: Database, tried: Tried, name: str, *, with_doubtful: bool = True) -> Order:
    """The pages of the rows of this sheet that were left out or are to be checked; in the database thread."""
    from app.reports.forms.register_list import ListColumn, ListData
    from app.reports.printing import draw

    with database.read() as session:
        union = union_name(session)
    title = str(Label("导入后要看的行：{name}", name=Path(name).stem))
    columns = tuple(ListColumn(str(heading), "long_text" if heading in LONG else "text") for heading in HEADINGS)
    data = ListData(title, union, columns, _rows(tried, with_doubtful), sensitive=True)
    pages = draw("LIST", data, printed_on=today(), leave_gaps=True).pdf
    return Order("LIST", Label("导入后要看的行"), has_number=False, pages=pages)


def _rows(tried: Tried, with_doubtful: bool) -> tuple[tuple[str, ...], ...]:
    """In the order of the sheet."""
    left, kept = str(Label("没有导入")), str(Label("导入了，待核实"))
    rows = [(str(row), who, left, *told) for row, who, *told in tried.cells[Outcome.WRONG]]
    # Who had to be chosen: why comes under 怎么改, and no column is at fault.
    rows += [(str(row), who, left, "", says, why) for row, who, why, says in tried.cells[Outcome.AMBIGUOUS]]
    if with_doubtful:
        rows += [(str(row), who, kept, *told) for row, who, *told in tried.cells[DOUBTFUL]]
    return tuple(sorted(rows, key=lambda cells: int(cells[0])))
