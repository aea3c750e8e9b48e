"""Closing the window: one question when a backup is due, none otherwise; the same is said in the banner."""

from __future__ import annotations

from datetime import timedelta

import pytest
from pytestqt.qtbot import QtBot

from app.services import backup, files, reminding, samples
from app.services.backup.making import REMEMBERED
from app.services.today import today
from tests.factories import add_person
from tests.views.pages.driving import says, slow, write
from tests.views.pages.room import Room


def change(room: Room) -> None:
    with room.file.database.write("新增") as session:
        add_person(session, "王秀兰")
    room.settle()


def backed_up(room: Room, days_ago: int) -> None:
    """A backup that long ago, and a change after it."""
    made = {"sequence": 1, "made_at": f"{today() - timedelta(days=days_ago)}T09:00:00", "place": "", "name": ""}
    room.file.database.remember(REMEMBERED, [{**made, "deed_head": room.file.database.recall("chain_head")}])
    change(room)


@pytest.fixture
def due(room: Room) -> Room:
    """A window over a file that was last backed up nine days ago."""
    room.open()
    change(room)
    backed_up(room, 9)
    return room


def test_a_backup_that_is_due_is_asked_for_once_on_leaving(due: Room) -> None:
    assert not due.window.close()
    due.settle()

    assert due.dialog is not None and due.says("已 9 天没有备份。资料只在这台电脑上。")
    due.press("取消")
    assert due.window.isVisible() and due.desk.file is not None


def test_tomorrow_will_do_closes_the_window_and_is_silent_for_the_day(due: Room, qtbot: QtBot) -> None:
    due.window.close()
    due.settle()
    with qtbot.waitSignal(due.window.left):
        due.press("明天再说")

    assert not due.window.isVisible()
    assert reminding.backup_due(due.file.database, today()) is None
    assert reminding.backup_due(due.file.database, today() + timedelta(days=1)) is not None


def test_backing_up_now_goes_to_the_backups_and_stays(due: Room) -> None:
    due.window.close()
    due.settle()
    due.press("现在备份")

    assert due.window.isVisible() and due.window.current_key == "backup"


def test_nothing_is_asked_where_a_backup_is_a_week_old(room: Room, qtbot: QtBot) -> None:
    room.open()
    change(room)
    backed_up(room, 7)

    with qtbot.waitSignal(room.window.left):
        room.window.close()


def test_the_banner_says_it_and_can_be_put_off(due: Room) -> None:
    assert says(due.window.banner, "已 9 天没有备份。")

    due.press("明天再说")

    assert not says(due.window.banner, "天没有备份") and due.window.isVisible()


def test_the_banner_goes_when_a_backup_was_made(due: Room) -> None:
    assert says(due.window.banner, "已 9 天没有备份。")
    folder = due.path.parent / "U盘"
    folder.mkdir()

    due.window.jobs.run(lambda: backup.backup(due.file, folder), lambda _: None)
    due.settle()

    assert not says(due.window.banner, "天没有备份")


def test_what_is_unsaved_is_asked_about_before_the_backup(due: Room) -> None:
    due.window.go_to("members")
    due.settle()
    due.show_member("王秀兰")
    due.type("post", "班长")

    due.window.close()
    due.settle()
    assert due.says("还没保存")
    due.press("不保存")

    assert due.says("已 9 天没有备份。")
    due.press("取消")


def test_what_is_typed_after_the_cross_was_pressed_is_asked_about(room: Room) -> None:
    room.open()
    change(room)
    backed_up(room, 1)
    room.window.go_to("members")
    room.settle()
    room.show_member("王秀兰")

    with slow(room.qtbot, room.window.jobs):
        assert not room.window.close()
        write(room.form.body.rows["post"].editor.control, "班长")
    room.settle()

    assert room.window.isVisible() and room.says("还没保存")
    room.press("继续填")
    assert room.form.draft() == {"post": "班长"}
    room.form.drop()


def test_the_made_up_union_is_never_asked_for_a_backup(room: Room, qtbot: QtBot) -> None:
    path = samples.sample_path()
    path.parent.mkdir(parents=True)
    new = files.create(path, "示例", samples.PASSWORD)
    room.desk.enter(new.file)
    room.settle()
    change(room)

    with qtbot.waitSignal(room.window.left):
        room.window.close()
