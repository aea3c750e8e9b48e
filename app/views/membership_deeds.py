"""退会、转出、去世、重新入会: what happens to the membership of the people selected in the list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from app.frozen import dataclass
from app.i18n import Label
from app.models import Membership, MembershipChange
from app.models.store.database import Database
from app.services import membership_deeds
from app.services.members import JOINED, TRANSFERRED_IN
from app.services.membership_deeds import LEAVING
from app.services.today import today
from app.views.forms.asking import Asking
from app.views.forms.choices import LinkEditor
from app.views.forms.source import Choice, FormField
from app.views.kit.deeds import Deed
from app.views.page import Shell
from app.views.record_list.panel import RecordList
from app.views.sources import RecordForm

WIDE = 26


@dataclass(frozen=True)
class MembershipForms:
    """The forms whose choices the dialogs offer."""

    change: RecordForm
    membership: RecordForm

    @classmethod
    def of(cls, database: Database) -> MembershipForms:
        """Read the choices; in the database thread."""
        return cls(RecordForm(database, MembershipChange), RecordForm(database, Membership))

    def field(self, name: str) -> FormField:
        """A field of a change."""
        return next(each for each in self.change.fields if each.name == name)


class MembershipDeeds:
    """The three deeds of a page; they act on the rows that are selected in its list."""

    def __init__(self, shell: Shell, forms: MembershipForms) -> None:
        self._shell, self._forms = shell, forms
        self._page: QWidget | None = None
        self._list: RecordList | None = None
        self.change = Deed(Label("退会、转出…"), self.ask_change, icon="logout")
        self.rejoin = Deed(Label("重新入会…"), self.ask_rejoin, icon="user-plus")
        self.deceased = Deed(Label("去世…"), self.ask_deceased, icon="user")

    def serve(self, page: QWidget, listed: RecordList) -> None:
        """Act on this list from now on; dialogs stand over `page`."""
        self._page, self._list = page, listed
        for deed in self.all():
            deed.setParent(page)

    def all(self) -> list[Deed]:
        """In the order of the menus."""
        return [self.change, self.rejoin, self.deceased]

    # --- the dialogs

    def ask_change(self) -> None:
        """The selected members leave, move to another union, or keep their membership while away."""
        ids = self._chosen()
        if not ids:
            return
        kinds = self._kinds(LEAVING)
        fields = [
            FormField("type", Label("会籍怎么变"), "code", required=True, choices=kinds, width=14),
            FormField("on", Label("哪一天"), "partial_day", required=True),
            FormField("reason", Label("原因"), "code", choices=self._forms.field("reason").choices, width=WIDE),
            FormField("to_org", Label("转到哪个单位"), width=WIDE, hint=Label("只有转出才要写")),
            FormField("remark", Label("备注"), width=WIDE),
        ]
        words = Label("给{whom}记下会籍变动。人和以前的资料都还留着。", whom=self._called(ids))
        made = Asking(self._over, Label("退会、转出"), words, fields, Label("记下"))
        database = self._shell.database

        def say(result: tuple[int, str], _: Any) -> None:
            self._shell.done(Label("已给 {n} 人记下“{event}”。", n=result[0], event=result[1]))

        made.begin(
            {"type": LEAVING[0], "on": today().isoformat()},
            self._shell.jobs,
            lambda texts: membership_deeds.change(database, ids, texts),
            say,
        )

    def ask_deceased(self) -> None:
        """Somebody has died: the day, noted with the person and as the end of the membership."""
        ids = self._chosen()
        if not ids:
            return
        fields = [FormField("on", Label("去世日期"), "day", required=True)]
        words = Label("给{whom}记下去世日期，会籍到这一天为止。", whom=self._called(ids))
        made = Asking(self._over, Label("去世"), words, fields, Label("记下"))
        database = self._shell.database
        made.begin(
            {},
            self._shell.jobs,
            lambda texts: membership_deeds.mark_deceased(database, ids, texts),
            lambda count, _: self._shell.done(Label("已给 {n} 人记下去世日期。", n=count)),
        )

    def ask_rejoin(self) -> None:
        """Somebody who left comes back: a new membership, the old one stays as it ended."""
        ids = self._chosen()
        if len(ids) > 1:
            self._shell.say(Label("重新入会一次只能办 1 人，先只选一行"))
            return
        if not ids:
            return
        kinds = self._kinds((JOINED, TRANSFERRED_IN))
        fields = [
            FormField("type", Label("怎么来的"), "code", required=True, choices=kinds),
            FormField("joined_on", Label("入会日期"), "partial_day", required=True),
            FormField("org_unit", Label("所在分会"), "link"),
            FormField("member_no", Label("会员编号"), width=18),
        ]
        words = Label("{whom}重新入会。以前的会籍照原样留着。", whom=self._called(ids))
        made = Asking(self._over, Label("重新入会"), words, fields, Label("重新入会"))
        self._serve_units(made)
        database = self._shell.database
        made.begin(
            {"type": JOINED, "joined_on": today().isoformat()},
            self._shell.jobs,
            lambda texts: membership_deeds.rejoin(database, ids[0], texts),
            lambda name, _: self._shell.done(Label("“{name}”已重新入会。", name=name)),
        )

    def _serve_units(self, asking: Asking) -> None:
        """The branches that the typed text finds."""
        editor, form = asking.fields.rows["org_unit"].editor, self._forms.membership
        assert isinstance(editor, LinkEditor)
        shell = self._shell

        def find(text: str) -> None:
            shell.jobs.run(lambda: form.find("org_unit", text), editor.found, shell.tell_fault, owner=asking)

        editor.find_asked.connect(find)

    def _kinds(self, codes: Sequence[str]) -> list[Choice]:
        choices = {one.value: one for one in self._forms.field("type").choices}
        return [choices[code] for code in codes if code in choices]

    # --- who

    @property
    def _over(self) -> QWidget:
        assert self._page is not None
        return self._page

    def _chosen(self) -> list[int]:
        ids = list(self._list.selected_ids()) if self._list is not None else []
        if not ids:
            self._shell.say(Label("先在名单里选人"))
        return ids

    def _called(self, ids: Sequence[int]) -> Label:
        if len(ids) == 1 and self._list is not None:
            row = self._list.model.row_of(ids[0])
            return Label("“{name}”", name=self._list.model.cell(row, 0) or "")
        return Label("选中的 {n} 人", n=len(ids))
