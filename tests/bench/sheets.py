"""Sheets: import of 10,000 and of 100,000 people, its undo, and the export of 100,000."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from app.models import Person
from app.models.store import undo
from app.services import exporting
from app.services.importing import apply, source, trial
from app.services.listing import View
from tests.bench.data import open_copy
from tests.bench.measure import Bench, Clock, Figure, Spent, forget_peak, peak_memory_mb

SMALL, LARGE = 10_000, 100_000


def measure_small(bench: Bench) -> None:
    """10,000 rows; each run into a new file."""
    _import(bench, SMALL, {"goal": 4}, {})


def measure_large(bench: Bench) -> None:
    """100,000 rows, and what they take in memory."""
    _import(bench, LARGE, {"goal": 35, "judged": "cpu"}, {"goal": 30})


def _import(bench: Bench, rows: int, goal: dict[str, Any], undo_goal: dict[str, Any]) -> None:
    sheet, empty = bench.data.sheet(rows), bench.data.members(0)
    steps: dict[str, list[Spent]] = {"read": [], "trial": [], "write": [], "whole": [], "undo": []}
    peaks, undo_peaks = [], []
    for _ in range(bench.runs):
        with bench.data.scratch() as folder, open_copy(empty, folder) as file:
            forget_peak()
            whole = Clock()
            clock = Clock()
            plan = source.open_source(sheet, Person).plan(unit_per_employer=True)
            steps["read"].append(clock.spent())
            clock = Clock()
            with file.database.read() as session:
                tried = trial.trial(session, plan)
            steps["trial"].append(clock.spent())
            clock = Clock()
            kept = apply.apply(file.database, tried, skip_wrong=True)
            steps["write"].append(clock.spent())
            steps["whole"].append(whole.spent())
            peaks.append(peak_memory_mb())
            del plan, tried
            assert kept.new == rows, f"only {kept.new} rows came in"
            forget_peak()
            clock = Clock()
            undo.undo(file.database)
            steps["undo"].append(clock.spent())
            undo_peaks.append(peak_memory_mb())
    bench.add(f"导入 import of {rows:,} rows × 20: read, tried, kept", steps["whole"], **goal)
    for name in ("read", "trial", "write"):
        bench.add(f"    of it {name}", steps[name])
    bench.put(Figure("    most memory", peaks, goal=350 if rows == LARGE else None, unit="MB"))
    bench.add(f"撤销 undo of that import of {rows:,}", steps["undo"], **undo_goal)
    bench.put(Figure("    most memory", undo_peaks, unit="MB"))


def measure_export(bench: Bench) -> None:
    """The whole register with all its columns, as it can be imported again."""
    with bench.data.opened(bench.data.members(LARGE)) as file, bench.data.scratch() as folder:
        with file.database.read() as session:
            columns = len(exporting.table_of_view(session, View(Person)).headings)

        def export() -> int:
            with file.database.read() as session:
                return exporting.export(session, View(Person), Path(folder) / "all.xlsx", overwrite=True)

        forget_peak()
        bench.time(f"导出 export of {LARGE:,} × {columns} columns (20 asked)", export, goal=25)
        bench.put(Figure("    most memory", [peak_memory_mb()], unit="MB"))
