"""The whole list of a page: table, filters in force, empty states, menus."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import cast

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QMenu, QWidget

from app.i18n import Label
from app.views.jobs import DatabaseThread
from app.views.kit.deeds import Deed
from app.views.kit.layout import column
from app.views.kit.search import SearchBox
from app.views.record_list.cells import CellSource
from app.views.record_list.changer import Changer
from app.views.record_list.chips import FilterChips
from app.views.record_list.columns import Columns
from app.views.record_list.copying import copy_selected
from app.views.record_list.counting import Teller
from app.views.record_list.dialogs import ColumnChooser, GoToRow
from app.views.record_list.emptiness import Ways, why_empty
from app.views.record_list.hiding import Hider
from app.views.record_list.layout import Layout, LayoutStore
from app.views.record_list.memory import ListMemory
from app.views.record_list.menus import heading_menu, row_menu
from app.views.record_list.model import RecordModel
from app.views.record_list.narrowing import Narrower
from app.views.record_list.painting import Headings
from app.views.record_list.source import HidingSource, ListWords, Query, RowSource, unsortable
from app.views.record_list.standing import Standing
from app.views.record_list.table import RecordTable


class RecordList(QWidget):
    """A list over a `RowSource`; its `search` box belongs into the page's header line."""

    opened = Signal(int)
    opened_at = Signal(int, str)  # record id, and the field to change in the form
    opened_aside = Signal(int)
    current_changed = Signal(object)  # record id or None
    selection_changed = Signal()
    status_changed = Signal(object)  # Status
    counted = Signal(str, str)  # for the header line: "300 人" or "显示 2 人", and the longest that it may become
    failed = Signal(object)  # KnownError
    delete_asked = Signal(object)  # ids of whole rows
    said = Signal(object)  # a Label for the status bar
    new_asked = Signal(str)  # add what was searched for and not found
    view_asked = Signal(str)  # another of the page's ready-made views
    done = Signal(object, object)  # what was done, a Label; and its WayBack, None where it was a deed of the file

    def __init__(
        self,
        source: RowSource,
        jobs: DatabaseThread,
        words: ListWords,
        *,
        store: LayoutStore | None = None,
        empty_deeds: Sequence[Deed] = (),
        row_deeds: Sequence[Deed] = (),
        cells: CellSource | None = None,
    ) -> None:
        super().__init__()
        self._source, self._jobs, self._words = source, jobs, words
        self._query = Query()
        self._row_deeds, self._empty_deeds = row_deeds, empty_deeds
        self.search = SearchBox(words.search_hint)
        self.model = RecordModel(source, jobs, self)
        self.table = RecordTable(self.model, str(words.name))
        self.columns = Columns(self.table)
        self.memory = ListMemory(self.columns, lambda: (self._query.sort, self._query.descending), store, jobs)
        self.narrow = Narrower(self, source, jobs)
        self.teller = Teller(self.table, source, jobs, words.unit)
        masked = any(each.masked for each in source.columns)
        self.hider = Hider(self, cast(HidingSource, source), jobs) if masked else None
        self._chips = FilterChips()
        self._standing = Standing(self.table)
        self.changer = Changer(self, cells, jobs, words.unit) if cells is not None else None
        if self.changer is not None:
            self.teller.of_cell = self.changer.hint
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self._layout = column(self._chips, self._standing, spacing=0)
        self._layout.setStretchFactor(self._standing, 1)
        self.setLayout(self._layout)

    def put_above(self, widget: QWidget) -> None:
        """Show something above the filters in force."""
        self._layout.insertWidget(0, widget)

    def _connect(self) -> None:
        table = self.table
        self.search.searched.connect(self._search)
        self.search.left.connect(table.setFocus)
        self.search.accepted.connect(self._open_hit)
        self.search.listed.connect(self.narrow.exactly)
        self._chips.asked.connect(self._narrow)
        self.memory.known.connect(self._take_layout)
        table.typed.connect(self.search.take)
        table.opened.connect(self.opened)
        table.opened_aside.connect(self.opened_aside)
        table.change_asked.connect(self.opened_at)
        table.escaped.connect(self._escape)
        table.copy_asked.connect(self.copy)
        table.go_asked.connect(self.ask_row)
        table.filter_asked.connect(lambda: self.ask_filter(table.currentIndex().column()))
        table.conditions_asked.connect(self.narrow.ask_conditions)
        table.problem_asked.connect(self.narrow.next_problem)
        table.delete_asked.connect(self._delete)
        table.chosen.changed.connect(self.selection_changed)
        table.selectionModel().currentChanged.connect(self._current_moved)
        table.customContextMenuRequested.connect(self._row_menu)
        for header in (table.horizontalHeader(), table.frozen.horizontalHeader()):
            if isinstance(header, Headings):
                header.sort_asked.connect(self.sort_by)
                header.customContextMenuRequested.connect(self._heading_menu)
        self.model.changed.connect(self._loaded)
        self.model.failed.connect(self.failed)
        self.teller.failed.connect(self.failed)
        self.teller.status_changed.connect(self.status_changed)

    def take_focus(self) -> None:
        """Give the focus to the table, now or as soon as there are rows."""
        self._standing.take_focus(is_reading=self.model.is_reading)

    # --- what is shown

    @property
    def unit(self) -> Label:
        """The measure word of its rows."""
        return self._words.unit

    @property
    def query(self) -> Query:
        """What the list shows."""
        return self._query

    def show_query(self, query: Query) -> None:
        """Ask for another query."""
        self._query = query
        if not self.model.is_loaded:
            self._standing.wait()
        if self.memory.is_known:
            at = max(0, self.table.currentIndex().row())
            self.model.load(query, look_at=at, look_for=self.table.keeper.wanted())
        else:
            self.memory.ask()

    def _take_layout(self, layout: Layout) -> None:
        """The list begins as it was left."""
        kept = next((each for each in self.model.columns if each.name == layout.sort and each.sortable), None)
        if kept is not None and not self._query.sort:
            self._query = replace(self._query, sort=kept.name, descending=layout.descending)
        self.show_query(self._query)

    def refresh(self, *, go_to: int | None = None) -> None:
        """Read everything again: something was changed. `go_to` is a record that is new or was just saved."""
        if go_to is not None:
            self.table.keeper.expect(go_to)
        self.show_query(self._query)

    def select_back(self, ids: Sequence[int]) -> None:
        """Select the rows of records that came back."""
        if ids:
            self.table.keeper.expect_rows(ids)
            self.refresh()

    def sort_by(self, at: int, *, descending: bool | None = None) -> None:
        """Sort by a column; the same one again the other way round."""
        wanted = self.model.columns[at]
        if not wanted.sortable:
            self.said.emit(unsortable(wanted))
            return
        if descending is None:
            descending = self._query.sort == wanted.name and not self._query.descending
        self.show_query(replace(self._query, sort=wanted.name, descending=descending))
        self.memory.keep()

    def reset_columns(self) -> None:
        """Columns and order as they are declared."""
        self.columns.reset()
        self.memory.forget()
        self.show_query(replace(self._query, sort="", descending=False))

    def selected_ids(self) -> Sequence[int]:
        """The records of the rows that the selection touches: what deeds act upon."""
        return self.table.chosen.ids()

    def _search(self, text: str) -> None:
        if text != self._query.search:
            self.show_query(replace(self._query, search=text))

    def _open_hit(self) -> None:
        """Enter in the search box: with one hit open it, else go on in the list."""
        if len(self.model.ids) == 1 and self._query.search:
            self.opened.emit(self.model.ids[0])
        else:
            self.table.setFocus()

    def _escape(self) -> None:
        if self.search.text():
            self.search.clear_now()
        else:
            self.table.chosen.only_current()

    def _loaded(self) -> None:
        self._chips.show_filters(self._query, {each.name: each for each in self.model.columns})
        if self.model.ids:
            self._standing.show_rows()
        else:
            ways = Ways(self._show_instead, self.view_asked.emit, self.new_asked.emit, self._empty_deeds)
            self._standing.show_empty(why_empty(self._words, self._query, ways, has_rows=bool(self.model.total)))
        self._tell_count()

    def _tell_count(self) -> None:
        """The number beside the title is that of the rows below it."""
        unit, shown, total = self._words.unit, len(self.model.ids), self.model.total
        longest = Label("显示 {n} {unit}", n=f"{total:,}", unit=unit)
        words = Label("{n} {unit}", n=f"{total:,}", unit=unit)
        if shown < total:
            words = Label("显示 {n} {unit}", n=f"{shown:,}", unit=unit)
        self.counted.emit(str(words), str(longest))

    def _show_instead(self, query: Query) -> None:
        self.search.setText(query.search)
        self.show_query(query)
        self.search.setFocus()

    def _current_moved(self) -> None:
        self.current_changed.emit(self.table.chosen.current_id())

    def _delete(self) -> None:
        if self.table.chosen.whole_rows():
            self.delete_asked.emit(self.selected_ids())
        else:
            self.said.emit(Label("先选整行：点左边的行号，或按 Home 再按 Shift+End，然后按 Delete"))

    # --- filters, columns, copy

    def ask_filter(self, at: int) -> None:
        """Ask how a column is to be narrowed."""
        if 0 <= at < len(self.model.columns) and self.model.columns[at].sortable:
            self.narrow.ask(self.model.columns[at])

    def _narrow(self, query: Query) -> None:
        self.show_query(query)
        self.back_to_rows()

    def back_to_rows(self) -> None:
        """The focus goes back to where the work is."""
        self.take_focus()

    def copy(self, *, headings: bool = False) -> None:
        """Put the selected cells on the clipboard, as they are shown."""
        copy_selected(
            self.table,
            self._source.rows,
            self._jobs,
            headings=headings,
            on_done=self.said.emit,
            on_error=self.failed.emit,
        )

    def ask_row(self) -> None:
        """Ask for a row number and go there."""
        if self.model.ids:
            current = max(0, self.table.currentIndex().column())
            GoToRow(self, len(self.model.ids), lambda line: self.table.chosen.go(line, current)).open()

    def ask_columns(self) -> None:
        """Offer the columns."""
        ColumnChooser(self, self.model.columns, self.columns.states(), self.columns.apply).open()

    # --- menus

    def cell_deeds(self) -> Sequence[Deed]:
        """What changes the selected cells, where the list offers that."""
        return self.changer.deeds if self.changer is not None else ()

    def hiding_deeds(self) -> Sequence[Deed]:
        """What shows and copies hidden numbers, where the list has some."""
        return (self.hider.show_deed, self.hider.copy_deed) if self.hider is not None else ()

    def _row_menu(self, at: QPoint) -> None:
        row_menu(self, self._row_deeds).popup(self.table.viewport().mapToGlobal(at))

    def _heading_menu(self, at: QPoint) -> None:
        header = self.table.horizontalHeader()
        self.heading_menu(header.logicalIndexAt(at)).popup(header.mapToGlobal(at))

    def heading_menu(self, at: int) -> QMenu:
        """The menu of a column."""
        return heading_menu(self, at)
