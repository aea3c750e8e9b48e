"""The list of 100,000 members in the real window: open, search, filter, sort, jump; and what it takes in memory."""

from __future__ import annotations

from functools import partial

from app.views.loading import DEEDS, load_ahead
from app.views.pages import MODULES
from app.views.pictures.stage import Stage
from app.views.record_list.panel import RecordList
from app.views.record_list.source import Query
from tests.bench.data import open_copy
from tests.bench.measure import Bench, Clock, Figure, Spent, memory_mb
from tests.bench.room import enter, rows_shown, stage, the_list, until, wait_for_rows

MEMBERS = 100_000
SEARCHES = ("王伟", "ww", "1990", "w")
SORTS = ("membership.org_unit", "phone", "name", "id_no", "birth_date", "membership.joined_on")
SCROLLS = 40


def measure(bench: Bench) -> None:
    """Everything about lists; the empty file first, so that memory is what the members cost."""
    path, empty = bench.data.members(MEMBERS), bench.data.members(0)
    with stage() as room:
        enter(room, open_copy(empty, room.folder))
        room.window.go_to("members")
        until(lambda: rows_shown(room))
        base = memory_mb()
        enter(room, open_copy(path, room.folder))
        _open(bench, room)
        _narrow(bench, room)
        _sort(bench, room)
        _jump(bench, the_list(room))
        most = memory_mb()
        load_ahead(MODULES + DEEDS).join()  # which the program does by itself some seconds after its start
        loaded = memory_mb()
    bench.put(Figure(f"内存 memory with {MEMBERS:,} members, after all that", [most], goal=200, unit="MB"))
    bench.put(Figure("    of it above the same window with an empty file", [most - base], unit="MB"))
    bench.put(Figure("    with all other pages loaded too", [loaded], unit="MB"))


def _open(bench: Bench, room: Stage) -> None:
    def forget() -> None:
        room.window.forget_pages()
        room.window.go_to("home")
        room.settle()

    def show() -> None:
        room.window.go_to("members")
        until(lambda: rows_shown(room))

    bench.time(f"打开 list of {MEMBERS:,}, page and rows painted", show, goal=0.3, before=forget)


def _narrow(bench: Bench, room: Stage) -> None:
    shown = the_list(room)
    for word in SEARCHES:
        _ask(bench, f"查找 search “{word}”", 0.1, room, Query(search=word))
    unit = next(text for text, _ in shown._source.values("membership.org_unit", Query()) if text)
    for name, column, text in (("sex", "sex", "女"), ("unit", "membership.org_unit", unit)):
        _ask(bench, f"筛选 filter by {name}", 0.1, room, Query().with_filter(column, (text,)))


def _sort(bench: Bench, room: Stage) -> None:
    for column in SORTS:
        # Another sort comes between: the order by the last column is known until the next deed.
        _ask(bench, f"排序 sort by {column}", 0.4, room, Query(sort=column), Query(sort="education"))


def _ask(bench: Bench, what: str, goal: float, room: Stage, query: Query, *between: Query) -> None:
    """From the whole list at rest, as people ask, to the rows painted."""
    shown = the_list(room)

    def back() -> None:
        for one in (*between, Query()):
            wait_for_rows(shown, partial(shown.show_query, one))
        room.settle()

    bench.time(what, lambda: wait_for_rows(shown, lambda: shown.show_query(query)), goal=goal, before=back)


def _jump(bench: Bench, shown: RecordList) -> None:
    spent: list[Spent] = []
    for _ in range(bench.runs):
        wait_for_rows(shown, lambda: shown.show_query(Query()))
        last = len(shown.model.ids) - 1
        shown.table.chosen.go(0, 0)
        clock = Clock()
        shown.table.chosen.go(last, 0)
        until(lambda last=last: shown.model.cell(last, 0) is not None)  # type: ignore[misc]
        shown.table.viewport().repaint()
        spent.append(clock.spent())
    bench.add("跳到 jump to the end", spent, goal=0.05)
    for part in range(SCROLLS):  # so that the memory is that of a list that was looked through
        shown.table.chosen.go(part * len(shown.model.ids) // SCROLLS, 0)
        until(lambda: shown.model.cell(shown.table.currentIndex().row(), 0) is not None)
