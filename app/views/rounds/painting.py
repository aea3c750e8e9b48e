"""How the list of a round is drawn: who has signed wears a tick at the name, who has a warning its sign."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from app.views import theme
from app.views.record_list.painting import CellPainter
from app.views.record_list.table import RecordTable
from app.views.rounds.rows import COLUMNS, STATUS, WARNING

SIGN, GAP = 16, 4
NAME = 0
TICKS = {"visited": ("check", "secondary"), "signed": ("check", "good")}


class RoundPainter(CellPainter):
    """Cells as everywhere, with signs at the name; the cancelled are pale. `labels`: what each status is called."""

    def __init__(self, table: RecordTable, labels: Mapping[str, str]) -> None:
        super().__init__(table)
        self._model, self._row = table.rows_model, 0
        self._status, self._warning = COLUMNS.index(STATUS), COLUMNS.index(WARNING)
        self._ticks = {labels[status]: tick for status, tick in TICKS.items()}
        self._cancelled = labels["cancelled"]

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        self._row = index.row()
        super().paint(painter, option, index)

    def _write(self, painter: QPainter, box: QRect, column: int, text: str) -> None:
        row, table = self._row, self._table
        selected, ink = table.chosen.covers(row, column), "text"
        if selected:
            ink = "on_selection" if table.is_active() else "on_selection_inactive"
        elif self._model.cell(row, self._status) == self._cancelled:
            ink = "secondary"
        elif column == self._warning:
            ink = "warning"
        if column == NAME:
            for icon, tone in self._signs(row):
                box = _sign(painter, box, icon, tone if ink == "text" else ink)
        painter.setPen(theme.theme().colour(ink))
        super()._write(painter, box, column, text)

    def _signs(self, row: int) -> Iterator[tuple[str, str]]:
        """The signs at a name, from the right."""
        status = self._model.cell(row, self._status)
        if status in self._ticks:
            yield self._ticks[status]
        if self._model.cell(row, self._warning) and status != self._cancelled:
            yield "alert-triangle", "warning"


def _sign(painter: QPainter, box: QRect, icon: str, tone: str) -> QRect:
    """Draw a sign at the right end of a box; the rest of the box."""
    side = theme.theme().icon_size(SIGN)
    place = QRect(box.right() - side + 1, box.top() + (box.height() - side) // 2, side, side)
    theme.theme().icon(icon, tone, SIGN).paint(painter, place)
    return box.adjusted(0, 0, -(side + GAP), 0)
