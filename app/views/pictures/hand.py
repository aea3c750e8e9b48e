"""What a person does at the window: presses what is named so, types, uses keys. It knows no page."""

from __future__ import annotations

import re
from collections.abc import Iterator

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QInputMethodEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDialog,
    QLineEdit,
    QMainWindow,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QTabBar,
    QWidget,
)

from app.i18n import Label


class NotThereError(LookupError):
    """Nothing in front is named so, or it is switched off."""


class Hand:
    """A person at a window; only what can be seen can be used, and nothing behind a dialog."""

    def __init__(self, window: QMainWindow) -> None:
        self._window = window

    @property
    def front(self) -> QWidget:
        """The dialog in front, or else the window."""
        shown = [each for each in self._window.findChildren(QDialog) if each.isVisible()]
        return shown[-1] if shown else self._window

    # --- finding

    def find(self, name: Label | str) -> QWidget:
        """The control of this name, one that is switched on if there are several; `{n}` stands for anything."""
        found = self._named(name)
        if not found:
            seen = sorted({each.accessibleName() for each in self._controls() if each.accessibleName()})
            raise NotThereError(f"{name}: there is only {'、'.join(seen)}")
        return next((each for each in found if each.isEnabled()), found[0])

    def sees(self, name: Label | str) -> bool:
        """Whether there is a control of this name."""
        return bool(self._named(name))

    def _named(self, name: Label | str) -> list[QWidget]:
        fits = _pattern(name)
        return [each for each in self._controls() if fits.fullmatch(each.accessibleName())]

    def _controls(self) -> Iterator[QWidget]:
        return (each for each in self.front.findChildren(QWidget) if each.isVisible())

    # --- doing

    def press(self, name: Label | str) -> None:
        """Press a button with the space bar; one with a menu opens it; one that found no room stands in the menus."""
        if not self.sees(name) and self.front is self._window:
            self.choose(name)
            return
        found = self.find(name)
        if not isinstance(found, QAbstractButton) or not found.isEnabled():
            raise NotThereError(f"{name} cannot be pressed: {found.accessibleDescription()}")
        found.setFocus(Qt.FocusReason.TabFocusReason)
        if isinstance(found, QPushButton) and found.menu() is not None:
            found.menu().popup(found.mapToGlobal(QPoint(0, found.height())))
        else:
            QTest.keyClick(found, Qt.Key.Key_Space)

    def tab(self, name: Label | str) -> None:
        """Go to the tab of this name."""
        fits = _pattern(name)
        for bar in self.front.findChildren(QTabBar):
            for at in range(bar.count()):
                if bar.isVisible() and fits.fullmatch(bar.tabText(at).replace("&", "")):
                    bar.setFocus(Qt.FocusReason.TabFocusReason)
                    bar.setCurrentIndex(at)
                    return
        raise NotThereError(f"{name}: no such tab")

    def choose(self, name: Label | str) -> None:
        """Choose an entry of the open menu or, when none is open, of the menu bar."""
        opened = QApplication.activePopupWidget()
        menus = [opened] if isinstance(opened, QMenu) else self._window.menuBar().findChildren(QMenu)
        fits = _pattern(name)
        for action in (each for menu in menus for each in _entries(menu)):
            if fits.fullmatch(action.text()) and action.isEnabled():
                _close_menus()
                action.trigger()
                return
        raise NotThereError(f"{name}: not in the menus")

    def fill(self, name: Label | str, text: str) -> None:
        """Write into a field, over what stands there."""
        found = self.find(name)
        found.setFocus(Qt.FocusReason.TabFocusReason)
        focused = QApplication.focusWidget()
        if isinstance(focused, QLineEdit | QPlainTextEdit):
            focused.selectAll()
            QTest.keyClick(focused, Qt.Key.Key_Delete)
        self.type(text)

    def type(self, text: str) -> None:
        """Type into what has the focus; Chinese comes from an input method, as it does at a desk."""
        for part in re.findall(r"[\n -~]|[^\n -~]+", text):
            focused = QApplication.focusWidget()
            if focused is None:
                raise NotThereError(f"nothing has the focus to type {text}")
            if part == "\n":
                QTest.keyClick(focused, Qt.Key.Key_Return)
            elif part.isascii():
                QTest.keyClick(focused, part)
            else:
                QApplication.sendEvent(focused, QInputMethodEvent("x", []))
                event = QInputMethodEvent()
                event.setCommitString(part)
                QApplication.sendEvent(QApplication.focusWidget() or focused, event)

    def key(self, keys: str, times: int = 1) -> None:
        """Press a key such as `Ctrl+N` where the focus is."""
        for _ in range(times):
            target = QApplication.activePopupWidget() or QApplication.focusWidget() or self.front
            QTest.keySequence(target, QKeySequence(keys))


def _pattern(name: Label | str) -> re.Pattern[str]:
    parts = re.split(r"\{\w+\}", str(name))
    return re.compile(".*".join(map(re.escape, parts)), re.DOTALL)


def _entries(menu: QMenu) -> Iterator[QAction]:
    """Its entries, and those of the menus within it."""
    for action in menu.actions():
        below = action.menu()
        if isinstance(below, QMenu):
            yield from _entries(below)
        else:
            yield action


def _close_menus() -> None:
    while isinstance(menu := QApplication.activePopupWidget(), QMenu):
        menu.close()
