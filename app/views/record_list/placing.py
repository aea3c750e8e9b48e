"""Where the editor of a cell lies: over its cell, as wide as its kind wants."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QTableView, QWidget

from app.views.forms import table as widths
from app.views.forms.source import FormField
from app.views.theme import theme

MOST_DIGITS = 30


def lay_over(editor: QWidget, table: QTableView, place: QModelIndex, field: FormField) -> None:
    """Put the editor over its cell, away from the right edge."""
    box, room = table.visualRect(place), table.viewport().width()
    digits = min(widths.digits(field) or MOST_DIGITS, MOST_DIGITS)
    box.setWidth(min(max(box.width(), theme().digits(digits) + theme().chars(2)), room - 2))
    box.moveRight(min(box.right(), room - 1))
    middle = box.center()
    box.setHeight(theme().field_height)
    box.moveCenter(middle)
    editor.setGeometry(box)
