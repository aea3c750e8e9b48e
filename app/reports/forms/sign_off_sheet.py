"""F22 慰问金（品）发放签收表: what everybody signs who receives money or goods (domain 03 §3.4).

It is the voucher of the payout, so the amounts nobody filled are struck out with `/`, and no identity number is on it.
"""

from __future__ import annotations

from datetime import date

from app.frozen import dataclass
from app.i18n import Label
from app.models.values.days import chinese_day
from app.reports.paper import Align, Column, Content, Group, Kind, PaperForm, Total
from app.reports.titles import round_name, union_name


@dataclass(frozen=True)
class SignOffRow:
    """One recipient. Amounts in fen."""

    department: str
    name: str
    occasion: str
    cash: int | None = None
    goods: str = ""
    goods_value: int | None = None
    note: str = ""


@dataclass(frozen=True)
class SignOffData:
    """A sign-off sheet. `round_title` as people call the round: 2027年春节送温暖."""

    union: str = ""
    round_title: str = ""
    rows: tuple[SignOffRow, ...] = ()
    handed_out_on: date | None = None


def compose(data: SignOffData) -> Content:
    """The sheet's words and rows."""
    day = chinese_day(data.handed_out_on) if data.handed_out_on else "　　　　年　　月　　日"
    return Content(
        title=f"{union_name(data.union)}\n{round_name(data.round_title)}慰问金（品）发放签收表",
        union=data.union,
        groups=(Group("", data.rows),),
        subline=("发放单位（盖章）：", f"发放日期：{day}", "单位：元"),
        warnings=_warnings(data),
    )


def _warnings(data: SignOffData) -> tuple[Label, ...]:
    nothing = [row.name for row in data.rows if not row.cash and not row.goods]
    unvalued = [row.name for row in data.rows if row.goods and not row.goods_value]
    warnings = []
    if nothing:
        warnings.append(Label("{n} 人没有慰问金也没有慰问品：{names}", n=len(nothing), names="、".join(nothing[:5])))
    if unvalued:
        warnings.append(Label("{n} 人的慰问品没有折价：{names}", n=len(unvalued), names="、".join(unvalued[:5])))
    return tuple(warnings)


FORM = PaperForm(
    code="F22",
    name=Label("慰问金（品）发放签收表"),
    version="1",
    data_type=SignOffData,
    compose=compose,
    columns=(
        Column("序号", 10, kind=Kind.SERIAL),
        Column("所在分会\n（部门）", 34, "department"),
        Column("姓名", 22, "name", Kind.NAME, total=Total.COUNT),
        Column("慰问事由", 32, "occasion"),
        Column("慰问金\n（元）", 22, "cash", Kind.MONEY, Align.RIGHT, Total.SUM, empty="/"),
        Column("慰问品名称\n及数量", 42, "goods", align=Align.LEFT, empty="/"),
        Column("折价\n（元）", 20, "goods_value", Kind.MONEY, Align.RIGHT, Total.SUM, empty="/"),
        Column("领取人签字", 30, kind=Kind.HAND),
        Column("领取日期", 20, kind=Kind.HAND),
        Column("备注\n（代领人及\n与本人关系）", 25, "note", align=Align.LEFT),
    ),
    page_subtotal=True,
    grand_total=True,
    capitals=True,
    signatures=("制表人", "经办人", "审核人（财务）", "工会主席（批准）", "证明人"),
    rows_per_page=12,
)
