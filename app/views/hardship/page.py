"""困难职工: the list of files; a file opens in its place."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtWidgets import QStackedWidget, QWidget

from app.i18n import Label
from app.models import HardshipCase
from app.models.store.database import Database
from app.services.drafts import Draft
from app.views.drafts import CELL, fill_in_cell, keep_cell
from app.views.export import export_view
from app.views.hardship import work
from app.views.hardship.beginning import Beginning
from app.views.hardship.case_page import CasePage
from app.views.hardship.choosing import MemberChooser
from app.views.hardship.rows import VIEWS, WORDS, HardshipCells, HardshipRows
from app.views.hardship.safekeeping import read
from app.views.hardship.work import OpenedCase
from app.views.history_panel import HistoryDeed
from app.views.kit.deeds import Deed
from app.views.kit.header import HeaderLine
from app.views.kit.layout import column
from app.views.page import EDIT, LIST, VIEW, PageView, Shell
from app.views.printing import Order, ask_print
from app.views.record_list.layout import KeptLayout
from app.views.record_list.menus import list_deeds
from app.views.record_list.panel import RecordList
from app.views.record_list.view_choice import ViewChoice
from app.views.removing import RemoveDeed, remove

# What the list and an open file show.
LISTED = frozenset({"hardship_case", "household", "person", "membership", "org_unit", "code_item"})
STANDARDS = "policy_parameter"
OPENED = LISTED | {"household_member", "income_item", "expense_item", STANDARDS, "condolence_record"}
ROSTER = Order("F14", Label("在档困难职工花名册"))


def prepare(database: Database) -> HardshipCells:
    """What the list lets be changed, with its choices; runs in the database thread."""
    return HardshipCells(database)


def build(shell: Shell, cells: HardshipCells) -> HardshipPage:
    """The page of the hardship files."""
    return HardshipPage(shell, shell.database, cells)


class HardshipPage(PageView):
    """The list, or one household's page."""

    def __init__(self, shell: Shell, database: Database, cells: HardshipCells) -> None:
        super().__init__(shell)
        self._database = database
        self._is_stale, self._is_prepared = True, False
        self._asked = 0  # how often a household was asked for: only the last one is shown
        self._make_deeds()
        self._rows = HardshipRows(database)
        store = KeptLayout(database, "hardship_case")
        self.list = RecordList(
            self._rows, shell.jobs, WORDS, store=store, empty_deeds=self._beginning.deeds,
            row_deeds=[self.history_deed, self.remove_deed], cells=cells,
        )  # fmt: skip
        self._cell_keeper = keep_cell(self.list, shell)
        self.list_deeds = list_deeds(self.list, self)
        self.copy_deed = Deed(Label("复制"), self.list.copy, icon="copy", parent=self)
        self.view = ViewChoice(self.list, self._rows, shell.jobs, VIEWS, store.views)
        self._header = HeaderLine(
            Label("困难职工"),
            [self.new_deed, self.print_deed],
            search=self.list.search,
            view=self.view,
            more=[self.history_deed, self.export_deed, *self.list_deeds, self.remove_deed],
        )
        listed = QWidget()
        listed.setLayout(column(self._header, self.list, spacing=0))
        self.case = CasePage(shell, database, [self.history_deed])
        self._stack = QStackedWidget()
        self._stack.addWidget(listed)
        self._stack.addWidget(self.case)
        self.setLayout(column(self._stack, spacing=0))
        self._connect()

    def _make_deeds(self) -> None:
        self.new_deed = Deed(Label("建档…"), self.new, key="Ctrl+N", icon="plus", kind="main", parent=self)
        self.print_deed = Deed(Label("打印…"), self._print, key="Ctrl+P", icon="printer", parent=self)
        self._beginning = Beginning(self.shell, self._database, self.new_deed, self)
        self.export_deed = Deed(Label("导出…"), self._export, key="F12", icon="upload", parent=self)
        self.history_deed = HistoryDeed(self.shell, HardshipCase, self._current_id, self)
        self.remove_deed = RemoveDeed(self.shell, lambda: self.list)
        self.remove_deed.setParent(self)
        self.addActions([self.new_deed, self.print_deed, self.export_deed, self.history_deed])

    def _prepare_case(self) -> None:
        """The list is there: what the first household would wait for can be made meanwhile."""
        if not self._is_prepared:
            self._is_prepared, database = True, self._database
            self.shell.jobs.run(lambda: work.usual_shape(database), self.case.make_ahead, owner=self)

    def _connect(self) -> None:
        self.list.counted.connect(lambda *_: self._prepare_case())
        self.hear(self.list, self._header)
        self.list.opened.connect(self.open)
        self.list.opened_at.connect(self.open)
        self.list.opened_aside.connect(self.shell.open_aside)
        self.list.delete_asked.connect(self._delete)
        self.case.closed.connect(self._show_list)
        self.case.saved.connect(lambda case_id: self.list.refresh(go_to=case_id))
        self.case.step_asked.connect(self._step)

    # --- what the window asks

    @property
    def is_open(self) -> bool:
        """Whether a file is shown."""
        return self._stack.currentWidget() is self.case

    def menu_deeds(self) -> Mapping[str, Sequence[Deed]]:
        if self.is_open:
            deeds = self.case.deeds
            steps = [deeds.save, deeds.save_on, deeds.drop, deeds.file, deeds.remove, deeds.back_to_draft]
            return {LIST: [self.new_deed, *steps, self.history_deed], VIEW: [*deeds.tabs, self.case.numbers.deed]}
        return {
            LIST: [self.new_deed, self.print_deed, self.history_deed, self.export_deed, *self.list_deeds],
            EDIT: [self.copy_deed, *self.list.cell_deeds(), self.remove_deed],
            VIEW: [self.view.deed],
        }

    def areas(self) -> Sequence[QWidget]:
        return self.case.areas() if self.is_open else [self._header, self.list]

    def came(self) -> None:
        self._look_for_standard()
        if self._is_stale:
            self._is_stale = False
            self.list.refresh()
        if self.is_open:
            self.case.reload()
        else:
            self.list.teller.say()
            self.list.take_focus()

    def take_focus(self) -> None:
        if self.is_open:
            super().take_focus()
        else:
            self.list.take_focus()

    def to_top(self) -> None:
        if self.is_open:
            self.leave(self._show_list)

    def records_changed(self, types: frozenset[str]) -> None:
        if STANDARDS in types:
            self._look_for_standard()
        if types & LISTED:
            self._is_stale = not self.isVisible()
            if self.isVisible():
                self.list.refresh()
        if types & OPENED and self.is_open:
            self.case.reload()

    def show_back(self, back: Mapping[str, Sequence[int]]) -> None:
        if not self.is_open:
            self.list.select_back(back.get("hardship_case", ()))

    def show_record(self, record_id: int) -> None:
        self.leave(lambda: self.open(record_id))

    def to_search(self) -> None:
        if not self.is_open:
            self.list.search.setFocus()
            self.list.search.selectAll()

    def leave(self, then: Callable[[], object]) -> None:
        if self.list.changer is not None:
            self.list.changer.in_place.leave()
        if self.is_open:
            self.case.leave(then)
        else:
            then()

    def _look_for_standard(self) -> None:
        model = self.list.model
        self._beginning.look(lambda: self.list.refresh() if model.is_loaded and not model.ids else None)

    # --- files

    def new(self) -> None:
        """Choose somebody and begin a file for him."""
        self.leave(lambda: MemberChooser(self, self.shell, self.start).open())

    def start(self, person_id: int) -> None:
        """Begin a file for a member, or open the one that the household has."""
        database = self._database

        def show(opened: OpenedCase) -> None:
            self._show(opened)
            if opened.sheet.draft.case_id is not None:
                self.shell.say(Label("这一户已有档案 {number}，已经打开。", number=opened.sheet.number))

        self._ask_for(lambda: work.start_case(database, person_id), show)

    def open(self, case_id: int, column: str = "") -> None:
        """Show the page of one household, at what this column of the list tells."""
        database = self._database
        self._ask_for(lambda: work.open_case(database, case_id), lambda opened: self._show(opened, column))

    def _ask_for(self, read: Callable[[], OpenedCase], show: Callable[[OpenedCase], object]) -> None:
        """Show a household once it is read, its parts are made, and what was typed until then is decided on."""
        self._asked += 1
        asked = self._asked

        def go_on(opened: OpenedCase) -> None:
            if asked == self._asked:
                self.leave(lambda: show(opened))

        def take(opened: OpenedCase) -> None:
            self.case.make_ready(opened, lambda: go_on(opened))

        self.shell.jobs.run(read, take, self.shell.tell_fault, owner=self)

    def _show(self, opened: OpenedCase, column: str = "") -> None:
        self._stack.setCurrentWidget(self.case)
        self.case.show_case(opened, focus=True)
        if column:
            self.case.show_column(column)
        self.deeds_changed.emit()

    def _show_list(self) -> None:
        """Back to the list, where the same household is selected."""
        self._stack.setCurrentIndex(0)
        self.deeds_changed.emit()
        self.list.teller.say()
        self.list.take_focus()

    def _step(self, steps: int) -> None:
        """The next or previous household in the order of the list."""
        ids, shown = self.list.model.ids, self.case.case_id
        row = self.list.model.row_of(shown) if shown is not None else -1
        goal = row + steps
        if row >= 0 and 0 <= goal < len(ids):
            self.leave(lambda: self._go_to(ids[goal]))
        else:
            self.shell.say(Label("这是最后一户") if steps > 0 else Label("这是第一户"))

    def _go_to(self, case_id: int) -> None:
        self.list.table.show_record(case_id)
        self.open(case_id)

    # --- what a lock or a crash left behind

    def resume(self, draft: Draft) -> None:
        keeper = self._cell_keeper
        if draft.part == CELL and keeper is not None:
            self.leave(lambda: fill_in_cell(self.list, keeper, draft))
            return
        database, unsaved = self._database, read(draft.content)

        def show(opened: OpenedCase) -> None:
            self._stack.setCurrentWidget(self.case)
            self.case.keeper.take_on(draft)
            self.case.show_case(opened, unsaved, focus=True)
            self.deeds_changed.emit()

        self.leave(lambda: self._ask_for(lambda: work.open_draft(database, unsaved), show))

    # --- deeds of the list

    def _current_id(self) -> int | None:
        return self.case.case_id if self.is_open else self.list.table.chosen.current_id()

    def _delete(self, ids: Sequence[int]) -> None:
        def many(title: str, n: int) -> Label:
            return Label("已把“{title}”等 {n} 户的档案移到回收站。", title=title, n=n)

        def one(title: str) -> Label:
            return Label("已把“{title}”的档案移到回收站。", title=title)

        remove(self, HardshipCase, ids, many, one)

    def _export(self) -> None:
        """The files as the list is narrowed now, as sheets that can be imported again."""
        export_view(self.shell, self._rows.view(self.list.query), self)

    def _print(self) -> None:
        ask_print(self, self.shell, "", [ROSTER])
