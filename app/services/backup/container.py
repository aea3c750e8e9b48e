"""`*.xjbak`: an uncompressed zip of three members in fixed order, every byte of which is accounted for.

Any zip program can take it apart. Reading is stricter than that: the bytes between the contents (headers, directory)
must be exactly those that writing would make, so that no byte of a backup can change unnoticed.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from app.frozen import dataclass

MANIFEST, KEYS, DATA = "manifest.json", "keys.json", "data.sqlcipher"
NAMES = (MANIFEST, KEYS, DATA)
SMALL = 1024 * 1024
"""The first two members are never larger than this many bytes."""
LARGEST = 2**32 - 2**16
"""A plain zip (and FAT) ends at 4 GiB."""
CHUNK = 1024 * 1024

_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_VERSION = 20
_DATE = (2020 - 1980) << 9 | 1 << 5 | 1
"""Always 2020-01-01: the time of a backup stands in its manifest."""


_BEGINNING = _LOCAL.size + len(MANIFEST)
_TAIL = 512
"""The last bytes of a backup, among which its directory names what is in it."""


class NotWholeError(Exception):
    """The file is not, or no longer, what was written."""


@dataclass(frozen=True)
class _Member:
    name: str
    size: int
    crc: int
    offset: int = 0

    def local(self) -> bytes:
        name = self.name.encode("ascii")
        fields = (b"PK\3\4", _VERSION, 0, 0, 0, _DATE, self.crc, self.size, self.size, len(name), 0)
        return _LOCAL.pack(*fields) + name

    def central(self) -> bytes:
        name = self.name.encode("ascii")
        head = (b"PK\1\2", _VERSION, _VERSION, 0, 0, 0, _DATE, self.crc, self.size, self.size)
        return _CENTRAL.pack(*head, len(name), 0, 0, 0, 0, 0, self.offset) + name

    @property
    def end(self) -> int:
        return self.offset + len(self.local()) + self.size


def _directory(members: list[_Member]) -> bytes:
    listing = b"".join(member.central() for member in members)
    count = len(members)
    return listing + _END.pack(b"PK\5\6", 0, 0, count, count, len(listing), members[-1].end, 0)


def pieces(manifest: bytes, keys: bytes, data: Path, data_crc: int) -> Iterator[bytes]:
    """The bytes of a backup, in pieces; `data_crc` is the CRC-32 of the file `data`."""
    offset, members = 0, []
    for name, content in ((MANIFEST, manifest), (KEYS, keys), (DATA, None)):
        size = data.stat().st_size if content is None else len(content)
        crc = data_crc if content is None else zlib.crc32(content)
        member = _Member(name, size, crc, offset)
        members.append(member)
        offset = member.end
        yield member.local()
        if content is None:
            yield from chunks(data)
        else:
            yield content
    yield _directory(members)


def chunks(path: Path) -> Iterator[bytes]:
    """The content of a file in chunks."""
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk


class Container:
    """A backup opened for reading: the two small members, and the data to be taken out."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._members: list[_Member] = []
        self.manifest = self._small(MANIFEST)
        self.keys = self._small(KEYS)
        self._member(DATA)

    @property
    def data_size(self) -> int:
        """Bytes of the encrypted data."""
        return self._members[-1].size

    def take_data(self, target: Path, watch: Callable[[bytes], None]) -> None:
        """Write the data to `target`, showing each chunk to `watch`; `NotWholeError` if it is cut or changed."""
        member = self._members[-1]
        self._file.seek(member.end - member.size)
        left, crc = member.size, 0
        with target.open("wb") as copy:
            while left and (chunk := self._file.read(min(CHUNK, left))):
                left -= len(chunk)
                crc = zlib.crc32(chunk, crc)
                watch(chunk)
                copy.write(chunk)
        if left or crc != member.crc:
            raise NotWholeError

    def check_frame(self) -> None:
        """`NotWholeError` unless every byte that is no content is as it was written, and nothing follows."""
        directory = _directory(self._members)
        frames = [(member.offset, member.local()) for member in self._members]
        for at, frame in (*frames, (self._members[-1].end, directory)):
            self._file.seek(at)
            if self._file.read(len(frame)) != frame:
                raise NotWholeError
        if self._file.read(1):
            raise NotWholeError

    def _small(self, name: str) -> bytes:
        member = self._member(name)
        content = self._file.read(member.size) if member.size <= SMALL else b""
        if len(content) != member.size or zlib.crc32(content) != member.crc:
            raise NotWholeError
        return content

    def _member(self, name: str) -> _Member:
        """Read the next header; what a repacking program may write otherwise is left to `check_frame`."""
        offset = self._members[-1].end if self._members else 0
        head = self._file.read(_LOCAL.size)
        if len(head) != _LOCAL.size:
            raise NotWholeError
        mark, _, flags, method, _, _, crc, stored, size, name_size, extra = _LOCAL.unpack(head)
        if (mark, flags, method, extra) != (b"PK\3\4", 0, 0, 0) or stored != size:
            raise NotWholeError
        if self._file.read(name_size) != name.encode("ascii"):
            raise NotWholeError
        member = _Member(name, size, crc, offset)
        self._members.append(member)
        return member


@contextmanager
def opened(path: Path) -> Iterator[Container]:
    """Open a backup; `NotWholeError` if it is none or its first two members are damaged."""
    with path.open("rb") as file:
        yield Container(file)


def is_like_ours(path: Path) -> bool:
    """Whether a file that is not whole was a backup: it begins nearly like one, or ends like one.

    One that is empty, or zeros at its beginning, may have been one too: sticks leave such files behind.
    """
    with path.open("rb") as file:
        head = file.read(_BEGINNING)
        file.seek(0, 2)
        file.seek(max(file.tell() - _TAIL, 0))
        tail = file.read()
    ours = _Member(MANIFEST, 0, 0).local()
    own_numbers = range(14, 26)  # the check sum and the sizes
    fixed = [(found, right) for at, (found, right) in enumerate(zip(head, ours, strict=False)) if at not in own_numbers]
    wrong = sum(found != right for found, right in fixed)
    return not any(head) or wrong * 4 <= len(fixed) or DATA.encode("ascii") in tail
