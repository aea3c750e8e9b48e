"""The search box: it filters while one types, and gives the list back the focus."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit

from app.i18n import Label
from app.views import theme

# The list is asked this long after the last key (screen.md §3).
PAUSE_MS = 120


class SearchBox(QLineEdit):
    """Says `searched` shortly after the last key; Esc clears, ↓ and Enter go to the list."""

    searched = Signal(str)
    left = Signal()  # the user wants to go on in the list
    accepted = Signal()  # Enter: take the hit
    listed = Signal(object)  # the lines of a column that was pasted: exactly these

    def __init__(self, hint: Label) -> None:
        super().__init__()
        self.setPlaceholderText(str(hint))
        self.setAccessibleName(str(Label("查找")))
        self.setAccessibleDescription(str(hint))
        self._glass = QAction(self)
        self._clear = QAction(str(Label("清除搜索")), self)
        self._clear.setToolTip(str(Label("清除搜索　Esc")))
        self._clear.triggered.connect(self.clear_now)
        self.addAction(self._glass, QLineEdit.ActionPosition.LeadingPosition)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._say)
        self.textChanged.connect(self._typed)
        theme.theme().changed.connect(self._draw)
        self._draw()

    def clear_now(self) -> None:
        """Show everybody again, at once."""
        self.clear()
        self._pause.stop()
        self._say()

    def take(self, text: str) -> None:
        """Letters typed in the list arrive here; the focus comes with them, so that the input method can take over."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.end(False)
        self.insert(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear_now()
        elif event.key() == Qt.Key.Key_Down:
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self._pause.isActive():
                self._pause.stop()
                self._say()
            self.accepted.emit()
        elif not (event.matches(QKeySequence.StandardKey.Paste) and self._take_column()):
            super().keyPressEvent(event)

    def _take_column(self) -> bool:
        """A column of a sheet is no search: it names exactly those who are wanted."""
        text = QGuiApplication.clipboard().text()
        lines = list(dict.fromkeys(first for line in text.splitlines() if (first := line.partition("\t")[0].strip())))
        if len(lines) > 1:
            self.listed.emit(lines)
        return len(lines) > 1

    def _typed(self, text: str) -> None:
        self._pause.start()
        shown = self._clear in self.actions()
        if text and not shown:
            self.addAction(self._clear, QLineEdit.ActionPosition.TrailingPosition)
        elif not text and shown:
            self.removeAction(self._clear)

    def _say(self) -> None:
        self.searched.emit(self.text().strip())

    def _draw(self) -> None:
        look = theme.theme()
        self._glass.setIcon(look.icon("search", "secondary"))
        self._clear.setIcon(look.icon("x", "secondary"))
