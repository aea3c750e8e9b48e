"""Lists and calendars that open over the window."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot


def open_popup(qtbot: QtBot) -> QWidget:
    """The list or calendar that opens now, once the desktop has given it the keyboard."""

    def has_keyboard() -> bool:
        popup = QApplication.activePopupWidget()
        return popup is not None and QGuiApplication.focusWindow() is popup.windowHandle()

    qtbot.waitUntil(has_keyboard)
    popup = QApplication.activePopupWidget()
    assert popup is not None
    return popup
