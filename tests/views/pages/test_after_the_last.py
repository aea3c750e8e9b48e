"""After the last person of a list Ctrl+Enter goes on with somebody new; Ctrl+PgDn says that it is the last one."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.models import Person
from tests.factories import add_person
from tests.views.pages.room import Room

Key, Held = Qt.Key, Qt.KeyboardModifier


@pytest.fixture
def last(room: Room) -> int:
    """The id of 李明, the last of the list, whose form is open."""
    room.open()
    with room.file.database.write("准备") as session:
        ids = [add_person(session, name).id for name in ("陈超", "李明")]
    room.window.go_to("members")
    room.settle()
    room.show_member("李明")
    return ids[1]


def press_ctrl(room: Room, key: Qt.Key) -> None:
    focused = QApplication.focusWidget()
    assert focused is not None
    room.qtbot.keyClick(focused, key, Held.ControlModifier)
    room.settle()


def test_ctrl_enter_on_the_last_person_saves_and_begins_a_new_one(room: Room, last: int) -> None:
    room.type("post", "电工")

    press_ctrl(room, Key.Key_Return)
    room.qtbot.waitUntil(lambda: room.form.record_id is None)

    with room.file.database.read() as session:
        assert session.get_one(Person, last).post == "电工"
    assert (room.form.draft(), room.form.body.texts()["name"]) == ({}, "")
    assert room.form.body.focused() == "name"


def test_ctrl_page_down_on_the_last_person_says_so_and_stays(room: Room, last: int) -> None:
    press_ctrl(room, Key.Key_PageDown)

    room.qtbot.waitUntil(lambda: room.says("这是最后一个"))
    assert room.form.record_id == last
