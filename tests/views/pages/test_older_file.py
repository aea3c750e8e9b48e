"""A file of an older version, opened in the window."""

from __future__ import annotations

from pathlib import Path
from threading import Event
from typing import Any

import pytest

from app.services import upgrading
from app.views.desk_ways import UPGRADING
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


def test_while_it_is_brought_up_to_date_the_page_of_the_password_says_so(
    room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen, real = Event(), upgrading.bring_up_to_date

    def when_seen(*given: Any) -> upgrading.Upgraded:
        assert seen.wait(60)
        return real(*given)

    monkeypatch.setattr(upgrading, "bring_up_to_date", when_seen)
    room.path = older_file(tmp_path)
    room.desk.start(room.path)
    sentence = room.cover.sentence

    room.cover.line.setText(PASSWORD)
    room.cover.open.trigger()
    room.qtbot.waitUntil(lambda: sentence.text() == str(UPGRADING))
    seen.set()

    room.qtbot.waitUntil(lambda: room.desk.file is not None and room.window.page is not None)


def test_one_that_cannot_be_brought_up_to_date_is_refused_and_nothing_is_said_to_go_on(
    room: Room, tmp_path: Path
) -> None:
    room.path = older_file(tmp_path)
    room.path.write_bytes(room.path.read_bytes()[:-8192])  # its last pages are gone
    room.desk.start(room.path)

    room.cover.line.setText(PASSWORD)
    room.press("打开")
    room.qtbot.waitUntil(lambda: room.cover.open.isEnabled() and bool(room.cover._refusal.isVisible()))

    assert room.cover.sentence.text() == "请填密码。"
