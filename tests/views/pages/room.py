"""The real window, desk and pages over a file, with a clock that stands still until a test moves it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from app.models import Person
from app.services import files, listing
from app.services.files import OpenFile
from app.services.listing import View
from app.views.desk import Desk
from app.views.forms.form import FormView
from app.views.frame import MainWindow
from app.views.idle import Idle
from app.views.jobs import DatabaseThread
from app.views.kit.ask import Dialog
from app.views.members import MembersPage
from app.views.pages import PAGES
from app.views.record_page import RecordPage
from app.views.unlock.password import Password
from tests.conftest import MadeFile
from tests.views.pages.driving import FakeDialogs, press, texts, write


class Clock:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Room:
    """A chair at the window."""

    qtbot: QtBot
    window: MainWindow
    desk: Desk
    clock: Clock
    made: MadeFile
    path: Path
    dialogs: FakeDialogs
    bugs: list[BaseException] = field(default_factory=list)

    @classmethod
    def furnish(cls, qtbot: QtBot, jobs: DatabaseThread, made: MadeFile, path: Path) -> Room:
        """A window without a file."""
        clock, dialogs = Clock(), FakeDialogs()
        window = MainWindow(jobs, PAGES, dialogs)
        # No answer may come for a window that pytest-qt has destroyed: that is before any fixture ends.
        qtbot.addWidget(window, before_close_func=lambda _: qtbot.waitUntil(lambda: jobs.is_idle))
        window.resize(1366, 690)
        window.show()
        window.activateWindow()
        room = cls(qtbot, window, Desk(window, jobs, Idle(window, clock)), clock, made, path, dialogs)
        jobs.bug_found.connect(room.bugs.append)
        return room

    @property
    def file(self) -> OpenFile:
        """The open file."""
        assert self.desk.file is not None
        return self.desk.file

    def open(self, page: str = "home") -> None:
        """As after the password."""
        self.desk.enter(files.open_file(self.path, lambda keys: self.made.dek), page)
        self.qtbot.waitUntil(lambda: self.window.page is not None)
        self.settle()

    def settle(self) -> None:
        """Wait until the line of jobs is empty; an answer may ask again."""
        for _ in range(4):
            done: list[bool] = []
            self.window.jobs.run(lambda: None, lambda _, done=done: done.append(True))
            self.qtbot.waitUntil(lambda done=done: bool(done), timeout=15_000)

    def wait(self, seconds: float) -> None:
        """Let time pass without anybody at the window."""
        self.clock.now += seconds
        self.desk.lock.idle.look()

    def lock(self) -> Password:
        """Ctrl+L, and until everything is put away."""
        self.window.lock_asked.emit()
        return self.locked()

    def locked(self) -> Password:
        """The page of the locked window, once everything is put away."""
        self.qtbot.waitUntil(lambda: self.desk.file is None and self.cover.open.isEnabled(), timeout=15_000)
        return self.cover

    @property
    def cover(self) -> Password:
        """The page that asks for the password."""
        assert isinstance(self.window.covering, Password)
        return self.window.covering

    def unlock(self, password: str | None = None) -> None:
        """Give the password, and wait for the page."""
        self.cover.line.setText(password or self.made.password)
        self.cover.open.trigger()
        self.qtbot.waitUntil(lambda: self.desk.file is not None and self.window.page is not None, timeout=15_000)
        self.settle()

    # --- members

    @property
    def members(self) -> RecordPage:
        """The page of the members."""
        assert isinstance(self.window.page, MembersPage)
        return self.window.page.page

    @property
    def form(self) -> FormView:
        """The form of a member."""
        return self.members.form

    def show_member(self, name: str) -> FormView:
        """Open somebody in the form."""
        with self.file.database.read() as session:
            view = View(Person, columns=("name",))
            ids = listing.ids(session, view)
            names = [row[0] for row in listing.rows(session, view, ids)]
        self.members.show_record(ids[names.index(name)])
        self.settle()
        return self.form

    def type(self, name: str, words: str) -> None:
        """Write into a field of the form."""
        write(self.form.body.rows[name].editor.control, words)
        self.settle()

    # --- what can be seen

    def press(self, name: str) -> None:
        """Press a button of the dialog in front, or of the window, and wait for what it does."""
        self.press_at_once(name)
        self.settle()

    def press_at_once(self, name: str) -> None:
        """The same without waiting."""
        press(self.qtbot, self.dialog or self.window, name)

    @property
    def dialog(self) -> Dialog | None:
        """The dialog in front."""
        shown = [each for each in self.window.findChildren(Dialog) if each.isVisible()]
        return shown[-1] if shown else None

    def says(self, words: str) -> bool:
        """Whether these words can be seen."""
        return any(words in each for each in texts(self.dialog or self.window))


def everything_said() -> str:
    """Every word in any widget of the program, shown or not."""
    found: list[str] = []
    for each in QApplication.allWidgets():
        found += _words_of(each)
    return "\n".join(found)


def _words_of(widget: QWidget) -> list[str]:
    own = [widget.windowTitle(), widget.toolTip(), widget.accessibleName(), widget.accessibleDescription()]
    own += [action.text() for action in widget.actions()]
    if isinstance(widget, QLabel | QLineEdit):
        own.append(widget.text())
    if isinstance(widget, QPlainTextEdit):
        own.append(widget.toPlainText())
    return own
