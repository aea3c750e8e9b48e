"""困难职工 as somebody uses it: a file is a draft until 保存, looked at with every key, kept whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QPlainTextEdit, QTabWidget, QWidget
from pytestqt.qtbot import QtBot

from app.i18n import Label
from app.models import CodeItem, CondolenceRecord, HardshipCase, HouseholdMember, OrgUnit
from app.models.store import undo
from app.models.store.database import Database
from app.services import drafts, hardship, records, today
from app.services.cell_changes import Change
from app.services.files import OpenFile
from app.views.forms.asking import Asking
from app.views.frame import MainWindow
from app.views.hardship.choosing import MemberChooser
from app.views.hardship.lines_table import LinesTable
from app.views.hardship.page import HardshipPage, build, prepare
from app.views.kit.ask import Dialog
from app.views.page import PageView
from app.views.pages import Page
from app.views.press.preview import Preview
from tests.factories import add_case, add_person, add_round, add_standard
from tests.views.pages.conftest import MakeWindow
from tests.views.pages.driving import button, has_button, press, says, texts, wait_for_button
from tests.views.pages.popups import open_popup
from tests.views.seeing import cut_off, nameless, too_low

Key, Held = Qt.Key, Qt.KeyboardModifier
DAY = date(2026, 11, 22)
PAGES = (
    Page("hardship", Label("困难职工"), Label("困难"), "heart-handshake", build, None, prepare),
    Page("settings", Label("设置"), Label("设置"), "settings", PageView),
)
WIFE = {"name": "王芳", "relation": "10"}
FAMILY: dict[str, Any] = {
    "household": [WIFE],
    "incomes": [{"member": "本人", "kind": "wage", "yuan": "24000"}],
    "expenses": [{"kind": "illness", "yuan": "6000", "member": "王芳"}],
}


@pytest.fixture(autouse=True)
def _day() -> Iterator[None]:
    today.set_today(DAY)
    yield
    today.set_today(None)


@pytest.fixture
def database(opened: OpenFile) -> Database:
    """The database of the file that the window shows."""
    return opened.database


@pytest.fixture
def make(make_window: MakeWindow) -> Iterator[MakeWindow]:
    """Make a window on the list; what a test leaves unsaved is dropped, or the window would ask."""
    made: list[MainWindow] = []

    def build_window(**size: int) -> MainWindow:
        made.append(make_window(*PAGES, **size))
        return made[-1]

    yield build_window
    for each in made:
        each.findChildren(HardshipPage)[0].case.drop()


@pytest.fixture
def window(make: MakeWindow) -> MainWindow:
    """The window on the list."""
    return make()


def page_of(window: MainWindow) -> HardshipPage:
    assert isinstance(window.page, HardshipPage)
    return window.page


def kept(database: Database, name: str = "刘强", **fields: Any) -> int:
    """A file on file with a wife, an income and an expense; 750 元 a head."""
    with database.write("准备") as session:
        return add_case(session, add_person(session, name, id_no=fields.pop("id_no", None)), **(FAMILY | fields)).id


def standard(database: Database, value: str = "800") -> None:
    with database.write("填标准") as session:
        add_standard(session, "dibao_monthly", value)


def open_file(qtbot: QtBot, window: MainWindow, case_id: int) -> HardshipPage:
    """The page of one household, its family in focus."""
    page = page_of(window)
    page.list.refresh()
    page.open(case_id)
    qtbot.waitUntil(lambda: page.is_open and page.case.case_id == case_id and table(page, "家庭成员").hasFocus())
    qtbot.waitUntil(lambda: window.jobs.is_idle and not page.case.changes())
    return page


def table(root: QWidget, name: str) -> LinesTable:
    """The table of this name, its tab brought to the front."""
    found = next(each for each in root.findChildren(LinesTable) if each.accessibleName() == name)
    tabs = root.findChild(QTabWidget)
    tabs.setCurrentIndex(0 if name == "家庭成员" else 1)
    return found


def cell(lines: LinesTable, row: int, column: int) -> QModelIndex:
    return lines.lines.index(row, column)


def shown(lines: LinesTable, row: int) -> list[str]:
    return [str(cell(lines, row, at).data()) for at in range(lines.lines.columnCount())]


def at(lines: LinesTable) -> tuple[int, int]:
    return lines.currentIndex().row(), lines.currentIndex().column()


def enter(qtbot: QtBot) -> None:
    """Enter goes to the list of choices while one is open, as on a desktop."""
    qtbot.keyClick(QApplication.activePopupWidget() or QApplication.focusWidget(), Key.Key_Return)


def write(qtbot: QtBot, words: str) -> None:
    """Type into the current cell: digits and letters by keys, Chinese by an input method."""
    if words.isascii():
        for sign in words:
            qtbot.keyClick(QApplication.focusWidget(), sign)
        return
    for preedit, commit in (("x", ""), ("", words)):
        event = QInputMethodEvent(preedit, [])
        event.setCommitString(commit)
        QApplication.sendEvent(QApplication.focusWidget(), event)


def fill(qtbot: QtBot, lines: LinesTable, row: int, column: int, words: str) -> None:
    """Fill a cell and go on with Enter."""
    lines.setFocus()
    lines.go(row, column)
    write(qtbot, words)
    enter(qtbot)


def paste(qtbot: QtBot, lines: LinesTable, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    lines.setFocus()
    qtbot.keyClick(lines, Key.Key_V, Held.ControlModifier)


def wait_said(qtbot: QtBot, root: QWidget, words: str) -> None:
    qtbot.waitUntil(lambda: says(root, words), timeout=10_000)


def problem(lines: LinesTable, row: int, column: int) -> str:
    return str(cell(lines, row, column).data(Qt.ItemDataRole.AccessibleDescriptionRole) or "")


def wait_problem(qtbot: QtBot, lines: LinesTable, row: int, column: int, words: str) -> None:
    qtbot.waitUntil(lambda: words in problem(lines, row, column), timeout=10_000)


def looked_at(qtbot: QtBot, page: HardshipPage) -> None:
    """Wait until the page has looked at everything that was typed."""
    assert page.case.parts is not None
    qtbot.waitUntil(lambda: page.case.parts is not None and page.case.parts._looked is not None)


def stage(page: HardshipPage) -> str:
    return next(
        each.accessibleName().removeprefix("阶段：")
        for each in page.findChildren(QWidget)
        if each.accessibleName().startswith("阶段：")
    )


def dialog(window: MainWindow, kind: type[Dialog] = Dialog) -> Dialog:
    return next(each for each in window.findChildren(kind) if each.isVisible())


# --- the list


def test_where_there_is_none_the_page_says_how_to_begin(qtbot: QtBot, window: MainWindow) -> None:
    wait_said(qtbot, window, "还没有困难职工")
    assert says(window, "从会员里选人就可以建档。")
    assert button(page_of(window), "建档…").isEnabled()


def test_a_member_found_by_pinyin_gets_a_page_with_his_own_line(
    qtbot: QtBot, window: MainWindow, database: Database
) -> None:
    with database.write("准备") as session:
        add_person(session, "王小明")
        add_person(session, "刘强", id_no="11010519491231002X")
    page = page_of(window)
    qtbot.keyClick(page, Key.Key_N, Held.ControlModifier)
    chooser = dialog(window, MemberChooser)
    assert isinstance(chooser, MemberChooser)
    qtbot.waitUntil(lambda: len(chooser.list.model.ids) == 2)

    qtbot.keyClicks(chooser.list.search, "lq")
    qtbot.waitUntil(lambda: len(chooser.list.model.ids) == 1)
    enter_in = chooser.list.search
    qtbot.keyClick(enter_in, Key.Key_Return)

    qtbot.waitUntil(lambda: page.is_open)
    assert shown(table(page, "家庭成员"), 0)[:5] == ["刘强", "本人", "女", "1949-12-31", "**************002X"]
    assert stage(page) == "草稿" and says(page, "还没有保存")
    with database.read() as session:
        assert session.query(HardshipCase).count() == 0


def test_f2_takes_a_member_like_enter(qtbot: QtBot, window: MainWindow, database: Database) -> None:
    with database.write("准备") as session:
        add_person(session, "刘强")
    page = page_of(window)
    qtbot.keyClick(page, Key.Key_N, Held.ControlModifier)
    chooser = dialog(window, MemberChooser)
    assert isinstance(chooser, MemberChooser)
    qtbot.waitUntil(lambda: chooser.list.table.currentIndex().isValid())

    qtbot.keyClick(chooser.list.table, Key.Key_F2)

    qtbot.waitUntil(lambda: page.is_open)


def test_choosing_somebody_whose_household_has_a_file_opens_it(
    qtbot: QtBot, window: MainWindow, database: Database
) -> None:
    case_id = kept(database)
    with database.read() as session:
        person_id = session.get_one(HardshipCase, case_id).person_id
    page = page_of(window)
    page.start(person_id)
    qtbot.waitUntil(lambda: page.case.case_id == case_id)
    assert says(window, "这一户已有档案 困字〔2026〕001号，已经打开。")


def test_whole_rows_go_to_the_recycle_bin(qtbot: QtBot, window: MainWindow, database: Database) -> None:
    case_id = kept(database)
    page = page_of(window)
    page.list.refresh()
    qtbot.waitUntil(lambda: list(page.list.model.ids) == [case_id])
    page.list.table.selectRow(0)
    qtbot.keyClick(page.list.table, Key.Key_Delete)
    wait_said(qtbot, window, "已把“刘强”的档案移到回收站。")
    with database.read() as session:
        assert session.get_one(HardshipCase, case_id).deleted_at is not None


def test_the_roster_can_be_printed(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.keyClick(page_of(window), Key.Key_P, Held.ControlModifier)
    assert dialog(window, Preview).windowTitle() == "打印预览"


# --- filling in


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


def test_rows_from_a_spreadsheet_are_pasted_by_their_headings(
    qtbot: QtBot, window: MainWindow, database: Database
) -> None:
    page = open_file(qtbot, window, kept(database))
    family = table(page, "家庭成员")
    paste(
        qtbot,
        family,
        "序号\t成员姓名\t与本人关系\t出生年月\t身体状况\n1\t刘强\t本人\t\t良好\n2\t刘小明\t儿子\t2010.5\t健康\n",
    )
    qtbot.waitUntil(lambda: shown(family, 2)[:4] == ["刘小明", "子", "", "2010年5月"])
    assert shown(family, 0)[8] == "良好" and shown(family, 2)[8] == "良好"
    assert says(window, "粘贴了 2 行")


def test_ctrl_z_takes_back_the_paste_and_never_a_deed(qtbot: QtBot, window: MainWindow, database: Database) -> None:
    asked: list[bool] = []
    window.undo_asked.connect(lambda: asked.append(True))
    page = open_file(qtbot, window, kept(database))
    family = table(page, "家庭成员")
    family.go(2, 0)
    paste(qtbot, family, "刘小明\t子\n刘小红\t女\n")
    assert family.lines.rowCount() == 5
    for _ in range(3):
        qtbot.keyClick(family, Key.Key_Z, Held.ControlModifier)
    assert family.lines.rowCount() == 3 and page.case.changes() == 0
    qtbot.keyClick(family, Key.Key_Y, Held.ControlModifier)
    assert shown(family, 3)[:2] == ["刘小红", "女"]
    assert asked == []


def test_a_block_pasted_while_a_cell_is_open_goes_into_the_table(
    qtbot: QtBot, window: MainWindow, database: Database
) -> None:
    family = table(open_file(qtbot, window, kept(database)), "家庭成员")
    family.go(2, 0)
    write(qtbot, "x")
    QGuiApplication.clipboard().setText("刘小明\t子\n刘小红\t女\n")
    qtbot.keyClick(QApplication.focusWidget(), Key.Key_V, Held.ControlModifier)
    assert [shown(family, row)[0] for row in (2, 3)] == ["刘小明", "刘小红"]


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


def test_copied_cells_keep_their_digits(qtbot: QtBot, window: MainWindow, database: Database) -> None:
    page = open_file(qtbot, window, kept(database, id_no="11010519491231002X"))
    family = table(page, "家庭成员")
    page.case.numbers.turn()
    qtbot.waitUntil(lambda: shown(family, 0)[4] == "11010519491231002X")
    family.go(0, 4)
    qtbot.keyClick(family, Key.Key_C, Held.ControlModifier)
    assert QGuiApplication.clipboard().text() == "11010519491231002X"


def test_numbers_of_the_family_are_hidden_until_somebody_asks_and_that_is_noted(
    qtbot: QtBot, window: MainWindow, database: Database
) -> None:
    page = open_file(qtbot, window, kept(database, id_no="11010519491231002X"))
    family = table(page, "家庭成员")
    assert shown(family, 0)[4] == "**************002X"
    fill(qtbot, family, 1, 4, "110105195001010027")
    assert shown(family, 1)[4] == "110105195001010027"  # what was just typed is still to be looked at

    before = database.last_deed()
    qtbot.keyClick(family, Key.Key_E, Held.ControlModifier | Held.ShiftModifier)
    wait_said(qtbot, window, "这一户的号码全部显示，30 秒后自己隐藏")
    assert shown(family, 0)[4] == "11010519491231002X" and database.last_deed() != before
    assert page.case.draft().members[0].texts["id_no"] == "11010519491231002X"

    page.case.numbers.turn()
    assert shown(family, 0)[4] == "**************002X"


def copy_line(qtbot: QtBot, lines: LinesTable, row: int) -> str:
    lines.setFocus()
    lines.go(row, 0)
    whole = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
    lines.selectionModel().select(cell(lines, row, 0), whole)  # `selectRow` asks which keys were held last
    qtbot.keyClick(lines, Key.Key_C, Held.ControlModifier)
    return QGuiApplication.clipboard().text()


def test_a_copied_line_that_is_pasted_back_keeps_its_number_and_its_link(
    qtbot: QtBot, window: MainWindow, database: Database
) -> None:
    with database.write("准备") as session:
        wife = add_person(session, "王芳", id_no="460199198001010083").id
    page = open_file(qtbot, window, kept(database, household=[WIFE | {"id_no": "460199198001010083"}], expenses=[]))
    family = table(page, "家庭成员")
    copied = copy_line(qtbot, family, 1)
    assert "**************0083" in copied

    family.go(1, 0)
    paste(qtbot, family, copied.replace("王芳", "王小芳"))  # changed by way of Excel
    assert shown(family, 1)[4] == "**************0083"
    page.case.save()

    wait_said(qtbot, window, "已保存“刘强”的档案。")
    with database.read() as session:
        row = session.query(HouseholdMember).filter_by(relation="10").one()
        assert (row.name, row.id_no, row.person_id) == ("王小芳", "460199198001010083", wife)


def test_hidden_digits_pasted_into_another_line_are_refused_beside_the_cell(
    qtbot: QtBot, window: MainWindow, database: Database
) -> None:
    home = [WIFE | {"id_no": "460199198001010083"}, {"name": "刘小明", "relation": "20", "id_no": "110105195001010027"}]
    page = open_file(qtbot, window, kept(database, household=home))
    family = table(page, "家庭成员")
    copied = copy_line(qtbot, family, 1)

    family.go(3, 0)
    paste(qtbot, family, copied)
    wait_problem(qtbot, family, 3, 4, "这个号码有几位是隐藏的")
    family.go(2, 4)
    paste(qtbot, family, "**************0083")
    wait_problem(qtbot, family, 2, 4, "这个号码有几位是隐藏的")

    for _ in range(2):
        qtbot.keyClick(family, Key.Key_Z, Held.ControlModifier)
    assert shown(family, 2)[4] == "**************0027" and page.case.changes() == 0


def test_a_problem_stays_when_a_paste_changes_nothing(qtbot: QtBot, window: MainWindow, database: Database) -> None:
    family = table(open_file(qtbot, window, kept(database)), "家庭成员")
    fill(qtbot, family, 1, 3, "2030-01")
    qtbot.waitUntil(lambda: bool(problem(family, 1, 3)))
    family.go(1, 0)
    paste(qtbot, family, "王芳")

    qtbot.waitUntil(lambda: bool(problem(family, 1, 3)))


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


# --- keeping


def test_everything_is_kept_in_one_deed_and_shown_in_the_list(
    qtbot: QtBot, window: MainWindow, database: Database
) -> None:
    standard(database)
    case_id = kept(database)
    page = open_file(qtbot, window, case_id)
    fill(qtbot, table(page, "家庭成员"), 1, 6, "海口某厂")
    fill(qtbot, table(page, "收入"), 1, 0, "王芳")
    fill(qtbot, table(page, "收入"), 1, 1, "wage")
    fill(qtbot, table(page, "收入"), 1, 2, "1000")
    deeds = len(undo.deeds(database))

    qtbot.keyClick(page.case, Key.Key_S, Held.ControlModifier)

    wait_said(qtbot, window, "已保存“刘强”的档案。")
    assert page.case.changes() == 0 and len(undo.deeds(database)) == deeds + 1
    with database.read() as session:
        case = session.get_one(HardshipCase, case_id)
        assert case.per_capita == 79167 and case.category == "deep"
        assert session.query(HouseholdMember).filter_by(name="王芳").one().workplace == "海口某厂"


def test_a_refused_saving_shows_every_problem_and_keeps_what_was_typed(
    qtbot: QtBot, window: MainWindow, database: Database
) -> None:
    page = open_file(qtbot, window, kept(database))
    family, incomes = table(page, "家庭成员"), table(page, "收入")
    fill(qtbot, family, 2, 3, "2024-02-30")
    fill(qtbot, incomes, 1, 2, "一些")
    qtbot.waitUntil(lambda: bool(problem(family, 2, 3)) and bool(problem(incomes, 1, 2)))
    assert problem(family, 2, 0) == ""  # a blank is not held against anybody before 保存
    last = database.last_deed()

    page.case.save()

    wait_problem(qtbot, family, 2, 0, "请填姓名")
    assert problem(family, 2, 1) == "请填关系" and "没有2月30日" in problem(family, 2, 3)
    assert problem(incomes, 1, 0) == "请填成员" and problem(incomes, 1, 2)
    assert family.hasFocus() and at(family) == (2, 0)
    assert shown(family, 2)[3] == "2024-02-30" and shown(incomes, 1)[2] == "一些"
    assert says(page, "还有 6 处要改 (F8)") and database.last_deed() == last


def test_f8_goes_from_one_problem_to_the_next_through_all_tabs(
    qtbot: QtBot, window: MainWindow, database: Database
) -> None:
    page = open_file(qtbot, window, kept(database))
    family, incomes = table(page, "家庭成员"), table(page, "收入")
    fill(qtbot, family, 1, 3, "2024-02-30")
    fill(qtbot, incomes, 0, 2, "一些")
    qtbot.waitUntil(lambda: bool(problem(family, 1, 3)) and bool(problem(incomes, 0, 2)))

    qtbot.keyClick(page.case, Key.Key_F8)
    assert family.hasFocus() and at(family) == (1, 3)
    qtbot.keyClick(page.case, Key.Key_F8)
    assert incomes.hasFocus() and at(incomes) == (0, 2)


def test_a_problem_goes_with_the_key_that_mends_it(qtbot: QtBot, window: MainWindow, database: Database) -> None:
    family = table(open_file(qtbot, window, kept(database)), "家庭成员")
    fill(qtbot, family, 1, 3, "2024-02-30")
    wait_problem(qtbot, family, 1, 3, "没有2月30日")
    fill(qtbot, family, 1, 3, "2024-02-28")
    qtbot.waitUntil(lambda: shown(family, 1)[3] == "2024-02-28" and not problem(family, 1, 3))


def test_an_unsaved_file_asks_before_it_is_left(qtbot: QtBot, window: MainWindow, database: Database) -> None:
    page = open_file(qtbot, window, kept(database))
    fill(qtbot, table(page, "家庭成员"), 1, 6, "海口某厂")

    qtbot.keyClick(page.case, Key.Key_Escape)
    assert says(dialog(window), "刘强的档案改了 1 处，还没保存。")
    press(qtbot, dialog(window), "继续填")
    assert page.is_open and page.case.changes() == 1

    window.go_to("settings")
    assert window.current_key == "hardship"
    press(qtbot, dialog(window), "不保存")
    assert window.current_key == "settings"
    assert page.case.changes() == 0


def test_an_unchanged_file_is_left_at_once(qtbot: QtBot, window: MainWindow, database: Database) -> None:
    page = open_file(qtbot, window, kept(database))
    press(qtbot, page, "返回名单")
    assert not page.is_open
    qtbot.waitUntil(page.list.table.hasFocus)


def test_a_new_file_is_kept_as_a_draft_and_then_filed(qtbot: QtBot, window: MainWindow, database: Database) -> None:
    with database.write("准备") as session:
        person_id = add_person(session, "刘强").id
    page = page_of(window)
    page.start(person_id)
    qtbot.waitUntil(lambda: page.is_open)
    page.case.save()
    wait_said(qtbot, window, "已新建“刘强”的档案，现在是草稿。")
    assert stage(page) == "草稿" and says(page, "困字〔2026〕001号")

    press(qtbot, page, "转为在档")

    wait_said(qtbot, window, "已转为在档：“刘强”")
    assert stage(page) == "在档" and not has_button(page, "转为在档")
    with database.read() as session:
        case = session.query(HardshipCase).one()
        assert (case.stage, case.filed_on) == ("on_file", DAY)


def test_removal_asks_for_day_and_reason_and_shows_what_lacks(
    qtbot: QtBot, window: MainWindow, database: Database
) -> None:
    case_id = kept(database)
    page = open_file(qtbot, window, case_id)
    press(qtbot, page, "撤档…")
    asking = dialog(window, Asking)
    press(qtbot, asking, "撤档")
    wait_said(qtbot, asking, "要选撤档原因")

    made = asking.fields.rows["removal_reason"].editor  # type: ignore[attr-defined]
    made.show_raw("1")
    wait_for_button(qtbot, asking, "撤档")
    press(qtbot, asking, "撤档")

    wait_said(qtbot, window, "已撤档：“刘强”")
    assert stage(page) == "已撤档"
    qtbot.waitUntil(lambda: page.case.parts is not None and "removed_on" in page.case.parts.body.rows)
    with database.read() as session:
        case = session.get_one(HardshipCase, case_id)
        assert (case.stage, case.removed_on, case.removal_reason) == ("closed", DAY, "1")


def test_exclusions_are_ticked_and_warn_in_the_calculation(
    qtbot: QtBot, window: MainWindow, database: Database
) -> None:
    standard(database)
    page = open_file(qtbot, window, kept(database))
    qtbot.keyClick(page.case, Key.Key_3, Held.ControlModifier)
    press(qtbot, page, "排除性条件：有两处及以上住房")
    qtbot.keyClick(page.case, Key.Key_2, Held.ControlModifier)
    wait_said(qtbot, page, "排除性条件：有两处及以上住房，一般不予建档，请核对")
    assert page.case.changes() == 1


def test_what_the_household_received_stands_by_years(qtbot: QtBot, window: MainWindow, database: Database) -> None:
    case_id = kept(database)
    with database.write("准备") as session:
        case = session.get_one(HardshipCase, case_id)
        given = {"person_id": case.person_id, "household_id": case.household_id, "cash": 100_000, "goods": "大米一袋"}
        round_ = add_round(session, "2026年春节送温暖", year=2026)
        session.add(CondolenceRecord(**given, round_id=round_.id, status="signed", visited_on=date(2026, 1, 20)))
    page = open_file(qtbot, window, case_id)
    qtbot.keyClick(page.case, Key.Key_4, Held.ControlModifier)
    assert says(page, "2026年　发了 1 次，共 1,000.00 元")
    assert [each for each in texts(page) if "大米" in each] == ["1,000.00 元，大米一袋"]


# --- around it


def test_the_next_household_is_one_key_away(qtbot: QtBot, window: MainWindow, database: Database) -> None:
    first, second = kept(database, "刘强"), kept(database, "王强")
    page = open_file(qtbot, window, first)
    qtbot.waitUntil(lambda: list(page.list.model.ids) == [first, second])
    qtbot.keyClick(page.case, Key.Key_PageDown, Held.ControlModifier)
    qtbot.waitUntil(lambda: page.case.case_id == second)
    qtbot.keyClick(page.case, Key.Key_PageDown, Held.ControlModifier)
    assert says(window, "这是最后一户")


def test_what_is_changed_elsewhere_shows_unless_something_is_unsaved(
    qtbot: QtBot, window: MainWindow, database: Database
) -> None:
    case_id = kept(database)
    page = open_file(qtbot, window, case_id)
    family = table(page, "家庭成员")

    employ(database, "海口某厂")
    page.records_changed(frozenset({"household_member"}))
    qtbot.waitUntil(lambda: shown(family, 1)[6] == "海口某厂")

    fill(qtbot, family, 1, 6, "三亚某厂")
    employ(database, "文昌某厂")
    page.records_changed(frozenset({"household_member"}))
    wait_said(qtbot, page, "改过，还没保存")
    assert shown(family, 1)[6] == "三亚某厂"


def test_a_relation_added_while_a_file_is_open_can_be_chosen_in_it_and_in_the_next(
    qtbot: QtBot, window: MainWindow, database: Database
) -> None:
    other = kept(database, "李娜")
    page = open_file(qtbot, window, kept(database))
    with database.write("新增") as session:
        records.add(session, CodeItem, {"list": "family_relation_gbt4761", "code": "98", "label": "监护人"})

    page.records_changed(frozenset({"code_item"}))

    qtbot.waitUntil(lambda: "监护人" in relations(page), timeout=10_000)
    open_file(qtbot, window, other)
    assert "监护人" in relations(page)


def relations(page: HardshipPage) -> list[str]:
    """What the family table offers."""
    return [str(each.label) for each in table(page, "家庭成员").lines.choices("relation")]


def employ(database: Database, workplace: str) -> None:
    """Change the wife's line behind the page's back."""
    with database.write("另改") as session:
        row = session.query(HouseholdMember).filter_by(name="王芳").one()
        records.edit(session, row, {"workplace": workplace})


def test_a_file_whose_opening_is_taken_back_goes_with_a_word(
    qtbot: QtBot, window: MainWindow, database: Database
) -> None:
    page = open_file(qtbot, window, kept(database))
    undo.undo(database)
    page.records_changed(frozenset({"hardship_case"}))
    qtbot.waitUntil(lambda: not page.is_open)
    assert says(dialog(window), "这份档案已经不在了：可能刚撤销了建立，或已移到回收站。")


@pytest.mark.parametrize(("width", "height"), [(1366, 690), (910, 460)])
def test_no_word_is_cut_and_every_control_has_a_name_and_room(
    qtbot: QtBot, make: MakeWindow, database: Database, width: int, height: int
) -> None:
    standard(database)
    window = make(width=width, height=height)
    page = open_file(qtbot, window, kept(database))
    wait_said(qtbot, page, "深度困难职工")
    tabs = page.findChild(QTabWidget)
    for each in range(tabs.count()):
        tabs.setCurrentIndex(each)
        qtbot.wait(20)
        assert (cut_off(page), too_low(page), nameless(page)) == ([], [], [])


def test_the_page_reads_and_keeps_in_the_database_thread_only(database: Database, tmp_path: Path) -> None:
    """The widgets open no session; the functions of these modules run in the database thread."""
    folder = Path(hardship.__file__).parents[2] / "views" / "hardship"
    using = {each.name for each in folder.glob("*.py") if "database.read()" in each.read_text("utf-8")}
    assert using == {"work.py"}


def test_ctrl_enter_keeps_the_file_and_opens_the_next(qtbot: QtBot, window: MainWindow, database: Database) -> None:
    first, second = kept(database, "刘强"), kept(database, "王强")
    page = open_file(qtbot, window, first)
    qtbot.waitUntil(lambda: list(page.list.model.ids) == [first, second])
    fill(qtbot, table(page, "家庭成员"), 1, 6, "海口某厂")
    qtbot.keyClick(page.case, Key.Key_Return, Held.ControlModifier)
    qtbot.waitUntil(lambda: page.case.case_id == second)
    with database.read() as session:
        assert session.query(HouseholdMember).filter_by(workplace="海口某厂").count() == 1


def test_the_same_cell_has_the_focus_after_saving(qtbot: QtBot, window: MainWindow, database: Database) -> None:
    page = open_file(qtbot, window, kept(database))
    family = table(page, "家庭成员")
    fill(qtbot, family, 1, 6, "海口某厂")
    with qtbot.waitSignal(page.case.saved):
        page.case.save()
    assert family.hasFocus() and at(family) == (1, 7)


def test_what_was_not_saved_is_there_after_a_crash(qtbot: QtBot, make: MakeWindow, database: Database) -> None:
    case_id = kept(database)
    page = open_file(qtbot, make(), case_id)
    fill(qtbot, table(page, "家庭成员"), 2, 0, "刘小明")
    page.case.keeper.now()
    qtbot.waitUntil(lambda: bool(drafts.kept(database)))

    window = make()  # the program starts again
    [found] = drafts.kept(database)
    assert (found.page, found.name) == ("hardship", "刘强")
    again = page_of(window)
    again.resume(found)

    qtbot.waitUntil(lambda: again.is_open and shown(table(again, "家庭成员"), 2)[0] == "刘小明")
    assert again.case.changes() == 1
    again.case.drop()
    qtbot.waitUntil(lambda: not drafts.kept(database))


def test_the_name_stays_in_view_when_the_table_is_scrolled(qtbot: QtBot, make: MakeWindow, database: Database) -> None:
    window = make(width=910, height=460)
    family = table(open_file(qtbot, window, kept(database)), "家庭成员")
    family.go(1, 9)
    assert family.frozen == family.columnWidth(0)
    qtbot.mouseClick(family.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(5, family.rowViewportPosition(1) + 5))
    assert at(family) == (1, 0) and family.frozen == 0


# --- what a newcomer stumbled over


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


def test_filing_asked_while_a_saving_goes_on_follows_it(qtbot: QtBot, window: MainWindow, database: Database) -> None:
    page = open_file(qtbot, window, kept(database, stage="draft", filed_on=None))
    fill(qtbot, table(page, "家庭成员"), 1, 6, "海口某厂")

    page.case.deeds.save.trigger()
    page.case.deeds.file.trigger()
    page.case.deeds.file.trigger()

    wait_said(qtbot, window, "已转为在档：“刘强”")
    qtbot.waitUntil(lambda: window.jobs.is_idle)
    assert stage(page) == "在档" and not page.case.changes()
    assert not [each for each in window.findChildren(Dialog) if each.isVisible()]


def test_a_text_that_a_screen_reader_writes_is_a_change(qtbot: QtBot, window: MainWindow, database: Database) -> None:
    page = open_file(qtbot, window, kept(database))
    parts = page.case.parts
    assert parts is not None
    for name in ("household.phone", "cause_note", "marital"):
        control = parts.body.rows[name].editor.control
        # As Qt's own bridge does it, without any key.
        (QPlainTextEdit.setPlainText if isinstance(control, QPlainTextEdit) else QLineEdit.setText)(control, "未婚")
    assert page.case.changes() == 3
    assert page.case.deeds.drop.isEnabled()


def test_whose_an_expense_is_is_found_by_pinyin(qtbot: QtBot, window: MainWindow, database: Database) -> None:
    page = open_file(qtbot, window, kept(database))
    expenses = table(page, "刚性支出")
    expenses.setFocus()
    expenses.go(1, 0)
    write(qtbot, "wf")
    enter(qtbot)
    assert shown(expenses, 1)[0] == "王芳"


def test_the_family_fits_into_the_window_of_an_office_pc(qtbot: QtBot, window: MainWindow, database: Database) -> None:
    family = table(open_file(qtbot, window, kept(database)), "家庭成员")
    assert family.horizontalScrollBar().maximum() == 0


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


def test_the_list_shows_all_that_matters_in_the_window_of_an_office_pc(
    qtbot: QtBot, window: MainWindow, database: Database
) -> None:
    unit = "海口市红星机械厂第三分会"
    with database.write("准备") as session:
        records.add(session, OrgUnit, {"name": unit, "kind": "branch"})
        person = add_person(session, "刘强")
        records.edit(session, person, {"membership.org_unit": unit})
        add_case(session, person, main_cause="6", **FAMILY)
    standard(database)
    people = page_of(window).list
    people.refresh()
    qtbot.waitUntil(lambda: len(people.model.ids) == 1 and people.table.isVisible())
    names = [each.name for each in people.model.columns]
    at = names.index("person.membership.org_unit")
    assert people.model.cell(0, at) == unit
    assert people.table.columnWidth(at) >= people.table.fontMetrics().horizontalAdvance(unit) + 16
    last = names.index("filed_on")
    assert people.table.columnViewportPosition(last) + people.table.columnWidth(last) <= people.table.viewport().width()


def test_f2_changes_a_simple_cell_of_the_list_and_opens_the_page_from_any_other(
    qtbot: QtBot, window: MainWindow, database: Database
) -> None:
    case_id = kept(database)
    page = page_of(window)
    page.list.refresh()
    qtbot.waitUntil(lambda: list(page.list.model.ids) == [case_id] and page.list.table.isVisible())
    names, changer = [each.name for each in page.list.model.columns], page.list.changer
    assert changer is not None

    page.list.table.setFocus()
    page.list.table.chosen.go(0, names.index("main_cause"))
    changer.edit.trigger()
    qtbot.waitUntil(lambda: changer.in_place.editor is not None)
    write(qtbot, "zdjb")
    enter(qtbot)
    enter(qtbot)
    wait_said(qtbot, window, "已改好“刘强”的主要致困原因。")
    with database.read() as session:
        assert session.get_one(HardshipCase, case_id).main_cause == "6"

    page.list.table.chosen.go(0, names.index("stage"))
    changer.edit.trigger()
    qtbot.waitUntil(lambda: page.is_open)


@pytest.mark.parametrize(
    ("column", "place"),
    [
        ("filed_on", "filed_on"),
        ("per_capita", "收入"),
        ("household.size", "家庭成员"),
        ("person.name", "家庭成员"),
    ],
)
def test_f2_in_the_list_leads_to_where_its_column_is_filled_in(
    qtbot: QtBot, window: MainWindow, database: Database, column: str, place: str
) -> None:
    case_id = kept(database)
    page = page_of(window)
    page.list.refresh()
    qtbot.waitUntil(lambda: list(page.list.model.ids) == [case_id] and page.list.table.isVisible())
    assert page.list.changer is not None

    page.list.table.setFocus()
    page.list.table.chosen.go(0, [each.name for each in page.list.model.columns].index(column))
    page.list.changer.edit.trigger()

    qtbot.waitUntil(lambda: page.is_open and page.case.isAncestorOf(QApplication.focusWidget()))
    parts, focused = page.case.parts, QApplication.focusWidget()
    assert parts is not None and focused is not None
    if place in parts.body.rows:
        assert parts.body.rows[place].isAncestorOf(focused)
    else:
        assert focused.accessibleName() == place


def test_a_stage_is_never_pasted_over(window: MainWindow, database: Database) -> None:
    case_id = kept(database)
    cells = prepare(database)
    [seen] = cells.preview([Change(case_id, "stage", "已撤档")])
    assert str(seen.refusal) == "这一栏不能在名单里改"


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


def test_a_refused_cell_opens_again_with_what_was_typed(qtbot: QtBot, window: MainWindow, database: Database) -> None:
    kept(database)
    page = window.page
    assert isinstance(page, HardshipPage)
    page.list.refresh()
    qtbot.waitUntil(lambda: len(page.list.model.ids) == 1)
    assert page.list.changer is not None
    in_place = page.list.changer.in_place
    page.list.table.setFocus()
    page.list.table.chosen.go(0, [one.name for one in page.list.model.columns].index("reviewed_on"))
    page.list.changer.edit_cell()
    qtbot.waitUntil(lambda: in_place.editor is not None)
    first = in_place.editor
    assert first is not None
    qtbot.keyClicks(first.editor.control, "2026-13-45")
    page.list.changer.edit_cell()  # F2 once more: nothing is replaced
    qtbot.wait(100)
    assert in_place.editor is first

    qtbot.keyClick(first.editor.control, Key.Key_Return)

    qtbot.waitUntil(lambda: in_place.editor is not None and in_place.editor is not first)
    qtbot.waitUntil(lambda: in_place.half_typed is not None)
    assert in_place.half_typed is not None and "13" in in_place.half_typed.text
