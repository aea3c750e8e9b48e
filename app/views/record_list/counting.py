"""What the status bar says of a list: how many, how many are chosen, and count, sum and average of the chosen cells."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from app.frozen import dataclass
from app.i18n import Label
from app.views.jobs import DatabaseThread, Job
from app.views.record_list.selection import Range, separate
from app.views.record_list.source import Block, Figures, RowSource

if TYPE_CHECKING:
    from app.views.record_list.table import RecordTable

# The figures of a selection are asked for once it has rested this long.
FIGURES_AFTER_MS = 120


@dataclass(frozen=True)
class Status:
    """What the status bar shows for a page: counts at the left, figures of the selected cells in the middle.

    `is_moved`: somebody went on, so that what was said before is done with; else the list was only read again.
    """

    counts: str = ""
    figures: str = ""
    is_moved: bool = True


class Teller(QObject):
    """Follows the selection of one table and says what there is to say."""

    status_changed = Signal(object)  # Status
    failed = Signal(object)  # KnownError

    def __init__(self, table: RecordTable, source: RowSource, jobs: DatabaseThread, unit: Label) -> None:
        super().__init__(table)
        self._table, self._model = table, table.rows_model
        self._source, self._jobs, self._unit = source, jobs, unit
        self.of_cell: Callable[[], Label | None] = lambda: None  # what can be done with the one cell that is selected
        self._figures: Figures | None = None
        self._asked: Job | None = None
        self._is_read_again = False  # the selection is restored, not moved
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(FIGURES_AFTER_MS)
        self._pause.timeout.connect(self._ask)
        table.chosen.changed.connect(self._selection_moved)
        table.rows_model.about_to_change.connect(lambda: self._reads(True))
        table.rows_model.changed.connect(lambda: self._reads(False))

    def say(self, *, is_moved: bool = True) -> None:
        """Say it now."""
        self.status_changed.emit(Status(self._counts(), self._middle(), is_moved))

    def _middle(self) -> str:
        """The figures of several cells; of one, how it is changed."""
        hint = self.of_cell() if self._figures is None and _cells(self._table.chosen.ranges()) < 2 else None
        return _words(self._figures) if hint is None else str(hint)

    def _reads(self, begins: bool) -> None:
        self._is_read_again = begins
        if not begins:
            self.say(is_moved=False)

    def _selection_moved(self) -> None:
        self._figures = None
        self.say(is_moved=not self._is_read_again)
        self._pause.start()

    def _ask(self) -> None:
        if self._asked is not None:
            self._asked.cancel()
        ranges = self._table.chosen.ranges()
        if _cells(ranges) < 2:
            return
        names, ids = [each.name for each in self._model.columns], self._model.ids
        shown, everything = set(self._table.shown_columns()), self._table.chosen.everything
        blocks = []
        for columns, rows in separate(ranges):
            wanted = tuple(names[at] for at in columns if at in shown)
            blocks.append(Block(wanted, None if everything else [ids[line] for line in rows]))
        source, query = self._source, self._model.query
        self._asked = self._jobs.run(lambda: source.figures(query, blocks), self._take, self.failed.emit, owner=self)

    def _take(self, figures: Figures) -> None:
        self._figures = figures
        self.say(is_moved=False)

    def _counts(self) -> str:
        model, chosen = self._model, self._table.chosen
        if not model.is_loaded:
            return ""
        told = {"total": f"{model.total:,}", "shown": f"{len(model.ids):,}", "unit": self._unit}
        if chosen.everything:
            return str(Label("已全选 {shown} {unit}", **told))
        several, narrowed = _cells(chosen.ranges()) > 1, len(model.ids) < model.total
        if several:
            told["rows"] = f"{len(chosen.rows()):,}"
        if several and narrowed:
            return str(Label("共 {total} {unit}，显示 {shown} {unit}，已选 {rows} 行", **told))
        if several:
            return str(Label("共 {total} {unit}，已选 {rows} 行", **told))
        if narrowed:
            return str(Label("共 {total} {unit}，显示 {shown} {unit}", **told))
        return str(Label("共 {total} {unit}", **told))


def _cells(ranges: Sequence[Range]) -> int:
    return sum((each.bottom - each.top + 1) * (each.right - each.left + 1) for each in ranges)


def _words(found: Figures | None) -> str:
    if found is None:
        return ""
    count = f"{found.count:,}"
    if not found.total:
        return str(Label("计数 {count}", count=count))
    return str(
        Label("计数 {count}　合计 {total}　平均 {average}", count=count, total=found.total, average=found.average)
    )
