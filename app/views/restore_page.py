"""Going back to a backup: tried first, both sides shown, the union's name typed; the present file is kept."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLayout, QLineEdit, QWidget

from app.errors import ErrorCode, KnownError
from app.i18n import Label
from app.views import backup_work as work
from app.views import theme
from app.views.backup_work import Compared, Side
from app.views.kit.deeds import Button, Deed, button
from app.views.kit.header import HeaderLine
from app.views.kit.layout import STRETCH, Area, clear, column, row, scrolled
from app.views.kit.note import Note
from app.views.kit.step_progress import StepProgress, Steps
from app.views.kit.text import Text
from app.views.page import Shell
from app.views.unlock.cover import PasswordLine


class RestorePanel(QWidget):
    """Tries a backup, shows both sides, and asks for the union's name before anything is replaced."""

    def __init__(self, shell: Shell, path: Path, on_closed: Callable[[], object]) -> None:
        super().__init__()
        self.setProperty("area", "page")
        self.shell, self._path, self._on_closed = shell, path, on_closed
        self._password = ""
        self._compared: Compared | None = None
        self._steps: Steps | None = None
        self._progress: StepProgress | None = None
        self._fault = Note("error")
        self._content = column(spacing=theme.WIDE)
        self._line, self._typed = PasswordLine(), QLineEdit()
        self._restore = Deed(Label("替换"), self.restore, kind="danger", parent=self)
        self._restore_button = Button(self._restore)
        self._restore_button.hide()
        foot = row(
            Text(Label("到按下最后的按钮之前，什么都不会改动。"), tone="secondary"), STRETCH,
            self._restore_button, button(Label("取消"), self.close_panel),
            margins=(theme.WIDE, 8, theme.WIDE, 8),
        )  # fmt: skip
        header = HeaderLine(Label("从备份恢复"))
        header.count(path.name)
        whole = column(self._fault, self._content, STRETCH, margins=(theme.WIDE, 0, theme.WIDE, theme.WIDE))
        layout = column(header, scrolled(whole), Area("buttons", foot), spacing=0)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        self.look()

    def look(self) -> None:
        """Restore the backup on trial, in a temporary place."""
        opened, path, password, steps = self.shell.file, self._path, self._password, Steps(self)
        self._fault.say("")
        self.shell.say(Label(""))  # what was said when the last one was left is over
        self._clear()
        self._steps = steps
        self._progress = StepProgress(
            Label("正在看这个备份好不好"), Label("停止"), Label("只是看，备份和电脑里的资料都不改动。")
        )
        self._content.addWidget(self._progress)
        steps.told.connect(self._progress.show_step)
        steps.job = self.shell.jobs.run_long(
            lambda _: work.compare(opened, path, password, steps.progress, steps.cancelled),
            self._show,
            self._failed,
            owner=self,
        )
        self._progress.stop.connect(self.close_panel)

    def close_panel(self) -> None:
        """Leave; nothing was changed."""
        if self._steps is not None and self._steps.job is not None:
            self._steps.job.cancel()
        self.shell.say(Label("没有恢复，资料没有改动"))
        self._on_closed()

    def _clear(self) -> None:
        self._restore_button.hide()
        clear(self._content)

    def _failed(self, fault: KnownError) -> None:
        self._steps = None
        self._clear()
        self._fault.tell_fault(fault)
        if fault.code is ErrorCode.WRONG_PASSWORD:
            self._ask_password()

    def _ask_password(self) -> None:
        self._line = PasswordLine()
        self._line.setAccessibleName(str(Label("那份资料的密码")))
        self._line.setFixedWidth(theme.theme().chars(16))
        self._line.entered.connect(self._take_password)
        deed = button(Label("再看一次"), self._take_password, kind="main")
        self._content.addWidget(_card(Text(Label("那份资料的密码"), role="heading"), row(self._line, deed, STRETCH)))
        self._line.setFocus()

    def _take_password(self) -> None:
        self._password = self._line.text()
        if self._password:
            self.look()

    def _show(self, found: Compared) -> None:
        self._steps = None
        self._compared = found
        self._clear()
        sides = row(_side(Label("现在"), found.now), _side(Label("备份"), found.then), spacing=theme.WIDE)
        both = QWidget()
        both.setLayout(sides)
        self._content.addWidget(Note("good", Label("这个备份是好的，刚刚试恢复过。")))
        self._content.addWidget(both)
        if found.back is not None:
            self._content.addWidget(Note("warning", found.back))
        self._content.addWidget(Note("warning", found.lost))
        self._typed = QLineEdit()
        self._typed.setAccessibleName(str(Label("工会名称")))
        self._typed.textEdited.connect(self._look_at_name)
        ask = Text(Label("确认要替换，就在这里填上工会名称“{name}”：", name=found.union), wrap=True)
        self._content.addWidget(_card(ask, self._typed))
        self._restore.rename(Label("用 {day} 的备份替换", day=found.called))
        self._restore_button.show()
        self._look_at_name()
        self._typed.setFocus()

    def _look_at_name(self) -> None:
        if self._compared is not None and self._typed.text().strip() == self._compared.union:
            self._restore.on()
        else:
            self._restore.off(Label("先填上工会名称"))

    def restore(self) -> None:
        """Hand the backup to the window: it closes the file, puts the backup in its place, and opens it."""
        self.shell.ask_restore(self._path, work.unlock_with(self.shell.file, self._password))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_panel()
        else:
            super().keyPressEvent(event)


def _side(title: Label, side: Side) -> Area:
    return _card(Text(title, role="heading"), Text(side.when, role="strong"), *(Text(each) for each in side.holds))


def _card(*items: QWidget | QLayout) -> Area:
    layout = column(*items, margins=(theme.WIDE, theme.WIDE, theme.WIDE, theme.WIDE))
    return Area("card", layout)
