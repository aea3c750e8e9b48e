"""The list of the households on file, and its cells."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.models import HardshipCase, OrgUnit
from app.models.store.database import Database
from app.services import records
from app.services.cell_changes import Change
from app.views.frame import MainWindow
from app.views.hardship.choosing import MemberChooser
from app.views.hardship.page import HardshipPage, prepare
from app.views.press.preview import Preview
from tests.factories import add_case, add_person
from tests.views.pages.driving import button, says
from tests.views.pages.hardship.doing import (
    FAMILY,
    Held,
    Key,
    dialog,
    enter,
    kept,
    page_of,
    shown,
    stage,
    standard,
    table,
    wait_said,
    write,
)


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
