"""The samples of the sweeps: system calls of the main operations are killed or fail. All of them: `dev.py faults`."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

from tests.faults import __main__ as suites
from tests.faults import sticks
from tests.faults.one import try_apart
from tests.faults.promises import Outcome, Promise, Result, Tier, attempt
from tests.faults.short import prove
from tests.faults.sweeps import PROMISES, blind

SHORT = (
    "sweep-new",
    "sweep-add",
    "sweep-import",
    "sweep-backup",
    "sweep-restore-other",
    "sweep-purge",
    "sweep-upgrade",
)


@pytest.mark.parametrize("promise", [one for one in PROMISES if one.name in SHORT], ids=lambda one: one.name)
def test_an_operation_that_is_killed_or_fails_at_a_system_call_is_done_whole_or_not_at_all(
    promise: Promise, tmp_path: Path
) -> None:
    prove(promise, tmp_path)


def told(result: Result, count_long: int = 1, tier: Tier = "long") -> Outcome:
    return attempt(Promise("name", "what", lambda tier, folder: result, count_long), tier, Path())


def test_a_suite_that_injected_nothing_or_too_little_is_a_broken_promise() -> None:
    assert not told(Result(0)).kept
    assert not told(Result(39), 40).kept
    assert told(Result(40), 40).kept


def test_a_bad_outcome_is_a_broken_promise_and_its_line_counts_it() -> None:
    outcome = told(Result(40, ["one was lost"]), 40)
    assert not outcome.kept and outcome.line.startswith("name | 1 bad of 40 |")


def test_a_fault_that_no_point_ever_met_is_a_broken_promise() -> None:
    assert list(blind("KILL 7, EIO 3", ("KILL", "EIO", "ENOSPC"))) == ["ENOSPC was never met"]
    assert list(blind("KILL 7", ("KILL",))) == []


def test_promises_tried_side_by_side_never_want_more_processors_than_there_are_and_are_told_in_their_order() -> None:
    gate, most = threading.Lock(), 0
    busy: list[int] = []

    def try_one(family: str, promise: Promise) -> Outcome:
        nonlocal most
        with gate:
            busy.append(promise.cores)
            most = max(most, sum(busy))
        time.sleep(0.02)
        with gate:
            busy.remove(promise.cores)
        return Outcome(promise, Result(1), 0.02)

    def promise(name: str, cores: int) -> Promise:
        return Promise(name, "what", lambda tier, folder: Result(1), cores=cores)

    chosen = [("family", promise(name, cores)) for name, cores in (("a", 1), ("b", 2), ("c", 1), ("d", 3), ("e", 1))]

    found = dict(suites.try_all(chosen, 2, try_one))

    assert [found[at].promise.name for at in sorted(found)] == ["a", "b", "c", "d", "e"]
    assert most == 3  # what wants more than there are runs alone


def test_a_process_that_tries_a_promise_answers_for_it_and_one_that_dies_is_a_broken_promise(tmp_path: Path) -> None:
    promise = next(one for one in sticks.PROMISES if one.name == "stick-lies")
    (tmp_path / "here").mkdir()
    (tmp_path / "dead").mkdir()

    answered = try_apart("sticks", promise, "ci", tmp_path / "here")
    dead = try_apart("no_such_family", promise, "ci", tmp_path / "dead")

    assert answered.line.startswith("stick-lies | not run | 0 s | starts kernels of its own")
    assert not dead.kept and dead.line.startswith("stick-lies | 1 bad of 0 |")


def test_the_block_has_one_line_for_each_promise_and_a_sum() -> None:
    kept, broken = told(Result(40)), told(Result(2, ["one was lost"]))

    block = suites.report([kept, broken], "long", 61.4).splitlines()

    assert [line for line in block if line.startswith("| name |")] == [f"| {kept.line} |", f"| {broken.line} |"]
    assert "1 of 2 promises kept, 1 bad of 42 faults, 61 minutes" in block and "* name: one was lost" in block


def test_every_promise_has_a_name_of_its_own() -> None:
    names = [promise.name for _, promise in suites.promises()]
    assert len(set(names)) == len(names) > 20
