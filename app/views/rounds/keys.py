"""The keys of a round's list: space ticks, digits put into groups, Esc goes back when nothing is left to clear."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent

from app.views.record_list.panel import RecordList

DIGITS = "一二三四五六七八九"
AMOUNTS = ("cash", "goods_value")


class RoundKeys(QObject):
    """Listens before the list does; typing letters still searches."""

    ticked = Signal()
    grouped = Signal(int)  # 1 to 9; 0 is out of the group
    amount_begun = Signal()  # a digit in a cell with an amount, as in a spreadsheet
    left = Signal()

    def __init__(self, people: RecordList) -> None:
        super().__init__(people)
        self._people = people
        people.table.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        key, held = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if held:
            return False
        if key == Qt.Key.Key_Space:
            self.ticked.emit()
        elif Qt.Key.Key_0 <= key <= Qt.Key.Key_9:
            if self._in_amount():
                self.amount_begun.emit()
            else:
                self.grouped.emit(int(key) - int(Qt.Key.Key_0))
        elif key == Qt.Key.Key_Escape and self._nothing_to_clear():
            self.left.emit()
        else:
            return False
        return True

    def _in_amount(self) -> bool:
        at, columns = self._people.table.currentIndex().column(), self._people.model.columns
        return 0 <= at < len(columns) and columns[at].name in AMOUNTS

    def _nothing_to_clear(self) -> bool:
        return not self._people.search.text() and len(self._people.selected_ids()) <= 1


def group_of(number: int, groups: Sequence[str]) -> str:
    """The group that a digit means: the groups with names of the union's own first, else 第一组 to 第九组."""
    if not number:
        return ""
    own = [name for name in groups if name not in numbered()]
    return own[number - 1] if number <= len(own) else numbered()[number - 1]


def numbered() -> list[str]:
    """第一组 to 第九组."""
    return [f"第{digit}组" for digit in DIGITS]
