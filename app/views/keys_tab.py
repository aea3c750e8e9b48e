"""The password of the file and its recovery code: changed here, never shown again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QGridLayout, QScrollArea, QStackedWidget, QWidget

from app.errors import KnownError
from app.i18n import Label
from app.models.store.recovery_code import grouped
from app.views import settings_work as work
from app.views import theme
from app.views.kit.deeds import Button, Deed, button
from app.views.kit.layout import STRETCH, Area, column, row, scrolled
from app.views.kit.note import Note
from app.views.kit.text import Text
from app.views.page import PageView, Shell
from app.views.unlock.code import RecoveryCode
from app.views.unlock.code_paper import print_code
from app.views.unlock.cover import PasswordLine

FIELD_CHARS = 16


class KeysTab(PageView):
    """密码和恢复码."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.old, self.new, self.again = PasswordLine(), PasswordLine(), PasswordLine()
        self._refusal, self._good = Note("error"), Note("good")
        self._code_refusal, self._code_good = Note("error"), Note("good")
        self._caps = Note("warning")
        self.change = Deed(Label("换密码"), self.change_password, kind="main", parent=self)
        self.renew = Deed(Label("换一个新的恢复码…"), self.ask_code, icon="key", parent=self)
        self._stack = QStackedWidget()
        self._scroll = self._fields()
        self._stack.addWidget(self._scroll)
        self.setLayout(column(self._stack, spacing=0))
        for line in (self.old, self.new, self.again):
            line.caps_seen.connect(lambda on: self._caps.say(Label("大写锁定已打开") if on else ""))
            line.textEdited.connect(lambda: self._refusal.say(""))
        self.old.entered.connect(self.new.setFocus)
        self.new.entered.connect(self.again.setFocus)
        self.again.entered.connect(self.change.trigger)

    def _fields(self) -> QScrollArea:
        lines = [
            (Label("现在的密码"), self.old),
            (Label("新密码"), self.new),
            (Label("再填一次新密码"), self.again),
        ]
        fields = QGridLayout()
        fields.setColumnStretch(2, 1)
        for at, (words, line) in enumerate(lines):
            line.setAccessibleName(str(words))
            line.setMinimumWidth(theme.theme().chars(FIELD_CHARS))
            fields.addWidget(Text(words), at, 0)
            fields.addWidget(line, at, 1)
        password = column(
            Text(Label("换密码"), role="heading"),
            Text(Label("密码至少 4 位。忘了密码只有恢复码能打开，两样都丢了谁也打不开。"), tone="secondary", wrap=True),
            fields,
            self._caps,
            row(Button(self.change), STRETCH),
            self._refusal,  # below the fields, which stay where they are when it comes and goes
            self._good,
            margins=(theme.WIDE, theme.WIDE, theme.WIDE, theme.WIDE),
        )
        code = column(
            Text(Label("恢复码"), role="heading"),
            Text(
                Label("恢复码抄在纸上，和公章放在一起。找不到了，或者给别人看过，就换一个新的。"),
                tone="secondary",
                wrap=True,
            ),
            row(Button(self.renew), STRETCH),
            self._code_refusal,
            self._code_good,
            margins=(theme.WIDE, theme.WIDE, theme.WIDE, theme.WIDE),
        )
        return scrolled(
            column(
                Area("card", password), Area("card", code), STRETCH,
                spacing=theme.WIDE, margins=(theme.WIDE, theme.WIDE, theme.WIDE, theme.WIDE),
            )
        )  # fmt: skip

    def change_password(self) -> None:
        """Give the file the new password."""
        old, new = self.old.text(), self.new.text()
        if not old:
            self._refuse(Label("请填现在的密码。"), self.old)
        elif new != self.again.text():
            self._refuse(Label("两次填的新密码不一样，请再填一次。"), self.again)
        else:
            self.old.setFocus()  # the button goes off, and the keyboard would go to the next one
            self.change.off(Label("正在换"))
            opened = self.shell.file
            self.shell.jobs.run(
                lambda: work.change_password(opened, old, new), lambda _: self._changed(), self._failed, owner=self
            )

    def _refuse(self, words: Label | str, line: PasswordLine) -> None:
        self._good.say("")
        self._refusal.say(words)
        line.setFocus()
        line.selectAll()
        self._let_see(self._refusal)

    def _let_see(self, note: QWidget) -> None:
        """On a low screen it stands below what is seen."""
        QTimer.singleShot(0, note, lambda: self._scroll.ensureWidgetVisible(note))

    def _changed(self) -> None:
        self.change.on()
        for line in (self.old, self.new, self.again):
            line.clear()
        self._refusal.say("")
        self._good.say(work.SAVED_PASSWORD)
        self.old.setFocus()
        self._let_see(self._good)

    def _failed(self, fault: KnownError) -> None:
        self.change.on()
        problems = "；".join(str(problem.what) for problem in fault.problems)
        words = problems or f"{fault.what}{fault.next}"
        self._refuse(words, self.new if problems else self.old)

    # --- the recovery code

    def ask_code(self) -> None:
        """Show a new recovery code; the old one counts until the new one is on paper."""
        opened = self.shell.file
        self._code_good.say("")
        self._code_refusal.say("")
        self.shell.jobs.run(lambda: work.propose_recovery_code(opened), self._show_code, self._code_failed, owner=self)

    def _show_code(self, proposed: tuple[Any, str]) -> None:
        keys, code = proposed
        cover = RecoveryCode(grouped(code), printable=True)
        shell, union = self.shell, self.shell.file.database.path.stem
        cover.print_asked.connect(lambda: print_code(self, shell.jobs, shell.printers, cover, union, code))
        cover.sentence.say(
            Label("把新的恢复码抄在纸上，再照着纸填两组。填对以前，旧的恢复码照样有用；填对以后，旧的就作废。")
        )
        cover.body.addLayout(row(button(Label("不换了"), self._close_code), STRETCH))
        cover.confirmed.connect(lambda: self._keep(keys))
        self._stack.addWidget(cover)
        self._stack.setCurrentWidget(cover)
        cover.setFocus()

    def _keep(self, keys: Any) -> None:
        opened = self.shell.file
        self.shell.jobs.run(
            lambda: work.keep_recovery_code(opened, keys), lambda _: self._kept(), self._code_failed, owner=self
        )

    def _kept(self) -> None:
        self._close_code()
        self._code_good.say(Label("恢复码换好了，旧的已经作废。以前的备份还用旧的恢复码。"))

    def _code_failed(self, fault: KnownError) -> None:
        self._close_code()
        self._code_refusal.tell_fault(fault)

    def _close_code(self) -> None:
        cover = self._stack.currentWidget()
        self._stack.setCurrentIndex(0)
        if isinstance(cover, RecoveryCode):
            self._stack.removeWidget(cover)
            cover.deleteLater()

    def leave(self, then: Callable[[], object]) -> None:
        self._close_code()
        then()
