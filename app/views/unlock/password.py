"""The password of a file, and the way in when it is forgotten."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QLineEdit

from app.i18n import Label
from app.views.kit.deeds import Button, Deed, button
from app.views.kit.layout import STRETCH, row
from app.views.kit.text import Text
from app.views.unlock.cover import Cover, PasswordLine


class Password(Cover):
    """Asks for the password of one file; also the page of a locked window, where the draft is still there."""

    given = Signal(str)
    recover_asked = Signal()
    other_asked = Signal()

    def __init__(
        self, name: Label | str, *, locked: bool = False, hint: Label | None = None, of_backup: Label | None = None
    ) -> None:
        """`of_backup`: it is the password of a backup that is wanted; says which one that is."""
        sentence = Label("已锁定。填到一半的内容还在，没有丢。") if locked else Label("请填密码。")
        super().__init__(name, hint or of_backup or sentence)
        self._open_words = Label("恢复") if of_backup else Label("打开")
        self._busy_words = Label("正在恢复") if of_backup else Label("正在打开")
        self.line = PasswordLine()
        self.add_field(Label("密码"), self.line)
        self._caps = Text(Label("大写锁定已打开"), role="message", tone="warning")
        self._caps.hide()
        self.body.addWidget(self._caps)
        self.open = Deed(self._open_words, self._give, kind="main", icon="lock", parent=self)
        forgotten = button(Label("忘了密码，用恢复码"), self.recover_asked.emit, kind="link")
        other = button(Label("返回") if of_backup else Label("打开别的资料…"), self.other_asked.emit, kind="link")
        self.body.addLayout(row(Button(self.open), STRETCH))
        self.body.addLayout(row(forgotten, *([] if locked else [other]), STRETCH, spacing=16))
        self._left = 0
        self._clock = QTimer(self)
        self._clock.setInterval(1000)
        self._clock.timeout.connect(self._count_down)
        self.line.entered.connect(self.open.trigger)
        self.line.caps_seen.connect(self._caps.setVisible)
        self.setFocusProxy(self.line)

    def wait(self, seconds: int) -> None:
        """Let the next try wait: each wrong password waits longer."""
        self._left = seconds
        self._clock.start()
        self._show_wait()

    def rest_open(self) -> None:
        """The file is being opened: nothing to press meanwhile."""
        self.open.off(self._busy_words)
        self.rest()

    def ready(self) -> None:
        """The answer has come: another try is possible, and what was typed can be overwritten at once."""
        if not self._left:
            self.open.on()
        self.line.setFocus()
        self.line.selectAll()

    def _give(self) -> None:
        if self.line.text():
            self.rest_open()
            self.given.emit(self.line.text())

    def _count_down(self) -> None:
        self._left -= 1
        self._show_wait()

    def _show_wait(self) -> None:
        if self._left > 0:
            self.open.off(Label("再等 {n} 秒", n=self._left))
            self.open.rename(Label("再等 {n} 秒", n=self._left))
        else:
            self._clock.stop()
            self.open.rename(self._open_words)
            self.open.on()


class Recover(Cover):
    """Asks for the recovery code and for a new password."""

    given = Signal(str, str)  # the code as typed, the new password
    back_asked = Signal()

    def __init__(self, *, of_backup: bool = False) -> None:
        """`of_backup`: what is opened comes out of a backup, which knows only the code of its own day."""
        super().__init__(
            Label("用恢复码打开"),
            Label("填做备份那天的恢复码：那以前抄下来的 26 个字，空格、横线、大小写都不要紧。")
            if of_backup
            else Label("恢复码是新建时抄下来的 26 个字，空格、横线、大小写都不要紧。"),
        )
        self.code, self.password, self.again = QLineEdit(), PasswordLine(), PasswordLine()
        self.code.setPlaceholderText("XXXXX-XXXXX-XXXXX-XXXXX-XXXXXX")
        self.add_field(Label("恢复码"), self.code)
        self.add_field(Label("新密码"), self.password, Label("至少 4 位。原来的密码不能再用，恢复码还能用。"))
        self.add_field(Label("再填一次新密码"), self.again)
        deed = Deed(Label("打开并换密码"), self._give, kind="main", parent=self)
        self.body.addLayout(row(Button(deed), button(Label("返回"), self.back_asked.emit), STRETCH))
        self.code.returnPressed.connect(self.password.setFocus)
        self.password.entered.connect(self.again.setFocus)
        self.again.entered.connect(self._give)
        self.setFocusProxy(self.code)

    def _give(self) -> None:
        if not self.code.text().strip():
            self.refuse(Label("请填恢复码。"))
            self.code.setFocus()
        elif self.password.text() != self.again.text():
            self.refuse(Label("两次填的密码不一样，请再填一次。"))
            self.again.setFocus()
            self.again.selectAll()
        else:
            self.refuse("")
            self.rest()
            self.given.emit(self.code.text(), self.password.text())
