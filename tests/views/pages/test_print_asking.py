"""A print service that hangs: the window goes on, and after a while it is said."""

from __future__ import annotations

import socket
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.errors import ErrorCode, KnownError
from app.i18n import Label
from app.models import Person
from app.services.files import OpenFile
from app.services.listing import View
from app.views.kit.text import ElidedText
from app.views.pages import Page
from app.views.press import asking
from app.views.press.preview import Preview
from app.views.press.printers import Queue, SystemPrinters
from app.views.press.work import Order
from app.views.printing import ask_print
from tests.factories import add_person
from tests.views.demo import PlainPage
from tests.views.pages.conftest import MakeWindow
from tests.views.pages.paper_printers import FilePrinters

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


@pytest.mark.usefixtures("hanging_service")
def test_a_printer_that_was_chosen_before_is_not_waited_for_either() -> None:
    begin = time.monotonic()

    with pytest.raises(KnownError) as refused:
        SystemPrinters().device("办公室")

    assert refused.value.code is ErrorCode.STATE and time.monotonic() - begin < 30


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
