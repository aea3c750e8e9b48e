"""F01 会员花名册 (domain 15)."""

from __future__ import annotations

from datetime import date

from app.frozen import dataclass
from app.i18n import Label
from app.models.values.days import chinese_day
from app.reports.paper import CONFIDENTIAL, Align, Column, Content, Group, Kind, PaperForm, Total
from app.reports.titles import union_name


@dataclass(frozen=True)
class MemberRow:
    """One member. `born`, `works_since`, `joined`: a day or a partial day as text (1985-03)."""

    member_no: str
    name: str
    sex: str = ""
    ethnic: str = ""
    born: date | str | None = None
    education: str = ""
    politics: str = ""
    department: str = ""
    post: str = ""
    works_since: date | str | None = None
    joined: date | str | None = None
    migrant: str = ""
    phone: str = ""
    note: str = ""


@dataclass(frozen=True)
class MemberData:
    """A roster of members as of a day."""

    union: str = ""
    rows: tuple[MemberRow, ...] = ()
    as_of: date | None = None


def compose(data: MemberData) -> Content:
    """The roster's words and rows."""
    day = chinese_day(data.as_of) if data.as_of else "　　　　年　　月　　日"
    return Content(
        title=f"{union_name(data.union)}会员花名册",
        union=data.union,
        groups=(Group("", data.rows),),
        subline=("填报单位（盖章）：", "", f"填报日期：{day}"),
        confidential=CONFIDENTIAL,
        warnings=_warnings(data.rows),
    )


def _warnings(rows: tuple[MemberRow, ...]) -> tuple[Label, ...]:
    """The gaps that whoever receives the roster would ask about."""
    warnings = []
    if n := sum(1 for row in rows if not row.phone):
        warnings.append(Label("{n} 人没有联系电话", n=n))
    if n := sum(1 for row in rows if not row.born):
        warnings.append(Label("{n} 人没有出生年月", n=n))
    if n := sum(1 for row in rows if not row.department):
        warnings.append(Label("{n} 人没有所在部门", n=n))
    return tuple(warnings)


FORM = PaperForm(
    code="F01",
    name=Label("会员花名册"),
    version="1",
    data_type=MemberData,
    compose=compose,
    columns=(
        Column("序号", 10, kind=Kind.SERIAL),
        Column("会员证号", 26, "member_no", Kind.WHOLE),
        Column("姓名", 18, "name", Kind.NAME, total=Total.COUNT),
        Column("性别", 8, "sex"),
        Column("民族", 13, "ethnic"),
        Column("出生年月", 16, "born", Kind.MONTH),
        Column("文化\n程度", 15, "education"),
        Column("政治\n面貌", 17, "politics"),
        Column("部门\n（分会/小组）", 30, "department"),
        Column("岗位\n（职务）", 23, "post"),
        Column("参加\n工作时间", 16, "works_since", Kind.MONTH),
        Column("入会\n时间", 16, "joined", Kind.MONTH),
        Column("农民\n工", 9, "migrant"),
        Column("联系电话", 23, "phone", Kind.WHOLE),
        Column("备注", 17, "note", align=Align.LEFT),
    ),
    grand_total=True,
    head_size=10,
    body_size=10,
)
