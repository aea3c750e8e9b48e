"""The short form of `offline`."""

from __future__ import annotations

from pathlib import Path

from tests.faults.offline import PROMISES
from tests.faults.short import prove


def test_the_story_needs_no_network_and_asks_for_none(tmp_path: Path) -> None:
    prove(PROMISES[0], tmp_path)
