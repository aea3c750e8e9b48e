"""A print on its way: how many pages are gone, and how to stop the rest."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar

from app.i18n import Label
from app.views import theme
from app.views.kit.deeds import button
from app.views.kit.layout import Area, row
from app.views.kit.text import Text


class PrintProgress(Area):
    """Stands over the buttons while pages are sent."""

    stop = Signal()

    def __init__(self) -> None:
        super().__init__("note", tone="information", name=str(Label("正在打印")))
        self._words, self._bar = Text(), QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(str(Label("正在打印")))
        self._stop = button(Label("停止打印"), self.stop.emit)
        line = row(self._words, self._bar, self._stop, margins=(theme.WIDE, theme.NARROW, theme.WIDE, theme.NARROW))
        line.setStretchFactor(self._bar, 1)
        self.setLayout(line)
        self.hide()

    def begin(self, count: int) -> None:
        """Pages are going to be sent, once the printers answer."""
        self._stop.deed.on()
        self.show_pages(0, count)
        self._words.say(Label("正在找打印机"))
        self.show()

    def show_pages(self, done: int, count: int) -> None:
        """So many of them are gone."""
        self._bar.setRange(0, count)
        self._bar.setValue(done)
        self._words.say(Label("正在送第 {n} 页，共 {count} 页", n=min(done + 1, count), count=count))

    def stopping(self) -> None:
        """The user has pressed stop; it takes a moment until the page is through."""
        self._stop.deed.off(Label("正在停止"))
