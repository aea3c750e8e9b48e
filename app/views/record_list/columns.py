"""Which columns are shown, in which order and how wide: from the kind once, then as the user left them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer, Signal

from app.views.record_list import widths
from app.views.record_list.layout import ColumnState
from app.views.record_list.table import RecordTable
from app.views.theme import theme

# A change of a width is kept this long after the last one, so that dragging does not write at every pixel.
KEEP_AFTER_MS = 800
FIRST_ROWS = 60
MONEY = "money"


class Columns(QObject):
    """Arranges the columns of one table; `moved` says, a while after the last change, that they are to be kept."""

    moved = Signal()

    def __init__(self, table: RecordTable) -> None:
        super().__init__(table)
        self._table = table
        self._model = table.rows_model
        self._arranged = False
        self._kept: Sequence[ColumnState] = ()
        self._char = theme().char
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(KEEP_AFTER_MS)
        self._pause.timeout.connect(self.moved)
        header = table.horizontalHeader()
        header.sectionResized.connect(self._later)
        header.sectionMoved.connect(self._later)
        header.sectionHandleDoubleClicked.connect(self.fit)
        self._model.changed.connect(self._arrange_once)
        for told in (self._model.changed, self._model.dataChanged):
            told.connect(self._widen)
        theme().changed.connect(self._follow_scale)
        for at, column in enumerate(self._model.columns):
            table.setColumnHidden(at, not column.shown)

    def begin_with(self, states: Sequence[ColumnState]) -> None:
        """Arrange the first rows like this."""
        self._kept = states

    @property
    def are_arranged(self) -> bool:
        """Whether there were rows to arrange them by."""
        return self._arranged

    def fit(self, column: int) -> None:
        """Make a column as wide as what is in view needs."""
        self._table.setColumnWidth(column, widths.fit(self._model.columns[column], theme(), self._in_view(column)))

    def hide(self, column: int) -> None:
        """Take a column out of view; the last one stays."""
        if len(self._table.shown_columns()) > 1:
            self._table.setColumnHidden(column, True)
            self._later()

    def states(self) -> list[ColumnState]:
        """The arrangement as it stands, from the left."""
        table, header = self._table, self._table.horizontalHeader()
        states = []
        for at in range(header.count()):
            column = header.logicalIndex(at)
            hidden = table.isColumnHidden(column)
            width = 0 if hidden else table.columnWidth(column)
            states.append(ColumnState(self._model.columns[column].name, round(width / theme().char, 2), not hidden))
        return states

    def apply(self, states: Sequence[ColumnState]) -> None:
        """Arrange like this; columns that the arrangement does not know yet stay at the end, as declared."""
        table, header = self._table, self._table.horizontalHeader()
        by_name = {column.name: at for at, column in enumerate(self._model.columns)}
        for at, state in enumerate(each for each in states if each.name in by_name):
            column = by_name[state.name]
            header.moveSection(header.visualIndex(column), at)
            table.setColumnHidden(column, not state.shown)
            if state.shown:
                wanted = theme().chars(state.width) if state.width else self._natural(column)
                table.setColumnWidth(column, wanted)
        table.frozen.place()
        self._later()

    def reset(self) -> None:
        """Back to the declaration."""
        self._kept = ()
        self.apply(self._declared())
        self._pause.stop()

    def _declared(self) -> list[ColumnState]:
        return [ColumnState(column.name, 0, column.shown) for column in self._model.columns]

    def _arrange_once(self) -> None:
        """At the first rows: widths from the kinds, then what the user had left."""
        if self._arranged or not self._model.ids:
            return
        self._arranged = True
        self.apply(self._declared())
        if any(state.shown for state in self._kept):
            self.apply(self._kept)
        self._pause.stop()

    def _widen(self) -> None:
        """What is in view may have become longer.

        A column of money takes the room for it: an amount that is cut reads as a smaller one. Others that may grow
        take what nobody else needs.
        """
        table = self._table
        for at, column in enumerate(self._model.columns if self._arranged else ()):
            if table.isColumnHidden(at) or not (column.kind == MONEY or column.most):
                continue
            here, wanted = table.columnWidth(at), widths.whole(theme(), self._in_view(at))
            if column.kind != MONEY:
                free = table.viewport().width() - table.horizontalHeader().length()
                wanted = min(wanted, theme().chars(column.most), here + free)
            if wanted > here:
                table.setColumnWidth(at, wanted)

    def _natural(self, column: int) -> int:
        count = min(FIRST_ROWS, len(self._model.ids))
        return widths.width(self._model.columns[column], theme(), self._cells(column, range(count)))

    def _in_view(self, column: int) -> list[str]:
        table = self._table
        first = max(0, table.rowAt(0))
        last = table.rowAt(table.viewport().height() - 1)
        return self._cells(column, range(first, (last if last >= 0 else len(self._model.ids) - 1) + 1))

    def _cells(self, column: int, rows: range) -> list[str]:
        return [self._model.cell(row, column) or "" for row in rows]

    def _follow_scale(self) -> None:
        ratio, self._char = theme().char / self._char, theme().char
        for column in self._table.shown_columns():
            self._table.setColumnWidth(column, round(self._table.columnWidth(column) * ratio))
        self._pause.stop()

    def _later(self, *_: int) -> None:
        if self._arranged:
            self._pause.start()
