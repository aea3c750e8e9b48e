"""How the list of a round is drawn: warnings stand in their row, in the warning colour and with its sign."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect
from PySide6.QtGui import QPainter

from app.views import theme
from app.views.record_list.painting import CellPainter
from app.views.record_list.table import RecordTable
from app.views.rounds.rows import COLUMNS, WARNING

SIGN = 16


class WarningPainter(CellPainter):
    """Cells as everywhere, but for the column of warnings."""

    def __init__(self, table: RecordTable) -> None:
        super().__init__(table)
        self._model = table.rows_model

    def _words(self, painter: QPainter, box: QRect, index: QModelIndex | QPersistentModelIndex, ink: str) -> None:
        if index.column() == COLUMNS.index(WARNING) and self._model.cell(index.row(), index.column()):
            look = theme.theme()
            ink = "warning" if ink == "text" else ink
            side = look.icon_size(SIGN)
            sign = QRect(box.left(), box.top() + (box.height() - side) // 2, side, side)
            look.icon("alert-triangle", ink, SIGN).paint(painter, sign)
            box = box.adjusted(side + 5, 0, 0, 0)
        super()._words(painter, box, index, ink)
