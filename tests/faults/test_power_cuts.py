"""The short form of `snapshots`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.promises import Promise
from tests.faults.short import prove
from tests.faults.snapshots import PROMISES


@pytest.mark.parametrize("promise", PROMISES, ids=lambda promise: promise.name)
def test_a_power_cut_takes_no_save_that_was_acknowledged(promise: Promise, tmp_path: Path) -> None:
    prove(promise, tmp_path)
