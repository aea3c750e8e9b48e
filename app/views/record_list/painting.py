"""How cells, headings and row numbers are drawn; by hand, so that a repaint asks for one role of a cell only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QHelpEvent, QMouseEvent, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QHeaderView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.i18n import Label
from app.views.kit.text import plain
from app.views.record_list.source import unsortable
from app.views.record_list.widths import PADDING, cut, side
from app.views.theme import theme

if TYPE_CHECKING:
    from app.views.record_list.table import RecordTable

# Texts whose width is known: a name or a unit stands in many rows.
WIDTHS_KEPT = 2000
MARK = 16


class CellPainter(QStyledItemDelegate):
    """Draws one cell: zebra, selection, words cut with …, and a 2 px frame around the current one.

    A window shows hundreds of cells, and each search paints them anew: nothing is worked out here that can be known.
    """

    def __init__(self, table: RecordTable) -> None:
        super().__init__(table)
        self._table = table
        self._colours: dict[str, QColor] = {}
        self._widths: dict[str, int] = {}
        self._is_right = [bool(side(each) & Qt.AlignmentFlag.AlignRight) for each in table.rows_model.columns]
        theme().changed.connect(self._forget)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        table, row, column = self._table, index.row(), index.column()
        box: QRect = option.rect  # type: ignore[attr-defined]
        selected = table.chosen.covers(row, column)
        ground, ink = "alt" if row % 2 else "base", "text"
        if selected:
            ground, ink = ("selection", "on_selection") if table.is_active() else (
                "selection_inactive", "on_selection_inactive")  # fmt: skip
        painter.fillRect(box, self._colour(ground))
        if text := table.rows_model.cell(row, column):
            painter.setPen(self._colour(ink))
            room = box.adjusted(PADDING, 0, -PADDING, 0)
            if not column and table.rows_model.mark(row):
                room.setRight(self._mark(painter, box))
            self._write(painter, room, column, text)
        if table.is_current(index):
            active = table.is_active()
            frame = ("frame_on_selection" if selected else "accent") if active else "border"
            painter.setPen(QPen(self._colour(frame), 2))
            painter.drawRect(QRectF(box).adjusted(1, 1, -1, -1))

    def _mark(self, painter: QPainter, box: QRect) -> int:
        """The sign of a row that is to be looked at, at the right of its name; where the name has to end."""
        look, side = theme(), theme().icon_size(MARK)
        place = QRect(box.right() - side - 2, box.y() + (box.height() - side) // 2, side, side)
        look.icon("alert-triangle", "warning", MARK).paint(painter, place)
        return place.left() - 2

    def _write(self, painter: QPainter, box: QRect, column: int, text: str) -> None:
        metrics, room = painter.fontMetrics(), box.width()
        text = text.replace("\n", " ")
        width = self._width(metrics, text)
        if width > room:
            text = metrics.elidedText(text, cut(self._table.rows_model.columns[column]), room)
            width = self._width(metrics, text)
        # On its base line: to be fitted into a box by Qt takes a text twice as long.
        left = box.x() + (room - width if self._is_right[column] else 0)
        painter.drawText(left, box.y() + (box.height() + metrics.ascent() - metrics.descent()) // 2, text)

    def _width(self, metrics: QFontMetrics, text: str) -> int:
        if text not in self._widths:
            if len(self._widths) >= WIDTHS_KEPT:
                self._widths.clear()
            self._widths[text] = metrics.horizontalAdvance(text)
        return self._widths[text]

    def _forget(self) -> None:
        self._colours.clear()
        self._widths.clear()

    def _colour(self, name: str) -> QColor:
        if name not in self._colours:
            self._colours[name] = theme().colour(name)
        return self._colours[name]


class RowNumbers(QHeaderView):
    """Row numbers from 1, right-aligned; bold where the current cell is, shaded where anything is selected."""

    def __init__(self, table: RecordTable) -> None:
        super().__init__(Qt.Orientation.Vertical, table)
        self._table = table
        self.setSectionsClickable(True)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._width = 0

    def take_width(self, width: int) -> None:
        """Be so many pixels wide."""
        self._width = width
        self.setFixedWidth(width)

    def sizeHint(self) -> QSize:
        # Qt's own asks two hundred rows for their six roles each.
        return QSize(self._width, 0)

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        look, table = theme(), self._table
        current = table.currentIndex().row() == logicalIndex
        touched = table.chosen.touches(logicalIndex)
        painter.save()
        painter.fillRect(rect, look.colour("selection_inactive" if touched else "window"))
        painter.setPen(look.colour("grid"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.drawLine(rect.topRight(), rect.bottomRight())
        painter.setFont(look.role_font("strong" if current else ""))
        painter.setPen(look.colour("text" if current else "on_selection_inactive" if touched else "secondary"))
        inner = rect.adjusted(2, 0, -6, 0)
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), str(logicalIndex + 1))
        painter.restore()


class Headings(QHeaderView):
    """Column headings with the sort arrow (▲ ascending); a heading whose column is filtered wears the accent.

    One that cannot be sorted by is paler; a tooltip says what a click does, or why it does nothing.
    """

    sort_asked = Signal(int)

    def __init__(self, table: RecordTable, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._table = table
        # Not clickable in Qt's sense, which would select the whole column as well.
        self.setSectionsClickable(False)
        self._pressed = (-1, QPoint())
        self.setSectionsMovable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(24)
        self.setResizeContentsPrecision(0)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        on_edge = self.cursor().shape() == Qt.CursorShape.SplitHCursor
        left = event.button() == Qt.MouseButton.LeftButton and not on_edge
        self._pressed = (self.logicalIndexAt(at) if left else -1, at)
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        column, start = self._pressed
        at = event.position().toPoint()
        if column >= 0 and (at - start).manhattanLength() < 5 and self.logicalIndexAt(at) == column:
            self.sort_asked.emit(column)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            self.viewport().setToolTip(plain(self._tip(self.logicalIndexAt(event.pos()))))
        return super().viewportEvent(event)

    def _tip(self, at: int) -> str:
        if at < 0:
            return ""
        column = self._table.rows_model.columns[at]
        return str(Label("点一下按“{column}”排序", column=column.label) if column.sortable else unsortable(column))

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        model = self._table.rows_model
        column, query, look = model.columns[logicalIndex], model.query, theme()
        painter.save()
        painter.fillRect(rect, look.colour("window"))
        painter.setPen(look.colour("grid"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.drawLine(rect.topRight(), rect.bottomRight())
        filtered = any(each.column == column.name for each in query.filters)
        sorted_here = query.sort == column.name
        inner = rect.adjusted(PADDING, 0, -PADDING, 0)
        painter.setFont(look.role_font("heading_cell"))
        painter.setPen(look.colour("accent" if filtered else "text" if column.sortable else "secondary"))
        metrics = painter.fontMetrics()
        words = metrics.elidedText(str(column.label), Qt.TextElideMode.ElideRight, inner.width() - 14 * sorted_here)
        painter.drawText(inner, int(side(column)), words)
        if sorted_here:
            taken = metrics.horizontalAdvance(words) + 5
            right = side(column) & Qt.AlignmentFlag.AlignRight
            _arrow(painter, inner.right() - taken - 8 if right else inner.left() + taken, rect, not query.descending)
        painter.restore()


def _arrow(painter: QPainter, left: int, rect: QRect, ascending: bool) -> None:
    middle = QRectF(rect).center().y()
    tip, foot = (middle - 3, middle + 3) if ascending else (middle + 3, middle - 3)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme().colour("accent"))
    painter.drawPolygon(QPolygonF([QPointF(left + 4, tip), QPointF(left, foot), QPointF(left + 8, foot)]))
