"""What a printed form is: one declaration each, and what comes back from printing it. No reportlab here.

The words of a form (headings, signature row, notes) are those of the official form (domain 03 §3.4, 09, 15) and stay
Simplified Chinese in every language of the screen: the paper goes to a finance office. Only what the program itself
says (names of forms in menus, warnings, refusals) is a `Label`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from app.errors import Problem
from app.i18n import Label

MM = 72 / 25.4
"""Points in a millimetre."""


class Align(StrEnum):
    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


class Kind(StrEnum):
    """How a value of a column is written on paper."""

    SERIAL = "serial"  # the row's number, from 1 on through all pages
    TEXT = "text"
    NAME = "name"  # of a person: two characters are set apart, long ones shrink or take two lines
    NUMBER = "number"
    MONEY = "money"  # fen → 1,234.00
    DAY = "day"  # 2027-01-20
    MONTH = "month"  # 1985.03
    WHOLE = "whole"  # text that must not be torn (phone, card number): shrinks first
    HAND = "hand"  # left empty for the pen


class Total(StrEnum):
    """What stands under a column in 本页小计, 小计 and 合计."""

    NONE = ""
    COUNT = "count"  # 人数: the rows counted
    SUM = "sum"


@dataclass(frozen=True)
class Column:
    """One column: heading (a line break where it must break), width in mm, the attribute of the row it shows."""

    title: str
    width: float
    source: str = ""
    kind: Kind = Kind.TEXT
    align: Align = Align.CENTRE
    total: Total = Total.NONE
    empty: str = ""

    @property
    def plain_title(self) -> str:
        """The heading without forced line breaks."""
        return self.title.replace("\n", "")


@dataclass(frozen=True)
class Page:
    """Paper and margins in mm (domain 03 §3.4, 09 §9.1)."""

    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float

    @property
    def inner_width(self) -> float:
        """Width between the margins, mm."""
        return self.width - self.left - self.right

    @property
    def inner_height(self) -> float:
        """Height between the margins, mm."""
        return self.height - self.top - self.bottom


LANDSCAPE = Page(297, 210, left=25, right=15, top=20, bottom=18)
PORTRAIT = Page(210, 297, left=25, right=15, top=20, bottom=20)
OFFICIAL = Page(210, 297, left=28, right=26, top=37, bottom=35)


@dataclass(frozen=True)
class Group:
    """Rows printed together under one heading; `name` empty: no heading."""

    name: str
    rows: tuple[Any, ...]


@dataclass(frozen=True)
class Content:
    """What one print of a tabular form says, put together from the form's data."""

    title: str
    groups: tuple[Group, ...]
    union: str
    subline: tuple[str, str, str] = ("", "", "")
    notes: tuple[str, ...] = ()
    columns: tuple[Column, ...] = ()
    warnings: tuple[Label, ...] = ()


@dataclass(frozen=True)
class PaperForm:
    """The declaration of a printed form.

    `compose` turns the form's own data class into `Content`. `rows_per_page` 0: as many as fit. Sizes in points,
    heights in mm.
    """

    code: str
    name: Label
    version: int
    data_type: type
    compose: Callable[[Any], Any]
    page: Page = LANDSCAPE
    columns: tuple[Column, ...] = ()
    page_subtotal: bool = False
    grand_total: bool = False
    capitals: bool = False
    signatures: tuple[str, ...] = ()
    unit: str = "人"
    confidential: str = ""
    group_starts_page: bool = False
    rows_per_page: int = 0
    row_height: float = 9.0
    title_size: float = 20.0
    head_size: float = 10.5
    body_size: float = 10.5
    official: bool = False

    @property
    def landscape(self) -> bool:
        """Whether the paper lies on its long side."""
        return self.page.width > self.page.height


@dataclass(frozen=True)
class Imprint:
    """What one print carries besides its data: draft mark, number, blank form, day of printing, names of signers.

    `signers`: words of the signature row → name to be printed beside them (the pen signs over it).
    `gaps`: characters that no font has are left as □ for the pen instead of refusing the print.
    """

    printed_on: date
    draft: str = ""
    number: str = ""
    blank: bool = False
    signers: Mapping[str, str] = field(default_factory=dict)
    gaps: bool = False


@dataclass(frozen=True)
class Printed:
    """A finished print: the bytes of the PDF, its pages and data rows, the money on it in fen, what to look at."""

    pdf: bytes
    pages: int
    rows: int
    total: int | None
    warnings: tuple[Label, ...] = ()


Problems = Sequence[Problem]
