"""A backup of 100 MB, verified and restored on trial, against copying, syncing and re-reading the same bytes.

Both read the copy again from the disk: what memory holds of it is dropped first, after syncing (only what is synced can
be dropped). Neither starts from what memory holds: the plain copy's source is dropped too; of the open file the program
itself keeps at most 48 MB.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from pathlib import Path

from app.models.store import durable
from app.services import backup
from tests.bench.measure import Bench, Clock, Figure, Spent

MEMBERS = 45_000
CHUNK = 1 << 20


def measure(bench: Bench) -> None:
    """One after the other, so that the disk is the same."""
    plain: list[Spent] = []
    whole: list[Spent] = []
    with bench.data.opened(bench.data.members(MEMBERS)) as file, bench.data.scratch() as folder:
        size = file.database.path.stat().st_size / 1e6
        for run in range(bench.runs):
            bytes_ = bench.data.members(MEMBERS)
            _forget(bytes_)
            clock = Clock()
            _copy(bytes_, folder / f"plain-{run}")
            plain.append(clock.spent())
            (folder / f"plain-{run}").unlink()
            _forget(file.database.path)
            clock = Clock()
            made = backup.backup(file, folder)
            whole.append(clock.spent())
            made.path.unlink()
    bench.add(f"复制 copy, sync, read again: {size:.0f} MB", plain)
    bench.add("备份 backup of the same: copied, verified, restored on trial", whole)
    ratio = statistics.median(one.wall for one in whole) / statistics.median(one.wall for one in plain)
    bench.put(Figure("    as a multiple of the plain copy", [ratio], goal=2.5, unit="×"))


def _forget(path: Path) -> None:
    """Drop a file from memory, in a process of its own: to open the live file in this one would drop its locks."""
    code = (
        "import sys; from pathlib import Path; from app.models.store.durable import drop_cache; "
        "drop_cache(Path(sys.argv[1]))"
    )
    subprocess.run([sys.executable, "-c", code, str(path)], check=True)


def _copy(source: Path, target: Path) -> None:
    with source.open("rb") as old, target.open("xb") as new:
        while chunk := old.read(CHUNK):
            new.write(chunk)
        new.flush()
        os.fsync(new.fileno())
    durable.sync_folder(target.parent)
    durable.drop_cache(target)
    with target.open("rb") as again:
        while again.read(CHUNK):
            pass
