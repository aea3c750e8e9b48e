"""The child process: reads one foreign file from its standard input and writes plain values to its standard output.

    python -m app.services.sheets.child < FILE

One JSON value a line: the book, then for each sheet its facts and its rows by the batch, then `{"end": true}`, or at
any point `{"refused": …}`. It knows no path and has no environment; limits on memory, time and files are set before the
first foreign byte is read (reliability §3E). Whatever happens to it happens only to it.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any, BinaryIO

from app.services.sheets import biff, limits, ooxml, opendocument, textfile
from app.services.sheets.book import ERROR_PREFIX, TOO_EARLY
from app.services.sheets.limits import Refusal
from app.services.sheets.ooxml import Details, Workbook
from app.services.sheets.package import Package

BATCH = 200
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_FIRST_DAY = date(1900, 3, 1)  # before it Excel counts a day that never was
_WHOLE = 2**53  # up to here a float is an exact whole number
_ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!"})

Line = dict[str, Any] | list[Any]


def main() -> None:
    """Read, answer, and never show a traceback: the parent understands an unfinished answer."""
    _limit_self()
    out = sys.stdout.buffer
    try:
        data = sys.stdin.buffer.read(limits.FILE_BYTES + 1)
        for line in _answer(data):
            _write(out, line)
        _write(out, {"end": True})
    except Refusal as refusal:
        _write(out, {"refused": refusal.code, "facts": refusal.facts})
    except MemoryError:
        _write(out, {"refused": "costly", "facts": {}})
    out.flush()


def _limit_self() -> None:
    try:
        import resource
    except ImportError:  # Windows: only the parent's clock limits the child
        return
    for which, most in (
        (resource.RLIMIT_AS, limits.MEMORY_BYTES),
        (resource.RLIMIT_CPU, limits.CPU_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),  # a core dump would hold people's data
    ):
        hard = resource.getrlimit(which)[1]
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(which, (most, most))


def _answer(data: bytes) -> Iterator[Line]:
    if len(data) > limits.FILE_BYTES:
        raise Refusal("file_size", limit=limits.FILE_BYTES // limits.MIB)
    if data.startswith(_ZIP):
        package = Package(data)
        kind, workbook = _zipped(package)
        yield from _workbook(kind, data, workbook)
    elif data.startswith(biff.SIGNATURE):
        yield from _workbook("xls", data, biff.examine(data))
    elif data.strip():
        yield from _text(data)
    else:
        raise Refusal("empty_file")


def _zipped(package: Package) -> tuple[str, Workbook]:
    if "xl/workbook.xml" in package:
        return "xlsx", ooxml.examine(package)
    if "content.xml" in package and "spreadsheet" in package.read("mimetype").decode("latin-1"):
        return "ods", opendocument.examine(package)
    for folder, kind in (("word/", "word"), ("ppt/", "slides"), ("xl/", "binary_sheet")):
        if package.holds(folder):
            raise Refusal("not_a_sheet", kind=kind)
    raise Refusal("not_a_sheet", kind="document" if "content.xml" in package else "archive")


def _workbook(kind: str, data: bytes, workbook: Workbook) -> Iterator[Line]:
    from io import BytesIO

    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

    try:
        book = CalamineWorkbook.from_filelike(BytesIO(data))
        yield {"kind": kind, "date1904": workbook.date1904}
        for index, about in enumerate(book.sheets_metadata):
            if about.typ != SheetTypeEnum.WorkSheet:
                continue
            sheet = book.get_sheet_by_index(index)
            if sheet.end is not None:
                _refuse_size(about.name, sheet.end[0] + 1, sheet.end[1] + 1)
            details = workbook.sheets.get(about.name, Details())
            merged = details.merged or [
                (top + 1, left + 1, bottom + 1, right + 1)
                for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
            ]
            hidden = about.visible != SheetVisibleEnum.Visible
            yield from _sheet(about.name, hidden, details, merged)
            indent = [""] * sheet.start[1] if sheet.start else []
            rows = (indent + row for row in sheet.iter_rows()) if indent else sheet.iter_rows()
            yield from _batches(_plain(rows, details.faults))
    except PasswordError as error:
        raise Refusal("password") from error
    except CalamineError as error:
        raise Refusal("damaged") from error


def _text(data: bytes) -> Iterator[Line]:
    rows = textfile.read_rows(data)
    yield {"kind": "text", "date1904": False}
    yield {"sheet": "", "hidden": False, "hidden_rows": [], "merged": []}
    yield from _batches(_plain(_within_limits(rows), {}))


def _within_limits(rows: Iterable[list[str]]) -> Iterator[list[str]]:
    for number, row in enumerate(rows, 1):
        if number > limits.ROWS or len(row) > limits.COLUMNS:
            _refuse_size("", number, len(row))
        yield row


def _refuse_size(sheet: str, rows: int, columns: int) -> None:
    if rows > limits.ROWS:
        raise Refusal("rows", sheet=sheet, limit=limits.ROWS)
    if columns > limits.COLUMNS:
        raise Refusal("columns", sheet=sheet, limit=limits.COLUMNS)


def _sheet(name: str, hidden: bool, details: Details, merged: list[tuple[int, int, int, int]]) -> Iterator[Line]:
    yield {"sheet": name, "hidden": hidden, "hidden_rows": details.hidden_rows, "merged": merged}


def _batches(rows: Iterable[list[Any]]) -> Iterator[Line]:
    batch: list[list[Any]] = []
    for row in rows:
        batch.append(row)
        if len(batch) >= BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _plain(rows: Iterable[list[Any]], faults: dict[int, dict[int, str]]) -> Iterator[list[Any]]:
    """Rows as JSON can say them, without what is blank at their end."""
    readers = _READERS
    number = 0
    for number, row in enumerate(rows, 1):
        cells = [readers[cell.__class__](cell) for cell in row]
        if number in faults:
            _put_faults(cells, faults[number])
        while cells and cells[-1] is None:
            cells.pop()
        yield cells
    for below in range(number + 1, min(max(faults, default=0), limits.ROWS) + 1):
        cells = []
        _put_faults(cells, faults.get(below, {}))
        yield cells


def _put_faults(cells: list[Any], faults: dict[int, str]) -> None:
    for column, kind in faults.items():
        if column <= limits.COLUMNS:
            cells.extend([None] * (column - len(cells)))
            cells[column - 1] = _fault(kind)


def _fault(kind: str) -> dict[str, str]:
    return {"f": kind}


def _read_text(text: str) -> Any:
    if not text:
        return None
    if text[0] == "#" and text.strip() in _ERRORS:
        return _fault(ERROR_PREFIX + text.strip())
    if len(text) > limits.CELL_TEXT:
        raise Refusal("cell_text", limit=limits.CELL_TEXT)
    return text


def _read_float(number: float) -> Any:
    if not math.isfinite(number):
        return _fault(ERROR_PREFIX + "#NUM!")
    return int(number) if number.is_integer() and abs(number) < _WHOLE else number


def _read_day(day: date) -> Any:
    return {"d": day.isoformat()} if day >= _FIRST_DAY else _fault(TOO_EARLY)


def _read_moment(moment: datetime) -> Any:
    return {"t": moment.isoformat()} if moment.date() >= _FIRST_DAY else _fault(TOO_EARLY)


_READERS: dict[type, Callable[[Any], Any]] = {
    str: _read_text,
    bool: bool,
    int: int,
    float: _read_float,
    date: _read_day,
    datetime: _read_moment,
    time: str,
    timedelta: str,
}


def _write(out: BinaryIO, line: Line) -> None:
    out.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode("utf-8"))
    out.write(b"\n")


if __name__ == "__main__":
    main()
