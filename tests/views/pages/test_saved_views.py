"""Views of a list that people save: kept with all that shapes it, marked when changed, taken back when deleted."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from app.models import OrgUnit, Person
from app.services import files, listing, records
from app.services.backup import backup, restore
from app.services.saved_views import SavedViews
from app.views.palette import Palette
from app.views.record_list.columns import KEEP_AFTER_MS
from app.views.record_list.panel import RecordList
from app.views.record_list.source import Filter
from app.views.record_list.view_choice import ViewChoice
from app.views.rounds.people import RoundPeople
from tests.factories import add_person, add_round
from tests.views.pages.driving import says, write
from tests.views.pages.room import Room

SAVE, CHANGE, PUT_BACK = "把现在的样子存成视图…", "把改过的样子存进去", "放回存的样子"
RENAME, DELETE = "给这个视图改名…", "删掉这个视图"
WOMEN = "女会员"
UNIT = "membership.org_unit"
PEOPLE = {"刘秀英": ("女", "一车间"), "王芳": ("女", "二车间"), "李强": ("男", "一车间")}


class Chair:
    """Somebody at the list of the members."""

    def __init__(self, room: Room) -> None:
        self.room = room
        room.window.go_to("members")
        room.settle()
        self.list: RecordList = room.members.list
        room.qtbot.waitUntil(lambda: self.list.model.is_loaded)
        room.settle()
        assert room.members.view is not None
        self.view: ViewChoice = room.members.view

    def menu(self) -> list[QAction]:
        return [each for each in self.view.menu().actions() if not each.isSeparator()]

    def entries(self) -> list[str]:
        return [each.text() for each in self.menu()]

    def ticked(self) -> list[str]:
        return [each.text() for each in self.menu() if each.isChecked()]

    def choose(self, entry: str) -> None:
        next(each for each in self.menu() if each.text() == entry).trigger()
        self.room.settle()

    def name_it(self, entry: str, name: str) -> None:
        self.choose(entry)
        dialog = self.room.dialog
        assert dialog is not None
        write(dialog.focusWidget(), name)
        self.room.qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)
        self.room.settle()
        if self.room.dialog is not None:
            self.room.qtbot.keyClick(self.room.dialog.focusWidget(), Qt.Key.Key_Return)
            self.room.settle()

    def narrow(self, *filters: Filter) -> None:
        query = self.list.query
        for each in filters:
            query = query.with_filter(each.column, each.values)
        self.list.show_query(query)
        self.room.settle()

    def shown(self) -> set[str]:
        return {self.list.model.cell(row, 0) or "" for row in range(len(self.list.model.ids))}

    def columns(self) -> Sequence[str]:
        return [self.list.model.columns[at].name for at in self.list.table.shown_columns()]

    def undo(self) -> None:
        self.list.table.setFocus()
        self.room.window.undo()
        self.room.settle()


@pytest.fixture
def chair(room: Room) -> Chair:
    room.open()
    with room.file.database.write("准备") as session:
        for name in ("一车间", "二车间"):
            records.add(session, OrgUnit, {"name": name})
        for name, (sex, unit) in PEOPLE.items():
            membership = {"joined_on": "2020-03", "org_unit": unit, "changes": [{"type": "1", "on": "2020-03"}]}
            add_person(session, name, member=False, sex=sex, memberships=[membership])
    return Chair(room)


@pytest.fixture
def women(chair: Chair) -> Chair:
    """A view of the women, sorted backwards by name, without its second column."""
    chair.narrow(Filter("sex", ("女",)))
    chair.list.sort_by(0, descending=True)
    chair.list.columns.hide(chair.list.table.shown_columns()[2])
    chair.list.table.setColumnWidth(chair.list.table.shown_columns()[1], 177)
    chair.room.settle()
    chair.name_it(SAVE, WOMEN)
    return chair


def test_a_saved_view_brings_back_filters_order_and_columns(women: Chair) -> None:
    columns = women.columns()
    assert women.view.accessibleName() == WOMEN and women.ticked() == [WOMEN]

    women.choose("全部会员")
    assert women.shown() == set(PEOPLE) and women.ticked() == ["全部会员"]
    women.list.reset_columns()
    women.room.settle()
    assert women.columns() != columns

    women.choose(WOMEN)

    assert women.shown() == {"刘秀英", "王芳"}
    assert women.columns() == columns
    assert women.list.table.columnWidth(women.list.table.shown_columns()[1]) == pytest.approx(177, abs=2)
    assert (women.list.query.sort, women.list.query.descending) == ("name", True)


def test_words_that_were_searched_for_are_part_of_a_view(chair: Chair) -> None:
    chair.list.search.setText("王")
    chair.room.qtbot.waitUntil(lambda: chair.shown() == {"王芳"})
    chair.name_it(SAVE, "姓王的")

    chair.choose("全部会员")
    assert (chair.list.search.text(), chair.shown()) == ("", set(PEOPLE))
    chair.choose("姓王的")

    assert (chair.list.search.text(), chair.shown()) == ("王", {"王芳"})


def test_a_changed_view_is_marked_and_can_be_put_back(women: Chair) -> None:
    assert CHANGE not in women.entries() and PUT_BACK not in women.entries()

    women.narrow(Filter(UNIT, ("一车间",)))
    assert women.view.accessibleName() == "女会员（改过）"
    assert women.view.text().startswith("女会员 *")

    women.choose(PUT_BACK)
    assert women.shown() == {"刘秀英", "王芳"}
    assert women.view.accessibleName() == WOMEN


def test_a_column_made_wider_marks_a_view_too(women: Chair) -> None:
    women.list.table.setColumnWidth(women.list.table.shown_columns()[1], 240)
    women.room.qtbot.wait(KEEP_AFTER_MS + 100)

    assert women.view.accessibleName() == "女会员（改过）"


def test_a_changed_view_can_be_kept_as_it_is_now_and_that_be_taken_back(women: Chair) -> None:
    women.narrow(Filter(UNIT, ("一车间",)))
    women.choose(CHANGE)
    assert women.view.accessibleName() == WOMEN
    women.choose("全部会员")
    women.choose(WOMEN)
    assert women.shown() == {"刘秀英"}

    women.narrow(Filter(UNIT, ("一车间", "二车间")))
    women.choose(CHANGE)
    women.undo()

    assert women.shown() == {"刘秀英"} and women.view.accessibleName() == WOMEN


def test_what_is_changed_in_a_saved_view_does_not_change_how_the_list_begins(women: Chair, room: Room) -> None:
    women.choose("全部会员")
    before = women.columns()
    women.choose(WOMEN)
    women.list.columns.hide(women.list.table.shown_columns()[3])
    room.qtbot.wait(KEEP_AFTER_MS + 100)
    room.settle()

    women.choose("全部会员")
    assert women.columns() == before
    room.lock()
    room.unlock()

    assert Chair(room).columns() == before


@pytest.mark.parametrize(("name", "told"), [("在会", "已有叫“在会”的视图"), ("一" * 21, "最多20个字")])
def test_a_name_that_cannot_be_is_refused_beside_the_field(chair: Chair, name: str, told: str) -> None:
    chair.name_it(SAVE, name)

    assert chair.room.says(told)
    assert chair.room.dialog is not None


def test_a_view_is_called_otherwise_and_that_is_taken_back(women: Chair) -> None:
    women.name_it(RENAME, "全体女职工")
    assert women.view.accessibleName() == "全体女职工"
    assert WOMEN not in women.entries()

    women.undo()

    assert women.view.accessibleName() == WOMEN
    assert "全体女职工" not in women.entries()


def test_a_deleted_view_is_taken_back_and_no_deed_of_the_file_with_it(women: Chair) -> None:
    women.choose(DELETE)
    assert WOMEN not in women.entries() and women.shown() == set(PEOPLE)
    assert women.room.window.menus.undo.text() == f"撤销：已删掉视图“{WOMEN}”。"

    women.undo()

    assert women.ticked() == [WOMEN] and women.shown() == {"刘秀英", "王芳"}
    assert len(women.list.model.ids) == 2
    with women.room.file.database.read() as session:
        assert len(listing.ids(session, listing.View(Person))) == len(PEOPLE)


def test_once_the_undo_bar_is_closed_ctrl_z_is_for_the_last_deed_again(women: Chair) -> None:
    with women.room.file.database.write("新增会员") as session:
        add_person(session, "赵六")
    women.room.settle()
    women.choose(DELETE)

    women.room.press("收起")

    assert women.room.window.menus.undo.text() == "撤销：新增会员"
    women.undo()
    assert women.shown() == set(PEOPLE) and WOMEN not in women.entries()


def test_views_are_there_again_after_the_file_was_closed(women: Chair, room: Room) -> None:
    room.lock()
    room.unlock()
    again = Chair(room)

    again.choose(WOMEN)

    assert again.shown() == {"刘秀英", "王芳"}


def test_a_restored_backup_has_the_views_that_it_was_made_with(women: Chair, room: Room, tmp_path: Path) -> None:
    made = backup(room.file, tmp_path)

    restored = restore(made.path, tmp_path / "别的电脑.xiaojia", lambda keys: room.made.dek)

    with files.open_file(restored.path, lambda keys: room.made.dek).database as there:
        assert [one.name for one in SavedViews(there, "person").all()] == [WOMEN]


def test_a_view_shows_what_is_left_when_a_branch_is_gone_and_says_so(chair: Chair) -> None:
    chair.narrow(Filter("sex", ("女",)), Filter(UNIT, ("一车间", "二车间")))
    chair.name_it(SAVE, "车间女工")
    chair.choose("全部会员")
    with chair.room.file.database.write("改名") as session:
        unit = records.find(session, OrgUnit, "二车间")
        unit.name = "三车间"
    chair.room.settle()

    chair.choose("车间女工")

    assert chair.shown() == {"刘秀英"}
    assert says(chair.room.members, "视图“车间女工”里的二车间，现在没有了")
    assert chair.view.accessibleName() == "车间女工（改过）"
    chair.choose("全部会员")
    assert not says(chair.room.members, "现在没有了")


def test_a_column_that_is_no_more_is_named_and_the_rest_is_shown(women: Chair) -> None:
    store = SavedViews(women.room.file.database, "person")
    content = dict(store.all()[0].content)
    old = {"name": "old_column", "width": 5.0, "shown": True}
    content |= {"columns": [old, *content["columns"]], "labels": {**content["labels"], "old_column": "旧的一栏"}}
    content |= {"sort": "old_column"}
    store.change(WOMEN, content)
    women.room.settle()

    women.choose("全部会员")
    women.choose(WOMEN)

    assert women.shown() == {"刘秀英", "王芳"}
    assert says(women.room.members, "视图“女会员”里的旧的一栏，现在没有了")


def test_a_view_that_cannot_be_read_shows_the_whole_list_and_says_so(women: Chair) -> None:
    SavedViews(women.room.file.database, "person").change(WOMEN, {"search": 1})
    women.room.settle()

    women.choose("全部会员")
    women.choose(WOMEN)

    assert women.shown() == set(PEOPLE)
    assert says(women.room.members, "现在没有了")


def test_a_second_window_knows_a_view_that_the_first_one_has_saved(chair: Chair, room: Room) -> None:
    room.window.open_aside()
    room.settle()
    second = room.window.others.all()[0].findChild(ViewChoice)
    assert second is not None
    room.window.activateWindow()

    SavedViews(room.file.database, "person").add("新的", {})
    room.qtbot.waitUntil(lambda: "新的" in [each.text() for each in second.menu().actions()])


LISTS = {
    "members": "person",
    "hardship": "hardship_case",
    "rounds": "condolence_round",
    "prints": "printed_form",
    "recycle": "recycle-bin",
}


@pytest.mark.parametrize("page", LISTS)
def test_every_list_offers_its_views_in_the_menu_and_in_the_header(room: Room, page: str) -> None:
    room.open(page)
    room.settle()

    menus = room.window.menuBar().findChildren(QMenu)
    looking = next(each for each in menus if each.title() == "查看")
    entry = next(each for each in looking.actions() if each.text() == "名单视图")

    below = entry.menu()
    assert isinstance(below, QMenu)
    assert SAVE in [each.text() for each in below.actions()]
    assert any(each.isVisible() for each in room.window.findChildren(ViewChoice))

    SavedViews(room.file.database, LISTS[page]).add("别的窗口存的", {})
    room.qtbot.waitUntil(lambda: "别的窗口存的" in [each.text() for each in below.actions()])


def test_the_list_of_a_round_knows_a_view_that_another_window_has_saved(room: Room) -> None:
    room.open("rounds")
    with room.file.database.write("新建慰问批次") as session:
        made = add_round(session)
        session.flush()
        round_id = made.id
    room.window.go_to("rounds", round_id)
    room.qtbot.waitUntil(lambda: bool(room.window.findChildren(RoundPeople)))
    people = room.window.findChildren(RoundPeople)[0]
    room.qtbot.waitUntil(lambda: people.list.model.is_loaded)
    room.settle()

    SavedViews(room.file.database, "condolence_record").add("别的窗口存的", {})

    room.qtbot.waitUntil(lambda: "别的窗口存的" in [each.text() for each in people.view.menu().actions()])


def test_the_quick_finder_knows_saved_views(qtbot: QtBot, women: Chair) -> None:
    women.choose("全部会员")
    palette = Palette(women.room.window)
    palette.line.setText(WOMEN)
    found = [palette.list.item(at).text() for at in range(palette.list.count())]
    palette.reject()

    assert f"视图“{WOMEN}”" in found
