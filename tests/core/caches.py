"""What is stored only for speed, computed again from the facts by other code than the program's."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Household, HouseholdMember, Membership, MembershipChange
from app.models.declare import record_types, search_text, table_of

ENDED = {"4": "transferred_out", "5": "expelled", "6": "withdrawn", "7": "deceased"}


def wrong_caches(session: Session) -> list[str]:
    """Every cached value of a live record that the facts do not give."""
    return [*_memberships(session), *_households(session), *_search_texts(session)]


def _memberships(session: Session) -> list[str]:
    wrong = []
    people = defaultdict(list)
    for membership in session.scalars(select(Membership).where(Membership.deleted_at.is_(None))):
        rows = session.scalars(
            select(MembershipChange).where(
                MembershipChange.membership_id == membership.id, MembershipChange.deleted_at.is_(None)
            )
        ).all()
        last = sorted(rows, key=lambda row: (row.on or "", row.id))[-1] if rows else None
        status = "active" if last is None else ENDED.get(last.type, "retained" if last.type == "3" else "active")
        ended = last.on if last is not None and last.type in ENDED else None
        if (membership.status, membership.ended_on) != (status, ended):
            wrong.append(f"membership {membership.id}: {membership.status} {membership.ended_on}, not {status} {ended}")
        if [row.id for row in rows if row.is_latest] != ([last.id] if last else []):
            wrong.append(f"membership {membership.id}: the wrong change is the latest")
        people[membership.person_id].append(membership)
    for person_id, memberships in people.items():
        open_ones = [one for one in memberships if one.ended_on is None] or memberships
        shown = sorted(open_ones, key=lambda one: (one.joined_on or "", one.id))[-1]
        if [one.id for one in memberships if one.is_current] != [shown.id]:
            wrong.append(f"person {person_id}: not exactly the right membership is shown")
    return wrong


def _households(session: Session) -> list[str]:
    wrong = []
    for household in session.scalars(select(Household).where(Household.deleted_at.is_(None))):
        rows = session.scalars(select(HouseholdMember).where(HouseholdMember.household_id == household.id)).all()
        living = sum(row.deleted_at is None for row in rows)
        if household.size != living:
            wrong.append(f"household {household.id}: {household.size}, not {living}")
    return wrong


def _search_texts(session: Session) -> list[str]:
    return [
        f"{record.__tablename__} {row['id']}: search text"
        for record in record_types().values()
        for row in session.execute(select(table_of(record))).mappings()
        if row["search_text"] != search_text(record, dict(row))
    ]
