"""What is selected in a table, and how the selection moves; everything told in ranges, never cell by cell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QItemSelectionRange,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Signal,
)

from app.views.record_list.selection import Range, rows_touched, runs

if TYPE_CHECKING:
    from app.views.record_list.table import RecordTable

Only = QItemSelectionModel.SelectionFlag


class Chosen(QObject):
    """The selection of one `RecordTable`."""

    changed = Signal()

    def __init__(self, table: RecordTable) -> None:
        super().__init__(table)
        self._table, self._model = table, table.rows_model
        self.everything = False
        self.anchor: tuple[int, int] | None = None
        self._ranges: list[Range] = []
        table.selectionModel().selectionChanged.connect(self._moved)

    def ranges(self) -> list[Range]:
        """The selected rectangles; with everything selected one that covers the list."""
        if self.everything:
            return [Range(0, len(self._model.ids) - 1, 0, len(self._model.columns) - 1)]
        return self._ranges

    def touches(self, row: int) -> bool:
        """Whether the selection touches this row."""
        return self.everything or any(each.top <= row <= each.bottom for each in self._ranges)

    def holds(self, index: QModelIndex | QPersistentModelIndex) -> bool:
        """Whether this cell is selected."""
        return self.covers(index.row(), index.column())

    def covers(self, row: int, column: int) -> bool:
        """The same by numbers."""
        if self.everything:
            return True
        return any(each.top <= row <= each.bottom and each.left <= column <= each.right for each in self._ranges)

    def rows(self) -> list[int]:
        """The rows that the selection touches, ascending."""
        return rows_touched(self.ranges())

    def ids(self) -> Sequence[int]:
        """The records of those rows, in the order of the list."""
        ids = self._model.ids
        return ids if self.everything else [ids[row] for row in self.rows()]

    def whole_rows(self) -> bool:
        """Whether the selection is made of whole rows, as a click on a row number makes it."""
        last = len(self._model.columns) - 1
        found = self.ranges()
        return bool(found) and all(each.left == 0 and each.right == last for each in found)

    def current_id(self) -> int | None:
        """The record of the current cell."""
        row = self._table.currentIndex().row()
        return self._model.ids[row] if 0 <= row < len(self._model.ids) else None

    def select_everything(self) -> None:
        """A flag, since a million selected cells would be asked for one by one (trap 1 of screen.md §13)."""
        self._table.clearSelection()
        self.everything = bool(self._model.ids)
        self.changed.emit()

    def forget(self) -> None:
        """The rows were replaced: nothing is selected any more."""
        self.everything, self._ranges = False, []

    def only_current(self) -> None:
        """Leave only the current cell selected."""
        self.everything = False
        self._selector().select(self._table.currentIndex(), Only.ClearAndSelect)
        self.changed.emit()

    def go(self, row: int, column: int, *, extend: bool = False) -> None:
        """Make a cell current; alone, or with everything from where Shift was pressed first."""
        index = self._model.index(row, max(column, 0))
        if not index.isValid():
            return
        self.everything = False
        if extend:
            current = self._table.currentIndex()
            self.anchor = self.anchor or (current.row(), current.column())
            self._selector().setCurrentIndex(index, Only.NoUpdate)
            self._selector().select(self._rectangle(self.anchor, (row, column)), Only.ClearAndSelect)
        else:
            self.anchor = (row, column)
            self._selector().setCurrentIndex(index, Only.ClearAndSelect)
        self._table.scrollTo(index)

    def select_rows(self, rows: Sequence[int], left: int, right: int) -> QItemSelection:
        """These columns of these ascending rows as a selection."""
        chosen = QItemSelection()
        for top, bottom in runs(rows):
            chosen.append(QItemSelectionRange(self._model.index(top, left), self._model.index(bottom, right)))
        return chosen

    def _rectangle(self, one: tuple[int, int], other: tuple[int, int]) -> QItemSelection:
        table, header = self._table, self._table.horizontalHeader()
        top, bottom = sorted((one[0], other[0]))
        left, right = sorted(header.visualIndex(column) for column in (one[1], other[1]))
        columns = sorted(header.logicalIndex(at) for at in range(left, right + 1))
        chosen = QItemSelection()
        for first, last in runs([each for each in columns if not table.isColumnHidden(each)]):
            chosen.append(QItemSelectionRange(self._model.index(top, first), self._model.index(bottom, last)))
        return chosen

    def _selector(self) -> QItemSelectionModel:
        return self._table.selectionModel()

    def _moved(self) -> None:
        selection = self._selector().selection()
        parts = [selection.at(at) for at in range(selection.size())]
        self._ranges = [Range(each.top(), each.bottom(), each.left(), each.right()) for each in parts]
        if self._ranges:
            self.everything = False
        self.changed.emit()
