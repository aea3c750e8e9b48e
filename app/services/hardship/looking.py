"""Looking at a draft while it is being filled in: what is wrong, what follows, and where the household stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy.orm import Session

from app.errors import KnownError, Problem
from app.frozen import dataclass
from app.i18n import Label
from app.models import HardshipCase, Household
from app.models.declare import Record, field_named
from app.models.people import complete_person
from app.models.values.money import show_money
from app.models.words import FileWords
from app.services.hardship.assessment import Assessment, assess_facts
from app.services.hardship.draft import HOME, TABLES, CaseDraft, raw_text
from app.services.hardship.facts import MONTHS, SELF, Facts, IncomeFact, Relative, Spent
from app.services.hardship.reading import ReadDraft, Values, read_draft
from app.services.today import today

# What a number tells about its holder: attribute → column.
_TOLD = {"sex": "sex", "birth_date": "born"}


@dataclass(frozen=True)
class Written:
    """A text as it will be kept, and as people read it."""

    raw: str
    shown: str


@dataclass(frozen=True)
class Looked:
    """What came of looking at a whole draft.

    `written` and `follows` go by the names of problems: `members.2.born`, `filed_on`, `household.phone`. `follows` is
    what a resident number tells. `result` is None where it cannot be said: `fault` says why, or `is_unfilled` that no
    income is filled in yet. `unread` amounts were left out of it because they cannot be read; `uncounted` are those
    whose 月收入 does not stand among the incomes.
    """

    problems: tuple[Problem, ...]
    written: Mapping[str, Written]
    follows: Mapping[str, Written]
    persons: int
    income: int
    expense: int
    unread: int
    months: int
    uncounted: tuple[Relative, ...]
    result: Assessment | None
    fault: KnownError | None
    is_unfilled: bool = False

    @property
    def conclusion(self) -> Label | None:
        """The result in one sentence."""
        return None if self.result is None else conclusion(self.result)


def look(session: Session, draft: CaseDraft) -> Looked:
    """Look at a draft; nothing is kept. Raises NOT_FOUND when its file is gone."""
    words = FileWords(session, today())
    read = read_draft(session, draft)
    facts = _facts(read, words)
    result, fault, unfilled = None, None, False
    try:
        result = assess_facts(session, facts, words.today)
        unfilled = result.is_unfilled
    except KnownError as known:
        fault = known
    return Looked(
        tuple(read.problems),
        dict(_written(read, words)),
        dict(_follows(read, words)),
        len(facts.people),
        sum(one.amount for one in facts.incomes),
        sum(one.amount for one in facts.expenses),
        sum(_unread(read)),
        facts.months,
        facts.uncounted,
        None if unfilled else result,
        fault,
        unfilled,
    )


def conclusion(found: Assessment) -> Label:
    """Where a household stands, in one sentence with the numbers: 人均 666.67 元，低于 750.00 元：深度困难职工."""
    by_key = {one.key: one for one in found.standards}
    dibao, multiple = by_key["dibao_monthly"], by_key.get("relative_multiple")
    facts: dict[str, object] = {"amount": show_money(found.per_capita_monthly), "category": found.category_label}
    if multiple is None:
        return Label("人均 {amount} 元，低于 {limit} 元：{category}", limit=dibao.written, **facts)
    times = multiple.ratio.numerator if multiple.ratio.denominator == 1 else multiple.written
    facts |= {"limit": show_money(int(dibao.fen * multiple.ratio)), "times": times}
    if found.category == "relative":
        return Label("人均 {amount} 元，低于 {limit} 元（低保的 {times} 倍）：{category}", **facts)
    return Label("人均 {amount} 元，不低于 {limit} 元（低保的 {times} 倍）：{category}", **facts)


def _facts(read: ReadDraft, words: FileWords) -> Facts:
    """What of the draft can be reckoned with; what is not filled in yet is named as such."""
    people = []
    for number, row in read.rows["members"].items():
        relation = words.code_label("family_relation_gbt4761", row["relation"]) if row.get("relation") else ""
        own = read.draft.members[number - 1].is_self
        name = row.get("name") or str(Label("未填姓名"))
        relation = SELF if own else relation or str(Label("未填关系"))
        monthly = row.get("monthly_income") or 0 if row.get("name") else 0
        people.append(Relative(name, relation, bool(row.get("idle_able")), monthly))
    exclusions = read.values.get("exclusions")
    return Facts(
        tuple(people),
        tuple(_incomes(read)),
        tuple(_expenses(read)),
        read.values.get("months") or MONTHS,
        bool(read.values.get("accident")),
        tuple(exclusions.split(",")) if exclusions else (),
    )


def _incomes(read: ReadDraft) -> Iterator[IncomeFact]:
    for row in read.rows["incomes"].values():
        if row.get("amount") is not None:
            member = row.get("member_name") or str(Label("未填成员"))
            months = (row.get("from_month") or "", row.get("to_month") or "")
            yield IncomeFact(member, row.get("kind") or str(Label("未填项目")), row["amount"], *months)


def _expenses(read: ReadDraft) -> Iterator[Spent]:
    for row in read.rows["expenses"].values():
        if row.get("amount") is not None:
            yield Spent(row.get("kind") or str(Label("未填项目")), row["amount"], row.get("member_name") or "")


def _unread(read: ReadDraft) -> Iterator[bool]:
    for table in ("incomes", "expenses"):
        for number, row in read.draft.numbered(table):
            yield bool(row.texts.get("yuan")) and read.rows[table][number].get("amount") is None


def _written(read: ReadDraft, words: FileWords) -> Iterator[tuple[str, Written]]:
    yield from _named(HardshipCase, "", read.values, words)
    yield from _named(Household, HOME, read.home, words)
    for table, record in TABLES.items():
        for number, values in read.rows[table].items():
            yield from _named(record, f"{table}.{number}.", values, words)


def _named(
    record: type[Record], prefix: str, values: Mapping[str, Any], words: FileWords
) -> Iterator[tuple[str, Written]]:
    for name, value in values.items():
        spec = field_named(record, name)
        if spec is not None and value is not None:
            yield prefix + spec.key, Written(raw_text(spec.kind, value, words), spec.kind.show(value, words))


def _follows(read: ReadDraft, words: FileWords) -> Iterator[tuple[str, Written]]:
    for number, values in read.rows["members"].items():
        told: Values = {
            name: value for name, value in complete_person({"id_no": values.get("id_no")}).items() if name in _TOLD
        }
        yield from _named(TABLES["members"], f"members.{number}.", told, words)
