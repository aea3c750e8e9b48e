"""A file of an older version, opened in the window."""

from __future__ import annotations

from pathlib import Path

from tests.fixtures.schema.older import PASSWORD, older_file
from tests.views.pages.room import Room


def test_an_older_file_opens_with_its_password_and_it_is_told_where_it_lies_as_it_was(
    room: Room, tmp_path: Path
) -> None:
    room.path = older_file(tmp_path)
    room.desk.start(room.path)

    room.cover.line.setText(PASSWORD)
    room.press("打开")
    room.qtbot.waitUntil(lambda: room.desk.file is not None and room.window.page is not None, timeout=20_000)
    room.settle()

    assert room.file.before is not None
    assert room.says(f"转之前的那一份留在旁边，叫“{room.file.before.stem}”。")
    room.window.go_to("members")
    room.settle()
    assert room.members.list.model.total > 0
