"""A backup of 100 MB, verified and restored on trial, against copying, syncing and re-reading the same bytes."""

from __future__ import annotations

import os
import statistics
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
            clock = Clock()
            _copy(bytes_, folder / f"plain-{run}")
            plain.append(clock.spent())
            (folder / f"plain-{run}").unlink()
            clock = Clock()
            made = backup.backup(file, folder)
            whole.append(clock.spent())
            made.path.unlink()
    bench.add(f"复制 copy, sync, read again: {size:.0f} MB", plain)
    bench.add("备份 backup of the same: copied, verified, restored on trial", whole)
    ratio = statistics.median(one.wall for one in whole) / statistics.median(one.wall for one in plain)
    bench.put(Figure("    as a multiple of the plain copy", [ratio], goal=2.5, unit="×"))


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
