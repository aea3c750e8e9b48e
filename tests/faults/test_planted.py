"""The short form of `planted`."""

from __future__ import annotations

from pathlib import Path

from tests.faults.planted import PROMISES
from tests.faults.short import prove


def test_planted_defects_are_noticed(tmp_path: Path) -> None:
    prove(PROMISES[0], tmp_path)
