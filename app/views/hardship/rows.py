"""The list of the hardship files: its columns in the order in which they are looked at, and its ready-made views."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.i18n import Label
from app.models import HardshipCase
from app.models.store.database import Database
from app.services.listing import Condition
from app.views.changing import RecordCells
from app.views.record_list.source import Column, ListWords
from app.views.sources import RecordForm, RecordRows

VIEWS = {
    "": Label("全部档案"),
    "on_file": Label("在档"),
    "draft": Label("草稿"),
    "closed": Label("已撤档"),
}
CONDITIONS = {stage: [Condition("stage", "=", stage)] for stage in VIEWS if stage}
WORDS = ListWords(
    Label("困难职工列表"),
    Label("户"),
    Label("还没有困难职工"),
    Label("从会员里选人就可以建档。家庭和收支填好，就按本地的低保标准算出属于哪一类。"),
    icon="heart-handshake",
    search_hint=Label("搜姓名、拼音、档案号、部门"),
)
# Those of the declaration, with the name first: it stays in view.
UNIT, SEX = "person.membership.org_unit", "person.sex"
COLUMNS = (
    "person.name", "case_no", SEX, UNIT, "category", "stage", "per_capita", "main_cause", "household.size", "on_dibao",
    "filed_on", "reviewed_on",
)  # fmt: skip
SIMPLE = ("main_cause", "on_dibao", "reviewed_on")
LABELS = {UNIT: Label("所在分会")}
# Units are told apart by how their names end.
MOST = {UNIT: 14}


class HardshipRows(RecordRows):
    """The files. What fits into the window of an office PC is what is asked for most; 性别 can be shown as well."""

    def __init__(self, database: Database) -> None:
        super().__init__(database, HardshipCase, views=CONDITIONS, columns=COLUMNS)
        self._shown = tuple(map(_column, super().columns))

    @property
    def columns(self) -> Sequence[Column]:
        """All columns of the list."""
        return self._shown


def _column(found: Column) -> Column:
    label = LABELS.get(found.name, found.label)
    return replace(found, label=label, most=MOST.get(found.name, 0), shown=found.name != SEX)


class HardshipCells(RecordCells):
    """Cells of the list that nothing follows from: cause, 低保, the last review. Everything else has its page."""

    def __init__(self, database: Database) -> None:
        """In the database thread: the choices lie in the file."""
        super().__init__(database, RecordForm(database, HardshipCase), only=SIMPLE, inline=SIMPLE)
