"""Labels that show plain text only: a name may hold `<b>` and must not become bold."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from app.i18n import Label
from app.views import theme


class Text(QLabel):
    """Words in one of the fonts (`role`) and one of the colours (`tone`) of the theme."""

    def __init__(self, words: Label | str = "", *, role: str = "", tone: str = "", wrap: bool = False) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        if tone:
            self.setProperty("tone", tone)
        if role:
            theme.set_role(self, role)
        self.say(words)

    def say(self, words: Label | str) -> None:
        """Show these words."""
        self.setText(str(words))

    def set_tone(self, tone: str) -> None:
        """Show the words in the colour of `tone`."""
        if self.property("tone") != tone:
            self.setProperty("tone", tone)
            theme.refresh(self)


class ElidedText(Text):
    """One line that is cut with … where room is short; the whole of it is then in the tooltip."""

    def __init__(self, words: Label | str = "", *, role: str = "", tone: str = "", least: int = 4) -> None:
        super().__init__(words, role=role, tone=tone)
        self._least = least
        self.tip = ""  # says more than the words do, and does so where these are not cut
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        return QSize(min(hint.width(), self.fontMetrics().horizontalAdvance("国") * self._least), hint.height())

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip:
            cut = self.fontMetrics().horizontalAdvance(self.text()) > self.contentsRect().width()
            told = "\n".join(filter(None, (self.text() if cut else "", self.tip)))
            self.setToolTip(plain(told) if told else "")
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        box = self.contentsRect()
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, box.width())
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(box, int(self.alignment() | Qt.AlignmentFlag.AlignVCenter), shown)


def plain(words: str) -> str:
    """Words for a tooltip, which would read markup otherwise."""
    return words.replace("&", "&amp;").replace("<", "&lt;").replace("\n", "<br>")


class Picture(QLabel):
    """An icon beside words; it says nothing to a screen reader, the words do."""

    def __init__(self, name: str, token: str = "text", size: int = 20, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._token, self._size = name, token, size
        theme.theme().changed.connect(self._draw)
        self._draw()

    def show_icon(self, name: str, token: str) -> None:
        """Show another icon."""
        self._name, self._token = name, token
        self._draw()

    def _draw(self) -> None:
        look = theme.theme()
        side = look.icon_size(self._size)
        self.setPixmap(
            look.icon(self._name, self._token, self._size).pixmap(QSize(side, side), self.devicePixelRatio())
        )
        self.setFixedSize(side, side)
