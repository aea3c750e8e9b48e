"""Old Excel files (.xls): password, hidden rows, errors and 1904, which the reading library does not tell.

Runs in the child only. Sources: [MS-CFB] for the container, [MS-XLS] for the records. Anything unexpected ends the
walk without a word: the reading library judges whether the file can be read at all.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from app.frozen import dataclass
from app.services.sheets.book import ERROR_PREFIX
from app.services.sheets.limits import Refusal
from app.services.sheets.ooxml import Details, Workbook

SIGNATURE = bytes.fromhex("d0cf11e0a1b11ae1")

_LAST_SECTOR = 0xFFFFFFFA  # this and above: no sector
_BOF, _EOF, _FILEPASS, _DATEMODE, _BOUNDSHEET = 0x809, 0x0A, 0x2F, 0x22, 0x85
_ROW, _BOOLERR, _FORMULA = 0x208, 0x205, 0x06
_ROW_HIDDEN = 0x20
_ERRORS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A",
}  # fmt: skip
_ENTRY_BYTES = 128


@dataclass(frozen=True)
class _Entry:
    name: str
    start: int
    size: int


class CompoundFile:
    """The container of old Office files: named streams kept in chains of sectors."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._sector = 1 << min(struct.unpack_from("<H", data, 30)[0], 16)
        self._table = self._read_table()
        (directory,) = struct.unpack_from("<I", data, 48)
        raw = self._chain(directory)
        self._entries = [_entry(raw, at) for at in range(0, len(raw) - _ENTRY_BYTES + 1, _ENTRY_BYTES)]

    @property
    def names(self) -> frozenset[str]:
        """The names of all streams."""
        return frozenset(entry.name for entry in self._entries)

    def stream(self, *names: str) -> bytes:
        """The first stream of one of these names; b"" when there is none."""
        entry = next((entry for entry in self._entries if entry.name in names), None)
        return self._chain(entry.start)[: entry.size] if entry else b""

    def _at(self, sector: int) -> bytes:
        start = (sector + 1) * self._sector
        return self._data[start : start + self._sector]

    def _read_table(self) -> list[int]:
        count, extra = struct.unpack_from("<I", self._data, 44)[0], struct.unpack_from("<I", self._data, 68)[0]
        sectors = list(struct.unpack_from("<109I", self._data, 76))
        most = len(self._data) // self._sector + 1
        while extra < _LAST_SECTOR and len(sectors) <= most:
            more = _integers(self._at(extra))
            if not more:
                break
            sectors += more[:-1]
            extra = more[-1]
        sectors = [sector for sector in sectors[: min(count, most)] if sector < _LAST_SECTOR]
        return [entry for sector in sectors for entry in _integers(self._at(sector))]

    def _chain(self, sector: int) -> bytes:
        parts: list[bytes] = []
        while sector < len(self._table) and len(parts) <= len(self._table):
            parts.append(self._at(sector))
            sector = self._table[sector]
        return b"".join(parts)


def examine(data: bytes) -> Workbook:
    """Refuse what is no open workbook, and gather what its sheets hold besides values."""
    try:
        container = CompoundFile(data)
    except struct.error as error:
        raise Refusal("damaged") from error
    names = container.names
    if "EncryptedPackage" in names:
        raise Refusal("password")
    if "WordDocument" in names:
        raise Refusal("not_a_sheet", kind="word")
    if "PowerPoint Document" in names:
        raise Refusal("not_a_sheet", kind="slides")
    try:
        return _walk(container.stream("Workbook", "Book"))
    except (struct.error, UnicodeDecodeError):
        return Workbook()


def _walk(stream: bytes) -> Workbook:
    workbook = Workbook()
    starts: dict[int, str] = {}
    for record, body in _records(stream, 0):
        if record == _FILEPASS:
            raise Refusal("password")
        if record == _DATEMODE:
            workbook.date1904 = body[:1] == b"\x01"
        elif record == _BOUNDSHEET:
            starts[struct.unpack_from("<I", body)[0]] = _sheet_name(body)
    for start, name in starts.items():
        workbook.sheets[name] = _walk_sheet(stream, start)
    return workbook


def _walk_sheet(stream: bytes, start: int) -> Details:
    details = Details()
    for record, body in _records(stream, start):
        if record == _ROW:
            row, options = struct.unpack_from("<H10xH", body)
            if options & _ROW_HIDDEN:
                details.hidden_rows.append(row + 1)
        elif record == _BOOLERR:
            row, column, code, is_error = struct.unpack_from("<HH2xBB", body)
            if is_error:
                details.add_fault(row + 1, column + 1, ERROR_PREFIX + _ERRORS.get(code, "#N/A"))
        elif record == _FORMULA and body[6:7] == b"\x02" and body[12:14] == b"\xff\xff":
            row, column = struct.unpack_from("<HH", body)
            details.add_fault(row + 1, column + 1, ERROR_PREFIX + _ERRORS.get(body[8], "#N/A"))
    return details


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """The records from `at` to the end of their substream (charts inside a sheet are substreams of their own)."""
    depth = 0
    while at + 4 <= len(stream):
        record, length = struct.unpack_from("<HH", stream, at)
        if record == _BOF:
            depth += 1
        elif record == _EOF:
            depth -= 1
            if depth <= 0:
                return
        elif depth == 1:
            yield record, stream[at + 4 : at + 4 + length]
        at += 4 + length


def _sheet_name(body: bytes) -> str:
    length, is_wide = body[6], body[7] & 1
    return body[8 : 8 + 2 * length].decode("utf-16-le") if is_wide else body[8 : 8 + length].decode("latin-1")


def _entry(raw: bytes, at: int) -> _Entry:
    (name_bytes,) = struct.unpack_from("<H", raw, at + 64)
    name = raw[at : at + max(0, min(name_bytes, 64) - 2)].decode("utf-16-le", "replace")
    start, size = struct.unpack_from("<II", raw, at + 116)
    return _Entry(name, start, size)


def _integers(sector: bytes) -> list[int]:
    return list(struct.unpack(f"<{len(sector) // 4}I", sector[: len(sector) // 4 * 4]))
