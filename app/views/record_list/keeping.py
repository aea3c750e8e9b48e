"""Selection, current cell and place outlive a refresh, a sort and a filter: they are kept by record, not by row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QObject

from app.views.record_list.selection import Selected

if TYPE_CHECKING:
    from app.views.record_list.table import RecordTable

Only = QItemSelectionModel.SelectionFlag


class PlaceKeeper(QObject):
    """Remembers before the ids of a model are replaced, and restores after."""

    def __init__(self, table: RecordTable) -> None:
        super().__init__(table)
        self._table, self._model = table, table.rows_model
        self._kept: Selected | None = None
        self._next: int | None = None
        self._whole: Sequence[int] = ()  # whose rows are to be selected
        self._model.about_to_change.connect(self._remember)
        self._model.changed.connect(self._restore)

    def expect(self, record_id: int) -> None:
        """After the next refresh go to this record: it is new, or was just saved."""
        self._next = record_id

    def expect_rows(self, ids: Sequence[int]) -> None:
        """After the next refresh select the rows of these records: they came back."""
        self._whole = ids

    def wanted(self) -> int | None:
        """The record that will be in view after the next refresh, if it is there then."""
        return self._next if self._next is not None else self._table.chosen.current_id()

    def _remember(self) -> None:
        table, ids = self._table, self._model.ids
        if not ids:
            return
        chosen = table.chosen
        groups = (
            ()
            if chosen.everything
            else tuple(((each.left, each.right), tuple(ids[each.top : each.bottom + 1])) for each in chosen.ranges())
        )
        current = table.currentIndex()
        here = (ids[current.row()], current.column()) if 0 <= current.row() < len(ids) else None
        top = table.rowAt(0)
        self._kept = Selected(
            groups, here, max(current.row(), 0), ids[top] if 0 <= top < len(ids) else None, chosen.everything
        )

    def _restore(self) -> None:
        table, model, kept = self._table, self._model, self._kept
        chosen = table.chosen
        chosen.forget()
        chosen.everything = bool(kept and kept.everything and model.ids)
        if not model.ids:
            chosen.changed.emit()
            return
        whole = sorted(row for row in map(model.row_of, self._whole) if row >= 0)
        if whole:
            self._next = model.ids[whole[0]]
        row, found = self._row_to_go(kept)
        column = kept.current[1] if kept and kept.current else table.shown_columns()[0]
        index = model.index(row, column)
        chosen.anchor = (row, column)
        selector = table.selectionModel()
        selector.setCurrentIndex(index, Only.NoUpdate if chosen.everything else Only.ClearAndSelect)
        if kept and not chosen.everything and self._next is None:
            again = self._selection_of(kept)
            if again.size():
                selector.select(again, Only.ClearAndSelect)
        if whole:
            selector.select(chosen.select_rows(whole, 0, len(model.columns) - 1), Only.ClearAndSelect)
        self._scroll_back(kept, found=found)
        self._next, self._whole = None, ()
        chosen.changed.emit()

    def _row_to_go(self, kept: Selected | None) -> tuple[int, bool]:
        """The row of the record that was current; when it is gone, the row that has taken its place."""
        wanted = self._next if self._next is not None else kept.current[0] if kept and kept.current else None
        row = self._model.row_of(wanted) if wanted is not None else -1
        if row >= 0:
            return row, True
        return min(kept.row if kept else 0, len(self._model.ids) - 1), False

    def _selection_of(self, kept: Selected) -> QItemSelection:
        again = QItemSelection()
        for (left, right), ids in kept.groups:
            rows = self._model.rows_of(ids)
            again.merge(self._table.chosen.select_rows(rows, left, right), Only.Select)
        return again

    def _scroll_back(self, kept: Selected | None, *, found: bool) -> None:
        """Let the row that was on top be on top again, and the current one be in view."""
        table, current = self._table, self._table.currentIndex()
        top = self._model.row_of(kept.top) if kept and kept.top is not None else -1
        if top >= 0:
            table.verticalScrollBar().setValue(top)
        seen = table.viewport().rect().contains(table.visualRect(current).center())
        if (found and not seen) or self._next is not None:
            table.scrollTo(current)
