"""Narrowing a list: by what stands in a column, by conditions, to exactly those who were pasted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from app.i18n import Label
from app.views.jobs import DatabaseThread
from app.views.record_list.condition_dialog import ConditionDialog
from app.views.record_list.dialogs import ColumnFilter, NotFound
from app.views.record_list.source import Column, Filter, Found, Only, Query, RowSource

if TYPE_CHECKING:
    from app.views.record_list.panel import RecordList


class Narrower:
    """Asks how a list is to be narrowed, and narrows it."""

    def __init__(self, people: RecordList, source: RowSource, jobs: DatabaseThread) -> None:
        self._people, self._source, self._jobs = people, source, jobs

    def ask(self, wanted: Column) -> None:
        """Ask about one column: what stands in it, to be ticked, or else a condition."""
        if wanted.filterable:
            self._ask_values(wanted)
        else:
            self.ask_conditions(wanted.name)

    def _ask_values(self, wanted: Column) -> None:
        people, source = self._people, self._source
        others = people.query.with_filter(wanted.name, ())
        own = [each for each in people.query.filters if each.column == wanted.name and not each.operator]
        ticked = own[0].values if own else ()

        def use(chosen: Sequence[str]) -> None:
            self._show(people.query.with_filter(wanted.name, chosen))

        def offer(values: Sequence[tuple[str, int]]) -> None:
            ColumnFilter(
                self._people, wanted.label, values, ticked, use, lambda: self.ask_conditions(wanted.name)
            ).open()

        self._jobs.run(lambda: source.values(wanted.name, others), offer, self._people.failed.emit, owner=self._people)

    def ask_conditions(self, about: str = "") -> None:
        """Ask for conditions; those in force stand there already, with a new one about the column `about`."""
        people, source = self._people, self._source
        before = people.query

        def narrowed(conditions: Sequence[Filter]) -> Query:
            return before.with_conditions(conditions)

        dialog = ConditionDialog(
            self._people,
            [each for each in source.columns if each.sortable],
            before.conditions,
            self._jobs,
            lambda name: source.values(name, Query(view=before.view)),
        )
        about = "" if any(each.column == about for each in before.conditions) else about
        dialog.begin(
            lambda conditions: source.ids(narrowed(conditions)),
            lambda conditions: self._show(people.query.with_conditions(conditions)),
            about,
        )

    def exactly(self, lines: Sequence[str]) -> None:
        """Show exactly those whom these lines mean, and say which lines mean nobody."""
        source = self._source
        query = replace(self._people.query, search="", filters=(), only=None)

        def show(found: Found) -> None:
            if found.missing or found.several:
                use = partial(self._show_only, query, found, len(lines))
                NotFound(self._people, len(lines), found, self._people.unit, use).open()
            else:
                self._show_only(query, found, len(lines))

        self._jobs.run(lambda: source.find(lines, query), show, self._people.failed.emit, owner=self._people)

    def next_problem(self, steps: int) -> None:
        """Go to the next row that is to be checked, round and round."""
        people, source = self._people, self._source
        query = people.query

        def go(found: Sequence[int] | None) -> None:
            ids, at = people.model.ids, people.table.currentIndex().row()
            wanted = set(found or ())
            onward = [*ids[at + 1 :], *ids[: at + 1]] if steps > 0 else [*ids[:at][::-1], *ids[max(at, 0) :][::-1]]
            goal = next((each for each in onward if each in wanted), None)
            if goal is None or not people.table.show_record(goal):
                people.said.emit(Label("这里没有待核实的"))

        self._jobs.run(lambda: source.doubtful(query), go, self._people.failed.emit, owner=self._people)

    def _show_only(self, query: Query, found: Found, lines: int) -> None:
        if not found.ids:
            return
        told = {"n": f"{lines:,}", "found": f"{len(found.ids):,}", "unit": self._people.unit}
        words = Label("只看粘贴的 {n} 行，找到 {found} {unit}", **told)
        self._show(replace(query, only=Only(found.ids, words)))

    def _show(self, query: Query) -> None:
        self._people.show_query(query)
        self._people.back_to_rows()
