"""The zip around an .xlsx or .ods: measured before anything of it is believed. Runs in the child only.

Sizes in a zip's table of contents are claims. Every part that will be read is unpacked here first, by its claimed size
and no further; a part that is larger than it says refuses the file.
"""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from app.services.sheets import limits
from app.services.sheets.limits import Refusal

_ENCRYPTED = 0x1
_LOCAL_HEADER = struct.Struct("<26xHH")
_PROLOG_BYTES = 64 << 10  # a DTD stands before the first element


class Package:
    """The parts of a zip by name, each unpacked on demand."""

    def __init__(self, data: bytes) -> None:
        if data.count(b"PK\x01\x02") > limits.PARTS:
            raise Refusal("parts", limit=limits.PARTS)
        try:
            infos = ZipFile(BytesIO(data)).infolist()
        except (BadZipFile, NotImplementedError, UnicodeDecodeError, struct.error, ValueError) as error:
            raise Refusal("damaged") from error
        self._data = data
        self._parts = {info.filename: info for info in infos}
        if len(self._parts) != len(infos):
            raise Refusal("damaged")  # two parts of one name: two programs would read two different tables
        _weigh(infos)

    def __contains__(self, name: str) -> bool:
        return name in self._parts

    def holds(self, *folders: str) -> bool:
        """Whether any part lies in one of the folders."""
        return any(name.startswith(folders) for name in self._parts)

    def read(self, name: str) -> bytes:
        """One part, unpacked."""
        info = self._parts.get(name)
        if info is None:
            raise Refusal("damaged")
        return self._unpack(info)

    def xml_parts(self) -> list[str]:
        """The names of the parts that are markup."""
        return [name for name in self._parts if name.endswith((".xml", ".rels"))]

    def _unpack(self, info: ZipInfo) -> bytes:
        if info.flag_bits & _ENCRYPTED:
            raise Refusal("password")
        header = self._data[info.header_offset : info.header_offset + 30]
        if len(header) < 30:
            raise Refusal("damaged")
        name_length, extra_length = _LOCAL_HEADER.unpack(header)
        start = info.header_offset + 30 + name_length + extra_length
        packed = self._data[start : start + info.compress_size]
        part = _inflate(packed, info)
        if len(part) != info.file_size:
            raise Refusal("damaged")
        return part


def refuse_entities(part: bytes) -> None:
    """Refuse markup that declares entities: they blow up, or read other files (reliability E3)."""
    prolog = part[:_PROLOG_BYTES].replace(b"\0", b"")
    if b"<!DOCTYPE" in prolog or b"<!ENTITY" in prolog:
        raise Refusal("entities")


def _weigh(infos: list[ZipInfo]) -> None:
    if sum(info.file_size for info in infos) > limits.UNPACKED_BYTES:
        raise Refusal("unpacked", limit=limits.UNPACKED_BYTES // limits.MIB)
    for info in infos:
        if info.file_size > limits.MIB and info.file_size > limits.PACKING_RATIO * max(info.compress_size, 1):
            raise Refusal("unpacked", limit=limits.UNPACKED_BYTES // limits.MIB)


def _inflate(packed: bytes, info: ZipInfo) -> bytes:
    if info.compress_type == ZIP_STORED:
        return packed
    if info.compress_type != ZIP_DEFLATED:
        raise Refusal("damaged")
    try:
        return zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, info.file_size + 1)
    except zlib.error as error:
        raise Refusal("damaged") from error
