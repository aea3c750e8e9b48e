"""Notices that nobody has touched the window for a while (screen.md §10: warned 30 s before the lock)."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow
from PySide6.QtWidgets import QWidget

LOCK_AFTER_S = 300.0
WARN_BEFORE_S = 30.0
LOOK_EVERY_MS = 1000
TOUCHES = frozenset(
    {
        QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.Wheel,
        QEvent.Type.TouchBegin, QEvent.Type.InputMethod,
    }
)  # fmt: skip


def still_clock() -> float:
    """Seconds that nobody can set; the time a laptop lay closed counts."""
    boot = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boot is None else time.clock_gettime(boot)


class Idle(QObject):
    """Counts from the last key or move of the mouse in any window of the program while it is `watching`.

    It listens where input arrives from the system, not to every event of every widget.
    """

    warned = Signal()
    woke = Signal()  # somebody came back after the warning
    passed = Signal()

    def __init__(self, parent: QWidget | None = None, clock: Callable[[], float] = still_clock) -> None:
        super().__init__(parent)
        self._clock = clock
        self._last = clock()
        self._has_warned = False
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.focusWindowChanged.connect(self._listen)

    def watch(self, watching: bool) -> None:
        """Begin to count from now, or stop."""
        self.touched()
        if watching:
            self._timer.start()
        else:
            self._timer.stop()

    def touched(self) -> None:
        """Somebody is there."""
        self._last = self._clock()
        if self._has_warned:
            self._has_warned = False
            self.woke.emit()

    def look(self) -> None:
        """See how long it has been."""
        still = self._clock() - self._last
        if still >= LOCK_AFTER_S:
            self.watch(False)
            self.passed.emit()
        elif still >= LOCK_AFTER_S - WARN_BEFORE_S and not self._has_warned:
            self._has_warned = True
            self.warned.emit()

    def _listen(self, window: QWindow | None) -> None:
        if window is not None:
            window.removeEventFilter(self)
            window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in TOUCHES:
            self.touched()
        return False
