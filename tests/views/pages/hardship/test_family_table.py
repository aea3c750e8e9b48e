"""The table of the family: filled by keys, cell by cell."""

from __future__ import annotations

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from app.models.store.database import Database
from app.views.frame import MainWindow
from tests.views.pages.driving import press, says
from tests.views.pages.hardship.doing import (
    WIFE,
    Held,
    Key,
    at,
    enter,
    fill,
    kept,
    open_file,
    shown,
    table,
    wait_problem,
    write,
)
from tests.views.pages.popups import open_popup


def test_typing_opens_a_cell_and_enter_goes_on_to_the_next(
    qtbot: QtBot, window: MainWindow, database: Database
) -> None:
    family = table(open_file(qtbot, window, kept(database)), "家庭成员")
    fill(qtbot, family, 2, 0, "刘小明")
    assert at(family) == (2, 1)

    write(qtbot, "20")
    enter(qtbot)

    qtbot.waitUntil(lambda: shown(family, 2)[:2] == ["刘小明", "子"])
    assert at(family) == (2, 2) and family.lines.rowCount() == 4


def test_a_choice_is_found_by_pinyin_and_taken_with_enter(qtbot: QtBot, window: MainWindow, database: Database) -> None:
    family = table(open_file(qtbot, window, kept(database)), "家庭成员")
    family.go(1, 5)
    write(qtbot, "tx")
    enter(qtbot)
    assert shown(family, 1)[5] == "退休" and at(family) == (1, 6)


def test_tab_takes_the_marked_choice_and_the_next_cell_gets_what_is_typed(
    qtbot: QtBot, window: MainWindow, database: Database
) -> None:
    family = table(open_file(qtbot, window, kept(database)), "家庭成员")
    family.go(1, 5)
    write(qtbot, "tx")
    popup = QApplication.activePopupWidget()
    assert popup is not None
    qtbot.keyClick(popup, Key.Key_Tab)

    assert shown(family, 1)[5] == "退休" and at(family) == (1, 6)
    assert QApplication.focusWidget() is family


def test_the_last_cell_leads_to_a_new_line(qtbot: QtBot, window: MainWindow, database: Database) -> None:
    family = table(open_file(qtbot, window, kept(database)), "家庭成员")
    family.go(1, family.lines.columnCount() - 1)
    enter(qtbot)
    assert at(family) == (2, 0)


def test_enter_passes_over_what_comes_from_the_register(qtbot: QtBot, window: MainWindow, database: Database) -> None:
    family = table(open_file(qtbot, window, kept(database)), "家庭成员")
    assert at(family) == (0, 5)
    family.go(0, 0)
    write(qtbot, "x")
    assert shown(family, 0)[0] == "刘强"


def test_esc_in_a_cell_brings_back_what_stood_there(qtbot: QtBot, window: MainWindow, database: Database) -> None:
    page = open_file(qtbot, window, kept(database))
    family = table(page, "家庭成员")
    family.go(1, 6)
    write(qtbot, "abc")
    qtbot.keyClick(QApplication.focusWidget(), Key.Key_Escape)
    assert shown(family, 1)[6] == "" and page.is_open
    assert page.case.changes() == 0 and family.hasFocus()


def test_a_number_fills_in_sex_and_birth_date_but_nothing_typed(
    qtbot: QtBot, window: MainWindow, database: Database
) -> None:
    family = table(open_file(qtbot, window, kept(database)), "家庭成员")
    fill(qtbot, family, 1, 3, "1950")
    fill(qtbot, family, 1, 4, "11010519491231002x")
    qtbot.waitUntil(lambda: shown(family, 1)[2] == "女")
    assert shown(family, 1)[3] == "1950年"
    wait_problem(qtbot, family, 1, 3, "出生日期和身份证号对不上")

    fill(qtbot, family, 1, 4, "440524188001010014")
    qtbot.waitUntil(lambda: shown(family, 1)[2] == "男")


def test_the_workers_own_line_cannot_be_taken_out(qtbot: QtBot, window: MainWindow, database: Database) -> None:
    page = open_file(qtbot, window, kept(database))
    family = table(page, "家庭成员")
    family.selectRow(0)
    qtbot.keyClick(family, Key.Key_Delete)
    assert says(window, "“本人”这一行不能去掉") and shown(family, 0)[0] == "刘强"

    family.selectRow(1)
    press(qtbot, page, "去掉所选行")
    assert family.lines.rowCount() == 2


def test_only_whole_lines_go_and_tab_from_a_cell_leads_past_the_button(
    qtbot: QtBot, window: MainWindow, database: Database
) -> None:
    page = open_file(qtbot, window, kept(database))
    lines = table(page, "收入")
    remove = next(each for each in lines.parentWidget().findChildren(QAbstractButton) if "去掉" in each.text())
    lines.setFocus()
    lines.go(0, 1)

    assert not remove.isEnabled() and "Shift+End" in remove.toolTip()
    qtbot.keyClick(lines, Key.Key_Tab)
    assert not lines.hasFocus() and not remove.hasFocus()
    qtbot.keyClick(QApplication.focusWidget(), Key.Key_Return)
    assert shown(lines, 0)[0] == "本人"

    lines.setFocus()
    qtbot.keyClick(lines, Key.Key_Home)
    qtbot.keyClick(lines, Key.Key_End, Held.ShiftModifier)
    assert remove.isEnabled()
    qtbot.keyClick(remove, Key.Key_Space)
    assert shown(lines, 0)[0] == "" and not remove.isEnabled() and lines.hasFocus()


def test_tab_goes_on_from_a_cell_that_was_filled_and_passes_over_the_next(
    qtbot: QtBot, window: MainWindow, database: Database
) -> None:
    lines = table(open_file(qtbot, window, kept(database)), "收入")
    last = lines.lines.columnCount() - 1
    lines.setFocus()
    lines.go(0, 2)
    write(qtbot, "30000")

    qtbot.keyClick(QApplication.focusWidget(), Key.Key_Tab)
    assert lines.hasFocus() and at(lines) == (0, 3) and lines.lines.text(0, "yuan") == "30000"
    for _ in range(last - 3):
        qtbot.keyClick(lines, Key.Key_Tab)
    assert lines.hasFocus() and at(lines) == (0, last)
    write(qtbot, "x")
    qtbot.keyClick(QApplication.focusWidget(), Key.Key_Tab)
    assert at(lines) == (1, 0)  # the next line, not the same cell again
    qtbot.keyClick(lines, Key.Key_Backtab, Held.ShiftModifier)
    assert at(lines) == (0, last)
    for _ in range(last + 2):
        qtbot.keyClick(lines, Key.Key_Tab)
    assert not lines.hasFocus()  # past the line to go on in: who hears the screen is not held


@pytest.mark.parametrize(("column", "field"), [(1, "relation"), (3, "born")])
def test_escape_closes_the_list_of_a_cell_and_neither_the_cell_nor_the_page(
    qtbot: QtBot, window: MainWindow, database: Database, column: int, field: str
) -> None:
    page = open_file(qtbot, window, kept(database))
    family = table(page, "家庭成员")
    family.go(1, column)
    qtbot.keyClick(family, Key.Key_F4)
    popup = open_popup(qtbot)

    QTest.keyClick(popup.windowHandle(), Key.Key_Escape)

    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is None)
    assert page.is_open and family.open_cell() == (1, field)


def test_somebody_of_another_household_is_flagged_below_the_line(
    qtbot: QtBot, window: MainWindow, database: Database
) -> None:
    kept(database, "李四", household=[WIFE | {"id_no": "440524188001010014"}])
    family = table(open_file(qtbot, window, kept(database)), "家庭成员")
    fill(qtbot, family, 1, 4, "440524188001010014")
    wait_problem(qtbot, family, 1, 0, "“李四”一户（档案 困字〔2026〕001号）里也有这个人（配偶），请核对")
    assert family.rowHeight(1) > family.rowHeight(0)
