"""Every system call of an operation, in turn, kills the program or fails (recipe R1; reliability A1, A3, B4, C1, E14).

A point is one system call on a file of the union, the stick or the program's own folder. The long form tries every
point of each fault (k = 1; of the calls that only read, every tenth, since they change nothing on the disk), the short
form a few that are spread evenly. A fault that was not met is not counted.
"""

from __future__ import annotations

import atexit
import random
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from functools import cache, partial
from pathlib import Path
from queue import SimpleQueue
from typing import Any

from tests.faults.memory import quick_folder
from tests.faults.promises import NotHereError, Promise, Result, Tier
from tests.faults.standby import Standby
from tests.faults.trials import FAULTS, READS, WRITE, points_of
from tests.faults.upgrading import next_version

AT_ONCE = {"ci": 1, "long": 2}
EVERY_READ = 10
EVERY_WRITE = {"new": (1, 8), "purge": (4, 16)}
"""Operations that write the whole file anew, page after page: of these writes only every so-many-th is killed, and
fails. Between two writes to one file nothing changes in kind; every other call is tried."""
FEW = 4
"""Points of each fault in the short form."""
SHORT = ("KILL", "EIO", "ENOSPC")
"""The faults of the short form."""
TWICE = 25
"""Pairs of kills of each operation in the long form; of eight operations that makes 200."""
LEAST = 40
PREPARE, TRY, TRY_TWICE = (f"tests.faults.trials:{name}" for name in ("prepare", "try_point", "try_twice"))

Point = dict[str, Any]
Job = Callable[[Standby, str], tuple[str, dict[str, Any]]]


def sweep(operation: str, tier: Tier, folder: Path) -> Result:
    """Disturb one operation at its points."""
    faults = tuple(FAULTS) if tier == "long" else SHORT

    def jobs(known: dict[str, Any], points: list[Point]) -> Iterator[Job]:
        for fault in faults:
            step = EVERY_WRITE.get(operation, (1, 1))[fault != "KILL"]
            for point in _chosen(points_of(fault, points), tier, step):
                name = f"{fault} at {point['call']} {point['number']}"
                yield partial(_try, operation, fault, point, known, name)

    result = _spread(operation, tier, folder, jobs)
    return Result(result.count, [*result.bad, *blind(result.notes, faults)], result.notes)


def blind(met: str, faults: Sequence[str]) -> Iterator[str]:
    """The faults that no point ever met: a sweep that does not put in what it says proves nothing."""
    counted = [one.split(" ")[0] for one in met.split(", ")]
    return (f"{fault} was never met" for fault in faults if fault not in counted)


def sweep_twice(tier: Tier, folder: Path, operations: Sequence[str]) -> Result:
    """Kill, then kill what sets things right: a sample with a fixed seed."""
    dice = random.Random(20261123)
    results = []
    for operation in operations:

        def jobs(known: dict[str, Any], points: list[Point], operation: str = operation) -> Iterator[Job]:
            for _ in range(TWICE if tier == "long" else 2):
                first = dice.choice(points_of("KILL", points))
                second = dice.randrange(1000)
                name = f"{operation}: killed at {first['call']} {first['number']}, then at {second}"
                yield partial(_try_twice, operation, first, second, known, name)

        place = folder / operation
        place.mkdir()
        results.append(_spread(operation, tier, place, jobs))
    return Result(sum(one.count for one in results), [bad for one in results for bad in one.bad])


def _try(
    operation: str, fault: str, point: Point, known: dict[str, Any], name: str, standby: Standby, root: str
) -> tuple[str, dict[str, Any]]:
    return f"{fault}|{name}", standby.call(TRY, operation, root, fault, point, known)


def _try_twice(
    operation: str, first: Point, second: int, known: dict[str, Any], name: str, standby: Standby, root: str
) -> tuple[str, dict[str, Any]]:
    return f"KILL|{name}", standby.call(TRY_TWICE, operation, root, first, second, known)


def _chosen(points: list[Point], tier: Tier, every_write: int = 1) -> list[Point]:
    if tier == "ci":
        return points[len(points) // (2 * FEW) :: max(1, len(points) // FEW)][:FEW]
    reads = [point for point in points if point["call"] in READS]
    writes = [point for point in points if point["call"] == WRITE]
    others = [point for point in points if point["call"] not in (*READS, WRITE)]
    return others + writes[::every_write] + reads[::EVERY_READ]


def _spread(
    operation: str, tier: Tier, folder: Path, jobs: Callable[[dict[str, Any], list[Point]], Iterator[Job]]
) -> Result:
    """Do the jobs of one operation in several standby processes at once, each with a box of its own."""
    if shutil.which("strace") is None:
        raise NotHereError("strace is missing")
    home = next_version(folder) if operation == "upgrade" else None
    with ExitStack() as stack:
        idle: SimpleQueue[tuple[Standby, str, dict[str, Any]]] = SimpleQueue()
        points: list[Point] = []
        for _ in range(AT_ONCE[tier]):
            standby = _shared() if tier == "ci" and home is None else stack.enter_context(Standby(home=home))
            root = str(stack.enter_context(quick_folder(folder)))
            known = standby.call(PREPARE, operation, root)
            points = known.pop("points")
            idle.put((standby, root, known))

        def do(job: Job) -> tuple[str, dict[str, Any]]:
            standby, root, mine = idle.get()
            try:
                return job(standby, root)
            finally:
                idle.put((standby, root, mine))

        with ThreadPoolExecutor(AT_ONCE[tier]) as pool:
            return _summed(pool.map(do, jobs(known, points)))


@cache
def _shared() -> Standby:
    """One for all short forms: to load the program takes longer than most of them."""
    standby = Standby()
    atexit.register(standby.close)
    return standby


def _summed(trials: Iterator[tuple[str, dict[str, Any]]]) -> Result:
    met: Counter[str] = Counter()
    bad = []
    for name, found in trials:
        fault, _, where = name.partition("|")
        if found["met"]:
            met[fault] += 1
        bad += [f"{where}: {wrong}" for wrong in found["wrong"]]
    notes = ", ".join(f"{fault} {count}" for fault, count in met.items())
    return Result(sum(met.values()), bad, notes)


_WHAT = {
    "new": "a new file is whole or not there, and a refused one leaves nothing",
    "add": "a saved person is there whole or not at all, and is there once that was said",
    "edit": "a change is there whole or not at all",
    "undo": "an undo is done whole or not at all",
    "import": "a sheet of 40 people is in whole or not at all",
    "passwd": "one of the two passwords opens the file, the new one once that was said",
    "backup": "older backups stay good, a new one is good or not there",
    "restore": "there is always the old file or the restored one, and the old one is kept",
    "restore-other": "the same where the backup is another union's, with another key",
    "purge": "a person deleted for good is there whole or gone whole: no word left on any page",
    "upgrade": "there is always the old file or the upgraded one, and the old one is kept",
}


def _promise(operation: str) -> Promise:
    def run(tier: Tier, folder: Path) -> Result:
        return sweep(operation, tier, folder)

    return Promise(f"sweep-{operation}", _WHAT[operation], run, LEAST, AT_ONCE["long"])


def _twice(tier: Tier, folder: Path) -> Result:
    operations = [name for name in _WHAT if name != "new"] if tier == "long" else ["add", "restore"]
    return sweep_twice(tier, folder, operations)


PROMISES = (
    *(_promise(operation) for operation in _WHAT),
    Promise(
        "sweep-twice", "killed, and killed again while that is set right: nothing is lost", _twice, 150, AT_ONCE["long"]
    ),
)
