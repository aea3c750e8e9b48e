"""打印: everything that was printed with a number; it can be seen, printed again and saved, but never changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from app.i18n import Label
from app.models import PrintedForm
from app.models.store.database import Database
from app.views import theme
from app.views.export import export_view
from app.views.jobs import Job
from app.views.kit.deeds import Deed
from app.views.kit.header import HeaderLine
from app.views.kit.layout import column
from app.views.kit.note import Note
from app.views.page import EDIT, LIST, VIEW, PageView, Shell
from app.views.press import centre_work
from app.views.press.centre_work import Told
from app.views.press.preview import Preview
from app.views.press.work import Order
from app.views.record_list.layout import KeptLayout
from app.views.record_list.menus import list_deeds
from app.views.record_list.panel import RecordList
from app.views.record_list.source import Column, ListWords
from app.views.record_list.view_choice import ViewChoice
from app.views.sources import RecordRows

COLUMNS = ("title", "number", "printed_at", "printed_by", "pages", "rows", "reason")
WORDS = ListWords(
    Label("打印过的表"),
    Label("份"),
    Label("还没有打印过编号的表"),
    Label("在会员、困难职工、慰问里按“打印…”。正式的表会编号、存在这里，以后能补打一样的。"),
    icon="printer",
    search_hint=Label("搜标题、编号、打印人"),
)
NOBODY = Label("先选一份")
# What was changed is asked for once the selection has rested this long.
TELL_AFTER_MS = 200


TITLE_CHARS = 20


class Prints(RecordRows):
    """The rows of the archive; the title names the round and wants its room."""

    @property
    def columns(self) -> Sequence[Column]:
        first, *others = super().columns
        return (replace(first, chars=TITLE_CHARS), *others)


def build(shell: Shell) -> PageView:
    """The page of the prints."""
    return PrintCentre(shell, shell.database)


class PrintCentre(PageView):
    """The list of the archive; below it what became of the list since the selected print."""

    def __init__(self, shell: Shell, database: Database) -> None:
        super().__init__(shell)
        self._database = database
        self._is_stale = True
        self._asked: Job | None = None
        self._rows = Prints(database, PrintedForm, columns=COLUMNS)
        self.open_deed = Deed(Label("看一看、补打…"), self.open_current, key="Ctrl+P", icon="printer", kind="main")
        self.export_deed = Deed(Label("导出…"), self._export, key="F12", icon="upload")
        store = KeptLayout(database, PrintedForm.__tablename__)
        self.list = RecordList(self._rows, shell.jobs, WORDS, store=store, row_deeds=[self.open_deed])
        self.view = ViewChoice(self.list, self._rows, shell.jobs, {}, store.views)
        self.list_deeds = list_deeds(self.list, self)
        self.copy_deed = Deed(Label("复制"), self.list.copy, icon="copy", parent=self)
        for each in (self.open_deed, self.export_deed):
            each.setParent(self)
        self._header = HeaderLine(
            Label("打印"),
            [self.open_deed],
            search=self.list.search,
            view=self.view,
            more=[self.export_deed, *self.list_deeds],
        )
        self._notes = {tone: Note(tone) for tone in ("warning", "information", "good")}
        notes = column(*self._notes.values(), margins=(theme.WIDE, theme.NARROW, theme.WIDE, theme.NARROW))
        whole = column(self._header, self.list, notes, spacing=0)
        whole.setStretchFactor(self.list, 1)
        self.setLayout(whole)
        self.addActions([self.open_deed, self.export_deed])
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(TELL_AFTER_MS)
        self._connect()
        self._fit()

    def _connect(self) -> None:
        listed = self.list
        self.hear(listed, self._header)
        listed.opened.connect(self.open)
        listed.opened_at.connect(lambda record_id, _: self.open(record_id))
        listed.delete_asked.connect(lambda _: self.shell.say(Label("打印过的表要留底，不能删")))
        listed.current_changed.connect(lambda _: self._pause.start())
        listed.model.changed.connect(self._fit)
        listed.model.changed.connect(self._pause.start)
        self._pause.timeout.connect(self._ask_changes)

    # --- what the window asks

    def menu_deeds(self) -> Mapping[str, Sequence[Deed]]:
        listed = [self.open_deed, self.export_deed, *self.list_deeds]
        return {LIST: listed, EDIT: [self.copy_deed], VIEW: [self.view.deed]}

    def areas(self) -> Sequence[QWidget]:
        return [self._header, self.list]

    def came(self) -> None:
        if self._is_stale:
            self._is_stale = False
            self.list.refresh()
        else:
            self._pause.start()
        self.list.teller.say()
        self.list.take_focus()

    def take_focus(self) -> None:
        self.list.take_focus()

    def records_changed(self, types: frozenset[str]) -> None:
        if PrintedForm.__tablename__ in types:
            self._is_stale = not self.isVisible()
            if self.isVisible():
                self.list.refresh()
        elif self.isVisible():
            self._pause.start()

    def show_record(self, record_id: int) -> None:
        self.list.refresh(go_to=record_id)

    def to_search(self) -> None:
        self.list.search.setFocus()
        self.list.search.selectAll()

    # --- deeds

    def open_current(self) -> None:
        """Show the pages of the selected print."""
        current = self.list.table.chosen.current_id()
        if current is not None:
            self.open(current)

    def open(self, record_id: int) -> None:
        """Show the archived pages; from there they are printed again or saved."""
        database = self._database
        self.shell.jobs.run(
            lambda: centre_work.tell(database, record_id), self._show_print, self.shell.tell_fault, owner=self
        )

    def _show_print(self, told: Told | None) -> None:
        if told is not None:
            name = Label("{title}（补打）", title=told.title)
            order = Order(told.form, name, number=told.number)
            Preview(self, self.shell, f"{told.number} ", [order]).begin()

    def _export(self) -> None:
        export_view(self.shell, self._rows.view(self.list.query), self)

    # --- what was changed since

    def _ask_changes(self) -> None:
        current = self.list.table.chosen.current_id() if self.list.model.ids else None
        if self._asked is not None:
            self._asked.cancel()
        if current is None:
            self._tell(None)
            return
        database = self._database
        self._asked = self.shell.jobs.run(
            lambda: centre_work.tell(database, current), self._tell, self.shell.tell_fault, owner=self
        )

    def _tell(self, told: Told | None) -> None:
        for tone, note in self._notes.items():
            same = told is not None and told.tone == tone
            note.say(Label("{number}：{words}", number=told.number, words=told.words) if told and same else "")

    def _fit(self) -> None:
        if self.list.model.ids:
            self.open_deed.on()
        else:
            self.open_deed.off(NOBODY)
