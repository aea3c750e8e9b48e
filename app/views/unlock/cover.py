"""What these pages have in common: the mark, a card in the middle, fields under their words, one place for refusals."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel, QLayout, QLineEdit, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from app.i18n import Label
from app.views import theme
from app.views.kit.focus import holds
from app.views.kit.layout import STRETCH, Area, column, row
from app.views.kit.text import Picture, Text

CARD_CHARS = 36
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Mark(QWidget):
    """The program's mark: the only place where the union's red stands."""

    def __init__(self, side: int = 52) -> None:
        super().__init__()
        self._side = side
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        side = theme.theme().icon_size(self._side)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.UNION_RED))
        painter.drawRoundedRect(QRectF(self.rect()), 10, 10)
        font = theme.theme().role_font("strong")
        font.setPixelSize(round(self.height() * 0.58))
        painter.setFont(font)
        painter.setPen(QColor("white"))
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), "家")


class Cover(QScrollArea):
    """A page over the whole window: title, one sentence, content in a card in the middle."""

    is_busy = False
    """Whether the window must stay open for what is being done."""

    def __init__(self, title: Label | str, sentence: Label | str = "", *, with_mark: bool = True) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("area", "page")
        self.setAccessibleName(str(title))
        self.title = Text(title, role="huge", wrap=True)
        self.sentence = Text(sentence, tone="secondary", wrap=True)
        if not str(sentence):
            self.sentence.hide()  # showing it, before it has a place, would make it a window of its own for a moment
        head = row(*([Mark()] if with_mark else []), column(self.title, self.sentence, spacing=2), spacing=14)
        head.setStretch(head.count() - 1, 1)
        self.body: QVBoxLayout = column(spacing=theme.NORMAL)
        self._sentence = str(sentence)
        self._refusal = Refusal()
        self._inner = QWidget()
        self._before: QWidget | None = None  # what had the focus before it rested
        self._inner.setLayout(column(head, 18, self.body, self._refusal, spacing=theme.NORMAL))
        whole = QWidget()
        whole.setProperty("area", "scrolled")
        whole.setLayout(column(STRETCH, row(STRETCH, self._inner, STRETCH), STRETCH, STRETCH, margins=(24, 16, 24, 16)))
        self.setWidget(whole)
        theme.theme().changed.connect(self._fit)
        self._fit()

    def refuse(self, words: Label | str) -> None:
        """Say what is wrong, below the fields; everything typed stays."""
        self._refusal.say(str(words))
        self.sentence.say(self._sentence)
        if str(words):  # on a low screen it would stand below what is seen
            QTimer.singleShot(0, self, lambda: self.ensureWidgetVisible(self._refusal))
        if str(words) and not self._inner.isEnabled():
            self._inner.setEnabled(True)
            if self._before is not None:
                self._before.setFocus()

    def tell(self, words: Label) -> None:
        """Say what is being done, in the place of the sentence and until something is refused."""
        self.sentence.say(str(words))

    def rest(self) -> None:
        """Until the next refusal nothing more can be asked: what was asked for is being done."""
        focused = self._inner.window().focusWidget()
        self._before = focused if holds(self._inner, focused) else None
        self._inner.setEnabled(False)

    def add_field(self, words: Label, line: QLineEdit, help_: Label | Text | None = None) -> None:
        """A field under its words; `help_` below it, a `Text` where it is said anew."""
        label = QLabel(str(words))
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setBuddy(line)
        line.setAccessibleName(str(words))
        line.setProperty("box", "big")
        line.textEdited.connect(lambda: self.refuse(""))
        if isinstance(help_, Label):
            help_ = Text(help_, role="message", tone="secondary", wrap=True)
        below: list[QWidget | QLayout] = [help_] if help_ else []
        self.body.addLayout(column(label, line, *below, spacing=theme.NARROW))

    def _fit(self) -> None:
        self._inner.setFixedWidth(theme.theme().chars(CARD_CHARS))


class Refusal(Area):
    """What was refused, and what to do; hidden while there is nothing to say."""

    def __init__(self) -> None:
        super().__init__("note", tone="error")
        self._words = Text(wrap=True)
        layout = row(column(Picture("alert-circle", "error"), STRETCH), self._words, margins=(10, 8, 10, 8))
        layout.setStretchFactor(self._words, 1)
        self.setLayout(layout)
        self.hide()

    def say(self, words: str) -> None:
        """Say it, or with "" nothing."""
        self._words.say(words)
        self.setAccessibleName(words)
        self.setVisible(bool(words))


class PasswordLine(QLineEdit):
    """A password: hidden until the eye is pressed; says when 大写锁定 is on."""

    entered = Signal()
    caps_seen = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setInputMethodHints(Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText)
        self._eye = QAction(self)
        self._eye.triggered.connect(self._toggle)
        self.addAction(self._eye, QLineEdit.ActionPosition.TrailingPosition)
        theme.theme().changed.connect(self._draw)
        self._draw()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER:
            self.entered.emit()
            return
        text, shifted = event.text(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if text.isascii() and text.isalpha():
            self.caps_seen.emit(text.isupper() != shifted)
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.EnabledChange:
            self._draw()

    def _toggle(self) -> None:
        hidden = self.echoMode() == QLineEdit.EchoMode.Password
        self.setEchoMode(QLineEdit.EchoMode.Normal if hidden else QLineEdit.EchoMode.Password)
        self._draw()

    def _draw(self) -> None:
        hidden = self.echoMode() == QLineEdit.EchoMode.Password
        words = Label("显示密码") if hidden else Label("不显示密码")
        self._eye.setText(str(words))
        self._eye.setToolTip(str(words))
        self._eye.setIcon(theme.theme().icon("eye" if hidden else "eye-off", "secondary"))
