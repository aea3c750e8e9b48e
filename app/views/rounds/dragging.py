"""Dragging selected row numbers: up and down into another place of the printed order, or onto a group.

Alt+↑ ↓ and the digits do the same by the keyboard. Our own tracking and no drag of the desktop's: nothing can be
dropped outside the list.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

from app.i18n import Label
from app.views.kit.layout import Area, clear, row
from app.views.kit.text import Text
from app.views.rounds.keys import numbered
from app.views.theme import theme

if TYPE_CHECKING:
    from app.views.record_list.table import RecordTable

LINE, MOST_GROUPS = 3, 6
Type = QEvent.Type


class DropLine(QWidget):
    """Where the rows would go."""

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().colour("accent"))
        painter.end()


class GroupTargets(Area):
    """The groups, along the bottom of the list while rows are dragged."""

    def __init__(self, table: RecordTable) -> None:
        super().__init__("panel", row(margins=(12, 8, 12, 8)), name=str(Label("放到哪一组")))
        self._table = table
        self._targets: list[tuple[str, Area]] = []
        self.setParent(table)
        self.hide()

    def offer(self, groups: Sequence[str]) -> None:
        """Offer these groups and, behind them, one that is not there yet."""
        layout = self.layout()
        assert layout is not None
        clear(layout)
        fresh = next((one for one in numbered() if one not in groups), "")
        names = [*groups[:MOST_GROUPS], *([fresh] if fresh else []), ""]
        layout.addWidget(Text(Label("放到："), tone="secondary"))
        self._targets = []
        for name in names:
            words = Label("{group}", group=name) if name else Label("不分组")
            target = Area("chip", row(Text(words), margins=(10, 6, 10, 6)))
            self._targets.append((name, target))
            layout.addWidget(target)

    def appear(self) -> None:
        """Lie over the lower edge of the list."""
        self.adjustSize()
        view = self._table.viewport()
        place = view.geometry().bottomLeft() - QPoint(-8, self.height() + 8)
        self.setGeometry(QRect(place, self.sizeHint().boundedTo(view.size())))
        self.show()
        self.raise_()

    def group_at(self, place: QPoint) -> str | None:
        """The group under a place of the screen; None when there is none."""
        for name, target in self._targets:
            if self.isVisible() and target.rect().contains(target.mapFromGlobal(place)):
                return name
        return None


class RowDragger(QObject):
    """Watches the row numbers: a press on a selected one, then a move, takes all selected rows along."""

    dropped = Signal(int)  # before this row; the number of rows is behind the last
    grouped = Signal(str)

    def __init__(self, table: RecordTable) -> None:
        super().__init__(table)
        self._table = table
        self._line, self.targets = DropLine(table.viewport()), GroupTargets(table)
        self._line.hide()
        self._start: QPoint | None = None
        self._dragging = False
        self._numbers = table.verticalHeader()
        self._numbers.viewport().installEventFilter(self)
        self._numbers.setToolTip(str(Label("选中以后按住行号上下拖，可以排次序，也可以放到一组")))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QMouseEvent):
            return False
        if event.type() == Type.MouseButtonPress and event.button() == Qt.MouseButton.LeftButton:
            return self._press(event)
        if event.type() == Type.MouseMove and self._start is not None:
            self._move(event)
            return True
        if event.type() == Type.MouseButtonRelease and self._start is not None:
            self._release(event)
            return True
        return False

    def give_up(self) -> None:
        """Nothing is moved."""
        self._start, self._dragging = None, False
        self._line.hide()
        self.targets.hide()
        self._numbers.viewport().unsetCursor()

    def _press(self, event: QMouseEvent) -> bool:
        """Only rows that are selected as a whole are taken along; a press elsewhere selects as ever."""
        chosen, at = self._table.chosen, self._numbers.logicalIndexAt(event.position().toPoint())
        if event.modifiers() or not chosen.whole_rows() or not chosen.touches(at):
            return False
        self._start = event.position().toPoint()
        return True

    def _move(self, event: QMouseEvent) -> None:
        here = event.position().toPoint()
        assert self._start is not None
        if not self._dragging and (here - self._start).manhattanLength() < QApplication.startDragDistance():
            return
        if not self._dragging:
            self._dragging = True
            self._numbers.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
            self.targets.appear()
        self._scroll(here)
        on_group = self.targets.group_at(event.globalPosition().toPoint()) is not None
        self._line.setVisible(not on_group)
        self._line.setGeometry(0, self._edge(self._row_at(here)) - LINE // 2, self._table.viewport().width(), LINE)
        self._line.raise_()

    def _release(self, event: QMouseEvent) -> None:
        here, dragging = event.position().toPoint(), self._dragging
        group = self.targets.group_at(event.globalPosition().toPoint()) if dragging else None
        self.give_up()
        if not dragging:
            self._table.selectRow(self._numbers.logicalIndexAt(here))
        elif group is not None:
            self.grouped.emit(group)
        else:
            self.dropped.emit(self._row_at(here))

    def _row_at(self, here: QPoint) -> int:
        """The row before which the drop would be."""
        count = len(self._table.rows_model.ids)
        at = self._numbers.logicalIndexAt(QPoint(2, max(0, here.y())))
        if at < 0:
            return count
        top = self._numbers.sectionViewportPosition(at)
        return min(count, at + (here.y() > top + self._numbers.sectionSize(at) // 2))

    def _edge(self, at: int) -> int:
        if at < len(self._table.rows_model.ids):
            return self._numbers.sectionViewportPosition(at)
        return self._numbers.sectionViewportPosition(at - 1) + self._numbers.sectionSize(at - 1)

    def _scroll(self, here: QPoint) -> None:
        """Near an edge the list goes on by a row with every move."""
        bar, edge = self._table.verticalScrollBar(), theme().row_height // 2
        if here.y() < edge:
            bar.setValue(bar.value() - 1)
        elif here.y() > self._table.viewport().height() - edge:
            bar.setValue(bar.value() + 1)
