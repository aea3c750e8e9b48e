"""A job of several steps: which are done, which one runs, how far it is, and how to stop it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QProgressBar

from app.i18n import Label
from app.views import theme
from app.views.jobs import Job
from app.views.kit.deeds import button
from app.views.kit.layout import STRETCH, Area, column, row
from app.views.kit.text import Picture, Text

WHOLE = 1000


class Steps(QObject):
    """Carries the words of a step from the database thread to the window; the job is stopped between its pieces."""

    told = Signal(float, object)  # how far (0 to 1), a Label

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.job: Job | None = None
        self._asked = False

    def progress(self, done: float, words: Label) -> None:
        """For the service that does the work, in the database thread."""
        self.told.emit(done, words)

    def stop(self) -> None:
        """Stop at the next piece. The job itself goes on to its end, which may be to open a file again."""
        self._asked = True

    def cancelled(self) -> bool:
        """Whether the user has asked to stop."""
        return self._asked or (self.job is not None and self.job.cancelled)


class StepProgress(Area):
    """Shows the steps as they happen; every step stays on the page with a tick when the next one begins."""

    stop = Signal()

    def __init__(self, title: Label, stop: Label, leaves: Label) -> None:
        super().__init__("note", tone="information", name=str(title))
        self._lines = column(spacing=theme.NARROW)
        self._words = ""
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setRange(0, WHOLE)
        self._bar.setAccessibleName(str(title))
        self._share = Text(Label("{n} %", n=0))
        self._stop = button(stop, self.stop.emit)
        bar = row(self._bar, self._share, self._stop)
        bar.setStretchFactor(self._bar, 1)
        self.setLayout(
            column(
                Text(title, role="heading"),
                self._lines,
                bar,
                Text(leaves, tone="secondary", wrap=True),
                margins=(theme.WIDE, theme.NORMAL, theme.WIDE, theme.NORMAL),
            )
        )

    def show_step(self, done: float, words: Label) -> None:
        """`done` from 0 to 1; new words begin a new step."""
        self._bar.setValue(round(done * WHOLE))
        self._share.say(Label("{n} %", n=round(done * 100)))
        if str(words) != self._words:
            self._tick_last()
            self._words = str(words)
            self._icon = Picture("chevron-right", "accent")
            self._text = Text(words, role="strong")
            self._lines.addLayout(row(self._icon, self._text, STRETCH))

    def _tick_last(self) -> None:
        if self._words:
            self._icon.show_icon("check", "good")
            theme.set_role(self._text, "")

    def stopping(self) -> None:
        """The user has pressed stop; it takes a moment."""
        self._stop.deed.off(Label("正在停止"))
