"""A table of people to tick: a box before each, Space or a click ticks it, Enter goes on and changes nothing."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionButton, QStyleOptionViewItem

from app.i18n import Label
from app.views import theme
from app.views.kit.plain_table import PlainTable

# What a tick says to whoever hears or copies the table; a row without either has no box.
IN, OUT = Label("列入"), Label("不列入")
HEADING = Label("列入")
BOX = 18


class TickCells(QStyledItemDelegate):
    """Draws the first column as boxes."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        super().initStyleOption(option, index)
        option.text = ""  # type: ignore[attr-defined]

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().paint(painter, option, index)
        words = index.data()
        if words not in (str(IN), str(OUT)):
            return
        side, cell = theme.theme().icon_size(BOX), option.rect  # type: ignore[attr-defined]
        box = QStyleOptionButton()
        box.rect = QRect(0, 0, side, side)  # type: ignore[attr-defined]
        box.rect.moveCenter(cell.center())  # type: ignore[attr-defined]
        on = QStyle.StateFlag.State_On if words == str(IN) else QStyle.StateFlag.State_Off
        box.state = QStyle.StateFlag.State_Enabled | on  # type: ignore[attr-defined]
        QApplication.style().drawPrimitive(QStyle.PrimitiveElement.PE_IndicatorItemViewItemCheck, box, painter)


class TickTable(PlainTable):
    """`toggled` asks for the tick of a row to be changed, `went_on` for the next control."""

    toggled = Signal(int)
    went_on = Signal()

    def __init__(self, name: Label, *, widest: int, amounts: Collection[int] = ()) -> None:
        """`amounts` are the columns that hold money, counted without the boxes."""
        super().__init__(name)
        self._most, self._amounts = widest, [at + 1 for at in amounts]
        self.setItemDelegateForColumn(0, TickCells(self))
        self.clicked.connect(self._clicked)
        self.doubleClicked.connect(lambda index: self.toggled.emit(index.row()))

    def show_ticks(self, headings: Sequence[str], rows: Sequence[Sequence[str]], ticks: Sequence[bool | None]) -> None:
        """Show rows with their ticks (None: no box); the current row and the place stay where they are."""
        at, left = self.current_row, self.horizontalScrollBar().value()
        written = [
            ("" if tick is None else str(IN if tick else OUT), *row) for tick, row in zip(ticks, rows, strict=True)
        ]
        self.show_rows([str(HEADING), *headings], written, widest=self._most, amounts=self._amounts)
        if 0 <= at < len(rows):
            self.go_to(at)
        self.horizontalScrollBar().setValue(left)

    def _clicked(self, index: QModelIndex) -> None:
        if index.column() == 0:
            self.toggled.emit(index.row())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() == Qt.Key.Key_Space and not held:
            if self.current_row >= 0:
                self.toggled.emit(self.current_row)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not held:
            self.went_on.emit()
        else:
            super().keyPressEvent(event)
