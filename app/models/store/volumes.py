"""Which disks this PC has: file system, whether they can be pulled out, whether they are a network's."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path, PurePath, PurePosixPath

from app.frozen import dataclass

_MOUNT_TABLE = Path("/proc/self/mountinfo")
_BLOCK_NUMBERS = Path("/sys/dev/block")
_BLOCK_NAMES = Path("/sys/class/block")


@dataclass(frozen=True)
class Volume:
    """A mounted volume: where it begins, the system's name of its file system, whether it can be pulled out."""

    root: PurePath
    format: str
    removable: bool = False
    network: bool = False


def volumes_for(path: Path) -> list[Volume]:
    """The volumes among which `path` lies; empty where the system does not tell."""
    if sys.platform == "win32":
        return [_windows_volume(path)]
    try:
        return read_mounts(_MOUNT_TABLE.read_text("utf-8", "surrogateescape"), can_be_pulled_out)
    except OSError:
        return []


def read_mounts(table: str, pulled_out: Callable[[str, str], bool]) -> list[Volume]:
    """The volumes of a Linux mount table; `pulled_out(number, source)` tells for a device number and its file."""
    return [_mounted(line, pulled_out) for line in table.splitlines() if " - " in line]


def _mounted(line: str, pulled_out: Callable[[str, str], bool]) -> Volume:
    """One line of /proc/self/mountinfo: id parent major:minor root MOUNT-POINT options … - TYPE SOURCE options."""
    left, right = line.split(" - ", 1)
    _, _, number, _, point, *_ = left.split(" ")
    form, source, *_ = [*right.split(" "), ""]
    return Volume(PurePosixPath(_unescaped(point)), form, removable=pulled_out(number, _unescaped(source)))


def _unescaped(text: str) -> str:
    return re.sub(r"\\([0-7]{3})", lambda match: chr(int(match[1], 8)), text)


def can_be_pulled_out(number: str, source: str) -> bool:
    """Whether the block device is a stick, a card, or any disk on USB (also beneath encryption)."""
    for known in (_BLOCK_NUMBERS / number, _BLOCK_NAMES / PurePosixPath(source).name):
        if known.exists():
            return _pulled_out(known.resolve())
    return False


def _pulled_out(device: Path) -> bool:
    below = device / "slaves"
    if below.is_dir() and (parts := list(below.iterdir())):
        return any(_pulled_out(part.resolve()) for part in parts)
    if any(re.fullmatch(r"usb\d+", part) for part in device.parts):
        return True
    return any(_says_yes(folder / "removable") for folder in (device, device.parent))


def _says_yes(flag: Path) -> bool:
    try:
        return flag.read_text().strip() == "1"
    except OSError:
        return False


_DRIVE_REMOVABLE, _DRIVE_NETWORK, _DRIVE_DISC = 2, 4, 5


def windows_volume(root: PurePath, drive_type: int, form: str) -> Volume:
    """A volume from what GetDriveTypeW and GetVolumeInformationW say of it."""
    return Volume(
        root,
        form.casefold(),
        removable=drive_type in (_DRIVE_REMOVABLE, _DRIVE_DISC),
        network=drive_type == _DRIVE_NETWORK,
    )


if sys.platform == "win32":

    def _windows_volume(path: Path) -> Volume:
        import ctypes

        kernel = ctypes.windll.kernel32
        root = ctypes.create_unicode_buffer(1024)
        if not kernel.GetVolumePathNameW(str(path), root, len(root)):
            root.value = path.anchor
        form = ctypes.create_unicode_buffer(64)
        kernel.GetVolumeInformationW(root.value, None, 0, None, None, None, form, len(form))
        return windows_volume(Path(root.value), kernel.GetDriveTypeW(root.value), form.value)
