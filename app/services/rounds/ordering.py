"""The order of a round's list: it is the order of the printed sheets and of ticking off."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from app.models import CondolenceRound, Person
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
    if listed == before:
        return False
    for position, record in enumerate(listed, start=1):
        record.put(position=position)
    session.flush()
    return True
