"""In a mount namespace of its own: a disk that can be copied at any instant, and members being saved on it.

    python -m tests.faults.snapshot_taker FOLDER UNION COUNT SEED CARELESS

The disk is an ext4 image whose bytes lie on XFS; FICLONE copies them in one step (reliability M3). So a copy is what
the platter would hold had the power gone at that instant. One JSON object a copy goes to standard output.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import random
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from tests.faults.saver import judge
from tests.faults.union import Union, read_union

_FICLONE = 0x40049409
_OUTER, _DISK = 512 << 20, 96 << 20
_EACH = 10
"""Copies while one driver runs; then it is killed and the next goes on."""
_PATIENCE = 60.0


def _do(*command: object) -> None:
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{command}: {done.stderr}")


class Disk:
    """The disk and copies of it."""

    def __init__(self, folder: Path) -> None:
        outer, self._place = folder / "outer.img", folder / "outer"
        self.files, self._copied = folder / "disk", folder / "copy"
        for path in (self._place, self.files, self._copied):
            path.mkdir()
        _make(outer, _OUTER)
        _do("mkfs.xfs", "-q", "-m", "reflink=1", outer)
        _do("mount", "-o", "loop", outer, self._place)
        self._image = self._place / "disk.img"
        _make(self._image, _DISK)
        _do("mkfs.ext4", "-q", "-F", self._image)
        _do("mount", "-o", "loop", self._image, self.files)

    def snapshot(self) -> Path:
        """What the disk holds at this instant."""
        image = self._place / "copy.img"
        with self._image.open("rb") as now, image.open("wb") as then:
            fcntl.ioctl(then.fileno(), _FICLONE, now.fileno())
        return image

    @contextlib.contextmanager
    def started(self, image: Path) -> Iterator[Path]:
        """The copy after the PC has started again."""
        _do("mount", "-o", "loop", image, self._copied)
        try:
            yield self._copied
        finally:
            _do("umount", self._copied)
            image.unlink()


def _make(path: Path, size: int) -> None:
    with path.open("wb") as file:
        file.truncate(size)


class Saver:
    """The driver, running, and the last number that it has acknowledged."""

    def __init__(self, union: Union, first: int, careless: str) -> None:
        command = [sys.executable, "-m", "tests.faults.saver", str(union.folder), str(first), careless]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        self._before = self.acknowledged = first - 1
        threading.Thread(target=self._listen, daemon=True).start()
        limit = time.monotonic() + _PATIENCE
        while self.acknowledged == self._before:
            if time.monotonic() > limit or self._process.poll() is not None:
                raise SystemExit("the driver does not save")
            time.sleep(0.002)

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self.acknowledged = int(line.rsplit(" ", 1)[1])

    def kill(self) -> None:
        """End it at once."""
        self._process.kill()
        self._process.wait()


def main(folder: str, union: str, count: str, seed: str, careless: str) -> None:
    """Take `count` copies."""
    disk = Disk(Path(folder))
    kept = read_union(Path(union)).copy_to(disk.files / "documents")
    os.sync()
    dice, next_number, taken = random.Random(int(seed)), 1, 0
    while taken < int(count):
        saver = Saver(kept, next_number, careless)
        for _ in range(min(_EACH, int(count) - taken)):
            time.sleep(dice.uniform(0.005, 0.06))
            least = saver.acknowledged
            image = disk.snapshot()
            with disk.started(image) as place:
                newest, bad = judge(Union(place / "documents" / kept.path.name, kept.dek), least)
            taken += 1
            print(json.dumps({"least": least, "newest": newest, "bad": bad}, ensure_ascii=False), flush=True)
        saver.kill()
        next_number = judge(kept, 0)[0] + 1
    _do("umount", disk.files)


if __name__ == "__main__":
    main(*sys.argv[1:])
