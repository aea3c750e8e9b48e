"""A household's file is saved, refused, left, filed."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from app.models import CondolenceRecord, HardshipCase, HouseholdMember
from app.models.store import undo
from app.models.store.database import Database
from app.services import drafts
from app.views.forms.asking import Asking
from app.views.frame import MainWindow
from app.views.kit.ask import Dialog
from tests.factories import add_person, add_round
from tests.fixed_day import DAY
from tests.views.pages.conftest import MakeWindow
from tests.views.pages.driving import has_button, press, says, texts, wait_for_button
from tests.views.pages.hardship.doing import (
    Held,
    Key,
    at,
    dialog,
    fill,
    kept,
    open_file,
    page_of,
    problem,
    shown,
    stage,
    standard,
    table,
    wait_problem,
    wait_said,
)


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
