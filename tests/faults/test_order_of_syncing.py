"""In which order a backup reaches the stick (reliability §0.4, M7): what was measured to survive, seen from outside."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.union import make_union

CALLS = "rename,renameat,renameat2,fsync,fdatasync,sync,fadvise64"
_CALL = re.compile(r"(?:\d+ +)?(\w+)\((.*)\) += 0$")


@pytest.mark.skipif(shutil.which("strace") is None, reason="watches the program with strace")
def test_a_backup_is_synced_under_its_first_name_and_again_under_its_last(tmp_path: Path) -> None:
    union = make_union(tmp_path / "union", 3)
    stick, trace = tmp_path / "stick", tmp_path / "trace"
    stick.mkdir()
    command = ["backup", union.path, stick, "--password-file", union.password_file, "--json"]

    done = subprocess.run(
        [
            "strace",
            "-f",
            "-y",
            "-s",
            "4096",
            "-e",
            f"trace={CALLS}",
            "-o",
            trace,
            sys.executable,
            "-m",
            "app",
            *command,
        ],
        env=os.environ | {"XIAOJIA_DATA_DIR": str(tmp_path / "own")},
        capture_output=True,
        text=True,
        check=True,
    )

    name = Path(json.loads(done.stdout.splitlines()[-1])["backup"]).name.encode("utf-8")
    shown = "".join(chr(byte) if 32 <= byte < 127 else f"\\{byte:o}" for byte in name)
    calls = [found.groups() for line in trace.read_text().splitlines() if (found := _CALL.match(line))]
    on_stick = [(call, what) for call, what in calls if str(stick) in what or call == "sync"]
    kinds = [_kind(call, what, shown, stick) for call, what in on_stick]
    assert kinds == ["sync part", "rename", "sync backup", "sync folder", "sync all", "forget"], on_stick


def _kind(call: str, what: str, shown: str, stick: Path) -> str:
    """One step in words."""
    if call.startswith("rename"):
        return "rename" if ".part" in what else "other rename"
    if call == "sync":
        return "sync all"
    if call == "fadvise64":
        return "forget"
    if what.rstrip(">)").endswith(str(stick)):
        return "sync folder"
    return "sync part" if what.rstrip(">)").endswith(".part") else "sync backup"
