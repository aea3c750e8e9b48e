"""The kernel's device mapper by its own calls (linux/dm-ioctl.h): a pull must not take the time of a program start."""

from __future__ import annotations

import fcntl
import os
import struct
from pathlib import Path

_CONTROL = "/dev/mapper/control"
_HEAD = struct.Struct("<3I2IIiIII Q128s129s7x")
_TARGET = struct.Struct("<QQiI16s")
_CREATE, _SUSPEND, _LOAD = 3, 6, 9
_SUSPENDED, _WITHOUT_SYNC, _WITHOUT_FLUSH = 1 << 1, 1 << 10, 1 << 11
_ROOM = 4096


def _call(command: int, name: str, flags: int = 0, targets: int = 0, data: bytes = b"") -> int:
    """One request about the device `name`; its device number."""
    head = _HEAD.pack(4, 0, 0, _ROOM, _HEAD.size, targets, 0, flags, 0, 0, 0, name.encode(), b"")
    buffer = bytearray((head + data).ljust(_ROOM, b"\0"))
    request = 3 << 30 | _HEAD.size << 16 | 0xFD << 8 | command
    handle = os.open(_CONTROL, os.O_RDWR)
    try:
        fcntl.ioctl(handle, request, buffer)
    finally:
        os.close(handle)
    return int(_HEAD.unpack_from(buffer)[10])


class Device:
    """A block device whose one target can be exchanged under a mounted file system."""

    def __init__(self, name: str, disk: str) -> None:
        self._name, self._disk = name, disk
        self._sectors = int(Path(f"/sys/block/{Path(disk).name}/size").read_text())
        number = _call(_CREATE, name)
        self.path = Path("/dev") / f"dm-{os.minor(number)}"
        self.put_through()

    def put_through(self) -> None:
        """From now on it is the disk itself."""
        self.load("linear", f"{self._disk} 0")
        self.change()

    def load(self, target: str, parameters: str = "") -> None:
        """Lay the next target ready."""
        text = parameters.encode() + b"\0"
        text = text.ljust(-(-len(text) // 8) * 8, b"\0")
        table = _TARGET.pack(0, self._sectors, 0, _TARGET.size + len(text), target.encode()) + text
        _call(_LOAD, self._name, targets=1, data=table)

    def change(self) -> None:
        """Put the target that lies ready in the place of the present one; what waits to be written goes to the new."""
        _call(_SUSPEND, self._name, _SUSPENDED | _WITHOUT_SYNC | _WITHOUT_FLUSH)
        _call(_SUSPEND, self._name)
