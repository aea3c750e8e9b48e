"""The list of the hardship files: its columns in the order in which they are looked at, and its ready-made views."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.i18n import Label
from app.models import HardshipCase
from app.models.store.database import Database
from app.services.listing import Condition
from app.views.record_list.source import Column
from app.views.sources import RecordRows

VIEWS = {
    "": Label("全部档案"),
    "on_file": Label("在档"),
    "draft": Label("草稿"),
    "closed": Label("已撤档"),
}
CONDITIONS = {stage: [Condition("stage", "=", stage)] for stage in VIEWS if stage}
# Those of the declaration, with the name first: it stays in view.
UNIT, SEX = "person.membership.org_unit", "person.sex"
COLUMNS = (
    "person.name", "case_no", SEX, UNIT, "category", "stage", "per_capita", "main_cause", "household.size", "on_dibao",
    "filed_on", "reviewed_on",
)  # fmt: skip
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
