"""The samples of full disks, lying sticks, start races and wrong clocks. All of them: `dev.py faults`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults import bad_media, clocks, full_disk, races
from tests.faults.promises import Promise
from tests.faults.short import prove

SHORT = ("full-save", "stick-forges", "start-races", "wrong-clock")
ALL = (*full_disk.PROMISES, *bad_media.PROMISES, *races.PROMISES, *clocks.PROMISES)


@pytest.mark.parametrize("promise", [one for one in ALL if one.name in SHORT], ids=lambda one: one.name)
def test_a_disk_a_stick_a_second_start_or_a_clock_that_goes_wrong_ruins_nothing(
    promise: Promise, tmp_path: Path
) -> None:
    prove(promise, tmp_path)
