"""A second window of one list, to look at two people side by side or at one list while another is filled in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from app.i18n import Label
from app.models.store.database import Database
from app.services.files import OpenFile, Unlock
from app.views.areas import go_round
from app.views.kit.deeds import Deed
from app.views.kit.foot import FootedWindow
from app.views.kit.layout import column
from app.views.kit.notices import Notice
from app.views.page import EDIT, FILE, LIST, VIEW, PageView, tell_changed
from app.views.pages import Page
from app.views.record_list.counting import Status

if TYPE_CHECKING:
    from app.views.frame import MainWindow

SHIFTED = 40
NAMES = {FILE: Label("文件"), EDIT: Label("编辑"), VIEW: Label("查看"), LIST: Label("名单")}


class SecondWindow(FootedWindow):
    """One page over the same file; what it cannot do itself it asks of the main window. A `Shell` to its page."""

    def __init__(self, main: MainWindow, page: Page, prepared: Sequence[Any]) -> None:
        """`prepared` holds what `page.prepare` gave, where the page has that."""
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._main, self._key, self._is_leaving = main, page.key, False
        self.jobs, self.dialogs, self.printers = main.jobs, main.dialogs, main.printers
        self.setWindowTitle(str(Label("{page} — 第二个窗口", page=page.label)))
        self.page: PageView = page.build(self, *prepared)
        inside, whole = QWidget(), column(self.page, self.foot, spacing=0)
        whole.setStretchFactor(self.page, 1)
        inside.setLayout(whole)
        self.setCentralWidget(inside)
        self._own = self._make_deeds()
        self.foot.undo_bar.undo.connect(self.undo)
        self.foot.undo_bar.redo.connect(self.redo)
        self.page.status_changed.connect(self._tell)
        self.page.deeds_changed.connect(self._fill_menus)
        self._fill_menus()

    def _make_deeds(self) -> dict[str, list[Deed]]:
        def deed(label: Label, run: Callable[[], object], key: str) -> Deed:
            made = Deed(label, run, key=key, parent=self)
            self.addAction(made)
            return made

        main = self._main
        return {
            FILE: [deed(Label("锁定"), main.lock_asked.emit, "Ctrl+L"), deed(Label("关闭窗口"), self.close, "Ctrl+W")],
            EDIT: [
                deed(Label("撤销"), self.undo, "Ctrl+Z"),
                deed(Label("重做"), self.redo, "Ctrl+Y"),
                deed(Label("查找"), self.page.to_search, "Ctrl+F"),
            ],
            VIEW: [
                deed(Label("下一个区域"), self.next_area, "F6"),
                deed(Label("上一个区域"), lambda: self.next_area(-1), "Shift+F6"),
            ],
        }

    def _fill_menus(self) -> None:
        bar, from_page = self.menuBar(), self.page.menu_deeds()
        bar.clear()
        for key, label in NAMES.items():
            deeds = [*self._own.get(key, ()), *from_page.get(key, ())]
            if deeds:
                bar.addMenu(str(label)).addActions(deeds)

    def next_area(self, steps: int = 1) -> None:
        """Give the focus to the next area."""
        go_round([*self.page.areas(), self.foot.undo_bar], steps)

    def undo(self) -> None:
        """Take back the last deed. In a text Ctrl+Z never comes here (`TextTurning`)."""
        self.take_back(self._main.undo_asked.emit)

    def redo(self) -> None:
        """The same for Ctrl+Y."""
        self._main.redo_asked.emit()

    def _tell(self, status: Status) -> None:
        self.foot.status.show_status(status.counts, status.figures)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close only when the page lets go of what is unsaved."""
        if not self._is_leaving:
            self.page.leave(self.close_now)
        event.setAccepted(self._is_leaving)

    def close_now(self) -> None:
        """Close without asking."""
        self._is_leaving = True
        self.close()

    # --- what the page asks for

    @property
    def has_file(self) -> bool:
        """Whether a file is open."""
        return self._main.has_file

    @property
    def current_key(self) -> str:
        """The key of the page."""
        return self._key

    @property
    def file(self) -> OpenFile:
        """The open file."""
        return self._main.file

    @property
    def database(self) -> Database:
        """Its database."""
        return self._main.database

    def go_to(self, key: str, record_id: int | None = None) -> None:
        """Another page is shown in the main window."""
        self._main.go_to(key, record_id)
        self._main.activateWindow()

    def go_and(self, key: str, then: Callable[[PageView], object]) -> None:
        """Another page is shown in the main window."""
        self._main.go_and(key, then)
        self._main.activateWindow()

    def open_aside(self, record_id: int | None = None) -> None:
        """One more window of this list."""
        open_second(self._main, self._key, record_id)

    def ask_restore(self, backup: Path, unlock: Unlock) -> None:
        """The main window's affair."""
        self._main.ask_restore(backup, unlock)

    def ask_undo_restore(self, kept: Path) -> None:
        """The main window's affair."""
        self._main.ask_undo_restore(kept)

    def ask_move(self, folder: Path) -> None:
        """The main window's affair."""
        self._main.ask_move(folder)

    def add_notice(self, notice: Notice) -> None:
        """The main window's affair."""
        self._main.add_notice(notice)

    def remove_notice(self, key: str) -> None:
        """The main window's affair."""
        self._main.remove_notice(key)


class Others(QObject):
    """The second windows of a main window."""

    def __init__(self, main: MainWindow) -> None:
        super().__init__(main)
        self._made: list[SecondWindow] = []

    def all(self) -> list[SecondWindow]:
        """Those that are still there."""
        self._made = [each for each in self._made if isValid(each) and each.isVisible()]
        return self._made

    def add(self, made: SecondWindow) -> None:
        """One more."""
        self._made.append(made)

    def records_changed(self, types: frozenset[str]) -> None:
        """A deed was kept."""
        for each in self.all():
            tell_changed(each.page, types)

    def leave(self, then: Callable[[], object]) -> None:
        """Go on with `then` once each of them has let go of what is unsaved."""
        waiting = list(self.all())

        def next_one() -> None:
            if waiting:
                waiting.pop(0).page.leave(next_one)
            else:
                then()

        next_one()

    def close(self) -> None:
        """Close all of them without asking."""
        for each in self.all():
            each.close_now()


def open_second(main: MainWindow, key: str, record_id: int | None = None) -> None:
    """Open a second window of a page that is a list, and there this record."""
    page = next(each for each in main.pages if each.key == key)
    if not page.finds:
        main.say(Label("这一页不用开第二个窗口"))
        return

    def show(prepared: Sequence[Any]) -> None:
        made = SecondWindow(main, page, prepared)
        main.others.add(made)
        made.resize(main.size())
        made.move(main.x() + SHIFTED, main.y() + SHIFTED)
        made.show()
        made.activateWindow()
        made.page.came()
        if record_id is not None:
            made.page.show_record(record_id)

    prepare, database = page.prepare, main.database
    if prepare is None:
        show(())
    else:
        main.jobs.run(lambda: (prepare(database),), show, main.tell_fault, owner=main)
