"""The foot of a window: the status bar, and in its place what was just done with the way to take it back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QElapsedTimer, QTimer, Signal
from PySide6.QtWidgets import QMainWindow, QStackedWidget

from app.errors import KnownError
from app.frozen import dataclass
from app.i18n import Label
from app.views import theme
from app.views.kit.announcing import announce
from app.views.kit.ask import tell_fault
from app.views.kit.notices import UndoBar
from app.views.kit.status import StatusBar


@dataclass(frozen=True)
class WayBack:
    """How something is taken back that is no deed of the file; `name` is what 撤销 takes back meanwhile."""

    name: Label
    go: Callable[[], object]


class Foot(QStackedWidget):
    """As high as the undo bar with its buttons, so that nothing moves when it comes and goes."""

    way_back_changed = Signal()
    least_ms = 10_000
    """So long at least what was done stays to be read (screen.md §2)."""

    def __init__(self) -> None:
        super().__init__()
        self.way_back: WayBack | None = None
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

    def done(
        self, words: Label, way_back: WayBack | None = None, *, can_undo: bool = True, can_redo: bool = False
    ) -> None:
        """Say what was done; it stays until ×, until the next deed, or until the page is left."""
        self._away.stop()
        self._offer(way_back)
        self._since.start()
        self.undo_bar.say(words, can_undo=can_undo, can_redo=can_redo)
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
        self._offer(None)
        self.setCurrentWidget(self.status)

    def _offer(self, way_back: WayBack | None) -> None:
        if way_back is not self.way_back:
            self.way_back = way_back
            self.way_back_changed.emit()

    def _fit(self) -> None:
        self.setFixedHeight(theme.theme().line + 11)


class FootedWindow(QMainWindow):
    """A window that says at its foot what pages have to say."""

    def __init__(self) -> None:
        super().__init__()
        self.foot = Foot()

    def done(
        self, words: Label, way_back: WayBack | None = None, *, can_undo: bool = True, can_redo: bool = False
    ) -> None:
        """Say what was done; it stays until ×, or until the next deed."""
        self.foot.done(words, way_back, can_undo=can_undo, can_redo=can_redo)

    def take_back(self, last_deed: Callable[[], object]) -> None:
        """Take back what the undo bar says: by its own way where it has one, else as the last deed of the file."""
        way_back = self.foot.way_back
        if way_back is None:
            last_deed()
        else:
            self.foot.close_undo_bar()
            way_back.go()

    def say(self, words: Label) -> None:
        """Say something in the status bar."""
        self.foot.say(words)

    def tell_fault(self, fault: KnownError) -> None:
        """Show a known fault."""
        tell_fault(self, fault)
