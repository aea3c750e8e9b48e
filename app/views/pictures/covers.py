"""The named states before a file is open: the first run, the password, the recovery."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtWidgets import QWidget

from app.i18n import Label
from app.services.backup import Glance
from app.views.desk_from_backup import backup_title, backup_words
from app.views.kit.step_progress import Steps
from app.views.pictures.stage import Stage, State
from app.views.theme import theme
from app.views.unlock import FirstRun, NewUnion, Password, Recover, RecoveryCode
from app.views.unlock.ready import Ready
from app.views.unlock.working import Working


def _covered(make: Callable[[], QWidget]) -> State:
    def arrange(stage: Stage) -> QWidget:
        stage.window.cover(make())
        stage.settle()
        return stage.window

    return arrange


def _wrong_password() -> QWidget:
    page = Password("示例机械厂工会")
    page.refuse(Label("密码不对，请等 {n} 秒再试（每错一次等得久一些）。资料没有变。忘了密码可以用恢复码。", n=4))
    page.wait(4)
    return page


def _of_backup() -> QWidget:
    found = Glance("海口示例机械厂工会委员会", datetime(2026, 11, 20, 14, 30).astimezone())
    page = Password(backup_title(found), of_backup=backup_words(found))
    page.refuse(Label("密码不对。请填做这个备份那天用的密码，后来换的密码打不开它。忘了，就用那天的恢复码。"))
    return page


def _restoring() -> QWidget:
    steps = Steps(theme())
    leaves = Label("停止后，现在的资料照原样接着用，备份也没动。")
    page = Working(Label("正在换上备份"), leaves, steps)
    steps.told.emit(0.3, Label("正在读出备份"))
    steps.told.emit(0.6, Label("正在试着恢复一次"))
    return page


STATES: dict[str, State] = {
    "first-run": _covered(FirstRun),
    "new-union": _covered(NewUnion),
    "recovery-code": _covered(lambda: RecoveryCode("7GZ4M-0K2XQ-9HT3B-W5NYC-8RJ6PA", printable=True)),
    "ready": _covered(Ready),
    "restoring": _covered(_restoring),
    "password": _covered(lambda: Password("示例机械厂工会")),
    "password-wrong": _covered(_wrong_password),
    "locked": _covered(lambda: Password("示例机械厂工会", locked=True)),
    "recover": _covered(Recover),
    "backup-password": _covered(_of_backup),
}
