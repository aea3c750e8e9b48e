"""What was typed and not saved: kept by itself, offered after a crash, gone when it was saved or given up."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from threading import Timer

import pytest
from pytestqt.qtbot import QtBot

from app.services import drafts, files, rounds
from app.views.rounds.page import RoundsPage
from app.views.rounds.round_page import RoundView
from app.views.settings_page import SettingsPage
from tests.factories import add_person, add_round
from tests.views.pages.room import Room

NAME = "刘秀英"


@pytest.fixture
def members(room: Room) -> Room:
    """The list of the members with one in it."""
    with files.open_file(room.path, lambda keys: room.made.dek) as file, file.database.write("新增") as session:
        add_person(session, NAME)
    room.open("members")
    return room


def kept(room: Room) -> list[dict[str, str]]:
    """The texts of the drafts in the file."""
    return [each.content["texts"] for each in drafts.kept(room.file.database)]


def test_a_window_that_is_killed_offers_what_was_typed(room: Room) -> None:
    command = [sys.executable, "-m", "tests.views.pages.typing_chair", str(room.path), room.made.password]
    house = Path(__file__).parents[3]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=house) as chair:
        last_call = Timer(60, chair.kill)
        last_call.start()
        assert chair.stdout is not None and chair.stdout.readline() == "kept\n"
        last_call.cancel()
        chair.kill()

    room.open()

    assert room.says("上次填到一半的“Liu Xiuying”还在。")
    room.press("接着填")
    room.settle()
    assert room.window.current_key == "members" and room.form.record_id is None
    assert room.form.draft()["name"] == "Liu Xiuying" and room.form.draft()["post"] == "ban zhang"


def test_what_is_typed_is_kept_a_moment_after_the_last_key(members: Room, qtbot: QtBot) -> None:
    members.show_member(NAME)
    members.members.keeper._rest.setInterval(20)

    members.type("post", "班长")

    qtbot.waitUntil(lambda: kept(members) == [{"post": "班长"}])


def test_somebody_who_types_on_and_on_loses_no_more_than_the_last_seconds(members: Room, qtbot: QtBot) -> None:
    form = members.show_member(NAME)
    members.members.keeper._rest.setInterval(600_000)  # as long as somebody types it never ends
    members.members.keeper._latest.setInterval(50)

    members.type("post", "长")

    qtbot.waitUntil(lambda: kept(members) == [{"post": "长"}])
    assert form.draft()


def test_leaving_the_form_for_another_part_of_the_window_keeps_it_at_once(members: Room, qtbot: QtBot) -> None:
    members.show_member(NAME)
    for timer in (members.members.keeper._rest, members.members.keeper._latest):
        timer.setInterval(600_000)
    members.type("post", "班长")

    members.members.list.search.setFocus()

    qtbot.waitUntil(lambda: kept(members) == [{"post": "班长"}])


def test_saving_forgets_the_draft(members: Room, qtbot: QtBot) -> None:
    members.show_member(NAME)
    members.type("post", "班长")
    members.members.keeper.now()
    qtbot.waitUntil(lambda: bool(kept(members)))

    members.form.save()

    qtbot.waitUntil(lambda: not kept(members))


def test_giving_up_forgets_the_draft(members: Room, qtbot: QtBot) -> None:
    members.show_member(NAME)
    members.type("post", "班长")
    members.members.keeper.now()
    qtbot.waitUntil(lambda: bool(kept(members)))

    members.form.drop()

    qtbot.waitUntil(lambda: not kept(members))


def test_a_draft_that_nobody_answered_is_not_written_over(members: Room, qtbot: QtBot) -> None:
    members.show_member(NAME)
    members.type("post", "班长")
    members.lock()
    members.unlock()

    members.show_member(NAME)
    members.type("post", "组长")
    members.members.keeper.now()

    qtbot.waitUntil(lambda: kept(members) == [{"post": "班长"}, {"post": "组长"}])
    members.form.drop()
    members.settle()


def test_a_draft_can_be_thrown_away_from_the_banner(members: Room) -> None:
    members.show_member(NAME)
    members.type("post", "班长")
    members.lock()
    members.unlock()

    members.press("丢弃")

    assert kept(members) == [] and not members.says("上次填到一半的")


def test_going_on_keeps_the_draft_until_it_is_saved(members: Room, qtbot: QtBot) -> None:
    members.show_member(NAME)
    members.type("post", "班长")
    members.lock()
    members.unlock()

    members.press("接着填")
    assert kept(members) == [{"post": "班长"}]
    members.form.save()

    qtbot.waitUntil(lambda: not kept(members))


def test_a_draft_of_the_settings_comes_back_at_its_own_tab(room: Room) -> None:
    room.open("settings")
    page = room.window.page
    assert isinstance(page, SettingsPage)
    page.tabs.setCurrentIndex(2)
    room.settle()
    page.branches.new()
    room.settle()
    page.branches.form.body.rows["name"].editor.show_raw("三车间")
    page.branches.keeper.now()

    room.lock()
    room.unlock()
    room.press("接着填")
    room.settle()

    again = room.window.page
    assert isinstance(again, SettingsPage)
    assert again.tabs.currentIndex() == 2 and again.branches.form.draft()["name"] == "三车间"
    again.branches.form.drop()
    room.settle()


def allow_pages(room: Room, most: int) -> None:
    """Let the file grow to so many pages and no further; in the thread that uses it, as everything."""
    raw = room.file.database.raw
    room.window.jobs.run(lambda: raw.execute(f"PRAGMA max_page_count = {most}").fetchall(), lambda _: None)
    room.settle()


def test_a_full_disk_says_that_the_draft_was_not_kept(members: Room, qtbot: QtBot) -> None:
    members.show_member(NAME)
    allow_pages(members, 1)

    members.type("post", "长" * 4000)
    members.members.keeper.now()

    qtbot.waitUntil(lambda: members.says("磁盘满了"))
    members.form.drop()
    allow_pages(members, 1_000_000)


def test_what_somebody_gets_in_a_round_comes_back_in_its_round(room: Room) -> None:
    with files.open_file(room.path, lambda keys: room.made.dek) as file, file.database.write("新增") as session:
        first, second = add_round(session, "第一批"), add_round(session, "第二批")
        rounds.add(session, first, [add_person(session, "王强")])
        rounds.add(session, second, [add_person(session, NAME)])
        round_id = second.id
    room.open("rounds")
    people = round_of(room, round_id).people
    people.open(people.list.model.ids[0])
    room.settle()
    people.form.body.rows["remark"].editor.show_raw("本人在外地")
    people._forms.box.keeper.now()

    room.lock()
    room.unlock()
    room.press("接着填")
    room.settle()

    page = room.window.page
    assert isinstance(page, RoundsPage) and page.round is not None and page.round.state.title == "第二批"
    assert page.round.people.form.draft() == {"remark": "本人在外地"}
    page.round.people.form.drop()
    room.settle()


def round_of(room: Room, round_id: int) -> RoundView:
    page = room.window.page
    assert isinstance(page, RoundsPage)
    page.show_record(round_id)
    room.settle()
    assert page.round is not None
    return page.round
