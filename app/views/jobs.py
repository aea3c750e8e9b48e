"""One thread for the file: everything that reads or writes it waits here in one line, and the window never does.

Only plain values cross between the threads. A job's answer is handed over in the window's own thread.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from shiboken6 import isValid

from app.errors import NOTHING_CHANGED, ErrorCode, KnownError
from app.i18n import Label

T = TypeVar("T")

# Shorter waits are not spoken of (screen.md §2, progress).
SPOKEN_AFTER_MS = 300
# Progress is told at most this often, so that a fast loop does not flood the window.
REPORT_EVERY_S = 0.1


class Report(Protocol):
    """How a long job says how far it is; raises a `KnownError` (cancelled) once the user has pressed 停止."""

    def __call__(self, done: int, total: int) -> None: ...


class Job:
    """One piece of work in the line, as the one who asked for it holds it."""

    def __init__(self, owner: QObject | None, *, long: bool) -> None:
        self.owner = owner
        self.long = long
        self._stop = threading.Event()

    def cancel(self) -> None:
        """A short job: its answer or refusal is no longer wanted. A long one: stop at its next report, and say so."""
        self._stop.set()

    @property
    def cancelled(self) -> bool:
        """Whether `cancel` was called."""
        return self._stop.is_set()


@dataclass
class _Order:
    """A job with the callables that belong to it; they are dropped as soon as they were used."""

    job: Job
    work: Callable[[], Any]
    on_done: Callable[[Any], object]
    on_error: Callable[[KnownError], object] | None
    on_progress: Callable[[int, int], object] | None = None


class DatabaseThread(QObject):
    """Runs callables first come, first served, on the one thread that owns the open file."""

    bug_found = Signal(object)  # the exception itself, for the crash window
    error_found = Signal(object)  # a KnownError that the caller did not want to hear about
    fault_met = Signal(object)  # every KnownError that a job ended with, before whoever asked hears of it
    busy_changed = Signal(bool)  # True once somebody has waited for 0.3 s; False when the line is empty
    _ended = Signal(object, object, object)  # order, result, exception
    _answered = Signal(object, object, object)  # the same of what ran beside the line
    _progressed = Signal(object, int, int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._line: queue.SimpleQueue[_Order | None] = queue.SimpleQueue()
        self._open = 0
        self._busy = False
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(SPOKEN_AFTER_MS)
        self._patience.timeout.connect(self._say_busy)
        self._ended.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._answered.connect(self._hand_over, Qt.ConnectionType.QueuedConnection)
        self._progressed.connect(self._tell, Qt.ConnectionType.QueuedConnection)
        self._thread = threading.Thread(target=self._serve, name="database", daemon=True)
        self._thread.start()

    def run(
        self,
        work: Callable[[], T],
        on_done: Callable[[T], object],
        on_error: Callable[[KnownError], object] | None = None,
        *,
        owner: QObject | None = None,
    ) -> Job:
        """Put `work` into the line; `on_done` gets its result. Nothing is delivered once `owner` has been destroyed."""
        job = Job(owner, long=False)
        return self._put(_Order(job, work, on_done, on_error))

    def run_long(
        self,
        work: Callable[[Report], T],
        on_done: Callable[[T], object],
        on_error: Callable[[KnownError], object] | None = None,
        *,
        on_progress: Callable[[int, int], object] | None = None,
        owner: QObject | None = None,
    ) -> Job:
        """The same for work that says how far it is and can be stopped; a stop arrives as a `KnownError`."""
        job = Job(owner, long=True)
        told = 0.0

        def report(done: int, total: int) -> None:
            nonlocal told
            if job.cancelled:
                raise _stopped()
            if done >= total or time.monotonic() - told >= REPORT_EVERY_S:
                told = time.monotonic()
                self._progressed.emit(order, done, total)

        def run() -> T:
            if job.cancelled:
                raise _stopped()
            return work(report)

        order = _Order(job, run, on_done, on_error, on_progress)
        return self._put(order)

    def beside(
        self,
        work: Callable[[], T],
        on_done: Callable[[T], object],
        on_error: Callable[[KnownError], object] | None = None,
        *,
        owner: QObject | None = None,
    ) -> Job:
        """Run what never touches the file, and may hang, on a thread of its own: nobody waits for it."""
        order = _Order(Job(owner, long=False), work, on_done, on_error)

        def serve() -> None:
            answer = _outcome(order)
            if isValid(self):  # the program may have ended meanwhile
                self._answered.emit(order, *answer)

        threading.Thread(target=serve, name="beside", daemon=True).start()
        return order.job

    @property
    def is_idle(self) -> bool:
        """Whether every job that was put into the line has been answered."""
        return not self._open

    def finish(self) -> None:
        """Wait for what is in the line, then end the thread (a deed begun is never cut off)."""
        self._line.put(None)
        self._thread.join()

    def _put(self, order: _Order) -> Job:
        self._open += 1
        if not self._patience.isActive() and not self._busy:
            self._patience.start()
        self._line.put(order)
        return order.job

    def _serve(self) -> None:
        while (order := self._line.get()) is not None:
            answer = _outcome(order)
            self._ended.emit(order, *answer)
            del order, answer

    def _deliver(self, order: _Order, result: Any, error: Exception | None) -> None:
        self._open -= 1
        if not self._open:
            self._patience.stop()
            self._set_busy(False)
        self._hand_over(order, result, error)

    def _hand_over(self, order: _Order, result: Any, error: Exception | None) -> None:
        if isinstance(error, KnownError):
            self.fault_met.emit(error)
        if order.job.owner is not None and not isValid(order.job.owner):
            return
        if error is not None and not isinstance(error, KnownError):
            self.bug_found.emit(error)
        elif order.job.cancelled and not order.job.long:
            return
        elif error is not None:
            (order.on_error or self.error_found.emit)(error)
        else:
            order.on_done(result)

    def _tell(self, order: _Order, done: int, total: int) -> None:
        owner = order.job.owner
        if order.on_progress is not None and (owner is None or isValid(owner)):
            order.on_progress(done, total)

    def _say_busy(self) -> None:
        self._set_busy(self._open > 0)

    def _set_busy(self, busy: bool) -> None:
        if busy != self._busy:
            self._busy = busy
            self.busy_changed.emit(busy)


def _outcome(order: _Order) -> tuple[Any, Exception | None]:
    """What came of the work: its result, or what it raised."""
    try:
        return (order.work() if order.job.long or not order.job.cancelled else None), None
    except Exception as caught:
        return None, caught


def _stopped() -> KnownError:
    return KnownError(
        ErrorCode.CANCELLED, Label("已停止。"), safe=NOTHING_CHANGED, next=Label("想接着做，再开始一次就行。")
    )
