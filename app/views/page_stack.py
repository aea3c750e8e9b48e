"""The pages of a window: each is built when it is first wanted, and the way back from one to another is known."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget

from app.views.kit.focus import holds
from app.views.page import PageView, Shell, tell_changed
from app.views.pages import Page
from app.views.record_list.counting import Status

Then = Callable[[PageView], object]


class PageStack(QStackedWidget):
    """Shows one page at a time, once the one before lets go."""

    marked = Signal(str)  # the key of the page that is shown or on its way
    told = Signal(object)  # what the page shown says for the status bar
    deeds_changed = Signal()
    changed = Signal()  # another page is about to be shown

    def __init__(self, shell: Shell, pages: Sequence[Page]) -> None:
        super().__init__()
        self._shell, self._pages = shell, pages
        self._built: dict[str, PageView] = {}
        self._way: list[str] = []
        self._files = 0  # how often the file has changed: what was read of one before is for no page any more

    @property
    def page(self) -> PageView | None:
        """The page shown."""
        shown = self.currentWidget()
        return shown if isinstance(shown, PageView) else None

    @property
    def key(self) -> str:
        """The key of the page shown."""
        return self._way[-1] if self._way else ""

    def forget(self) -> None:
        """Build every page anew when it is next shown."""
        for page in self._built.values():
            self.removeWidget(page)
            page.deleteLater()
        self._built.clear()
        self._way.clear()
        self._files += 1

    def records_changed(self, types: frozenset[str]) -> None:
        """A deed was kept: the pages read again what they show."""
        for page in self._built.values():
            tell_changed(page, types)

    def go(self, key: str, then: Then) -> None:
        """Show another page, once the present one lets go, and do something there."""

        def show() -> None:
            if self.key != key:
                self._way.append(key)
            self._show(key, then)

        if self.page is not None and key != self.key:
            self.page.leave(show)
            # The click has marked the new page already; it may have been refused.
            self.marked.emit(self.key)
        else:
            show()

    def back(self) -> None:
        """The page before."""

        def show() -> None:
            self._way.pop()
            self._show(self.key)

        if len(self._way) > 1 and self.page is not None:
            self.page.leave(show)

    def to_top(self) -> None:
        """The first view of the page shown; nothing while another page is on its way."""
        page = self.page
        if page is not None and self._built.get(self.key) is page:
            page.to_top()

    def _show(self, key: str, then: Then = lambda page: None) -> None:
        if key in self._built:
            self._show_built(key, then)
            return
        page = next(page for page in self._pages if page.key == key)
        if page.prepare is None:
            self._keep(key, page.build(self._shell))
            self._show_built(key, then)
            return
        prepare, database, files = page.prepare, self._shell.database, self._files

        def build(prepared: Any) -> None:
            if files != self._files:
                return
            if key not in self._built:
                self._keep(key, page.build(self._shell, prepared))
            if self.key == key:
                self._show_built(key, then)

        self.marked.emit(key)
        self._shell.jobs.run(lambda: prepare(database), build, owner=self)

    def _keep(self, key: str, made: PageView) -> None:
        made.status_changed.connect(lambda status, made=made: self._tell(made, status))
        made.deeds_changed.connect(self.deeds_changed)
        self._built[key] = made
        self.addWidget(made)

    def _show_built(self, key: str, then: Then) -> None:
        self.setCurrentWidget(self._built[key])
        self.marked.emit(key)
        self.changed.emit()
        page, window = self._built[key], self.window()
        before = window.focusWidget()
        page.came()
        then(page)
        focused = window.focusWidget()
        if focused is before and not holds(page, focused):
            page.take_focus()

    def _tell(self, page: PageView, status: Status) -> None:
        if page is self.page:
            self.told.emit(status)
