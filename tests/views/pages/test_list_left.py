"""A list in a real file: it is there again as it was left, and pasted numbers mean exactly these people."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QListWidget
from pytestqt.qtbot import QtBot

from app.views.record_list.columns import KEEP_AFTER_MS
from app.views.record_list.dialogs import ColumnChooser, NotFound
from app.views.record_list.panel import RecordList
from tests.factories import add_person
from tests.views.pages.driving import says
from tests.views.pages.room import Room

Key, Held = Qt.Key, Qt.KeyboardModifier
NUMBERS = {"刘秀英": "460105197902130021", "王芳": "110105194912310021", "李强": "11010519491231003X"}


@pytest.fixture
def people(room: Room) -> RecordList:
    """The list of three members who have numbers, in the real window."""
    room.open()
    with room.file.database.write("准备") as session:
        for name, number in NUMBERS.items():
            add_person(session, name, id_no=number)
    return shown(room)


def shown(room: Room) -> RecordList:
    room.window.go_to("members")
    room.settle()
    found = room.members.list
    room.qtbot.waitUntil(lambda: len(found.model.ids) == len(NUMBERS))
    found.table.setFocus()
    return found


def names(people: RecordList) -> list[str]:
    """The columns in view, from the left."""
    return [people.model.columns[at].name for at in people.table.shown_columns()]


def test_columns_are_there_again_in_their_order_and_width_after_the_file_was_closed(
    qtbot: QtBot, room: Room, people: RecordList
) -> None:
    before = names(people)
    people.ask_columns()
    chooser = next(each for each in people.findChildren(ColumnChooser) if each.isVisible())
    ticks = chooser.findChild(QListWidget)
    assert ticks is not None
    qtbot.waitUntil(lambda: QApplication.activeWindow() is chooser and ticks.hasFocus())
    qtbot.keyClick(ticks, Key.Key_Down)
    qtbot.keyClick(ticks, Key.Key_Space)  # the second column is hidden
    qtbot.keyClick(ticks, Key.Key_Down)
    qtbot.keyClick(ticks, Key.Key_Down)
    for _ in range(3):
        qtbot.keyClick(ticks, Key.Key_Up, Held.AltModifier)  # the fourth comes first
    qtbot.keyClick(chooser, Key.Key_Return)
    wanted = [before[3], before[0], *before[2:3], *before[4:]]
    assert names(people) == wanted
    people.table.setColumnWidth(people.table.shown_columns()[1], 177)
    qtbot.wait(KEEP_AFTER_MS + 100)
    room.settle()

    room.lock()
    room.unlock()
    again = shown(room)

    assert names(again) == wanted
    assert again.table.columnWidth(again.table.shown_columns()[1]) == pytest.approx(177, abs=1)


def test_numbers_pasted_on_the_search_show_exactly_these_people(qtbot: QtBot, room: Room, people: RecordList) -> None:
    QGuiApplication.clipboard().setText(f"{NUMBERS['李强'].lower()}\n{NUMBERS['刘秀英']}\n")
    people.search.setFocus()

    qtbot.keyClick(people.search, Key.Key_V, Held.ControlModifier)
    qtbot.waitUntil(lambda: len(people.model.ids) == 2)

    assert {people.model.cell(row, 0) for row in range(2)} == {"刘秀英", "李强"}


def test_a_pasted_number_that_nobody_has_is_named(qtbot: QtBot, room: Room, people: RecordList) -> None:
    QGuiApplication.clipboard().setText(f"{NUMBERS['王芳']}\n110105198001010019\n")
    people.search.setFocus()

    qtbot.keyClick(people.search, Key.Key_V, Held.ControlModifier)
    qtbot.waitUntil(lambda: any(each.isVisible() for each in people.findChildren(NotFound)))

    told = next(each for each in people.findChildren(NotFound) if each.isVisible())
    assert says(told, "粘贴了 2 行，找到 1 人。") and says(told, "这 1 行在这份名单里没有找到：")
    qtbot.keyClick(QApplication.focusWidget() or told, Key.Key_Escape)
