"""One trial of a sweep: copy the box, do the operation with one fault put into one system call, judge what is left.

Runs in the standby process. The points of an operation are the system calls on files of the box in an undisturbed
run; they are the same in every run, because nothing else is counted (`standby`).
"""

from __future__ import annotations

import re
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

from tests.faults.operations import OPERATIONS, Box, Outcome, state_of

CHANGES = (
    *("write", "pwrite64", "fsync", "fdatasync", "ftruncate", "openat", "mkdir", "fallocate", "fchmod"),
    *("rename", "renameat2", "link", "unlink", "unlinkat", "rmdir", "sendfile", "copy_file_range"),
)
"""Calls that may change what is on the disk: killed before each of them, each order of things has been seen."""
WRITE = "pwrite64"
"""How SQLite writes a page."""
READS = ("read", "pread64", "getdents64")
FULL = ("write", "pwrite64", "mkdir", "link", "fallocate", "copy_file_range", "sendfile")
"""What a full disk refuses from some moment on."""
GONE = (*FULL, "fsync", "fdatasync", "ftruncate", "rename", "unlink", "pread64")
"""What a disk that is gone refuses from some moment on."""

FAULTS = {
    "KILL": (CHANGES, "signal=KILL", ""),
    "EIO": ((*CHANGES, *READS), "error=EIO", ""),
    "ENOSPC": (("openat", *FULL, "fsync"), "error=ENOSPC", ""),
    "full": (FULL, "error=ENOSPC", "+"),
    "gone": (GONE, "error=EIO", "+"),
}
"""What is put in: into which calls, how strace calls it, and whether it lasts."""

Point = dict[str, Any]
_CALL = re.compile(r"(?:\d+ +)?(?P<name>\w+)\((?P<rest>.*)")
_MAKES = re.compile(r"O_CREAT|O_TRUNC")


def prepare(operation: str, root: str) -> dict[str, Any]:
    """Make the box of an operation; what it holds before, would hold after, and every point of the way."""
    made = Box(Path(root) / "made")
    OPERATIONS[operation].prepare(made)
    box = _copy(made, Path(root) / "clean")
    before = state_of(box.file)
    names = ",".join((*CHANGES, *READS))
    done = box.try_(*OPERATIONS[operation].argv(box), "--ack", trace=["-y", "-s", "0", "-e", f"trace={names}"])
    if done["code"]:
        raise RuntimeError(f"{operation} fails undisturbed: {done['err']}")
    if operation == "new":
        from tests.faults.operations import PASSWORD, remember_key

        remember_key(box.file, PASSWORD)
    after = state_of(box.file)
    clean = Outcome(done, before, after, killed=False)
    wrong = OPERATIONS[operation].judge(box, clean)
    if wrong:
        raise RuntimeError(f"{operation} is judged wrong undisturbed: {wrong}")
    return {"before": before, "after": after, "points": _points(done["trace"], str(box.root))}


def _points(trace: str, root: str) -> list[Point]:
    """The calls on files of the box: name, the how many-th of its name, how many of each name went before."""
    seen: Counter[str] = Counter()
    found: list[Point] = []
    for line in trace.splitlines():
        call = _CALL.match(line)
        if call is None:
            continue
        name = call["name"]
        if root + "/" in call["rest"] and not (name == "openat" and not _MAKES.search(call["rest"])):
            found.append({"call": name, "number": seen[name] + 1, "gone_by": dict(seen)})
        seen[name] += 1
    return found


def points_of(fault: str, points: list[Point]) -> list[Point]:
    """Those of the points at which this fault can be put in."""
    names = FAULTS[fault][0]
    return [point for point in points if point["call"] in names]


def try_point(operation: str, root: str, fault: str, point: Point, known: dict[str, Any]) -> dict[str, Any]:
    """One trial: whether the fault was really met, and what is wrong afterwards."""
    box = _copy(Box(Path(root) / "made"), Path(root) / "trial")
    done = box.try_(*OPERATIONS[operation].argv(box), "--ack", trace=_injection(fault, point))
    killed = fault == "KILL"
    met = done["code"] == -9 if killed else "(INJECTED)" in done["trace"]
    seen = Outcome(done, known["before"], known["after"], killed, lasting=fault == "gone")
    wrong = OPERATIONS[operation].judge(box, seen) if met else []
    shutil.rmtree(box.root)
    return {"met": met, "wrong": wrong, "quiet": met and done["code"] == 0}


def try_twice(operation: str, root: str, first: Point, second: int, known: dict[str, Any]) -> dict[str, Any]:
    """Killed, and killed again while the next start sets things right: two faults deep."""
    box = _copy(Box(Path(root) / "made"), Path(root) / "trial")
    argv = OPERATIONS[operation].argv(box)
    done = box.try_(*argv, "--ack", trace=_injection("KILL", first))
    follow = ["check", box.file] if operation in ("add", "edit", "undo", "import", "passwd") else argv
    found = {"met": False, "wrong": [], "quiet": False}
    if done["code"] == -9 and box.file.exists():
        trial = _copy(box, Path(root) / "count")
        again = [str(word).replace(str(box.root), str(trial.root)) for word in follow]
        names = ",".join(CHANGES)
        counted = trial.try_(*again, trace=["-y", "-s", "0", "-e", f"trace={names}"])
        points = _points(counted["trace"], str(trial.root))
        shutil.rmtree(trial.root)
        if points:
            point = points[second % len(points)]
            again_done = box.try_(*follow, "--ack", trace=_injection("KILL", point))
            acknowledged = {"code": -9, "out": done["out"] + again_done["out"], "err": again_done["err"]}
            seen = Outcome(acknowledged, known["before"], known["after"], killed=True)
            found["met"] = again_done["code"] == -9
            found["wrong"] = OPERATIONS[operation].judge(box, seen) if found["met"] else []
    shutil.rmtree(box.root)
    return found


def _injection(fault: str, point: Point) -> list[str]:
    """strace's options for one fault at one point; one that lasts begins there for every call of its kind."""
    calls, what, lasting = FAULTS[fault]
    if not lasting:
        name = point["call"]
        return ["-s", "0", "-e", f"trace={name}", "-e", f"inject={name}:{what}:when={point['number']}"]
    options = ["-s", "0", "-e", f"trace={','.join(calls)}"]
    for name in calls:
        options += ["-e", f"inject={name}:{what}:when={point['gone_by'].get(name, 0) + 1}+"]
    return options


def _copy(box: Box, root: Path) -> Box:
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(box.root, root)
    return Box(root)
