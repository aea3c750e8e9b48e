"""The foot of a window: the status bar, and in its place what was just done with the way to take it back."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QTimer
from PySide6.QtWidgets import QMainWindow, QStackedWidget

from app.errors import KnownError
from app.i18n import Label
from app.views import theme
from app.views.kit.announcing import announce
from app.views.kit.ask import tell_fault
from app.views.kit.notices import UndoBar
from app.views.kit.status import StatusBar


class Foot(QStackedWidget):
    """As high as the undo bar with its buttons, so that nothing moves when it comes and goes."""

    least_ms = 10_000
    """So long at least what was done stays to be read (screen.md §2)."""

    def __init__(self) -> None:
        super().__init__()
        self._since = QElapsedTimer()
        self._away = QTimer(self)
        self._away.setSingleShot(True)
        self._away.timeout.connect(self.close_undo_bar)
        self.status, self.undo_bar = StatusBar(), UndoBar()
        self.addWidget(self.status)
        self.addWidget(self.undo_bar)
        self.undo_bar.closed.connect(self.close_undo_bar)
        theme.theme().changed.connect(self._fit)
        self._fit()

    def done(self, words: Label, *, can_undo: bool = True) -> None:
        """Say what was done; it stays until ×, until the next deed, or until the page is left."""
        self._away.stop()
        self._since.start()
        self.undo_bar.say(words, can_undo=can_undo)
        self.setCurrentWidget(self.undo_bar)
        announce(self.undo_bar, words)

    def say(self, words: Label) -> None:
        """Say something in the status bar."""
        self.close_undo_bar()
        self.status.say(words)
        announce(self.status, words)

    def page_left(self) -> None:
        """Another page is shown: what was done on the one before goes, though not before it could be read."""
        if self.currentWidget() is self.undo_bar and not self._away.isActive():
            self._away.start(max(0, self.least_ms - self._since.elapsed()))

    def close_undo_bar(self) -> None:
        """The status bar again."""
        self._away.stop()
        self.setCurrentWidget(self.status)

    def _fit(self) -> None:
        self.setFixedHeight(theme.theme().line + 11)


class FootedWindow(QMainWindow):
    """A window that says at its foot what pages have to say."""

    def __init__(self) -> None:
        super().__init__()
        self.foot = Foot()

    def done(self, words: Label, *, can_undo: bool = True) -> None:
        """Say what was done; it stays until ×, or until the next deed."""
        self.foot.done(words, can_undo=can_undo)

    def say(self, words: Label) -> None:
        """Say something in the status bar."""
        self.foot.say(words)

    def tell_fault(self, fault: KnownError) -> None:
        """Show a known fault."""
        tell_fault(self, fault)
