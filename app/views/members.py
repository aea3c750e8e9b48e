"""会员: the register, its form, and what starts from it."""

from __future__ import annotations

from collections.abc import Sequence

from app.i18n import Label
from app.models import Person
from app.models.store.database import Database
from app.services import recycle_bin
from app.services.listing import Condition
from app.views.page import Shell
from app.views.record_list.source import ListWords
from app.views.record_page import RecordPage, RecordParts, RecordWords
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


def prepare(database: Database) -> RecordForm:
    """The form of a member, with its choices."""
    return RecordForm(database, Person)


def build(shell: Shell, form: RecordForm) -> RecordPage:
    """The page of the members."""
    rows = RecordRows(shell.database, Person, where=MEMBERS, views=CONDITIONS)
    page = RecordPage(shell, WORDS, RecordParts(rows, form, TYPES, views=VIEWS))
    page.delete_asked.connect(lambda ids: remove(shell, ids))
    return page


def remove(shell: Shell, ids: Sequence[int]) -> None:
    """Put people into the recycle bin: one deed for all of them."""
    database = shell.database
    shell.jobs.run(
        lambda: recycle_bin.put_away(database, Person, ids),
        lambda count: shell.done(Label("已把 {n} 名会员移到回收站。", n=count)),
        shell.tell_fault,
    )
