"""A table to fill in: typing opens a cell, Enter goes on to the next, the last one leads to a new line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QFocusEvent,
    QGuiApplication,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QToolTip, QWidget

from app.errors import Problem
from app.i18n import Label
from app.views.forms import table as widths
from app.views.hardship import lines_deeds as deeds
from app.views.hardship.cell_editor import CellEditor
from app.views.hardship.lines_model import LinesModel
from app.views.hardship.lines_paint import LineCells, LineHeadings, draw_messages
from app.views.kit.text import plain
from app.views.theme import theme

Index = QModelIndex | QPersistentModelIndex
Key, Standard = Qt.Key, QKeySequence.StandardKey
# Keys that belong to this table while it has the focus, also where the window has a use for them.
OWN_KEYS = (Standard.Undo, Standard.Redo, Standard.Copy, Standard.Paste, Standard.Delete)
MESSAGE_GAP = 4


class OwnKeys(QObject):
    """Claims the table's own keys before the window's shortcuts see them.

    A filter and no `event` of the table: PySide loses a fault that is raised below an overridden `event`, and crashes.
    """

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return False
        is_own = any(event.matches(each) for each in OWN_KEYS)
        if is_own:
            event.accept()
        return is_own


class LinesTable(QTableView):
    """Shows a `LinesModel`, as high as its lines: what scrolls is the page around it."""

    said = Signal(object)  # a Label for the status bar
    place_changed = Signal(QRect)  # the current cell, in this table

    def __init__(self, lines: LinesModel, name: Label, chars: Mapping[str, float]) -> None:
        """`chars` are the widths of the columns in 字; the last column takes the rest."""
        super().__init__()
        self.lines, self._chars = lines, chars
        self._editor: CellEditor | None = None
        self._editing = QPersistentModelIndex()
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
        self.selectionModel().currentChanged.connect(self._moved)
        theme().changed.connect(self._fit)
        self._fit()

    def _prepare(self) -> None:
        self._headings = LineHeadings(self)
        self.setHorizontalHeader(self._headings)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(
            triggers.AnyKeyPressed | triggers.DoubleClicked | triggers.SelectedClicked | triggers.EditKeyPressed
        )
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.installEventFilter(OwnKeys(self))
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

    def editor_width(self, index: Index) -> int:
        """How wide the editor of a cell wants to be."""
        field = self.lines.fields[index.column()]
        icon = theme().chars(2) if field.choices or field.kind in ("partial_day", "yes_no") else 0
        digits = widths.digits(field) if field.kind != "resident_id" else widths.WIDTHS["resident_id"]
        return theme().digits(digits) + icon + 16

    # --- what is wrong

    def messages(self, row: int) -> Iterator[tuple[str, Problem]]:
        """What is said below a line; nothing about the cell that is being typed in."""
        for field, problem in self.lines.problems_of(row):
            yield str(Label("{field}：{what}", field=field.label, what=problem.what)), problem

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self.viewport())
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
        return self.hasFocus() or self._editor is not None

    def is_current(self, index: Index) -> bool:
        """Whether this is the current cell."""
        current = self.currentIndex()
        return current.row() == index.row() and current.column() == index.column()

    def open_cell(self) -> tuple[int, str] | None:
        """Row and field of the cell that is being typed in."""
        if self._editor is None or not self._editing.isValid():
            return None
        return self._editing.row(), self.lines.fields[self._editing.column()].name

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

    def go_on(self) -> None:
        """To the next cell that can be filled; from the last one to a new line."""
        row, column = self.currentIndex().row(), self.currentIndex().column()
        while True:
            column += 1
            if column >= self.lines.columnCount():
                row, column = row + 1, 0
            if row >= self.lines.rowCount():
                return
            if not self.lines.is_locked(self.lines.index(row, column)):
                self.go(row, column)
                return

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

    # --- typing in a cell

    def make_editor(self, parent: QWidget, index: Index) -> CellEditor:
        """The editor of a cell, tied to it."""
        field = self.lines.fields[index.column()]
        made = CellEditor(parent, replace(field, choices=tuple(self.lines.choices(field.name))))
        made.typed.connect(lambda: self.lines.type_in(self._editing, made.editor.raw()))
        made.went_on.connect(lambda: self._leave(made, onward=True))
        made.left.connect(lambda rows, columns: self._leave(made, rows, columns))
        made.given_up.connect(lambda: self._leave(made, keep=False))
        made.block_pasted.connect(lambda text: self._paste_over(made, text))
        self._editor, self._editing = made, QPersistentModelIndex(index)
        self.lines.begin()
        return made

    def _leave(
        self, made: CellEditor, rows: int = 0, columns: int = 0, *, keep: bool = True, onward: bool = False
    ) -> None:
        if self._editor is not made or not self._editing.isValid():
            return
        if keep:
            self.lines.type_in(self._editing, made.editor.raw())
        self._editor = None
        self.closeEditor(made, LineCells.EndEditHint.NoHint)
        self.lines.end(keep=keep)
        if onward:
            self.go_on()
        elif rows or columns:
            self.go(self.currentIndex().row() + rows, self.currentIndex().column() + columns)
        self.lines.edited.emit()

    def _remember_place(self) -> None:
        """The lines are going to be others: Qt takes the editor and the current cell away."""
        self._editor = None
        self._place = self.currentIndex().row(), self.currentIndex().column()

    def _go_back(self) -> None:
        """The same cell again, or the nearest."""
        self._fit()
        row, column = self._place
        if row >= 0:
            self.go(row, column)

    def _paste_over(self, made: CellEditor, text: str) -> None:
        self._leave(made, keep=False)
        self.said.emit(deeds.paste_text(self, text))

    # --- keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
        if (
            event.key() in (Key.Key_Return, Key.Key_Enter)
            and not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self.go_on()
        elif event.matches(Standard.Copy):
            deeds.copy_cells(self)
        elif event.matches(Standard.Paste):
            self.said.emit(deeds.paste_text(self, QGuiApplication.clipboard().text()))
        elif event.matches(Standard.Delete):
            self.said.emit(deeds.clear_or_remove(self))
        elif event.matches(Standard.Undo) or event.matches(Standard.Redo):
            self.said.emit(deeds.take_back(self, back=event.matches(Standard.Undo)))
        elif event.key() == Key.Key_F4 or (event.key() == Key.Key_Down and alt):
            self._open_list()
        elif event.key() == Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _open_list(self) -> None:
        self.edit(self.currentIndex())
        if self._editor is not None:
            self._editor.open_list()
