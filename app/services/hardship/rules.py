"""What must fit together in a household's file, whoever writes it down (domain 02 §2.2)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from app.errors import Problem
from app.i18n import Label
from app.models.kinds.choices import FEW_CHOICES
from app.models.values import text
from app.models.values.days import surely_before
from app.services.hardship.cases import SELF_RELATION
from app.services.hardship.facts import SELF

Rows = Mapping[int, Mapping[str, Any]]
"""Values by attribute name of the lines of a table, by their number from 1."""


def family_problems(rows: Rows, worker: str | None, where: str) -> Iterator[Problem]:
    """本人 is the worker and nobody else, nobody is written twice, one head at most; `where` names the table."""
    for number, row in rows.items():
        if row.get("relation") == SELF_RELATION and worker and not same_text(row.get("name"), worker):
            what = Label("“本人”由程序自己加，这里不能是别人")
            yield Problem(what, f"{where}.{number}.relation")
    twice = Counter((text.fold(row.get("name") or ""), row.get("relation")) for row in rows.values())
    for number, row in rows.items():
        if row.get("name") and twice[text.fold(row["name"]), row.get("relation")] > 1:
            yield Problem(Label("同一个人写了两次"), f"{where}.{number}.name", value=row["name"])
    if sum(bool(row.get("is_head")) for row in rows.values()) > 1:
        yield Problem(Label("户主只能有一位"), where)


def item_problems(rows: Rows, names: Sequence[str], where: str) -> Iterator[Problem]:
    """Incomes and expenses name somebody of the household; months run forwards."""
    known = {text.fold(name) for name in (SELF, *names)}
    for number, row in rows.items():
        member = row.get("member_name")
        if member and text.fold(member) not in known:
            yield Problem(_nobody(names), f"{where}.{number}.member", value=member)
        first, last = row.get("from_month"), row.get("to_month")
        if first and last and surely_before(last, first):
            yield Problem(Label("止月早于起月"), f"{where}.{number}.to", value=last)


def _nobody(names: Sequence[str]) -> Label:
    """Nobody of the household is called so; of a large one it is not said who is."""
    people = list(dict.fromkeys((SELF, *names)))
    if len(people) > FEW_CHOICES:
        return Label("家庭成员里没有这个人")
    return Label("家庭成员里没有这个人，可以填：{people}", people="、".join(people))


def same_text(one: str | None, other: str | None) -> bool:
    """Whether two texts are the same to a reader."""
    return one is not None and other is not None and text.fold(one) == text.fold(other)
