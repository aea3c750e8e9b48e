"""Lines of a household copied and pasted, numbers hidden and shown."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.models import HouseholdMember
from app.models.store.database import Database
from app.views.frame import MainWindow
from tests.factories import add_person
from tests.views.pages.driving import says
from tests.views.pages.hardship.doing import (
    WIFE,
    Held,
    Key,
    copy_line,
    fill,
    kept,
    open_file,
    paste,
    problem,
    shown,
    table,
    wait_problem,
    wait_said,
    write,
)


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
