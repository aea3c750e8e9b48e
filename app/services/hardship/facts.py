"""What an assessment looks at, from the file or from a screen that is not kept yet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.frozen import dataclass
from app.models import ExpenseItem, HardshipCase, IncomeItem, Person
from app.models.values import text
from app.models.words import FileWords
from app.services.hardship.cases import members_of
from app.services.today import today

SELF = "本人"
MONTHS = 12


@dataclass(frozen=True)
class Relative:
    """One person of the household; `relation` as people read it.

    `monthly` is the 月收入 of the family table, in fen: it only counts once it stands among the incomes (02 §2.1).
    It therefore is no difference between two households: whoever changes it alone keeps the category that was found.
    """

    name: str
    relation: str = SELF
    idle_able: bool = False
    monthly: int = field(default=0, compare=False)

    @property
    def called(self) -> frozenset[str]:
        """What an income may call this person."""
        return frozenset({text.fold(self.name), text.fold(SELF)} if self.relation == SELF else {text.fold(self.name)})


@dataclass(frozen=True)
class IncomeFact:
    """One income: whose, of which kind (a code), how much in fen, for which months."""

    member: str
    kind: str
    amount: int
    from_month: str = ""
    to_month: str = ""


@dataclass(frozen=True)
class Spent:
    """One unavoidable expense: kind (a code), fen, for whom."""

    kind: str
    amount: int
    member: str = ""


@dataclass(frozen=True)
class Facts:
    """What an assessment looks at; the worker is one of the people, with the relation 本人.

    `accident`: the chair ticked 突发意外致困. `exclusions`: codes of the list `exclusion`.
    """

    people: tuple[Relative, ...]
    incomes: tuple[IncomeFact, ...] = ()
    expenses: tuple[Spent, ...] = ()
    months: int = MONTHS
    accident: bool = False
    exclusions: tuple[str, ...] = ()

    @property
    def earners(self) -> frozenset[str]:
        """Whom an income (also of nothing) is entered for."""
        return frozenset(text.fold(one.member) for one in self.incomes)

    @property
    def uncounted(self) -> tuple[Relative, ...]:
        """Whose 月收入 is told in the family table and not among the incomes; never anybody whose income is there."""
        return tuple(one for one in self.people if one.monthly and not self.earners & one.called)


def facts_of(session: Session, case: HardshipCase) -> Facts:
    """What the file says about a case's household, incomes and expenses."""
    words = FileWords(session, today())
    people = [
        Relative(
            row.name,
            SELF if row.person_id == case.person_id else words.code_label("family_relation_gbt4761", row.relation),
            bool(row.idle_able),
            row.monthly_income or 0,
        )
        for row in members_of(session, case.household_id)
    ]
    if all(one.relation != SELF for one in people):  # the worker always counts (02 §2.2)
        people.insert(0, Relative(session.get_one(Person, case.person_id).name))
    return Facts(
        tuple(people),
        tuple(_incomes(session, case)),
        tuple(_expenses(session, case)),
        case.months or MONTHS,
        bool(case.accident),
        tuple(case.exclusions.split(",")) if case.exclusions else (),
    )


def _incomes(session: Session, case: HardshipCase) -> Iterator[IncomeFact]:
    query = select(IncomeItem).where(IncomeItem.case_id == case.id, IncomeItem.deleted_at.is_(None))
    for row in session.scalars(query.order_by(IncomeItem.id)):
        yield IncomeFact(row.member_name, row.kind, row.amount, row.from_month or "", row.to_month or "")


def _expenses(session: Session, case: HardshipCase) -> Iterator[Spent]:
    query = select(ExpenseItem).where(ExpenseItem.case_id == case.id, ExpenseItem.deleted_at.is_(None))
    for row in session.scalars(query.order_by(ExpenseItem.id)):
        yield Spent(row.kind, row.amount, row.member_name or "")
