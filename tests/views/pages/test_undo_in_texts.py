"""Ctrl+Z and Ctrl+Y in a field take back typing; where there is none they say so and undo no deed (screen.md §9)."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from app.i18n import Label
from app.models import Person
from tests.factories import add_person
from tests.views.pages.room import Room

Key, Held = Qt.Key, Qt.KeyboardModifier
UNDO = "这一格里没有可以撤销的了。要撤销别的，用菜单“编辑”"
REDO = "这一格里没有可以重做的了。要重做别的，用菜单“编辑”"


@pytest.fixture
def at_form(room: Room) -> Room:
    """李明 in the form, and a deed that could be taken back."""
    room.open()
    with room.file.database.write("新增会员") as session:
        add_person(session, "李明")
    room.window.go_to("members")
    room.settle()
    room.show_member("李明")
    room.type("post", "电工")
    room.form.save()
    room.settle()
    return room


def field(room: Room, name: str) -> QLineEdit | QPlainTextEdit:
    found = room.form.body.rows[name].editor.control
    assert isinstance(found, QLineEdit | QPlainTextEdit)
    room.form.body.go_to(room.form.body.rows[name])
    return found


def ctrl(room: Room, key: Qt.Key) -> None:
    """As the desktop gives it: shortcuts come first."""
    QTest.keyClick(room.window.windowHandle(), key, Held.ControlModifier)
    room.settle()


def post(room: Room) -> str | None:
    with room.file.database.read() as session:
        return session.query(Person).one().post


def test_an_untouched_field_says_that_there_is_nothing_and_no_deed_is_undone(at_form: Room) -> None:
    for name, key, words in (
        ("name", Key.Key_Z, UNDO),
        ("name", Key.Key_Y, REDO),
        ("remark", Key.Key_Z, UNDO),
        ("remark", Key.Key_Y, REDO),
    ):
        field(at_form, name)
        assert not at_form.says(words)

        ctrl(at_form, key)

        assert at_form.says(words), name
        at_form.window.say(Label("别的"))
    assert post(at_form) == "电工"


def test_what_was_typed_is_taken_back_before_anything_is_said(at_form: Room) -> None:
    line = field(at_form, "name")
    QTest.keyClicks(line, "abc")

    ctrl(at_form, Key.Key_Z)

    assert at_form.form.body.texts()["name"] == "李明"
    assert not at_form.says(UNDO)


def test_the_menu_takes_back_the_deed_that_it_names_also_from_a_field(at_form: Room) -> None:
    field(at_form, "name")

    at_form.window.menus.undo.trigger()
    at_form.settle()

    assert post(at_form) is None
