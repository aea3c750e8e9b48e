"""A spreadsheet as it was read: plain values, nothing interpreted yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field
from datetime import date
from typing import TypeAlias

from app.frozen import dataclass
from app.i18n import Label

NO_VALUE = "formula_without_value"
TOO_EARLY = "date_out_of_range"
ERROR_PREFIX = "error:"


@dataclass(frozen=True)
class CellFault:
    """A cell that holds no usable value: `formula_without_value`, `date_out_of_range` or `error:#N/A` and its like.

    It is not a blank: a blank says "leave as it is", a fault says "look at the sheet".
    """

    kind: str

    @property
    def what(self) -> Label:
        """What is wrong with the cell, and what to do about it."""
        if self.kind == NO_VALUE:
            return Label("这一格是公式，还没有算出结果。请在 Excel 里打开原表，存一次再导入")
        if self.kind == TOO_EARLY:
            return Label("这一格的日期早于1900年3月，不会是真的。请在原表改好")
        return Label("原表这一格是出错标记 {text}，不是内容。请在原表改好", text=str(self))

    def __str__(self) -> str:
        return self.kind.removeprefix(ERROR_PREFIX) if self.kind.startswith(ERROR_PREFIX) else ""


# `date` stands for a moment too: a datetime is a date.
Cell: TypeAlias = str | int | float | bool | date | CellFault | None


@dataclass(frozen=True)
class MergedRange:
    """Cells joined into one; rows and columns from 1, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass
class RawSheet:
    """One sheet. `rows[0]` is row 1; a row ends with its last filled cell, so rows differ in length."""

    name: str
    hidden: bool = False
    rows: list[list[Cell]] = field(default_factory=list)
    hidden_rows: frozenset[int] = frozenset()
    merged: tuple[MergedRange, ...] = ()

    @property
    def width(self) -> int:
        """How many columns the widest row has."""
        return max((len(row) for row in self.rows), default=0)

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all stands in the sheet."""
        return all(is_blank(cell) for row in self.rows for cell in row)

    def row(self, number: int) -> Sequence[Cell]:
        """The cells of row `number` (from 1); empty beyond the end."""
        return self.rows[number - 1] if 0 < number <= len(self.rows) else ()

    def cell(self, row: int, column: int) -> Cell:
        """One cell; rows and columns from 1."""
        cells = self.row(row)
        return cells[column - 1] if 0 < column <= len(cells) else None


@dataclass
class RawBook:
    """A workbook or text file. `date1904`: day numbers count from 1904 (old Excel for Mac)."""

    kind: str
    sheets: list[RawSheet]
    date1904: bool = False


def is_blank(cell: Cell) -> bool:
    """Whether a cell shows nothing: empty, or spaces only."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def column_letter(number: int) -> str:
    """1 → A, 27 → AA: the name that a spreadsheet program shows above the column."""
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """A → 1, AA → 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
