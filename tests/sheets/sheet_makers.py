"""Spreadsheets made for the tests by other programs than ours, and the ways to spoil them."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import openpyxl
import xlwt

SHEET = "xl/worksheets/sheet1.xml"
HEADINGS = ["序号", "姓名", "性别", "身份证号", "手机号码", "备注"]
PEOPLE = [
    [1, "张伟", "男", "110105194912310022", "13800000001", None],
    [2, "王芳", "女", "110105194912310049", "13800000002", "骨干"],
    [3, "李娜", "女", "110105194912310065", "13800000003", None],
]


def xlsx(path: Path, rows: Sequence[Sequence[Any]], change: Callable[[Any, Any], None] | None = None) -> Path:
    """An .xlsx of one sheet named 会员; `change(book, sheet)` does the rest before it is saved."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "会员"
    for row in rows:
        sheet.append(row)
    if change:
        change(book, sheet)
    book.save(path)
    return path


def xls(path: Path, rows: Sequence[Sequence[Any]], change: Callable[[Any, Any], None] | None = None) -> Path:
    """An old .xls of one sheet named 会员."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("会员")
    for at, row in enumerate(rows):
        for column, value in enumerate(row):
            if value is not None:
                sheet.write(at, column, value)
    if change:
        change(book, sheet)
    book.save(str(path))
    return path


def ods_cell(value: object, attributes: str = 'office:value-type="string"') -> str:
    """One cell of an .ods; markup is taken as it is."""
    if value is None:
        return "<table:table-cell/>"
    if isinstance(value, int | float):
        attributes = f'office:value-type="float" office:value="{value}"'
    elif str(value).startswith("<table:"):
        return str(value)
    return f"<table:table-cell {attributes}><text:p>{escape(str(value))}</text:p></table:table-cell>"


def ods(path: Path, rows: Sequence[Sequence[object]], *, row_attributes: dict[int, str] | None = None) -> Path:
    """An .ods of one sheet named 会员; `row_attributes` by row number."""
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
        for short, long in (("office", "office"), ("table", "table"), ("text", "text"))
    )
    body = "".join(
        f"<table:table-row {(row_attributes or {}).get(number, '')}>{''.join(map(ods_cell, row))}</table:table-row>"
        for number, row in enumerate(rows, 1)
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces} '
        'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0" office:version="1.2">'
        f"<office:body><office:spreadsheet><table:table table:name={quoteattr('会员')}>{body}</table:table>"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>'
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", kind, zipfile.ZIP_STORED)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)
    return path


def repacked(path: Path, change: Callable[[str, bytes], bytes]) -> Path:
    """The same zip with its parts changed; packed as tightly as an attacker would."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, part in parts.items():
            archive.writestr(name, change(name, part))
    return path


def with_rows(path: Path, markup: bytes, *, before: bytes = b"</sheetData>") -> Path:
    """An .xlsx whose first sheet has more markup before the end of its rows."""
    xlsx(path, [HEADINGS, *PEOPLE])
    return repacked(path, lambda name, part: part.replace(before, markup + before) if name == SHEET else part)


def with_prolog(path: Path, prolog: bytes, cell: bytes) -> Path:
    """An .xlsx whose first sheet starts with a DTD of ours and has one more cell."""

    def change(name: str, part: bytes) -> bytes:
        if name != SHEET:
            return part
        row = b'<row r="9"><c r="B9" t="inlineStr"><is><t>' + cell + b"</t></is></c></row></sheetData>"
        return prolog + part[part.index(b"<worksheet") :].replace(b"</sheetData>", row)

    return repacked(xlsx(path, [HEADINGS, *PEOPLE]), change)


def renamed_stream(path: Path, old: str, new: str) -> Path:
    """A compound file in which one stream has another name, as an encrypted workbook has."""
    data = bytearray(path.read_bytes())
    at = data.index(old.encode("utf-16-le") + b"\0\0")
    data[at : at + 64] = new.encode("utf-16-le").ljust(64, b"\0")
    struct.pack_into("<H", data, at + 64, 2 * len(new) + 2)
    path.write_bytes(data)
    return path


def lying_size(path: Path, part: str, claimed: int) -> Path:
    """The zip's table of contents claims that `part` unpacks to only `claimed` bytes."""
    data = bytearray(path.read_bytes())
    at = data.index(b"PK\x01\x02")
    while data[at + 46 : at + 46 + len(part)] != part.encode():
        at = data.index(b"PK\x01\x02", at + 4)
    struct.pack_into("<I", data, at + 24, claimed)
    path.write_bytes(data)
    return path


def crowded_zip(path: Path, parts: int) -> Path:
    """An .xlsx with very many parts."""
    xlsx(path, [HEADINGS, *PEOPLE])
    with zipfile.ZipFile(path, "a") as archive:
        for number in range(parts):
            archive.writestr(f"xl/media/{number}.bin", b"")
    return path


def zip_of(path: Path, **parts: bytes) -> Path:
    """Any zip: names with `__` for `/` and `_dot_` for `.`."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), part)
    path.write_bytes(buffer.getvalue())
    return path
