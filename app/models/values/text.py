"""The one door for text: what a person typed or a cell held becomes clean, storable, searchable text.

Rules: `file.md` (Values: NFC except CJK compatibility ideographs), reliability E11 (hidden characters, limits).
"""

from __future__ import annotations

import math
import re
import unicodedata
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache

from app.i18n import Label
from app.models.values.reading import Reading

NAME_LIMIT = 100
NOTE_LIMIT = 5000

# What a spreadsheet shows in a cell whose formula failed. Never content.
SHEET_ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!"})

# People fill these where a form asks for a day, a number or a document and there is none (domain 09 §9.2).
NOTHING_WORDS = frozenset({"无", "没有", "暂无", "不详", "未知", "不清楚", "空", "/", "\\", "-", "--", "—", "——"})

_OVERRIDES = "\u202d\u202e"
_HIDDEN = (
    r"\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"  # C0 and C1 without the ones that part lines and words
    r"\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    r"\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufdd0-\ufdef"
    r"\ud800-\udfff\U000e0000-\U000e0fff"
    + "".join(f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(17))
)
_UNTIDY = re.compile(rf"[\s\u2800{_HIDDEN}]")  # most cells of a sheet hold none of these
_LINE_BREAK = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_SPACE_RUN = re.compile(r"[\s\u2800]+")
_SPACE_AT_LINE_END = re.compile(r"[^\S\n]+(?=\n)")
# NFC would rewrite these into other characters that people write on purpose (file.md, Values).
_COMPATIBILITY = re.compile("([\uf900-\ufaff\U0002f800-\U0002fa1f]+)")
_PRIVATE_USE = re.compile("[\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]")

_WIDE = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0xFFE5: 0xA5}
_CHINESE = re.compile("[\u4e00-\u9fff]+")  # most names: of these signs each has one form only
_ANY_WIDE = re.compile("[\uff01-\uff5e\u3000\uffe5]")  # most texts hold none
_WIDE_LETTERS = {wide: narrow for wide, narrow in _WIDE.items() if chr(narrow).isalnum()}


def half_width(text: str) -> str:
    """Full-width letters, digits, punctuation and spaces as their half-width twins (`１２，` → `12,`)."""
    if text.isascii():
        return text
    return _normal_form(text.translate(_WIDE) if _ANY_WIDE.search(text) else text)


def half_width_letters(text: str) -> str:
    """Only letters and digits made half-width: Chinese punctuation stays Chinese."""
    if text.isascii():
        return text
    return _normal_form(text.translate(_WIDE_LETTERS) if _ANY_WIDE.search(text) else text)


def fold(text: str) -> str:
    """The search key of a text: lower case, half-width, without spaces, ü as v; never shown."""
    if not text.isascii():
        if _CHINESE.fullmatch(text):
            return text
        text = unicodedata.normalize("NFC", half_width(text)).replace("ü", "v").replace("Ü", "v")
    elif text.isalnum():
        return text.lower()
    return "".join(text.lower().split())


HIDDEN_REMOVED = Label("有看不见的字符，已去掉")
"""The doubt about a text from which hidden characters were taken: what is left is in none."""


def plain_text(raw: object) -> str:
    """What stands in a cell or a form as plain text: `138.0` is 138, a midnight moment is its day, nothing is ''."""
    if isinstance(raw, str):
        return raw
    if raw is None:
        return ""
    if isinstance(raw, bool):
        return "是" if raw else "否"
    if isinstance(raw, float):
        return _float_text(raw)
    if isinstance(raw, datetime):
        at_midnight = raw.time() == time()
        return raw.date().isoformat() if at_midnight else raw.isoformat(sep=" ", timespec="minutes")
    if isinstance(raw, date):
        return raw.isoformat()
    return str(raw)


def _float_text(number: float) -> str:
    if math.isnan(number):
        return ""
    if math.isinf(number):
        return str(number)
    if has_lost_digits(number):  # as the sheet shows it: with 15 digits, the others are zeros
        return format(Decimal(f"{number:.15g}"), ".0f")
    if number.is_integer():
        return str(int(number))
    return format(Decimal(repr(number)), "f")


def has_lost_digits(raw: object) -> bool:
    """Whether a spreadsheet number is longer than the 15 digits that a spreadsheet keeps (reliability E6)."""
    return isinstance(raw, int | float) and not isinstance(raw, bool) and math.isfinite(raw) and abs(raw) >= 10**15


def is_nothing(text: str) -> bool:
    """Whether a cleaned text only says that there is nothing (无, /, -)."""
    return text in NOTHING_WORDS


def private_use(text: str) -> str:
    """The characters of `text` that only the computer that made them knows (private use area)."""
    return "".join(_PRIVATE_USE.findall(text))


def clean_text(raw: object, *, limit: int, multiline: bool = False) -> Reading[str]:
    """Clean one text: hidden characters out, NFC, trimmed; at most `limit` code points.

    Single-line text has its inner runs of spaces and line breaks made one space. Hidden characters at the edges
    (a BOM, a direction mark that a phone copied along) go silently; inside the text they are told as a check.
    """
    text = plain_text(raw)
    hidden = False
    untidy = _UNTIDY.search(text) is not None
    if untidy and not (text.isascii() and text.isprintable()):
        text, hidden = _without_hidden(text)
    if not text.isascii():
        text = _normal_form(text.translate(_former_private_use()) if _PRIVATE_USE.search(text) else text)
    if untidy:
        text = _tidy_lines(text) if multiline else _SPACE_RUN.sub(" ", text).strip()
    if not text:
        return Reading(None)
    if text in SHEET_ERRORS:
        return Reading(None, must=Label("原表这一格是出错标记 {text}，不是内容。请在原表改好", text=text))
    if len(text) > limit:
        return Reading(None, must=Label("最多{limit}个字，现在{count}个字", limit=limit, count=len(text)))
    checks: list[Label] = []
    if hidden:
        checks.append(HIDDEN_REMOVED)
    if has_lost_digits(raw):
        checks.append(Label("原表把它存成了数字，超过15位的部分可能已被Excel改成0，请核对"))
    return Reading(text, checks=tuple(checks))


def _without_hidden(text: str) -> tuple[str, bool]:
    overridden = any(mark in text for mark in _OVERRIDES)
    run, edge = _hidden()
    text = edge.sub("", _LINE_BREAK.sub("\n", text))
    cleaned = run.sub("", text)
    return cleaned, overridden or len(cleaned) != len(text)


@cache
def _hidden() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Hidden characters in a row, and at the edges; made when there are some, since they take as long as ten others."""
    return re.compile(f"[{_HIDDEN}]+"), re.compile(rf"\A[\s{_HIDDEN}]+|[\s{_HIDDEN}]+\Z")


def _normal_form(text: str) -> str:
    if unicodedata.is_normalized("NFC", text):
        return text
    parts = _COMPATIBILITY.split(text)
    return "".join(part if index % 2 else unicodedata.normalize("NFC", part) for index, part in enumerate(parts))


def _tidy_lines(text: str) -> str:
    text = _LINE_BREAK.sub("\n", text).replace("\t", " ")
    return _SPACE_AT_LINE_END.sub("", text).strip()


@cache
def _former_private_use() -> dict[int, str]:
    """Characters that old GBK and GB 18030-2000/2005 files hold in the private use area → their code point of today.

    Domain 09 §9.5. Sources: GB 18030-2005 and -2022 mapping tables; most come from Python's own codec.
    """
    trails = [trail for trail in range(0x50, 0xA1) if trail != 0x7F]
    now = [bytes([0xFE, trail]).decode("gb18030") for trail in trails]
    mapped = {0xE815 + index: char for index, char in enumerate(now)}
    later = {
        0xE7C7: 0x1E3F, 0xE78D: 0xFE10, 0xE78E: 0xFE12, 0xE78F: 0xFE11, 0xE790: 0xFE13, 0xE791: 0xFE14, 0xE792: 0xFE15,
        0xE793: 0xFE16, 0xE794: 0xFE17, 0xE795: 0xFE18, 0xE796: 0xFE19, 0xE816: 0x20087, 0xE817: 0x20089,
        0xE818: 0x200CC, 0xE81E: 0x9FB4, 0xE826: 0x9FB5, 0xE82B: 0x9FB6, 0xE82C: 0x9FB7, 0xE831: 0x215D7,
        0xE832: 0x9FB8, 0xE83B: 0x2298F, 0xE843: 0x9FB9, 0xE854: 0x9FBA, 0xE855: 0x241FE, 0xE864: 0x9FBB,
    }  # fmt: skip
    return mapped | {old: chr(new) for old, new in later.items()}
