"""A file that disappears under the open window: said plainly, and the work goes on with all that was saved."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from app.models import Person
from app.services import drafts, files, listing, pc_settings
from app.services.listing import View
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


@pytest.fixture
def lost(room: Room, tmp_path: Path) -> Room:
    """A window over a file with one member, which somebody has deleted since; nothing was written after that."""
    (tmp_path / "资料").mkdir()
    room.path = room.made.copy_to(tmp_path / "资料")
    with files.open_file(room.path, lambda keys: room.made.dek) as file, file.database.write("新增") as session:
        add_person(session, "王秀兰")
    room.open("members")
    room.path.unlink()
    return room


def names(room: Room) -> list[str]:
    with room.file.database.read() as session:
        view = View(Person, columns=("name",))
        return [row[0] for row in listing.rows(session, view, listing.ids(session, view))]


def test_the_lock_closes_no_lost_file_without_a_copy_of_it(lost: Room) -> None:
    lost.lock()

    assert lost.says("原来的资料文件不见了")
    lost.unlock()
    assert "抢救" in lost.file.database.path.name and names(lost) == ["王秀兰"]


def test_where_nothing_can_be_copied_the_window_stays_locked_and_the_work_is_kept(
    lost: Room, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    lost.path.parent.rename(tmp_path / "搬走了")
    wall = tmp_path / "一个文件"
    wall.write_text("")
    monkeypatch.setenv("XIAOJIA_DATA_DIR", str(wall / "里面"))

    lost.window.lock_asked.emit()
    lost.qtbot.waitUntil(lambda: lost.says("没有存成"), timeout=10_000)
    assert lost.desk.file is None and lost.window.page is None

    lost.unlock()
    assert names(lost) == ["王秀兰"]


def test_what_is_half_typed_goes_into_the_copy_when_a_lost_file_is_locked(lost: Room) -> None:
    lost.window.go_to("members")
    lost.settle()
    lost.show_member("王秀兰")
    lost.form.body.rows["post"].editor.control.setText("班长")

    lost.lock()
    lost.unlock()

    assert [each.content["texts"] for each in drafts.kept(lost.file.database)] == [{"post": "班长"}]


def test_what_was_saved_after_the_file_had_come_back_is_in_the_copy_that_is_opened(room: Room, tmp_path: Path) -> None:
    room.open("members")
    away = tmp_path / "别处" / "工会.xiaojia"
    away.parent.mkdir()
    room.path.rename(away)
    room.desk.rescue.look()
    room.qtbot.waitUntil(lambda: room.says("已经另存到"), timeout=10_000)
    room.press("先不管")
    away.rename(room.path)
    with room.file.database.write("新增") as session:
        add_person(session, "李春梅")
    room.path.rename(away)

    room.press("接着用另存的这份")
    room.qtbot.waitUntil(lambda: room.dialog is not None, timeout=10_000)
    room.press("接着用另存的这份")
    room.qtbot.waitUntil(lambda: "抢救" in room.file.database.path.name, timeout=10_000)

    assert names(room) == ["李春梅"]


def test_leaving_asks_first_and_the_copy_is_opened_the_next_time(lost: Room) -> None:
    lost.window.close()
    lost.qtbot.waitUntil(lambda: lost.says("已经另存到"), timeout=10_000)
    assert lost.window.isVisible()

    lost.press_at_once("退出，下次打开另存的这份")
    lost.qtbot.waitUntil(lambda: not lost.window.isVisible(), timeout=10_000)

    assert "抢救" in pc_settings.load().last_file


def test_a_look_at_the_folder_finds_it_out_without_any_write(lost: Room) -> None:
    lost.desk.rescue.look()
    lost.qtbot.waitUntil(lambda: lost.says("已经另存到"), timeout=10_000)

    lost.qtbot.keyClick(lost.dialog, Qt.Key.Key_Escape)
    lost.press("接着用另存的这份")
    lost.qtbot.waitUntil(lambda: lost.desk.file is not None and lost.window.page is not None, timeout=10_000)

    assert names(lost) == ["王秀兰"]


def test_a_copy_that_failed_can_be_tried_again(lost: Room, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    folder = tmp_path / "搬走了"
    lost.path.parent.rename(folder)
    wall = tmp_path / "一个文件"
    wall.write_text("")
    monkeypatch.setenv("XIAOJIA_DATA_DIR", str(wall / "里面"))
    lost.desk.rescue.look()
    lost.qtbot.waitUntil(lambda: lost.says("没有存成"), timeout=10_000)

    lost.path.parent.mkdir()
    lost.press("再试一次")

    lost.qtbot.waitUntil(lambda: lost.says("已经另存到"), timeout=10_000)


def test_a_restore_does_not_close_a_lost_file(lost: Room, tmp_path: Path) -> None:
    backup = tmp_path / "没有的.xjbak"

    lost.window.restore_asked.emit(backup, files.by_password(lost.made.password))
    lost.qtbot.waitUntil(lambda: lost.says("已经另存到"), timeout=10_000)

    assert names(lost) == ["王秀兰"]
