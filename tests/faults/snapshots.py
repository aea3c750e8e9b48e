"""The power goes while members are saved: every acknowledged save is there, nothing is half there (A2, M3, R3)."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.faults.promises import NotHereError, Promise, Result, Tier
from tests.faults.union import make_union

COUNT = {"ci": 10, "long": 300}
ON_ONE_FILE = 60
"""Then a new file is begun: each look at one goes through its whole journal, and that grows with every save."""
CONTROLS = {"ci": 2, "long": 20}
TOOLS = ("unshare", "mkfs.xfs", "mkfs.ext4", "mount", "losetup")
_SECONDS_EACH = 20


def _require_tools() -> None:
    missing = [tool for tool in TOOLS if shutil.which(tool) is None]
    if missing:
        raise NotHereError(f"needs {', '.join(missing)}")
    if not hasattr(os, "geteuid") or os.geteuid():
        raise NotHereError("mounts disks of its own: only as root")
    probe = subprocess.run(["losetup", "-f"], capture_output=True, text=True, check=False)
    if probe.returncode:
        raise NotHereError("this system has no loop devices")


@contextmanager
def _room() -> Iterator[Path]:
    """A folder for the disks: in memory where that is possible, for then a sync costs little."""
    fast = Path("/dev/shm")
    big = fast.is_dir() and shutil.disk_usage(fast).free > 1 << 30
    with tempfile.TemporaryDirectory(dir=fast if big else None, prefix="power-") as name:
        yield Path(name)


def take(union: Path, count: int, seed: int = 1, *, careless: bool = False) -> list[dict[str, Any]]:
    """Cut the power `count` times while one file grows; one object each."""
    with _room() as room:
        command = ["unshare", "-m", "--propagation", "private", sys.executable, "-m", "tests.faults.snapshot_taker"]
        arguments = [str(room), str(union), str(count), str(seed), str(int(careless))]
        limit = 120 + _SECONDS_EACH * count
        done = subprocess.run([*command, *arguments], capture_output=True, text=True, timeout=limit, check=False)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    if len(lines) != count and "mkfs" not in done.stderr and "mount" not in done.stderr:
        raise RuntimeError(done.stderr[-3000:])
    if not lines:
        raise NotHereError(f"no disk can be made here: {done.stderr.strip()[-200:]}")
    return lines


def power_cut(tier: Tier, folder: Path) -> Result:
    """Cut the power at any instant of a row of saves."""
    _require_tools()
    union = make_union(folder / "union", 50)
    files = [take(union.folder, min(ON_ONE_FILE, COUNT[tier]), seed) for seed in range(0, COUNT[tier], ON_ONE_FILE)]
    taken = [one for cuts in files for one in cuts]
    control = take(union.folder, CONTROLS[tier], careless=True)
    bad = [f"cut {at}: {what}" for at, one in enumerate(taken) for what in one["bad"]]
    spoiled = sum(bool(one["bad"]) for one in control)
    if not spoiled:
        bad.append("the control lost nothing: the copies do not show what a power cut takes away")
    saves = sum(max(one["least"] for one in cuts) for cuts in files)
    note = f"{saves} saves acknowledged; without syncing {spoiled} of {len(control)} copies lose saves or are corrupt"
    return Result(len(taken), bad, note)


PROMISES = (
    Promise(
        "power-cut",
        "the power goes at any instant while members are saved: every acknowledged save is there, none by half",
        power_cut,
        count_long=300,
    ),
)
