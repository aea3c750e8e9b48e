"""What a measurement is: something done several times, by the clock and by the processor, held against a goal."""

from __future__ import annotations

import json
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from tests.bench.data import Data

T = TypeVar("T")
ADDITIONS = 5_000_000


@dataclass(frozen=True)
class Spent:
    """Seconds by the clock, and of all processors together (child processes included)."""

    wall: float
    cpu: float


@dataclass(frozen=True)
class Figure:
    """One line of the table. `judged` names the column that the goal is held against: wall, cpu or worst."""

    what: str
    wall: list[float]
    cpu: list[float] = field(default_factory=list)
    goal: float | None = None
    judged: str = "wall"
    unit: str = "s"
    note: str = ""
    worst: float | None = None

    @property
    def value(self) -> float:
        """What the goal is held against."""
        if self.judged == "worst":
            return self.worst if self.worst is not None else max(self.wall)
        return statistics.median(self.cpu if self.judged == "cpu" else self.wall)

    @property
    def verdict(self) -> str:
        """Whether the goal was reached; a dash where there is none."""
        if self.goal is None:
            return "–"
        return "ok" if self.value <= self.goal else "missed"


class Clock:
    """The clocks of this process and of the children that it has waited for."""

    def __init__(self) -> None:
        self._wall, self._cpu = time.perf_counter(), _cpu()

    def spent(self) -> Spent:
        """What was spent since the clock was made."""
        return Spent(time.perf_counter() - self._wall, _cpu() - self._cpu)


def _cpu() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


class Bench:
    """Collects the figures of one group; `runs` is how often each thing is done."""

    def __init__(self, data: Data, runs: int) -> None:
        self.data = data
        self.runs = runs
        self.figures: list[Figure] = []

    def time(
        self,
        what: str,
        work: Callable[[], T],
        *,
        goal: float | None = None,
        judged: str = "wall",
        note: str = "",
        before: Callable[[], object] | None = None,
    ) -> list[T]:
        """Do `work` several times, each after `before` which is not counted; the results."""
        spent, results = [], []
        for _ in range(self.runs):
            if before is not None:
                before()
            clock = Clock()
            results.append(work())
            spent.append(clock.spent())
        self.add(what, spent, goal=goal, judged=judged, note=note)
        return results

    def add(self, what: str, spent: Iterable[Spent], **about: Any) -> None:
        """A line of seconds."""
        kept = list(spent)
        self.put(Figure(what, [one.wall for one in kept], [one.cpu for one in kept], **about))

    def put(self, figure: Figure) -> None:
        """Any line; told at once, since the whole takes minutes."""
        self.figures.append(figure)
        print(f"    {figure.what}: {figure.value:.3f} {figure.unit} {figure.verdict}", file=sys.stderr, flush=True)


def save(figures: list[Figure], path: Path) -> None:
    """Hand the figures of a group to the process that makes the table."""
    path.write_text(json.dumps([asdict(one) for one in figures]), encoding="utf-8")


def load(path: Path) -> list[Figure]:
    """What `save` wrote."""
    return [Figure(**one) for one in json.loads(path.read_text(encoding="utf-8"))]


# --- memory, as Linux counts it


def memory_mb() -> float:
    """How much of this process lies in memory now."""
    return _status("VmRSS")


def peak_memory_mb() -> float:
    """The most that ever lay in memory since `forget_peak`, or since the start."""
    return _status("VmHWM")


def forget_peak() -> None:
    """Count the peak anew from here."""
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def _status(name: str) -> float:
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name + ":")) * 1024 / 1e6


def additions() -> float:
    """How long five million additions take here and now: says whether the machine is quiet, and how fast it is."""
    start, total = time.perf_counter(), 0
    for number in range(ADDITIONS):
        total += number
    return time.perf_counter() - start
