"""Real small disks of sixty sizes that run full in the middle of an operation, and write protected ones (R8, R10).

A disk is a tmpfs in a mount namespace of our own. It is filled so that a known room is left; the operation is done;
`check` must pass on the full disk itself; then the disk is made larger and the outcome judged as in the sweeps.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.faults.memory import quick_folder
from tests.faults.operations import OPERATIONS, Box, Outcome
from tests.faults.promises import NotHereError, Promise, Result, Tier
from tests.faults.standby import Standby

ALONE = ("unshare", "--mount", "--propagation", "private")
SIZES = {"ci": 4, "long": 60}
# Which operation, which folder of the box is the small disk, and up to what room (in KiB) it is tried.
CASES = {
    "new": ("new", "pc", 1000),
    "save": ("add", "pc", 236),
    "import": ("import", "pc", 236),
    "backup-stick": ("backup", "stick", 1000),
    "backup-tmp": ("backup", "tmp", 1800),
    "restore": ("restore", "pc", 1000),
    "upgrade": ("upgrade", "pc", 2600),
}
_GROWN = 64 * 1024


def full(case: str, tier: Tier, folder: Path) -> Result:
    """One operation on disks of all sizes."""
    operation, place, most = CASES[case]
    with _alone(operation, folder) as (standby, root):
        known = standby.call("tests.faults.trials:prepare", operation, root)
        count = SIZES[tier]
        rooms = [most * step // (count - 1) // 4 * 4 for step in range(count)]
        found = [standby.call("tests.faults.full_disk:try_room", operation, place, root, room, known) for room in rooms]
    return _summed([(f"{room} KiB", one) for room, one in zip(rooms, found, strict=True)])


def write_protected(tier: Tier, folder: Path) -> Result:
    """A medium that nothing can be written to: refused in words, what lies there is still good."""
    results = []
    for operation, place in (("add", "pc"), ("restore", "pc"), ("backup", "stick"), ("upgrade", "pc"), ("new", "pc")):
        home = folder / operation
        home.mkdir()
        with _alone(operation, home) as (standby, root):
            known = standby.call("tests.faults.trials:prepare", operation, root)
            call = "tests.faults.full_disk:try_protected"
            results.append((operation, standby.call(call, operation, place, root, known)))
    return _summed(results)


@contextmanager
def _alone(operation: str, folder: Path) -> Iterator[tuple[Standby, str]]:
    if shutil.which("unshare") is None or subprocess.run([*ALONE, "true"], capture_output=True, check=False).returncode:
        raise NotHereError("needs the right to mount small disks")
    if shutil.which("strace") is None:
        raise NotHereError("strace is missing")
    from tests.faults.upgrading import next_version

    home = next_version(folder) if operation == "upgrade" else None
    with Standby(home=home, wrapper=ALONE) as standby, quick_folder(folder) as root:
        yield standby, str(root)


def _summed(found: list[tuple[str, dict[str, Any]]]) -> Result:
    ended = Counter(one["ended"] for _, one in found)
    bad = [f"{name}: {wrong}" for name, one in found for wrong in one["wrong"]]
    if not any(ended[name] for name in ended if name != "done"):
        bad.append("no disk ever ran full: nothing was tried")
    return Result(len(found), bad, ", ".join(f"{name} {count}" for name, count in sorted(ended.items())))


# --- in the standby process, within its mount namespace ---


def try_room(operation: str, place: str, root: str, room: int, known: dict[str, Any]) -> dict[str, Any]:
    """Do the operation with `room` KiB left on the disk; every second time it is not asked beforehand for room."""
    box, disk = _box_with_disk(root, place)
    try:
        _fill(disk, room)
        with _unasked(room % 8 == 0):
            done = box.try_(*OPERATIONS[operation].argv(box), "--ack", "--json")
        wrong = _readable(operation, box, done)
        (disk / "filler").unlink(missing_ok=True)
        _mount("-o", f"remount,size={_GROWN}k", disk)
        return _judged(operation, box, done, known, wrong)
    finally:
        _unmount(disk)


def try_protected(operation: str, place: str, root: str, known: dict[str, Any]) -> dict[str, Any]:
    """Do the operation where nothing can be written."""
    box, disk = _box_with_disk(root, place)
    try:
        _mount("-o", "remount,ro", disk)
        done = box.try_(*OPERATIONS[operation].argv(box), "--ack", "--json")
        wrong = [] if done["code"] == 1 else [f"ended with {done['code']}: {done['err'][-300:]}"]
        if place == "stick":
            wrong += [f"{path.name} cannot be read there" for path in box.backups() if box.try_("verify", path)["code"]]
        _mount("-o", "remount,rw", disk)
        return _judged(operation, box, done, known, wrong)
    finally:
        _unmount(disk)


def _judged(operation: str, box: Box, done: dict[str, Any], known: dict[str, Any], wrong: list[str]) -> dict[str, Any]:
    seen = Outcome(done, known["before"], known["after"], killed=False)
    ended = "done"
    if done["code"]:
        ended = next((code for code in ("disk_full", "read_only") if f'"{code}"' in done["out"]), "told otherwise")
    return {"ended": ended, "wrong": wrong + OPERATIONS[operation].judge(box, seen)}


def _readable(operation: str, box: Box, done: dict[str, Any]) -> list[str]:
    """With not a byte free, the file still opens and is sound (a file that was not made or not upgraded apart)."""
    if operation in ("new", "upgrade", "restore") or not box.file.exists():
        return []
    filled = box.try_("check", box.file, "--json")
    return [] if filled["code"] == 0 else [f"on the full disk: {filled['out'][-300:]}{filled['err'][-300:]}"]


def _box_with_disk(root: str, place: str) -> tuple[Box, Path]:
    made, box = Box(Path(root) / "made"), Box(Path(root) / "trial")
    shutil.rmtree(box.root, ignore_errors=True)
    shutil.copytree(made.root, box.root)
    disk = box.root / place
    _mount("-t", "tmpfs", "-o", f"size={_GROWN}k", "tmpfs", disk)
    shutil.copytree(made.root / place, disk, dirs_exist_ok=True)
    return box, disk


def _fill(disk: Path, room: int) -> None:
    """Make the disk so small that `room` KiB are left; a filler takes what its last page would give away."""
    used = (_GROWN * 1024 - shutil.disk_usage(disk).free) // 1024
    _mount("-o", f"remount,size={max(used + room, 4)}k", disk)
    left = shutil.disk_usage(disk).free // 1024
    if left > room:
        (disk / "filler").write_bytes(bytes((left - room) * 1024))


@contextmanager
def _unasked(unasked: bool) -> Iterator[None]:
    """As if another program took the room after it was asked for: the program must meet the end of the disk itself."""
    from app.services.backup import making, restoring

    before = making._ROOM, restoring._ROOM
    if unasked:
        making._ROOM = restoring._ROOM = 0.0
    try:
        yield
    finally:
        making._ROOM, restoring._ROOM = before


def _mount(*arguments: object) -> None:
    subprocess.run(["mount", *map(str, arguments)], check=True, capture_output=True)


def _unmount(disk: Path) -> None:
    os.sync()
    subprocess.run(["umount", "-l", str(disk)], check=True, capture_output=True)


def _promise(case: str, what: str) -> Promise:
    def run(tier: Tier, folder: Path) -> Result:
        return full(case, tier, folder)

    return Promise(f"full-{case}", what, run, SIZES["long"])


PROMISES = (
    _promise("new", "the disk runs full while a file is made: nothing is left behind"),
    _promise("save", "the disk runs full while a person is saved: saved or not, and all is readable with no byte free"),
    _promise("import", "the disk runs full during an import"),
    _promise("backup-stick", "the stick runs full: older backups stay, no half of a new one"),
    _promise("backup-tmp", "the PC's disk runs full during a backup"),
    _promise("restore", "the disk runs full during a restore: the file is there, old or restored"),
    _promise("upgrade", "the disk runs full during an upgrade: the file is there, old or upgraded"),
    Promise(
        "write-protected", "a disk or stick takes nothing: refused in words, all stays readable", write_protected, 5
    ),
)
