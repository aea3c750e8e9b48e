"""Try every promise of the fault suites: one line each, also kept in out/faults.md.

    python3 dev.py faults                 everything (long)
    python3 dev.py faults --tier ci       the samples that run with the tests
    python3 dev.py faults --only NAME …   some promises, or all whose name begins so (--list names them)

Exit code 1 when a promise is broken, or when no promise could be tried.
"""

from __future__ import annotations

import argparse
import platform
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path

from tests.faults.promises import Outcome, Promise, attempt

FAMILIES: tuple[str, ...] = (
    "sweeps",
    "full_disk",
    "bad_media",
    "races",
    "clocks",
    "snapshots",
    "sticks",
    "hostile",
    "canary",
    "planted",
    "offline",
)
REPORT = Path("out") / "faults.md"


def promises() -> Iterator[Promise]:
    """All promises of all families, in the order in which they are told."""
    for family in FAMILIES:
        yield from import_module(f"tests.faults.{family}").PROMISES


def wanted(only: Sequence[str]) -> list[Promise]:
    """The promises that were asked for; an unknown name is a wrong use."""
    found = [one for one in promises() if not only or any(one.name.startswith(name) for name in only)]
    for name in only:
        if not any(one.name.startswith(name) for one in found):
            raise SystemExit(f"There is no promise named {name}; --list names them.")
    return found


def try_all(chosen: Sequence[Promise], tier: str, work: Path) -> Iterator[Outcome]:
    """Try one promise after another, each in a folder of its own."""
    for promise in chosen:
        folder = work / promise.name
        folder.mkdir()
        yield attempt(promise, "ci" if tier == "ci" else "long", folder)
        shutil.rmtree(folder, ignore_errors=True)


def machine() -> str:
    """The line that says where this was run."""
    return f"{time.strftime('%Y-%m-%d')}, {platform.platform()}, Python {platform.python_version()}"


def report(outcomes: Sequence[Outcome], tier: str) -> str:
    """The promise block as Markdown; what went wrong stands below the table."""
    rows = [f"| {outcome.line} |" for outcome in outcomes]
    broken = [f"* {one.promise.name}: {bad}" for one in outcomes if one.result for bad in one.result.bad]
    head = [f"`dev.py faults --tier {tier}`: {machine()}", "", "| promise | bad | time | what |", "|---|---|---|---|"]
    return "\n".join([*head, *rows, *(["", *broken] if broken else [])]) + "\n"


def write_report(outcomes: Sequence[Outcome], tier: str) -> None:
    """Keep what is known so far: a run takes an hour."""
    REPORT.parent.mkdir(exist_ok=True)
    REPORT.write_text(report(outcomes, tier), encoding="utf-8")


def main(argv: Sequence[str]) -> int:
    """Try what was asked for; 1 if a promise is broken."""
    parser = argparse.ArgumentParser(prog="dev.py faults", allow_abbrev=False)
    parser.add_argument("--tier", choices=("ci", "long"), default="long")
    parser.add_argument("--only", nargs="+", default=[], metavar="NAME")
    parser.add_argument("--list", action="store_true")
    given = parser.parse_args(argv)
    chosen = wanted(given.only)
    if given.list:
        print("\n".join(f"{one.name}: {one.what}" for one in chosen))
        return 0
    outcomes = []
    with tempfile.TemporaryDirectory(prefix="faults-", ignore_cleanup_errors=True) as work:
        for outcome in try_all(chosen, given.tier, Path(work)):
            outcomes.append(outcome)
            write_report(outcomes, given.tier)
            print(outcome.line, flush=True)
            for bad in outcome.result.bad if outcome.result else ():
                print(f"    {bad}", file=sys.stderr, flush=True)
    tried = [one for one in outcomes if one.result is not None]
    return int(not tried or not all(one.kept for one in tried))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
