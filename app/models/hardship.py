"""Hardship files: the case, its incomes and its unavoidable expenses (domain 02)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Mapped

from app.errors import Problem
from app.i18n import Label
from app.models.declare import FORM_ONLY, FOUND, HIDDEN, READ_ONLY, Record, field
from app.models.kinds import Code, Codes, Day, Json, Link, LongText, Money, Number, PartialDay, ShortText, YesNo
from app.models.stages import refuse_move

FILE = Label("档案")
SITUATION = Label("情况")
RESULT = Label("核算")

# 02 §2.4: the whole list of stages is kept as codes; this step offers these moves.
MOVES = {"draft": frozenset({"on_file"}), "on_file": frozenset({"draft", "closed"})}


class HardshipCase(Record, label=Label("困难职工档案")):
    """One household's hardship file, opened in the name of one worker."""

    title_path = "person.name"
    key_paths = ("case_no", "person.id_no", "person.name")
    default_sort = ("case_no",)
    list_columns = (
        "case_no",
        "person.name",
        "person.sex",
        "person.membership.org_unit",
        "category",
        "main_cause",
        "household.size",
        "per_capita",
        "on_dibao",
        "filed_on",
        "reviewed_on",
        "stage",
    )

    case_no: Mapped[str | None] = field(
        ShortText(), Label("档案号"), faces=FOUND & ~FORM_ONLY, group=FILE, derived=True
    )
    person_id: Mapped[int] = field(Link("Person"), Label("职工"), required=True, faces=FOUND, group=FILE)
    household_id: Mapped[int] = field(Link("Household"), Label("家庭"), required=True, faces=HIDDEN, group=FILE)
    stage: Mapped[str] = field(Code("case_stage"), Label("阶段"), required=True, default="draft", group=FILE)
    filed_on: Mapped[date | None] = field(Day(), Label("建档日期"), group=FILE)
    reviewed_on: Mapped[date | None] = field(Day(), Label("最近复核"), group=FILE)
    main_cause: Mapped[str | None] = field(
        Code("hardship_cause"), Label("主要致困原因"), group=SITUATION, sensitive=True
    )
    other_causes: Mapped[str | None] = field(
        Codes("hardship_cause", most=3), Label("次要致困原因"), group=SITUATION, sensitive=True
    )
    cause_note: Mapped[str | None] = field(LongText(), Label("困难情况"), group=SITUATION, sensitive=True)
    health: Mapped[str | None] = field(Code("health"), Label("健康状况"), group=SITUATION, sensitive=True)
    work_status: Mapped[str | None] = field(Code("work_status_hardship"), Label("工作状态"), group=SITUATION)
    marital: Mapped[str | None] = field(Code("marital_gbt2261_2"), Label("婚姻状况"), group=SITUATION)
    single_parent: Mapped[bool | None] = field(YesNo(), Label("单亲"), group=SITUATION)
    on_dibao: Mapped[bool | None] = field(YesNo(), Label("享受低保"), group=SITUATION)
    dibao_amount: Mapped[int | None] = field(
        Money(), Label("低保金额（元/月）"), faces=FORM_ONLY, group=SITUATION, sensitive=True
    )
    enterprise_state: Mapped[str | None] = field(
        Code("enterprise_state"), Label("企业状况"), faces=FORM_ONLY, group=SITUATION
    )
    exclusions: Mapped[str | None] = field(Codes("exclusion"), Label("排除性条件"), faces=FORM_ONLY, group=SITUATION)
    accident: Mapped[bool | None] = field(YesNo(), Label("突发意外致困"), faces=FORM_ONLY, group=SITUATION)
    months: Mapped[int | None] = field(Number(1, 24), Label("核算月数"), faces=FORM_ONLY, group=RESULT, default=12)
    category: Mapped[str | None] = field(
        Code("hardship_category_current"), Label("困难类别"), faces=READ_ONLY, group=RESULT, derived=True
    )
    per_capita: Mapped[int | None] = field(
        Money(), Label("月人均纯收入（元）"), faces=READ_ONLY, group=RESULT, sensitive=True, derived=True
    )
    assessed_on: Mapped[date | None] = field(Day(), Label("核算日期"), faces=READ_ONLY, group=RESULT, derived=True)
    assessment: Mapped[str | None] = field(Json(), Label("核算过程"), faces=HIDDEN, derived=True)
    removed_on: Mapped[date | None] = field(Day(), Label("撤档日期"), faces=FORM_ONLY, group=FILE)
    removal_reason: Mapped[str | None] = field(Code("removal_reason"), Label("撤档原因"), faces=FORM_ONLY, group=FILE)
    bank: Mapped[str | None] = field(ShortText(), Label("开户银行"), faces=FORM_ONLY, group=SITUATION, sensitive=True)
    bank_account: Mapped[str | None] = field(
        ShortText(40), Label("银行卡号"), faces=FORM_ONLY, group=SITUATION, sensitive=True
    )
    remark: Mapped[str | None] = field(LongText(), Label("备注"), group=SITUATION)

    def check(self, before: Mapping[str, Any]) -> list[Problem]:
        """Stages follow each other, and each has the days it needs (02 §2.4)."""
        problems = refuse_move(MOVES, before, "stage", self.stage)
        if self.stage == "on_file" and self.filed_on is None:
            problems.append(Problem(Label("要填建档日期"), field="filed_on"))
        if self.stage == "closed":
            if self.removed_on is None:
                problems.append(Problem(Label("要填撤档日期"), field="removed_on"))
            if self.removal_reason is None:
                problems.append(Problem(Label("要选撤档原因"), field="removal_reason"))
        return problems


class IncomeItem(Record, label=Label("收入")):
    """One income of the household within the twelve months looked at (02 §2.1)."""

    title_path = "member_name"
    list_columns = ("case.person.name", "member_name", "kind", "amount", "from_month", "to_month")

    case_id: Mapped[int] = field(Link("HardshipCase", owner="incomes"), Label("档案"), required=True)
    member_name: Mapped[str] = field(ShortText(), Label("成员"), required=True, external="member")
    kind: Mapped[str] = field(Code("income_kind"), Label("收入项目"), required=True)
    amount: Mapped[int] = field(Money(), Label("金额（元）"), required=True, external="yuan", sensitive=True)
    from_month: Mapped[str | None] = field(PartialDay(), Label("起"), external="from")
    to_month: Mapped[str | None] = field(PartialDay(), Label("止"), external="to")
    remark: Mapped[str | None] = field(ShortText(200), Label("备注"))


class ExpenseItem(Record, label=Label("刚性支出")):
    """One unavoidable expense of the household within the same months (02 §2.1)."""

    title_path = "kind"
    list_columns = ("case.person.name", "kind", "amount", "remark")

    case_id: Mapped[int] = field(Link("HardshipCase", owner="expenses"), Label("档案"), required=True)
    kind: Mapped[str] = field(Code("expense_kind"), Label("支出项目"), required=True)
    amount: Mapped[int] = field(Money(), Label("金额（元）"), required=True, external="yuan", sensitive=True)
    member_name: Mapped[str | None] = field(ShortText(), Label("成员"), external="member")
    remark: Mapped[str | None] = field(ShortText(200), Label("备注"))
