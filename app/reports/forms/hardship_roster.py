"""F14 在档困难职工花名册: every hardship file that is open (domain 15). One row is one household."""

from __future__ import annotations

from datetime import date

from app.frozen import dataclass
from app.i18n import Label
from app.models.values.days import chinese_day
from app.models.values.money import show_money
from app.reports.paper import CONFIDENTIAL, Align, Column, Content, Group, Kind, PaperForm, Total
from app.reports.titles import union_name


@dataclass(frozen=True)
class HardshipRow:
    """One hardship file. Money in fen; `net_income` per person and month, it may be negative."""

    case_no: str
    name: str
    sex: str = ""
    age: int | None = None
    employer: str = ""
    category: str = ""
    main_cause: str = ""
    family_size: int | None = None
    net_income: int | None = None
    dibao: str = ""
    filed_on: date | str | None = None
    reviewed_on: date | str | None = None
    aid_times: int = 0
    aid_total: int = 0
    helper: str = ""
    note: str = ""

    @property
    def net_income_shown(self) -> str:
        """The net income with its zero and its minus, both of which mean something here."""
        return "" if self.net_income is None else show_money(self.net_income)

    @property
    def aid(self) -> str:
        """This year's aid: 2次/1,500.00."""
        return f"{self.aid_times}次/{show_money(self.aid_total)}" if self.aid_times else ""


@dataclass(frozen=True)
class HardshipData:
    """The open hardship files as of a day."""

    union: str = ""
    rows: tuple[HardshipRow, ...] = ()
    as_of: date | None = None


def compose(data: HardshipData) -> Content:
    """The roster's words and rows."""
    day = chinese_day(data.as_of) if data.as_of else "　　　　年　　月　　日"
    return Content(
        title=f"{union_name(data.union)}在档困难职工花名册",
        union=data.union,
        groups=(Group("", data.rows),),
        subline=("填报单位（盖章）：", f"填报日期：{day}", "单位：元"),
        confidential=CONFIDENTIAL,
    )


FORM = PaperForm(
    code="F14",
    name=Label("在档困难职工花名册"),
    version="1",
    data_type=HardshipData,
    compose=compose,
    columns=(
        Column("序号", 9, kind=Kind.SERIAL),
        Column("档案号", 23, "case_no", Kind.WHOLE),
        Column("姓名", 17, "name", Kind.NAME, total=Total.COUNT),
        Column("性别", 8, "sex"),
        Column("年龄", 8, "age", Kind.NUMBER),
        Column("单位", 27, "employer"),
        Column("困难类别", 17, "category"),
        Column("主要\n致困原因", 23, "main_cause"),
        Column("家庭\n人口", 10, "family_size", Kind.NUMBER),
        Column("月人均\n纯收入", 18, "net_income_shown", Kind.WHOLE, Align.RIGHT),
        Column("是否\n低保", 10, "dibao"),
        Column("建档日期", 18, "filed_on", Kind.DAY),
        Column("最近复核", 18, "reviewed_on", Kind.DAY),
        Column("本年救助\n次数/金额", 22, "aid"),
        Column("结对人", 16, "helper", Kind.NAME),
        Column("备注", 13, "note", align=Align.LEFT),
    ),
    grand_total=True,
    unit="户",
    head_size=9.5,
    body_size=9.5,
)
