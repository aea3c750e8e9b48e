"""Taking over the list of a former round, with what has changed since: who left, died, moved, and who is new."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.frozen import dataclass
from app.i18n import Label
from app.models import CondolenceRecord, CondolenceRound, HardshipCase, Membership, Person
from app.models.declare import Record
from app.models.values.days import show_day
from app.models.words import FileWords
from app.services import members
from app.services.hardship import household_of, open_case_of
from app.services.history import history
from app.services.rounds.ledger import note_warnings, payout_day
from app.services.rounds.listed import AMOUNTS, append, reason_of
from app.services.rounds.on_file import Worker
from app.services.rounds.proposing import propose
from app.services.rounds.result import RoundResult, records_of, require_open, result
from app.services.today import today

MOVED: dict[type[Record], tuple[str, ...]] = {Person: ("department", "address"), Membership: ("org_unit",)}
"""The fields whose change means that somebody works or lives elsewhere now."""


@dataclass(frozen=True)
class Again:
    """Somebody of the former list who would come in again, and what has changed."""

    person: Person
    former: CondolenceRecord
    household_id: int | None
    case: HardshipCase | None
    reason: str | None
    changes: tuple[Label, ...]


@dataclass(frozen=True)
class Gone:
    """Somebody of the former list who would not, and why."""

    person: Person
    reason: Label


@dataclass(frozen=True)
class Copy:
    """What taking over a list would do, and the households on file that were not on it; nothing is written yet."""

    rows: tuple[Again, ...]
    gone: tuple[Gone, ...]
    new: tuple[tuple[Worker, str], ...]


def copy_of(session: Session, round: CondolenceRound, former: CondolenceRound) -> Copy:
    """Look at every person of a former list as things stand today."""
    listed = {one.person_id for one in records_of(session, round)}
    words = FileWords(session, today())
    rows, gone = [], []
    seen: set[int] = set()
    homes: set[int | None] = set()
    for record in records_of(session, former):
        person = session.get_one(Person, record.person_id)
        seen.add(person.id)
        homes.add(record.household_id)
        reason = _why_not(session, round, record, person, listed)
        if reason is not None:
            gone.append(Gone(person, reason))
            continue
        household = household_of(session, person)
        case = open_case_of(session, household.id) if household else None
        why = reason_of(case, words) if case else record.proposal_reason
        changes = tuple(_changes(session, former, record, person, case))
        rows.append(Again(person, record, household.id if household else record.household_id, case, why, changes))
    fresh = (
        one for one in propose(session, round).rows if one.person.id not in seen and one.case.household_id not in homes
    )
    return Copy(tuple(rows), tuple(gone), tuple((one.person, one.reason) for one in fresh))


def take_over(session: Session, round: CondolenceRound, copy: Copy) -> RoundResult:
    """Put the people of the former list on this one, in their order and groups.

    They get this round's amounts, or what each was given then where this round names none.
    """
    require_open(session, round)
    made = []
    for row in copy.rows:
        record = CondolenceRecord(
            person_id=row.person.id,
            household_id=row.household_id,
            case_id=row.case.id if row.case else None,
            proposal_reason=row.reason,
            visit_group=row.former.visit_group,
        )
        for name in AMOUNTS:
            setattr(record, name, getattr(giver(round, row.former), name))
        made.append(record)
    append(session, round, made)
    return result(session, round, note_warnings(session, round, made))


def giver(round: CondolenceRound, former: CondolenceRecord) -> CondolenceRound | CondolenceRecord:
    """Where somebody who is taken over gets the amounts from: this round, or where it names none, what was given then.

    The former is looked at as a whole: a round of goods gives no cash.
    """
    return round if any(getattr(round, name) is not None for name in AMOUNTS) else former


def _why_not(
    session: Session, round: CondolenceRound, record: CondolenceRecord, person: Person, listed: set[int]
) -> Label | None:
    if person.id in listed:
        return Label("已在名单里")
    if person.deleted_at is not None:
        return Label("已在回收站")
    left = members.why_gone(session, person, max(payout_day(round), today()))
    if left is not None:
        return left
    if record.status == "cancelled":
        return Label("那次已取消（{reason}）", reason=record.cancel_reason or "")
    case = session.get(HardshipCase, record.case_id) if record.case_id else None
    if case is not None and case.stage == "closed" and open_case_of(session, case.household_id) is None:
        return Label("档案已于{day}撤档", day=show_day(case.removed_on) if case.removed_on else "")
    return None


def _changes(
    session: Session,
    former: CondolenceRound,
    record: CondolenceRecord,
    person: Person,
    case: HardshipCase | None,
) -> Iterator[Label]:
    if case is not None and record.case_id is None:
        yield Label("后来建了困难档案")
    since = former.done_on or former.planned_on or date(former.year, 1, 1)
    query = select(Membership).where(
        Membership.person_id == person.id, Membership.is_current.is_(True), Membership.deleted_at.is_(None)
    )
    for found in (person, *session.scalars(query)):
        for entry in history(session, found):
            moved = entry.field in MOVED[type(found)] and entry.old
            if moved and datetime.fromtimestamp(entry.at / 1000).date() >= since:
                yield Label("{label}由“{old}”改为“{new}”", label=entry.label, old=entry.old, new=entry.new)
