"""The first column stays in view while the rest scrolls: a second view over the first, of which nobody is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView

from app.views.record_list.painting import CellPainter, Headings

if TYPE_CHECKING:
    from app.views.record_list.table import RecordTable


class FrozenColumn(QTableView):
    """Shows only the first column, over the main table; without focus and without a name of its own."""

    def __init__(self, table: RecordTable) -> None:
        super().__init__(table)
        self._table = table
        self.setProperty("box", "frozen")
        self.setHorizontalHeader(Headings(table, self))
        self.setModel(table.model())
        self.setSelectionModel(table.selectionModel())
        self.setItemDelegate(CellPainter(table))
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(table.verticalScrollMode())
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setSectionsMovable(False)
        table.verticalScrollBar().valueChanged.connect(self.verticalScrollBar().setValue)
        self.verticalScrollBar().valueChanged.connect(table.verticalScrollBar().setValue)
        table.horizontalScrollBar().valueChanged.connect(self.place)
        table.horizontalHeader().sectionResized.connect(self.place)
        table.horizontalHeader().sectionMoved.connect(self.place)
        table.horizontalHeader().geometriesChanged.connect(self.place)
        self.doubleClicked.connect(table.doubleClicked)
        self.hide()

    def place(self, *_: int) -> None:
        """Lie over the main table's left edge, once its own first column has begun to leave."""
        table, header = self._table, self._table.horizontalHeader()
        first = header.logicalIndex(0)
        wanted = header.sectionViewportPosition(first) < 0 and not table.isColumnHidden(first)
        self.setVisible(wanted)
        if not wanted:
            return
        for column in range(header.count()):
            self.setColumnHidden(column, column != first)
        width = header.sectionSize(first)
        self.setColumnWidth(first, width)
        self.verticalHeader().setDefaultSectionSize(table.verticalHeader().defaultSectionSize())
        self.horizontalHeader().setFixedHeight(header.height())
        self.setGeometry(table.viewport().x(), header.y(), width, header.height() + table.viewport().height())
        self.verticalScrollBar().setValue(table.verticalScrollBar().value())
        self.raise_()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._table.setFocus()
        super().mousePressEvent(event)
