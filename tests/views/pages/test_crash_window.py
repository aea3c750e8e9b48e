"""A bug in the window: plain words, the draft kept, one dialog, a report without anybody's data."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest
from pytestqt.qtbot import QtBot

from app.services import drafts, files
from app.views import crash
from app.views.crash import CrashWindow
from tests.factories import add_person
from tests.views.pages.room import Room

CANARY = "欧阳金丝雀"


@pytest.fixture
def crashing(room: Room, monkeypatch: pytest.MonkeyPatch) -> Iterator[Room]:
    """A window at somebody's form that hears of every bug."""
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    with files.open_file(room.path, lambda keys: room.made.dek) as file, file.database.write("新增") as session:
        add_person(session, CANARY)
    room.open("members")
    room.show_member(CANARY)
    CrashWindow(room.window).listen()
    yield room
    room.bugs.clear()


def reports(room: Room) -> list[str]:
    folder = room.path.parent / "程序" / "bug-reports"
    return [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt"))]


def fail(name: str = CANARY) -> NoReturn:
    raise RuntimeError(name)


def job_of(room: Room) -> None:
    room.window.jobs.run(fail, lambda _: None)


def hooked(room: Room) -> None:
    try:
        fail()
    except RuntimeError as bug:
        sys.excepthook(type(bug), bug, bug.__traceback__)


def thread_of(room: Room) -> None:
    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()


@pytest.mark.parametrize("happens", [job_of, hooked, thread_of], ids=["job", "slot", "thread"])
def test_a_bug_is_told_in_plain_words_and_the_draft_is_kept(
    crashing: Room, happens: object, capfd: pytest.CaptureFixture[str]
) -> None:
    crashing.type("post", "班长")

    happens(crashing)  # type: ignore[operator]
    crashing.qtbot.waitUntil(lambda: crashing.dialog is not None)
    crashing.settle()

    assert crashing.says("程序出了差错，不是你的操作问题。") and crashing.says("填到一半的已存成草稿")
    assert [each.content["texts"] for each in drafts.kept(crashing.file.database)] == [{"post": "班长"}]
    [text] = reports(crashing)
    assert "RuntimeError" in text and "test_crash_window.py" in text
    told = crashing.dialog.accessibleDescription() if crashing.dialog else ""
    out, err = capfd.readouterr()
    assert not any(CANARY in each for each in (text, told, out, err))
    crashing.press("知道了")
    crashing.form.drop()
    crashing.settle()


def test_many_bugs_make_one_dialog_and_not_too_many_reports(crashing: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crash, "MOST_REPORTS", 3)
    for _ in range(6):
        hooked(crashing)
    crashing.settle()

    assert len(reports(crashing)) == 3
    crashing.press("知道了")
    assert crashing.dialog is None
    hooked(crashing)
    assert crashing.dialog is not None
    crashing.press("知道了")


def test_the_work_goes_on_after_a_bug(crashing: Room, qtbot: QtBot) -> None:
    hooked(crashing)
    crashing.press("知道了")

    crashing.type("post", "班长")
    with qtbot.waitSignal(crashing.form.saved):
        crashing.form.save()


def test_ctrl_c_in_a_terminal_ends_the_program(crashing: Room) -> None:
    with pytest.raises(SystemExit) as left:
        sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)

    assert left.value.code == 130 and not Path(crashing.path.parent / "程序" / "bug-reports").exists()
