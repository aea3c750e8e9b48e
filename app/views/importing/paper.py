"""What an import left out, on paper: to be held against the sheet, row by row."""

from __future__ import annotations

from pathlib import Path

from app.i18n import Label
from app.models.store.database import Database
from app.reports.request import union_name
from app.services.importing.trial import Outcome
from app.services.today import today
from app.views.importing.work import Tried
from app.views.press.work import Order

HEADINGS = (Label("行"), Label("姓名"), Label("哪一列"), Label("表里写的"), Label("怎么改"))

MOST = 1000
"""Rows that are put on paper; nobody goes through more of them with a pen, and they are drawn in half a second."""


def order_of(database: Database, tried: Tried, name: str) -> Order:
    """The pages of the rows that were left out of the import of this sheet; in the database thread."""
    from app.reports.forms.register_list import ListColumn, ListData
    from app.reports.printing import draw

    wrong: list[tuple[str, ...]] = [tuple(map(str, cells)) for cells in tried.cells[Outcome.WRONG]]
    # Who had to be chosen: why comes under 怎么改, and no column is at fault.
    asked: list[tuple[str, ...]] = [
        (str(row), who, "", says, why) for row, who, why, says in tried.cells[Outcome.AMBIGUOUS]
    ]
    with database.read() as session:
        union = union_name(session)
    title = str(Label("没有导入的行：{name}", name=Path(name).stem))
    columns = tuple(ListColumn(str(heading), "long_text" if at > 2 else "text") for at, heading in enumerate(HEADINGS))
    rows = tuple(sorted(wrong + asked, key=lambda cells: int(cells[0])))
    data = ListData(title, union, columns, rows, sensitive=True)
    pages = draw("LIST", data, printed_on=today(), leave_gaps=True).pdf
    return Order("LIST", Label("没有导入的行"), has_number=False, pages=pages)
