"""慰问 as somebody uses it: a real file, a real window, names and keys."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.services import files, today
from app.views.desk import Desk
from app.views.frame import MainWindow
from app.views.jobs import DatabaseThread
from app.views.rounds.page import RoundsPage
from tests.conftest import MadeFile
from tests.views.pages.rounds.desktop import DAY, PAGES, ChosenFile, Desktop


@pytest.fixture(autouse=True)
def _day() -> Iterator[None]:
    today.set_today(DAY)
    yield
    today.set_today(None)


@pytest.fixture
def desktop(qtbot: QtBot, jobs: DatabaseThread, made_file: MadeFile, data_file: Path) -> Iterator[Desktop]:
    """A window of the office PC over an empty file."""
    dialogs = ChosenFile()
    window = MainWindow(jobs, PAGES, dialogs)
    qtbot.addWidget(window)
    window.resize(1366, 690)
    window.show()
    window.activateWindow()
    desk = Desk(window, jobs)
    desk.enter(files.open_file(data_file, files.by_password(made_file.password)))
    made = Desktop(qtbot, window, desk, dialogs)
    qtbot.waitUntil(lambda: isinstance(window.page, RoundsPage))
    made.settle()
    yield made
    made.settle()
    desk.close()
