"""How long an import of people takes, in seconds of this machine's processor.

    python -m tests.bench.import_people [ROWS] [--profile]

The provincial sheet of 20 columns, filled with sample people: read in the child process, tried and applied to a new
file, then tried again against what it made.
"""

from __future__ import annotations

import cProfile
import os
import pstats
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TypeVar

from app.models import Person
from app.models.store import undo
from app.services import files
from app.services.importing import apply, source, trial
from app.services.sample import sample_people, write_member_sheet
from app.services.today import set_today

TODAY = date(2026, 11, 22)
T = TypeVar("T")


def timed(name: str, work: Callable[[], T], profile: bool = False) -> T:
    """Do some work and print what it cost: own time and that of child processes."""
    before, started = os.times(), time.monotonic()
    profiler = cProfile.Profile()
    done = profiler.runcall(work) if profile else work()
    after, elapsed = os.times(), time.monotonic() - started
    own = after.user - before.user + after.system - before.system
    child = after.children_user - before.children_user + after.children_system - before.children_system
    print(f"{name:12} own {own:6.2f} s   child {child:6.2f} s   elapsed {elapsed:6.2f} s")
    if profile:
        pstats.Stats(profiler).sort_stats("tottime").print_stats(25)
    return done


def main(rows: int, profile: bool) -> None:
    """Import `rows` people and print the figures."""
    set_today(TODAY)
    with tempfile.TemporaryDirectory() as folder:
        sheet, path = Path(folder) / "people.xlsx", Path(folder) / "bench.xiaojia"
        write_member_sheet(sheet, sample_people(rows, 1, TODAY))
        made = files.create(path, "示例工会", "secret-12")
        database = made.file.database
        read = timed("read", lambda: source.open_source(sheet, Person))
        for name in ("trial", "trial again"):
            with database.read() as session:
                plan = read.plan(unit_per_employer=True)
                judged = timed(name, lambda plan=plan: trial.trial(session, plan), profile)  # type: ignore[misc]
            print(f"{'':12} {judged.counts()}")
            if name == "trial":
                timed("apply", lambda judged=judged: apply.apply(database, judged), profile)  # type: ignore[misc]
        timed("undo", lambda: undo.undo(database))
        made.file.close()


if __name__ == "__main__":
    given = [one for one in sys.argv[1:] if one.isdigit()]
    main(int(given[0]) if given else 10_000, "--profile" in sys.argv)
