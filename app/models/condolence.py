"""Condolence rounds and what each person received (domain 03)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Mapped

from app.errors import Problem
from app.i18n import Label
from app.models.declare import FORM_ONLY, FOUND, HIDDEN, READ_ONLY, Record, field
from app.models.kinds import Code, Day, Json, Link, LongText, Money, Number, ShortText
from app.models.stages import refuse_move

ROUND_MOVES = {
    "draft": frozenset({"open"}),
    "open": frozenset({"draft", "done"}),
    "done": frozenset({"open", "archived"}),
}
RECORD_MOVES = {
    "planned": frozenset({"visited", "signed", "cancelled"}),
    "visited": frozenset({"planned", "signed", "cancelled"}),
    "signed": frozenset({"visited", "planned"}),
    "cancelled": frozenset({"planned"}),
}


class CondolenceRound(Record, label=Label("慰问批次"), type_name="round"):
    """One round of condolences: an occasion, a standard, a list."""

    title_path = "title"
    key_paths = ("title",)
    list_columns = ("title", "year", "occasion", "status", "cash", "goods", "budget", "fund")
    default_sort = ("year:desc", "id:desc")

    title: Mapped[str] = field(ShortText(), Label("名称"), required=True, faces=FOUND)
    year: Mapped[int] = field(Number(1990, 2100, adds=False), Label("年度"), required=True)
    occasion: Mapped[str] = field(Code("occasion"), Label("慰问事由"), required=True)
    status: Mapped[str] = field(Code("round_status"), Label("状态"), required=True, default="draft")
    cash: Mapped[int | None] = field(Money(), Label("慰问金标准（元）"))
    goods: Mapped[str | None] = field(ShortText(), Label("慰问品名称及数量"))
    goods_value: Mapped[int | None] = field(Money(), Label("慰问品折价（元）"))
    fund: Mapped[str | None] = field(Code("fund_source"), Label("资金来源"))
    budget: Mapped[int | None] = field(Money(), Label("预算（元）"))
    planned_on: Mapped[date | None] = field(Day(), Label("计划日期"), faces=FORM_ONLY)
    done_on: Mapped[date | None] = field(Day(), Label("发放完成日期"), faces=FORM_ONLY)
    basis: Mapped[str | None] = field(ShortText(200), Label("依据文件"), faces=FORM_ONLY)
    remark: Mapped[str | None] = field(LongText(), Label("备注"), faces=FORM_ONLY)

    def check(self, before: Mapping[str, Any]) -> list[Problem]:
        """A round moves 筹备 → 进行中 → 已发放 → 已归档, one step at a time."""
        return refuse_move(ROUND_MOVES, before, "status", self.status)


class CondolenceRecord(Record, label=Label("慰问记录"), type_name="round-record"):
    """What one person, for one household, is given in one round."""

    title_path = "person.name"
    list_columns = (
        "round.title",
        "person.name",
        "person.membership.org_unit",
        "visit_group",
        "cash",
        "goods",
        "goods_value",
        "status",
        "visited_on",
        "proxy",
        "warning",
    )
    default_sort = ("position", "id")

    round_id: Mapped[int] = field(Link("CondolenceRound", owner="records"), Label("批次"), required=True)
    person_id: Mapped[int] = field(Link("Person"), Label("姓名"), required=True, faces=FOUND)
    household_id: Mapped[int | None] = field(Link("Household"), Label("家庭"), faces=HIDDEN)
    case_id: Mapped[int | None] = field(Link("HardshipCase"), Label("困难职工档案"), faces=HIDDEN)
    occasion: Mapped[str | None] = field(Code("occasion"), Label("慰问事由"))
    proposal_reason: Mapped[str | None] = field(ShortText(200), Label("列入原因"))
    visit_group: Mapped[str | None] = field(ShortText(), Label("慰问组"), external="group")
    position: Mapped[int | None] = field(Number(adds=False), Label("顺序"))
    cash: Mapped[int | None] = field(Money(), Label("慰问金（元）"))
    goods: Mapped[str | None] = field(ShortText(), Label("慰问品名称及数量"))
    goods_value: Mapped[int | None] = field(Money(), Label("折价（元）"))
    planned_on: Mapped[date | None] = field(Day(), Label("走访时间"))
    status: Mapped[str] = field(Code("round_record_status"), Label("状态"), required=True, default="planned")
    visited_on: Mapped[date | None] = field(Day(), Label("发放日期"))
    proxy: Mapped[str | None] = field(ShortText(), Label("代领人"))
    proxy_relation: Mapped[str | None] = field(
        Code("family_relation_gbt4761"), Label("与本人关系"), external="relation"
    )
    cancel_reason: Mapped[str | None] = field(ShortText(200), Label("取消原因"))
    warning: Mapped[str | None] = field(Json(), Label("提醒"), faces=READ_ONLY, derived=True)
    reason: Mapped[str | None] = field(ShortText(200), Label("仍要发放的原因"))
    remark: Mapped[str | None] = field(ShortText(200), Label("备注"))

    def check(self, before: Mapping[str, Any]) -> list[Problem]:
        """planned → visited → signed, or cancelled with a reason."""
        problems = refuse_move(RECORD_MOVES, before, "status", self.status)
        if self.status == "cancelled" and not self.cancel_reason:
            problems.append(Problem(Label("取消要写原因"), field="cancel_reason"))
        return problems
