"""The ordinary page: a list of one record type with its header line, and its form beside the list or in its place."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field, replace
from functools import cached_property

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.frozen import dataclass
from app.i18n import Label
from app.services.drafts import Draft
from app.views.drafts import CELL, fill_in, fill_in_cell, keep_cell, keep_form
from app.views.forms.ahead import RowsAhead
from app.views.forms.form import FormView
from app.views.forms.source import FormSource, Saved
from app.views.kit.beside import Beside
from app.views.kit.deeds import Deed
from app.views.kit.header import HeaderLine
from app.views.kit.layout import column
from app.views.page import EDIT, LIST, VIEW, PageView, Shell
from app.views.record_following import Follower
from app.views.record_list.cells import CellSource
from app.views.record_list.layout import KeptLayout
from app.views.record_list.menus import list_deeds
from app.views.record_list.panel import RecordList
from app.views.record_list.source import ListWords, Only, RowSource
from app.views.record_list.view_choice import ViewChoice
from app.views.removing import RemoveDeed


@dataclass(frozen=True)
class RecordWords:
    """How the page speaks: its title, its main deed, its list."""

    title: Label
    new: Label
    listed: ListWords


@dataclass(frozen=True)
class RecordParts:
    """What a record page is made of: where rows and form come from, which types it shows, which deeds it offers."""

    rows: RowSource
    form: FormSource
    types: frozenset[str]
    name_field: str = "name"
    columns: KeptLayout | None = None  # with it, the list has views that people save
    cells: CellSource | None = None  # without it the list is only looked at
    deeds: Sequence[Deed] = ()  # plain buttons, after the main one
    more: Sequence[Deed] = ()
    last: Sequence[Deed] = ()  # after 移到回收站: what nobody takes back
    row_deeds: Sequence[Deed] = ()  # in the menu of a row
    empty_deeds: Sequence[Deed] = ()  # before the main one, where the list is empty
    views: Mapping[str, Label] = field(default_factory=dict)  # ready-made views: `Query.view` → name
    table: str = ""  # whose ids the rows have
    part: str = ""  # which form of its page it is, where there are several
    removes: bool = True  # whether its records may go into the recycle bin


class RecordPage(PageView):
    """List and form of one record type."""

    delete_asked = Signal(object)  # ids

    def __init__(self, shell: Shell, words: RecordWords, parts: RecordParts) -> None:
        super().__init__(shell)
        self._parts = parts
        self._is_stale = True
        self.new_deed = Deed(words.new, self.new, key="Ctrl+N", icon="plus", kind="main", parent=self)
        self._removal = [RemoveDeed(shell, lambda: self.list)] if parts.removes else []
        self.list = RecordList(
            parts.rows,
            shell.jobs,
            words.listed,
            store=parts.columns,
            empty_deeds=[*parts.empty_deeds, self.new_deed],
            row_deeds=[*parts.row_deeds, *self._removal],
            cells=parts.cells,
        )
        self._cell_keeper = keep_cell(self.list, shell)
        self.list_deeds = list_deeds(self.list, self)
        self.copy_deed = Deed(Label("复制"), self.list.copy, icon="copy", parent=self)
        store = parts.columns.views if parts.columns is not None else None
        has_views = bool(parts.views) or store is not None
        self.view = ViewChoice(self.list, parts.rows, shell.jobs, parts.views, store) if has_views else None
        self._header = HeaderLine(
            words.title,
            [self.new_deed, *parts.deeds],
            search=self.list.search,
            view=self.view,
            eye=next(iter(self.list.hiding_deeds()), None),
            more=[
                *parts.more,
                *self.list.cell_deeds()[-1:],
                *self.list.hiding_deeds()[1:],
                *self.list_deeds,
                *self._removal,
                *parts.last,
            ],
        )
        listed = QWidget()
        listed.setLayout(column(self._header, self.list, spacing=0))
        self._both = Beside(listed)
        self.setLayout(column(self._both, spacing=0))
        self._ahead = RowsAhead(parts.form.fields, self)
        self._follower = Follower(self.list, self._both, lambda: self.form, self)
        self._connect()

    def _connect(self) -> None:
        for deed in self._removal:
            deed.setParent(self)
        self.addActions([self.new_deed, *self._parts.deeds, *self._parts.more, *self._parts.last])
        people = self.list
        self.hear(people, self._header)
        people.opened.connect(self.open)
        people.opened_at.connect(self._open_form)
        people.opened_aside.connect(self.shell.open_aside)
        people.delete_asked.connect(self.delete_asked)
        people.new_asked.connect(self._new_named)
        self._ahead.finished.connect(lambda: self.form)

    @cached_property
    def form(self) -> FormView:
        """The form; built after the list, in pieces, or whole when it is needed before that."""
        made = FormView(self._parts.form, self.shell.jobs, self._ahead.take())
        made.closed.connect(self._close_form)
        made.saved.connect(self._saved)
        made.refused.connect(self.shell.say)
        made.step_asked.connect(self._step)
        made.other_asked.connect(self._open_other)
        self.keeper = keep_form(made, self.shell, self._parts.name_field, self._parts.part)
        self._both.hold(made, made)
        return made

    # --- what the window asks

    def menu_deeds(self) -> Mapping[str, Sequence[Deed]]:
        parts, people = self._parts, self.list
        return {
            LIST: [self.new_deed, *parts.deeds, *parts.more, *self.list_deeds, *parts.last],
            EDIT: [self.copy_deed, *people.hiding_deeds(), *people.cell_deeds(), *self._removal],
            VIEW: [self.view.deed] if self.view is not None else [],
        }

    def areas(self) -> Sequence[QWidget]:
        return [self._header, self.list, *([self.form.body] if self._both.is_open else [])]

    def came(self) -> None:
        if self._is_stale:
            self._is_stale = False
            self._read_again()
        self._ahead.begin()
        self.list.teller.say()
        self.list.take_focus()

    def take_focus(self) -> None:
        self.list.take_focus()

    def to_top(self) -> None:
        if self._both.is_open:
            self.leave(self._close_form)

    def records_changed(self, types: frozenset[str]) -> None:
        if types & self._parts.types:
            self._is_stale = not self.isVisible()
            if self.isVisible():
                self._read_again()

    def _read_again(self) -> None:
        self.list.refresh()
        if self._both.is_open:
            self.form.reread()

    def show_back(self, back: Mapping[str, Sequence[int]]) -> None:
        self.list.select_back(back.get(self._parts.table, ()))

    def show_record(self, record_id: int) -> None:
        self.list.refresh(go_to=record_id)
        self.open(record_id)

    def show_only(self, only: Only) -> None:
        """Show exactly these records."""
        self.list.search.clear()
        show = self.view.leave_for if self.view is not None else self.list.show_query
        show(replace(self.list.query, search="", filters=(), view="", only=only))

    def to_search(self) -> None:
        self.list.search.setFocus()
        self.list.search.selectAll()

    def leave(self, then: Callable[[], object]) -> None:
        if self.list.changer is not None:
            self.list.changer.in_place.leave()
        if self._both.is_open:
            self.form.leave(then)
        else:
            then()

    def current_id(self) -> int | None:
        """The record whose form is open, or else the current one of the list."""
        shown = self.form.record_id if self._both.is_open else None
        return shown if shown is not None else self.list.table.chosen.current_id()

    # --- the form

    def new(self) -> None:
        """Fill in a new record."""
        self._open_form(None)

    def _new_named(self, name: str) -> None:
        """Fill in a new record with the name that was searched for."""
        self._open_form(None, draft={self._parts.name_field: name})

    def open(self, record_id: int) -> None:
        """Show a record in the form."""
        self._open_form(record_id)

    def _open_form(self, record_id: int | None, field: str = "", draft: Mapping[str, str] | None = None) -> None:
        def show() -> None:
            form = self.form
            self._both.open(True)
            form.open_record(record_id, draft, focus=True, field=field)

        self.leave(show)

    def resume(self, draft: Draft) -> None:
        def show() -> None:
            if draft.part == CELL and self._cell_keeper is not None:
                fill_in_cell(self.list, self._cell_keeper, draft)
                return
            self._both.open(True)
            fill_in(self.form, self.keeper, draft)

        self.leave(show)

    def _open_other(self, type_name: str, record_id: int) -> None:
        """Another record of this page, that a doubt in the form is about."""
        if type_name in self._parts.types:
            self.list.table.show_record(record_id)
            self.open(record_id)

    def _close_form(self) -> None:
        """Back to the list, where the same person is selected."""
        self._both.open(False)
        self.list.take_focus()

    def _saved(self, saved: Saved, go_on: bool) -> None:
        self.shell.done(saved.said)
        self.list.refresh(go_to=saved.record_id)
        if go_on:
            self._step(1, after_the_last=self.new)

    def _step(self, steps: int, after_the_last: Callable[[], object] | None = None) -> None:
        """The next or previous record in the order of the list; after a new one comes another new one.

        Whoever only looks on is told where the list ends; Ctrl+Enter goes on with somebody new (screen.md §4).
        """
        ids, shown = self.list.model.ids, self.form.record_id
        row = self.list.model.row_of(shown) if shown is not None else -1
        goal = row + steps
        if row < 0 and steps > 0:
            self.new()
        elif 0 <= goal < len(ids):
            self.leave(lambda: self._go_to(ids[goal]))
        elif after_the_last is not None:
            after_the_last()
        else:
            self.shell.say(Label("这是最后一个") if steps > 0 else Label("这是第一个"))

    def _go_to(self, record_id: int) -> None:
        self.list.table.show_record(record_id)
        self.form.open_record(record_id, focus=True)
