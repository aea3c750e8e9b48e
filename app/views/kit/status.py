"""The line at the bottom: counts, figures of the selection, how old the last backup is."""

from __future__ import annotations

from app.i18n import Label
from app.views import theme
from app.views.kit.layout import Area, row
from app.views.kit.text import ElidedText


class StatusBar(Area):
    """What is said stays until there is something else to say."""

    def __init__(self) -> None:
        super().__init__("status", name=str(Label("状态")))
        self._counts = ElidedText(least=8)
        self._figures = ElidedText(least=4)
        self._backup = ElidedText(least=6, tone="secondary")
        self._said: Label | None = None
        self._waiting = False
        self._shown = ("", "")
        layout = row(self._counts, self._figures, self._backup, spacing=theme.ROOMY, margins=(12, 0, 12, 0))
        layout.setStretchFactor(self._counts, 3)
        layout.setStretchFactor(self._figures, 2)
        self.setLayout(layout)

    def show_status(self, counts: str, figures: str, *, is_moved: bool = True) -> None:
        """Counts at the left, figures in the middle. Where nobody went on, only other counts end what was said."""
        if is_moved or counts != self._shown[0]:
            self._said = None
        self._shown = (counts, figures)
        self._show()

    def clear(self) -> None:
        """Say nothing of any file."""
        self._backup.say("")
        self.show_status("", "")

    def say(self, words: Label) -> None:
        """Say something in place of the counts."""
        self._said = words
        self._show()

    def wait(self, waiting: bool) -> None:
        """Say that the file is being read."""
        self._waiting = waiting
        self._show()

    def show_backup(self, words: Label, tone: str = "secondary", day: Label | str = "") -> None:
        """How old the last backup is; its day is in the tooltip."""
        self._backup.tip = str(day)
        self._backup.set_tone(tone)
        self._backup.say(words)

    def _show(self) -> None:
        counts, figures = self._shown
        self._counts.say(self._said or counts)
        self._figures.say(Label("正在读取…") if self._waiting else figures)
