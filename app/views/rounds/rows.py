"""The list of one round: its records, those who are cancelled at the end, warnings as sentences."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from app.i18n import Label
from app.models import CondolenceRecord, CondolenceRound
from app.models.store.database import Database
from app.services import listing
from app.services.listing import Condition, View
from app.views.record_list.source import Block, Column, Figures, Query
from app.views.sources import RecordRows

WARNING, REASON, STATUS, GROUP = "warning", "reason", "status", "group"
COLUMNS = (
    "person.name",
    "person.membership.org_unit",
    "proposal_reason",
    GROUP,
    "cash",
    "goods",
    "goods_value",
    STATUS,
    "visited_on",
    "proxy",
    "remark",
    "cancel_reason",
    WARNING,
    REASON,
)
LABELS = {
    "person.membership.org_unit": Label("所在分会"),
    "goods": Label("慰问品"),
}
# A name of three or four characters, and the signs that stand beside it.
NAME_CHARS = 9
# Units are told apart by how their names end, and a reason by its cause: neither is cut where there is room.
MOST = {"person.membership.org_unit": 14, "proposal_reason": 14}
TITLE_CHARS = 26
# What stands between two warnings of one person.
AND = "；"

Facts = Mapping[str, Any]
BY_GROUP = "groups"
VIEWS: dict[str, tuple[Label, Callable[[Facts], bool]]] = {
    "": (Label("全部"), lambda one: True),
    BY_GROUP: (Label("按慰问组，同走访名单"), lambda one: True),
    "planned": (Label("待走访"), lambda one: one[STATUS] == "planned"),
    "given": (Label("已走访、已签收"), lambda one: one[STATUS] in ("visited", "signed")),
    "warned": (Label("有提醒"), lambda one: bool(one[WARNING]) and one[STATUS] != "cancelled"),
    "cancelled": (Label("已取消"), lambda one: one[STATUS] == "cancelled"),
}


class AllRounds(RecordRows):
    """The rounds. What they are called is long, and is not cut where there is room."""

    def __init__(self, database: Database) -> None:
        super().__init__(database, CondolenceRound)
        first, *others = super().columns
        self._shown = (replace(first, most=TITLE_CHARS), *others)

    @property
    def columns(self) -> Sequence[Column]:
        """All columns of the list."""
        return self._shown


class RoundRows(RecordRows):
    """The records of one round. Row numbers are the 序号 of a printed list, because the cancelled come last.

    The whole list is in the order of the sign-off sheet (F22); by group it is in that of the visit list (F20).
    """

    def __init__(self, database: Database, round_uid: str) -> None:
        super().__init__(database, CondolenceRecord, where=(Condition("round", "=", round_uid),), columns=COLUMNS)
        self._shown = tuple(map(_column, super().columns))

    @property
    def columns(self) -> Sequence[Column]:
        """All columns of the list."""
        return self._shown

    def ids(self, query: Query) -> Sequence[int]:
        """The records of the view, in the order of the printed list unless another one is asked for."""
        wanted = VIEWS[query.view][1]
        with self._database.read() as session:
            found = listing.ids(session, self.view(query))
            facts = listing.values(session, View(CondolenceRecord, columns=(STATUS, WARNING, GROUP)), found)
        kept = [one for one in facts if wanted(one)]
        if not query.sort:
            kept = _as_printed(kept, by_group=query.view == BY_GROUP)
        return [one["id"] for one in kept]

    def rows(self, ids: Sequence[int]) -> Sequence[Sequence[str]]:
        """The written cells; warnings as sentences."""
        at = COLUMNS.index(WARNING)
        return [[*cells[:at], said(cells[at]), *cells[at + 1 :]] for cells in super().rows(ids)]

    def figures(self, query: Query, blocks: Sequence[Block]) -> Figures:
        """Figures of cells; the whole of a ready-made view is told by its ids."""
        whole = self.ids(query) if any(block.ids is None for block in blocks) else ()
        named = [replace(block, ids=whole if block.ids is None else block.ids) for block in blocks]
        return super().figures(query, named)


def _as_printed(listed: Sequence[dict[str, Any]], *, by_group: bool) -> list[dict[str, Any]]:
    """The cancelled last; by group as the visit list has them: as they first appear, then who has none."""
    visited = [one for one in listed if one[STATUS] != "cancelled"]
    if by_group:
        places = {name: place for place, name in enumerate(dict.fromkeys(one[GROUP] for one in visited if one[GROUP]))}
        visited.sort(key=lambda one: places.get(one[GROUP], len(places)))
    return [*visited, *(one for one in listed if one[STATUS] == "cancelled")]


def said(stored: str) -> str:
    """The warnings of a record in one line."""
    return AND.join(json.loads(stored)) if stored else ""


def _column(found: Column) -> Column:
    return replace(
        found,
        label=LABELS.get(found.name, found.label),
        sortable=found.name != WARNING,
        chars=NAME_CHARS if found.name == COLUMNS[0] else 0,
        most=MOST.get(found.name, 0),
        filterable=found.filterable or found.name == GROUP,
    )
