"""回收站: what was deleted, of every kind, and the way back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QWidget

from app.i18n import Label
from app.models.declare import record_type, record_types
from app.models.store.database import Database
from app.services import recycle_bin
from app.views.history_panel import show_history
from app.views.kit.deeds import Deed
from app.views.kit.header import HeaderLine
from app.views.kit.layout import column
from app.views.page import EDIT, LIST, VIEW, PageView, Shell
from app.views.purging import CopiesDeed, PurgeDeed
from app.views.record_list.layout import KeptLayout
from app.views.record_list.panel import RecordList
from app.views.record_list.source import ListWords
from app.views.record_list.view_choice import ViewChoice
from app.views.recycle_rows import BinRows

WORDS = ListWords(
    Label("回收站列表"),
    Label("项"),
    Label("回收站是空的"),
    Label("删掉的会员、档案、批次都先放到这里，随时可以还原。这里的东西不会自己消失。"),
    icon="trash",
    search_hint=Label("搜名称、拼音"),
)
NOBODY = Label("先选要还原的")


def build(shell: Shell) -> PageView:
    """The page of the recycle bin."""
    return RecyclePage(shell, shell.database)


class RecyclePage(PageView):
    """The list of what was deleted; 还原 takes the selected rows back, each with all that went with it."""

    def __init__(self, shell: Shell, database: Database) -> None:
        super().__init__(shell)
        self._database, self._rows = database, BinRows(database)
        self._is_stale = True
        self.restore_deed = Deed(Label("还原"), self.restore, icon="arrow-back-up", kind="main", parent=self)
        self.history_deed = Deed(Label("改动历史…"), self.show_history, key="Ctrl+Shift+H", icon="history", parent=self)
        self.purge_deed = PurgeDeed(Label("彻底删除…"), shell, self._chosen, parent=self)
        store = KeptLayout(database, "recycle-bin")
        self.list = RecordList(
            self._rows, shell.jobs, WORDS, store=store,
            row_deeds=[self.restore_deed, self.history_deed, self.purge_deed],
        )  # fmt: skip
        self.view = ViewChoice(self.list, self._rows, shell.jobs, {}, store.views)
        self.columns_deed = Deed(Label("列设置…"), self.list.ask_columns, icon="columns", parent=self)
        self.copy_deed = Deed(Label("复制"), self.list.copy, icon="copy", parent=self)
        self.copies_deed = CopiesDeed(shell, self)
        self._header = HeaderLine(
            Label("回收站"),
            [self.restore_deed, self.history_deed, self.purge_deed],
            search=self.list.search,
            view=self.view,
            more=[self.copies_deed, self.columns_deed],
        )
        self.setLayout(column(self._header, self.list, spacing=0))
        self.addActions([self.restore_deed, self.history_deed])
        self._fit()
        self._connect()

    def _connect(self) -> None:
        self.hear(self.list, self._header)
        self.list.opened.connect(lambda _: self.show_history())
        self.list.opened_at.connect(lambda *_: self.show_history())
        self.list.delete_asked.connect(lambda _: self.shell.say(Label("这些已经在回收站里了")))
        self.list.selection_changed.connect(self._fit)
        self.list.model.changed.connect(self._fit)

    # --- what the window asks

    def menu_deeds(self) -> Mapping[str, Sequence[Deed]]:
        return {
            LIST: [self.restore_deed, self.history_deed, self.purge_deed, self.columns_deed],
            EDIT: [self.copy_deed],
            VIEW: [self.view.deed],
        }

    def areas(self) -> Sequence[QWidget]:
        return [self._header, self.list]

    def came(self) -> None:
        if self._is_stale:
            self._is_stale = False
            self.list.refresh()
        self.list.teller.say()
        self.list.take_focus()

    def take_focus(self) -> None:
        self.list.take_focus()

    def records_changed(self, types: frozenset[str]) -> None:
        if types & {record.__tablename__ for record in record_types().values()}:
            self._is_stale = not self.isVisible()
            if self.isVisible():
                self.list.refresh()

    def to_search(self) -> None:
        self.list.search.setFocus()
        self.list.search.selectAll()

    # --- deeds

    def restore(self) -> None:
        """Take the selected rows back, with all that went into the bin with them: one deed."""
        chosen, database = self._chosen(), self._database
        self.shell.jobs.run(
            lambda: recycle_bin.put_back(database, chosen),
            lambda count: self.shell.done(Label("已还原 {n} 项。", n=count)),
            self.shell.tell_fault,
            owner=self,
        )

    def _chosen(self) -> Sequence[tuple[str, int]]:
        return [self._rows.record_of(row_id) for row_id in self.list.selected_ids()]

    def show_history(self) -> None:
        """What happened to the current one before it was deleted."""
        current = self.list.table.chosen.current_id()
        if current is not None:
            name, record_id = self._rows.record_of(current)
            show_history(self, self.shell, record_type(name), record_id)

    def _fit(self) -> None:
        count = len(self.list.selected_ids()) if self.list.model.ids else 0
        if count:
            self.history_deed.on()
            self.purge_deed.on()
        else:
            self.history_deed.off(Label("先选一项"))
            self.purge_deed.off(Label("先选要彻底删除的"))
        if count:
            self.restore_deed.rename(Label("还原 {n} 项", n=count) if count > 1 else Label("还原"))
            self.restore_deed.on()
        else:
            self.restore_deed.off(NOBODY)
