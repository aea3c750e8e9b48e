"""What a household received: every condolence record of its people, newest first."""

from __future__ import annotations

from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.frozen import dataclass
from app.models import CondolenceRecord, CondolenceRound, HouseholdMember, Person
from app.models.words import FileWords
from app.services.today import today

HANDED_OUT = ("visited", "signed")


@dataclass(frozen=True)
class Received:
    """One record: of which round, for whom, what. Amounts in fen; `on` is the day of handing out, else the planned one.

    `status` is the label, `handed_out` whether it was given already.
    """

    year: int
    title: str
    on: date | None
    name: str
    cash: int
    goods: str
    goods_value: int
    status: str
    handed_out: bool
    proxy: str = ""


def received(session: Session, household_id: int) -> list[Received]:
    """What the household and the people in it were given or are to be given; cancelled records are left out."""
    words = FileWords(session, today())
    people = select(HouseholdMember.person_id).where(
        HouseholdMember.household_id == household_id,
        HouseholdMember.deleted_at.is_(None),
        HouseholdMember.person_id.is_not(None),
    )
    query = (
        select(CondolenceRecord, CondolenceRound, Person.name)
        .join(CondolenceRound, CondolenceRecord.round_id == CondolenceRound.id)
        .join(Person, CondolenceRecord.person_id == Person.id)
        .where(
            or_(CondolenceRecord.household_id == household_id, CondolenceRecord.person_id.in_(people)),
            CondolenceRecord.deleted_at.is_(None),
            CondolenceRound.deleted_at.is_(None),
            CondolenceRecord.status != "cancelled",
        )
    )
    found = [_one(record, round, name, words) for record, round, name in session.execute(query)]
    return sorted(found, key=lambda one: (one.year, one.on or date.max), reverse=True)


def _one(record: CondolenceRecord, round: CondolenceRound, name: str, words: FileWords) -> Received:
    return Received(
        round.year,
        round.title,
        record.visited_on or record.planned_on or round.planned_on,
        name,
        record.cash or 0,
        record.goods or "",
        record.goods_value or 0,
        words.code_label("round_record_status", record.status),
        record.status in HANDED_OUT,
        record.proxy or "",
    )
