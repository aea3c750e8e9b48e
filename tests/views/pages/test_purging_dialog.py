"""彻底删除…: asked in words that name what goes, done once somebody says so, and the old backups named afterwards."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from app.i18n import Label
from app.models import CondolenceRound, Person
from app.reports import press
from app.services import purging, records, recycle_bin, rounds
from app.services.backup.making import REMEMBERED
from app.services.files import OpenFile
from app.services.today import today
from app.views import members, recycle_page
from app.views.kit.ask import Dialog
from app.views.members import MembersPage
from app.views.pages import Page
from app.views.purging import CopiesDialog, PurgeDialog
from app.views.purging_places import PlacesDialog
from app.views.recycle_page import RecyclePage
from tests.factories import add_case, add_person, add_round, add_standard
from tests.views.pages.conftest import MakeWindow
from tests.views.pages.driving import button, says
from tests.views.pages.driving import press as push
from tests.views.pages.room import Room
from tests.views.seeing import cut_off, nameless, too_low

BIN = Page("recycle", Label("回收站"), Label("回收"), "trash", recycle_page.build)
MEMBERS = Page("members", Label("会员"), Label("会员"), "users", members.build, prepare=members.prepare)


@pytest.fixture
def people(opened: OpenFile) -> list[int]:
    """Two people; the first has a hardship file and was given something, on a printed sheet; there is a backup."""
    with opened.database.write("新增") as session:
        add_standard(session)
        found = [add_person(session, name) for name in ("陈一", "李二")]
        add_case(session, found[0])
        round = add_round(session)
        rounds.add(session, round, found)
        rounds.advance(session, round, "open")
        rounds.mark(session, session.get_one(CondolenceRound, round.id), found[:1], "signed", on=today())
        ids, title = [one.id for one in found], round.title
    press.print_form(opened.database, press.request_for("F22", of=title))
    made = {"sequence": 1, "made_at": "2026-01-02T08:00:00+08:00", "place": "/media/U盘", "name": "工会-旧.xjbak"}
    opened.database.remember(REMEMBERED, [made])
    return ids


def asked(qtbot: QtBot, page: RecyclePage | MembersPage) -> PurgeDialog:
    qtbot.waitUntil(lambda: page.findChild(PurgeDialog) is not None, timeout=15_000)
    found = page.findChild(PurgeDialog)
    assert isinstance(found, PurgeDialog)
    return found


def told(qtbot: QtBot, page: RecyclePage | MembersPage) -> CopiesDialog:
    qtbot.waitUntil(lambda: page.findChild(CopiesDialog) is not None, timeout=30_000)
    found = page.findChild(CopiesDialog)
    assert isinstance(found, CopiesDialog)
    return found


def names(opened: OpenFile) -> list[str]:
    with opened.database.read() as session:
        return sorted(session.scalars(select(Person.name)))


def members_page(qtbot: QtBot, make_window: MakeWindow, width: int = 1366, height: int = 690) -> MembersPage:
    page = make_window(MEMBERS, width=width, height=height).page
    assert isinstance(page, MembersPage)
    qtbot.waitUntil(lambda: page.page.list.model.is_loaded and bool(page.page.list.model.ids), timeout=15_000)
    return page


def test_what_is_in_the_bin_is_asked_about_first_and_enter_deletes_nothing(
    qtbot: QtBot, make_window: MakeWindow, opened: OpenFile, people: list[int]
) -> None:
    with opened.database.write("去掉") as session:
        found = session.scalars(select(CondolenceRound)).one()
        rounds.remove(session, found, [session.get_one(Person, people[1])])
    recycle_bin.put_away(opened.database, Person, people[1:])
    page = make_window(BIN).page
    assert isinstance(page, RecyclePage)
    qtbot.waitUntil(lambda: len(page.list.model.ids) > 0)
    page.list.table.chosen.go(page.list.model.row_of(page._rows.row_of("person", people[1])), 0)

    push(qtbot, page, "彻底删除…")
    dialog = asked(qtbot, page)
    assert says(dialog, "彻底删除“李二”的全部资料？删后找不回来。") and says(dialog, "会籍 1 条")
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.findChild(PurgeDialog) is None)
    assert names(opened) == ["李二", "陈一"]

    push(qtbot, page, "彻底删除…")
    push(qtbot, asked(qtbot, page), "彻底删除 1 人")
    copies = told(qtbot, page)
    assert names(opened) == ["陈一"]
    assert copies.table.rows[0][1:] == ["工会-旧.xjbak", "/media/U盘", "现在看不到（U盘没插，或已移走）"]
    assert not cut_off(copies) and too_low(copies) == nameless(copies) == []


def test_a_member_with_money_in_the_accounts_is_deleted_for_good_from_the_list_of_members(
    qtbot: QtBot, make_window: MakeWindow, opened: OpenFile, people: list[int]
) -> None:
    page = members_page(qtbot, make_window)
    page.page.show_record(people[0])
    page.page.list.table.chosen.go(page.page.list.model.row_of(people[0]), 0)

    page.purge.trigger()
    dialog = asked(qtbot, page)
    assert says(dialog, "发过的 1 笔慰问共 1,000.00 元，留着记账，不再写名字。") and says(dialog, "打印存档 1 份")
    assert says(dialog, "步里也有本人，删后这") and says(dialog, "“新增”")
    push(qtbot, dialog, "彻底删除 1 人")
    told(qtbot, page).close()

    assert names(opened) == ["已按本人要求删除", "李二"]
    window = page.window()
    window.records_changed(frozenset({"person", "membership"}))  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: len(page.page.list.model.ids) == 1, timeout=15_000)
    assert says(window, "已彻底删除 1 人的资料。")
    qtbot.waitUntil(lambda: page.page.form.record_id == people[1], timeout=15_000)


def test_in_a_low_window_the_question_is_whole(
    qtbot: QtBot, make_window: MakeWindow, opened: OpenFile, people: list[int]
) -> None:
    page = members_page(qtbot, make_window, 910, 460)
    page.page.list.table.chosen.go(page.page.list.model.row_of(people[0]), 0)

    page.purge.trigger()
    dialog = asked(qtbot, page)

    qtbot.waitUntil(lambda: not cut_off(dialog))
    assert too_low(dialog) == nameless(dialog) == []
    assert dialog.height() <= 460 and button(dialog, "取消").hasFocus()


def test_a_round_that_paid_out_is_refused_with_the_reason(
    qtbot: QtBot, make_window: MakeWindow, opened: OpenFile, people: list[int]
) -> None:
    with opened.database.write("删除批次") as session:
        recycle_bin.delete(session, session.scalars(select(CondolenceRound)).one())
    page = make_window(BIN).page
    assert isinstance(page, RecyclePage)
    qtbot.waitUntil(lambda: len(page.list.model.ids) == 1)
    page.list.table.selectAll()

    push(qtbot, page, "彻底删除…")

    qtbot.waitUntil(lambda: page.window().findChild(Dialog) is not None, timeout=15_000)
    assert says(page.window().findChild(Dialog), "有 1 笔慰问已经发出去了，账要留着，不能彻底删除。")


def test_the_question_can_be_left_after_a_fault_of_the_program(qtbot: QtBot, room: Room) -> None:
    room.open()
    with room.file.database.write("新增") as session:
        person = add_person(session, "陈一").id
    asked = purging.question(room.file.database, [("person", person)])
    dialog = PurgeDialog(room.window, room.window, replace(asked, chosen=[("person", person + 1)]))
    dialog.open()

    push(qtbot, dialog, "彻底删除 1 人")
    qtbot.waitUntil(lambda: bool(room.bugs), timeout=15_000)

    assert says(dialog, "程序出了错") and button(dialog, "彻底删除 1 人").isEnabled()
    push(qtbot, dialog, "取消")
    qtbot.waitUntil(lambda: not dialog.isVisible())
    room.bugs.clear()


def test_the_places_that_are_left_alone_are_named_before_anything_is_deleted(qtbot: QtBot, room: Room) -> None:
    room.open()
    with room.file.database.write("新增") as session:
        person = add_person(session, "和平").id
        add_person(session, "李明", address="和平里3号")
    asked = purging.question(room.file.database, [("person", person)])
    dialog = PurgeDialog(room.window, room.window, asked)
    dialog.open()
    assert says(dialog, "还有 1 处写着同样的姓名或号码")

    push(qtbot, dialog, "看看是哪几处…")
    qtbot.waitUntil(lambda: dialog.findChild(PlacesDialog) is not None)
    places = dialog.findChild(PlacesDialog)

    assert isinstance(places, PlacesDialog) and places.table.rows == [["人员", "李明", "住址"]]
    assert not cut_off(places) and too_low(places) == nameless(places) == []
    push(qtbot, places, "知道了")
    push(qtbot, dialog, "取消")


def test_a_place_in_the_history_is_said_to_stay_there(qtbot: QtBot, room: Room) -> None:
    room.open()
    database = room.file.database
    with database.write("新增") as session:
        person = add_person(session, "和平").id
        other = add_person(session, "李明", address="和平里3号").id
    with database.write("搬家") as session:
        records.edit(session, session.get_one(Person, other), {"address": "建设路1号"})
    past = PlacesDialog(room.window, purging.question(database, [("person", person)]).undecided)
    past.open()
    assert says(past, "历史里的留着，改不了") and not says(past, "自己改掉")
    push(qtbot, past, "知道了")

    with database.write("新增") as session:
        add_person(session, "王芳", address="和平里5号")
    both = PlacesDialog(room.window, purging.question(database, [("person", person)]).undecided)
    both.open()
    assert says(both, "历史里的留着，改不了") and says(both, "自己改掉")
    assert not cut_off(both) and too_low(both) == nameless(both) == []
    push(qtbot, both, "知道了")
