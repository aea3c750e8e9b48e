"""Filling the forms of the registers: F01, F14 and the generic list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from app.models import CondolenceRecord, HardshipCase, Person
from app.models.declare import Face
from app.reports.forms.hardship_roster import HardshipData, HardshipRow
from app.reports.forms.member_roster import MemberData, MemberRow
from app.reports.forms.register_list import ListColumn, ListData
from app.reports.request import Request, age_at, union_name, written_rows
from app.services import listing
from app.services.listing import Condition, View

MEMBERS = Condition("membership.status", "!=", "")


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
        for shown, values in written_rows(session, view, _MEMBER_COLUMNS, counted)
    )
    return MemberData(union_name(session), rows, request.on)


def _narrowed(view: View, condition: Condition) -> View:
    return replace(view, where=(*view.where, condition), columns=())


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
    for shown, values in written_rows(session, view, _CASE_COLUMNS, counted):
        times, total = aid.get(values["household"], (0, 0))
        row = HardshipRow(
            case_no=shown["case_no"],
            name=shown["person.name"],
            sex=shown["person.sex"],
            age=age_at(values["person.birth_date"], request.on),
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
    view = replace(request.view, columns=printed_columns(request.view, request.options.left_out))
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


def columns_of_list(view: View) -> list[str]:
    """The headings of a list that may be left out on paper."""
    specs = [spec for spec in listing.columns_of(view) if spec.has(Face.PRINT)]
    return [str(spec.label) for spec in specs if spec.kind.name != "name"]


def printed_columns(view: View, left_out: Sequence[str] = ()) -> tuple[str, ...]:
    """The columns of a view that may stand on paper; one that says whose a row is cannot be left out."""
    specs = [spec for spec in listing.columns_of(view) if spec.has(Face.PRINT)]
    shown = [spec for spec in specs if spec.kind.name == "name" or str(spec.label) not in left_out]
    return tuple(spec.name for spec in shown or specs)
