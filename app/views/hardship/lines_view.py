"""How a table that is filled in is laid out and drawn, and which of its cells is the current one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QToolTip

from app.errors import Problem
from app.i18n import Label
from app.views.hardship.lines_model import LinesModel
from app.views.hardship.lines_paint import LineCells, LineHeadings, draw_messages, draw_names
from app.views.kit.text import plain
from app.views.theme import theme

Index = QModelIndex | QPersistentModelIndex
MESSAGE_GAP = 4
EnsureVisible = QAbstractItemView.ScrollHint.EnsureVisible


class LinesView(QTableView):
    """Shows a `LinesModel`, as high as its lines: what scrolls is the page around it.

    What is wrong with a line stands below it, over its whole width. The first column stays in view.
    """

    place_changed = Signal(QRect)  # the current cell, in this table

    def __init__(self, lines: LinesModel, name: Label, chars: Mapping[str, float]) -> None:
        """`chars` are the widths of the columns in 字; the last column takes the rest."""
        super().__init__()
        self.lines, self._chars = lines, chars
        self._place = (-1, -1)
        self.setAccessibleName(str(name))
        self.setProperty("box", "child")
        self._prepare()
        self.setModel(lines)
        self.setItemDelegate(LineCells(self))
        lines.modelAboutToBeReset.connect(self._remember_place)
        lines.modelReset.connect(self._go_back)
        lines.rowsInserted.connect(self._fit)
        lines.dataChanged.connect(self._fit_rows)
        lines.headerDataChanged.connect(self._fit)
        self.selectionModel().currentChanged.connect(self._moved)
        self.horizontalScrollBar().valueChanged.connect(self._draw_anew)
        theme().changed.connect(self._fit)
        self._fit()

    def _prepare(self) -> None:
        self._headings = LineHeadings(self)
        self.setHorizontalHeader(self._headings)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        numbers = self.verticalHeader()
        numbers.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        numbers.setHighlightSections(False)
        numbers.setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)

    # --- room

    def _fit(self) -> None:
        look = theme()
        self._fit_columns()
        self.verticalHeader().setFixedWidth(look.digits(3) + 12)
        self.verticalHeader().setDefaultSectionSize(look.field_height)
        self._headings.setFixedHeight(self._headings.sizeHint().height())
        self._fit_rows()

    def _fit_rows(self) -> None:
        look = theme()
        for row in range(self.lines.rowCount()):
            wrong = bool(self.lines.problems_of(row))
            self.setRowHeight(row, look.field_height + (look.line + MESSAGE_GAP if wrong else 0))
        self._fit_height()
        self.viewport().update()

    def _fit_height(self) -> None:
        rows = sum(self.rowHeight(row) for row in range(self.lines.rowCount()))
        bar = self.horizontalScrollBar()
        bars = bar.sizeHint().height() if self._headings.length() > self.viewport().width() else 0
        self.setFixedHeight(self._headings.height() + rows + bars + 2 * self.frameWidth())

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().chars(12), self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()
        self._fit_height()

    def _fit_columns(self) -> None:
        """Columns as wide as their kind wants; the last one takes the rest, where there is any."""
        look = theme()
        wanted = [look.chars(self._chars[field.name]) for field in self.lines.fields]
        wanted[-1] = max(wanted[-1], self.viewport().width() - sum(wanted[:-1]))
        for at, width in enumerate(wanted):
            self.setColumnWidth(at, width)

    def cell_box(self, box: QRect) -> QRect:
        """The part of a cell that holds its words; what is wrong stands below."""
        return QRect(box.left(), box.top(), box.width(), theme().field_height - 1)

    @property
    def frozen(self) -> int:
        """The width of the first column where it has been scrolled away and is drawn over the others; else 0."""
        return self.columnWidth(0) if self.horizontalScrollBar().value() else 0

    def _draw_anew(self) -> None:
        self.viewport().update()
        self._headings.viewport().update()

    def scrollTo(self, index: Index, hint: QAbstractItemView.ScrollHint = EnsureVisible) -> None:
        """Show a cell, and not below the first column."""
        super().scrollTo(index, hint)
        hidden = self.frozen - self.visualRect(index).left()
        bar = self.horizontalScrollBar()
        if index.column() == 0:
            bar.setValue(0)
        elif self.frozen and hidden > 0:
            bar.setValue(bar.value() - hidden)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        if at.x() < self.frozen and self.rowAt(at.y()) >= 0:
            self.go(self.rowAt(at.y()), 0)
        else:
            super().mousePressEvent(event)

    # --- what is wrong

    def messages(self, row: int) -> Iterator[tuple[str, Problem]]:
        """What is said below a line; nothing about the cell that is being typed in."""
        for field, problem in self.lines.problems_of(row):
            what = self.lines.told(row, field, problem)
            yield str(Label("{field}：{what}", field=field.label, what=what)), problem

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        if self.frozen:
            draw_names(self, painter)
        for row in range(self.lines.rowCount()):
            if self.rowHeight(row) > theme().field_height:
                draw_messages(self, painter, self._band(row), row)
        painter.end()

    def _band(self, row: int) -> QRect:
        top = self.rowViewportPosition(row) + theme().field_height - 1
        return QRect(0, top, self.viewport().width(), self.rowHeight(row) - theme().field_height)

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            row = self.rowAt(event.pos().y())
            if row >= 0 and self._band(row).contains(event.pos()):
                words = "\n".join(words for words, _ in self.messages(row))
                QToolTip.showText(event.globalPos(), plain(words), self)
                return True
        return super().viewportEvent(event)

    # --- where one is

    def is_active(self) -> bool:
        """Whether the selection wears its full colour."""
        return self.hasFocus()

    def is_current(self, index: Index) -> bool:
        """Whether this is the current cell."""
        current = self.currentIndex()
        return current.row() == index.row() and current.column() == index.column()

    def go(self, row: int, column: int) -> None:
        """Make a cell the current one."""
        row = max(0, min(row, self.lines.rowCount() - 1))
        column = max(0, min(column, self.lines.columnCount() - 1))
        # Not `setCurrentIndex`, which asks whether Ctrl is held: it is, after Ctrl+V.
        index = self.lines.index(row, column)
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.scrollTo(index)

    def go_first(self) -> None:
        """To the first cell that can be filled."""
        self.go(0, 0)
        if self.lines.is_locked(self.currentIndex()):
            self.go_on()

    def focus_cell(self, row: int, column: int) -> None:
        """Give a cell the focus and show it."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.go(row, column)
        self._moved()

    def go_on(self, steps: int = 1) -> bool:
        """To the next cell that can be filled (−1: the one before), from line to line; whether there is one."""
        columns = self.lines.columnCount()
        place = self.currentIndex().row() * columns + self.currentIndex().column() + steps
        while 0 <= place < self.lines.rowCount() * columns:
            row, column = divmod(place, columns)
            if not self.lines.is_locked(self.lines.index(row, column)):
                self.go(row, column)
                return True
            place += steps
        return False

    def whole_rows(self) -> list[int]:
        """The lines that are selected from their first cell to their last."""
        return sorted(each.row() for each in self.selectionModel().selectedRows())

    def _moved(self) -> None:
        self.viewport().update()
        if self.currentIndex().isValid():
            box = self.visualRect(self.currentIndex())
            self.place_changed.emit(box.translated(self.viewport().pos()))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid():
            self.go_first()
        self._moved()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def _remember_place(self) -> None:
        """The lines are going to be others: Qt takes the current cell away."""
        self._place = self.currentIndex().row(), self.currentIndex().column()

    def _go_back(self) -> None:
        """The same cell again, or the nearest."""
        self._fit()
        row, column = self._place
        if row >= 0:
            self.go(row, column)
