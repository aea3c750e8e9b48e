"""F13 公示: the list of those who are to receive help, for the notice board (domain 03 §3.4, 08 §8.2, 09 §9.1).

There are no fields for identity numbers, addresses, phones, birth days or illness, so none can be printed. Hospital
and injury read 生活困难, also when a category of the user's own mentions them.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from datetime import date, timedelta

from app.frozen import dataclass
from app.i18n import Label
from app.models.values.days import chinese_day
from app.models.values.names import mask_name
from app.reports.paper import OFFICIAL, Align, Column, Group, Kind, Notice, PaperForm, Total
from app.reports.text import clean
from app.reports.titles import quoted_round_name, union_name

PUBLIC_HARDSHIP = "生活困难"
_HEALTH = re.compile("病|住院|手术|伤|残|癌|瘤|医")
_ILL_ROUND = re.compile("病|住院|手术|伤|残|癌|瘤|医疗|救治|医药费")
"""In the name of a round; 医 alone stays, since hospitals have unions too."""
_BLANK = "　　　　"


@dataclass(frozen=True)
class NoticeRow:
    """One person on the notice. `amount` in fen; sex and post only tell two of one name and department apart."""

    name: str
    department: str
    category: str
    amount: int | None = None
    sex: str = ""
    post: str = ""


@dataclass(frozen=True)
class NoticeData:
    """A public notice. `strict`: names masked (张*). `basis`: the sentence above the list, if not the usual one."""

    union: str = ""
    round_title: str = ""
    rows: tuple[NoticeRow, ...] = ()
    from_day: date | None = None
    to_day: date | None = None
    working_days: int | None = None
    contact: str = ""
    phone: str = ""
    audit_phone: str = ""
    issued_on: date | None = None
    basis: str = ""
    strict: bool = False


def compose(data: NoticeData) -> Notice:
    """The notice's words and rows."""
    listed, alike = _told_apart(data.rows)
    rows = tuple(
        NoticeRow(_public_name(row.name, extra, data.strict), row.department, public_category(row.category), row.amount)
        for row, extra in zip(data.rows, listed, strict=True)
    )
    return Notice(
        title=f"关于{public_round(data.round_title)}\n慰问对象名单的公示",
        union=data.union,
        groups=(Group("", rows),),
        opening=(_opening(data),),
        ending=_ending(data),
        issuer=union_name(data.union),
        issued=chinese_day(data.issued_on) if data.issued_on else "　　　　年　　月　　日",
        warnings=_warnings(data, alike),
    )


def public_category(category: str) -> str:
    """A category as it may be published: anything that tells of health is 生活困难 (domain 08 §8.2)."""
    return PUBLIC_HARDSHIP if _HEALTH.search(category) else category


def public_round(title: str) -> str:
    """A round's name as it may be published: one that tells of health keeps only its year (domain 08 §8.2)."""
    if not _ILL_ROUND.search(title):
        return quoted_round_name(title)
    year = re.match(r"\d{4}年(度)?", clean(title))
    return (year[0] if year else "") + PUBLIC_HARDSHIP


def _told_apart(rows: tuple[NoticeRow, ...]) -> tuple[list[str], list[str]]:
    """What is added to each name so that same names of one department differ; and the names that still do not."""
    twins: dict[tuple[str, str], list[NoticeRow]] = defaultdict(list)
    for row in rows:
        twins[row.name, row.department].append(row)
    extras = [_difference(row, twins[row.name, row.department]) for row in rows]
    shown = Counter((row.name, row.department, extra) for row, extra in zip(rows, extras, strict=True))
    return extras, list(dict.fromkeys(name for (name, _, _), count in shown.items() if count > 1))


def _difference(row: NoticeRow, twins: list[NoticeRow]) -> str:
    """The post if it tells the twins apart, else the sex if that does, else what is known."""
    if len(twins) == 1:
        return ""
    if len({twin.post for twin in twins}) == len(twins):
        return row.post
    if len({twin.sex for twin in twins}) == len(twins):
        return row.sex
    return row.post or row.sex


def _public_name(name: str, extra: str, strict: bool) -> str:
    shown = mask_name(name) if strict else name
    return f"{shown}（{clean(extra)}）" if extra else shown


def _opening(data: NoticeData) -> str:
    if data.basis:
        return data.basis
    count = f"{len(data.rows)}名" if data.rows else "　　　名"
    return (
        f"根据{public_round(data.round_title)}工作安排，经{union_name(data.union)}集体研究，"
        f"拟对下列{count}职工给予慰问，现将名单予以公示。"
    )


def _ending(data: NoticeData) -> tuple[str, ...]:
    blank_day = "　　　年　　月　　日"
    first = chinese_day(data.from_day) if data.from_day else blank_day
    last = chinese_day(data.to_day) if data.to_day else blank_day
    days = data.working_days if data.working_days is not None else "　　"
    return (
        f"公示期：自{first}至{last}（{days}个工作日）。",
        "公示期内如有异议，请以书面、电话等形式向工会反映。",
        f"联系人：{data.contact or _BLANK}　　联系电话：{data.phone or _BLANK}",
        f"监督电话（经审委）：{data.audit_phone or _BLANK}",
    )


def _warnings(data: NoticeData, alike: list[str]) -> tuple[Label, ...]:
    warnings = []
    if alike:
        warnings.append(Label("同一部门里同名的分不开，请补上岗位或性别：{names}", names="、".join(alike)))
    if data.rows and not (data.from_day and data.to_day):
        warnings.append(Label("没有填公示期，纸上留了空，请用笔填上"))
    if data.from_day and data.to_day and data.working_days:
        length = (data.to_day - data.from_day).days + 1
        weekdays = sum((data.from_day + timedelta(day)).weekday() < 5 for day in range(length))
        if weekdays < data.working_days:
            told = {"n": weekdays, "days": data.working_days}
            warnings.append(Label("公示期里周一到周五只有 {n} 天，不够 {days} 个工作日", **told))
    if data.rows and not (data.contact and data.phone):
        warnings.append(Label("没有联系人或联系电话，纸上留了空，请用笔填上"))
    if data.rows and not data.audit_phone:
        warnings.append(Label("没有经审委的监督电话，纸上留了空，请用笔填上"))
    return tuple(warnings)


FORM = PaperForm(
    code="F13",
    name=Label("慰问对象名单公示"),
    version="1",
    data_type=NoticeData,
    compose=compose,
    page=OFFICIAL,
    columns=(
        Column("序号", 14, kind=Kind.SERIAL),
        Column("姓名", 32, "name", Kind.NAME),
        Column("所在部门", 48, "department"),
        Column("困难类别/\n慰问类别", 34, "category"),
        Column("拟帮扶（慰问）\n金额（元）", 28, "amount", Kind.MONEY, Align.RIGHT, Total.SUM),
    ),
    title_size=22,
    head_size=11,
    body_size=12,
    row_height=8,
    blank_rows=8,
)
