"""The recovery code, shown once: printed, or partly typed again; it cannot be skipped."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit

from app.i18n import Label
from app.views.kit.deeds import Button, Deed
from app.views.kit.layout import STRETCH, Area, column, row
from app.views.kit.text import Text
from app.views.unlock.cover import Cover

# Which of the five groups must be typed again.
ASKED = (1, 3)


class RecoveryCode(Cover):
    """Shows the code in its groups; goes on once it was printed or two of its groups were typed from the paper.

    `printable`: somebody listens to `print_asked`.
    """

    print_asked = Signal()
    confirmed = Signal()

    def __init__(self, grouped: str, *, printable: bool = False) -> None:
        super().__init__(
            Label("恢复码"),
            Label("第 2 步，共 3 步。忘了密码，只有它能打开资料。抄在纸上，和公章放在一起，不要存在这台电脑里。"),
        )
        self._groups = grouped.split("-")
        self._printed = False
        self._code = Text(grouped.replace("-", " – "), role="title")
        self._code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByKeyboard)
        self._code.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._code.setAccessibleDescription(str(Label("恢复码")))  # the name stays what is to be read: the code
        self.body.addWidget(Area("card", column(self._code, margins=(12, 16, 12, 16))))
        self._print = Deed(Label("打印恢复码"), self.print_asked.emit, icon="printer", parent=self)
        self.said = Text(tone="good")
        self.said.hide()
        self._or_write = Text(Label("没有打印机就抄在纸上，再照着纸填两组："), tone="secondary", wrap=True)
        if printable:
            self.body.addLayout(row(Button(self._print), self.said, STRETCH))
            self.body.addWidget(self._or_write)
        else:
            self.body.addWidget(self.said)
            self._or_write.setParent(self)
            self._or_write.hide()
        self.typed = [QLineEdit() for _ in ASKED]
        words = [Label("照着纸填第 {n} 组", n=at + 1) for at in ASKED]
        self._told = [Text(role="message", tone="secondary", wrap=True) for _ in ASKED]
        for each, line, told in zip(words, self.typed, self._told, strict=True):
            self.add_field(each, line, told)
            line.textEdited.connect(self._look)
        self.go_on = Deed(Label("抄好了，往下走"), self.confirmed.emit, kind="main", parent=self)
        self.body.addLayout(row(Button(self.go_on), STRETCH))
        first, last = self.typed
        first.returnPressed.connect(last.setFocus)
        last.returnPressed.connect(self.go_on.trigger)  # does nothing until both are right
        self._look()
        self.setFocusProxy(first)

    def printed(self) -> None:
        """It is on paper: nothing need be typed."""
        self._printed = True
        self.said.say(Label("已送到打印机。等纸出来，看清楚。"))
        self.said.show()
        self._or_write.hide()
        self.go_on.rename(Label("纸拿到了，往下走"))
        self.refuse("")
        self._look()

    def _look(self) -> None:
        right = [self._tell(at, line, told) for at, line, told in zip(ASKED, self.typed, self._told, strict=True)]
        if all(right) or self._printed:
            self.go_on.on()
        else:
            self.go_on.off(Label("照着纸把这两组填对，才能往下走"))

    def _tell(self, at: int, line: QLineEdit, told: Text) -> bool:
        """Say below a field how far its group is; whether it is right."""
        typed, group = _folded(line.text()), self._groups[at]
        missing = len(group) - len(typed)
        if typed == group:
            tone, words = "good", Label("这一组对了。")
        elif typed and missing > 0:
            tone, words = "secondary", Label("这一组有 {all} 个字，还差 {n} 个。", all=len(group), n=missing)
        elif typed:
            tone, words = "error", Label("这一组和上面的第 {n} 组不一样，照着纸再看一遍。", n=at + 1)
        else:
            tone, words = "secondary", Label("这一组有 {all} 个字。", all=len(group))
        told.set_tone(tone)
        told.say(words)
        line.setAccessibleDescription(str(words))
        return typed == group


def _folded(text: str) -> str:
    """As it is forgiven when it is needed: small letters, O for 0, I and L for 1."""
    return text.strip().upper().translate(str.maketrans("OIL", "011"))
