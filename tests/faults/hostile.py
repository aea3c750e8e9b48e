"""Hostile sheets and backups: refused in plain words or read; no crash, no hang, no memory, nothing of ours changed.

Reliability E1 to E3 and E13. The program meets each file in a process of its own (`hostile_reader`) with the union's
file open; a killed process, more than 10 seconds, a child above 1 GiB and a changed file are all bad.
"""

from __future__ import annotations

import hashlib
import json
import random
import select
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from app.services import backup as backups
from tests.faults.hostile_backups import BACKUPS, HARMLESS
from tests.faults.hostile_mutations import mutated, samples
from tests.faults.hostile_sheets import CRAFTED
from tests.faults.promises import NotHereError, Promise, Result, Tier
from tests.faults.union import Union, make_union
from tests.sheets.test_refused_tables import BOMBS

MUTATED = {"ci": 60, "long": 2000}
SECONDS, CHILD_MIB, OWN_MIB = 10.0, 1024.0, 500.0
_HANG = 60.0
_AGAIN = 2

Make = Callable[[Path], object]
Answer = dict[str, Any]


class Reader:
    """The process that is handed the files; started again when one of them kills it."""

    def __init__(self, union: Union) -> None:
        self._union = union
        self._process: subprocess.Popen[str] | None = None

    def meet(self, path: Path) -> Answer:
        """Hand it one file."""
        process = self._process = self._process or self._start()
        assert process.stdin is not None and process.stdout is not None
        process.stdin.write(f"{path}\n")
        process.stdin.flush()
        if select.select([process.stdout], [], [], _HANG)[0] and (line := process.stdout.readline()):
            found: Answer = json.loads(line)
            return found
        process.kill()
        self.close()
        code = process.returncode
        return {"end": "hung" if code == -9 else f"the program died: {code}", "seconds": _HANG, "own": 0, "child": 0}

    def close(self) -> None:
        """Let it end in the orderly way."""
        if self._process:
            self._process.communicate(timeout=_HANG)
            self._process = None

    def _start(self) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "tests.faults.hostile_reader", str(self._union.folder)]
        return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def wrong_with(name: str, answer: Answer) -> Iterator[str]:
    """What is bad about how the program met a file."""
    end = str(answer["end"])
    if end.startswith(("bug", "hung", "the program")):
        yield end
    if end == "read" and name in BACKUPS and name not in HARMLESS:
        yield "was restored"
    if answer["seconds"] > SECONDS:
        yield f"took {answer['seconds']:.0f} s"
    if answer["child"] > CHILD_MIB:
        yield f"the child took {answer['child']:.0f} MiB"
    if answer["own"] > OWN_MIB:
        yield f"the program took {answer['own']:.0f} MiB"
    if not answer.get("plain", True):
        yield f"a sentence is missing: {answer['text']}"


def _digests(folder: Path) -> dict[str, str]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def hand_over(folder: Path, union: Union, files: Iterable[tuple[str, Path]]) -> Result:
    """Hand files to the program, one after the other; each is named for the report."""
    union.open().close()  # the lock's own file and the like are there from now on
    before = _digests(union.folder)
    reader, bad, ends = Reader(union), [], Counter[str]()
    slowest = 0.0
    for name, path in files:
        answer = reader.meet(path)
        for _ in range(_AGAIN):
            if answer["seconds"] <= SECONDS:
                break
            answer = reader.meet(path)  # the machine may have been busy; what hangs, hangs again
        ends[str(answer["end"]).split(" ")[0]] += 1
        slowest = max(slowest, answer["seconds"])
        bad += [f"{name}: {what}" for what in wrong_with(name, answer)]
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    reader.close()
    if _digests(union.folder) != before:
        bad.append("the union's own file, keys or folder were changed")
    if left := [path.name for path in folder.iterdir() if path != union.folder]:
        bad.append(f"left behind or written outside: {left}")
    told = ", ".join(f"{count} {end}" for end, count in ends.most_common())
    return Result(ends.total(), bad, f"{told}; slowest {slowest:.1f} s")


def _written(folder: Path, makers: Mapping[str, Make], suffix: str = ".xlsx") -> Iterator[tuple[str, Path]]:
    for at, (name, make) in enumerate(makers.items()):
        path = folder / f"{at}{suffix}"
        make(path)
        yield name, path


def _spoiled(folder: Path, theirs: Union, good: Path) -> Iterator[tuple[str, Path]]:
    for at, (name, spoil) in enumerate(BACKUPS.items()):
        workshop = folder / "workshop"
        workshop.mkdir()
        made, path = workshop / f"{at}.xjbak", folder / f"{at}.xjbak"
        shutil.copy(good, made)
        spoil(made, theirs)
        made.replace(path)
        shutil.rmtree(workshop)
        yield name, path


def _backup(union: Union, folder: Path) -> Path:
    folder.mkdir()
    with union.open() as opened:
        return backups.backup(opened, folder).path


def _require_linux() -> None:
    if sys.platform != "linux":
        raise NotHereError("measures memory as Linux tells it")


def bombs(tier: Tier, folder: Path) -> Result:
    """Sheets that are small and want everything."""
    _require_linux()
    union = make_union(folder / "union", 20)
    return hand_over(folder, union, _written(folder, BOMBS))


def crafted(tier: Tier, folder: Path) -> Result:
    """Sheets and backups that break one rule each."""
    _require_linux()
    union = make_union(folder / "room" / "union", 20)
    theirs = make_union(folder / "theirs", 3)
    good = _backup(union, folder / "good")

    def files() -> Iterator[tuple[str, Path]]:
        yield from _written(folder / "room", CRAFTED)
        yield from _spoiled(folder / "room", theirs, good)

    return hand_over(folder / "room", union, files())


def mutations(tier: Tier, folder: Path) -> Result:
    """Good sheets and backups with a few bytes changed by seeded dice."""
    _require_linux()
    made = make_union(folder / "made", 20)
    good = [*samples(folder / "samples"), _backup(made, folder / "good")]
    count = MUTATED[tier]

    def half(which: int) -> Result:
        room = folder / f"room-{which}"
        union = made.copy_to(room / "union")
        numbers = range(which, count, 2)
        return hand_over(room, union, ((f"seed {at}", mutated(good, room, random.Random(at))) for at in numbers))

    with ThreadPoolExecutor(2) as workers:
        first, second = workers.map(half, (0, 1))
    return Result(first.count + second.count, [*first.bad, *second.bad], f"{first.notes} / {second.notes}")


PROMISES = (
    Promise("bombs", "sheets that want all memory or time: refused within 10 s and 1 GiB", bombs, count_long=12),
    Promise(
        "crafted",
        "crafted sheets and backups: refused in plain words or read, nothing of ours changed",
        crafted,
        count_long=40,
    ),
    Promise(
        "mutated",
        "sheets and backups with bytes changed at random: refused in plain words or read, nothing of ours changed",
        mutations,
        count_long=2000,
        cores=2,
    ),
)
