"""The short form of `hostile`; the bombs have theirs in tests/sheets."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.hostile import PROMISES
from tests.faults.promises import Promise
from tests.faults.short import prove

SHORT = [promise for promise in PROMISES if promise.name != "bombs"]


@pytest.mark.parametrize("promise", SHORT, ids=lambda promise: promise.name)
def test_hostile_files_are_refused_or_read_and_change_nothing(promise: Promise, tmp_path: Path) -> None:
    prove(promise, tmp_path)
