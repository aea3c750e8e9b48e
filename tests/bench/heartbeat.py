"""How evenly the window's thread beats while the database thread works: import, backup, F22 and sort, as pressed."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial

from sqlalchemy import select

from app.models import CondolenceRound
from app.reports import press
from app.views.backup_page import BackupPage
from app.views.importing.result_step import ResultStep
from app.views.importing.wizard import ImportWizard
from app.views.members import MembersPage
from app.views.pictures.stage import Stage
from app.views.record_list.source import Query
from tests.bench.data import open_copy
from tests.bench.measure import Bench, Figure
from tests.bench.paper import HOUSEHOLDS
from tests.bench.room import Heart, enter, p99, rows_shown, stage, the_list, until

ROWS, MEMBERS = 10_000, 100_000
GOAL_P99, GOAL_WORST = 0.1, 0.25


def measure(bench: Bench) -> None:
    """Each deed in a window of its own."""
    for work in (_import, _backup, _print, _sort):
        with stage() as room:
            work(bench, room)


def _put(bench: Bench, what: str, hearts: list[Heart]) -> None:
    gaps = [gap for heart in hearts for gap in heart.gaps]
    shown = f"心跳 heartbeat during {what}: 99 of 100 gaps of {len(gaps):,}"
    bench.put(Figure(shown, [p99(gaps)], goal=GOAL_P99))
    bench.put(
        Figure("    the longest gap of a run", [max(heart.gaps) for heart in hearts], goal=GOAL_WORST, judged="worst")
    )


class Listener:
    """Beats while something is done, and says where it was slowest."""

    def __init__(self) -> None:
        self.heart = Heart()

    def hear(self, name: str, act: Callable[[], object], done: Callable[[], bool]) -> None:
        """Beat from the act to its end."""
        before = len(self.heart.gaps)
        self.heart.beat_until(act, done)
        gaps = self.heart.gaps[before:]
        told = f"{len(gaps):6,} beats, 99 of 100 {p99(gaps):.3f} s, longest {max(gaps):.3f} s"
        print(f"        {name:8} {told}", file=sys.stderr, flush=True)


def _import(bench: Bench, room: Stage) -> None:
    enter(room, open_copy(bench.data.members(0), room.folder))
    room.window.go_to("members")
    until(lambda: isinstance(room.window.page, MembersPage))
    page = room.window.page
    assert isinstance(page, MembersPage)
    hearts = [_import_once(bench, room, page) for _ in range(bench.runs)]
    _put(bench, f"import of {ROWS:,} and its undo", hearts)


def _import_once(bench: Bench, room: Stage, page: MembersPage) -> Heart:
    listener = Listener()
    page.start_import()
    until(lambda: bool(page.findChildren(ImportWizard)))
    wizard = page.findChildren(ImportWizard)[-1]
    state = wizard.state
    listener.hear("read", lambda: wizard.open_file(bench.data.sheet(ROWS)), lambda: state.read is not None)
    room.settle()
    wizard.go_on()
    room.settle()
    listener.hear("trial", wizard.go_on, lambda: state.tried is not None)
    listener.hear("write", wizard.go_on, lambda: state.result is not None)
    assert state.result is not None and state.result.new == ROWS, "not every row came in"
    version = room.window.database.version
    take_back = wizard.step
    assert isinstance(take_back, ResultStep)
    listener.hear("undo", take_back.take_back, lambda: room.window.database.version > version)
    room.settle()
    wizard.close_wizard()
    room.settle()
    return listener.heart


def _backup(bench: Bench, room: Stage) -> None:
    enter(room, open_copy(bench.data.members(MEMBERS // 10), room.folder))
    hearts = []
    for _ in range(bench.runs):
        room.window.go_to("backup")
        until(lambda: isinstance(room.window.page, BackupPage))
        page = room.window.page
        assert isinstance(page, BackupPage)
        room.settle()
        listener = Listener()
        listener.hear("backup", lambda page=page: page.make(room.folder), lambda page=page: page._steps is None)  # type: ignore[misc]
        hearts.append(listener.heart)
    _put(bench, f"backup of {MEMBERS // 10:,} members", hearts)


def _print(bench: Bench, room: Stage) -> None:
    file = open_copy(bench.data.households(HOUSEHOLDS), room.folder)
    enter(room, file)
    with file.database.read() as session:
        uid = session.scalars(select(CondolenceRound.uid).order_by(CondolenceRound.id)).first()
    request, hearts = press.request_for("F22", of=uid), []
    for _ in range(bench.runs):
        room.settle()
        listener, printed = Listener(), list[press.Print]()

        def begin(printed: list[press.Print] = printed) -> None:
            room.jobs.run(lambda: press.print_form(file.database, request), printed.append)

        listener.hear("F22", begin, lambda printed=printed: bool(printed))  # type: ignore[misc]
        assert printed[0].number, "the print was not archived"
        hearts.append(listener.heart)
    _put(bench, "F22 with 1,000 rows", hearts)


def _sort(bench: Bench, room: Stage) -> None:
    enter(room, open_copy(bench.data.members(MEMBERS), room.folder))
    room.window.go_to("members")
    until(lambda: rows_shown(room))
    shown, hearts = the_list(room), []
    room.settle()  # the page is painted; how long it takes to open is a figure of its own
    for _ in range(bench.runs):
        listener = Listener()
        for column in ("phone", "membership.org_unit", "name"):
            query = Query(sort=column)
            listener.hear(column, partial(shown.show_query, query), lambda query=query: shown.model.query == query)  # type: ignore[misc]
            room.settle()
        hearts.append(listener.heart)
    _put(bench, f"sorting {MEMBERS:,}", hearts)
