"""The database thread: one line, one thread, answers in the window's thread."""

from __future__ import annotations

import threading
import time

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from app.errors import ErrorCode, KnownError, bad_input
from app.views.jobs import DatabaseThread, Report


def test_work_runs_first_come_first_served_on_one_other_thread(qtbot: QtBot, jobs: DatabaseThread) -> None:
    ran: list[tuple[int, str]] = []
    for number in range(20):
        jobs.run(lambda number=number: (number, threading.current_thread().name), ran.append)

    qtbot.waitUntil(lambda: len(ran) == 20)

    assert [number for number, _ in ran] == list(range(20))
    assert {name for _, name in ran} == {"database"}


def test_an_answer_is_handed_over_in_the_window_thread(qtbot: QtBot, jobs: DatabaseThread) -> None:
    where: list[threading.Thread] = []

    jobs.run(lambda: None, lambda _: where.append(threading.current_thread()))

    qtbot.waitUntil(lambda: bool(where))
    assert where == [threading.main_thread()]


def test_a_known_fault_goes_to_the_caller(qtbot: QtBot, jobs: DatabaseThread) -> None:
    faults: list[KnownError] = []

    def refuse() -> None:
        raise bad_input([])

    jobs.run(refuse, pytest.fail, faults.append)

    qtbot.waitUntil(lambda: bool(faults))
    assert faults[0].code is ErrorCode.BAD_INPUT


def test_a_bug_goes_to_the_crash_window_and_the_line_moves_on(qtbot: QtBot, jobs: DatabaseThread) -> None:
    bugs: list[Exception] = []
    later: list[str] = []
    jobs.bug_found.connect(bugs.append)

    jobs.run(lambda: 1 // 0, pytest.fail)
    jobs.run(lambda: "next", later.append)

    qtbot.waitUntil(lambda: later == ["next"])
    assert isinstance(bugs[0], ZeroDivisionError)


def test_an_answer_for_a_closed_page_is_dropped(qtbot: QtBot, jobs: DatabaseThread) -> None:
    page, gate, later = QObject(), threading.Event(), []
    jobs.run(gate.wait, lambda _: pytest.fail("the page is gone"), owner=page)
    jobs.run(lambda: "later", later.append)

    page.deleteLater()
    qtbot.wait(10)
    del page
    gate.set()

    qtbot.waitUntil(lambda: later == ["later"])


def test_a_short_job_that_was_cancelled_while_it_ran_does_not_tell_its_refusal(
    qtbot: QtBot, jobs: DatabaseThread
) -> None:
    running, gate, met = threading.Event(), threading.Event(), []
    jobs.fault_met.connect(met.append)

    def refuse() -> None:
        running.set()
        gate.wait(30)
        raise bad_input([])

    job = jobs.run(refuse, pytest.fail, pytest.fail)
    assert running.wait(30)
    job.cancel()
    gate.set()

    qtbot.waitUntil(lambda: jobs.is_idle)
    assert met[0].code is ErrorCode.BAD_INPUT  # the rescue of a lost file still hears of it


def test_a_short_job_that_was_cancelled_in_the_line_never_runs(qtbot: QtBot, jobs: DatabaseThread) -> None:
    gate, ran, later = threading.Event(), [], []
    jobs.run(gate.wait, lambda _: None)
    job = jobs.run(lambda: ran.append("ran"), lambda _: ran.append("told"))
    jobs.run(lambda: "later", later.append)

    job.cancel()
    gate.set()

    qtbot.waitUntil(lambda: later == ["later"])
    assert ran == []


def test_a_long_job_tells_how_far_it_is_and_stops_when_asked(qtbot: QtBot, jobs: DatabaseThread) -> None:
    told: list[tuple[int, int]] = []
    faults: list[KnownError] = []

    def work(report: Report) -> None:
        for number in range(10_000):
            report(number, 10_000)
            time.sleep(0.001)

    job = jobs.run_long(work, pytest.fail, faults.append, on_progress=lambda done, total: told.append((done, total)))
    qtbot.waitUntil(lambda: len(told) >= 2)
    job.cancel()

    qtbot.waitUntil(lambda: bool(faults))
    assert faults[0].code is ErrorCode.CANCELLED
    assert told[0] == (0, 10_000) and told[1][0] > 0


def test_a_wait_is_spoken_of_only_after_a_third_of_a_second(qtbot: QtBot, jobs: DatabaseThread) -> None:
    said: list[tuple[bool, float]] = []
    begun, gate = time.monotonic(), threading.Event()
    jobs.busy_changed.connect(lambda is_busy: said.append((is_busy, time.monotonic() - begun)))

    jobs.run(lambda: gate.wait(30), lambda _: None)
    qtbot.waitUntil(lambda: bool(said))
    gate.set()
    qtbot.waitUntil(lambda: [is_busy for is_busy, _ in said] == [True, False])

    assert said[0][1] >= 0.25  # a coarse timer of Qt may be a twentieth early


def test_what_runs_beside_the_line_keeps_nobody_waiting_and_answers_in_the_window_thread(
    qtbot: QtBot, jobs: DatabaseThread
) -> None:
    gate, answers, where = threading.Event(), list[str](), list[threading.Thread]()

    def hang() -> str:
        gate.wait(10)
        return "at last"

    def answered(answer: str) -> None:
        answers.append(answer)
        where.append(threading.current_thread())

    jobs.beside(hang, answered)
    jobs.run(lambda: "the file", answers.append)
    qtbot.waitUntil(lambda: answers == ["the file"])
    assert jobs.is_idle
    gate.set()

    qtbot.waitUntil(lambda: answers == ["the file", "at last"])
    assert where == [threading.main_thread()]


def test_a_known_fault_of_what_runs_beside_the_line_goes_to_the_caller(qtbot: QtBot, jobs: DatabaseThread) -> None:
    faults: list[KnownError] = []

    def refuse() -> None:
        raise bad_input([])

    jobs.beside(refuse, pytest.fail, faults.append)

    qtbot.waitUntil(lambda: bool(faults))
