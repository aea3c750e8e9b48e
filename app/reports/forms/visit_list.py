"""F20 慰问（走访）名单: the list that the visiting groups carry along (domain 03 §3.4).

Each group's people start on a new page, so that a group takes along its own people's addresses and nobody else's.
Where that puts people in another order than the sign-off sheet (F22) has, a column says their number there: who visits
carries both papers.
"""

from __future__ import annotations

from dataclasses import asdict, replace

from app.frozen import dataclass
from app.i18n import Label
from app.reports.paper import CONFIDENTIAL, Align, Column, Content, Group, Kind, PaperForm, Total
from app.reports.titles import quoted_round_name, union_name

UNGROUPED = "未分组"
_ROOM = {"address": 6, "reason": 4, "post": 3}
"""What columns give to the one with the numbers on the sign-off sheet, in mm."""


@dataclass(frozen=True)
class VisitRow:
    """One visit. `cash` in fen; `visit_on` a day, a partial day as text, or unknown."""

    name: str
    sex: str = ""
    age: int | None = None
    post: str = ""
    category: str = ""
    reason: str = ""
    address: str = ""
    phone: str = ""
    cash: int | None = None
    goods: str = ""
    group: str = ""
    leader: str = ""
    visit_on: object = None
    note: str = ""

    @property
    def group_and_leader(self) -> str:
        """The visiting group, its leader on the line below."""
        return "\n".join(part for part in (self.group, self.leader) if part)


@dataclass(frozen=True)
class _Listed(VisitRow):
    """One visit with its number on the sign-off sheet, which has everybody in the order of the round's list."""

    sign_off_number: int = 0


@dataclass(frozen=True)
class VisitData:
    """A list to be carried along; groups print in the order in which they first appear, the ungrouped last.

    `rows` are in the order of the round's list.
    """

    union: str = ""
    round_title: str = ""
    rows: tuple[VisitRow, ...] = ()


def compose(data: VisitData) -> Content:
    """The list's words and rows."""
    groups = _groups(tuple(_Listed(**asdict(row), sign_off_number=at) for at, row in enumerate(data.rows, start=1)))
    numbers = [row.sign_off_number for group in groups for row in group.rows]
    return Content(
        title=f"{quoted_round_name(data.round_title)}走访慰问名单",
        union=data.union,
        groups=groups,
        columns=_with_numbers() if numbers != sorted(numbers) else (),
        subline=(f"慰问单位：{union_name(data.union)}", "", "单位：元"),
        confidential=CONFIDENTIAL,
        warnings=_warnings(data.rows),
    )


def _with_numbers() -> tuple[Column, ...]:
    """The columns with one more, for which the widest ones make room."""
    serial, *others = FORM.columns
    narrower = (replace(one, width=one.width - _ROOM.get(one.source, 0)) for one in others)
    return (serial, Column("签收表\n序号", sum(_ROOM.values()), "sign_off_number", Kind.WHOLE), *narrower)


def _groups(rows: tuple[_Listed, ...]) -> tuple[Group, ...]:
    grouped: dict[str, list[_Listed]] = {}
    for row in rows:
        grouped.setdefault(row.group_and_leader, []).append(row)
    names = sorted(grouped, key=lambda name: not name)  # keeps the order; those without a group go last
    return tuple(Group(_heading(grouped[name][0]), tuple(grouped[name])) for name in names)


def _heading(row: VisitRow) -> str:
    if not row.group_and_leader:
        return UNGROUPED
    leader = f"　　带队领导：{row.leader}" if row.leader else ""
    return f"慰问组：{row.group or UNGROUPED}{leader}"


def _warnings(rows: tuple[VisitRow, ...]) -> tuple[Label, ...]:
    """The gaps that would be noticed on the doorstep."""
    warnings = []
    if n := sum(1 for row in rows if not row.phone):
        warnings.append(Label("{n} 人没有联系电话", n=n))
    if n := sum(1 for row in rows if not row.address):
        warnings.append(Label("{n} 人没有住址", n=n))
    if n := sum(1 for row in rows if not row.group):
        warnings.append(Label("{n} 人没有分到慰问组", n=n))
    return tuple(warnings)


FORM = PaperForm(
    code="F20",
    name=Label("走访慰问名单"),
    version="2",
    data_type=VisitData,
    compose=compose,
    columns=(
        Column("序号", 9, kind=Kind.SERIAL),
        Column("姓名", 17, "name", Kind.NAME, total=Total.COUNT),
        Column("性别", 8, "sex"),
        Column("年龄", 8, "age", Kind.NUMBER),
        Column("单位及职务\n（岗位）", 27, "post", align=Align.LEFT),
        Column("困难类别", 17, "category"),
        Column("家庭情况/\n慰问原因", 31, "reason", align=Align.LEFT),
        Column("住址", 36, "address", align=Align.LEFT),
        Column("联系电话", 23, "phone", Kind.WHOLE),
        Column("慰问标准\n（元）", 20, "cash", Kind.MONEY, Align.RIGHT, Total.SUM),
        Column("慰问品", 17, "goods", align=Align.LEFT),
        Column("慰问组\n（带队领导）", 16, "group_and_leader"),
        Column("走访\n时间", 14, "visit_on", Kind.DAY_OF_YEAR),
        Column("备注", 14, "note", align=Align.LEFT),
    ),
    grand_total=True,
    group_starts_page=True,
    head_size=9.5,
    body_size=9.5,
)
