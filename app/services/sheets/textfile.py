"""Text files as tables: which encoding, which delimiter, which cells. Runs in the child only.

Encodings (reliability E5): a byte order mark, else UTF-16 by its NUL bytes, else strict UTF-8, else strict GB 18030
(which holds GBK and GB 2312). What comes out must look like Chinese office text: Big5 and Shift-JIS decode "well" as
GB 18030.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from io import StringIO

from app.services.sheets import limits
from app.services.sheets.limits import Refusal

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")
# Private characters mean nothing on another computer, except those that older GB 18030 assigned itself: cleaning the
# text puts today's characters in their place (domain 09 §9.5).
_UNREADABLE = re.compile(
    "[\ufffd\ue000-\ue78c\ue797-\ue7c6\ue7c8-\ue814\ue865-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]"
)
_SAMPLE = 4_000  # characters looked at when judging a text
_LEAST_COMMON = 0.7  # of the characters beyond ASCII, how many are of the everyday set (GB 2312)
_DELIMITERS = ",\t;"
_OTHER_KINDS = (
    ("{\\rtf", "word"),
    ("%pdf-", "pdf"),
    ("mime-version:", "html"),
    ("<?xml", "xml"),
    ("<html", "html"),
    ("<!doctype html", "html"),
    ("<table", "html"),
    ("<meta", "html"),
    ("<head", "html"),
    ("<body", "html"),
    ("<style", "html"),
    ("<div", "html"),
)
# `writing` puts an apostrophe before text that a spreadsheet program would run as a formula; here it comes off again.
_GUARDED = re.compile("'+[=+\\-@\t\r\n＝＋－＠]")


def read_rows(data: bytes) -> Iterator[list[str]]:
    """The rows of a text file."""
    text = decode(data)
    _refuse_other_kinds(text)
    _refuse_unreadable(text)
    csv.field_size_limit(limits.CELL_TEXT)
    rows = csv.reader(StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        for row in rows:
            yield [cell[1:] if cell.startswith("'") and _GUARDED.match(cell) else cell for cell in row]
    except csv.Error as error:
        raise Refusal("long_text" if "limit" in str(error) else "quotes") from error


def decode(data: bytes) -> str:
    """The text in whatever encoding it is; refused when that cannot be told for sure."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strictly(data, encoding)
    if b"\0" in data[:400]:
        text = _strictly(data, "utf-16-be" if data[:1] == b"\0" or _nul_first(data[:400]) else "utf-16-le")
    else:
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            text = _strictly(data, "gb18030")
    if not _looks_chinese(text):
        raise Refusal("encoding")
    return text


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise Refusal("encoding" if not _CONTROL.search(data[:400].decode("latin-1")) else "damaged") from error


def _nul_first(data: bytes) -> bool:
    return data[0::2].count(0) > data[1::2].count(0)


def _looks_chinese(text: str) -> bool:
    beyond = [char for char in text[: 10 * _SAMPLE] if char > "\x7f"][:_SAMPLE]
    if not beyond:
        return True
    return sum(map(_is_common, beyond)) >= _LEAST_COMMON * len(beyond)


def _is_common(char: str) -> bool:
    """Whether a character is one of the 6,763 of GB 2312, or Chinese or full-width punctuation."""
    try:
        lead = char.encode("gb2312")[0]
    except UnicodeEncodeError:
        return False
    return lead in (0xA1, 0xA3) or lead >= 0xB0


def _refuse_other_kinds(text: str) -> None:
    start = text[:400].lstrip("\ufeff \t\r\n").lower()
    for opening, kind in _OTHER_KINDS:
        if start.startswith(opening):
            raise Refusal("not_a_sheet", kind=kind)


def _refuse_unreadable(text: str) -> None:
    if _CONTROL.search(text):
        raise Refusal("damaged")
    if match := _UNREADABLE.search(text):
        raise Refusal("bad_character", row=text.count("\n", 0, match.start()) + 1)


def _delimiter(text: str) -> str:
    """The delimiter that parts the first lines most evenly; a comma when none does."""
    lines = [re.sub('"[^"]*"', "", line) for line in text[:20_000].splitlines()[:30]]

    def evenness(delimiter: str) -> tuple[int, int]:
        counts = [line.count(delimiter) for line in lines if line.strip()]
        usual = max(set(counts), key=lambda count: (counts.count(count) if count else 0, count), default=0)
        return (counts.count(usual) * usual, -_DELIMITERS.index(delimiter))

    return max(_DELIMITERS, key=evenness)
