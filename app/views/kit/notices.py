"""What the window says by itself: lasting notices, the bar that takes a deed back, empty states, progress."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import field

from PySide6.QtCore import QElapsedTimer, Qt, Signal
from PySide6.QtWidgets import QProgressBar, QWidget

from app.frozen import dataclass
from app.i18n import Label
from app.views import theme
from app.views.kit.announcing import announce
from app.views.kit.deeds import Button, Deed, button, icon_button
from app.views.kit.layout import STRETCH, Area, column, drop, row
from app.views.kit.text import ElidedText, Picture, Text

ICONS = {"information": "info-circle", "good": "check", "warning": "alert-triangle", "error": "alert-circle"}
TOKENS = {"information": "accent", "good": "good", "warning": "warning", "error": "error"}
GRAVITY = ("error", "warning", "information", "good")


@dataclass(frozen=True)
class Notice:
    """Something lasting to do: one sentence and at most two buttons. `key` tells notices apart.

    What cannot wait behind graver ones (the lock, a draft that somebody may type anew) has a higher `rank`.
    """

    key: str
    words: Label
    tone: str = "information"
    actions: Sequence[tuple[Label, Callable[[], object]]] = field(default=())
    rank: int = 0


class Banner(Area):
    """Shows one notice at a time, the gravest first, and how many wait behind it."""

    def __init__(self) -> None:
        super().__init__("banner", tone="information", name=str(Label("提醒")))
        self._notices: dict[str, Notice] = {}
        self._buttons: list[Button] = []
        self._icon = Picture("info-circle")
        self._words = ElidedText(least=12)
        self._more = Text(tone="secondary")
        self._layout = row(self._icon, self._words, self._more, margins=(12, 4, 12, 4))
        self._layout.setStretchFactor(self._words, 1)
        self.setLayout(self._layout)
        self.setVisible(False)

    def add(self, notice: Notice) -> None:
        """Show this notice, now or when the graver ones are done."""
        self._notices[notice.key] = notice
        self._show()

    def remove(self, key: str) -> None:
        """Take the notice away: done, or put off."""
        self._notices.pop(key, None)
        self._show()

    def clear(self) -> None:
        """Take all notices away, with their words."""
        self._notices.clear()
        self._show()

    def _show(self) -> None:
        self.setVisible(bool(self._notices))
        if not self._notices:
            self._words.say("")  # the same notice that comes again is news
            return
        notice = min(self._notices.values(), key=lambda each: (-each.rank, GRAVITY.index(each.tone)))
        self.setProperty("tone", notice.tone)
        theme.refresh(self)
        self._icon.show_icon(ICONS[notice.tone], TOKENS[notice.tone])
        if self._words.text() != str(notice.words):
            announce(self, notice.words, grave=notice.tone == "error")
        self._words.say(notice.words)
        waiting = len(self._notices) - 1
        self._more.say(Label("还有 {n} 条", n=waiting) if waiting else "")
        for old in self._buttons:
            self._layout.removeWidget(old)
            drop(old)
        self._buttons = [button(label, run, kind="small") for label, run in notice.actions]
        for made in self._buttons:
            self._layout.addWidget(made)
            made.show()  # now, and not with the next events: keys may come before them


class UndoBar(Area):
    """Says what was done and takes it back at a click; it stays until the next deed or ×."""

    undo = Signal()
    redo = Signal()
    closed = Signal()

    def __init__(self) -> None:
        super().__init__("undo", name=str(Label("刚才做的")))
        self._words = ElidedText(least=12)
        self._undo = button(Label("撤销"), self.undo.emit, kind="small", icon="arrow-back-up")
        self._redo = button(Label("重做"), self.redo.emit, kind="small", icon="arrow-forward-up")
        self._close = icon_button(Label("收起"), "x", self.closed.emit)
        self._close.setProperty("deed", "small")
        buttons = (self._undo, self._redo, self._close)
        layout = row(Picture("check", "good"), self._words, *buttons, margins=(12, 2, 12, 2))
        layout.setStretchFactor(self._words, 1)
        self.setLayout(layout)

    def say(self, words: Label, *, can_undo: bool = True, can_redo: bool = False) -> None:
        """Show what was done; `can_redo`: what was just taken back can be done again."""
        self._words.say(words)
        self._undo.setVisible(can_undo)
        self._redo.setVisible(can_redo)


class EmptyState(QWidget):
    """What is missing, what it will be good for, and the deeds that begin it; the first one is the filled button."""

    def __init__(
        self, title: Label | str, reason: Label | str = "", deeds: Sequence[Deed] = (), *, icon: str = ""
    ) -> None:
        super().__init__()
        self._title = Text(title, role="heading", wrap=True)
        self._reason = Text(reason, tone="secondary", wrap=True)
        self._buttons = [Button(deed, kind="" if at else "main") for at, deed in enumerate(deeds)]
        if self._buttons:
            self.setFocusProxy(self._buttons[0])
        for label in (self._title, self._reason):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        top = [row(STRETCH, Picture(icon, "secondary", 40), STRETCH)] if icon else []
        buttons = row(STRETCH, *self._buttons, STRETCH)
        self.setLayout(
            column(STRETCH, *top, 4, self._title, self._reason, 8, buttons, STRETCH, STRETCH, margins=(24, 8, 24, 8))
        )


class ProgressStrip(Area):
    """A job of some length: what it is, how far, how long still, and what stopping leaves behind."""

    stop = Signal()

    def __init__(self, title: Label, stop: Label, leaves: Label) -> None:
        super().__init__("note", tone="information", name=str(title))
        self._clock = QElapsedTimer()
        self._clock.start()
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(str(title))
        self._share = Text()
        self._count = Text(tone="secondary")
        self._stop = button(stop, self.stop.emit)
        bar = row(self._bar, self._share, self._stop)
        bar.setStretchFactor(self._bar, 1)
        words = column(
            Text(title, role="heading"), bar, self._count, Text(leaves, tone="secondary", wrap=True), spacing=4
        )
        words.setContentsMargins(12, 8, 12, 8)
        self.setLayout(words)
        self.show_progress(0, 0)

    def show_progress(self, done: int, total: int) -> None:
        """`done` of `total`; a total of 0 means that the end is not known yet."""
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        self._share.say(Label("{n} %", n=done * 100 // total) if total else "")
        if not total:
            self._count.say("")
            return
        left = self._clock.elapsed() / 1000 * (total - done) / done if done else None
        told = {"done": f"{done:,}", "total": f"{total:,}"}
        if left is None or self._clock.elapsed() < 1000:
            self._count.say(Label("第 {done} 行，共 {total} 行", **told))
        else:
            self._count.say(Label("第 {done} 行，共 {total} 行，约还要 {left} 秒", left=max(1, round(left)), **told))

    def stopping(self) -> None:
        """The user has pressed stop; it takes a moment until the last step is through."""
        self._stop.deed.off(Label("正在停止"))
