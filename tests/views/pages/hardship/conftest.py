"""困难职工 as somebody uses it: a real file, a real window, names and keys."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from app.models.store.database import Database
from app.services.files import OpenFile
from app.views.frame import MainWindow
from app.views.hardship.page import HardshipPage
from tests.fixed_day import on_day
from tests.views.pages.conftest import MakeWindow
from tests.views.pages.hardship.doing import PAGES

_day = on_day()


@pytest.fixture
def database(opened: OpenFile) -> Database:
    """The database of the file that the window shows."""
    return opened.database


@pytest.fixture
def make(make_window: MakeWindow) -> Iterator[MakeWindow]:
    """Make a window on the list; what a test leaves unsaved is dropped, or the window would ask."""
    made: list[MainWindow] = []

    def build_window(**size: int) -> MainWindow:
        made.append(make_window(*PAGES, **size))
        return made[-1]

    yield build_window
    for each in made:
        each.findChildren(HardshipPage)[0].case.drop()


@pytest.fixture
def window(make: MakeWindow) -> MainWindow:
    """The window on the list."""
    return make()
