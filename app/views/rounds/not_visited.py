"""未慰问名单: the households on file that were given nothing this year; some of them can be added at once."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal

from app.frozen import dataclass
from app.i18n import Label
from app.models import CondolenceRound, HardshipCase
from app.models.store.database import Database
from app.services import listing, rounds
from app.services.listing import View
from app.services.rounds.result import records_of
from app.views.kit.deeds import Deed
from app.views.kit.plain_table import PlainTable
from app.views.rounds.step import Step

COLUMNS = (
    "person.name", "person.membership.org_unit", "category", "household.size", "filed_on", "person.address",
    "person.phone",
)  # fmt: skip
HEADINGS = (
    Label("姓名"), Label("这一批"), Label("所在分会"), Label("困难类别"), Label("家庭人口"), Label("建档日期"),
    Label("住址"), Label("联系电话"),
)  # fmt: skip
HERE = {"planned": Label("在名单里，待走访"), "cancelled": Label("已取消")}


@dataclass(frozen=True)
class Missed:
    """One household that nobody visited, in whose name its file is; `is_listed`: waits on the list of this round."""

    person_id: int
    cells: tuple[str, ...]
    is_listed: bool


def missed(database: Database, round_id: int, year: int) -> list[Missed]:
    """Whom no round of a year reached, and how each stands in this one; runs in the database thread."""
    with database.read() as session:
        found = rounds.not_visited(session, year)
        here = {one.person_id: one.status for one in records_of(session, session.get_one(CondolenceRound, round_id))}
        ids = [one.case.id for one in found]
        written = listing.rows(session, View(HardshipCase, columns=COLUMNS), ids, masked=True)
        stands = [here.get(one.person.id, "") for one in found]
        return [
            Missed(one.person.id, (cells[0], str(HERE.get(status, "")), *cells[1:]), status not in ("", "cancelled"))
            for one, cells, status in zip(found, written, stands, strict=True)
        ]


class NotVisitedStep(Step):
    """Shows them; `picked` asks for the selected ones to be put on the list of this round."""

    picked = Signal(object, int)  # person ids, how many others were selected who are on the list already

    def __init__(self, year: int, rows: Sequence[Missed], refusal: Label | None) -> None:
        deed = Deed(Label("加进这一批"), self._pick, icon="plus", kind="main")
        super().__init__(
            Label("{year}年还没有慰问到的在档户：{n} 户", year=year, n=len(rows)),
            Label("走访或签收了才算慰问到。选好几行按“加进这一批”，在名单里的不再加。"),
            deed,
            Label("返回这一批"),
        )
        self._rows = rows
        self.table = PlainTable(Label("未慰问名单"))
        headings, sizes = [str(each) for each in HEADINGS], COLUMNS.index("household.size") + 1
        self.table.show_rows(headings, [one.cells for one in rows], widest=14, amounts=(sizes,))
        self.content.addWidget(self.table)
        if refusal is not None or not rows:
            deed.off(refusal or Label("在档的户今年都慰问到了"))

    def take_focus(self) -> None:
        """Into the table."""
        self.table.setFocus()

    def _pick(self) -> None:
        at = sorted({index.row() for index in self.table.selectionModel().selectedRows()})
        chosen = [self._rows[each] for each in at]
        people = [one.person_id for one in chosen if not one.is_listed]
        if people:
            self.picked.emit(people, len(chosen) - len(people))
        else:
            self.words.say(Label("选中的 {n} 户都已在这一批的名单里，等着走访。", n=len(chosen)))
