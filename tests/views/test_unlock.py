"""Before the file is open: nothing is given on that is not complete, and every refusal stands on the page."""

from __future__ import annotations

from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from app.i18n import Label
from app.views.theme import Theme
from app.views.unlock import FirstRun, NewUnion, Password, Recover, RecoveryCode
from app.views.unlock.cover import Refusal

Shown = TypeVar("Shown", bound=QWidget)
CODE = "7GZ4M-0K2XQ-9HT3B-W5NYC-8RJ6PA"


def show(qtbot: QtBot, page: Shown) -> Shown:
    qtbot.addWidget(page)
    page.resize(900, 640)
    page.show()
    return page


def button(page: QWidget, name: str) -> QAbstractButton:
    return next(each for each in page.findChildren(QAbstractButton) if each.accessibleName() == name)


def refusal(page: QWidget) -> str:
    notes = [each for each in page.findChildren(QWidget) if each.property("area") == "note" and each.isVisible()]
    return notes[0].accessibleName() if notes else ""


@pytest.mark.parametrize(
    ("name", "signal"),
    [("新建", "new_asked"), ("从U盘恢复", "restore_asked"), ("看示例", "sample_asked")],
)
def test_the_first_run_offers_three_ways_by_click_and_by_enter(
    qtbot: QtBot, look: Theme, name: str, signal: str
) -> None:
    page = show(qtbot, FirstRun())
    tile = button(page, name)
    assert tile.accessibleDescription()
    with qtbot.waitSignal(getattr(page, signal)):
        qtbot.mouseClick(tile, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(getattr(page, signal)):
        qtbot.keyClick(tile, Qt.Key.Key_Return)


@pytest.mark.parametrize(
    ("name", "one", "other", "said"),
    [("", "1234", "1234", "请填工会名称。"), ("示例工会", "1234", "1235", "两次填的密码不一样，请再填一次。")],
)
def test_an_incomplete_new_union_is_refused_on_the_page(
    qtbot: QtBot, look: Theme, name: str, one: str, other: str, said: str
) -> None:
    page = show(qtbot, NewUnion())
    page.name.setText(name)
    page.password.setText(one)
    page.again.setText(other)

    button(page, "建好资料").click()

    assert refusal(page) == said
    assert page.password.text() == one


def test_a_complete_new_union_is_asked_for_by_enter(qtbot: QtBot, look: Theme) -> None:
    page = show(qtbot, NewUnion())
    page.name.setText(" 示例工会 ")
    page.password.setText("1234")
    page.again.setText("1234")
    with qtbot.waitSignal(page.create_asked) as asked:
        qtbot.keyClick(page.again, Qt.Key.Key_Return)
    assert asked.args == ["示例工会", "1234"]


def test_a_password_is_hidden_until_the_eye_is_pressed(qtbot: QtBot, look: Theme) -> None:
    page = show(qtbot, Password("示例工会"))
    assert page.line.echoMode() is QLineEdit.EchoMode.Password
    page.line.actions()[0].trigger()
    assert page.line.echoMode() is QLineEdit.EchoMode.Normal


def test_caps_lock_is_said(qtbot: QtBot, look: Theme) -> None:
    page = show(qtbot, Password("示例工会"))
    qtbot.keyClick(page.line, "A")
    assert page._caps.isVisible()
    qtbot.keyClick(page.line, "a")
    assert not page._caps.isVisible()


def test_a_password_is_given_once_and_the_button_is_off_until_the_answer(qtbot: QtBot, look: Theme) -> None:
    page = show(qtbot, Password("示例工会"))
    given: list[str] = []
    page.given.connect(given.append)
    qtbot.keyClicks(page.line, "1234")

    qtbot.keyClick(page.line, Qt.Key.Key_Return)
    qtbot.keyClick(page.line, Qt.Key.Key_Return)

    assert given == ["1234"]


def test_a_refusal_is_seen_on_a_low_screen_too(qtbot: QtBot, look: Theme) -> None:
    page = show(qtbot, Password("示例工会"))
    page.resize(607, 240)

    page.refuse("密码不对。看看大写锁定和输入法，再输一次。")

    note = next(each for each in page.findChildren(Refusal))
    qtbot.waitUntil(lambda: note.visibleRegion().boundingRect().bottom() == note.height() - 1)


def test_a_wrong_password_waits_and_says_how_long(qtbot: QtBot, look: Theme) -> None:
    page = show(qtbot, Password("示例工会"))
    qtbot.keyClicks(page.line, "1234")
    qtbot.keyClick(page.line, Qt.Key.Key_Return)

    page.refuse(Label("密码不对。"))
    page.wait(1)
    page.ready()

    assert refusal(page) == "密码不对。"
    assert not page.open.isEnabled() and page.open.toolTip() == "再等 1 秒"
    qtbot.waitUntil(page.open.isEnabled)
    assert page.open.text() == "打开"


def test_the_recovery_code_cannot_be_skipped(qtbot: QtBot, look: Theme) -> None:
    page = show(qtbot, RecoveryCode(CODE))
    go_on = button(page, "抄好了，往下走")
    assert not go_on.isEnabled() and go_on.accessibleDescription()

    qtbot.keyClicks(page.typed[0], "ok2xq")
    qtbot.keyClicks(page.typed[1], "W5NYD")
    assert not go_on.isEnabled()
    qtbot.keyClick(page.typed[1], Qt.Key.Key_Backspace)
    qtbot.keyClicks(page.typed[1], "c")

    assert go_on.isEnabled()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "这一组有 5 个字。"),
        ("0k2", "这一组有 5 个字，还差 2 个。"),
        ("0k2xo", "这一组和上面的第 2 组不一样，照着纸再看一遍。"),
        ("0k2xq9", "这一组和上面的第 2 组不一样，照着纸再看一遍。"),
        ("ok2xq", "这一组对了。"),
    ],
)
def test_which_group_of_the_code_is_not_right_is_said_below_it(
    qtbot: QtBot, look: Theme, typed: str, said: str
) -> None:
    page = show(qtbot, RecoveryCode(CODE))
    line, other = page.typed
    place = other.pos()

    qtbot.keyClicks(line, typed)

    assert line.accessibleDescription() == said
    assert said in [each.text() for each in page.findChildren(QLabel) if each.isVisible()]
    assert "不一样" not in other.accessibleDescription() and other.pos() == place


def test_a_printed_recovery_code_need_not_be_typed(qtbot: QtBot, look: Theme) -> None:
    page = show(qtbot, RecoveryCode(CODE))
    page.printed()
    with qtbot.waitSignal(page.confirmed):
        button(page, "纸拿到了，往下走").click()


def test_recovery_gives_code_and_new_password(qtbot: QtBot, look: Theme) -> None:
    page = show(qtbot, Recover())
    button(page, "打开并换密码").click()
    assert refusal(page) == "请填恢复码。"
    page.code.setText(CODE)
    page.password.setText("5678")
    page.again.setText("5678")
    with qtbot.waitSignal(page.given) as given:
        button(page, "打开并换密码").click()
    assert given.args == [CODE, "5678"]
