"""A table of finished texts, to be read: what a sheet holds, what a trial found, which backups there are."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QApplication, QHeaderView, QTableView

from app.i18n import Label
from app.views import theme
from app.views.kit.text import plain

Index = QModelIndex | QPersistentModelIndex
Row = Sequence[str]
Role = Qt.ItemDataRole
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter

# How many rows are looked at to find the width of a column.
LOOKED_AT = 60


class _Model(QAbstractTableModel):
    def __init__(self) -> None:
        super().__init__()
        self.headings: Sequence[str] = ()
        self.rows: Sequence[Row] = ()
        self.numbers: Sequence[str] | None = None
        self.marked: Callable[[int], bool] = lambda _: False
        self.amounts: Collection[int] = ()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.headings)

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if role == Role.DisplayRole:
            return self._cell(index).replace("\n", " ")
        if role == Role.ToolTipRole:
            return plain(self._cell(index))
        if role == Role.TextAlignmentRole and index.column() in self.amounts:
            return RIGHT
        if self.marked(index.row()):
            if role == Role.FontRole:
                return theme.theme().role_font("strong")
            if role == Role.BackgroundRole:
                return theme.theme().colour("information_ground")
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        if role == Role.TextAlignmentRole and orientation is Qt.Orientation.Horizontal and section in self.amounts:
            return RIGHT
        if role != Role.DisplayRole:
            return None
        if orientation is Qt.Orientation.Horizontal:
            return self.headings[section]
        return self.numbers[section] if self.numbers else str(section + 1)

    def _cell(self, index: Index) -> str:
        row = self.rows[index.row()]
        return row[index.column()] if index.column() < len(row) else ""


class PlainTable(QTableView):
    """Shows rows of texts; rows are selected as a whole, Ctrl+C copies them."""

    current_changed = Signal(int)  # the row, −1 for none
    opened = Signal(int)

    def __init__(self, name: Label) -> None:
        super().__init__()
        self.setAccessibleName(str(name))
        self._model = _Model()
        self._model.setParent(self)
        self._widest = 24
        self.setModel(self._model)
        self.setProperty("box", "child")
        self.setAlternatingRowColors(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        self.verticalHeader().setHighlightSections(False)
        self.verticalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.selectionModel().currentRowChanged.connect(lambda now, _: self.current_changed.emit(now.row()))
        self.activated.connect(lambda index: self.opened.emit(index.row()))
        theme.theme().changed.connect(self._fit)
        self._fit()

    def show_rows(
        self,
        headings: Sequence[str],
        rows: Sequence[Row],
        *,
        numbers: Sequence[str] | None = None,
        marked: Callable[[int], bool] | None = None,
        widest: int = 24,
        stretch: bool = True,
        amounts: Collection[int] = (),
    ) -> None:
        """Show these rows; `numbers` stand before them (None: 1, 2, 3 …; empty: nothing), `marked` rows are set off.

        The columns `amounts` stand right. No column gets wider than `widest` 字; the last one takes what is left with
        `stretch`.
        """
        model = self._model
        self.verticalHeader().setVisible(numbers is None or bool(numbers))
        model.beginResetModel()
        model.headings, model.rows, model.numbers = headings, rows, numbers
        model.marked, model.amounts = marked or (lambda _: False), amounts
        model.endResetModel()
        self._widest = widest
        self.horizontalHeader().setStretchLastSection(stretch)
        self._fit()
        if rows:
            self.setCurrentIndex(model.index(0, 0))

    @property
    def rows(self) -> Sequence[Row]:
        """The rows shown."""
        return self._model.rows

    @property
    def current_row(self) -> int:
        """The row with the focus, −1 for none."""
        return self.currentIndex().row()

    def go_to(self, row: int) -> None:
        """Make a row the current one and show it."""
        self.setCurrentIndex(self._model.index(row, 0))
        self.scrollTo(self.currentIndex())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            chosen = sorted({index.row() for index in self.selectionModel().selectedRows()})
            lines = ["\t".join(cell.replace("\n", " ") for cell in self._model.rows[row]) for row in chosen]
            QApplication.clipboard().setText("\n".join(lines))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(self.current_row)
        elif event.text() and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()  # no search by every key, which asks every row
        else:
            super().keyPressEvent(event)

    def _fit(self) -> None:
        look, metrics = theme.theme(), self.fontMetrics()
        self.verticalHeader().setDefaultSectionSize(look.row_height)
        self.horizontalHeader().setFixedHeight(look.row_height + 4)
        for at, heading in enumerate(self._model.headings):
            texts = [heading, *(row[at] for row in self._model.rows[:LOOKED_AT] if at < len(row))]
            wanted = max(metrics.horizontalAdvance(text.replace("\n", " ")) for text in texts) + 26
            self.setColumnWidth(at, max(look.chars(3), min(wanted, look.chars(self._widest))))
