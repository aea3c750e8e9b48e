"""The people whom the union knows, and who of them is a member since when (domain 01)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Mapped, Session

from app.errors import Grade, Problem
from app.i18n import Label
from app.models.declare import ALL, FORM_ONLY, FOUND, HIDDEN, READ_ONLY, Face, Facet, Record, field
from app.models.kinds import (
    Code,
    Day,
    Link,
    LongText,
    PartialDay,
    PersonName,
    Phone,
    ResidentId,
    ShortText,
    YesNo,
)
from app.models.values import pinyin, resident_id

IDENTITY = Label("身份")
WORK = Label("工作")
UNION = Label("工会")
CONTACT = Label("联系")
OTHER = Label("其他")
# Sex and birth date, held against the number.
AGAINST_NUMBER = (Label("性别和身份证号对不上，请核对"), Label("出生日期和身份证号对不上，请核对"))


class Person(Record, label=Label("人员")):
    """Everybody whom the union knows, member or not (the spine: `file.md`, People)."""

    key_paths = ("id_no", "membership.member_no", "membership.card_no", "name")
    default_sort = ("name",)
    listed_by = ("name_pinyin",)
    place_paths = ("membership.org_unit", "department", "employer_name")
    list_columns = (
        "name",
        "sex",
        "birth_date",
        "id_no",
        "phone",
        "membership.org_unit",
        "membership.status",
        "membership.joined_on",
        "education",
        "post",
        "membership.member_no",
    )

    name: Mapped[str] = field(
        PersonName(), Label("姓名"), required=True, faces=FOUND, group=IDENTITY, sort_by="name_pinyin"
    )
    id_type: Mapped[str | None] = field(Code("id_type"), Label("证件类别"), faces=FORM_ONLY, group=IDENTITY)
    id_no: Mapped[str | None] = field(ResidentId(), Label("证件号码"), faces=FOUND, group=IDENTITY, sensitive=True)
    sex: Mapped[str | None] = field(Code("sex_gbt2261_1"), Label("性别"), group=IDENTITY)
    birth_date: Mapped[str | None] = field(PartialDay(), Label("出生日期"), group=IDENTITY)
    ethnic: Mapped[str | None] = field(Code("ethnic_gbt3304"), Label("民族"), group=IDENTITY)
    political: Mapped[str | None] = field(Code("political_gbt4762"), Label("政治面貌"), group=IDENTITY)
    education: Mapped[str | None] = field(Code("education_union8"), Label("学历"), group=IDENTITY)

    phone: Mapped[str | None] = field(Phone(), Label("移动电话"), faces=FOUND, group=CONTACT, sensitive=True)
    phone2: Mapped[str | None] = field(ShortText(40), Label("其他电话"), faces=FORM_ONLY, group=CONTACT, sensitive=True)
    address: Mapped[str | None] = field(
        ShortText(200), Label("住址"), faces=FORM_ONLY | Face.LIST, group=CONTACT, sensitive=True
    )
    email: Mapped[str | None] = field(ShortText(), Label("电子邮箱"), faces=FORM_ONLY, group=CONTACT)
    postcode: Mapped[str | None] = field(ShortText(10), Label("邮政编码"), faces=FORM_ONLY, group=CONTACT)

    employer_name: Mapped[str | None] = field(ShortText(), Label("工作单位"), faces=FOUND, group=WORK)
    department: Mapped[str | None] = field(ShortText(), Label("部门"), faces=FOUND, group=WORK)
    post: Mapped[str | None] = field(ShortText(), Label("岗位"), group=WORK)
    employment_status: Mapped[str | None] = field(Code("employment_status"), Label("就业状况"), group=WORK)
    employment_form: Mapped[str | None] = field(Code("employment_form"), Label("用工形式"), group=WORK)
    work_start: Mapped[str | None] = field(PartialDay(), Label("参加工作时间"), group=WORK)
    hired_on: Mapped[str | None] = field(PartialDay(), Label("入职日期"), faces=FORM_ONLY, group=WORK)
    job_title: Mapped[str | None] = field(ShortText(), Label("职务"), group=WORK)
    technical_title: Mapped[str | None] = field(ShortText(), Label("职称"), faces=FORM_ONLY, group=WORK)
    skill_level: Mapped[str | None] = field(Code("skill_level5"), Label("技术等级"), group=WORK)

    former_name: Mapped[str | None] = field(PersonName(), Label("曾用名"), faces=FORM_ONLY | Face.SEARCH, group=OTHER)
    native_place: Mapped[str | None] = field(ShortText(), Label("籍贯"), group=OTHER)
    hukou_type: Mapped[str | None] = field(Code("hukou_type"), Label("户籍类型"), group=OTHER)
    hukou_place: Mapped[str | None] = field(
        ShortText(200), Label("户籍所在地"), faces=FORM_ONLY, group=OTHER, sensitive=True
    )
    is_migrant: Mapped[bool | None] = field(YesNo(), Label("农民工"), group=OTHER)
    is_dispatched: Mapped[bool | None] = field(YesNo(), Label("劳务派遣工"), faces=FORM_ONLY, group=OTHER)
    is_model_worker: Mapped[bool | None] = field(YesNo(), Label("劳模"), faces=FORM_ONLY, group=OTHER)
    is_disabled: Mapped[bool | None] = field(YesNo(), Label("残疾"), faces=FORM_ONLY, group=OTHER, sensitive=True)
    is_veteran: Mapped[bool | None] = field(YesNo(), Label("退役军人"), faces=FORM_ONLY, group=OTHER)
    consent_on: Mapped[date | None] = field(Day(), Label("同意公示日期"), faces=FORM_ONLY, group=OTHER)
    deceased_on: Mapped[date | None] = field(Day(), Label("去世日期"), faces=FORM_ONLY, group=OTHER)
    name_pinyin: Mapped[str | None] = field(ShortText(), Label("姓名拼音"), faces=Face.FORM, group=OTHER)
    in_doubt: Mapped[bool | None] = field(YesNo(), Label("待核实"), faces=READ_ONLY, group=OTHER, derived=True)
    remark: Mapped[str | None] = field(LongText(), Label("备注"), faces=ALL, group=OTHER)

    facets = {"membership": Facet("Membership", "is_current")}
    # What the columns of the list are filtered and sorted by: of 100,000 people a sixth of what their rows take.
    indexes = (("id", "deleted_at", "in_doubt", "sex", "birth_date", "education", "id_no", "phone", "post"),)
    match_paths = ("id_no", "membership.card_no", "membership.member_no")

    @classmethod
    def review(cls, row: Mapping[str, Any], doubts: Sequence[Problem], today: date) -> list[Problem]:
        """A passport is no resident number; sex and birth date are held against the number (domain 01 §1.5)."""
        resident = row.get("id_type") in (None, "1")
        found = [doubt for doubt in doubts if resident or doubt.field != "id_no"]
        if _is_later(row.get("birth_date"), today.isoformat()):
            found.append(_doubt("birth_date", Label("出生日期还没有到，请核对"), row))
        found += _not_yet(("work_start", "hired_on", "consent_on", "deceased_on"), row, today)
        if not resident or not row.get("id_no"):
            return found
        facts = resident_id.resident_id_facts(row["id_no"])
        if facts.sex and row.get("sex") in ("1", "2") and row["sex"] != facts.sex:
            found.append(_doubt("sex", AGAINST_NUMBER[0], row))
        typed = row.get("birth_date")
        if facts.birth_date and typed and not facts.birth_date.isoformat().startswith(typed):
            found.append(_doubt("birth_date", AGAINST_NUMBER[1], row))
        return found

    def derive(self, session: Session) -> None:
        """Pinyin, sex and birth date where nothing was typed."""
        row = {name: getattr(self, name) for name in (*GIVEN, *FOLLOWING)}
        self.put(**complete_person(row, self.former(*row)))

    def gather(self, session: Session) -> None:
        """Which membership is shown."""
        mark_current(
            session.scalars(
                select(Membership).where(Membership.person_id == self.id, Membership.deleted_at.is_(None))
            ).all()
        )


def _doubt(name: str, what: Label, row: Mapping[str, Any]) -> Problem:
    return Problem(what, field=name, value=str(row[name]), grade=Grade.CHECK)


def _not_yet(names: Sequence[str], row: Mapping[str, Any], today: date) -> list[Problem]:
    """The doubts about days that lie in the future and cannot."""
    if row.keys().isdisjoint(names):
        return []
    day = today.isoformat()
    late = [name for name in names if _is_later(row.get(name), day)]
    return [_doubt(name, Label("这一天还没有到，请核对"), row) for name in late]


def _is_later(stored: object, day: str) -> bool:
    """Whether a day lies after another: as text, one known in part is later only when its first day is."""
    text = str(stored or "")
    return text > day[: len(text)]


GIVEN = ("name", "id_no")
FOLLOWING = ("name_pinyin", "sex", "birth_date", "id_type")


def complete_person(row: Mapping[str, object], before: Mapping[str, object] | None = None) -> dict[str, object]:
    """What follows from a person's name and number, for those of `FOLLOWING` that nobody typed.

    `before` is the row as it stood until now (nothing for a new person): what followed from the old name or number
    gives way to what follows from the new ones; what was typed stays. A birth date typed without its day or month is
    completed by a number that agrees with it and is sound.
    """
    old = before or {}
    followed = _following(old) if old else {}
    return {
        name: value
        for name, value in _following(row).items()
        if row.get(name) != value
        and (
            not row.get(name)
            or row.get(name) == old.get(name) == followed.get(name)
            or (name == "birth_date" and _completes(row, str(value)))
        )
    }


def _completes(row: Mapping[str, object], born: str) -> bool:
    """Whether the typed birth date is this one as far as it goes, and the number is sound, so that it may be more."""
    number = str(row["id_no"])
    is_sound = len(number) == 18 and resident_id.check_digit(number) == number[17]
    return is_sound and born.startswith(f"{row['birth_date']}-")


def _following(row: Mapping[str, object]) -> dict[str, object]:
    found: dict[str, object] = {}
    if row.get("name"):
        found["name_pinyin"] = pinyin.name_pinyin(str(row["name"]))
    if row.get("id_no") and row.get("id_type") in (None, "1"):
        facts = resident_id.resident_id_facts(str(row["id_no"]))
        found |= {"sex": facts.sex} if facts.sex else {}
        found |= {"birth_date": facts.birth_date.isoformat(), "id_type": "1"} if facts.birth_date else {}
    return found


class Membership(Record, label=Label("会籍")):
    """One person's membership in this union; the status follows from its changes."""

    title_path = "person.name"
    key_paths = ("member_no", "card_no")
    list_columns = ("person.name", "member_no", "org_unit", "joined_on", "status", "ended_on")

    person_id: Mapped[int] = field(Link("Person", owner="memberships"), Label("会员"), required=True, faces=FOUND)
    member_no: Mapped[str | None] = field(ShortText(40), Label("会员编号"), faces=FOUND, group=UNION)
    card_no: Mapped[str | None] = field(ShortText(40), Label("会员证（卡）号"), faces=FOUND, group=UNION)
    org_unit_id: Mapped[int | None] = field(Link("OrgUnit"), Label("所在分会（小组）"), faces=FOUND, group=UNION)
    joined_on: Mapped[str | None] = field(PartialDay(), Label("入会日期"), group=UNION)
    ended_on: Mapped[str | None] = field(
        PartialDay(), Label("会籍结束日期"), faces=READ_ONLY, group=UNION, derived=True
    )
    status: Mapped[str | None] = field(
        Code("membership_status"), Label("会籍状态"), faces=READ_ONLY, group=UNION, derived=True
    )
    is_current: Mapped[bool | None] = field(YesNo(), Label("现会籍"), faces=HIDDEN, derived=True)

    facets = {"change": Facet("MembershipChange", "is_latest", key=("type", "on"))}
    # Which membership is a person's, and what lists and searches of people ask of it.
    indexes = (("person_id", "is_current", "deleted_at", "status", "org_unit_id", "joined_on", "search_text"),)

    @classmethod
    def review(cls, row: Mapping[str, Any], doubts: Sequence[Problem], today: date) -> list[Problem]:
        """Nobody has joined before the day has come."""
        return [*doubts, *_not_yet(("joined_on",), row, today)]

    def gather(self, session: Session) -> None:
        """Status and end, from the changes."""
        changes = session.scalars(
            select(MembershipChange).where(
                MembershipChange.membership_id == self.id, MembershipChange.deleted_at.is_(None)
            )
        ).all()
        ordered = sorted(changes, key=lambda change: (change.on or "", change.id))
        for change in ordered:
            change.put(is_latest=change is ordered[-1])
        status, ended_on = status_after([(change.type, change.on) for change in ordered])
        self.put(status=status, ended_on=ended_on)


def mark_current(memberships: Sequence[Membership]) -> None:
    """Mark which of one person's memberships is shown: one not ended, else the last one."""
    current = max(memberships, key=lambda one: (one.ended_on is None, one.joined_on or "", one.id), default=None)
    for one in memberships:
        one.put(is_current=one is current)


# 01 §1.3 (D): the event type → the status that follows it; 7 is our local event for a death.
STATUS_AFTER = {
    "1": "active",
    "2": "active",
    "3": "retained",
    "4": "transferred_out",
    "5": "expelled",
    "6": "withdrawn",
    "7": "deceased",
}
LIVING_STATUSES = ("active", "retained")


def status_after(changes: list[tuple[str, str | None]]) -> tuple[str, str | None]:
    """The status and end day that follow from (type, day) in order of time (domain 01 §1.3, D).

    A membership without events is one whose joining was never dated: active.
    """
    if not changes:
        return "active", None
    kind, on = changes[-1]
    status = STATUS_AFTER.get(kind, "active")
    return status, None if status in LIVING_STATUSES else on


class MembershipChange(Record, label=Label("会籍变动")):
    """One event in a membership: joined, transferred, retained, withdrew (domain 01 §1.1, B)."""

    title_path = "membership.person.name"
    list_columns = ("membership.person.name", "type", "on", "reason", "doc_no", "remark")

    membership_id: Mapped[int] = field(Link("Membership", owner="changes"), Label("会籍"), required=True)
    type: Mapped[str] = field(Code("membership_change_type"), Label("会籍变化类型"), required=True)
    on: Mapped[str | None] = field(PartialDay(), Label("会籍变化日期"))
    reason: Mapped[str | None] = field(Code("membership_change_reason"), Label("会籍变化原因"))
    from_org: Mapped[str | None] = field(ShortText(), Label("转自单位"))
    to_org: Mapped[str | None] = field(ShortText(), Label("转往单位"))
    doc_no: Mapped[str | None] = field(ShortText(), Label("文号"))
    handled_by: Mapped[str | None] = field(ShortText(), Label("经办人"))
    remark: Mapped[str | None] = field(LongText(), Label("备注"))
    is_latest: Mapped[bool | None] = field(YesNo(), Label("最近变动"), faces=HIDDEN, derived=True)

    @classmethod
    def review(cls, row: Mapping[str, Any], doubts: Sequence[Problem], today: date) -> list[Problem]:
        """What has happened has a day that has come."""
        return [*doubts, *_not_yet(("on",), row, today)]
