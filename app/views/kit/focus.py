"""Giving the keyboard to a part of the window."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def holds(area: QWidget, widget: QWidget | None) -> bool:
    """Whether a widget is the area or stands in it."""
    return widget is not None and (area is widget or area.isAncestorOf(widget))


def focus_into(area: QWidget) -> bool:
    """Focus the area itself, or the first control in it that takes the focus; False when there is none."""
    if area.focusPolicy() != Qt.FocusPolicy.NoFocus or area.focusProxy() is not None:
        area.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return True
    for child in area.findChildren(QWidget):
        if child.focusPolicy() & Qt.FocusPolicy.TabFocus and child.isVisible() and child.isEnabled():
            child.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return True
    return False


def focus_first(areas: Sequence[QWidget]) -> None:
    """Focus the first of the areas that takes it."""
    any(focus_into(area) for area in areas if area.isVisible())
