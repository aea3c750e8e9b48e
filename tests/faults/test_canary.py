"""`canary`, whole: it takes seconds."""

from __future__ import annotations

from pathlib import Path

from tests.faults.canary import PROMISES
from tests.faults.short import prove


def test_nothing_of_a_person_lies_in_the_open_after_the_story(tmp_path: Path) -> None:
    prove(PROMISES[0], tmp_path)
