"""Disks and sticks that fail to flush, drop, change or shorten what is written to them (R9; M8).

`bad_medium.c` is compiled and put between the program and the system. A backup that arrived otherwise than it was
written may never be called a success; a changed page of the live file may never be read as if it were right.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.faults.memory import quick_folder
from tests.faults.operations import OPERATIONS, Box, Outcome
from tests.faults.promises import NotHereError, Promise, Result, Tier
from tests.faults.standby import Standby

SOURCE = Path(__file__).with_name("bad_medium.c")
BACKUP_BYTES = 740_000
LIVE_BYTES = 730_000
Trial = tuple[str, str, str, str]
"""Operation, folder of the box that is bad, ending of the files that are, mode."""


def _spread(name: str, most: int, count: int) -> list[str]:
    return [f"{name}:{most * step // count}" for step in range(count)]


def flushes(tier: Tier, folder: Path) -> Result:
    """The N-th flush fails, for every N."""
    count = 25 if tier == "long" else 3
    on_pc = ("add", "edit", "undo", "import", "restore", "passwd")
    places = (*((op, "pc") for op in on_pc), ("backup", "stick"))
    return _tried(folder, [(op, place, "", f"fsync-fails:{n}") for op, place in places for n in range(1, count + 1)])


def lying_stick(tier: Tier, folder: Path) -> Result:
    """A backup does not arrive as it was written."""
    modes = [*_spread("fake", BACKUP_BYTES, 30), *_spread("flip", BACKUP_BYTES, 30)]
    return _tried(folder, [("backup", "stick", ".part", mode) for mode in _some(modes, tier)])


def lying_disk(tier: Tier, folder: Path) -> Result:
    """The PC's own disk changes what is written, in the live file or in the one that is being restored."""
    flips = _spread("flip", LIVE_BYTES, 60)
    saves = [("add", "pc", ".xiaojia", mode) for mode in _some(flips, tier)]
    return _tried(folder, [*saves, *(("restore", "pc", ".restoring", mode) for mode in _some(flips, tier))])


def short_writes(tier: Tier, folder: Path) -> Result:
    """A write may take less than it was given, and everything must be as always."""
    sizes = (1, 7, 512, 1000, 4095) if tier == "long" else (1000,)
    places = (("add", "pc", ".xiaojia"), ("backup", "stick", ".part"), ("restore", "pc", ".restoring"))
    return _tried(folder, [(*place, f"short:{size}") for place in places for size in sizes])


def _some(modes: list[str], tier: Tier) -> list[str]:
    return modes if tier == "long" else modes[5::25]


def _tried(folder: Path, trials: Sequence[Trial]) -> Result:
    shim = _compiled(folder)
    count, refused, bad = 0, 0, []
    for operation in dict.fromkeys(trial[0] for trial in trials):
        with Standby(environment={"LD_PRELOAD": str(shim)}) as standby, quick_folder(folder) as root:
            known = standby.call("tests.faults.trials:prepare", operation, str(root))
            for _, *how in (trial for trial in trials if trial[0] == operation):
                found = standby.call("tests.faults.bad_media:try_bad", operation, str(root), *how, known)
                count += found["met"]
                refused += found["met"] and found["refused"]
                bad += [f"{operation}, {how[-1]}: {wrong}" for wrong in found["wrong"]]
    return Result(count, bad, f"{refused} refused")


def _compiled(folder: Path) -> Path:
    if shutil.which("cc") is None or shutil.which("strace") is None:
        raise NotHereError("a C compiler or strace is missing")
    shim = folder / "bad_medium.so"
    command = ["cc", "-O1", "-Wall", "-shared", "-fPIC", "-o", str(shim), str(SOURCE), "-ldl"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise NotHereError(f"the C compiler fails: {done.stderr[-200:]}")
    return shim


# --- in the standby process, beneath the shim ---


def try_bad(operation: str, root: str, place: str, ending: str, mode: str, known: dict[str, Any]) -> dict[str, Any]:
    """One operation on a medium that is bad in one way."""
    made, box = Box(Path(root) / "made"), Box(Path(root) / "trial")
    shutil.rmtree(box.root, ignore_errors=True)
    shutil.copytree(made.root, box.root)
    mark = Path(root) / "met"
    mark.unlink(missing_ok=True)
    bad = {"FAULT_PATH": str(box.root / place), "FAULT_END": ending, "FAULT_MODE": mode, "FAULT_MET": str(mark)}
    done = Box(box.root, bad).try_(*OPERATIONS[operation].argv(box), "--ack", "--json")
    found = {"met": mark.exists(), "refused": done["code"] == 1, "wrong": []}
    if found["met"]:
        found["wrong"] = _judged(operation, box, done, mode, known)
    return found


def _judged(operation: str, box: Box, done: dict[str, Any], mode: str, known: dict[str, Any]) -> list[str]:
    kind = mode.partition(":")[0]
    if operation == "add" and kind == "flip" and _told_as_damaged(box):
        return []  # the disk ruined the live file; that is seen and said, which is all that can be done
    seen = Outcome(done, known["before"], known["after"], killed=False)
    wrong = OPERATIONS[operation].judge(box, seen)
    if kind == "short" and done["code"]:
        wrong.append(f"refused: {done['out'][-300:]}")
    if operation == "backup" and kind in ("fake", "flip") and done["code"] != 1:
        wrong.append("a backup that arrived otherwise was called a success")
    return wrong


def _told_as_damaged(box: Box) -> bool:
    found = box.try_("check", box.file, "--json")
    return found["code"] == 1 and '"damaged"' in found["out"]


PROMISES = (
    Promise("flush-fails", "the disk or the stick fails to flush: done or refused, nothing by half", flushes, 40),
    Promise("stick-forges", "a stick of false size, or one that changes a bit: never 备份成功", lying_stick, 60),
    Promise("disk-forges", "a disk that changes a bit: seen, never read as if it were right", lying_disk, 60),
    Promise("short-writes", "the system takes less of a write than it was given: nothing is lost", short_writes, 15),
)
