"""A list remembers how it was left: read once before the first rows, kept a while after every change."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from app.errors import KnownError
from app.views.jobs import DatabaseThread
from app.views.record_list.columns import Columns
from app.views.record_list.layout import Layout, LayoutStore

Order = Callable[[], tuple[str, bool]]


class ListMemory(QObject):
    """Keeps the layout of one list in its store; without a store nothing is remembered."""

    known = Signal(object)  # the Layout, once it was read

    def __init__(self, columns: Columns, order: Order, store: LayoutStore | None, jobs: DatabaseThread) -> None:
        """`order` says by which column the list is sorted now, and whether downwards."""
        super().__init__(columns)
        self._columns, self._order, self._store, self._jobs = columns, order, store, jobs
        self._asked = False
        self.is_known = store is None
        self.is_set_aside = False  # a saved view is shown: what is changed there is changed in that view
        columns.moved.connect(self.keep)

    def ask(self) -> None:
        """Read the layout, unless it is on its way already."""
        store = self._store
        if store is not None and not self._asked:
            self._asked = True
            self._jobs.run(store.load, self._take, self._not_read, owner=self)

    def keep(self) -> None:
        """Keep the layout as it stands."""
        if self.is_known and not self.is_set_aside and self._columns.are_arranged:
            self._save(Layout(tuple(self._columns.states()), *self._order()))

    def forget(self) -> None:
        """Everything is as declared again."""
        if not self.is_set_aside:
            self._save(Layout())

    def _save(self, layout: Layout) -> None:
        store = self._store
        if store is not None:
            # What cannot be kept is a width, no data: the list goes on without a word.
            self._jobs.run(lambda: store.save(layout), lambda _: None, lambda _: None, owner=self)

    def _take(self, layout: Layout) -> None:
        self.is_known = True
        self._columns.begin_with(layout.columns)
        self.known.emit(layout)

    def _not_read(self, _: KnownError) -> None:
        self._take(Layout())
