"""The rows below a header: which are content, and which only belong to the sheet of paper."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from app.frozen import dataclass
from app.services.sheets.book import Cell, RawSheet, is_blank
from app.services.sheets.columns import heading_forms


class Why(StrEnum):
    """Why a row is no content."""

    REPEATED = "repeated"  # the header once more, as at the top of every printed page
    TOTAL = "total"
    GROUP = "group"  # a title across the table, such as the name of a workshop
    NOTE = "note"  # filling instructions, signatures, the date below the table
    NUMBER_ONLY = "number_only"  # numbered in advance and never filled in


@dataclass(frozen=True)
class Skipped:
    """A row that was left out; blank rows are left out without a word."""

    row: int
    why: Why


SERIAL_HEADINGS = frozenset({"序号", "序", "顺序号", "行号", "排序", "次序", "no", "nr", "#"})

_TOTAL = re.compile(
    r"(?:本页|累计|全部)?(?:合计|总计|小计|共计|累计)(?:[(（][^)）]*[)）])?(?:[:：].*|[\d.]+[人户元]?)?"
)
_NOTE = re.compile(r"(?:填[表报写]说明|填表须知|说明|备注|附注|注意事项|注意|注|特别提示|提示)(?:[:：]|$)")
_SIGNATURE = re.compile(
    r"(?:填[表报]|制表|编制|审核|复核|经办|证明|领款|采集|单位|工会|部门|信息采集)?"
    r"(?:人|员|者|负责人|主席|单位|日期|时间|电话)?(?:[(（]?(?:签字|签名|盖章|公章|印章)[)）]?)*\s*[:：]"
)
_ONLY_DAY = re.compile(r"(?:二〇\w+|\d{2,4})?\s*年\s*\d{0,2}\s*月\s*\d{0,2}\s*日?")
_NUMBERED = re.compile(r"(?:\d+|[一二三四五六七八九十]+|[(（]\d+[)）])\s*[、.．,，:：)）]\s*\D")
_SENTENCE = 30  # characters: a lone text this long is no name
_NUMBER = re.compile(r"\d{1,7}(?:\.0+)?")
_FEW = 2  # filled cells: below the notes such a row is part of them


class TableRows:
    """The rows of one sheet below its header, which takes the rows from `top` up to (not including) `first`."""

    def __init__(self, sheet: RawSheet, top: int, first: int, headings: dict[int, str]) -> None:
        self._sheet = sheet
        self._first = first
        self._columns = sorted(headings)
        self._serial = {at for at, text in headings.items() if not SERIAL_HEADINGS.isdisjoint(heading_forms(text))}
        self._headers = [_header_words(sheet.row(number)) for number in range(top, first)]
        written = {cell for number in range(top, first) for cell in sheet.row(number) if isinstance(cell, str)}
        self._header_hints = written.union(*self._headers) - {""}  # a row without any of these repeats no header
        self._titles = {
            _squeezed(cell)
            for number in range(1, top)
            for cell in sheet.row(number)
            if isinstance(cell, str) and not is_blank(cell)
        }
        self._wide_rows = {
            one.top for one in sheet.merged if one.right - one.left + 1 >= max(3, len(self._columns) // 2)
        }

    def sort_out(self) -> tuple[list[int], list[Skipped]]:
        """The numbers of the rows of content, and what was left out."""
        rows: list[int] = []
        skipped: list[Skipped] = []
        in_notes = False
        for number in range(self._first, len(self._sheet.rows) + 1):
            cells = self._sheet.rows[number - 1]
            filled = [
                at
                for at, cell in enumerate(cells, 1)
                if cell is not None and not (isinstance(cell, str) and (not cell or cell.isspace()))
            ]
            if not filled:
                continue
            why = self._why(number, cells, filled, in_notes)
            in_notes = in_notes or why is Why.NOTE
            if why is None:
                rows.append(number)
            else:
                skipped.append(Skipped(number, why))
        return rows, skipped

    def _why(self, number: int, cells: Sequence[Cell], filled: list[int], in_notes: bool) -> Why | None:
        if self._serial.issuperset(filled) and all(_is_number(cells[at - 1]) for at in filled):
            return Why.NUMBER_ONLY
        if any(_is_total(cells[at - 1]) for at in filled[:3]):
            return Why.TOTAL
        if not self._header_hints.isdisjoint(cells) and self._is_header(cells):
            return Why.REPEATED
        first = cells[filled[0] - 1]
        if isinstance(first, str):
            if _is_note(first):
                return Why.NOTE
            if len(filled) == 1:
                return self._why_alone(number, filled[0], first, in_notes)
        few = len(filled) <= _FEW and 2 * len(filled) < len(self._columns)
        return Why.NOTE if in_notes and few else None

    def _why_alone(self, number: int, at: int, text: str, in_notes: bool) -> Why | None:
        """One text stands alone in its row."""
        squeezed = _squeezed(text)
        if squeezed in self._titles:
            return Why.REPEATED
        is_note = _ONLY_DAY.fullmatch(text.strip()) or _NUMBERED.match(text.strip()) or len(squeezed) > _SENTENCE
        if is_note or in_notes:
            return Why.NOTE
        if number in self._wide_rows or at in self._serial or at not in self._columns:
            return Why.GROUP
        return None

    def _is_header(self, cells: Sequence[Cell]) -> bool:
        """Whether the row repeats the header, or (most of) one of its two rows."""
        words = [cell for cell in cells if isinstance(cell, str)]
        return any(_repeats(words, header) for header in self._headers) or (
            len(self._columns) == 1 and _header_words(cells) == self._headers[0]
        )


def _repeats(words: Sequence[str], header: frozenset[str]) -> bool:
    """Whether most words of a header are among these; given up as soon as it cannot be."""
    wanted, chances, found = max(2, 0.8 * len(header)), len(words), set()
    for word in words:
        if (squeezed := _squeezed(word)) in header:
            found.add(squeezed)
        else:
            chances -= 1
        if chances < wanted:
            return False
    return len(found) >= wanted


def _is_number(cell: Cell) -> bool:
    return bool(_NUMBER.fullmatch(cell.strip())) if isinstance(cell, str) else isinstance(cell, int | float)


def _is_total(cell: Cell) -> bool:
    return isinstance(cell, str) and "计" in cell and bool(_TOTAL.fullmatch(_squeezed(cell)))


def _is_note(text: str) -> bool:
    text = text.strip()
    return bool(_NOTE.match(text) or (_SIGNATURE.match(text) if ":" in text or "：" in text else None))


def _header_words(cells: Sequence[Cell]) -> frozenset[str]:
    return frozenset(_squeezed(cell) for cell in cells if isinstance(cell, str)) - {""}


def _squeezed(text: str) -> str:
    return "".join(text.split())
