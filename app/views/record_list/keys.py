"""Where a key leads in a list: the spreadsheet's ways, cell by cell, with everything in between when Shift is held."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from app.frozen import dataclass

ARROWS = {
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
}


@dataclass(frozen=True)
class Room:
    """The bounds of the list: rows and columns there are, and how many of them are in view."""

    rows: int
    columns: int
    page_rows: int
    page_columns: int


def target(event: QKeyEvent, row: int, column: int, room: Room, *, mirrored: bool) -> tuple[int, int] | None:
    """The cell that this key leads to from (`row`, `column`), columns as shown from the left; None: not a way."""
    key, held = Qt.Key(event.key()), event.modifiers()
    control = bool(held & Qt.KeyboardModifier.ControlModifier)
    alt = bool(held & Qt.KeyboardModifier.AltModifier)
    last_row, last_column = room.rows - 1, room.columns - 1
    if key in ARROWS and not alt:
        down, right = ARROWS[key]
        if mirrored:
            right = -right
        far = max(room.rows, room.columns) if control else 1
        row, column = row + down * far, column + right * far
    elif key in (Qt.Key.Key_Home, Qt.Key.Key_End) and not alt:
        end = key == Qt.Key.Key_End
        column = last_column if end else 0
        if control:
            row = last_row if end else 0
    elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown) and not control:
        sign = 1 if key == Qt.Key.Key_PageDown else -1
        if alt:
            column += sign * max(1, room.page_columns)
        else:
            row += sign * max(1, room.page_rows)
    else:
        return None
    return max(0, min(row, last_row)), max(0, min(column, last_column))


def typed(event: QKeyEvent) -> str:
    """The letters or digits that this key writes; "" for every other key."""
    if event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
        return ""
    text = event.text()
    return text if text.isprintable() and not text.isspace() else ""
