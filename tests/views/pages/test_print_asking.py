"""A print service that hangs: the window goes on, and after a while it is said."""

from __future__ import annotations

import socket
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.errors import ErrorCode, KnownError
from app.i18n import Label
from app.models import Person, PrintedForm
from app.services import rounds
from app.services.files import OpenFile
from app.services.listing import View
from app.views.jobs import DatabaseThread
from app.views.kit.text import ElidedText
from app.views.pages import Page
from app.views.press import asking, spool
from app.views.press.preview import Preview
from app.views.press.printers import Queue, SystemPrinters
from app.views.press.work import Order
from app.views.printing import ask_print
from tests.factories import add_person, add_round
from tests.views.demo import PlainPage
from tests.views.pages.conftest import MakeWindow
from tests.views.pages.driving import press, says
from tests.views.pages.paper_printers import FilePrinters
from tests.views.pages.room import Room

PAGE = Page("plain", Label("会员"), Label("会员"), "users", PlainPage)


@pytest.fixture
def hanging_service(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A print service that takes every question and answers none."""
    with tempfile.TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX) as house:
        house.bind(f"{folder}/cups")  # a short path: a socket takes no long one
        house.listen(50)
        monkeypatch.setenv("CUPS_SERVER", f"{folder}/cups")
        monkeypatch.setattr(asking, "PATIENCE_S", 1.5)
        yield


@pytest.mark.usefixtures("hanging_service")
def test_the_window_answers_while_the_print_service_hangs_and_it_is_given_up() -> None:
    ticks = 0
    with ThreadPoolExecutor(1) as thread:
        asked = thread.submit(SystemPrinters().queues)
        while not asked.done():
            time.sleep(0.01)
            ticks += 1
        with pytest.raises(KnownError) as refused:
            asked.result()

    assert refused.value.code is ErrorCode.STATE
    assert ticks > 20  # held by the service, there would be none


class SilentPrinters(FilePrinters):
    """Printers that nobody answers for."""

    def queues(self) -> list[Queue]:
        assert threading.current_thread().name == "beside"
        raise asking.no_service()


def test_without_an_answer_the_preview_says_so_and_the_form_can_be_saved(
    qtbot: QtBot, make_window: MakeWindow, opened: OpenFile, tmp_path: Path
) -> None:
    with opened.database.write("新增") as session:
        add_person(session, "王秀兰")
    window = make_window(PAGE)
    window.printers = SilentPrinters(tmp_path)

    made: Preview = ask_print(
        window, window, "会员", [Order("LIST:person", Label("名单"), {"view": View(Person)}, False)]
    )

    qtbot.waitUntil(
        lambda: any("打印机没有回音" in each.text() for each in made.findChildren(ElidedText)), timeout=15_000
    )
    assert not made.print_deed.isEnabled() and made.save_deed.isEnabled()
    assert not any("没有打印" in each.text() for each in made.findChildren(QLabel))


class HangingPrinters(FilePrinters):
    """They answer the first question; then they hang until `gate` is open, and answer or not."""

    def __init__(self, folder: Path, *names: str) -> None:
        super().__init__(folder, *names)
        self.hangs, self.gate, self.answers = False, threading.Event(), True

    def queues(self) -> Sequence[Queue]:
        assert threading.current_thread().name == "beside"
        if self.hangs:
            self.gate.wait(30)
        if not self.answers:
            raise asking.no_service()
        return super().queues()


@pytest.fixture
def printers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[HangingPrinters]:
    monkeypatch.setattr(spool, "DPI", 50)
    made = HangingPrinters(tmp_path, "办公室")
    yield made
    made.gate.set()


@pytest.fixture
def sheet(qtbot: QtBot, make_window: MakeWindow, opened: OpenFile, printers: HangingPrinters) -> Iterator[Preview]:
    """A sheet with a number, whose printing waits for the printers."""
    with opened.database.write("批次") as session:
        found = add_round(session, "春节")
        rounds.add(session, found, [add_person(session, "王秀兰")])
    window = make_window(PAGE)
    window.printers = printers
    made: Preview = ask_print(window, window, "春节", [Order("F22", Label("签收表"), {"of": "春节"})])
    qtbot.waitUntil(lambda: made.print_deed.isEnabled(), timeout=15_000)
    printers.hangs = True
    made.print_deed.trigger()
    yield made
    printers.gate.set()
    qtbot.waitUntil(lambda: not made.doing.is_busy)


def numbered(opened: OpenFile) -> int:
    with opened.database.read() as session:
        return session.query(PrintedForm).count()


def test_the_file_answers_while_a_print_waits_for_the_printers(
    qtbot: QtBot, sheet: Preview, opened: OpenFile, jobs: DatabaseThread, printers: HangingPrinters
) -> None:
    assert sheet.doing.is_busy and not sheet.close_deed.isEnabled()
    answers: list[int] = []
    jobs.run(lambda: numbered(opened), answers.append)
    qtbot.waitUntil(lambda: bool(answers))
    assert answers == [0]

    printers.gate.set()
    qtbot.waitUntil(lambda: not sheet.doing.is_busy)
    assert numbered(opened) == 1 and len(printers.sizes("办公室")) == 1


def test_stop_ends_the_waiting_for_the_printers_and_nothing_is_printed(
    qtbot: QtBot, sheet: Preview, opened: OpenFile, jobs: DatabaseThread, printers: HangingPrinters
) -> None:
    press(qtbot, sheet, "停止打印")

    assert not sheet.doing.is_busy and says(sheet, "一页都没有送去打印")
    printers.gate.set()
    qtbot.wait(50)
    qtbot.waitUntil(lambda: jobs.is_idle)
    assert numbered(opened) == 0 and not printers.sizes("办公室")


def test_a_print_whose_printers_do_not_answer_takes_no_number(
    qtbot: QtBot, sheet: Preview, opened: OpenFile, printers: HangingPrinters
) -> None:
    printers.answers = False
    printers.gate.set()
    qtbot.waitUntil(lambda: not sheet.doing.is_busy)

    assert says(sheet, "电脑找打印机，一直没有回音") and numbered(opened) == 0


def test_a_lock_while_a_print_waits_for_the_printers_says_that_nothing_was_printed(
    qtbot: QtBot, room: Room, printers: HangingPrinters
) -> None:
    room.open()
    with room.file.database.write("批次") as session:
        rounds.add(session, add_round(session, "春节"), [add_person(session, "王秀兰")])
    room.settle()
    room.window.printers = printers
    made = ask_print(room.window, room.window, "春节", [Order("F22", Label("签收表"), {"of": "春节"})])
    qtbot.waitUntil(lambda: made.print_deed.isEnabled())
    printers.hangs = True
    made.print_deed.trigger()

    room.lock()
    printers.gate.set()

    assert room.says("刚才要打的表还没有打")
    room.unlock()
    assert numbered(room.file) == 0 and not printers.sizes("办公室")
