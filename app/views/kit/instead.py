"""A page with an ordinary page inside, in whose place a wizard may stand for a while."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from PySide6.QtWidgets import QStackedWidget, QWidget

from app.services.drafts import Draft
from app.views.kit.deeds import Deed
from app.views.kit.layout import column
from app.views.loading import Later
from app.views.page import PageView
from app.views.record_list.counting import Status


class Guest(Protocol):
    """What stands in the place of the page: it may refuse to be left while it writes."""

    def leave(self, then: Callable[[], object]) -> None:
        """Go on with `then` when it can be left."""
        ...

    def close_guest(self) -> None:
        """Leave for good, unless it writes just now."""
        ...


class PageWithGuest(PageView):
    """Shows `inner`; while a guest is there, everything is the guest's."""

    def __init__(self, inner: PageView) -> None:
        super().__init__(inner.shell)
        self.inner = inner
        self._guest: tuple[QWidget, Guest] | None = None
        self._is_awaited = False
        self._stack = QStackedWidget()
        self._stack.addWidget(inner)
        self.setLayout(column(self._stack, spacing=0))
        inner.status_changed.connect(self._told)
        inner.deeds_changed.connect(self.deeds_changed)

    def await_guest(self, module: Later, show: Callable[[Any], object]) -> None:
        """Load what a guest is made of, away from the window, then let it be shown; one at a time."""

        def come(loaded: Any) -> None:
            self._is_awaited = False
            show(loaded)

        if self.has_guest:  # asked for again in the menu while it stands there
            self.take_focus()
        elif not self._is_awaited:
            self._is_awaited = True
            self.shell.jobs.run(module.load, come, owner=self)

    def show_guest(self, widget: QWidget, guest: Guest) -> None:
        """Show a wizard in the place of the page."""
        self._guest = (widget, guest)
        self._stack.addWidget(widget)
        self._stack.setCurrentWidget(widget)
        self.deeds_changed.emit()
        self.status_changed.emit(Status())
        widget.setFocus()

    @property
    def has_guest(self) -> bool:
        """Whether a wizard stands in the place of the page."""
        return self._guest is not None

    def guest_left(self) -> None:
        """The wizard is done: the page again."""
        if self._guest is not None:
            widget, _ = self._guest
            self._guest = None
            self._stack.setCurrentWidget(self.inner)
            self._stack.removeWidget(widget)
            widget.deleteLater()
            self.deeds_changed.emit()
            self.inner.came()

    def _told(self, status: Status) -> None:
        """The status of a page that is hidden says nothing to the person at the guest."""
        if self._guest is None:
            self.status_changed.emit(status)

    def menu_deeds(self) -> Mapping[str, Sequence[Deed]]:
        return {} if self._guest else self.inner.menu_deeds()

    def areas(self) -> Sequence[QWidget]:
        return [self._guest[0]] if self._guest else self.inner.areas()

    def came(self) -> None:
        if self._guest:
            self._guest[0].setFocus()
        else:
            self.inner.came()

    def take_focus(self) -> None:
        if self._guest:
            self._guest[0].setFocus()
        else:
            self.inner.take_focus()

    def to_top(self) -> None:
        if self._guest:
            self._guest[1].close_guest()
        else:
            self.inner.to_top()

    def records_changed(self, types: frozenset[str]) -> None:
        self.inner.records_changed(types)

    def show_back(self, back: Mapping[str, Sequence[int]]) -> None:
        self.inner.show_back(back)

    def show_record(self, record_id: int) -> None:
        if self._guest is None:
            self.inner.show_record(record_id)

    def resume(self, draft: Draft) -> None:
        def show() -> None:
            self.guest_left()
            self.inner.resume(draft)

        self._guest[1].leave(show) if self._guest else self.inner.resume(draft)

    def to_search(self) -> None:
        if self._guest is None:
            self.inner.to_search()

    def leave(self, then: Callable[[], object]) -> None:
        if self._guest:
            self._guest[1].leave(then)
        else:
            self.inner.leave(then)
