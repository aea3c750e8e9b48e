"""Which category a household falls in, and why, written out with the numbers (domain 02 §2.1, A/B).

家庭月人均纯收入 = (12个月家庭总收入 − 同期家庭刚性总支出) ÷ 家庭成员人数 ÷ 12. What decides is compared in whole fen
with `<`, never a quotient; the quotient is only for showing.
"""

from __future__ import annotations

import json
from dataclasses import field
from datetime import date
from fractions import Fraction
from typing import Any

from sqlalchemy.orm import Session

from app.frozen import dataclass
from app.i18n import Label
from app.models import HardshipCase
from app.models.values.days import show_day, show_partial_day
from app.models.values.money import show_money, write_yuan
from app.models.words import FileWords
from app.services import standards
from app.services.hardship.facts import Facts, Relative, facts_of
from app.services.standards import Standard

LOSS = "accident_loss"


@dataclass(frozen=True)
class Assessment:
    """Where a household stands on a day. Amounts in fen; `per_capita_monthly` is rounded half up, for showing only.

    `is_unfilled`: no income was entered or imputed, so the category only says that nobody has filled anything in yet.
    """

    on: date
    category: str
    category_label: str
    per_capita_monthly: int
    income: int
    expense: int
    persons: int
    months: int
    lines: tuple[Label, ...]
    standards: tuple[Standard, ...]
    warnings: tuple[Label, ...]
    is_unfilled: bool = False

    def snapshot(self) -> dict[str, Any]:
        """As JSON for the file: the standards, the lines and the conclusion of that day."""
        return {
            "on": show_day(self.on),
            "category": self.category,
            "category_label": self.category_label,
            "per_capita_monthly": write_yuan(self.per_capita_monthly),
            "income": write_yuan(self.income),
            "expense": write_yuan(self.expense),
            "persons": self.persons,
            "months": self.months,
            "lines": [str(line) for line in self.lines],
            "standards": [one.out() for one in self.standards],
            "warnings": [str(warning) for warning in self.warnings],
        }


def is_below(net: int, dibao: int, persons: int, months: int, multiple: Fraction = Fraction(1)) -> bool:
    """Whether income − expense (fen) is below `multiple` × 低保 (fen a month) for all people and months, not equal."""
    return net * multiple.denominator < dibao * multiple.numerator * persons * months


def exceeds(loss: int, income: int, ratio: Fraction) -> bool:
    """Whether the loss is more than that part of the income (fen); equal is not."""
    return loss * ratio.denominator > income * ratio.numerator


def per_capita(net: int, persons: int, months: int) -> int:
    """Fen a head and month, rounded half up: 24,000.00 yuan ÷ 3 ÷ 12 = 666.67."""
    return _half_up(Fraction(net, persons * months))


def category_of(
    net: int,
    dibao: int,
    persons: int,
    months: int,
    *,
    multiple: Fraction = Fraction(2),
    accidental: bool = False,
) -> str:
    """deep, relative, accidental or none (codes of `hardship_category_current`); the graver one first."""
    if is_below(net, dibao, persons, months):
        return "deep"
    if is_below(net, dibao, persons, months, multiple):
        return "relative"
    return "accidental" if accidental else "none"


def assess(session: Session, case: HardshipCase, on: date) -> Assessment:
    """Assess a case by the standards of a day; raises NO_STANDARD when no 低保 standard was entered for it."""
    return assess_facts(session, facts_of(session, case), on)


def assess_facts(session: Session, facts: Facts, on: date) -> Assessment:
    """Assess what is on the screen, kept or not (the live calculation of the household page)."""
    return _Reckoning(session, facts, on).result()


def keep_assessment(session: Session, case: HardshipCase, on: date) -> Assessment:
    """Assess, and keep category, amount and the whole reckoning of that day with the case."""
    found = assess(session, case, on)
    case.put(
        category=found.category,
        per_capita=found.per_capita_monthly,
        assessed_on=on,
        assessment=json.dumps(found.snapshot(), ensure_ascii=False),
    )
    session.flush()
    return found


@dataclass
class _Reckoning:
    """One assessment while it is being written down, line by line."""

    session: Session
    facts: Facts
    on: date
    lines: list[Label] = field(default_factory=list)
    used: list[Standard] = field(default_factory=list)
    warnings: list[Label] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.words = FileWords(self.session, self.on)
        self.persons = len(self.facts.people)

    def result(self) -> Assessment:
        """Go through people, incomes, expenses and standards in the order of the form."""
        dibao = standards.required_standard(self.session, "dibao_monthly", self.on)
        names = "、".join(
            str(Label("{name}（{relation}）", name=p.name, relation=p.relation)) for p in self.facts.people
        )
        self._say(Label("家庭人口 {n} 人：{names}", n=self.persons, names=names))
        entered, imputed = self._incomes(), self._imputed()
        income = entered + imputed
        self.warnings += [told_monthly(one) for one in self.facts.uncounted]
        self._say(Label("{months} 个月家庭总收入 {sum} 元", months=self.facts.months, sum=show_money(income)))
        expense = self._expenses()
        self._say(Label("同期刚性总支出 {sum} 元", sum=show_money(expense)))
        shown = per_capita(income - expense, self.persons, self.facts.months)
        self._say(
            Label(
                "家庭月人均纯收入 =（{income} − {expense}）÷ {n} 人 ÷ {months} 个月 = {result} 元",
                income=show_money(income),
                expense=show_money(expense),
                n=self.persons,
                months=self.facts.months,
                result=show_money(shown),
            )
        )
        category = self._category(dibao, income, expense)
        self._check_exclusions()
        label = self.words.code_label("hardship_category_current", category)
        self._say(Label("结论：{category}", category=label))
        return Assessment(
            self.on, category, label, shown, income, expense, self.persons, self.facts.months,
            tuple(self.lines), tuple(self.used), tuple(self.warnings), not self.facts.incomes and not imputed,
        )  # fmt: skip

    def _say(self, line: Label) -> None:
        self.lines.append(line)

    def _incomes(self) -> int:
        for one in self.facts.incomes:
            facts = {"member": one.member, "kind": self.words.code_label("income_kind", one.kind)}
            amount = show_money(one.amount)
            if one.from_month and one.to_month:
                months = {"first": show_partial_day(one.from_month), "last": show_partial_day(one.to_month)}
                self._say(
                    Label("收入：{member}，{kind} {amount} 元（{first}至{last}）", amount=amount, **facts, **months)
                )
            else:
                self._say(Label("收入：{member}，{kind} {amount} 元", amount=amount, **facts))
        if not self.facts.incomes:
            self.warnings.append(Label("还没有填收入：按没有收入算的，请核对"))
        return sum(one.amount for one in self.facts.incomes)

    def _imputed(self) -> int:
        """The minimum wage of those who could work but do not, unless an income (also 0) is entered for them."""
        idle = [one for one in self.facts.people if one.idle_able and not self.facts.earners & one.called]
        if not idle:
            return 0
        wage = standards.standard(self.session, "min_wage_monthly", self.on)
        if wage is None:
            for one in idle:
                self.warnings.append(
                    Label("{name}有劳动能力而未就业，没有填最低工资标准，推定收入没有算进去", name=one.name)
                )
            return 0
        self.used.append(wage)
        for one in idle:
            self._say(
                Label(
                    "收入：{name}有劳动能力而未就业，按最低工资 {wage} 元 × {months} 个月推定 {amount} 元（{basis}）",
                    name=one.name,
                    wage=wage.written,
                    months=self.facts.months,
                    amount=show_money(wage.fen * self.facts.months),
                    basis=wage.basis,
                )
            )
        return wage.fen * self.facts.months * len(idle)

    def _expenses(self) -> int:
        for one in self.facts.expenses:
            kind, amount = self.words.code_label("expense_kind", one.kind), show_money(one.amount)
            if one.member:
                self._say(Label("支出：{member}，{kind} {amount} 元", member=one.member, kind=kind, amount=amount))
            else:
                self._say(Label("支出：{kind} {amount} 元", kind=kind, amount=amount))
        return sum(one.amount for one in self.facts.expenses)

    def _category(self, dibao: Standard, income: int, expense: int) -> str:
        net, size = income - expense, (self.persons, self.facts.months)
        self.used.append(dibao)
        self._say(Label("低保标准 {value} 元/人·月（{basis}）", value=dibao.written, basis=dibao.basis))
        if self._compare(net, dibao.fen, Fraction(1), Label("低保标准")):
            return category_of(net, dibao.fen, *size)
        multiple = standards.usual_or_entered(self.session, "relative_multiple", self.on)
        self.used.append(multiple)
        times = Label("低保标准的 {times} 倍（{basis}）", times=multiple.written, basis=multiple.basis)
        if self._compare(net, dibao.fen, multiple.ratio, times):
            return category_of(net, dibao.fen, *size, multiple=multiple.ratio)
        accidental = self._accidental(income)
        return category_of(net, dibao.fen, *size, multiple=multiple.ratio, accidental=accidental)

    def _compare(self, net: int, dibao: int, multiple: Fraction, what: Label) -> bool:
        facts: dict[str, object] = {
            "net": show_money(net),
            "line": show_money(int(dibao * multiple)),
            "n": self.persons,
            "months": self.facts.months,
            "limit": _limit(dibao * multiple * self.persons * self.facts.months),
            "what": what,
        }
        if is_below(net, dibao, self.persons, self.facts.months, multiple):
            self._say(Label("纯收入 {net} 元 < {line} × {n} 人 × {months} 个月 = {limit} 元：低于{what}", **facts))
            return True
        self._say(Label("纯收入 {net} 元 ≥ {line} × {n} 人 × {months} 个月 = {limit} 元：不低于{what}", **facts))
        return False

    def _accidental(self, income: int) -> bool:
        """A loss of more than the ratio of the income, or an accident that the chair ticked."""
        loss = sum(one.amount for one in self.facts.expenses if one.kind == LOSS)
        if not loss and not self.facts.accident:
            return False
        ratio = standards.usual_or_entered(self.session, "accident_ratio", self.on)
        self.used.append(ratio)
        facts = {
            "loss": show_money(loss),
            "limit": _limit(income * ratio.ratio),
            "ratio": ratio.written,
            "basis": ratio.basis,
        }
        over = exceeds(loss, income, ratio.ratio)
        if over:
            self._say(Label("意外损失 {loss} 元 > 总收入 × {ratio} = {limit} 元（{basis}）：属意外致困", **facts))
        else:
            self._say(Label("意外损失 {loss} 元 ≤ 总收入 × {ratio} = {limit} 元（{basis}）", **facts))
        if self.facts.accident and not over:
            self._say(Label("已勾选“突发意外致困”：属意外致困"))
            self.warnings.append(Label("意外损失没有超过比例，意外致困要由工会委员会集体研究确定"))
        return over or self.facts.accident

    def _check_exclusions(self) -> None:
        for code in self.facts.exclusions:
            what = self.words.code_label("exclusion", code)
            self.warnings.append(Label("排除性条件：{what}，一般不予建档，请核对", what=what))


def told_monthly(one: Relative) -> Label:
    """That somebody's 月收入 does not count as long as it stands in the family table only."""
    amount = show_money(one.monthly)
    return Label("{name}的月收入 {amount} 元没有算进去：“收入”里还没有这一位", name=one.name, amount=amount)


def _limit(fen: Fraction) -> str:
    """A limit for showing: exact when it is whole fen."""
    return show_money(_half_up(fen))


def _half_up(fen: Fraction) -> int:
    """The nearest whole fen; a half goes away from zero, as on paper."""
    whole = (2 * abs(fen.numerator) + fen.denominator) // (2 * fen.denominator)
    return -whole if fen < 0 else whole
