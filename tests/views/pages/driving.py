"""Driving a page as a person does: by the names of its controls and by keys."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from app.i18n import Label
from app.views.jobs import DatabaseThread


class FakeDialogs:
    """Answers what the test has put in; remembers what was asked."""

    def __init__(self) -> None:
        self.opens: Path | None = None
        self.saves: Path | None = None
        self.chooses: Path | None = None
        self.asked: list[str] = []
        self.begun: list[Path | None] = []

    def open_path(self, parent: QWidget, title: Label, pattern: str, first: Path | None = None) -> str:
        self.begun.append(first)
        self.asked.append(str(title))
        return str(self.opens or "")

    def save_path(self, parent: QWidget, title: Label, suggested: str, pattern: str) -> str:
        self.asked.append(suggested)
        return str(self.saves or "")

    def folder(self, parent: QWidget, title: Label, first: Path | None = None) -> str:
        self.asked.append(str(title))
        return str(self.chooses or "")


def button(root: QWidget, name: str) -> QAbstractButton:
    """The visible button of this accessible name."""
    found = [each for each in root.findChildren(QAbstractButton) if each.isVisible() and each.accessibleName() == name]
    assert found, f"no button {name}: {sorted({each.accessibleName() for each in root.findChildren(QAbstractButton)})}"
    return found[0]


def has_button(root: QWidget, name: str) -> bool:
    """Whether there is a visible button of this name."""
    return any(each.isVisible() and each.accessibleName() == name for each in root.findChildren(QAbstractButton))


def press(qtbot: QtBot, root: QWidget, name: str) -> None:
    """Press a button by the keyboard."""
    found = button(root, name)
    assert found.isEnabled(), found.toolTip()
    found.setFocus()
    qtbot.keyClick(found, Qt.Key.Key_Space)


def wait_for_button(qtbot: QtBot, root: QWidget, name: str) -> None:
    """Wait until a button of this name can be pressed."""
    qtbot.waitUntil(lambda: has_button(root, name) and button(root, name).isEnabled(), timeout=15_000)


def write(line: QWidget, words: str) -> None:
    """Put words into a line as an input method does, in the place of what stands there."""
    line.setFocus()
    if isinstance(line, QLineEdit):
        line.selectAll()
    event = QInputMethodEvent()
    event.setCommitString(words)
    QApplication.sendEvent(line, event)


def texts(root: QWidget) -> Sequence[str]:
    """The words that can be seen."""
    return [each.text() for each in root.findChildren(QLabel) if each.isVisible() and each.text()]


def says(root: QWidget, words: str) -> bool:
    """Whether these words can be seen somewhere."""
    return any(words in each for each in texts(root))


@contextmanager
def slow(qtbot: QtBot, jobs: DatabaseThread) -> Iterator[None]:
    """Nothing is answered in here; afterwards everything that was asked for is."""
    gate = threading.Event()
    jobs.run(lambda: gate.wait(30), lambda _: None)
    try:
        yield
    finally:
        gate.set()
    qtbot.waitUntil(lambda: jobs.is_idle)
