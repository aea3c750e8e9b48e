"""The whole list of a page: table, filters in force, empty states, menus."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QPoint, QTimer, Signal
from PySide6.QtWidgets import QMenu, QStackedWidget, QWidget

from app.i18n import Label
from app.views.jobs import SPOKEN_AFTER_MS, DatabaseThread
from app.views.kit.deeds import Deed
from app.views.kit.layout import STRETCH, column, row
from app.views.kit.notices import EmptyState
from app.views.kit.search import SearchBox
from app.views.kit.text import Text
from app.views.record_list.chips import FilterChips
from app.views.record_list.columns import Columns, ColumnStore
from app.views.record_list.copying import copy_selected
from app.views.record_list.counting import Teller
from app.views.record_list.dialogs import ColumnChooser, ColumnFilter, GoToRow
from app.views.record_list.model import RecordModel
from app.views.record_list.painting import Headings
from app.views.record_list.source import ListWords, Query, RowSource
from app.views.record_list.table import RecordTable


class RecordList(QWidget):
    """A list over a `RowSource`; its `search` box belongs into the page's header line."""

    opened = Signal(int)
    opened_aside = Signal(int)
    current_changed = Signal(object)  # record id or None
    selection_changed = Signal()
    status_changed = Signal(object)  # Status
    counted = Signal(str)  # for the header line: "300 人"
    failed = Signal(object)  # KnownError
    delete_asked = Signal(object)  # ids of whole rows
    said = Signal(object)  # a Label for the status bar
    new_asked = Signal(str)  # add what was searched for and not found

    def __init__(
        self,
        source: RowSource,
        jobs: DatabaseThread,
        words: ListWords,
        *,
        store: ColumnStore | None = None,
        empty_deeds: Sequence[Deed] = (),
        row_deeds: Sequence[Deed] = (),
    ) -> None:
        super().__init__()
        self._source, self._jobs, self._words = source, jobs, words
        self._query = Query()
        self._row_deeds, self._empty_deeds = row_deeds, empty_deeds
        self.search = SearchBox(words.search_hint)
        self.model = RecordModel(source, jobs, self)
        self.table = RecordTable(self.model, str(words.name))
        self.columns = Columns(self.table, store)
        self.teller = Teller(self.table, source, jobs, words.unit)
        self._chips = FilterChips()
        self._empty: EmptyState | None = None
        self._wants_focus = False
        self._reading = Text(tone="secondary")
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(SPOKEN_AFTER_MS)
        self._stack = QStackedWidget()
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        waiting = QWidget()
        waiting.setLayout(column(STRETCH, row(STRETCH, self._reading, STRETCH), STRETCH, STRETCH))
        self._stack.addWidget(waiting)
        self._stack.addWidget(self.table)
        layout = column(self._chips, self._stack, spacing=0)
        layout.setStretchFactor(self._stack, 1)
        self.setLayout(layout)

    def _connect(self) -> None:
        table = self.table
        self.search.searched.connect(self._search)
        self.search.left.connect(table.setFocus)
        self.search.accepted.connect(self._open_hit)
        self._chips.removed.connect(self._filter)
        table.typed.connect(self.search.take)
        table.opened.connect(self.opened)
        table.opened_aside.connect(self.opened_aside)
        table.escaped.connect(self._escape)
        table.copy_asked.connect(self.copy)
        table.go_asked.connect(self.ask_row)
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
        self._patience.timeout.connect(self._say_reading)

    def take_focus(self) -> None:
        """Give the focus to the table, now or as soon as there are rows."""
        if self._stack.currentWidget() is self.table:
            self.table.setFocus()
        else:
            self._wants_focus = True

    # --- what is shown

    @property
    def query(self) -> Query:
        """What the list shows."""
        return self._query

    def show_query(self, query: Query) -> None:
        """Ask for another query."""
        self._query = query
        if not self.model.is_loaded:
            self._patience.start()
        self.model.load(query, look_at=max(0, self.table.currentIndex().row()))

    def refresh(self, *, go_to: int | None = None) -> None:
        """Read everything again: something was changed. `go_to` is a record that is new or was just saved."""
        if go_to is not None:
            self.table.keeper.expect(go_to)
        self.show_query(self._query)

    def sort_by(self, at: int, *, descending: bool | None = None) -> None:
        """Sort by a column; the same one again the other way round."""
        wanted = self.model.columns[at]
        if not wanted.sortable:
            self.said.emit(Label("不能按“{column}”排序", column=wanted.label))
            return
        if descending is None:
            descending = self._query.sort == wanted.name and not self._query.descending
        self.show_query(replace(self._query, sort=wanted.name, descending=descending))

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
        self._patience.stop()
        wants_focus, self._wants_focus = self._wants_focus, False
        self._chips.show_filters(self._query, {each.name: each.label for each in self.model.columns})
        if self.model.ids:
            self._stack.setCurrentWidget(self.table)
            if wants_focus:
                self.table.setFocus()
        else:
            self._show_empty()
        self.counted.emit(str(Label("{n} {unit}", n=f"{self.model.total:,}", unit=self._words.unit)))

    def _say_reading(self) -> None:
        self._reading.say(Label("正在读取…"))

    def _show_empty(self) -> None:
        if self._empty is not None:
            self._stack.removeWidget(self._empty)
            self._empty.deleteLater()
        if self._query.search or self._query.filters:
            self._empty = self._no_hit()
        else:
            self._empty = EmptyState(
                self._words.empty, self._words.empty_reason, self._empty_deeds, icon=self._words.icon
            )
        self._stack.addWidget(self._empty)
        self._stack.setCurrentWidget(self._empty)

    def _no_hit(self) -> EmptyState:
        text = self._query.search
        deeds = [Deed(Label("清除搜索"), self._show_everybody)]
        if text and self._words.offers_new:
            deeds.append(Deed(Label("新增“{text}”", text=text), lambda: self.new_asked.emit(text)))
        words = Label("没有找到“{text}”。", text=text) if text else Label("没有符合筛选的。")
        made = EmptyState(words, Label("试试姓名拼音或身份证后四位。"), deeds, icon="search")
        for each in deeds:
            each.setParent(made)
        return made

    def _show_everybody(self) -> None:
        self.search.clear()
        self.show_query(replace(self._query, search="", filters=()))
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
        """Offer what stands in a column."""
        wanted = self.model.columns[at]
        others = self._query.with_filter(wanted.name, ())
        ticked = next((each.values for each in self._query.filters if each.column == wanted.name), ())
        source = self._source

        def offer(values: Sequence[tuple[str, int]]) -> None:
            ColumnFilter(self, wanted.label, values, ticked, lambda chosen: self._filter(wanted.name, chosen)).open()

        self._jobs.run(lambda: source.values(wanted.name, others), offer, self.failed.emit, owner=self)

    def _filter(self, name: str, values: Sequence[str] = ()) -> None:
        self.show_query(self._query.with_filter(name, values))
        self.table.setFocus()

    def copy(self, *, headings: bool = False) -> None:
        """Put the selected cells on the clipboard, as they are shown."""
        copy_selected(
            self.table,
            self._source,
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

    def _row_menu(self, at: QPoint) -> None:
        menu = self._menu()
        menu.addActions(list(self._row_deeds))
        menu.addSeparator()
        _add(menu, Label("复制"), self.copy)
        _add(menu, Label("连同列名复制"), lambda: self.copy(headings=True))
        menu.popup(self.table.viewport().mapToGlobal(at))

    def _heading_menu(self, at: QPoint) -> None:
        header = self.table.horizontalHeader()
        self.heading_menu(header.logicalIndexAt(at)).popup(header.mapToGlobal(at))

    def heading_menu(self, at: int) -> QMenu:
        """The menu of a column."""
        menu, wanted = self._menu(), self.model.columns[at]
        if wanted.sortable:
            _add(menu, Label("升序"), lambda: self.sort_by(at, descending=False))
            _add(menu, Label("降序"), lambda: self.sort_by(at, descending=True))
            menu.addSeparator()
        if wanted.filterable:
            _add(menu, Label("筛选此列…"), lambda: self.ask_filter(at))
            menu.addSeparator()
        _add(menu, Label("隐藏此列"), lambda: self.columns.hide(at))
        _add(menu, Label("列设置…"), self.ask_columns)
        menu.addSeparator()
        _add(menu, Label("适合宽度"), lambda: self.columns.fit(at))
        _add(menu, Label("恢复默认"), self.columns.reset)
        return menu

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        return menu


def _add(menu: QMenu, label: Label, run: Callable[[], object]) -> None:
    menu.addAction(Deed(label, run, parent=menu))
