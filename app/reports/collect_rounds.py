"""Filling the forms of a condolence round: F22, F20, F13."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import Problem, bad_input
from app.frozen import dataclass
from app.i18n import Label
from app.models import CondolenceRecord, CondolenceRound, Organization
from app.models.words import FileWords
from app.reports.forms.public_notice import NoticeData, NoticeRow
from app.reports.forms.sign_off_sheet import SignOffData, SignOffRow
from app.reports.forms.visit_list import VisitData, VisitRow
from app.reports.request import Request, age_at, union_name, written_rows
from app.services import records
from app.services.listing import Condition, View


def round_of(session: Session, request: Request) -> CondolenceRound:
    """The round that is to be printed."""
    if not request.of:
        raise bad_input([Problem(Label("要说明打印哪一个慰问批次"), field="of")])
    found = records.find(session, CondolenceRound, request.of)
    assert isinstance(found, CondolenceRound)
    return found


_RECORD_COLUMNS = (
    "person.name",
    "person.membership.org_unit",
    "person.department",
    "person.sex",
    "person.birth_date",
    "person.post",
    "person.address",
    "person.phone",
    "person.consent_on",
    "occasion",
    "case.category",
    "proposal_reason",
    "visit_group",
    "goods",
    "proxy",
    "proxy_relation",
    "remark",
)


@dataclass(frozen=True)
class _Line:
    """One record of a round: what is written and what is counted."""

    shown: dict[str, str]
    values: dict[str, Any]

    @property
    def department(self) -> str:
        return self.shown["person.membership.org_unit"] or self.shown["person.department"]


def _lines(session: Session, found: CondolenceRound) -> Iterator[_Line]:
    where = (Condition("round", "=", found.uid), Condition("status", "!=", "cancelled"))
    order = ("position", "id")
    counted = ("cash", "goods_value", "planned_on", "person.birth_date")
    for shown, values in written_rows(
        session, View(CondolenceRecord, where=where, sort=order), _RECORD_COLUMNS, counted
    ):
        yield _Line(shown, values)


def sign_off(session: Session, request: Request) -> SignOffData:
    """F22 of a round (03 §3.4)."""
    found = round_of(session, request)
    words = FileWords(session, request.on)
    occasion = words.code_label("occasion", found.occasion)
    rows = tuple(
        SignOffRow(
            department=line.department,
            name=line.shown["person.name"],
            occasion=line.shown["occasion"] or occasion,
            cash=line.values["cash"],
            goods=line.shown["goods"],
            goods_value=line.values["goods_value"],
            note=_proxy(line) or line.shown["remark"],
        )
        for line in _lines(session, found)
    )
    return SignOffData(union_name(session), found.title, rows, found.done_on)


def _proxy(line: _Line) -> str:
    name, relation = line.shown["proxy"], line.shown["proxy_relation"]
    return f"{name}（{relation}）" if name and relation else name


def visits(session: Session, request: Request) -> VisitData:
    """F20 of a round (03 §3.4)."""
    found = round_of(session, request)
    rows = tuple(
        VisitRow(
            name=line.shown["person.name"],
            sex=line.shown["person.sex"],
            age=age_at(line.values["person.birth_date"], request.on),
            post="\n".join(part for part in (line.department, line.shown["person.post"]) if part),
            category=line.shown["case.category"],
            reason=line.shown["proposal_reason"],
            address=line.shown["person.address"],
            phone=line.shown["person.phone"],
            cash=line.values["cash"],
            goods=line.shown["goods"],
            group=line.shown["visit_group"],
            visit_on=line.values["planned_on"],
            note=line.shown["remark"],
        )
        for line in _lines(session, found)
    )
    return VisitData(union_name(session), found.title, rows)


def notice(session: Session, request: Request) -> NoticeData:
    """F13 of a round: never a number, an address, a telephone or an illness (03 §3.4, 08 §8.2)."""
    found = round_of(session, request)
    own = session.scalars(select(Organization).limit(1)).first()
    words = FileWords(session, request.on)
    occasion = words.code_label("occasion", found.occasion)
    rows = tuple(
        NoticeRow(
            name=line.shown["person.name"],
            department=line.department,
            category=line.shown["case.category"] or line.shown["occasion"] or occasion,
            amount=(line.values["cash"] or 0) + (line.values["goods_value"] or 0),
            sex=line.shown["person.sex"],
            post=line.shown["person.post"],
        )
        for line in _lines(session, found)
    )
    return NoticeData(
        union=union_name(session),
        round_title=found.title,
        rows=rows,
        from_day=request.on,
        to_day=request.options.public_until or last_working_day(request.on, request.options.public_days),
        working_days=request.options.public_days,
        contact=(own.contact if own else None) or "",
        phone=(own.phone if own else None) or "",
        audit_phone=(own.audit_phone if own else None) or "",
        issued_on=request.on,
        strict=request.strict,
    )


def without_consent(session: Session, request: Request) -> list[str]:
    """The names on a public notice whose consent has no date (08 §8.1, art. 25)."""
    return [
        line.shown["person.name"]
        for line in _lines(session, round_of(session, request))
        if not line.shown["person.consent_on"]
    ]


def last_working_day(start: date, count: int) -> date:
    """The last of `count` working days (Monday to Friday) from `start` on; public holidays are not known here."""
    day = start
    left = count - (day.weekday() < 5)
    while left > 0:
        day += timedelta(days=1)
        left -= day.weekday() < 5
    return day
