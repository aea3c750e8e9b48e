"""The order of a round's list: it is the order of the printed sheets and of ticking off."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from app.models import CondolenceRecord, CondolenceRound, Person
from app.services.rounds.result import records_of, records_of_people, require_open


def move(session: Session, round: CondolenceRound, people: Sequence[Person], steps: int) -> bool:
    """Move people together one place up (−1) or down (+1); False when they are at the end already.

    The cancelled are passed over: they stand on no printed sheet.
    """
    require_open(session, round)
    chosen = {record.id for record in records_of_people(session, round, people)}
    listed = [record for record in records_of(session, round) if record.status != "cancelled"]
    before = list(listed)
    places = range(1, len(listed)) if steps < 0 else range(len(listed) - 2, -1, -1)
    onward = -1 if steps < 0 else 1
    for at in places:
        if listed[at].id in chosen and listed[at + onward].id not in chosen:
            listed[at], listed[at + onward] = listed[at + onward], listed[at]
    return _keep(session, before, listed)


def place(session: Session, round: CondolenceRound, people: Sequence[Person], before: Person | None) -> bool:
    """Put people together before somebody else, in their order, or behind the last; False when they stand there.

    The cancelled are passed over.
    """
    require_open(session, round)
    chosen = {record.id for record in records_of_people(session, round, people)}
    goal = {record.id for record in records_of_people(session, round, [before])} if before is not None else set()
    listed = [record for record in records_of(session, round) if record.status != "cancelled"]
    moved = [record for record in listed if record.id in chosen]
    # Those before the goal stay before the rows that come: the goal itself may be among them.
    at = next((place for place, record in enumerate(listed) if record.id in goal), len(listed))
    first = [record for record in listed[:at] if record.id not in chosen]
    last = [record for record in listed[at:] if record.id not in chosen]
    return _keep(session, listed, [*first, *moved, *last])


def _keep(session: Session, before: Sequence[CondolenceRecord], listed: Sequence[CondolenceRecord]) -> bool:
    if list(before) == list(listed):
        return False
    for position, record in enumerate(listed, start=1):
        record.put(position=position)
    session.flush()
    return True
