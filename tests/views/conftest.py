"""A themed application and a database thread for every test of the window."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.views.jobs import DatabaseThread
from app.views.pictures.samples import Samples
from app.views.theme import Look, Theme, theme
from tests.views.real import Stages


@pytest.fixture(autouse=True)
def _garbage_in_this_thread() -> Iterator[None]:
    """No collection in the database thread, where it would destroy widgets (see `app.views.garbage`)."""
    gc.disable()
    yield
    gc.collect()
    gc.freeze()  # what is alive now stays: the next test's collection need not look at half a million objects again
    gc.enable()


@pytest.fixture(autouse=True)
def _no_key_held(qapp: QApplication) -> None:
    """Let go of what the former test of this process held: whoever selects rows asks Qt for the keys of its last event.

    A click with Shift leaves it held, and a key whose window closed at the press is never let go.
    """
    if QGuiApplication.keyboardModifiers():
        QTest.keyRelease(QWidget(), Qt.Key.Key_Shift)
    assert not QGuiApplication.keyboardModifiers()


class PatientBot(QtBot):
    """Waits longer for what has to come: the machine may be busy with the other tests."""

    def waitUntil(self, callback: Callable[[], object], *, timeout: int = 20_000) -> None:
        super().waitUntil(callback, timeout=timeout)


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    """The robot of pytest-qt, with more patience."""
    return PatientBot(request)


@pytest.fixture
def look(qapp: QApplication) -> Iterator[Theme]:
    """The theme, put back to light at 100 percent afterwards."""
    found = theme()
    found.use(Look.LIGHT, 100)
    yield found
    if (found.look, found.scale) != (Look.LIGHT, 100):
        found.use(Look.LIGHT, 100)


@pytest.fixture
def jobs(look: Theme) -> Iterator[DatabaseThread]:
    """A running database thread."""
    thread = DatabaseThread()
    yield thread
    thread.finish()


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Samples:
    """The files of a module whose tests open windows on sample data."""
    return Samples(tmp_path_factory.mktemp("samples"))


@pytest.fixture
def stages(look: Theme, samples: Samples) -> Iterator[Stages]:
    """Makes windows; they are closed afterwards."""
    made = Stages(samples)
    yield made
    made.close()
