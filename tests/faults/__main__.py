"""Try every promise of the fault suites: one line each, also kept in out/faults.md.

    python3 dev.py faults                 everything (long)
    python3 dev.py faults --tier ci       the samples that run with the tests
    python3 dev.py faults --only NAME …   some promises, or all whose name begins so (--list names them)
    python3 dev.py faults --jobs 1        one after the other (else as many side by side as there are processors)

Each ends with a line on standard error; the whole block comes at the end, in order, on standard output. Exit code 1
when a promise is broken, or when no promise could be tried.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from importlib import import_module
from pathlib import Path

from tests.faults.one import try_apart
from tests.faults.promises import Outcome, Promise

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


def promises() -> Iterator[tuple[str, Promise]]:
    """All promises, each with its family, in the order in which they are told."""
    for family in FAMILIES:
        for promise in import_module(f"tests.faults.{family}").PROMISES:
            yield family, promise


def wanted(only: Sequence[str]) -> list[tuple[str, Promise]]:
    """The promises that were asked for; an unknown name is a wrong use."""
    found = [one for one in promises() if not only or any(one[1].name.startswith(name) for name in only)]
    for name in only:
        if not any(promise.name.startswith(name) for _, promise in found):
            raise SystemExit(f"There is no promise named {name}; --list names them.")
    return found


Chosen = Sequence[tuple[str, Promise]]


def try_all(chosen: Chosen, cores: int, try_one: Callable[[str, Promise], Outcome]) -> Iterator[tuple[int, Outcome]]:
    """Try all, as many at once as the processors allow; each outcome with its place, as they come to their ends.

    What keeps several processors busy by itself waits until they are free; what fits meanwhile goes first.
    """
    waiting, running = list(range(len(chosen))), dict[Future[Outcome], int]()
    with ThreadPoolExecutor(cores) as pool:
        while waiting or running:
            for at in list(waiting):
                if sum(min(cores, chosen[one][1].cores) for one in (*running.values(), at)) <= cores:
                    waiting.remove(at)
                    running[pool.submit(try_one, *chosen[at])] = at
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                yield running.pop(future), future.result()


def machine() -> str:
    """The line that says where this was run."""
    return f"{time.strftime('%Y-%m-%d')}, {platform.platform()}, Python {platform.python_version()}"


def report(outcomes: Sequence[Outcome], tier: str, minutes: float) -> str:
    """The promise block as Markdown; what went wrong stands below the table."""
    rows = [f"| {outcome.line} |" for outcome in outcomes]
    broken = [f"* {one.promise.name}: {bad}" for one in outcomes if one.result for bad in one.result.bad]
    head = [f"`dev.py faults --tier {tier}`: {machine()}", "", "| promise | bad | time | what |", "|---|---|---|---|"]
    return "\n".join([*head, *rows, "", summed(outcomes, minutes), *(["", *broken] if broken else [])]) + "\n"


def summed(outcomes: Sequence[Outcome], minutes: float) -> str:
    """The last line: how many promises, how many faults, how long."""
    tried = [one.result for one in outcomes if one.result is not None]
    faults, bad = sum(one.count for one in tried), sum(len(one.bad) for one in tried)
    kept = sum(one.kept for one in outcomes)
    return f"{kept} of {len(outcomes)} promises kept, {bad} bad of {faults} faults, {minutes:.0f} minutes"


def main(argv: Sequence[str]) -> int:
    """Try what was asked for; 1 if a promise is broken."""
    parser = argparse.ArgumentParser(prog="dev.py faults", allow_abbrev=False)
    parser.add_argument("--tier", choices=("ci", "long"), default="long")
    parser.add_argument("--only", nargs="+", default=[], metavar="NAME")
    parser.add_argument("--jobs", type=int, default=len(os.sched_getaffinity(0)), metavar="N")
    parser.add_argument("--list", action="store_true")
    given = parser.parse_args(argv)
    chosen = wanted(given.only)
    if given.list:
        print("\n".join(f"{promise.name}: {promise.what}" for _, promise in chosen))
        return 0
    outcomes = _tried(chosen, given.tier, max(1, given.jobs))
    tried = [one for one in outcomes if one.result is not None]
    return int(not tried or not all(one.kept for one in tried))


def _tried(chosen: Chosen, tier: str, cores: int) -> list[Outcome]:
    """All outcomes in order; what is known so far is kept, since a run takes an hour."""
    begin = time.monotonic()
    found: dict[int, Outcome] = {}
    REPORT.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="faults-", ignore_cleanup_errors=True) as work:

        def try_one(family: str, promise: Promise) -> Outcome:
            folder = Path(work) / promise.name
            folder.mkdir()
            try:
                return try_apart(family, promise, "ci" if tier == "ci" else "long", folder)
            finally:
                shutil.rmtree(folder, ignore_errors=True)

        for at, outcome in try_all(chosen, cores, try_one):
            found[at] = outcome
            print(
                outcome.line, *(outcome.result.bad if outcome.result else ()), sep="\n    ", file=sys.stderr, flush=True
            )
            told = report([found[one] for one in sorted(found)], tier, (time.monotonic() - begin) / 60)
            REPORT.write_text(told, encoding="utf-8")
    print(REPORT.read_text(encoding="utf-8"), end="", flush=True)
    return [found[one] for one in sorted(found)]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
