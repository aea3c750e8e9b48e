"""Where the focus is in a window: what Ctrl+Z means there, and how F6 carries it from one area to the next."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

from app.i18n import Label
from app.views.kit.focus import focus_into, holds
from app.views.kit.foot import FootedWindow
from app.views.navigation import Navigation


def in_text() -> bool:
    """Whether the focus is in a text that can be changed: Ctrl+Z takes back typing there and nothing else."""
    focused = QApplication.focusWidget()
    return isinstance(focused, QLineEdit | QPlainTextEdit) and not focused.isReadOnly()


def turn_back(window: FootedWindow, undo: Callable[[], object]) -> None:
    """Ctrl+Z: where a text has the focus there was nothing left to take back in it, and no deed is undone."""
    if in_text():
        window.say(Label("这一格里没有可以撤销的了"))
    else:
        undo()


def turn_forth(window: FootedWindow, redo: Callable[[], object]) -> None:
    """Ctrl+Y: the same."""
    if in_text():
        window.say(Label("这一格里没有可以重做的了"))
    else:
        redo()


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
