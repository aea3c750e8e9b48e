"""A step that stands in the place of a list: words, content, and below it the deed and the way back."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.i18n import Label
from app.views import theme
from app.views.kit.deeds import Button, Deed
from app.views.kit.layout import STRETCH, Area, column, row
from app.views.kit.text import ElidedText, Text


class Step(QWidget):
    """Begun from the list and left to it; `deed` does what was prepared here."""

    left = Signal()

    def __init__(self, title: Label, words: Label, deed: Deed, back: Label) -> None:
        super().__init__()
        self.title, self.words = Text(title, role="heading"), ElidedText(words, tone="secondary", least=8)
        self.content = column(spacing=theme.NORMAL)
        self.deed = deed
        deed.setParent(self)
        self.addAction(deed)
        self.main = Button(deed, kind="main")
        self._back = Deed(back, self.left.emit, key="Esc", parent=self)
        self.addAction(self._back)
        self.back = Button(self._back)
        foot = Area("buttons", row(self.main, self.back, STRETCH, margins=(theme.WIDE, 8, theme.WIDE, 8)))
        head = row(self.title, self.words, spacing=theme.WIDE)
        head.setStretchFactor(self.words, 1)
        inside = column(head, self.content, margins=(theme.WIDE, 8, theme.WIDE, 8))
        inside.setStretchFactor(self.content, 1)
        layout = column(inside, foot, spacing=0)
        layout.setStretchFactor(inside, 1)
        self.setLayout(layout)

    def take_focus(self) -> None:
        """Give the focus to where the work begins."""
        self.main.setFocus()
