"""The table of all figures, and the line that says on what machine they were taken."""

from __future__ import annotations

import os
import platform
import re
import statistics
import tempfile
import time
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from tests.bench.measure import Figure, additions

WRITTEN = 32 << 20


def machine(folder: Path) -> str:
    """Processor, cores, load, disk, versions."""
    facts = [
        _processor(),
        f"{len(os.sched_getaffinity(0))} cores",
        f"five million additions {additions():.2f} s",
        f"32 MB written and synced {_disk(folder):.2f} s",
        f"load {os.getloadavg()[0]:.1f}",
        platform.platform(terse=True),
        f"Python {platform.python_version()}",
        "Qt offscreen",
        f"{datetime.now():%Y-%m-%d}",
    ]
    return "; ".join(facts)


def _processor() -> str:
    found = re.search(r"^model name\s*: (.*)$", Path("/proc/cpuinfo").read_text(encoding="utf-8"), re.MULTILINE)
    return found[1] if found else platform.machine()


def _disk(folder: Path) -> float:
    with tempfile.TemporaryFile(dir=folder) as file:
        start = time.perf_counter()
        file.write(os.urandom(WRITTEN))
        file.flush()
        os.fsync(file.fileno())
        return time.perf_counter() - start


def written(figures: Sequence[Figure], about: str, runs: int, broken: Sequence[str], seconds: float) -> str:
    """The whole as Markdown."""
    judged = [one for one in figures if one.goal is not None]
    reached = sum(one.verdict == "ok" for one in judged)
    lines = [
        "# Measured speed",
        "",
        "Made by `python3 dev.py bench`; what is measured and how stands in CONTRIBUTING.md.",
        "",
        f"Machine: {about}.",
        f"Each {runs} times. {reached} of {len(judged)} goals reached. The whole took {seconds / 60:.0f} minutes.",
        *([f"Broke down: {', '.join(broken)}."] if broken else []),
        "",
        "| what | goal | median, clock | median, CPU | worst | |",
        "|---|---|---|---|---|---|",
        *(_line(one) for one in figures),
        "",
        *_ratios(figures),
    ]
    return "\n".join(lines)


NEAREST = {
    "LibreOffice: load the sheet of 100,000 rows": "打开 list of 100,000, page and rows painted",
    "LibreOffice: sort it by phone": "排序 sort by phone",
    "LibreOffice: filter it by sex": "筛选 filter by sex",
    "LibreOffice: save 1,000 rows as PDF": "F22 1,000 rows",
}
"""What the office does, and the nearest thing that the program does with as many rows."""


def _ratios(figures: Sequence[Figure]) -> list[str]:
    """How many times as long as the program the office took, and how many times as much of the processor."""
    found = {one.what: one for one in figures}
    pairs = [(found[theirs], found[ours]) for theirs, ours in NEAREST.items() if theirs in found and ours in found]
    lines = [
        f"* {theirs.what}: {_times(theirs.wall, ours.wall)} times as long as {ours.what} "
        f"({_times(theirs.cpu, ours.cpu)} times the CPU)"
        for theirs, ours in pairs
    ]
    return [*lines, ""] if lines else []


def _times(theirs: Sequence[float], ours: Sequence[float]) -> str:
    """How many times as much; a question mark where ours is too little to be counted."""
    least = statistics.median(ours)
    return f"{statistics.median(theirs) / least:.1f}" if least else "?"


def _line(one: Figure) -> str:
    goal = "" if one.goal is None else f"≤ {one.goal:g} {one.unit}{' CPU' if one.judged == 'cpu' else ''}"
    cpu = _number(statistics.median(one.cpu), one.unit) if one.cpu else ""
    worst = _number(max(one.wall), one.unit) if len(one.wall) > 1 else ""
    what = one.what.replace("    ", "… ") + (f" ({one.note})" if one.note else "")
    return f"| {what} | {goal} | {_number(statistics.median(one.wall), one.unit)} | {cpu} | {worst} | {one.verdict} |"


def _number(value: float, unit: str) -> str:
    return f"{value:.0f} {unit}" if unit == "MB" else f"{value:.3g} {unit}" if value < 10 else f"{value:.1f} {unit}"
