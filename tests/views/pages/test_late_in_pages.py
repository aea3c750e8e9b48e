"""What the file answers late, on the pages: nothing typed meanwhile is lost, and no answer hits another file."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.services import drafts, files
from app.services.backup import backup
from app.services.drafts import Draft, new_token
from app.views.deeds_dialog import DeedsDialog
from tests.factories import add_person
from tests.views.pages.driving import has_button, slow
from tests.views.pages.room import Room


def moved(room: Room, folder: Path) -> None:
    """Wait until the file is open in the other folder."""
    room.qtbot.waitUntil(lambda: room.desk.file is not None and room.file.database.path.parent == folder)
    room.settle()


@pytest.fixture
def other(tmp_path: Path) -> Path:
    """Another folder for the file."""
    made = tmp_path / "资料"
    made.mkdir()
    return made


def test_the_deeds_of_a_file_are_not_shown_once_another_is_in_its_place(room: Room, other: Path) -> None:
    room.open()
    with room.file.database.write("新增") as session:
        add_person(session, "王秀兰")
    with slow(room.qtbot, room.window.jobs):
        room.window.move_asked.emit(other)
        room.desk.show_history()
    moved(room, other)

    assert not [each for each in room.window.findChildren(DeedsDialog) if each.isVisible()]
    room.desk.show_history()
    room.settle()
    assert isinstance(room.dialog, DeedsDialog)
    room.dialog.reject()


def test_what_was_half_typed_in_a_file_is_not_offered_once_another_is_in_its_place(room: Room, tmp_path: Path) -> None:
    room.open()
    kept = backup(room.file, tmp_path).path
    drafts.keep(room.file.database, Draft(new_token(), "members", "李建国", {}))
    before = room.desk.let_go()
    room.settle()
    before.close()
    opened = files.open_file(room.path, lambda keys: room.made.dek)
    with slow(room.qtbot, room.window.jobs):
        room.desk.enter(opened)
        room.window.restore_asked.emit(kept, lambda keys: room.made.dek)
    room.qtbot.waitUntil(lambda: room.desk.file is not None and room.file is not opened)
    room.settle()

    assert not drafts.kept(room.file.database)
    assert not has_button(room.window, "接着填")


def test_a_page_that_was_on_its_way_is_not_built_from_a_file_that_is_closed(room: Room, other: Path) -> None:
    room.open()
    with slow(room.qtbot, room.window.jobs):
        room.window.move_asked.emit(other)
        room.window.go_to("members")
    moved(room, other)

    assert room.window.current_key == "settings"
    room.window.go_to("members")
    room.settle()
    assert room.members.list.model.is_loaded
