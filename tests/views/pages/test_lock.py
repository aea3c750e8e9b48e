"""The lock: nothing of the data stays in the window or in memory, the file is let go, and nothing typed is lost."""

from __future__ import annotations

import gc
import subprocess
import sys
import threading
import weakref
from pathlib import Path
from types import FrameType

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid
from sqlalchemy import select

from app.i18n import Label
from app.models import Person
from app.services import drafts, files
from app.views.idle import LOCK_AFTER_S, WARN_BEFORE_S
from app.views.kit.ask import Answer, ask
from app.views.members import MembersPage
from tests.factories import add_person
from tests.views.pages.room import Room, everything_said

CANARY = "欧阳锁锁"
OPEN_IT = """
import sys
from pathlib import Path
from app.services import files
files.open_file(Path(sys.argv[1]), files.by_password(sys.argv[2])).close()
"""


@pytest.fixture
def members(room: Room) -> Room:
    """The list of the members with one in it."""
    with files.open_file(room.path, lambda keys: room.made.dek) as file, file.database.write("新增") as session:
        add_person(session, CANARY)
    room.open("members")
    return room


def test_nothing_of_the_data_is_left_in_any_widget(members: Room) -> None:
    members.show_member(CANARY)
    members.window.done(Label("已保存“{title}”", title=CANARY))
    child = QLabel(CANARY, members.window, Qt.WindowType.Window)
    child.show()
    ask(members.window, Label("还没保存"), Label("{name}的资料", name=CANARY), [Answer(Label("知道了"))])
    assert CANARY in everything_said()

    members.lock()
    gc.collect()

    assert CANARY not in everything_said()


def test_the_picture_of_a_locked_window_shows_no_page(members: Room) -> None:
    members.lock()

    shown = [each for each in members.window.findChildren(QWidget) if each.isVisible()]
    assert members.window.page is None
    assert not members.window.menuBar().isVisible() and not members.window.navigation.isVisible()
    assert all(each is members.cover or members.cover.isAncestorOf(each) or each.isAncestorOf(members.cover)
               for each in shown)  # fmt: skip


def test_another_process_can_open_the_file_of_a_locked_window(members: Room) -> None:
    members.lock()

    done = subprocess.run([sys.executable, "-c", OPEN_IT, str(members.path), members.made.password], check=False)

    assert done.returncode == 0


def test_nobody_holds_the_key_or_the_file_any_more(members: Room) -> None:
    members.lock()
    members.unlock()  # with the password, so that the key is nobody's but the program's
    members.show_member(CANARY)
    database, key = weakref.ref(members.file.database), members.file.dek
    assert len(key) == 32

    members.lock()
    gc.collect()

    assert database() is None
    assert [each for each in gc.get_referrers(key) if not isinstance(each, FrameType)] == []


def test_what_was_typed_is_offered_back_at_the_page_where_it_was(members: Room) -> None:
    members.show_member(CANARY)
    members.type("post", "班长")

    members.lock()
    members.unlock()

    assert members.window.current_key == "members"
    assert members.says(f"上次填到一半的“{CANARY}”还在。")
    members.press("接着填")
    assert members.form.draft() == {"post": "班长"}
    members.form.drop()
    members.settle()
    assert drafts.kept(members.file.database) == []


def type_in_a_cell(room: Room, words: str) -> None:
    """F2 on the post of the only member, and half a word."""
    listed = room.members.list
    room.qtbot.waitUntil(lambda: len(listed.model.ids) == 1)
    listed.table.setFocus()
    listed.table.chosen.go(0, [each.name for each in listed.model.columns].index("post"))
    room.qtbot.keyClick(listed.table, Qt.Key.Key_F2)
    room.settle()
    room.qtbot.keyClicks(QApplication.focusWidget(), words)


def test_a_half_typed_cell_is_no_deed_and_is_offered_back_after_the_lock(members: Room) -> None:
    type_in_a_cell(members, "driv")
    before = members.file.database.last_deed()

    members.lock()
    members.unlock()

    assert members.file.database.last_deed() == before
    assert members.says(f"上次填到一半的“{CANARY}的岗位”还在。")
    members.press("接着填")
    members.qtbot.waitUntil(lambda: members.members.list.changer.in_place.editor is not None)
    members.qtbot.keyClicks(QApplication.focusWidget(), "er")
    members.qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    members.settle()
    with members.file.database.read() as session:
        assert session.scalars(select(Person.post)).all() == ["driver"]
    assert drafts.kept(members.file.database) == []


def test_ctrl_l_locks(members: Room, qtbot: QtBot) -> None:
    qtbot.keyClick(members.window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)

    assert members.locked().title.text() == members.path.stem


def test_five_minutes_without_a_touch_lock_and_half_a_minute_before_it_is_said(members: Room) -> None:
    members.wait(LOCK_AFTER_S - WARN_BEFORE_S - 1)
    assert not members.says("秒后锁上")
    members.wait(2)
    assert members.says("30 秒后锁上") and members.desk.file is not None

    members.wait(WARN_BEFORE_S)

    members.locked()


def test_a_key_after_the_warning_keeps_the_window_open(members: Room) -> None:
    members.wait(LOCK_AFTER_S - 10)
    assert members.says("秒后锁上")

    QTest.keyClick(members.window.windowHandle(), Qt.Key.Key_Shift)
    members.wait(LOCK_AFTER_S - WARN_BEFORE_S - 1)

    assert not members.says("秒后锁上") and members.desk.file is not None


def test_a_move_of_the_mouse_in_a_dialog_keeps_the_window_open(members: Room, qtbot: QtBot) -> None:
    dialog = ask(members.window, Label("还没保存"), Label("还没保存"), [Answer(Label("知道了"))])
    dialog.activateWindow()
    qtbot.waitUntil(lambda: dialog.isActiveWindow())
    members.wait(LOCK_AFTER_S - 10)

    QTest.mouseMove(dialog.windowHandle())
    QTest.mouseMove(dialog.windowHandle(), dialog.rect().center())
    members.wait(20)

    assert members.desk.file is not None


def test_a_job_that_runs_is_finished_before_the_file_is_closed(members: Room) -> None:
    gate, database = threading.Event(), members.file.database

    def slow() -> None:
        gate.wait(10)
        with database.write("新增") as session:
            add_person(session, "李建国")

    members.window.jobs.run_long(lambda _: slow(), lambda _: None)
    members.window.lock_asked.emit()
    assert not members.cover.open.isEnabled() and members.cover.open.toolTip() == "正在锁上"
    gate.set()

    members.locked()
    members.unlock()
    assert members.show_member("李建国").title == "李建国"


def test_a_wrong_password_leaves_the_window_locked(members: Room, qtbot: QtBot) -> None:
    cover = members.lock()
    cover.line.setText("wrong")
    cover.open.trigger()

    qtbot.waitUntil(lambda: members.says("密码不对"), timeout=10_000)

    assert members.desk.file is None and cover.open.isEnabled()


def test_the_recovery_code_opens_a_locked_window(members: Room) -> None:
    members.lock()

    members.press("忘了密码，用恢复码")

    assert members.says("用恢复码打开")


def test_locking_twice_locks_once(members: Room) -> None:
    members.window.lock_asked.emit()
    members.window.lock_asked.emit()

    members.locked()
    members.unlock()
    assert members.desk.file is not None


def test_a_second_window_is_gone_with_the_lock(members: Room) -> None:
    second = QLabel(CANARY)
    second.show()

    members.lock()

    assert not isValid(second)


def test_a_window_that_is_locked_can_be_closed(members: Room) -> None:
    members.lock()

    assert members.window.close()


def test_the_lock_note_is_gone_while_the_window_is_locked(members: Room) -> None:
    note = Path(f"{members.path}.lock.json")
    assert note.exists()

    members.lock()

    assert not note.exists()


def test_what_was_typed_in_a_second_window_is_kept_too(members: Room) -> None:
    form = members.show_member(CANARY)
    members.window.open_aside(form.record_id)
    members.settle()
    [second] = members.window.others.all()
    page = second.page
    assert isinstance(page, MembersPage)
    page.page.form.body.rows["post"].editor.show_raw("班长")

    members.lock()

    assert not isValid(second) and not members.window.others.all()
    members.unlock()
    assert [each.content["texts"] for each in drafts.kept(members.file.database)] == [{"post": "班长"}]
