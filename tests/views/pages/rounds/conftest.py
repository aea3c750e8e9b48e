"""慰问 as somebody uses it: a real file, a real window, names and keys."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.services import files
from app.views.desk import Desk
from app.views.frame import MainWindow
from app.views.jobs import DatabaseThread
from app.views.rounds.page import RoundsPage
from tests.conftest import MadeFile
from tests.fixed_day import on_day
from tests.views.pages.rounds.desktop import PAGES, ChosenFile, Desktop

_day = on_day()


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
