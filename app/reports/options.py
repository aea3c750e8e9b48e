"""What may be chosen of how a form is printed: columns left out, how days are written, names of signers, rows a page.

Kept in the file by the code of the form, so that the next print of the same form looks the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, field, replace
from datetime import date
from typing import Any

from app.frozen import dataclass
from app.i18n import Label
from app.models.store.database import Database
from app.reports.paper import Column, DayStyle, Kind, Total

KEY = "form-options"
MOST_ROWS = 60
"""More rows than this never fit on a page."""
ESSENTIAL = frozenset({Kind.SERIAL, Kind.NAME, Kind.HAND})
"""Columns without which a form is none: the number, who it is, where the pen signs."""
PUBLIC_DAYS = 5
"""Working days of a public notice, as shipped (02 §2.1, D)."""


@dataclass(frozen=True)
class Options:
    """`left_out`: headings of columns. `signers`: words of the signature row → name, "" leaves room for the pen.

    `rows_per_page` 0: as the form has it. `public_days`: working days of a public notice; `public_until`: its last day
    where holidays fall into them, which the program does not know; None: reckoned.
    """

    left_out: tuple[str, ...] = ()
    days: DayStyle = DayStyle.DASHES
    signers: Mapping[str, str] = field(default_factory=dict)
    rows_per_page: int = 0
    public_days: int = PUBLIC_DAYS
    public_until: date | None = None


AS_IT_IS = Options()


def kept(database: Database, code: str) -> Options:
    """The options that a form was last printed with; those of the form itself where none are kept."""
    stored = (database.recall(KEY) or {}).get(code)
    return _read(stored) if isinstance(stored, dict) else AS_IT_IS


def keep(database: Database, code: str, options: Options) -> None:
    """Keep the options for the next print of this form; no deed, and nothing is written where nothing changed."""
    lasting = replace(options, public_until=None)
    if kept(database, code) != lasting:
        written = asdict(lasting)
        del written["public_until"]  # a day of this one notice
        database.remember(KEY, {**(database.recall(KEY) or {}), code: written})


def _read(stored: Mapping[str, Any]) -> Options:
    return Options(
        left_out=tuple(map(str, stored.get("left_out", ()))),
        days=DayStyle(stored.get("days", DayStyle.DASHES)),
        signers={str(role): str(name) for role, name in stored.get("signers", {}).items()},
        rows_per_page=int(stored.get("rows_per_page", 0)),
        public_days=int(stored.get("public_days", PUBLIC_DAYS)),
    )


def may_be_left_out(column: Column) -> bool:
    """Whether a form is still the same form without this column."""
    return column.kind not in ESSENTIAL


def columns_left(
    columns: Sequence[Column], options: Options, sums: Mapping[str, int]
) -> tuple[tuple[Column, ...], tuple[Label, ...]]:
    """The columns that are printed, as wide together as before, and what could not be left out.

    `sums`: headings of money columns → fen on this print. A column with money in it stays: the total would else not
    be the sum of what can be read.
    """
    wanted = {column.plain_title for column in columns if may_be_left_out(column)} & set(options.left_out)
    money = [column.plain_title for column in columns if column.total is Total.SUM and sums.get(column.plain_title)]
    kept_money = [title for title in money if title in wanted]
    shown = [column for column in columns if column.plain_title not in wanted.difference(kept_money)]
    warnings = [Label("“{column}”这一栏里有金额，没有省去", column=title) for title in kept_money]
    if len(shown) == len(columns):
        return tuple(columns), tuple(warnings)
    wider = sum(column.width for column in columns) / sum(column.width for column in shown)
    return tuple(replace(column, width=column.width * wider) for column in shown), tuple(warnings)
