"""The short form of a promise, as a test among the others."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.promises import Promise, attempt


def prove(promise: Promise, folder: Path) -> None:
    """Try the sample of one promise; skip where the machine cannot do it."""
    outcome = attempt(promise, "ci", folder)
    if outcome.result is None:
        pytest.skip(outcome.skipped)
    assert not outcome.result.bad, "\n".join([outcome.line, *outcome.result.bad])
