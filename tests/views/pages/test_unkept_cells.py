"""What was typed in a cell of a list is never lost on its way into the file, nor while it waits to be gone on with."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.services import drafts, files
from app.views.record_list.inline import CellInPlace
from app.views.record_list.panel import RecordList
from tests.factories import add_person
from tests.views.pages.room import Room

Key = Qt.Key
NAMES = ["陈超", "胡艳涛", "李明"]
TOO_LONG = "x" * 300


@pytest.fixture
def members(room: Room) -> Room:
    """The list of three members."""
    with files.open_file(room.path, lambda keys: room.made.dek) as file, file.database.write("新增") as session:
        for name in NAMES:
            add_person(session, name)
    room.open("members")
    room.qtbot.waitUntil(lambda: len(people(room).model.ids) == len(NAMES))
    people(room).table.setFocus()
    return room


def people(room: Room) -> RecordList:
    return room.members.list


def cell(room: Room) -> CellInPlace:
    found = people(room).changer
    assert found is not None
    return found.in_place


def type_in(room: Room, row: int, words: str, column: str = "post") -> None:
    """F2 on a cell, and these words."""
    listed = people(room)
    listed.table.chosen.go(row, [each.name for each in listed.model.columns].index(column))
    room.qtbot.keyClick(listed.table, Key.Key_F2)
    room.qtbot.waitUntil(lambda: cell(room).editor is not None)
    room.qtbot.keyClicks(QApplication.focusWidget(), words)


def enter(room: Room) -> None:
    room.qtbot.keyClick(QApplication.focusWidget(), Key.Key_Return)


def drafted(room: Room) -> list[str]:
    """What of cells would outlive a crash now."""
    return [
        each["text"] for draft in drafts.kept(room.file.database) for each in [draft.content, *draft.content["waiting"]]
    ]


def test_a_lock_right_after_enter_leaves_what_is_then_refused_as_a_draft(members: Room) -> None:
    type_in(members, 0, TOO_LONG)

    enter(members)
    assert [each.text for each in cell(members).unkept] == [TOO_LONG]
    members.lock()
    members.unlock()

    assert drafted(members) == [TOO_LONG]
    assert members.says("上次填到一半的“陈超的岗位”还在。")


def test_a_lock_right_after_enter_leaves_no_draft_of_what_was_kept(members: Room) -> None:
    type_in(members, 0, "driver")

    enter(members)
    members.lock()
    members.unlock()

    assert drafted(members) == []
    people(members).refresh()
    members.settle()
    assert people(members).model.cell(0, [each.name for each in people(members).model.columns].index("post")) == (
        "driver"
    )
