"""Measure everything that the program promises to do fast, and make one table of it.

    python3 dev.py bench [--quick] [--only NAME …] [--out FILE] [--profile]

Every group runs in a process of its own, five times. `--quick` runs everything once, on the same
data. `--profile` says where the time goes instead of making a table. The data are made
once and kept under `build/bench`.
"""

from __future__ import annotations

import argparse
import cProfile
import importlib
import os
import pstats
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from app.put_off import put_off
from tests.bench import measure, table
from tests.bench.data import ROOT, TODAY, Data
from tests.bench.measure import Bench, Figure

RUNS = 5
GROUPS = {
    "start": "starting:measure",
    "lists": "lists:measure",
    "form": "records:measure_form",
    "household": "records:measure_household",
    "proposal": "records:measure_proposal",
    "paper": "paper:measure",
    "import": "sheets:measure_small",
    "large": "sheets:measure_large",
    "export": "sheets:measure_export",
    "backup": "backups:measure",
    "heartbeat": "heartbeat:measure",
    "office": "office:measure",
}
BESIDE = {"office": ("lists", "paper")}
"""What another program does says nothing without what this one does in the same run."""


def main(argv: list[str]) -> int:
    """All groups, or those named; 1 when one of them broke down."""
    parser = argparse.ArgumentParser(prog="dev.py bench")
    parser.add_argument("--only", action="append", choices=list(GROUPS), metavar="NAME", help=", ".join(GROUPS))
    parser.add_argument("--quick", action="store_true", help="once each")
    parser.add_argument("--out", type=Path, default=ROOT / "out" / "bench.md")
    parser.add_argument("--profile", action="store_true", help="say where the time goes")
    parser.add_argument("--child", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args(argv)
    if given.child:
        return _measure(given.only[0], given.child, quick=given.quick, profile=given.profile)
    names = wanted(given.only or list(GROUPS))
    begin, machine = time.monotonic(), table.machine(Data().folder)
    print(machine, file=sys.stderr, flush=True)
    figures: list[Figure] = []
    broken = []
    with tempfile.TemporaryDirectory() as folder:
        for name in names:
            print(f"--- {name}", file=sys.stderr, flush=True)
            found = Path(folder) / f"{name}.json"
            options = [option for option in ("--quick", "--profile") if option in argv]
            if _in_process(["--only", name, "--child", str(found), *options]) or not found.exists():
                broken.append(name)
            else:
                figures += measure.load(found)
    runs = 1 if given.quick else RUNS
    text = table.written(figures, machine, runs, broken, time.monotonic() - begin)
    print(text)
    given.out.parent.mkdir(parents=True, exist_ok=True)
    given.out.write_text(text, encoding="utf-8")
    return int(bool(broken))


def wanted(only: Sequence[str]) -> list[str]:
    """The groups to run, with those that stand beside them, each once."""
    asked = {name for one in only for name in (one, *BESIDE.get(one, ()))}
    return [name for name in GROUPS if name in asked]


def _in_process(arguments: list[str]) -> int:
    environment = os.environ | {"PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # compiled once, as on anybody's PC
    environment["QT_LOGGING_RULES"] = "default.warning=false"  # what no screen cannot do
    with tempfile.TemporaryDirectory() as own:  # nothing of this run stays among the user's settings
        command = [sys.executable, "-P", "-m", "tests.bench", *arguments]
        return subprocess.run(command, cwd=ROOT, env=environment | {"XIAOJIA_DATA_DIR": own}, check=False).returncode


def _measure(name: str, path: Path, *, quick: bool, profile: bool) -> int:
    """One group, in this process."""
    put_off()  # as the program itself begins
    from app.services.today import set_today

    set_today(TODAY)
    module, _, function = GROUPS[name].partition(":")
    work = getattr(importlib.import_module(f"tests.bench.{module}"), function)
    bench = Bench(Data(), 1 if quick else RUNS)
    if profile:
        profiler = cProfile.Profile()
        profiler.runcall(work, bench)
        pstats.Stats(profiler, stream=sys.stderr).sort_stats("tottime").print_stats(40)
    else:
        work(bench)
    measure.save(bench.figures, path)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
