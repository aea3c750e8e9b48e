"""A new file: the union's name and a password. The recovery code comes after it, as a page of its own."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit

from app.i18n import Label
from app.views.kit.deeds import Button, Deed, button
from app.views.kit.layout import STRETCH, row
from app.views.kit.text import Text
from app.views.unlock.cover import Cover, PasswordLine


class NewUnion(Cover):
    """Asks for what a new file needs; `refuse` shows why it could not be made."""

    create_asked = Signal(str, str)  # the union's name, the password
    back_asked = Signal()

    def __init__(self) -> None:
        super().__init__(Label("新建"), Label("第 1 步，共 3 步。按“建好资料”之前，什么都不会存进电脑。"))
        self.name, self.password, self.again = QLineEdit(), PasswordLine(), PasswordLine()
        self.name.setPlaceholderText(str(Label("例 海口某某机械厂工会委员会")))
        self._caps = Text(Label("大写锁定已打开"), role="message", tone="warning")
        self.add_field(Label("工会名称"), self.name, Label("印在表上的名称，以后在“设置”里可以改。"))
        self.add_field(Label("密码"), self.password, Label("至少 4 位，没有别的要求。每次打开资料都要填。"))
        self.add_field(Label("再填一次密码"), self.again)
        self.body.addWidget(self._caps)
        self._caps.hide()
        self.make = Deed(Label("建好资料"), self._create, kind="main", parent=self)
        self.body.addLayout(row(Button(self.make), button(Label("上一步"), self.back_asked.emit), STRETCH))
        self.name.returnPressed.connect(self.password.setFocus)
        self.password.entered.connect(self.again.setFocus)
        self.again.entered.connect(self._create)
        for line in (self.password, self.again):
            line.caps_seen.connect(self._caps.setVisible)
        self.setFocusProxy(self.name)

    def _create(self) -> None:
        name, password = self.name.text().strip(), self.password.text()
        if not name:
            self.refuse(Label("请填工会名称。"))
            self.name.setFocus()
        elif password != self.again.text():
            self.refuse(Label("两次填的密码不一样，请再填一次。"))
            self.again.setFocus()
            self.again.selectAll()
        else:
            self.refuse("")
            self.rest()  # pressed twice, it would make two files
            self.create_asked.emit(name, password)
