"""Crafted sheets: each breaks a rule that honest programs keep."""

from __future__ import annotations

import io
import os
import re
import struct
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from tests.sheets import sheet_makers as make

Maker = Callable[[Path], object]
NUMBER = "110105194912310022"
_RELS = "xl/_rels/workbook.xml.rels"


def _people(*rows: Sequence[Any]) -> Maker:
    return lambda path: make.xlsx(path, [make.HEADINGS, *rows])


def _part(name: str, change: Callable[[bytes], bytes]) -> Maker:
    """A good sheet with one part changed."""

    def write(path: Path) -> None:
        make.xlsx(path, [make.HEADINGS, *make.PEOPLE])
        make.repacked(path, lambda part, content: change(content) if part == name else content)

    return write


def _rows(markup: bytes) -> Maker:
    return lambda path: make.with_rows(path, markup)


def _with_parts(*names: str) -> Maker:
    """A good sheet with more parts in the zip, under names that lead out of any folder."""

    def write(path: Path) -> None:
        make.xlsx(path, [make.HEADINGS, *make.PEOPLE])
        with zipfile.ZipFile(path, "a") as archive:
            for name in names:
                info = zipfile.ZipInfo(name)
                info.external_attr = 0o120777 << 16  # a link, for programs that make one
                archive.writestr(info, b"/etc/passwd")

    return write


def _bytes(change: Callable[[bytearray], bytes | bytearray]) -> Maker:
    """A good sheet with its bytes changed."""

    def write(path: Path) -> None:
        make.xlsx(path, [make.HEADINGS, *make.PEOPLE])
        path.write_bytes(change(bytearray(path.read_bytes())))

    return write


def _field(signature: bytes, at: int, form: str, value: int) -> Maker:
    """One number changed in every header of the zip that begins with `signature`."""

    def change(data: bytearray) -> bytearray:
        for found in re.finditer(re.escape(signature), bytes(data)):
            struct.pack_into(form, data, found.start() + at, value)
        return data

    return _bytes(change)


def _old(change: Callable[[bytearray], object]) -> Maker:
    """An old .xls with its bytes changed."""

    def write(path: Path) -> None:
        make.xls(path, [make.HEADINGS, *make.PEOPLE])
        data = bytearray(path.read_bytes())
        change(data)
        path.write_bytes(data)

    return write


def _text(content: bytes) -> Maker:
    return lambda path: path.write_bytes(content)


def _two_of_one_name(path: Path) -> None:
    make.xlsx(path, [make.HEADINGS, *make.PEOPLE])
    with zipfile.ZipFile(path) as archive:
        parts = [(name, archive.read(name)) for name in archive.namelist()]
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in parts:
            archive.writestr(name, content)
        archive.writestr(make.SHEET + "x", dict(parts)[make.SHEET])
    path.write_bytes(buffer.getvalue().replace(make.SHEET.encode() + b"x", make.SHEET.encode(), 2))


def _mixed(path: Path) -> None:
    path.write_bytes("姓名,手机\n张三,1\n".encode() + "李四,2\n".encode("gb18030"))


def _row(*cells: str) -> bytes:
    texts = "".join(f'<c r="{cell}" t="inlineStr"><is><t>x</t></is></c>' for cell in cells)
    return f'<row r="9">{texts}</row>'.encode()


DTD = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x [<!ENTITY y "z">]>'
DEEP = b"<a>" * 100_000
CRAFTED: dict[str, Maker] = {
    "formulas in names": _people([1, "=cmd|' /C calc'!A0", "男", NUMBER, "@SUM(1)", "-2+3"]),
    "control and bidi characters": _people([1, "王\u202e芳\u200b\u2066", "男", NUMBER, "138\u0009", "a\u0085\u2028b"]),
    "half characters": _part("xl/sharedStrings.xml", lambda part: part.replace("张伟".encode(), b"_xD800_ _x0000_")),
    "numbers as floats": _people([1, "张伟", "男", 110105194912310022.0, 1.38e10, 1e308]),
    "days out of all calendars": lambda path: make.xlsx(
        path, [["姓名", "出生日期"], *[["张伟", day] for day in (-1, 0, 59, 60, 61, 2958466, 1e9, -1e300)]]
    ),
    "a cell of 32,767 characters": _people([1, "王" * 32_767, "男", NUMBER, "1" * 32_767, "x"]),
    "every heading is the same": lambda path: make.xlsx(path, [["姓名"] * 200, ["张伟"] * 200]),
    "a heading of markup": lambda path: make.xlsx(path, [["姓名", "<b>&x;</b>", "%s{0}{n}"], ["张", "{", "%n"]]),
    "a name of a path": lambda path: make.xlsx(
        path, [["姓名"], ["x"]], lambda book, sheet: book.create_sheet("..  .. etc passwd").append(["姓名"])
    ),
    "parts that lead out": _with_parts("../../evil.txt", "/etc/evil", "C:\\evil.txt", "CON", "xl/a:ads", "..\\evil"),
    "a link in the place of a sheet": _with_parts("xl/worksheets/sheet2.xml"),
    "two sheets of one name in the zip": _two_of_one_name,
    "a sheet that lies elsewhere": _part(
        _RELS, lambda part: part.replace(b"/xl/worksheets/sheet1.xml", b"../../../../etc/passwd")
    ),
    "a sheet on the network": _part(
        _RELS,
        lambda part: part.replace(b'"/xl/worksheets/sheet1.xml"', b'"http://127.0.0.1:9/x" TargetMode="External"'),
    ),
    "a sheet that is missing": _part(_RELS, lambda part: part.replace(b"sheet1.xml", b"sheet7.xml")),
    "shared texts that are missing": _part(
        "xl/sharedStrings.xml", lambda part: b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
    ),
    "a shared text from far away": _rows(b'<row r="9"><c r="A9" t="s"><v>4294967295</v></c></row>'),
    "cells with impossible names": _rows(_row("A0", "ZZZZZZZZ99999999999999999999", "9A", "", "A-1")),
    "rows in no order": _rows(b'<row r="2"/><row r="1"/><row r="2"/><row r="0"/><row r="-5"/>'),
    "markup nested 100,000 deep": _rows(DEEP),
    "broken UTF-8": _part(make.SHEET, lambda part: part.replace(b"</sheetData>", b"<row>\xff\xfe\xc0\x80</row>")),
    "a DTD in UTF-16": _part(
        make.SHEET,
        lambda part: '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x [<!ENTITY y "z">]>'.encode("utf-16"),
    ),
    "a zip with a password": _field(b"PK\x01\x02", 8, "<H", 1),
    "a packing that nobody knows": _field(b"PK\x01\x02", 10, "<H", 99),
    "parts that begin elsewhere": _field(b"PK\x01\x02", 42, "<I", 0xFFFFFFF0),
    "a directory that begins elsewhere": _field(b"PK\x05\x06", 16, "<I", 5),
    "a directory of 65,535 entries": _field(b"PK\x05\x06", 10, "<H", 0xFFFF),
    "text of one endless line": _text(b'"' + b"x," * 4_000_000),
    "text with NULs": _text("姓名,手机\n张\0三,1\0\n".encode()),
    "text in two encodings": _mixed,
    "an old file that goes in circles": _old(
        lambda data: data.__setitem__(slice(512, 1024), struct.pack("<I", 0) * 128)
    ),
    "an old file of giant sectors": _old(lambda data: struct.pack_into("<H", data, 30, 0xFFFF)),
    "an old file with a far directory": _old(lambda data: struct.pack_into("<I", data, 48, 0xFFFFFF00)),
    "an open document of one endless row": lambda path: make.ods(
        path, [["姓名", make.ods_cell("x", 'table:number-columns-repeated="2147483647" office:value-type="string"')]]
    ),
    "a pipe": lambda path: os.mkfifo(path),
    "a folder": lambda path: path.mkdir(),
}
