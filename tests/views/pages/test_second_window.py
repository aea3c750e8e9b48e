"""A second window of one list: the same file, its own list and form."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.services.files import OpenFile
from app.views.frame import MainWindow
from app.views.kit.ask import Dialog
from app.views.members import MembersPage
from app.views.page import PageView
from app.views.pages import PAGES
from app.views.record_list.panel import RecordList
from app.views.second_window import SecondWindow
from tests.factories import add_person
from tests.views.pages.conftest import MakeWindow
from tests.views.pages.driving import press

Held, Key = Qt.KeyboardModifier, Qt.Key
BY_KEY = {page.key: page for page in PAGES}


@pytest.fixture
def window(qtbot: QtBot, make_window: MakeWindow, opened: OpenFile) -> MainWindow:
    """The members, with the cursor in their list, and the settings."""
    with opened.database.write("新增会员") as session:
        for name in ("陈一", "李二"):
            add_person(session, name)
    made = make_window(BY_KEY["members"], BY_KEY["settings"])
    assert made.page is not None
    listed = list_of(made.page)
    qtbot.waitUntil(listed.table.hasFocus)
    return made


def list_of(page: PageView) -> RecordList:
    found = page.findChild(RecordList)
    assert isinstance(found, RecordList)
    return found


def second_of(qtbot: QtBot, window: MainWindow) -> SecondWindow:
    qtbot.waitUntil(lambda: len(window.others.all()) == 1)
    made = window.others.all()[0]
    qtbot.waitUntil(lambda: list_of(made.page).model.is_loaded)
    return made


def test_a_key_opens_it_and_it_shows_the_same_list(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.keyClick(window, Key.Key_N, Held.ControlModifier | Held.ShiftModifier)

    made = second_of(qtbot, window)

    assert list(list_of(made.page).model.ids) == [1, 2]
    assert [each.text() for each in made.menuBar().actions()] == ["文件", "编辑", "查看", "名单"]


def test_shift_enter_opens_somebody_in_it_and_leaves_the_list_as_it_is(qtbot: QtBot, window: MainWindow) -> None:
    table = list_of(window.page).table  # type: ignore[arg-type]
    table.chosen.go(1, 0)

    qtbot.keyClick(table, Key.Key_Return, Held.ShiftModifier)
    made = second_of(qtbot, window)

    assert isinstance(made.page, MembersPage) and isinstance(window.page, MembersPage)
    qtbot.waitUntil(lambda: made.page.page.form.record_id == 2)
    assert not window.page.page._both.is_open


def test_a_deed_in_one_is_seen_in_the_other_and_said_where_it_was_done(
    qtbot: QtBot, window: MainWindow, opened: OpenFile
) -> None:
    window.open_aside()
    made = second_of(qtbot, window)
    people = list_of(made.page)
    qtbot.keyClick(people.table, Key.Key_Home)
    qtbot.keyClick(people.table, Key.Key_End, Held.ShiftModifier)

    qtbot.keyClick(people.table, Key.Key_Delete)
    qtbot.waitUntil(made.foot.undo_bar.isVisible)
    window.records_changed(frozenset({"person"}))  # as the desk tells it

    qtbot.waitUntil(lambda: len(people.model.ids) == len(list_of(window.page).model.ids) == 1)  # type: ignore[arg-type]
    assert not window.undo_bar.isVisible()
    with qtbot.waitSignal(window.undo_asked):
        press(qtbot, made, "撤销")


def test_closing_asks_for_what_is_unsaved_in_it_first(qtbot: QtBot, window: MainWindow) -> None:
    window.open_aside(1)
    made = second_of(qtbot, window)
    assert isinstance(made.page, MembersPage)
    form = made.page.page.form
    qtbot.waitUntil(lambda: form.record_id == 1)
    form.body.show_texts({"post": "班长"})

    window.close()

    assert window.isVisible() and made.isVisible()
    question = form.findChild(Dialog)
    assert isinstance(question, Dialog)
    press(qtbot, question, "不保存")
    qtbot.waitUntil(lambda: not window.isVisible())
    assert not window.others.all()


def test_it_goes_with_the_file(qtbot: QtBot, window: MainWindow) -> None:
    window.open_aside()
    second_of(qtbot, window)

    window.use(None)

    assert not window.others.all()


def test_a_page_without_a_list_has_no_second_window_and_says_so(qtbot: QtBot, window: MainWindow) -> None:
    window.go_to("settings")
    qtbot.waitUntil(lambda: not isinstance(window.page, MembersPage))

    window.open_aside()

    assert not window.others.all()


def test_its_own_keys_work(qtbot: QtBot, window: MainWindow) -> None:
    window.open_aside()
    made = second_of(qtbot, window)
    made.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is made)

    qtbot.keyClick(made, Key.Key_F, Held.ControlModifier)
    assert list_of(made.page).search.hasFocus()
    qtbot.keyClick(made, Key.Key_F6)
    assert list_of(made.page).table.hasFocus()
    qtbot.keyClick(made, Key.Key_W, Held.ControlModifier)

    qtbot.waitUntil(lambda: not window.others.all())
