"""What the file answers late, on the pages: nothing typed meanwhile is lost, and no answer hits another file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.i18n import Label
from app.models import CondolenceRecord, CondolenceRound, HardshipCase
from app.models.store.database import Database
from app.services import drafts, files, rounds
from app.services.backup import backup
from app.services.drafts import Draft, new_token
from app.services.files import OpenFile
from app.views.deeds_dialog import DeedsDialog
from app.views.forms.form import FormView
from app.views.hardship import page as hardship_page
from app.views.hardship.page import HardshipPage
from app.views.hardship.safekeeping import plain
from app.views.kit.ask import Dialog
from app.views.page import Shell
from app.views.pages import Page
from app.views.rounds import page as rounds_page
from app.views.rounds.page import RoundsPage
from tests.factories import add_case, add_person, add_round
from tests.views.pages.conftest import MakeWindow
from tests.views.pages.driving import has_button, press, slow, write
from tests.views.pages.room import Room

ROUNDS = Page("rounds", Label("慰问"), Label("慰问"), "gift", rounds_page.build, None, rounds_page.prepare)
HOMES = Page("hardship", Label("困难职工"), Label("困难"), "users", hardship_page.build, None, hardship_page.prepare)


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


# --- rounds


def asked(window: QWidget) -> list[Dialog]:
    return [each for each in window.findChildren(Dialog) if each.isVisible()]


def type_in(form: FormView, name: str, words: str) -> None:
    write(form.body.rows[name].editor.control, words)


def settle(qtbot: QtBot, window: Shell) -> None:
    """Wait until everything that was asked for is answered; an answer may ask again."""
    for _ in range(3):
        done: list[bool] = []
        window.jobs.run(lambda: None, lambda _, done=done: done.append(True))
        qtbot.waitUntil(lambda done=done: bool(done))


@pytest.fixture
def two_rounds(opened: OpenFile) -> tuple[int, int, int]:
    """春节 with 王秀兰 on its list, and 中秋: their ids, and that of her record."""
    with opened.database.write("准备") as session:
        first, second = add_round(session, "春节"), add_round(session, "中秋")
        rounds.add(session, first, [add_person(session, "王秀兰")])
        session.flush()
        record = session.query(CondolenceRecord).one()
        return first.id, second.id, record.id


def test_a_round_that_is_read_late_takes_nothing_typed_on_the_open_one(
    qtbot: QtBot, make_window: MakeWindow, opened: OpenFile, two_rounds: tuple[int, int, int]
) -> None:
    first, second, record = two_rounds
    window = make_window(ROUNDS)
    page = window.page
    assert isinstance(page, RoundsPage)
    page.show_record(first)
    qtbot.waitUntil(lambda: page.round is not None)
    assert page.round is not None
    page.round.people.open(record)
    settle(qtbot, window)
    form = page.round.people.form

    with slow(qtbot, window.jobs):
        page.show_record(second)
        type_in(form, "remark", "腿脚不便")

    assert page.round.work.round_id == first and form.draft() == {"remark": "腿脚不便"}
    press(qtbot, asked(window)[0], "保存")
    qtbot.waitUntil(lambda: page.round is not None and page.round.work.round_id == second)
    settle(qtbot, window)
    assert remark(opened.database, record) == "腿脚不便"


def remark(database: Database, record: int) -> str | None:
    with database.read() as session:
        return session.get_one(CondolenceRecord, record).remark


def test_the_round_asked_for_last_is_the_one_that_is_shown(
    qtbot: QtBot, make_window: MakeWindow, two_rounds: tuple[int, int, int]
) -> None:
    first, second, _ = two_rounds
    window = make_window(ROUNDS)
    page = window.page
    assert isinstance(page, RoundsPage)
    shown: list[int] = []
    with slow(qtbot, window.jobs):
        page.open_round(first, lambda made: shown.append(made.work.round_id))
        page.open_round(second, lambda made: shown.append(made.work.round_id))

    assert shown == [second]


def test_a_round_is_not_closed_over_what_was_typed_while_it_was_saved(
    qtbot: QtBot, make_window: MakeWindow, opened: OpenFile, two_rounds: tuple[int, int, int]
) -> None:
    window = make_window(ROUNDS)
    page = window.page
    assert isinstance(page, RoundsPage)
    settle(qtbot, window)
    page.rounds.edit(two_rounds[0])
    settle(qtbot, window)
    form = page.rounds.form
    type_in(form, "basis", "区总工会文件")
    with slow(qtbot, window.jobs):
        form.save()
        type_in(form, "remark", "十人")

    assert form.isVisible() and form.draft() == {"remark": "十人"} and page.round is None
    form.save()
    qtbot.waitUntil(lambda: page.round is not None)
    with opened.database.read() as session:
        kept = session.get_one(CondolenceRound, two_rounds[0])
        assert (kept.basis, kept.remark) == ("区总工会文件", "十人")


# --- households


@pytest.fixture
def homes(opened: OpenFile) -> tuple[int, int]:
    """The files of 刘强 and of 王芳."""
    with opened.database.write("准备") as session:
        first, second = (add_case(session, add_person(session, name)) for name in ("刘强", "王芳"))
        return first.id, second.id


@pytest.fixture
def households(qtbot: QtBot, make_window: MakeWindow, homes: tuple[int, int]) -> Iterator[HardshipPage]:
    """The page with the file of 刘强 open."""
    window = make_window(HOMES)
    page = window.page
    assert isinstance(page, HardshipPage)
    page.show_record(homes[0])
    qtbot.waitUntil(lambda: page.case.case_id == homes[0])
    settle(qtbot, window)
    yield page
    page.case.drop()


def type_remark(page: HardshipPage, words: str) -> None:
    assert page.case.parts is not None
    page.case.parts.setCurrentWidget(page.case.parts.body)
    write(page.case.parts.body.rows["remark"].editor.control, words)


def remark_of(opened: OpenFile, case_id: int) -> str | None:
    with opened.database.read() as session:
        return session.get_one(HardshipCase, case_id).remark


def test_a_household_that_is_read_late_takes_nothing_typed_on_the_open_one(
    qtbot: QtBot, opened: OpenFile, households: HardshipPage, homes: tuple[int, int]
) -> None:
    page, (first, second) = households, homes
    with slow(qtbot, page.shell.jobs):
        page.show_record(second)
        type_remark(page, "腿脚不便")
    qtbot.waitUntil(lambda: bool(asked(page.window())))

    assert page.case.case_id == first and page.case.draft().texts["remark"] == "腿脚不便"
    press(qtbot, asked(page.window())[0], "保存")
    qtbot.waitUntil(lambda: page.case.case_id == second)
    assert (remark_of(opened, first), remark_of(opened, second)) == ("腿脚不便", None)


def test_a_household_that_is_read_while_another_is_saved_is_shown_after_it(
    qtbot: QtBot, opened: OpenFile, households: HardshipPage, homes: tuple[int, int]
) -> None:
    page, (first, second) = households, homes
    with slow(qtbot, page.shell.jobs):
        page.show_record(second)
        type_remark(page, "腿脚不便")
        page.case.save()
    qtbot.waitUntil(lambda: page.case.case_id == second)

    assert remark_of(opened, first) == "腿脚不便" and not asked(page.window()) and not page.case.changes()


def test_a_new_household_that_is_read_late_takes_nothing_typed_on_the_open_one(
    qtbot: QtBot, opened: OpenFile, households: HardshipPage, homes: tuple[int, int]
) -> None:
    page = households
    with opened.database.write("新增") as session:
        person = add_person(session, "李建国").id
    settle(qtbot, page.shell)
    with slow(qtbot, page.shell.jobs):
        page.start(person)
        type_remark(page, "腿脚不便")
    qtbot.waitUntil(lambda: bool(asked(page.window())))

    assert page.case.case_id == homes[0] and page.case.draft().texts["remark"] == "腿脚不便"
    press(qtbot, asked(page.window())[0], "不保存")
    qtbot.waitUntil(lambda: page.case.case_id is None)


def test_a_draft_that_is_resumed_late_takes_nothing_typed_on_the_open_household(
    qtbot: QtBot, households: HardshipPage, homes: tuple[int, int]
) -> None:
    page = households
    kept = replace(page.case.draft(), case_id=homes[1])
    with slow(qtbot, page.shell.jobs):
        page.resume(Draft(new_token(), "hardship", "王芳", plain(kept)))
        type_remark(page, "腿脚不便")
    qtbot.waitUntil(lambda: bool(asked(page.window())))

    assert page.case.case_id == homes[0] and page.case.draft().texts["remark"] == "腿脚不便"
    asked(page.window())[0].reject()


def test_the_household_asked_for_last_is_the_one_that_is_shown(
    qtbot: QtBot, households: HardshipPage, homes: tuple[int, int]
) -> None:
    page = households
    with slow(qtbot, page.shell.jobs):
        page.open(homes[1])
        page.open(homes[0])
        type_remark(page, "腿脚不便")
    qtbot.waitUntil(lambda: bool(asked(page.window())))

    assert len(asked(page.window())) == 1
    press(qtbot, asked(page.window())[0], "不保存")
    settle(qtbot, page.shell)
    assert page.case.case_id == homes[0]
