"""What a printed form is: one declaration each, and what comes back from printing it. No reportlab here.

The words of a form (headings, signature row, notes) are those of the official form (domain 03 §3.4, 09, 15) and stay
Simplified Chinese in every language of the screen: the paper goes to a finance office. Only what the program itself
says (names of forms in menus, warnings, refusals) is a `Label`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import field
from datetime import date
from enum import StrEnum
from typing import Any

from app.frozen import dataclass
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
    DAY_OF_YEAR = "day_of_year"  # 1月20日, where the title names the year
    WHOLE = "whole"  # text that must not be torn (phone, card number): shrinks first
    HAND = "hand"  # left empty for the pen


class DayStyle(StrEnum):
    """How days and months stand in the columns of a form."""

    DASHES = "dashes"  # 2027-01-20, 1985.03: as the official forms have it
    DOTS = "dots"  # 2027.01.20, 1985.03
    CHINESE = "chinese"  # 2027年1月20日, 1985年3月


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
    """What one print of a form says, put together from the form's data.

    `title`: a line break in it is only used when one line is too short. `subline`: left, middle and right of the line
    between title and table. `columns`, `page`, `body_size`: where they depend on the data (the generic list); else
    those of the form.
    """

    title: str
    groups: tuple[Group, ...]
    union: str
    subline: tuple[str, str, str] = ("", "", "")
    notes: tuple[str, ...] = ()
    confidential: str = ""
    columns: tuple[Column, ...] = ()
    page: Page | None = None
    body_size: float = 0.0
    warnings: tuple[Label, ...] = ()

    @property
    def rows(self) -> Iterator[Any]:
        """All data rows, in order."""
        return (row for group in self.groups for row in group.rows)


@dataclass(frozen=True)
class Notice(Content):
    """What an official notice says: paragraphs above and below its list, then who issues it and when."""

    opening: tuple[str, ...] = ()
    ending: tuple[str, ...] = ()
    issuer: str = ""
    issued: str = ""


CONFIDENTIAL = "内部资料　注意保密"
"""Foot of every form with addresses, phones or circumstances (domain 03 §3.4)."""


@dataclass(frozen=True)
class PaperForm:
    """The declaration of a printed form.

    `name`: what the form is called in menus; `version` changes with its layout, archived prints name it.
    `compose` turns the form's own data class into `Content`; `row_name` is the attribute of a row that says whose it
    is. `rows_per_page` and, in the blank form, `blank_rows` 0: as many as fit. Sizes in points, heights in mm.
    `unit`: what its rows are counted in.
    """

    code: str
    name: Label
    version: str
    data_type: type
    compose: Callable[[Any], Content]
    columns: tuple[Column, ...] = ()
    page: Page = LANDSCAPE
    page_subtotal: bool = False
    grand_total: bool = False
    capitals: bool = False
    signatures: tuple[str, ...] = ()
    unit: str = "人"
    row_name: str = "name"
    group_starts_page: bool = False
    rows_per_page: int = 0
    blank_rows: int = 0
    row_height: float = 9.0
    title_size: float = 20.0
    head_size: float = 10.5
    body_size: float = 10.5


@dataclass(frozen=True)
class Imprint:
    """What one print carries besides its data: mark laid across it, number, blank form, names of signers.

    `signers`: words of the signature row → name printed beside them (the pen signs over it). `rows_per_page` 0: as
    the form has it.
    """

    printed_on: date
    mark: str = ""
    number: str = ""
    blank: bool = False
    signers: Mapping[str, str] = field(default_factory=dict)
    days: DayStyle = DayStyle.DASHES
    rows_per_page: int = 0


@dataclass(frozen=True)
class Printed:
    """A finished print: the bytes of the PDF, its pages and data rows, the money on it in fen, what to look at."""

    pdf: bytes
    pages: int
    rows: int
    total: int | None
    warnings: tuple[Label, ...] = ()
