"""Another file in the place of the open one: a backup and its undo, another folder; whatever fails, work goes on."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QLineEdit

from app.models import Person
from app.models.store.keyfile import keys_path
from app.services import files, listing
from app.services.backup import backup, kept_files
from app.services.listing import View
from app.views.settings_places import Place
from tests.factories import add_person
from tests.views.pages.driving import write
from tests.views.pages.room import Room


def names(room: Room) -> list[str]:
    with room.file.database.read() as session:
        view = View(Person, columns=("name",))
        return sorted(row[0] for row in listing.rows(session, view, listing.ids(session, view)))


def add(room: Room, name: str) -> None:
    with room.file.database.write("新增") as session:
        add_person(session, name)
    room.settle()


def arrived(room: Room) -> None:
    room.qtbot.waitUntil(lambda: room.desk.file is not None and room.window.page is not None, timeout=20_000)
    room.settle()


@pytest.fixture
def backed_up(room: Room, tmp_path: Path) -> Room:
    """A window at the page of the backups; the backup knows one member, the file two."""
    room.open("backup")
    add(room, "王秀兰")
    stick = tmp_path / "U盘"
    stick.mkdir()
    room.dialogs.opens = backup(room.file, stick).path
    add(room, "李建国")
    return room


def to_the_last_button(room: Room) -> str:
    """Look into the backup and name the union; gives the name of the button."""
    room.press("从备份恢复…")
    room.qtbot.waitUntil(lambda: room.says("这个备份是好的"), timeout=15_000)
    line = next(each for each in room.window.findChildren(QLineEdit) if each.accessibleName() == "工会名称")
    write(line, "示例工会")
    found = [each.accessibleName() for each in room.window.findChildren(QAbstractButton) if each.isVisible()]
    return next(each for each in found if "的备份替换" in each)


def test_a_restore_can_be_taken_back_in_the_window(backed_up: Room) -> None:
    backed_up.press(to_the_last_button(backed_up))
    arrived(backed_up)
    assert names(backed_up) == ["王秀兰"] and backed_up.says("已从备份恢复。原来的资料换了名字")

    backed_up.press("撤销恢复")
    arrived(backed_up)

    assert names(backed_up) == ["李建国", "王秀兰"] and backed_up.says("已换回恢复前的资料。")


def test_a_restore_that_is_stopped_leaves_the_file_open_as_it_was(backed_up: Room) -> None:
    last = to_the_last_button(backed_up)
    jobs, steps = backed_up.window.jobs, []
    jobs.fault_met.connect(steps.append)
    backed_up.press_at_once(last)
    backed_up.press_at_once("停止")
    arrived(backed_up)

    assert names(backed_up) == ["李建国", "王秀兰"]
    assert backed_up.says("已停止") and not kept_files(backed_up.path)
    assert not steps  # told in the window, not as a fault of the job: the file is open again


def test_a_window_is_not_closed_while_the_file_is_replaced(backed_up: Room) -> None:
    backed_up.press_at_once(to_the_last_button(backed_up))

    assert not backed_up.window.close()

    arrived(backed_up)


def test_the_file_from_before_a_restore_can_be_put_back_later(backed_up: Room) -> None:
    backed_up.press(to_the_last_button(backed_up))
    arrived(backed_up)
    backed_up.press("知道了")
    backed_up.window.go_to("settings", Place.WHERE)
    backed_up.settle()

    backed_up.press("换回恢复前的资料…")
    backed_up.press("换回这一份")
    arrived(backed_up)

    assert names(backed_up) == ["李建国", "王秀兰"]


@pytest.fixture
def at_home(room: Room, tmp_path: Path) -> Room:
    """A window at 资料在哪里, with another folder to go to."""
    room.open("settings")
    add(room, "王秀兰")
    room.window.go_to("settings", Place.WHERE)
    room.settle()
    room.dialogs.chooses = tmp_path / "别处"
    room.dialogs.chooses.mkdir()
    return room


def test_the_file_is_moved_and_the_old_one_kept_until_it_is_said(at_home: Room) -> None:
    old, folder = at_home.path, at_home.dialogs.chooses
    assert folder is not None

    at_home.press("搬到别的文件夹…")
    arrived(at_home)

    new = at_home.file.database.path
    assert new == folder / old.name and keys_path(new).exists() and names(at_home) == ["王秀兰"]
    [kept] = old.parent.glob("*搬走前*.xiaojia")
    assert not old.exists() and at_home.says(kept.name)
    at_home.press("删掉搬走前的那份")
    at_home.press("删掉搬走前的那份")
    assert not kept.exists() and not keys_path(kept).exists() and new.exists()
    assert not at_home.says("搬走前的那份")


def test_the_moved_file_opens_with_the_same_password_and_the_kept_one_too(at_home: Room) -> None:
    at_home.press("搬到别的文件夹…")
    arrived(at_home)
    new = at_home.file.database.path
    [kept] = at_home.path.parent.glob("*搬走前*.xiaojia")

    at_home.lock()

    for path in (new, kept):
        files.open_file(path, files.by_password(at_home.made.password)).close()


def test_a_folder_that_has_such_a_file_is_refused_and_nothing_is_moved(at_home: Room) -> None:
    folder = at_home.dialogs.chooses
    assert folder is not None
    (folder / at_home.path.name).write_bytes(b"something else")

    at_home.press("搬到别的文件夹…")
    at_home.settle()

    assert at_home.says("那个文件夹里已经有同名的资料。")
    assert (folder / at_home.path.name).read_bytes() == b"something else"
    assert names(at_home) == ["王秀兰"] and at_home.path.exists()


def test_moving_that_is_stopped_leaves_nothing_in_the_new_folder(at_home: Room) -> None:
    folder = at_home.dialogs.chooses
    assert folder is not None

    stopped = threading.Event()
    at_home.press_at_once("搬到别的文件夹…")
    at_home.window.jobs.run(lambda: stopped.wait(20), lambda _: None)  # the move, asked for by then, waits behind it
    at_home.qtbot.waitUntil(lambda: at_home.window.covering is not None)
    at_home.press_at_once("停止")
    stopped.set()
    arrived(at_home)

    assert list(folder.iterdir()) == [] and at_home.file.database.path == at_home.path
    assert names(at_home) == ["王秀兰"]


def test_a_cloud_folder_is_asked_about(at_home: Room, tmp_path: Path) -> None:
    at_home.dialogs.chooses = tmp_path / "坚果云"
    at_home.dialogs.chooses.mkdir()

    at_home.press("搬到别的文件夹…")

    assert at_home.says("会被“坚果云”自动上传")
    at_home.press("不搬了")
    assert at_home.path.exists() and names(at_home) == ["王秀兰"]
