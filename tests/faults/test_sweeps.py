"""The samples of the sweeps: system calls of the main operations are killed or fail. All of them: `dev.py faults`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults import __main__ as suites
from tests.faults.promises import Outcome, Promise, Result, Tier, attempt
from tests.faults.short import prove
from tests.faults.sweeps import PROMISES

SHORT = ("sweep-new", "sweep-add", "sweep-import", "sweep-backup", "sweep-restore-other", "sweep-upgrade")


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


def test_every_promise_has_a_name_of_its_own() -> None:
    names = [one.name for one in suites.promises()]
    assert len(set(names)) == len(names) > 20
