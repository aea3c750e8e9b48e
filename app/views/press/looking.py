"""What a preview shows: the form asked for, its pages, and the pictures of them, made in the database thread."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from app.models.store.database import Database
from app.views.page import Shell
from app.views.press import work
from app.views.press.work import Offer, Order, Shown, Wanted

if TYPE_CHECKING:
    from app.reports.pictures import PagePicture

Take = Callable[[int, float, QImage], object]


class Looking(QObject):
    """One preview's questions, in order; an answer to a question that was overtaken is dropped."""

    offered = Signal(object, object)  # Order, Offer: its fields can be shown
    shown_changed = Signal()
    drawn = Signal()  # a picture was handed over
    fault_found = Signal(object)  # a KnownError

    def __init__(self, parent: QObject, shell: Shell, order: Order) -> None:
        super().__init__(parent)
        self._shell = shell
        self.wanted = Wanted(order)
        self.shown: Shown | None = None
        self._seen: Wanted | None = None  # what the pages shown belong to

    @property
    def is_up_to_date(self) -> bool:
        """Whether the pages shown are those that are wanted."""
        return self._seen == self.wanted

    def database(self) -> Database:
        """The open file; asked for only where it is needed, since a finished PDF has none."""
        return self._shell.database

    def begin(self, wanted: Wanted) -> None:
        """Another form: what it offers, then its pages with the options of the last time."""
        order, version, database = wanted.order, wanted.version, self.database
        self.wanted = wanted

        def ask() -> tuple[Offer, Wanted, Shown]:
            offer = work.offer(database, order)
            first = Wanted(order, version, offer.options)
            return offer, first, work.look(database, first)

        def take(found: tuple[Offer, Wanted, Shown]) -> None:
            if self.wanted.order is order:
                self.wanted = found[1]
                self.offered.emit(order, found[0])
                self._take(found[1], found[2])

        self._shell.jobs.run(ask, take, self.fault_found.emit, owner=self)

    def look(self, wanted: Wanted) -> None:
        """The same form in another version, or with other options."""
        self.wanted = wanted
        database = self.database
        take = partial(self._take, wanted)
        self._shell.jobs.run(lambda: work.look(database, wanted), take, self.fault_found.emit, owner=self)

    def _take(self, wanted: Wanted, shown: Shown) -> None:
        if wanted == self.wanted:
            self._seen, self.shown = wanted, shown
            self.shown_changed.emit()

    def draw(self, take: Take, page: int, scale: float) -> None:
        """Ask for the picture of a page; one that belongs to pages no longer shown is dropped."""
        shown = self.shown
        if shown is None:
            return

        def make() -> PagePicture:
            from app.reports.pictures import page_picture

            return page_picture(shown.pdf, page, scale)

        def give(found: PagePicture) -> None:
            if self.shown is shown:
                picture = QImage(found.grey, found.width, found.height, found.stride, QImage.Format.Format_Grayscale8)
                take(page, scale, picture.copy())
                self.drawn.emit()

        self._shell.jobs.run(make, give, owner=self)
