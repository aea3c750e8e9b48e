"""Which file a household has, and moving a file through its stages (domain 02 §2.4)."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import NOTHING_CHANGED, ErrorCode, KnownError, Problem, bad_input
from app.i18n import Label
from app.models import HardshipCase, Household, HouseholdMember, Person
from app.models.hardship import MOVES
from app.models.words import FileWords
from app.services.today import today

SELF_RELATION = "01"
ENDED = ("closed", "rejected")


def advance(
    session: Session, case: HardshipCase, stage: str, *, on: date | None = None, reason: str | None = None
) -> HardshipCase:
    """Move a file to a stage (code or label) on a day (today): on_file is filed that day, closed needs a reason.

    Raises STATE when that step cannot be taken now, `bad_input` when something it needs is missing.
    """
    words = FileWords(session, today())
    target = words.code_of("case_stage", stage)
    if target not in MOVES.get(case.stage, frozenset()):
        raise _wrong_step(words.code_label("case_stage", case.stage))
    problems = []
    if target == "closed":
        cause = words.code_of("removal_reason", reason) if reason else None
        if reason and cause is None:
            problems.append(Problem(Label("撤档原因不在可选的内容里"), field="removal_reason", value=reason))
        case.put(stage=target, removed_on=on or today(), removal_reason=cause)
    elif target == "on_file":
        case.put(stage=target, filed_on=on or case.filed_on or today())
    else:
        case.put(stage=target)
    problems = problems or case.check({})
    if target == "closed" and case.removed_on and case.filed_on and case.removed_on < case.filed_on:
        problems.append(Problem(Label("撤档日期早于建档日期"), field="removed_on"))
    if problems:
        raise bad_input(problems)
    session.flush()
    return case


def open_case_of(session: Session, household_id: int) -> HardshipCase | None:
    """The household's file that is not closed or refused, if there is one (one household = one file, A S17)."""
    query = select(HardshipCase).where(
        HardshipCase.household_id == household_id,
        HardshipCase.deleted_at.is_(None),
        HardshipCase.stage.not_in(ENDED),
    )
    return session.scalars(query.order_by(HardshipCase.id)).first()


def household_of(session: Session, person: Person) -> Household | None:
    """The household that a person belongs to: the one in which the person is 本人, else the latest."""
    query = (
        select(Household, HouseholdMember.relation)
        .join(HouseholdMember, HouseholdMember.household_id == Household.id)
        .where(
            HouseholdMember.person_id == person.id,
            HouseholdMember.deleted_at.is_(None),
            Household.deleted_at.is_(None),
        )
        .order_by(HouseholdMember.id)
    )
    found = session.execute(query).all()
    own = [household for household, relation in found if relation == SELF_RELATION]
    households = own or [household for household, _ in found]
    return households[-1] if households else None


def members_of(session: Session, household_id: int) -> list[HouseholdMember]:
    """The rows of a household in the order in which they were entered."""
    query = select(HouseholdMember).where(
        HouseholdMember.household_id == household_id, HouseholdMember.deleted_at.is_(None)
    )
    return list(session.scalars(query.order_by(HouseholdMember.id)))


def _wrong_step(stage: str) -> KnownError:
    return KnownError(
        ErrorCode.STATE,
        Label("这份档案现在是“{stage}”，这一步不能走。", stage=stage),
        safe=NOTHING_CHANGED,
        next=Label("草稿可以转为在档，在档的可以撤档；撤了档又困难的，另建一份新档案。"),
    )
