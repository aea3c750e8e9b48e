"""Filling forms from the file: one collector per form, each returning the form's data class."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import Problem, bad_input
from app.i18n import Label
from app.models import CondolenceRecord, CondolenceRound, HardshipCase, Organization, Person
from app.models.declare import Face, Record, record_type
from app.models.values import days
from app.models.words import FileWords
from app.reports.forms.hardship_roster import HardshipData, HardshipRow
from app.reports.forms.member_roster import MemberData, MemberRow
from app.reports.forms.public_notice import NoticeData, NoticeRow
from app.reports.forms.register_list import ListColumn, ListData
from app.reports.forms.sign_off_sheet import SignOffData, SignOffRow
from app.reports.forms.visit_list import VisitData, VisitRow
from app.services import listing, records
from app.services.listing import Condition, View

PUBLIC_DAYS = 5  # 02 §2.1: working days of a public notice, a parameter; this is the shipped default (D)
MEMBERS = Condition("membership.status", "!=", "")


@dataclass(frozen=True)
class Request:
    """What is asked of a form: of which record (a round's key), which rows, on which day, with which options."""

    code: str
    of: str = ""
    view: View | None = None
    on: date = date.min
    strict: bool = False
    columns: tuple[str, ...] = field(default=())


def collect(session: Session, request: Request) -> Any:
    """The data of the form that is asked for; raises NOT_FOUND, AMBIGUOUS or `bad_input` (no round named)."""
    return _COLLECTORS[request.code](session, request)


def union_name(session: Session) -> str:
    """The name of the union whose file this is."""
    return session.scalar(select(Organization.name).where(Organization.deleted_at.is_(None)).limit(1)) or ""


def signers(session: Session) -> dict[str, str]:
    """The names that stand in the signature row, by the words of the form."""
    own = session.scalars(select(Organization).limit(1)).first()
    if own is None:
        return {}
    names = {
        "制表人": own.preparer,
        "经办人": own.handler,
        "审核人（财务）": own.auditor,
        "工会主席（批准）": own.chair,
        "证明人": own.witness,
    }
    return {title: name for title, name in names.items() if name}


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
    for shown, values in _rows(session, View(CondolenceRecord, where=where, sort=order), _RECORD_COLUMNS, counted):
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
            age=_age(line.values["person.birth_date"], request.on),
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


def _age(born: str | None, on: date) -> int | None:
    return days.age_on(days.first_day(born), on) if born else None


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
        to_day=working_day_after(request.on, PUBLIC_DAYS - 1),
        working_days=PUBLIC_DAYS,
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


def working_day_after(day: date, count: int) -> date:
    """The day that lies `count` working days (Monday to Friday) after `day`."""
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < 5
    return day


_MEMBER_COLUMNS = (
    "membership.card_no",
    "membership.member_no",
    "name",
    "sex",
    "ethnic",
    "education",
    "political",
    "membership.org_unit",
    "post",
    "is_migrant",
    "phone",
    "remark",
)


def members(session: Session, request: Request) -> MemberData:
    """F01 (15): the members of the view, all of them without one."""
    view = _narrowed(request.view or View(Person), MEMBERS)
    counted = ("birth_date", "work_start", "membership.joined_on")
    rows = tuple(
        MemberRow(
            member_no=shown["membership.card_no"] or shown["membership.member_no"],
            name=shown["name"],
            sex=shown["sex"],
            ethnic=shown["ethnic"],
            born=values["birth_date"],
            education=shown["education"],
            politics=shown["political"],
            department=shown["membership.org_unit"],
            post=shown["post"],
            works_since=values["work_start"],
            joined=values["membership.joined_on"],
            migrant=shown["is_migrant"],
            phone=shown["phone"],
            note=shown["remark"],
        )
        for shown, values in _rows(session, view, _MEMBER_COLUMNS, counted)
    )
    return MemberData(union_name(session), rows, request.on)


def _narrowed(view: View, condition: Condition) -> View:
    return View(view.record, view.search, (*view.where, condition), view.sort)


def _rows(
    session: Session, view: View, shown: tuple[str, ...], counted: tuple[str, ...]
) -> Iterator[tuple[dict[str, str], dict[str, Any]]]:
    """(written cells by path, stored values by path) of every row of a view."""
    ids = listing.ids(session, view)
    written = listing.rows(session, View(view.record, columns=shown), ids)
    stored = listing.values(session, View(view.record, columns=counted), ids)
    for cells, values in zip(written, stored, strict=True):
        yield dict(zip(shown, cells, strict=True)), values


_CASE_COLUMNS = (
    "case_no",
    "person.name",
    "person.sex",
    "person.membership.org_unit",
    "category",
    "main_cause",
    "on_dibao",
    "remark",
)


def hardship(session: Session, request: Request) -> HardshipData:
    """F14 (15): the files that are open, with what each received this year."""
    view = _narrowed(request.view or View(HardshipCase), Condition("stage", "=", "on_file"))
    counted = ("person.birth_date", "household.size", "per_capita", "filed_on", "reviewed_on", "household")
    aid = _aid_of_year(session, request.on.year)
    rows = []
    for shown, values in _rows(session, view, _CASE_COLUMNS, counted):
        times, total = aid.get(values["household"], (0, 0))
        row = HardshipRow(
            case_no=shown["case_no"],
            name=shown["person.name"],
            sex=shown["person.sex"],
            age=_age(values["person.birth_date"], request.on),
            employer=shown["person.membership.org_unit"],
            category=shown["category"],
            main_cause=shown["main_cause"],
            family_size=values["household.size"],
            net_income=values["per_capita"],
            dibao=shown["on_dibao"],
            filed_on=values["filed_on"],
            reviewed_on=values["reviewed_on"],
            aid_times=times,
            aid_total=total,
            note=shown["remark"],
        )
        rows.append(row)
    return HardshipData(union_name(session), tuple(rows), request.on)


def _aid_of_year(session: Session, year: int) -> dict[int, tuple[int, int]]:
    """Household → (times, fen) received in the rounds of a year."""
    where = (Condition("round.year", "=", str(year)), Condition("status", "!=", "cancelled"))
    ids = listing.ids(session, View(CondolenceRecord, where=where))
    found: dict[int, tuple[int, int]] = {}
    view = View(CondolenceRecord, columns=("household", "status", "cash", "goods_value"))
    for values in listing.values(session, view, ids):
        if values["household"] and values["status"] in ("visited", "signed"):
            times, total = found.get(values["household"], (0, 0))
            given = (values["cash"] or 0) + (values["goods_value"] or 0)
            found[values["household"]] = (times + 1, total + given)
    return found


def register(session: Session, request: Request) -> ListData:
    """The generic printed list of any register view (LIST)."""
    assert request.view is not None
    record = request.view.record
    view = View(record, request.view.search, request.view.where, request.view.sort, printed_columns(request.view))
    specs = listing.columns_of(view)
    ids = listing.ids(session, view)
    return ListData(
        title=str(record.record_label),
        union=union_name(session),
        columns=tuple(ListColumn(str(spec.label), spec.kind.name) for spec in specs),
        rows=tuple(tuple(cells) for cells in listing.rows(session, view, ids)),
        scope="；".join(listing.spoken(session, view)),
        sensitive=any(spec.sensitive for spec in specs),
    )


def printed_columns(view: View) -> tuple[str, ...]:
    """The columns of a view that may stand on paper."""
    specs = listing.columns_of(view)
    return tuple(spec.name for spec in specs if spec.has(Face.PRINT))


def list_type(code: str) -> type[Record] | None:
    """The record type of a `LIST:TYPE` code; None for other forms. `KeyError` for an unknown type."""
    return record_type(code.removeprefix("LIST:")) if code.startswith("LIST:") else None


_COLLECTORS: dict[str, Callable[[Session, Request], Any]] = {
    "F01": members,
    "F13": notice,
    "F14": hardship,
    "F20": visits,
    "F22": sign_off,
    "LIST": register,
}
