"""How a form is written: the folded fields of the panel beside a preview, and what was chosen in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from app.errors import Problem
from app.i18n import Label
from app.models.values.days import read_day
from app.services.today import today
from app.views.forms.source import Choice, FormField
from app.views.press.work import Offer

if TYPE_CHECKING:
    from app.reports.options import Options

HEADING = Label("日期写法、栏目和签名")
SIGNER = "signer:"
MOST_ROWS, MOST_DAYS = 60, 60
_NAMES = ("days", "rows_per_page", "public_days", "public_until", "columns")

Texts = Mapping[str, str]


def is_one(name: str) -> bool:
    """Whether a field of the panel is one of these."""
    return name in _NAMES or name.startswith(SIGNER)


def fields(offer: Offer) -> list[FormField]:
    """What a form offers, folded, since most people never touch it; how long a notice hangs stands open."""
    days = [Choice("dashes", "2027-01-20"), Choice("dots", "2027.01.20"), Choice("chinese", "2027年1月20日")]
    found = [FormField("days", Label("日期写法"), "code", choices=days, width=18)]
    if offer.rows:
        found.append(FormField("rows_per_page", Label("每页行数"), "number", width=5, hint=Label("自动")))
    for role in offer.signers:
        found.append(FormField(SIGNER + role, Label("{role}", role=role), "name"))
    if offer.columns:
        columns = [Choice(title, title) for title in offer.columns]
        found.append(FormField("columns", Label("打哪几栏"), "ticks", choices=columns))
    return [*_period(offer), *(replace(each, group=HEADING, folded=True) for each in found)]


def _period(offer: Offer) -> list[FormField]:
    """From today on; the program knows Saturdays and Sundays, but no public holidays."""
    if not offer.period:
        return []
    return [
        FormField("public_days", Label("公示几个工作日"), "number", width=5),
        FormField("public_until", Label("公示到哪天（遇放假自己填）"), "day", hint=Label("自动")),
    ]


def texts(offer: Offer) -> dict[str, str]:
    """What stands in the fields before anybody types: what was used the last time."""
    options = offer.options
    if options is None:
        return {}
    shown = [title for title in offer.columns if title not in options.left_out]
    found = {"days": options.days.value, "columns": ",".join(shown)}
    found |= {"rows_per_page": str(options.rows_per_page or ""), "public_days": str(options.public_days)}
    return found | {SIGNER + role: options.signers.get(role, name) for role, name in offer.signers.items()}


def read(offer: Offer, typed: Texts) -> tuple[Options, list[Problem]]:
    """What was chosen, and what is wrong with it; where something is wrong, as if it were not written."""
    from app.reports.options import PUBLIC_DAYS, Options
    from app.reports.paper import DayStyle

    rows, problems = number(typed.get("rows_per_page", ""), "rows_per_page", 0, MOST_ROWS)
    length, wrong = number(typed.get("public_days", "") or str(PUBLIC_DAYS), "public_days", 1, MOST_DAYS)
    until, late = _until(typed.get("public_until", ""))
    ticked = typed.get("columns", "").split(",")
    known = offer.options or Options()
    named = {role: typed.get(SIGNER + role, "") for role in offer.signers}
    options = Options(
        left_out=tuple(title for title in offer.columns if title not in ticked),
        days=DayStyle(typed.get("days") or known.days),
        signers={role: name for role, name in named.items() if name != offer.signers[role]},
        rows_per_page=rows,
        public_days=length,
        public_until=until,
    )
    return options, problems + wrong + late


def number(text: str, field: str, least: int, most: int) -> tuple[int, list[Problem]]:
    """A small number; an empty text is the least one."""
    if not text:
        return least, []
    if text.isdecimal() and least <= int(text) <= most:
        return int(text), []
    return least, [Problem(Label("填 {least} 到 {most} 的数", least=least or 1, most=most), field, value=text)]


def _until(text: str) -> tuple[date | None, list[Problem]]:
    """The last day of a notice that hangs from today on."""
    now = today()
    read_ = read_day(text, today=now)
    what = read_.must
    if what is None and read_.value is not None and read_.value < now:
        what = Label("公示从今天开始，最后一天不能在今天以前")
    if what is not None:
        return None, [Problem(what, "public_until", value=text)]
    return read_.value, []
