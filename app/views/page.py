"""What a page is to the window around it, and what the window is to a page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.errors import KnownError
from app.i18n import Label
from app.models.store.database import Database
from app.services.drafts import Draft
from app.services.files import OpenFile, Unlock
from app.services.saved_views import BESIDE_DEEDS
from app.views.jobs import DatabaseThread
from app.views.kit.deeds import Deed
from app.views.kit.file_dialogs import FileDialogs
from app.views.kit.focus import focus_first
from app.views.kit.foot import WayBack
from app.views.kit.header import HeaderLine
from app.views.kit.notices import Notice
from app.views.press.printers import Printers
from app.views.record_list.panel import RecordList
from app.views.record_list.view_choice import ViewChoice

# The menus that a page may add deeds to, in the order of the menu bar.
FILE, EDIT, VIEW, LIST, TOOLS, HELP = "file", "edit", "view", "list", "tools", "help"


class Shell(Protocol):
    """What a page may ask of the window. One page never imports another: it asks to go there by name."""

    jobs: DatabaseThread
    dialogs: FileDialogs
    printers: Printers

    @property
    def has_file(self) -> bool:
        """Whether a file is open; a page that is just being dropped asks."""
        ...

    @property
    def current_key(self) -> str:
        """The key of the page shown."""
        ...

    @property
    def file(self) -> OpenFile:
        """The open file; only jobs touch it."""
        ...

    @property
    def database(self) -> Database:
        """Its database; only jobs touch it."""
        ...

    def go_to(self, key: str, record_id: int | None = None) -> None:
        """Show another page, and there this record."""
        ...

    def go_and(self, key: str, then: Callable[[PageView], object]) -> None:
        """Show another page, and do something there."""
        ...

    def open_aside(self, record_id: int | None = None) -> None:
        """Open a second window of the list that is shown, and there this record."""
        ...

    def done(self, words: Label, way_back: WayBack | None = None, *, can_undo: bool = True) -> None:
        """Say what was done; 撤销 beside it, which goes the `way_back` of what is no deed of the file."""
        ...

    def say(self, words: Label) -> None:
        """Say something in the status bar."""
        ...

    def tell_fault(self, fault: KnownError) -> None:
        """Show a known fault that has no better place."""
        ...

    def ask_restore(self, backup: Path, unlock: Unlock) -> None:
        """Close the file, put this backup in its place, open it again."""
        ...

    def ask_undo_restore(self, kept: Path) -> None:
        """Put the file that an earlier restore kept back in its place."""
        ...

    def ask_move(self, folder: Path) -> None:
        """Move the file into another folder."""
        ...

    def add_notice(self, notice: Notice) -> None:
        """Show something lasting in the banner."""
        ...

    def remove_notice(self, key: str) -> None:
        """Take it away."""
        ...


def tell_changed(page: PageView, types: frozenset[str]) -> None:
    """Records of these types were changed: the page reads again what it shows, its lists which views they have."""
    page.records_changed(types)
    if BESIDE_DEEDS in types:
        for each in page.findChildren(ViewChoice):
            each.read()


class PageView(QWidget):
    """Base of every page. What a page does not need it leaves as it is here."""

    status_changed = Signal(object)  # record_list.counting.Status
    deeds_changed = Signal()

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.shell = shell
        self.setProperty("area", "page")

    def hear(self, people: RecordList, header: HeaderLine) -> None:
        """Tell the window what a list of this page has to say, and its header how many there are."""
        people.counted.connect(header.count)
        people.status_changed.connect(self.status_changed)
        people.failed.connect(self.shell.tell_fault)
        people.said.connect(self.shell.say)
        people.done.connect(self.shell.done)

    def menu_deeds(self) -> Mapping[str, Sequence[Deed]]:
        """The page's deeds by menu (`LIST`, `TOOLS` …); their keys work while the page is shown."""
        return {}

    def areas(self) -> Sequence[QWidget]:
        """The areas that F6 goes round, in reading order."""
        return [self]

    def came(self) -> None:
        """The page is shown: read what it shows."""

    def take_focus(self) -> None:
        """The keyboard has nowhere else to be: into the first area."""
        focus_first(self.areas())

    def to_top(self) -> None:
        """Close what was opened in the place of the page's first view, once that lets go."""

    def records_changed(self, types: frozenset[str]) -> None:
        """Records of these types were changed by a deed."""

    def show_back(self, back: Mapping[str, Sequence[int]]) -> None:
        """Records came back by undo, by table: select those that are listed here."""

    def show_record(self, record_id: int) -> None:
        """Show this record."""

    def resume(self, draft: Draft) -> None:
        """Go on with what was typed here and not saved, before a lock or a crash."""

    def start_import(self) -> None:
        """Take a sheet in, where the page can."""

    def ask_restore(self) -> None:
        """Choose a backup to go back to, where the page can."""

    def to_search(self) -> None:
        """Ctrl+F: into the search box, where there is one."""

    def leave(self, then: Callable[[], object]) -> None:
        """Go on with `then`, at once or after the user has decided about what is unsaved."""
        then()
