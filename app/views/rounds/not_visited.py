"""未慰问名单: the households on file that were given nothing this year; some of them can be added at once."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal

from app.frozen import dataclass
from app.i18n import Label
from app.models import HardshipCase
from app.models.store.database import Database
from app.services import listing, rounds
from app.services.listing import View
from app.views.kit.deeds import Deed
from app.views.kit.plain_table import PlainTable
from app.views.rounds.step import Step

COLUMNS = (
    "person.name", "person.membership.org_unit", "category", "household.size", "filed_on", "person.address",
    "person.phone",
)  # fmt: skip
HEADINGS = (
    Label("姓名"), Label("所在分会"), Label("困难类别"), Label("家庭人口"), Label("建档日期"), Label("住址"),
    Label("联系电话"),
)  # fmt: skip


@dataclass(frozen=True)
class Missed:
    """One household that nobody visited, in whose name its file is."""

    person_id: int
    cells: tuple[str, ...]


def missed(database: Database, year: int) -> list[Missed]:
    """Whom no round of a year reached; runs in the database thread."""
    with database.read() as session:
        found = rounds.not_visited(session, year)
        ids = [one.case.id for one in found]
        written = listing.rows(session, View(HardshipCase, columns=COLUMNS), ids, masked=True)
        return [Missed(one.person.id, tuple(cells)) for one, cells in zip(found, written, strict=True)]


class NotVisitedStep(Step):
    """Shows them; `picked` asks for the selected ones to be put on the list of this round."""

    picked = Signal(object)  # person ids

    def __init__(self, year: int, rows: Sequence[Missed], refusal: Label | None) -> None:
        deed = Deed(Label("加进这一批"), self._pick, icon="plus", kind="main")
        super().__init__(
            Label("{year}年还没有慰问到的在档户：{n} 户", year=year, n=len(rows)),
            Label("已走访或已签收的才算慰问到。选好几行再按“加进这一批”。"),
            deed,
            Label("返回这一批"),
        )
        self._rows = rows
        self.table = PlainTable(Label("未慰问名单"))
        headings, sizes = [str(each) for each in HEADINGS], COLUMNS.index("household.size")
        self.table.show_rows(headings, [one.cells for one in rows], widest=14, amounts=(sizes,))
        self.content.addWidget(self.table)
        if refusal is not None or not rows:
            deed.off(refusal or Label("在档的户今年都慰问到了"))

    def take_focus(self) -> None:
        """Into the table."""
        self.table.setFocus()

    def _pick(self) -> None:
        chosen = sorted({index.row() for index in self.table.selectionModel().selectedRows()})
        self.picked.emit([self._rows[at].person_id for at in chosen])
