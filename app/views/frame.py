"""The window: menu, navigation, banner, page, status bar. It knows no page by name; pages are data."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.i18n import Label
from app.models.store.database import Database
from app.services.files import OpenFile, Unlock
from app.views import theme
from app.views.areas import TextTurning, go_round
from app.views.jobs import DatabaseThread
from app.views.kit.file_dialogs import FileDialogs, SystemDialogs
from app.views.kit.foot import FootedWindow, WayBack
from app.views.kit.layout import column, row
from app.views.kit.notices import Banner, Notice
from app.views.menus import Menus
from app.views.navigation import Navigation
from app.views.page import PageView
from app.views.page_stack import PageStack, Then
from app.views.pages import Page
from app.views.press.printers import Printers, SystemPrinters
from app.views.record_list.counting import Status
from app.views.second_window import Others, open_second
from app.views.theme import Look

NARROW_BELOW_CHARS = 76


class MainWindow(FootedWindow):
    """The frame around the pages; a `Shell` to them."""

    undo_asked = Signal()
    redo_asked = Signal()
    history_asked = Signal()
    lock_asked = Signal()
    help_asked = Signal(str)  # the page's key
    look_changed = Signal()  # theme or scale: keep it on this PC
    restore_asked = Signal(object, object)  # the backup, how to unlock it
    undo_restore_asked = Signal(object)  # the file that an earlier restore kept
    move_asked = Signal(object)  # the folder
    left = Signal()  # the window is closed, nothing unsaved is in it

    def __init__(self, jobs: DatabaseThread, pages: Sequence[Page], dialogs: FileDialogs | None = None) -> None:
        super().__init__()
        self.jobs = jobs
        self.dialogs: FileDialogs = dialogs or SystemDialogs()
        self.printers: Printers = SystemPrinters()
        self.pages = pages
        self._file: OpenFile | None = None
        self._cover: QWidget | None = None
        self._leaving = False
        self._said_on = ""  # the page that was on its way when something was said to be done
        self.before_leaving: Callable[[Callable[[], object]], object] = lambda then: then()
        self.banner = Banner()
        self.status, self.undo_bar = self.foot.status, self.foot.undo_bar
        self.others = Others(self)
        self.navigation = Navigation(pages)
        self._stack, self._whole = PageStack(self, pages), QStackedWidget()
        self._lay_out()
        self.menus = Menus(self)
        self._stack.marked.connect(self.navigation.show_current)
        self._stack.told.connect(self._tell_status)
        self._stack.changed.connect(self._page_changed)
        self._stack.deeds_changed.connect(self.menus.fill)
        self.navigation.chosen.connect(self.go_area)
        self.undo_bar.undo.connect(self.undo)
        self.undo_bar.redo.connect(self.redo)
        TextTurning(self)
        jobs.busy_changed.connect(self.status.wait)
        jobs.error_found.connect(self.tell_fault)
        theme.theme().changed.connect(self._fit)
        self.name_union("")
        self._fit()

    def _lay_out(self) -> None:
        middle = row(self.navigation, self._stack, spacing=0)
        middle.setStretchFactor(self._stack, 1)
        layout = column(self.banner, middle, self.foot, spacing=0)
        layout.setStretchFactor(middle, 1)
        inside = QWidget()
        inside.setLayout(layout)
        self._whole.addWidget(inside)
        self.setCentralWidget(self._whole)

    def name_union(self, name: str) -> None:
        """Show the union's name in the title."""
        words = Label("职工小家 — {union}", union=name) if name else Label("职工小家")
        self.setWindowTitle(str(words))

    # --- the file

    @property
    def file(self) -> OpenFile:
        """The open file; pages are built only while there is one."""
        assert self._file is not None
        return self._file

    @property
    def has_file(self) -> bool:
        """Whether there is one."""
        return self._file is not None

    @property
    def database(self) -> Database:
        """Its database."""
        return self.file.database

    def use(self, file: OpenFile | None) -> None:
        """Show this file from now on; pages of another one are forgotten."""
        self._file = file
        self.forget_pages()

    def forget(self) -> None:
        """Nothing of the file is left in the window: no page, no word that was said of it."""
        self.use(None)
        self.banner.clear()
        self.status.clear()
        self.undo_bar.say(Label(""))
        self.foot.close_undo_bar()
        self.menus.name_undo(None, None)
        self.menus.fill()

    def forget_pages(self) -> None:
        """Build every page anew when it is next shown."""
        self.others.close()
        self._stack.forget()

    # --- pages

    @property
    def page(self) -> PageView | None:
        """The page shown."""
        return self._stack.page

    @property
    def current_key(self) -> str:
        """The key of the page shown."""
        return self._stack.key

    def go_to(self, key: str, record_id: int | None = None) -> None:
        """Show another page, once the present one lets go, and there a record."""
        self.go_and(key, lambda page: page.show_record(record_id) if record_id is not None else None)

    def go_and(self, key: str, then: Then) -> None:
        """Show another page, once the present one lets go, and do something there."""
        self._stack.go(key, then)

    def go_area(self, key: str) -> None:
        """Show another page; chosen again, its first view."""
        if key == self.current_key:
            self._stack.to_top()
        else:
            self.go_to(key)

    def back(self) -> None:
        """The page before."""
        self._stack.back()

    def done(
        self, words: Label, way_back: WayBack | None = None, *, can_undo: bool = True, can_redo: bool = False
    ) -> None:
        """Say what was done; 撤销 beside it."""
        self._said_on = self.current_key
        super().done(words, way_back, can_undo=can_undo, can_redo=can_redo)

    def _page_changed(self) -> None:
        if self._said_on != self.current_key:
            self.foot.page_left()
        self.status.show_status("", "")
        self.menus.fill()

    def _tell_status(self, status: Status) -> None:
        self.status.show_status(status.counts, status.figures, is_moved=status.is_moved)

    def records_changed(self, types: frozenset[str]) -> None:
        """A deed was kept: the pages read again what they show."""
        self._stack.records_changed(types)
        self.others.records_changed(types)

    def show_back(self, back: Mapping[str, Sequence[int]]) -> None:
        """Records came back, by table: those that the page lists are selected."""
        if self.page is not None:
            self.page.show_back(back)

    @property
    def covering(self) -> QWidget | None:
        """What is shown instead of everything."""
        return self._cover

    def cover(self, widget: QWidget | None) -> None:
        """Show `widget` (first run, password, lock) instead of everything, or None: everything again."""
        if self._cover is not None:
            self._whole.removeWidget(self._cover)
            self._cover.deleteLater()
        self._cover = widget
        self.menuBar().setVisible(widget is None)
        if widget is not None:
            self._whole.addWidget(widget)
            self._whole.setCurrentWidget(widget)
            widget.setFocus()
        else:
            self._whole.setCurrentIndex(0)

    # --- what pages ask for

    def open_aside(self, record_id: int | None = None) -> None:
        """Open a second window of the list that is shown, and there this record."""
        if self._cover is None and self.current_key:
            open_second(self, self.current_key, record_id)

    def ask_restore(self, backup: Path, unlock: Unlock) -> None:
        """Ask for a backup in the place of the file; pages are built anew afterwards."""
        self.restore_asked.emit(backup, unlock)

    def ask_undo_restore(self, kept: Path) -> None:
        """Ask for the file from before a restore."""
        self.undo_restore_asked.emit(kept)

    def ask_move(self, folder: Path) -> None:
        """Ask for the file to be moved; pages are built anew afterwards."""
        self.move_asked.emit(folder)

    def add_notice(self, notice: Notice) -> None:
        """Show something lasting in the banner."""
        self.banner.add(notice)

    def remove_notice(self, key: str) -> None:
        """Take it away."""
        self.banner.remove(key)

    # --- keys

    def undo(self) -> None:
        """Take back the last deed. In a text Ctrl+Z never comes here (`TextTurning`)."""
        self.take_back(self.undo_asked.emit)

    def redo(self) -> None:
        """The same for Ctrl+Y."""
        self.redo_asked.emit()

    def to_search(self) -> None:
        """Into the search box of the page."""
        if self.page is not None:
            self.page.to_search()

    def next_area(self, steps: int = 1) -> None:
        """Give the focus to the next area of the window."""
        page = self.page.areas() if self.page is not None else []
        go_round([self.navigation, *page, self.undo_bar, self.banner], steps)

    def step_scale(self, steps: int) -> None:
        """Bigger, smaller, or back to 100 percent."""
        theme.theme().step_scale(steps)
        self.look_changed.emit()

    def use_look(self, look: Look) -> None:
        """Light, dark, high contrast, or as the desktop."""
        theme.theme().use(look)
        self.look_changed.emit()

    # --- events

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close only when the page lets go of what is unsaved."""
        if getattr(self._cover, "is_busy", False):
            event.ignore()
            return
        if self.page is None or self._cover is not None or self._leaving:
            event.accept()
            self.left.emit()
            return
        # Asked again after the answer: until it came somebody may have typed on.
        self._leave_all(lambda: self.before_leaving(lambda: self._leave_all(self._close_now)))
        event.setAccepted(self._leaving)  # nothing had to be asked: Qt closes no window from within its closing
        if self._leaving:
            self.left.emit()

    def _leave_all(self, then: Callable[[], object]) -> None:
        """Go on with `then` once every window has let go of what is unsaved."""
        page = self.page
        self.others.leave(lambda: page.leave(then) if page is not None else then())

    def _close_now(self) -> None:
        self._leaving = True
        self.others.close()
        self.close()

    def _fit(self) -> None:
        look = theme.theme()
        self.navigation.set_narrow(self.width() < look.chars(NARROW_BELOW_CHARS))
