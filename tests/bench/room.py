"""The real window without a screen: wait until something is shown, and feel how evenly the window's thread beats."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QSize, Qt, QTimer
from PySide6.QtWidgets import QApplication

from app.services.files import OpenFile
from app.services.today import set_today
from app.views.garbage import GarbageInWindowThread
from app.views.pictures.stage import Stage
from app.views.record_list.panel import RecordList
from app.views.theme import Look, theme
from tests.bench.data import TODAY

ROOM = QSize(1366, 690)
BEAT_MS = 10
PATIENCE_S = 200


@contextmanager
def stage() -> Iterator[Stage]:
    """A window of the office PC's size."""
    set_today(TODAY)
    app = QApplication.instance() or QApplication(["bench"])
    theme().use(Look.LIGHT, 100)
    GarbageInWindowThread(app)
    made = Stage(ROOM)
    until(lambda: made.window.isVisible())
    yield made
    made.close()


def enter(made: Stage, file: OpenFile) -> None:
    """Show a file, as after its password, and wait until nothing moves; the one before is closed."""
    before = made.desk.file
    made.desk.enter(file)
    if before is not None:
        before.close()
    made.settle()


def until(done: Callable[[], bool]) -> None:
    """Let the window live until `done`."""
    begin = time.monotonic()
    while not done():
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        if time.monotonic() - begin > PATIENCE_S:
            raise TimeoutError("the window never came to what was waited for")


def rows_shown(made: Stage) -> bool:
    """Whether the list of the page has its rows; they are painted then."""
    shown = list_of(made)
    if shown is None or not shown.model.is_loaded:
        return False
    shown.table.viewport().repaint()
    return True


def list_of(made: Stage) -> RecordList | None:
    """The list on the page, once the page is built."""
    page = made.window.page
    found = page.findChildren(RecordList) if page is not None else []
    return found[0] if found else None


def the_list(made: Stage) -> RecordList:
    """The list on the page that is shown."""
    found = list_of(made)
    assert found is not None
    return found


def wait_for_rows(shown: RecordList, act: Callable[[], object]) -> None:
    """Do something that gives a list other rows; back once they are painted."""
    loop = QEventLoop()
    ended = shown.model.changed.connect(loop.quit)
    act()
    loop.exec()
    shown.table.viewport().repaint()
    shown.model.disconnect(ended)


class Heart:
    """A timer of 10 ms in the window's thread; `gaps` are the seconds between two beats."""

    def __init__(self) -> None:
        self.gaps: list[float] = []
        self._last = 0.0
        self._done: Callable[[], bool] = lambda: True
        self._loop = QEventLoop()
        self._timer = QTimer(timerType=Qt.TimerType.PreciseTimer)
        self._timer.setInterval(BEAT_MS)
        self._timer.timeout.connect(self._beat)

    def beat_until(self, act: Callable[[], object], done: Callable[[], bool]) -> None:
        """Do something and beat until `done`; what `act` itself takes in the window's thread is the first gap."""
        self._done, self._last, begin = done, time.perf_counter(), time.monotonic()
        QTimer.singleShot(PATIENCE_S * 1000, self._loop, self._loop.quit)
        self._timer.start()
        act()
        self._loop.exec()
        self._timer.stop()
        if time.monotonic() - begin >= PATIENCE_S:
            raise TimeoutError("it never came to its end")

    def _beat(self) -> None:
        now = time.perf_counter()
        self.gaps.append(now - self._last)
        self._last = now
        if self._done():
            self._loop.quit()


def p99(gaps: list[float]) -> float:
    """The gap that one in a hundred exceeds."""
    return sorted(gaps)[min(len(gaps) - 1, round(len(gaps) * 0.99))]
