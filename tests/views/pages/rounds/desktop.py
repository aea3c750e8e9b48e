"""The window over a file with rounds, and how a test looks at it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.i18n import Label
from app.models import CondolenceRecord, CondolenceRound
from app.models.store.database import Database
from app.services import records, rounds
from app.services.rounds.result import records_of
from app.views.desk import HOME, Desk
from app.views.forms.asking import Asking
from app.views.frame import MainWindow
from app.views.kit.ask import Dialog
from app.views.pages import Page
from app.views.rounds import page as rounds_page
from app.views.rounds.page import RoundsPage
from app.views.rounds.round_page import RoundView
from app.views.rounds.rows import COLUMNS
from tests.factories import add_person, add_round

Key, Held = Qt.Key, Qt.KeyboardModifier
TITLE = "2027年春节送温暖"
PAGES = (Page(HOME, Label("慰问"), Label("慰问"), "gift", rounds_page.build, None, rounds_page.prepare),)


class ChosenFile:
    """A file dialog that answers with the path it was given."""

    def __init__(self) -> None:
        self.path: Path | None = None
        self.proposed = ""

    def open_path(self, parent: QWidget, title: Label, pattern: str = "*") -> Path | None:
        return self.path

    def save_path(self, parent: QWidget, title: Label, name: str, pattern: str = "*") -> Path | None:
        self.proposed = name
        return self.path

    def folder(self, parent: QWidget, title: Label) -> Path | None:
        return self.path


@dataclass
class Desktop:
    """The window over an open file, and how a test looks at it."""

    qtbot: QtBot
    window: MainWindow
    desk: Desk
    dialogs: ChosenFile

    @property
    def database(self) -> Database:
        assert self.desk.file is not None
        return self.desk.file.database

    @property
    def page(self) -> RoundsPage:
        assert isinstance(self.window.page, RoundsPage)
        return self.window.page

    @property
    def round(self) -> RoundView:
        assert self.page.round is not None
        return self.page.round

    def settle(self) -> None:
        """Wait until the line of jobs is empty and its answers were delivered; an answer may ask again."""
        for _ in range(3):
            done: list[bool] = []
            self.window.jobs.run(lambda: None, lambda _, done=done: done.append(True))
            self.qtbot.waitUntil(lambda done=done: bool(done))

    def open(self, title: str = TITLE) -> RoundView:
        """Show a round."""
        with self.database.read() as session:
            round_id = records.find(session, CondolenceRound, title).id
        self.page.show_record(round_id)
        self.settle()
        return self.round

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = Held.NoModifier, times: int = 1) -> None:
        """Press a key in whatever has the focus."""
        for _ in range(times):
            # Without a window manager nobody makes the window active again when a dialog closes.
            self.qtbot.keyClick(QApplication.focusWidget() or self.window.focusWidget() or self.window, key, held)
            self.settle()

    def click(self, name: str, inside: QWidget | None = None) -> None:
        """Click the button of this name."""
        self.qtbot.mouseClick(button(inside or self.window, name), Qt.MouseButton.LeftButton)
        self.settle()

    def dialog(self) -> Dialog:
        """The dialog in front."""
        return [each for each in self.window.findChildren(Dialog) if each.isVisible()][-1]

    def asking(self) -> Asking:
        """The dialog in front, with fields."""
        found = self.dialog()
        assert isinstance(found, Asking)
        return found

    def said(self) -> str:
        """What the undo bar says."""
        return shown_texts(self.window.undo_bar)[0]

    def cells(self, name: str) -> list[str]:
        """A column of the round's list."""
        model = self.round.people.list.model
        return [model.cell(row, COLUMNS.index(name)) or "" for row in range(len(model.ids))]

    def listed(self) -> list[CondolenceRecord]:
        """The records of the round as they are kept."""
        with self.database.read() as session:
            found = records_of(session, session.get_one(CondolenceRound, self.round.work.round_id))
            session.expunge_all()
            return found


def button(parent: QWidget, name: str) -> QPushButton:
    return next(each for each in parent.findChildren(QPushButton) if each.accessibleName() == name and each.isVisible())


def shown_texts(parent: QWidget) -> list[str]:
    return [each.text() for each in parent.findChildren(QLabel) if each.isVisible() and each.text()]


def has_words(parent: QWidget, words: str) -> bool:
    return any(words in each for each in shown_texts(parent))


def fill(desktop: Desktop, *names: str, **fields: Any) -> RoundView:
    """A round with these people on its list, shown."""
    with desktop.database.write("准备") as session:
        found = add_round(session, TITLE, **fields)
        if names:
            rounds.add(session, found, [add_person(session, name) for name in names])
    return desktop.open()


def mark(desktop: Desktop, to: str, reason: str) -> None:
    """Mark the current person, for a reason."""
    desktop.round.people.table.setFocus()
    desktop.click("标记…", desktop.round)
    asking = desktop.asking()
    asking.fields.rows["to"].editor.show_raw(to)
    asking.fields.rows["reason"].editor.show_raw(reason)
    desktop.click("记下", asking)
