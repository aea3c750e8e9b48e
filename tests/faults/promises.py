"""What the fault suites promise, and how one promise is tried.

A family of faults is one module of this package with a tuple PROMISES; `__main__.FAMILIES` names the modules. Each
promise runs in two tiers: "ci" is a sample that takes seconds, "long" is everything. A promise that injected nothing
proves nothing: it counts as broken, never as kept. Where its tool is missing it raises `NotHereError` with the reason.
"""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Tier = Literal["ci", "long"]


class NotHereError(Exception):
    """This machine cannot try this promise (no rights, no tool); the text says what is missing."""


@dataclass(frozen=True)
class Result:
    """What came of one promise: `count` faults were really injected, `bad` says in one line each what went wrong."""

    count: int
    bad: Sequence[str] = ()
    notes: str = ""


@dataclass(frozen=True)
class Promise:
    """One line of the promise block. `run` gets the tier and an empty folder of its own that is removed afterwards."""

    name: str
    what: str
    run: Callable[[Tier, Path], Result]
    count_long: int = 1
    """So many faults at least in the long tier; fewer mean that the suite has gone blind."""
    cores: int = 1
    """So many processors it keeps busy by itself in the long tier."""


@dataclass(frozen=True)
class Outcome:
    """One promise after it was tried."""

    promise: Promise
    result: Result | None
    seconds: float
    skipped: str = ""

    @property
    def kept(self) -> bool:
        """Whether nothing bad was seen (a skipped promise is not broken, but not kept either)."""
        return self.result is not None and not self.result.bad

    @property
    def line(self) -> str:
        """`name | 0 bad of N | seconds | note`."""
        if self.result is None:
            return f"{self.promise.name} | not run | {self.seconds:.0f} s | {self.skipped}"
        told = f"{len(self.result.bad)} bad of {self.result.count}"
        note = "; ".join(part for part in (self.promise.what, self.result.notes) if part)
        return f"{self.promise.name} | {told} | {self.seconds:.0f} s | {note}"


def attempt(promise: Promise, tier: Tier, folder: Path) -> Outcome:
    """Try one promise; a bug of the suite itself is a broken promise too."""
    begin = time.monotonic()
    try:
        result = promise.run(tier, folder)
    except NotHereError as missing:
        return Outcome(promise, None, time.monotonic() - begin, str(missing))
    except Exception:
        result = Result(0, [f"the suite itself failed: {traceback.format_exc()}"])
    least = promise.count_long if tier == "long" else 1
    if result.count < least and not result.bad:
        result = Result(result.count, [f"only {result.count} of at least {least} faults were injected"], result.notes)
    return Outcome(promise, result, time.monotonic() - begin)
