"""The page of a record type with nothing to add: list, form, import, printed list, recycle bin, by its declaration."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.i18n import Label
from app.models.declare import Record, record_type
from app.models.store.database import Database
from app.views.changing import RecordCells
from app.views.export import export_view
from app.views.history_panel import HistoryDeed
from app.views.kit.deeds import Deed
from app.views.kit.instead import PageWithGuest
from app.views.loading import WIZARD
from app.views.page import PageView, Shell
from app.views.printing import Order, as_shown, ask_print, of_list
from app.views.record_list.layout import KeptLayout
from app.views.record_list.source import ListWords
from app.views.record_page import RecordPage, RecordParts, RecordWords
from app.views.removing import remove_plainly
from app.views.sources import RecordForm, RecordRows


class PlainPage(PageWithGuest):
    """One record type; the import stands in its place while it runs."""

    def __init__(self, shell: Shell, form: RecordForm, icon: str) -> None:
        self._record = form.record
        self._rows = RecordRows(shell.database, self._record)
        take_in = Deed(Label("导入…"), self.start_import, icon="download")
        print_out = Deed(Label("打印…"), self.ask_print, key="Ctrl+P", icon="printer")
        types = frozenset({self._record.__tablename__})
        take_out = Deed(Label("导出…"), self.export, key="F12", icon="upload")
        history = HistoryDeed(shell, self._record, lambda: self.page.current_id())
        parts = RecordParts(
            self._rows,
            form,
            types,
            name_field=self._record.title_path,
            table=self._record.__tablename__,
            columns=KeptLayout(shell.database, self._record.__tablename__),
            cells=RecordCells(shell.database, form),
            deeds=[take_in, print_out],
            more=[history, take_out],
            row_deeds=[history],
        )
        self.page = RecordPage(shell, words_of(self._record, icon), parts)
        history.setParent(self.page)
        super().__init__(self.page)
        self.page.delete_asked.connect(self.remove)

    def start_import(self) -> None:
        """Take a sheet in; until its last button nothing is written."""
        self.await_guest(WIZARD, self._show_wizard)

    def _show_wizard(self, loaded: Any) -> None:
        wizard = loaded.ImportWizard(self.shell, self._record, self.guest_left)
        wizard.look_asked.connect(self.page.show_only)
        self.show_guest(wizard, wizard)

    def ask_print(self) -> None:
        """The list just as it is shown."""
        listed = self.page.list
        order = Order(f"LIST:{self._record.type_name}", Label("眼前这份名单"), has_number=False)
        view = as_shown(self._rows.view(listed.query), listed)
        orders = of_list(view, listed.selected_ids(), len(listed.model.ids), order)
        ask_print(self, self.shell, str(self._record.record_label), orders)

    def export(self) -> None:
        """The list as it is narrowed now, with every column, so that it can be imported again."""
        export_view(self.shell, self._rows.view(self.page.list.query), self)

    def remove(self, ids: Sequence[int]) -> None:
        """Put records into the recycle bin: one deed for all of them."""
        remove_plainly(self, self._record, ids)


def words_of(record: type[Record], icon: str) -> RecordWords:
    """How the page of a record type speaks."""
    label = record.record_label
    return RecordWords(
        label,
        Label("新增{type}", type=label),
        ListWords(
            Label("{type}列表", type=label),
            Label("条"),
            Label("还没有{type}", type=label),
            Label("从 Excel 导入，或者一条一条填。"),
            icon=icon,
            search_hint=Label("搜名称、编号"),
        ),
    )


def prepare(type_name: str, icon: str, database: Database) -> RecordForm:
    """The form of the type, with its choices."""
    return RecordForm(database, record_type(type_name))


def build(type_name: str, icon: str, shell: Shell, form: RecordForm) -> PageView:
    """The page of the type."""
    return PlainPage(shell, form, icon)
