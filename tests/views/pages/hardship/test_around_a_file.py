"""The household page itself: the next one, changes elsewhere, room for everything."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QTabWidget
from pytestqt.qtbot import QtBot

from app.models import CodeItem, HouseholdMember
from app.models.store import undo
from app.models.store.database import Database
from app.services import hardship, records
from app.views.frame import MainWindow
from app.views.hardship.page import HardshipPage
from tests.views.pages.conftest import MakeWindow
from tests.views.pages.driving import says
from tests.views.pages.hardship.doing import (
    Held,
    Key,
    at,
    dialog,
    fill,
    kept,
    open_file,
    shown,
    standard,
    table,
    wait_said,
)
from tests.views.seeing import cut_off, nameless, too_low


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


def test_the_name_stays_in_view_when_the_table_is_scrolled(qtbot: QtBot, make: MakeWindow, database: Database) -> None:
    window = make(width=910, height=460)
    family = table(open_file(qtbot, window, kept(database)), "家庭成员")
    family.go(1, 9)
    assert family.frozen == family.columnWidth(0)
    qtbot.mouseClick(family.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(5, family.rowViewportPosition(1) + 5))
    assert at(family) == (1, 0) and family.frozen == 0


def test_the_family_fits_into_the_window_of_an_office_pc(qtbot: QtBot, window: MainWindow, database: Database) -> None:
    family = table(open_file(qtbot, window, kept(database)), "家庭成员")
    assert family.horizontalScrollBar().maximum() == 0
