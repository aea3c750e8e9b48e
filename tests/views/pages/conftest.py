"""An open file and a window around it for the tests of the pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.services import files
from app.services.files import OpenFile
from app.views.frame import MainWindow
from app.views.jobs import DatabaseThread
from app.views.pages import Page
from tests.conftest import MadeFile
from tests.views.pages.driving import FakeDialogs
from tests.views.pages.room import Room

MakeWindow = Callable[..., MainWindow]


@pytest.fixture
def opened(made_file: MadeFile, data_file: Path) -> Iterator[OpenFile]:
    """A new file of 示例工会, open with its lock."""
    file = files.open_file(data_file, lambda keys: made_file.dek)
    yield file
    file.close()


@pytest.fixture
def dialogs() -> FakeDialogs:
    """File dialogs that answer what the test says."""
    return FakeDialogs()


@pytest.fixture
def make_window(qtbot: QtBot, opened: OpenFile, jobs: DatabaseThread, dialogs: FakeDialogs) -> Iterator[MakeWindow]:
    """Make a shown window with these pages on the open file; a fault of the program fails the test."""
    bugs: list[BaseException] = []
    jobs.bug_found.connect(bugs.append)

    def make(*pages: Page, width: int = 1366, height: int = 690) -> MainWindow:
        window = MainWindow(jobs, pages, dialogs)
        qtbot.addWidget(window)
        window.use(opened)
        window.resize(width, height)
        window.show()
        window.activateWindow()
        window.go_to(pages[0].key)
        qtbot.waitUntil(lambda: window.page is not None and jobs.is_idle)  # then a test may use the file itself
        return window

    yield make
    assert not bugs


@pytest.fixture
def room(
    qtbot: QtBot,
    jobs: DatabaseThread,
    made_file: MadeFile,
    data_file: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Room]:
    """The real window and desk, nothing open yet, with a folder of its own for what the program keeps."""
    monkeypatch.setenv("XIAOJIA_DATA_DIR", str(tmp_path / "程序"))
    made = Room.furnish(qtbot, jobs, made_file, data_file)
    yield made
    made.settle()
    made.desk.close()
    assert not made.bugs
