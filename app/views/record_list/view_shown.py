"""Which view a list shows now, whether it still looks like it, and how it stood before a saved one."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, Signal

from app.i18n import Label
from app.services.saved_views import SavedView
from app.views.jobs import DatabaseThread
from app.views.kit.note import Note
from app.views.record_list.panel import RecordList
from app.views.record_list.shape import Left, Shape, left_of, written
from app.views.record_list.source import Query, RowSource

State = tuple[str, Left]
"""The name of the saved view that is shown, and how the list looked when it was; "" and nothing: a ready-made one."""


class ShownView(QObject):
    """Shows the views of one list; `note` says what a saved one no longer finds."""

    changed = Signal()  # which view it is, or whether the list still looks like it

    def __init__(self, people: RecordList, source: RowSource, jobs: DatabaseThread, keys: Collection[str]) -> None:
        """`keys` are the ready-made views (`Query.view`)."""
        super().__init__(people)
        self._people, self._source, self._jobs, self._keys = people, source, jobs, keys
        self._state: State = "", Left(Shape())
        self._before = Shape()
        self.note = Note("warning")
        people.view_asked.connect(self.show_ready)
        people.model.changed.connect(self.changed)
        people.columns.moved.connect(self.changed)

    @property
    def name(self) -> str:
        """The saved view that is shown; "" while it is a ready-made one."""
        return self._state[0]

    @property
    def key(self) -> str:
        """The ready-made view that is shown, or that the saved one narrows."""
        return self._people.query.view

    @property
    def shape(self) -> Shape:
        """How the list stands now."""
        columns = self._people.columns
        return Shape(self._people.query, tuple(columns.states()) if columns.are_arranged else ())

    @property
    def content(self) -> dict[str, Any]:
        """The same as it is kept."""
        return written(self.shape, self._source.columns)

    @property
    def is_changed(self) -> bool:
        """Whether the list no longer looks as its saved view, or that one could not be shown whole."""
        name, left = self._state
        return bool(name) and (bool(left.lost) or not self.shape.is_like(left.shape))

    def show_ready(self, key: str) -> None:
        """Show a ready-made one; after a saved one the list stands again as it did before that."""
        query = self._people.query
        if self.name:
            query = replace(self._before.query, search="", filters=(), only=None)
        self.leave_for(replace(query, view=key))

    def leave_for(self, query: Query) -> None:
        """Show this and no saved view."""
        if self.name:
            self.go_on_as(("", Left(Shape())))
            self._arrange(Shape(query, self._before.columns))
        self._people.show_query(query)
        self.changed.emit()

    def show(self, view: SavedView) -> None:
        """Show a saved one, or what is left of it."""
        source, keys, unit = self._source, self._keys, self._people.unit
        self._jobs.run(
            lambda: left_of(view.content, source, keys, unit),
            lambda left: self._show(view.name, left),
            self._people.failed.emit,
            owner=self,
        )

    def _show(self, name: str, left: Left) -> None:
        self.go_on_as((name, left))
        self._arrange(left.shape)
        words = Label("视图“{name}”里的{what}，现在没有了；其余照存的样子。", name=name, what="、".join(left.lost))
        self.note.say(words if left.lost else "")
        self._people.show_query(left.shape.query)
        self._people.back_to_rows()
        self.changed.emit()

    def is_kept(self, name: str) -> State:
        """The list as it stands was kept under this name: this is the view that is shown. Gives what was before."""
        before = self._state
        self.go_on_as((name, Left(self.shape)))
        return before

    def is_called(self, name: str) -> None:
        """The view that is shown has another name now."""
        self.go_on_as((name, self._state[1]))

    def go_on_as(self, state: State) -> None:
        """The list as it stands is this view from now on, and nothing moves."""
        if not self.name:
            self._before = self.shape
            self._people.memory.keep()  # a column moved just now is still the list's own
        self._state = state
        self._people.memory.is_set_aside = bool(state[0])
        self.note.say("")
        self.changed.emit()

    def _arrange(self, shape: Shape) -> None:
        columns = self._people.columns
        self._people.search.setText(shape.query.search)
        if columns.are_arranged:
            columns.apply(shape.columns)
        else:
            columns.begin_with(shape.columns)
