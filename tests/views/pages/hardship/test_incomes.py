"""Incomes and expenses, beside the calculation that follows them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.models.store.database import Database
from app.views.frame import MainWindow
from tests.views.pages.driving import button, has_button, press, says
from tests.views.pages.hardship.doing import (
    Held,
    Key,
    at,
    enter,
    fill,
    kept,
    looked_at,
    open_file,
    page_of,
    paste,
    problem,
    shown,
    standard,
    table,
    wait_said,
    write,
)


def test_the_calculation_follows_every_key(qtbot: QtBot, window: MainWindow, database: Database) -> None:
    standard(database)
    page = open_file(qtbot, window, kept(database))
    wait_said(qtbot, page, "人均 750.00 元，低于 800.00 元：深度困难职工")
    incomes = table(page, "收入")
    incomes.setFocus()
    incomes.go(0, 2)
    write(qtbot, "54000")  # the cell is not left yet
    wait_said(qtbot, page, "人均 2,000.00 元，不低于 1,600.00 元（低保的 2 倍）：不符合")
    wait_said(qtbot, page, "收入：本人，工资性收入 54,000.00 元")


def test_without_a_standard_the_way_to_it_is_one_press_away(
    qtbot: QtBot, window: MainWindow, database: Database
) -> None:
    page = open_file(qtbot, window, kept(database))
    wait_said(qtbot, page, "未设置标准")
    press(qtbot, page, "去填标准")
    assert window.current_key == "settings"

    standard(database)
    window.go_to("hardship")
    wait_said(qtbot, page, "人均 750.00 元，低于 800.00 元：深度困难职工")


def test_an_income_follows_whose_it_is_when_he_is_renamed(qtbot: QtBot, window: MainWindow, database: Database) -> None:
    page = open_file(qtbot, window, kept(database))
    fill(qtbot, table(page, "家庭成员"), 1, 0, "王芬")
    assert shown(table(page, "刚性支出"), 0)[0] == "王芬"


def test_an_income_waits_for_the_whole_name_and_follows_what_is_pasted_and_taken_back(
    qtbot: QtBot, window: MainWindow, database: Database
) -> None:
    page = open_file(qtbot, window, kept(database))
    family, spent = table(page, "家庭成员"), table(page, "刚性支出")
    table(page, "家庭成员").setFocus()
    family.go(1, 0)
    with qtbot.waitSignal(family.lines.edited):
        write(qtbot, "王")  # half of 王芬
    looked_at(qtbot, page)
    assert problem(spent, 0, 0) == "" and shown(spent, 0)[0] == "王芳"
    enter(qtbot)
    assert shown(spent, 0)[0] == "王"

    family.go(1, 0)
    paste(qtbot, family, "王芬\n刘小明")
    looked_at(qtbot, page)
    assert shown(spent, 0)[0] == "王芬" and problem(spent, 0, 0) == ""

    for _ in range(2):
        qtbot.keyClick(family, Key.Key_Z, Held.ControlModifier)
    assert shown(spent, 0)[0] == "王芳" and page.case.changes() == 0


def test_as_long_as_no_income_is_filled_in_the_page_says_so_and_leads_there(
    qtbot: QtBot, window: MainWindow, database: Database
) -> None:
    standard(database)
    page = open_file(qtbot, window, kept(database, incomes=[], expenses=[]))
    wait_said(qtbot, page, "还没有填收入，先不算。")
    assert not says(page, "深度困难职工")

    press(qtbot, page, "去填收入")

    assert QApplication.focusWidget().accessibleName() == "收入"
    assert says(page, "在“收入”里填上全家的收入。确实没有收入的，填一行 0 元。")


def test_a_monthly_income_of_the_family_table_is_taken_among_the_incomes_with_one_press(
    qtbot: QtBot, window: MainWindow, database: Database
) -> None:
    standard(database)
    page = open_file(qtbot, window, kept(database))
    fill(qtbot, table(page, "家庭成员"), 1, 7, "3000")
    wait_said(qtbot, page, "人均 750.00 元，低于 800.00 元：深度困难职工")
    incomes = table(page, "收入")
    wait_said(qtbot, page, "王芳的月收入 3,000.00 元没有算进去：“收入”里还没有这一位")

    press(qtbot, page, "按 12 个月把月收入算进去")

    wait_said(qtbot, page, "收入：王芳，工资性收入 36,000.00 元")
    assert shown(incomes, 1)[:3] == ["王芳", "工资性收入", "36,000.00"] and at(incomes) == (1, 2)
    assert not has_button(page, "按 12 个月把月收入算进去")
    qtbot.keyClick(QApplication.focusWidget(), Key.Key_Z, Held.ControlModifier)
    wait_said(qtbot, page, "王芳的月收入 3,000.00 元没有算进去：“收入”里还没有这一位")


@pytest.mark.parametrize(
    ("months", "heading", "sum_"),
    [(12, "全年合计（元） *", "全年共 24,000.00 元"), (6, "6 个月合计（元） *", "6 个月共 24,000.00 元")],
)
def test_amounts_say_for_how_many_months_they_are(
    qtbot: QtBot, window: MainWindow, database: Database, months: int, heading: str, sum_: str
) -> None:
    page = open_file(qtbot, window, kept(database, months=months))
    for name in ("收入", "刚性支出"):
        lines = table(page, name).lines
        column = [each.name for each in lines.fields].index("yuan")
        assert lines.headerData(column, Qt.Orientation.Horizontal) == heading
    assert says(page, sum_)


def test_incomes_and_expenses_begin_in_the_first_table(qtbot: QtBot, window: MainWindow, database: Database) -> None:
    page = open_file(qtbot, window, kept(database))
    qtbot.keyClick(QApplication.focusWidget(), Key.Key_2, Held.ControlModifier)
    assert QApplication.focusWidget().accessibleName() == "收入"

    parts = page.case.parts
    assert parts is not None
    parts.tabBar().setFocus()
    qtbot.keyClick(parts.tabBar(), Key.Key_Tab)
    assert QApplication.focusWidget().accessibleName() == "收入"


def test_whose_an_expense_is_is_found_by_pinyin(qtbot: QtBot, window: MainWindow, database: Database) -> None:
    page = open_file(qtbot, window, kept(database))
    expenses = table(page, "刚性支出")
    expenses.setFocus()
    expenses.go(1, 0)
    write(qtbot, "wf")
    enter(qtbot)
    assert shown(expenses, 1)[0] == "王芳"


def test_an_empty_page_begins_with_the_standard_until_it_is_filled_in(
    qtbot: QtBot, window: MainWindow, database: Database
) -> None:
    qtbot.waitUntil(lambda: has_button(page_of(window).list, "先填低保标准"))
    press(qtbot, window, "先填低保标准")
    assert window.current_key == "settings"

    standard(database)
    window.go_to("hardship")

    qtbot.waitUntil(lambda: not has_button(page_of(window).list, "先填低保标准"))
    assert has_button(page_of(window).list, "建档…")


def test_a_monthly_income_pressed_twice_is_taken_once(qtbot: QtBot, window: MainWindow, database: Database) -> None:
    standard(database)
    page = open_file(qtbot, window, kept(database))
    fill(qtbot, table(page, "家庭成员"), 1, 7, "3000")
    table(page, "收入")
    wait_said(qtbot, page, "王芳的月收入 3,000.00 元没有算进去：“收入”里还没有这一位")
    pressed = button(page, "按 12 个月把月收入算进去")

    pressed.click()
    pressed.click()

    wait_said(qtbot, page, "收入：王芳，工资性收入 36,000.00 元")
    names = [row.texts.get("member", "") for row in page.case.draft().incomes]
    assert names.count("王芳") == 1


def test_a_monthly_income_that_was_just_changed_is_taken_after_the_next_look(
    qtbot: QtBot, window: MainWindow, database: Database
) -> None:
    standard(database)
    page = open_file(qtbot, window, kept(database))
    fill(qtbot, table(page, "家庭成员"), 1, 7, "2000")
    table(page, "收入")
    wait_said(qtbot, page, "王芳的月收入 2,000.00 元没有算进去：“收入”里还没有这一位")

    fill(qtbot, table(page, "家庭成员"), 1, 7, "3000")
    table(page, "收入")
    button(page, "按 12 个月把月收入算进去").click()
    assert len(page.case.draft().incomes) == 1

    wait_said(qtbot, page, "王芳的月收入 3,000.00 元没有算进去：“收入”里还没有这一位")
    press(qtbot, page, "按 12 个月把月收入算进去")
    wait_said(qtbot, page, "收入：王芳，工资性收入 36,000.00 元")
