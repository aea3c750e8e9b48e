"""A window of the right size with its desk and its file, and the means to wait until nothing moves any more."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QEventLoop, QSize, QTimer
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QWidget

from app.i18n import Label
from app.views.desk import HOME, Desk
from app.views.frame import MainWindow
from app.views.jobs import DatabaseThread
from app.views.pages import PAGES, Page
from app.views.pictures.hand import Hand
from app.views.pictures.samples import Made, Samples
from app.views.press.printers import Queue
from app.views.press.spool import no_answer

SETTLE_MS = 24
ROUNDS = 4
"""A job's answer may ask for another job; so many times in a row are waited for."""


class Answers:
    """Stands for the file dialogs of the desktop: gives what it was told to give, once."""

    def __init__(self) -> None:
        self.next = ""

    def _take(self) -> str:
        given, self.next = self.next, ""
        return given

    def open_path(self, parent: QWidget, title: Label, pattern: str, first: Path | None = None) -> str:
        """A file to read."""
        return self._take()

    def save_path(self, parent: QWidget, title: Label, suggested: str, pattern: str) -> str:
        """A file to write."""
        return self._take()

    def folder(self, parent: QWidget, title: Label, first: Path | None = None) -> str:
        """A folder."""
        return self._take()


class OnePrinter:
    """Stands for the printers of the desktop: a union has one."""

    def queues(self) -> Sequence[Queue]:
        """The printer."""
        return [Queue("办公室打印机", is_default=True)]

    def device(self, name: str) -> QPrinter:
        """Pages for it go nowhere."""
        raise no_answer()


class Stage:
    """The real window and desk, without a screen; a bug in the database thread is raised when it is waited for."""

    def __init__(self, size: QSize, pages: Sequence[Page] = PAGES, samples: Samples | None = None) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="xiaojia-stage-"))
        self.pages, self._samples = pages, samples
        self._bug: Exception | None = None
        self.dialogs = Answers()
        self.jobs = DatabaseThread()
        self.jobs.bug_found.connect(self._raise)
        self.window = MainWindow(self.jobs, pages, self.dialogs)
        self.window.printers = OnePrinter()
        self.desk = Desk(self.window, self.jobs)
        self.hand = Hand(self.window)
        self.window.resize(size)
        self.window.show()
        self.window.activateWindow()

    @property
    def samples(self) -> Samples:
        """The files that can be shown."""
        assert self._samples is not None
        return self._samples

    def open(self, made: Made, page: str = HOME) -> None:
        """Open a copy of a file at a page, as after the password."""
        self.desk.enter(made.open_copy(self.folder), page)
        self.settle()

    def settle(self, milliseconds: int = SETTLE_MS) -> None:
        """Wait until the line of jobs is empty and the window has drawn itself."""
        for left in reversed(range(ROUNDS)):
            if QApplication.activeWindow() is None:  # a desktop goes back to the window when its dialog is closed
                self.window.activateWindow()
            self._wait_for_jobs(SETTLE_MS // ROUNDS if left else milliseconds)
        if self._bug is not None:
            raise self._bug

    def _wait_for_jobs(self, pause: int) -> None:
        loop = QEventLoop()
        self.jobs.run(lambda: None, lambda _: QTimer.singleShot(pause, loop.quit))
        loop.exec()

    def close(self) -> None:
        """End the thread, drop the window, forget the file."""
        self.jobs.finish()
        self.desk.close()
        self.window.close()
        self.window.deleteLater()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _raise(self, bug: Exception) -> None:
        self._bug = bug


State = Callable[[Stage], QWidget]
"""Arranges a stage, and gives back what to draw."""
