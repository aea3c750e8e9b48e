"""A box to choose one of a few words in, with the arrow that lists of choices wear everywhere."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox

from app.i18n import Label
from app.views import theme

ARROW, EDGE = 20, 6


class ChoiceBox(QComboBox):
    """Chooses by ↑ ↓, by a letter, or from the list (Alt+↓)."""

    def __init__(self, name: Label, words: Sequence[str] = ()) -> None:
        super().__init__()
        self.setAccessibleName(str(name))
        self.setProperty("box", "choice")
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.addItems(words)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        side = theme.theme().icon_size(ARROW)
        painter = QPainter(self)
        top = (self.height() - side) // 2
        mirrored = self.isRightToLeft()
        left = EDGE if mirrored else self.width() - side - EDGE
        theme.theme().icon("chevron-down", "secondary", ARROW).paint(painter, left, top, side, side)
        painter.end()
