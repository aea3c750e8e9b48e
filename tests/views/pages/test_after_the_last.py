"""Ctrl+Enter on the last person of a list saves, says that it is the last one, and stays there."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.models import Person
from tests.factories import add_person
from tests.views.pages.room import Room


def test_ctrl_enter_on_the_last_person_saves_and_says_so(room: Room) -> None:
    room.open()
    with room.file.database.write("准备") as session:
        ids = [add_person(session, name).id for name in ("陈超", "李明")]
    room.window.go_to("members")
    room.settle()
    room.show_member("李明")
    room.type("post", "电工")

    room.qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    room.qtbot.waitUntil(lambda: room.says("这是最后一个"), timeout=8_000)

    assert (room.form.record_id, room.form.draft()) == (ids[1], {})
    with room.file.database.read() as session:
        assert session.get_one(Person, ids[1]).post == "电工"
