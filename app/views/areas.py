"""Where the focus is in a window: what Ctrl+Z means in a text, and how F6 carries it from one area to the next."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget
from shiboken6 import isValid

from app.i18n import Label
from app.views.kit.focus import focus_into, holds
from app.views.kit.foot import FootedWindow
from app.views.navigation import Navigation

Standard = QKeySequence.StandardKey
NOTHING_BACK = Label("这一格里没有可以撤销的了。要撤销别的，用菜单“编辑”")
NOTHING_FORTH = Label("这一格里没有可以重做的了。要重做别的，用菜单“编辑”")


def _is_text(widget: QWidget | None) -> bool:
    return isinstance(widget, QLineEdit | QPlainTextEdit) and not widget.isReadOnly()


class TextTurning(QObject):
    """Says in every window of the program that Ctrl+Z or Ctrl+Y has nothing to do in the text with the focus.

    Qt gives both keys to the text and to nobody else, also where nothing was typed in it (screen.md §13, trap 15): so
    they never undo a deed there, and who chooses 撤销 in the menu means the deed that it names.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._go_along)

    def _go_along(self, old: QWidget | None, new: QWidget | None) -> None:
        """Listen only where the keyboard is: a filter on everything would slow down every event."""
        if old is not None and isValid(old):
            old.removeEventFilter(self)
        if new is not None and _is_text(new):
            new.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if not isinstance(watched, QLineEdit | QPlainTextEdit) or watched.isReadOnly():
            return False
        text = watched if isinstance(watched, QLineEdit) else watched.document()
        nothing = None
        if event.matches(Standard.Undo) and not text.isUndoAvailable():
            nothing = NOTHING_BACK
        elif event.matches(Standard.Redo) and not text.isRedoAvailable():
            nothing = NOTHING_FORTH
        if nothing is not None and (window := _footed(watched)) is not None and window.foot.isVisible():
            window.say(nothing)
        return nothing is not None


def _footed(widget: QWidget | None) -> FootedWindow | None:
    """The window with a foot in which a widget stands, or over which its dialog lies."""
    while widget is not None and not isinstance(widget, FootedWindow):
        widget = widget.parentWidget()
    return widget


def go_round(areas: Sequence[QWidget], steps: int = 1) -> None:
    """Give the focus to the next of the areas that are in view."""
    shown = [area for area in areas if area.isVisible()]
    focused = QApplication.focusWidget()
    here = next((at for at, area in enumerate(shown) if holds(area, focused)), 0)
    for step in range(1, len(shown) + 1):
        if _focus_into(shown[(here + step * steps) % len(shown)]):
            return


def _focus_into(area: QWidget) -> bool:
    if isinstance(area, Navigation):
        area.focus_current()
        return True
    return focus_into(area)
