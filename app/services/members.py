"""What happens to a membership: joining, changing, leaving, dying, joining again (domain 01 §1.3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Protocol

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.errors import NOTHING_CHANGED, ErrorCode, KnownError
from app.i18n import Label
from app.models import Membership, MembershipChange, Person
from app.models.people import LIVING_STATUSES, STATUS_AFTER, status_after
from app.models.values.days import first_day, show_day, show_partial_day
from app.models.words import FileWords
from app.services import records
from app.services.today import today

JOINED, TRANSFERRED_IN, WITHDREW, DIED = "1", "2", "6", "7"

# 01 §1.3 (D): the events that a status allows; the first event of a membership may be any (its past is not known).
ALLOWED = {"active": set("34567"), "retained": set("24567")}


def change(session: Session, membership: Membership, data: Mapping[str, object]) -> MembershipChange:
    """Record one event of a membership: `type`, `on`, `reason`, `from_org`, `to_org`, `doc_no` …, as typed.

    Raises STATE when the events, in order of time, would not follow from each other; `bad_input` for wrong fields.
    """
    kept = records.add(session, MembershipChange, {**data, "membership": membership.uid})
    made = kept.records[0]
    assert isinstance(made, MembershipChange)
    refuse_impossible(session, membership)
    session.flush()
    return made


def leave(
    session: Session, membership: Membership, on: str, *, type: str = WITHDREW, reason: str | None = None
) -> MembershipChange:
    """The member leaves: withdrew (6), transferred out (4) or expelled (5), for a reason of the national list."""
    return change(session, membership, {"type": type, "on": on, "reason": reason})


def rejoin(session: Session, person: Person, data: Mapping[str, object], *, type: str = JOINED) -> Membership:
    """A new membership of somebody who left or never joined; `data` as for a membership (`joined_on`, `org_unit` …).

    The old membership stays as it ended. Raises STATE when one is still alive, or the person has died.
    """
    if person.deceased_on is not None:
        raise _state(Label("已去世的人不能再入会。"))
    if any(one.status in LIVING_STATUSES for one in memberships(session, person)):
        raise _state(Label("这个人现在就在会，不用再入会。"))
    event = {"type": type, "on": data.get("joined_on")}
    kept = records.add(session, Membership, {**data, "person": person.uid, "changes": [event]})
    made = kept.records[0]
    assert isinstance(made, Membership)
    session.flush()
    return made


def mark_deceased(session: Session, person: Person, on: date) -> None:
    """The person died on a day: noted with the person, and as the local event 7 in a membership still alive."""
    person.put(deceased_on=on)
    for membership in memberships(session, person):
        if membership.status in LIVING_STATUSES:
            change(session, membership, {"type": DIED, "on": show_day(on)})
    session.flush()


def memberships(session: Session, person: Person) -> Sequence[Membership]:
    """A person's memberships, oldest first."""
    query = select(Membership).where(Membership.person_id == person.id, Membership.deleted_at.is_(None))
    return session.scalars(query.order_by(Membership.id)).all()


def recomputed_status(session: Session, membership: Membership) -> tuple[str, str | None]:
    """Status and end day as they follow from the events; equal to what is stored, or the file is wrong."""
    return status_after([(one.type, one.on) for one in _events(session, membership)])


class Mortal(Protocol):
    """A person, or the few columns of one that a list of many was read with."""

    @property
    def id(self) -> int: ...

    @property
    def deceased_on(self) -> date | None: ...


Shown = Mapping[int, tuple[str | None, str | None]]
"""Person → (status, end) of the membership that is shown."""


def shown_memberships(session: Session, people: Select[int]) -> Shown:
    """The shown memberships of the people that a query names, read at once for a list of many."""
    query = select(Membership.person_id, Membership.status, Membership.ended_on).where(
        Membership.is_current.is_(True), Membership.deleted_at.is_(None), Membership.person_id.in_(people)
    )
    # The oldest last, so that it is the one kept: there should be one only.
    rows = session.execute(query.order_by(Membership.id.desc()))
    return {person_id: (status, ended_on) for person_id, status, ended_on in rows}


def why_gone(session: Session, person: Mortal, on: date, shown: Shown | None = None) -> Label | None:
    """Why a person no longer takes part on a day: died, or left the union; None for members and for non-members.

    `shown` where many people are asked about.
    """
    if person.deceased_on is not None and person.deceased_on <= on:
        return Label("已于{day}去世", day=show_day(person.deceased_on))
    if shown is None:
        shown = shown_memberships(session, select(Person.id).where(Person.id == person.id))
    status, ended_on = shown.get(person.id, (None, None))
    if status is None or status in (*LIVING_STATUSES, "applying"):
        return None
    if ended_on is None:
        return Label("{status}", status=_status_label(session, status))
    if first_day(ended_on) > on:
        return None
    return Label("{status}（{day}）", status=_status_label(session, status), day=show_partial_day(ended_on))


def _status_label(session: Session, status: str) -> str:
    return FileWords(session, today()).code_label("membership_status", status)


def _events(session: Session, membership: Membership) -> list[MembershipChange]:
    rows = session.scalars(
        select(MembershipChange).where(
            MembershipChange.membership_id == membership.id, MembershipChange.deleted_at.is_(None)
        )
    )
    return sorted(rows, key=lambda one: (one.on or "", one.id))


def refuse_impossible(session: Session, membership: Membership) -> None:
    """Raise STATE when the events of a membership do not follow from each other."""
    events = _events(session, membership)
    for before, after in pairwise(events):
        status = STATUS_AFTER.get(before.type, "active")
        if after.type not in ALLOWED.get(status, set()):
            words = FileWords(session, today())
            raise _state(
                Label(
                    "“{status}”之后不能再“{event}”。",
                    status=words.code_label("membership_status", status),
                    event=words.code_label("membership_change_type", after.type),
                )
            )


def _state(what: Label) -> KnownError:
    return KnownError(
        ErrorCode.STATE,
        what,
        safe=NOTHING_CHANGED,
        next=Label("看看会籍变动：日期和先后对不对，退会后再来要重新入会。"),
    )
