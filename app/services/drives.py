"""The sticks that are plugged in, as their owner knows them: name, letter, free space."""

from __future__ import annotations

import os
import shutil
import string
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from app.frozen import dataclass
from app.i18n import Label
from app.models.store.volumes import Volume, volumes_for

_DISCS = frozenset({"iso9660", "udf", "cdfs"})
_GB = 1_000_000_000


@dataclass(frozen=True)
class Drive:
    """A drive that can be pulled out. `letter` is that of Windows, or empty; `free` in bytes."""

    root: Path
    name: str
    letter: str
    free: int

    @property
    def words(self) -> Label:
        """U盘 金士顿 (E:) 剩 12.3 GB."""
        name = f"{self.name} ({self.letter})" if self.letter else self.name
        return Label("U盘 {name} 剩 {free} GB", name=name.strip(), free=f"{self.free / _GB:,.1f}")


def removable_drives() -> list[Drive]:
    """The drives that are plugged in and can be written to, in the order of their places."""
    return drives_of(_volumes())


def drives_of(volumes: Iterable[Volume]) -> list[Drive]:
    """The drives among these volumes."""
    found = {}
    for volume in volumes:
        root = Path(volume.root)
        if volume.removable and volume.format not in _DISCS and root != Path("/") and os.access(root, os.W_OK):
            try:
                free = shutil.disk_usage(root).free
            except OSError:  # pulled out this very moment
                continue
            found[root] = Drive(root, _name(root), root.drive, free)
    return sorted(found.values(), key=lambda drive: str(drive.root))


def _volumes() -> Iterator[Volume]:
    if sys.platform != "win32":
        yield from volumes_for(Path("/"))
        return
    for letter in string.ascii_uppercase:
        root = Path(f"{letter}:\\")
        if root.exists():
            yield from volumes_for(root)


def _name(root: Path) -> str:
    """What the owner called the stick: on Linux it is mounted under that name."""
    if sys.platform != "win32":
        return root.name
    import ctypes

    name = ctypes.create_unicode_buffer(261)
    ctypes.windll.kernel32.GetVolumeInformationW(str(root), name, len(name), None, None, None, None, 0)
    return name.value
