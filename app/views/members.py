"""会员: the register, its form, and what starts from it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.frozen import dataclass
from app.i18n import Label
from app.models import Person
from app.models.store.database import Database
from app.services.listing import Condition
from app.views.changing import RecordCells
from app.views.export import export_view
from app.views.history_panel import HistoryDeed
from app.views.kit.deeds import Deed
from app.views.kit.instead import PageWithGuest
from app.views.loading import WIZARD
from app.views.membership_deeds import MembershipDeeds, MembershipForms
from app.views.page import PageView, Shell
from app.views.printing import Order, as_shown, ask_print, of_list
from app.views.purging import PurgeDeed
from app.views.record_list.layout import KeptLayout
from app.views.record_list.source import ListWords
from app.views.record_page import RecordPage, RecordParts, RecordWords
from app.views.removing import remove
from app.views.sources import RecordForm, RecordRows

MEMBERS = (Condition("membership.status", "!=", ""),)
TYPES = frozenset({"person", "membership", "membership_change", "org_unit"})
VIEWS = {
    "": Label("全部会员"),
    "active": Label("在会"),
    "retained": Label("保留会籍"),
    "left": Label("已离开"),
    "doubt": Label("待核实"),
}
CONDITIONS = {
    "active": [Condition("membership.status", "=", "active")],
    "retained": [Condition("membership.status", "=", "retained")],
    "left": [Condition("membership.status", "!=", "active"), Condition("membership.status", "!=", "retained")],
    "doubt": [Condition("in_doubt", "=", "是")],
}
WORDS = RecordWords(
    Label("会员"),
    Label("新增会员"),
    ListWords(
        Label("会员列表"),
        Label("人"),
        Label("还没有会员"),
        Label("从 Excel 导入会员表，或者一个一个填。导入前先试算。"),
    ),
)


@dataclass(frozen=True)
class Prepared:
    """What the page knows of the file before it is built."""

    form: RecordForm
    membership: MembershipForms


def prepare(database: Database) -> Prepared:
    """The form of a member and those of a membership, with their choices; in the database thread."""
    return Prepared(RecordForm(database, Person, new_title=Label("新会员")), MembershipForms.of(database))


def build(shell: Shell, prepared: Prepared) -> PageView:
    """The page of the members."""
    return MembersPage(shell, prepared)


class MembersPage(PageWithGuest):
    """The register of members; the import stands in its place while it runs."""

    def __init__(self, shell: Shell, prepared: Prepared) -> None:
        self._rows = RecordRows(shell.database, Person, where=MEMBERS, views=CONDITIONS)
        self.take_in = Deed(Label("导入…"), self.start_import, icon="download")
        self.print_out = Deed(Label("打印…"), self.ask_print, key="Ctrl+P", icon="printer")
        self.take_out = Deed(Label("导出…"), self.export, key="F12", icon="upload")
        self.membership = MembershipDeeds(shell, prepared.membership)
        self.history = HistoryDeed(shell, Person, lambda: self.page.current_id())
        self.purge = PurgeDeed(
            Label("按本人要求彻底删除…"), shell, self._chosen, leave=lambda then: self.page.leave(then)
        )
        parts = RecordParts(
            self._rows,
            prepared.form,
            TYPES,
            table="person",
            columns=KeptLayout(shell.database, "person"),
            cells=RecordCells(shell.database, prepared.form),
            views=VIEWS,
            deeds=[self.take_in, self.print_out],
            more=[*self.membership.all(), self.history, self.take_out],
            last=[self.purge],
            row_deeds=[*self.membership.all(), self.history],
            empty_deeds=[Deed(Label("从 Excel 导入…"), self.start_import, icon="download", kind="main")],
        )
        self.page = RecordPage(shell, WORDS, parts)
        self.membership.serve(self.page, self.page.list)
        for each in (self.history, self.purge):
            each.setParent(self.page)
        super().__init__(self.page)
        self.page.delete_asked.connect(self.remove)

    def _chosen(self) -> Sequence[tuple[str, int]]:
        return [(Person.type_name, one) for one in self.page.list.selected_ids()]

    def start_import(self) -> None:
        """Take a sheet in; until its last button nothing is written."""
        self.await_guest(WIZARD, self._show_wizard)

    def _show_wizard(self, loaded: Any) -> None:
        wizard = loaded.ImportWizard(self.shell, Person, self.guest_left)
        wizard.look_asked.connect(self.page.show_only)
        self.show_guest(wizard, wizard)

    def ask_print(self) -> None:
        """The official roster, or the list just as it is shown."""
        listed = self.page.list
        orders = of_list(
            as_shown(self._rows.view(listed.query), listed),
            listed.selected_ids(),
            len(listed.model.ids),
            Order("F01", Label("会员花名册")),
            Order("LIST:person", Label("眼前这份名单"), has_number=False),
        )
        ask_print(self, self.shell, str(WORDS.title), orders)

    def export(self) -> None:
        """The list as it is narrowed now, with every column, so that it can be imported again."""
        export_view(self.shell, self._rows.view(self.page.list.query), self)

    def remove(self, ids: Sequence[int]) -> None:
        """Put people into the recycle bin: one deed for all of them."""

        def many(title: str, n: int) -> Label:
            return Label("已把“{title}”等 {n} 名会员移到回收站。", title=title, n=n)

        remove(self, Person, ids, many)
