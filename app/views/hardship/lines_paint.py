"""How the cells of a table that is filled in are drawn, and the words below a line with something wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHeaderView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.errors import Grade
from app.views.forms.row import ICONS
from app.views.theme import theme

if TYPE_CHECKING:
    from app.views.hardship.lines_view import LinesView

Index = QModelIndex | QPersistentModelIndex
PADDING = 7
RIGHT = ("money", "number")
BROKEN = int(Qt.TextFlag.TextWrapAnywhere)
GROUNDS = {Grade.MUST: "error_ground", Grade.CHECK: "warning_ground"}


class LineCells(QStyledItemDelegate):
    """Draws cells: ground, words, a frame around what is wrong and around the current one."""

    def __init__(self, table: LinesView) -> None:
        super().__init__(table)
        self._table = table

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        look, table = theme(), self._table
        box = table.cell_box(option.rect)  # type: ignore[attr-defined]
        problem = table.lines.problem(index.row(), table.lines.fields[index.column()].name)
        ground, ink = "base", "text"
        if table.lines.is_locked(index):
            ground, ink = "window", "secondary"
        if problem is not None:
            ground = GROUNDS[problem.grade]
        selected = bool(option.state & QStyle.StateFlag.State_Selected)  # type: ignore[attr-defined]
        if selected and problem is None:
            ground, ink = ("selection", "on_selection") if table.is_active() else (
                "selection_inactive", "on_selection_inactive")  # fmt: skip
        painter.fillRect(box, look.colour(ground))
        self._words(painter, box.adjusted(PADDING, 0, -PADDING, 0), index, ink)
        if problem is not None:
            painter.setPen(QPen(look.colour(ICONS[problem.grade][1]), 2))
            painter.drawRect(QRectF(box).adjusted(1, 1, -1, -1))
        if table.is_current(index):
            frame = "accent" if table.is_active() else "border"
            painter.setPen(
                QPen(
                    look.colour("frame_on_selection" if selected and problem is None and table.is_active() else frame),
                    2,
                )
            )
            painter.drawRect(QRectF(box).adjusted(1, 1, -1, -1))

    def _words(self, painter: QPainter, box: QRect, index: Index, ink: str) -> None:
        text = str(index.data() or "")
        if not text:
            return
        field = self._table.lines.fields[index.column()]
        mode = Qt.TextElideMode.ElideMiddle if field.kind == "resident_id" else Qt.TextElideMode.ElideRight
        side = Qt.AlignmentFlag.AlignRight if field.kind in RIGHT else Qt.AlignmentFlag.AlignLeft
        painter.setPen(theme().colour(ink))
        metrics = painter.fontMetrics()
        if field.choices and text.endswith("）") and metrics.horizontalAdvance(text) > box.width():
            text = text[: text.rfind("（")]  # 在校生（…）: what it takes in stands in the list of choices
        words = metrics.elidedText(text, mode, box.width())
        painter.drawText(box, int(side | Qt.AlignmentFlag.AlignVCenter), words)


class LineHeadings(QHeaderView):
    """Headings of as many lines as the longest of them needs."""

    def __init__(self, table: LinesView) -> None:
        super().__init__(Qt.Orientation.Horizontal, table)
        self._table = table
        self.setSectionsClickable(False)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(24)

    def sizeHint(self) -> QSize:
        # Qt's own measures every cell of the first rows for a width that nobody asks for.
        return QSize(self.length(), max(map(self._lines, range(self.count())), default=1) * theme().line + 11)

    def paintEvent(self, e: QPaintEvent) -> None:
        super().paintEvent(e)
        if self._table.frozen:
            painter = QPainter(self.viewport())
            painter.setFont(self.font())
            self.paintSection(painter, QRect(0, 0, self._table.frozen, self.height()), 0)
            painter.end()

    def _lines(self, at: int) -> int:
        words = str(self._table.lines.headerData(at, Qt.Orientation.Horizontal))
        room, metrics = QRect(0, 0, self.sectionSize(at) - 2 * PADDING, 0), self.fontMetrics()
        return round(metrics.boundingRect(room, BROKEN, words).height() / metrics.lineSpacing())

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        look, field = theme(), self._table.lines.fields[logicalIndex]
        painter.save()
        painter.fillRect(rect, look.colour("window"))
        painter.setPen(look.colour("grid"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.drawLine(rect.topRight(), rect.bottomRight())
        painter.setPen(look.colour("text"))
        side = Qt.AlignmentFlag.AlignRight if field.kind in RIGHT else Qt.AlignmentFlag.AlignLeft
        words = str(self._table.lines.headerData(logicalIndex, Qt.Orientation.Horizontal))
        flags = int(side | Qt.AlignmentFlag.AlignVCenter) | BROKEN
        painter.drawText(rect.adjusted(PADDING, 0, -PADDING, 0), flags, words)
        painter.restore()


def draw_names(table: LinesView, painter: QPainter) -> None:
    """The first column over the others, where it has been scrolled away."""
    option = QStyleOptionViewItem()
    delegate, look = table.itemDelegate(), theme()
    for row in range(table.lines.rowCount()):
        index = table.lines.index(row, 0)
        option.rect = QRect(0, table.rowViewportPosition(row), table.frozen - 1, table.rowHeight(row))  # type: ignore[attr-defined]
        option.state = QStyle.StateFlag.State_Enabled  # type: ignore[attr-defined]
        painter.setFont(table.font())
        delegate.paint(painter, option, index)
        painter.setPen(look.colour("grid"))
        painter.drawLine(0, option.rect.bottom(), table.frozen, option.rect.bottom())  # type: ignore[attr-defined]
    painter.setPen(look.colour("border"))
    painter.drawLine(table.frozen - 1, 0, table.frozen - 1, table.viewport().height())


def draw_messages(table: LinesView, painter: QPainter, band: QRect, row: int) -> None:
    """Below a line: what is wrong with its cells, each with its icon, in words."""
    look = theme()
    painter.fillRect(band, look.colour("base"))
    painter.setFont(look.role_font("message"))
    metrics = painter.fontMetrics()
    at, side = band.left() + PADDING, look.icon_size(16)
    for words, problem in table.messages(row):
        icon, tone = ICONS[problem.grade]
        room = band.right() - at - side - 8
        if room < look.chars(3):
            break
        look.icon(icon, tone, 16).paint(painter, QRect(at, band.top() + (band.height() - side) // 2, side, side))
        shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, room)
        painter.setPen(look.colour(tone))
        painter.drawText(
            QRect(at + side + 4, band.top(), room, band.height()), int(Qt.AlignmentFlag.AlignVCenter), shown
        )
        at += side + 4 + metrics.horizontalAdvance(shown) + look.chars(1.5)
    painter.setPen(look.colour("grid"))
    painter.drawLine(band.bottomLeft(), band.bottomRight())
