"""A sentence with its own ground: what was found, what to look at, what went wrong."""

from __future__ import annotations

from app.errors import KnownError
from app.i18n import Label
from app.views.kit.announcing import announce
from app.views.kit.layout import STRETCH, Area, column, row
from app.views.kit.notices import ICONS, TOKENS
from app.views.kit.text import Picture, Text


class Note(Area):
    """Words of one tone (information, good, warning, error); hidden while there is nothing to say."""

    def __init__(self, tone: str = "information", words: Label | str = "") -> None:
        super().__init__("note", tone=tone)
        self._tone = tone
        self._icon = Picture(ICONS[tone], TOKENS[tone])
        self._words = Text(wrap=True)
        layout = row(column(self._icon, STRETCH), self._words, margins=(10, 6, 10, 6))
        layout.setStretchFactor(self._words, 1)
        self.setLayout(layout)
        self._words.say(words)
        self.setAccessibleName(str(words))
        if not str(words):
            self.hide()  # one with words is shown with what it is put into, not as a window of its own

    @property
    def words(self) -> str:
        """What it says now."""
        return self._words.text()

    def say(self, words: Label | str) -> None:
        """Say it, or with "" nothing."""
        self._words.say(words)
        self.setAccessibleName(str(words))
        self.setVisible(bool(str(words)))
        announce(self, words, grave=self._tone == "error")

    def tell_fault(self, fault: KnownError) -> None:
        """Say what happened, what is safe and what to do next."""
        self.say("\n".join(map(str, (fault.what, fault.safe, fault.next))))
