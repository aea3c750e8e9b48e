"""The named states before a file is open: the first run, the password, the recovery."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from app.i18n import Label
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
}
