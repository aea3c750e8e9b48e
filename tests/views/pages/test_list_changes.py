"""Changing members in their list: in a cell, from Excel, downwards, for many; each seen first and one undo."""

from __future__ import annotations

from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QComboBox, QListWidget, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from app.errors import bad_input
from app.i18n import Label
from app.models import OrgUnit, Person
from app.models.store import undo
from app.reports.collect_registers import columns_of_list
from app.services import drafts, records, recycle_bin
from app.services.files import OpenFile
from app.views import members
from app.views.members import MembersPage
from app.views.pages import Page
from app.views.press.preview import Preview
from app.views.record_list.bulk_dialog import BulkDialog
from app.views.record_list.changes_dialog import ChangesDialog
from app.views.record_list.condition_dialog import ConditionDialog
from app.views.record_list.dialogs import ColumnFilter, NotFound
from app.views.record_list.half_typed import HalfTyped
from app.views.record_list.panel import RecordList
from app.views.record_list.source import Filter, Query
from app.views.record_list.table import RecordTable
from app.views.record_list.view_choice import ViewChoice
from app.views.theme import theme
from tests.factories import add_person
from tests.views.pages.conftest import MakeWindow
from tests.views.pages.driving import press, says

Key, Held = Qt.Key, Qt.KeyboardModifier
MEMBERS = Page("members", Label("会员"), Label("会员"), "users", members.build, None, members.prepare)
PEOPLE = [("陈超", "13900000001"), ("胡艳涛", "13900000002"), ("李明", "13900000003"), ("刘秀英", "13900000004")]


T = TypeVar("T")


class Listed:
    """The list of four members, as a test drives it."""

    def __init__(self, qtbot: QtBot, opened: OpenFile, make_window: MakeWindow) -> None:
        self.qtbot, self.database = qtbot, opened.database
        with opened.database.write("准备") as session:
            for name, phone in PEOPLE:
                add_person(session, name, phone=phone, post="操作工" if name == "陈超" else None)
        self.window = make_window(MEMBERS)
        page = self.window.page
        assert isinstance(page, MembersPage)
        self.page = page
        qtbot.waitUntil(lambda: len(self.people.model.ids) == len(PEOPLE))
        self.table.setFocus()

    @property
    def people(self) -> RecordList:
        return self.page.page.list

    @property
    def table(self) -> RecordTable:
        return self.people.table

    def column(self, name: str) -> int:
        return [each.name for each in self.people.model.columns].index(name)

    def go(self, row: int, name: str) -> None:
        self.table.chosen.go(row, self.column(name))

    def key(self, key: Qt.Key, held: Qt.KeyboardModifier = Held.NoModifier, times: int = 1) -> None:
        for _ in range(times):
            self.qtbot.keyClick(QApplication.focusWidget() or self.table, key, held)

    def settle(self) -> None:
        for _ in range(3):
            done: list[bool] = []
            self.window.jobs.run(lambda: None, lambda _, done=done: done.append(True))
            self.qtbot.waitUntil(lambda done=done: bool(done))

    def dialog(self, kind: type[T]) -> T:
        self.qtbot.waitUntil(lambda: any(each.isVisible() for each in self.window.findChildren(kind)))
        return next(each for each in self.window.findChildren(kind) if each.isVisible())

    def kept(self, name: str) -> list[object]:
        with self.database.read() as session:
            return [getattr(session.get_one(Person, each), name) for each in self.people.model.ids]

    def take_back(self) -> None:
        undo.undo(self.database)


@pytest.fixture
def listed(qtbot: QtBot, opened: OpenFile, make_window: MakeWindow) -> Listed:
    return Listed(qtbot, opened, make_window)


def copy(text: str) -> None:
    QGuiApplication.clipboard().setText(text)


def test_f2_changes_a_cell_in_place_and_goes_down(listed: Listed) -> None:
    listed.go(1, "post")
    listed.key(Key.Key_F2)
    listed.qtbot.waitUntil(lambda: listed.people.changer.in_place.editor is not None)

    listed.qtbot.keyClicks(QApplication.focusWidget(), "driver")
    listed.key(Key.Key_Return)
    listed.settle()

    assert listed.kept("post") == ["操作工", "driver", None, None]
    assert listed.table.currentIndex().row() == 2
    assert listed.table.hasFocus()


def test_the_foot_says_how_a_cell_is_changed_where_it_can_be_in_the_list(listed: Listed) -> None:
    listed.go(0, "post")
    assert says(listed.window.status, "打字是查找，改这一格按 F2")

    listed.go(0, "name")  # in the form, where other things follow from it
    assert not says(listed.window.status, "F2")


def open_cell(listed: Listed, row: int, typed: str) -> None:
    listed.go(row, "post")
    listed.key(Key.Key_F2)
    listed.qtbot.waitUntil(lambda: listed.people.changer.in_place.editor is not None)
    listed.qtbot.keyClicks(QApplication.focusWidget(), typed)


def test_another_deed_leaves_what_is_being_typed_in_its_cell(listed: Listed) -> None:
    open_cell(listed, 1, "driv")
    with listed.database.write("别处新增") as session:
        add_person(session, "阿明")

    listed.window.records_changed(frozenset({"person"}))
    listed.qtbot.waitUntil(lambda: len(listed.people.model.ids) == len(PEOPLE) + 1)
    listed.qtbot.keyClicks(QApplication.focusWidget(), "er")
    listed.key(Key.Key_Return)
    listed.settle()

    assert listed.kept("post") == [None, "操作工", "driver", None, None]


def drafted(listed: Listed) -> list[str]:
    """What of half typed cells would outlive a crash now."""
    listed.qtbot.waitUntil(lambda: listed.window.jobs.is_idle)
    return [
        each["text"] for draft in drafts.kept(listed.database) for each in [draft.content, *draft.content["waiting"]]
    ]


def test_a_cell_stays_open_when_a_filter_takes_its_row_away(listed: Listed) -> None:
    open_cell(listed, 0, "driv")
    typed_in = listed.people.model.ids[0]
    listed.people.show_query(Query(filters=(Filter("post", ("操作工",)),)))
    listed.settle()
    with listed.database.write("别处改") as session:
        session.get_one(Person, typed_in).post = "维修工"
        session.get_one(Person, listed.people.model.ids[0] + 2).post = "操作工"

    listed.window.records_changed(frozenset({"person"}))
    listed.settle()
    assert typed_in in listed.people.model.ids and len(listed.people.model.ids) == 2
    listed.qtbot.keyClicks(QApplication.focusWidget(), "er")
    listed.key(Key.Key_Return)
    listed.settle()

    assert typed_in not in listed.people.model.ids  # not one of the filter's, and held no longer
    with listed.database.read() as session:
        assert session.get_one(Person, typed_in).post == "driver"


def test_a_row_that_is_let_go_unchanged_follows_the_filter_again(listed: Listed) -> None:
    open_cell(listed, 0, "driv")
    listed.people.show_query(Query(search="lixy"))
    listed.settle()
    assert len(listed.people.model.ids) == 1

    listed.key(Key.Key_Escape)
    listed.settle()

    assert list(listed.people.model.ids) == []


def test_what_was_said_stays_while_the_same_list_is_read_again_and_goes_when_somebody_goes_on(listed: Listed) -> None:
    listed.window.say(Label("这是最后一个"))

    listed.people.refresh()
    listed.settle()
    assert says(listed.window, "这是最后一个")

    listed.key(Key.Key_Down)
    assert says(listed.window, "共 4 人")
    assert not says(listed.window, "这是最后一个")


def test_what_was_said_goes_when_the_list_is_another_one(listed: Listed) -> None:
    listed.window.say(Label("这是最后一个"))

    listed.people.show_query(Query(search="lixy"))
    listed.settle()

    assert says(listed.window, "共 4 人，显示 0 人")
    assert not says(listed.window, "这是最后一个")


def test_what_was_said_outlives_the_figures_of_a_selection_that_come_late(listed: Listed) -> None:
    listed.go(0, "post")
    listed.key(Key.Key_Down, Held.ShiftModifier)
    listed.window.say(Label("已复制"))

    listed.qtbot.waitUntil(lambda: says(listed.window, "计数 1"))

    assert says(listed.window, "已复制")


def test_what_was_typed_in_a_row_that_is_gone_waits_until_it_is_back(listed: Listed) -> None:
    open_cell(listed, 1, "driv")
    gone = listed.people.model.ids[1]
    with listed.database.write("别处删除") as session:
        recycle_bin.delete(session, session.get_one(Person, gone))
    listed.window.records_changed(frozenset({"person"}))
    waiting = "“胡艳涛”不在名单里了。刚写的“driv”还留着，这一行回来就接着改。"
    listed.qtbot.waitUntil(lambda: listed.people.changer.in_place.unkept and gone not in listed.people.model.ids)
    listed.settle()

    assert says(listed.window, waiting)  # also after the list was read once more for its sake
    assert listed.people.changer.in_place.editor is None
    listed.qtbot.waitUntil(lambda: drafted(listed) == ["driv"])

    listed.take_back()
    listed.window.records_changed(frozenset({"person"}))
    listed.qtbot.waitUntil(lambda: listed.people.changer.in_place.half_typed is not None)
    listed.qtbot.keyClicks(QApplication.focusWidget(), "er")
    listed.key(Key.Key_Return)
    listed.settle()

    assert listed.kept("post") == ["操作工", "driver", None, None]
    listed.qtbot.waitUntil(lambda: drafted(listed) == [])


def test_a_refused_cell_waits_for_the_one_that_is_being_typed_by_then(listed: Listed) -> None:
    in_place = listed.people.changer.in_place
    ids = listed.people.model.ids
    refused = HalfTyped(ids[0], "post", "x", "x", "陈超")
    open_cell(listed, 1, "driv")

    in_place._refused(bad_input([], Label("太短了")), refused)
    assert says(listed.window, "“陈超”的岗位没有改好。写的还在，改完这一格就回到那里。")
    assert in_place.half_typed.text == "driv" and listed.people.model.ids == ids
    in_place.typed.emit()
    listed.qtbot.waitUntil(lambda: drafted(listed) == ["driv", "x"])

    listed.qtbot.keyClicks(QApplication.focusWidget(), "er")
    listed.key(Key.Key_Return)
    listed.qtbot.waitUntil(lambda: in_place.half_typed is not None)

    assert (in_place.half_typed.record_id, in_place.half_typed.text) == (ids[0], "x")
    assert says(listed.window, "太短了")
    assert listed.kept("post")[1] == "driver"


def test_a_cell_whose_row_is_gone_is_closed_and_that_is_said(listed: Listed) -> None:
    open_cell(listed, 1, "")
    gone = listed.people.model.ids[1]
    with listed.database.write("别处删除") as session:
        recycle_bin.delete(session, session.get_one(Person, gone))

    listed.window.records_changed(frozenset({"person"}))
    listed.qtbot.waitUntil(lambda: len(listed.people.model.ids) == len(PEOPLE) - 1)

    assert listed.people.changer.in_place.editor is None
    assert says(listed.window, "正在改的这一行不在名单里了")


def test_another_window_takes_no_half_typed_cell_for_a_deed(listed: Listed, qtbot: QtBot) -> None:
    open_cell(listed, 1, "driv")
    other = QPlainTextEdit()
    qtbot.addWidget(other)

    other.show()
    other.activateWindow()
    other.setFocus()
    qtbot.waitUntil(other.hasFocus)
    listed.settle()

    assert listed.people.changer.in_place.editor is not None
    assert listed.kept("post") == ["操作工", None, None, None]


def test_a_click_elsewhere_in_the_window_keeps_the_cell(listed: Listed) -> None:
    open_cell(listed, 1, "driver")

    listed.people.search.setFocus()
    listed.settle()

    assert listed.kept("post") == ["操作工", "driver", None, None]


def test_esc_leaves_a_cell_as_it_was(listed: Listed) -> None:
    listed.go(0, "post")
    listed.key(Key.Key_F2)
    listed.qtbot.waitUntil(lambda: listed.people.changer.in_place.editor is not None)
    listed.qtbot.keyClicks(QApplication.focusWidget(), "driver")

    listed.key(Key.Key_Escape)
    listed.settle()

    assert listed.kept("post")[0] == "操作工"
    assert listed.table.hasFocus()


@pytest.mark.parametrize("column", ["id_no", "phone"])
def test_f2_opens_the_form_at_the_same_field_where_something_follows_from_the_cell(listed: Listed, column: str) -> None:
    listed.go(1, column)

    listed.key(Key.Key_F2)
    listed.settle()

    form = listed.page.page.form
    assert form.record_id == listed.people.model.ids[1]
    assert form.body.rows[column].isAncestorOf(QApplication.focusWidget())


def test_a_block_from_excel_is_seen_first_and_names_the_cells_that_are_wrong(listed: Listed) -> None:
    shown = [listed.people.model.columns[at].name for at in listed.table.shown_columns()]
    assert shown.index("membership.org_unit") == shown.index("phone") + 1
    listed.go(1, "phone")
    copy("13811111111\t\n13822222222\tnowhere\n")

    listed.key(Key.Key_V, Held.ControlModifier)
    dialog = listed.dialog(ChangesDialog)
    rows = [list(row) for row in dialog.table.rows]
    assert rows[0][0] == "李明" and "没有找到“nowhere”" in rows[0][4]
    assert [row[2:4] for row in rows[1:]] == [["139****0002", "13811111111"], ["139****0003", "13822222222"]]
    listed.key(Key.Key_Return)
    listed.qtbot.waitUntil(lambda: listed.kept("phone")[1] == "13811111111")

    assert listed.kept("phone")[2] == "13822222222"
    listed.take_back()
    assert listed.kept("phone") == [phone for _, phone in PEOPLE]


def test_one_copied_cell_goes_into_all_selected_ones(listed: Listed) -> None:
    listed.go(0, "post")
    listed.key(Key.Key_Down, Held.ShiftModifier, times=2)
    copy("电工")

    listed.key(Key.Key_V, Held.ControlModifier)
    listed.dialog(ChangesDialog)
    listed.key(Key.Key_Return)
    listed.qtbot.waitUntil(lambda: listed.kept("post")[0] == "电工")

    assert listed.kept("post") == ["电工", "电工", "电工", None]


def test_ctrl_d_fills_the_top_value_down(listed: Listed) -> None:
    listed.go(0, "post")
    listed.key(Key.Key_Down, Held.ShiftModifier, times=2)

    listed.key(Key.Key_D, Held.ControlModifier)
    listed.dialog(ChangesDialog)
    listed.key(Key.Key_Return)
    listed.qtbot.waitUntil(lambda: listed.kept("post")[1] == "操作工")

    assert listed.kept("post") == ["操作工", "操作工", "操作工", None]


def test_a_field_is_changed_for_many_in_one_deed(listed: Listed) -> None:
    listed.key(Key.Key_A, Held.ControlModifier)
    listed.key(Key.Key_H, Held.ControlModifier)
    asked = listed.dialog(BulkDialog)
    choice = asked.findChild(QComboBox)
    choice.setCurrentIndex(choice.findText("职务"))
    asked._editor.control.setFocus()
    listed.qtbot.waitUntil(asked._editor.control.hasFocus)
    listed.qtbot.keyClicks(asked._editor.control, "monitor")

    listed.key(Key.Key_Return)
    listed.dialog(ChangesDialog)
    listed.key(Key.Key_Return)
    listed.qtbot.waitUntil(lambda: listed.kept("job_title")[0] == "monitor")

    assert listed.kept("job_title") == ["monitor"] * 4
    listed.take_back()
    assert listed.kept("job_title") == [None] * 4


def test_a_printed_list_has_the_columns_in_view_in_their_order(listed: Listed) -> None:
    header = listed.table.horizontalHeader()
    header.moveSection(header.visualIndex(listed.column("phone")), 1)
    listed.people.columns.hide(listed.column("sex"))
    shown = [listed.people.model.columns[at].label for at in listed.table.shown_columns()]

    listed.page.ask_print()
    made = listed.dialog(Preview)

    printed = columns_of_list(next(each.options["view"] for each in made.panel._orders if each.code == "LIST:person"))
    assert printed == [str(each) for each in shown[1:]]
    assert printed[0] == "移动电话" and "性别" not in printed
    listed.qtbot.waitUntil(lambda: made.looking.is_up_to_date and listed.window.jobs.is_idle)
    made.reject()


def test_a_pasted_column_of_names_shows_exactly_these_and_says_who_is_missing(listed: Listed) -> None:
    listed.people.search.setFocus()
    copy("刘秀英\r\n查无此人\r\n陈超\r\n")

    listed.key(Key.Key_V, Held.ControlModifier)
    asked = listed.dialog(NotFound)
    assert [each.toPlainText() for each in asked.findChildren(QPlainTextEdit)] == ["查无此人"]
    listed.key(Key.Key_Return)
    listed.qtbot.waitUntil(lambda: len(listed.people.model.ids) == 2)

    assert [listed.people.model.cell(row, 0) for row in range(2)] == ["陈超", "刘秀英"]
    assert len(listed.people.query.only.ids) == 2


def narrow_by(listed: Listed, name: str, comparison: str, value: str) -> ConditionDialog:
    listed.go(0, name)
    listed.key(Key.Key_F4)
    dialog = listed.dialog(ConditionDialog)
    line = dialog._lines[-1]
    line._comparison.setCurrentIndex(line._comparison.findText(comparison))
    listed.qtbot.waitUntil(line.value.control.hasFocus)
    listed.qtbot.keyClicks(line.value.control, value)
    listed.key(Key.Key_Return)
    listed.settle()
    return dialog


def test_a_condition_narrows_the_list_and_is_said_until_it_is_taken_away(listed: Listed) -> None:
    narrow_by(listed, "phone", "含有", "0003")
    assert [listed.people.model.cell(row, 0) for row in range(len(listed.people.model.ids))] == ["李明"]
    away = [each for each in listed.people.findChildren(QPushButton) if each.accessibleName() == "不再筛选"]
    assert len(away) == 1 and away[0].isVisible()

    away[0].click()
    listed.settle()

    assert len(listed.people.model.ids) == 4


def test_a_condition_that_makes_no_sense_is_said_beside_what_was_written(listed: Listed) -> None:
    dialog = narrow_by(listed, "membership.joined_on", "不早于", "abc")

    assert dialog.isVisible()
    assert dialog._fault.words
    assert len(listed.people.model.ids) == 4


def test_a_printed_or_exported_list_is_narrowed_like_the_one_in_view(listed: Listed) -> None:
    listed.people.search.setFocus()
    copy("刘秀英\n陈超\n")
    listed.key(Key.Key_V, Held.ControlModifier)
    listed.qtbot.waitUntil(lambda: len(listed.people.model.ids) == 2)

    view = listed.page._rows.view(listed.people.query)

    assert view.only is not None and set(view.only) == set(listed.people.model.ids)


def test_a_list_begins_as_it_was_left(listed: Listed) -> None:
    people = listed.people
    people.columns.hide(listed.column("sex"))
    people.table.setColumnWidth(0, 190)
    people.sort_by(listed.column("phone"), descending=True)
    listed.qtbot.waitUntil(lambda: bool(listed.database.recall("list.person")))
    listed.qtbot.wait(900)  # widths are kept a while after the last change
    listed.settle()

    listed.window.forget_pages()
    listed.window.go_to("members")
    listed.qtbot.waitUntil(lambda: listed.window.page is not None)
    assert isinstance(listed.window.page, MembersPage)
    listed.page = listed.window.page
    listed.qtbot.waitUntil(lambda: len(listed.people.model.ids) == len(PEOPLE))

    assert [listed.people.model.cell(row, 0) for row in range(4)] == [name for name, _ in reversed(PEOPLE)]
    assert listed.table.isColumnHidden(listed.column("sex"))
    assert listed.table.columnWidth(0) == pytest.approx(190, abs=1)

    listed.people.reset_columns()
    listed.settle()

    assert listed.database.recall("list.person") is None
    assert not listed.table.isColumnHidden(listed.column("sex"))


def test_f8_goes_round_the_people_who_are_to_be_checked(listed: Listed) -> None:
    with listed.database.write("准备") as session:
        for row in (1, 3):
            session.get_one(Person, listed.people.model.ids[row]).put(in_doubt=True)
    listed.settle()
    listed.go(0, "name")

    went = []
    for _ in range(3):
        listed.key(Key.Key_F8)
        listed.settle()
        went.append(listed.table.currentIndex().row())

    assert went == [1, 3, 1]


def test_an_empty_cell_of_a_block_leaves_what_stands_there(listed: Listed) -> None:
    listed.go(0, "phone")
    copy("\n13822222222\n")

    listed.key(Key.Key_V, Held.ControlModifier)
    listed.dialog(ChangesDialog)
    listed.key(Key.Key_Return)
    listed.qtbot.waitUntil(lambda: listed.kept("phone")[1] == "13822222222")

    assert listed.kept("phone")[0] == "13900000001"


def test_words_that_many_share_are_ticked_and_names_are_asked_for_by_a_condition(listed: Listed) -> None:
    by_ticks = {each.name for each in listed.people.model.columns if each.filterable}
    assert {"sex", "membership.org_unit", "post"} <= by_ticks
    assert not {"name", "id_no", "phone", "membership.member_no"} & by_ticks

    listed.go(0, "post")
    listed.key(Key.Key_Down, Held.AltModifier)
    ticks = listed.dialog(ColumnFilter).findChild(QListWidget)
    words = [ticks.item(at).text() for at in range(ticks.count())]
    assert sorted(words) == ["操作工　（1）", "空白　（3）"]
    ticks.item(words.index("空白　（3）")).setCheckState(Qt.CheckState.Checked)
    press(listed.qtbot, listed.dialog(ColumnFilter), "筛选")
    listed.settle()

    assert len(listed.people.model.ids) == 3


def test_a_branch_is_chosen_in_the_cell(listed: Listed) -> None:
    with listed.database.write("准备") as session:
        records.add(session, OrgUnit, [{"name": "A1"}, {"name": "B2"}])
    listed.settle()
    listed.go(1, "membership.org_unit")
    listed.key(Key.Key_F2)
    listed.qtbot.waitUntil(lambda: listed.people.changer.in_place.editor is not None)
    chooser = listed.people.changer.in_place.editor.editor

    listed.qtbot.keyClicks(chooser.control, "b")
    listed.qtbot.waitUntil(lambda: chooser.line.list_is_open())
    listed.qtbot.keyClick(QApplication.activePopupWidget(), Key.Key_Return)
    listed.settle()

    listed.people.refresh()
    listed.qtbot.waitUntil(lambda: listed.people.model.cell(1, listed.column("membership.org_unit")) == "B2")
    assert listed.table.hasFocus()


def test_a_block_pasted_into_an_open_cell_goes_into_the_list(listed: Listed) -> None:
    listed.go(0, "post")
    listed.key(Key.Key_F2)
    listed.qtbot.waitUntil(lambda: listed.people.changer.in_place.editor is not None)
    copy("电工\n焊工\n")

    listed.qtbot.keyClick(listed.people.changer.in_place.editor.editor.control, Key.Key_V, Held.ControlModifier)

    rows = listed.dialog(ChangesDialog).table.rows
    assert [row[3] for row in rows] == ["电工", "焊工"]
    assert listed.people.changer.in_place.editor is None


def test_a_view_without_rows_does_not_say_that_there_are_none_at_all(listed: Listed) -> None:
    views = listed.page.page.findChild(ViewChoice)
    assert views is not None
    views.show_view("left")
    listed.settle()
    assert says(listed.people, "这一类里没有人")
    assert not says(listed.people, "还没有会员")

    press(listed.qtbot, listed.people, "看全部")
    listed.settle()

    assert len(listed.people.model.ids) == len(PEOPLE)


def test_a_row_to_be_checked_wears_a_sign_beside_its_name(listed: Listed) -> None:
    def told(row: int) -> str | None:
        words: str | None = listed.people.model.index(row, 0).data(Qt.ItemDataRole.AccessibleDescriptionRole)
        return words

    with listed.database.write("别处改") as session:
        first = session.get_one(Person, listed.people.model.ids[0])
        records.edit(session, first, {"id_no": "11010519491231002X", "birth_date": "1980-05-06"})
    listed.window.records_changed(frozenset({"person"}))
    listed.settle()
    listed.table.horizontalScrollBar().setValue(0)

    assert (told(0), told(1)) == ("待核实", None)
    painted = listed.table.viewport().grab().toImage()
    warning = theme().colour("warning").rgb()
    boxes = [listed.table.visualRect(listed.people.model.index(row, 0)) for row in (0, 1)]
    found = [
        any(painted.pixel(x, y) == warning for x in range(b.left(), b.right()) for y in range(b.top(), b.bottom()))
        for b in boxes
    ]
    assert found == [True, False]
