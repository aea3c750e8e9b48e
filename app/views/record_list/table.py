"""The table itself: cells select, rows act."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView

from app.views.record_list import keys, widths
from app.views.record_list.choosing import Chosen
from app.views.record_list.frozen import FrozenColumn
from app.views.record_list.keeping import PlaceKeeper
from app.views.record_list.model import RecordModel
from app.views.record_list.painting import CellPainter, Headings, RowNumbers
from app.views.theme import theme

Held = Qt.KeyboardModifier
NOTHING, CONTROL, SHIFT, ALT = Held.NoModifier, Held.ControlModifier, Held.ShiftModifier, Held.AltModifier


class RecordTable(QTableView):
    """Shows a `RecordModel`; selection, current cell and place outlive every refresh, by record."""

    opened = Signal(int)  # record id: Enter or double click
    opened_aside = Signal(int)  # Shift+Enter
    change_asked = Signal(int, str)  # F2: record id and column
    typed = Signal(str)  # letters for the search box
    reached = Signal()  # it has the focus now
    escaped = Signal()
    delete_asked = Signal()
    copy_asked = Signal()
    go_asked = Signal()
    filter_asked = Signal()  # narrow the current column
    conditions_asked = Signal()
    problem_asked = Signal(int)  # the next (+1) or former (−1) row that is to be checked

    def __init__(self, model: RecordModel, name: str) -> None:
        super().__init__()
        self.rows_model = model
        self.setAccessibleName(name)
        self._prepare()
        self.setModel(model)
        self._quieten_headers()
        self.setItemDelegate(CellPainter(self))
        self.chosen = Chosen(self)
        self.frozen = FrozenColumn(self)
        self.keeper = PlaceKeeper(self)
        model.changed.connect(self._fit_row_numbers)
        self.chosen.changed.connect(self.repaint_all)
        self.selectionModel().currentChanged.connect(self.repaint_all)
        theme().changed.connect(self.follow_theme)
        self.follow_theme()

    def _prepare(self) -> None:
        self.setHorizontalHeader(Headings(self, self))
        self._numbers = RowNumbers(self)
        self.setVerticalHeader(self._numbers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        # The first letter goes to the search box raw; the input method takes over there.
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.doubleClicked.connect(self._open)

    def _quieten_headers(self) -> None:
        """Give the headers selections of their own: with the table's one they ask every cell at every repaint."""
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.setSelectionModel(QItemSelectionModel(self.rows_model, header))

    def follow_theme(self) -> None:
        """Recompute what depends on the font."""
        look = theme()
        self.verticalHeader().setDefaultSectionSize(look.row_height)
        self.horizontalHeader().setFixedHeight(look.row_height + 4)
        self._fit_row_numbers()
        self.viewport().update()

    def _fit_row_numbers(self) -> None:
        digits = max(3, len(str(len(self.rows_model.ids))))
        self._numbers.take_width(theme().digits(digits) + 16)

    # --- going about

    def is_active(self) -> bool:
        """Whether the selection wears its full colour."""
        return self.hasFocus()

    def is_current(self, index: QModelIndex | QPersistentModelIndex) -> bool:
        """Whether this is the current cell."""
        current = self.currentIndex()
        return current.row() == index.row() and current.column() == index.column()

    def _open(self, index: QModelIndex) -> None:
        if index.isValid():
            self.opened.emit(self.rows_model.ids[index.row()])

    def _ask_change(self) -> None:
        index = self.currentIndex()
        if index.isValid():
            self.change_asked.emit(self.rows_model.ids[index.row()], self.rows_model.columns[index.column()].name)

    def step(self, rows: int, columns: int) -> None:
        """Go so many rows down and shown columns to the right, as far as there are any."""
        shown, current = self.shown_columns(), self.currentIndex()
        at = shown.index(current.column()) if current.column() in shown else 0
        row = max(0, min(current.row() + rows, len(self.rows_model.ids) - 1))
        self.chosen.go(row, shown[max(0, min(at + columns, len(shown) - 1))])

    def selectAll(self) -> None:
        self.chosen.select_everything()

    def show_record(self, record_id: int) -> bool:
        """Go to a record if it is in this view."""
        row = self.rows_model.row_of(record_id)
        if row >= 0:
            self.chosen.go(row, self.currentIndex().column())
        return row >= 0

    def repaint_all(self) -> None:
        """Selection or focus changed: draw cells and row numbers again."""
        for part in (self, self.verticalHeader(), self.frozen):
            part.viewport().update()

    def shown_columns(self) -> list[int]:
        """The columns in view, from the left, as numbers of the model."""
        header = self.horizontalHeader()
        order = (header.logicalIndex(at) for at in range(header.count()))
        return [column for column in order if not self.isColumnHidden(column)]

    def _room(self, shown: Sequence[int]) -> keys.Room:
        look, header = theme(), self.horizontalHeader()
        average = max(1, header.length() // max(1, len(shown)))
        return keys.Room(
            rows=len(self.rows_model.ids),
            columns=len(shown),
            page_rows=self.viewport().height() // look.row_height - 1,
            page_columns=self.viewport().width() // average - 1,
        )

    # --- events

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._take_way(event) and not self._take_deed(event):
            text = keys.typed(event)
            if text:
                self.typed.emit(text)
            else:
                event.ignore()

    def _take_way(self, event: QKeyEvent) -> bool:
        shown, current = self.shown_columns(), self.currentIndex()
        if not shown or not self.rows_model.ids:
            return False
        at = shown.index(current.column()) if current.column() in shown else 0
        mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        goal = keys.target(event, max(current.row(), 0), at, self._room(shown), mirrored=mirrored)
        if goal is None:
            return False
        extend = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        self.chosen.go(goal[0], shown[goal[1]], extend=extend)
        return True

    def _take_deed(self, event: QKeyEvent) -> bool:
        key, held = Qt.Key(event.key()), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        current = self.chosen.current_id()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and current is not None and held != CONTROL:
            (self.opened_aside if held & SHIFT else self.opened).emit(current)
            return True
        asked: dict[tuple[Qt.Key, Qt.KeyboardModifier], Callable[[], object]] = {
            (Qt.Key.Key_A, CONTROL): self.selectAll,
            # In a list whose cells can be changed, F2 changes one and does not come here. Elsewhere it opens what Enter
            # opens, where that is a form at the field of this column.
            (Qt.Key.Key_F2, NOTHING): self._ask_change,
            (Qt.Key.Key_C, CONTROL): self.copy_asked.emit,
            (Qt.Key.Key_G, CONTROL): self.go_asked.emit,
            (Qt.Key.Key_L, CONTROL | SHIFT): self.conditions_asked.emit,
            (Qt.Key.Key_Down, ALT): self.filter_asked.emit,
            (Qt.Key.Key_F4, NOTHING): self.filter_asked.emit,
            (Qt.Key.Key_F8, NOTHING): lambda: self.problem_asked.emit(1),
            (Qt.Key.Key_F8, SHIFT): lambda: self.problem_asked.emit(-1),
            (Qt.Key.Key_Delete, NOTHING): self.delete_asked.emit,
            (Qt.Key.Key_Escape, NOTHING): self.escaped.emit,
            (Qt.Key.Key_F10, SHIFT): self._ask_menu,
            (Qt.Key.Key_Menu, NOTHING): self._ask_menu,
        }
        run = asked.get((key, held))
        if run is not None:
            run()
        return run is not None

    def _ask_menu(self) -> None:
        box = self.visualRect(self.currentIndex())
        self.customContextMenuRequested.emit(QPoint(box.left() + 8, box.bottom()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        extend = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if index.isValid() and extend and event.button() == Qt.MouseButton.LeftButton:
            self.chosen.go(index.row(), index.column(), extend=True)
            return
        if index.isValid() and event.button() == Qt.MouseButton.RightButton and self.chosen.holds(index):
            return
        if index.isValid():
            self.chosen.anchor = (index.row(), index.column())
        super().mousePressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Not here: it would ask every row. Letters go to the search box."""

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip:
            self._tell_cut(event)
        return super().viewportEvent(event)

    def _tell_cut(self, event: QEvent) -> None:
        index = self.indexAt(event.pos())  # type: ignore[attr-defined]
        text = self.rows_model.cell(index.row(), index.column()) if index.isValid() else ""
        room = self.columnWidth(index.column()) - 2 * widths.PADDING
        is_cut = bool(text) and self.fontMetrics().horizontalAdvance(text or "") > room
        mark = self.rows_model.mark(index.row()) if index.isValid() and not index.column() else ""
        words = "　".join(each for each in (text if is_cut else "", mark) if each)
        self.viewport().setToolTip(words.replace("&", "&amp;").replace("<", "&lt;"))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.repaint_all()
        self.reached.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.repaint_all()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.frozen.place()
