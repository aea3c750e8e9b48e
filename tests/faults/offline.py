"""The whole story without a network, and without a try to reach one (F11).

The command runs in an empty network namespace: not even the machine itself can be called there. strace sees every call
that could leave the machine, from the program and all its children; what is addressed to this machine's own services by
a file name (AF_UNIX) is no network.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.faults.promises import NotHereError, Promise, Result, Tier

ROOT = Path(__file__).resolve().parent.parent.parent
CALLS = "socket,connect,sendto,sendmsg,sendmmsg,bind"
_OUTSIDE = re.compile(r"AF_INET6?|AF_PACKET|SOCK_RAW")
_CONTROL = "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).connect_ex(('192.0.2.1', 53))"


def _alone(folder: Path, name: str, command: Sequence[object]) -> tuple[int, str, list[str]]:
    """Run Python in the empty namespace: its exit code, what it said, its calls to the outside."""
    trace, home = folder / f"{name}.trace", folder / "home"
    home.mkdir(exist_ok=True)
    kept = {key: value for key, value in os.environ.items() if not key.startswith("PYTEST")}
    watched = [
        "unshare",
        "-n",
        "strace",
        "-f",
        "--seccomp-bpf",
        "-qq",
        "-e",
        f"trace={CALLS}",
        "-o",
        str(trace),
        sys.executable,
    ]
    done = subprocess.run(
        [*watched, *map(str, command)], cwd=ROOT, capture_output=True, text=True, timeout=1200, check=False,
        env=kept | {"HOME": str(home), "XIAOJIA_DATA_DIR": str(home / "own"), "QT_QPA_PLATFORM": "offscreen"},
    )  # fmt: skip
    lines = trace.read_text("utf-8", "replace").splitlines() if trace.exists() else []
    return done.returncode, done.stdout[-1500:] + done.stderr[-1500:], [line for line in lines if _OUTSIDE.search(line)]


def offline(tier: Tier, folder: Path) -> Result:
    """Tell the story in the empty namespace."""
    missing = [tool for tool in ("unshare", "strace") if shutil.which(tool) is None]
    if missing or not hasattr(os, "geteuid") or os.geteuid():
        raise NotHereError(f"needs root and {', '.join(missing or ['unshare'])}")
    *_, seen = _alone(folder, "control", ["-c", _CONTROL])
    if not seen:
        raise NotHereError("a call to the outside is not seen here: no namespace, or strace is not allowed")
    runs: dict[str, list[object]] = {
        "the story as commands": ["-m", "app", "demo", folder / "story", "--members", "20"]
    }
    if tier == "long":
        test = "tests/views/test_story_window.py"
        runs["the story in the window"] = ["-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", test]
    bad = []
    for at, (name, command) in enumerate(runs.items()):
        code, said, calls = _alone(folder, f"run-{at}", command)
        if code:
            bad.append(f"{name} ended with {code}: {said}")
        bad += [f"{name}: {call}" for call in calls]
    return Result(len(runs), bad, f"{', '.join(runs)}: no call to the outside")


PROMISES = (Promise("offline", "the story in an empty network namespace, every call watched", offline, count_long=2),)
