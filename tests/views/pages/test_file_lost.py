"""A file that disappears under the open window: said plainly, and the work goes on with all that was saved."""

from __future__ import annotations

from app.services import drafts, files
from tests.factories import add_person
from tests.views.pages.room import Room


def test_the_window_goes_on_with_the_rescued_file_and_what_was_half_typed(room: Room) -> None:
    with files.open_file(room.path, lambda keys: room.made.dek) as file, file.database.write("新增") as session:
        add_person(session, "王秀兰")
    room.open("members")
    room.show_member("王秀兰")
    room.path.unlink()

    room.type("post", "班长")
    room.form.save()
    room.qtbot.waitUntil(lambda: room.says("已经另存到"), timeout=10_000)
    room.press("接着用另存的这份")
    room.qtbot.waitUntil(lambda: room.desk.file is not None and room.window.page is not None, timeout=10_000)
    room.settle()

    assert "抢救" in room.file.database.path.name
    assert [each.content["texts"] for each in drafts.kept(room.file.database)] == [{"post": "班长"}]
    room.window.go_to("members")
    room.settle()
    assert room.show_member("王秀兰").title == "王秀兰"
