from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.orm import Session

from app.errors import ErrorCode, KnownError
from app.models import Person
from app.models.store import undo
from app.models.store.database import Database
from app.services import listing, members
from tests.factories import add_person, digests, membership_of

DAY = date(2026, 11, 22)


def test_each_event_gives_the_status_that_follows_from_it(database: Database) -> None:
    with database.write("会籍变动") as session:
        membership = membership_of(session, add_person(session))
        seen = [(membership.status, membership.ended_on)]
        for type, on in (("3", "2024-01"), ("2", "2025-01"), ("6", "2026-01-31")):
            members.change(session, membership, {"type": type, "on": on, "reason": "1"})
            seen.append((membership.status, membership.ended_on))
            assert members.recomputed_status(session, membership) == seen[-1]
    assert seen == [("active", None), ("retained", None), ("active", None), ("withdrawn", "2026-01-31")]


def test_an_event_entered_late_takes_its_place_in_time(database: Database) -> None:
    with database.write("会籍变动") as session:
        membership = membership_of(session, add_person(session))
        members.leave(session, membership, "2026-01")
        members.change(session, membership, {"type": "3", "on": "2024-01"})
        assert membership.status == "withdrawn"
        assert members.recomputed_status(session, membership) == ("withdrawn", "2026-01")


@pytest.mark.parametrize("type", ["1", "2"])
def test_a_member_cannot_join_again_while_a_member(database: Database, type: str) -> None:
    with database.write("准备") as session:
        membership = membership_of(session, add_person(session))
    with pytest.raises(KnownError) as refused, database.write("会籍变动") as session:
        members.change(session, membership, {"type": type, "on": "2026-01"})
    assert refused.value.code == ErrorCode.STATE
    with database.read() as session:
        assert members.recomputed_status(session, membership) == ("active", None)


def test_leaving_takes_a_reason_of_the_national_list(database: Database) -> None:
    with database.write("退会") as session:
        membership = membership_of(session, add_person(session))
        event = members.leave(session, membership, "2026-11-01", type="转出", reason="工作调动")
    assert (event.type, event.reason, event.on) == ("4", "1", "2026-11-01")
    assert (membership.status, membership.ended_on, membership.is_current) == ("transferred_out", "2026-11-01", True)


def test_who_left_may_join_again_and_the_old_membership_stays(database: Database) -> None:
    with database.write("重新入会") as session:
        person = add_person(session)
        old = membership_of(session, person)
        members.leave(session, old, "2024-05")
        new = members.rejoin(session, person, {"joined_on": "2026-09", "member_no": "0101"})
        with pytest.raises(KnownError) as refused:
            members.rejoin(session, person, {"joined_on": "2026-10"})
    assert (old.status, old.is_current, new.status, new.is_current) == ("withdrawn", False, "active", True)
    assert refused.value.code == ErrorCode.STATE
    with database.read() as session:
        view = listing.View(Person, columns=("membership.status", "membership.member_no"))
        assert listing.rows(session, view, listing.ids(session, view)) == [["在会", "0101"]]


def test_a_death_is_noted_with_the_person_and_ends_the_membership(database: Database) -> None:
    with database.write("去世") as session:
        person = add_person(session)
        membership = membership_of(session, person)
        members.mark_deceased(session, person, date(2026, 5, 1))
        with pytest.raises(KnownError) as refused:
            members.rejoin(session, person, {"joined_on": "2026-10"})
    assert (person.deceased_on, membership.status, membership.ended_on) == (
        date(2026, 5, 1),
        "deceased",
        "2026-05-01",
    )
    assert refused.value.code == ErrorCode.STATE


def test_a_death_after_leaving_leaves_the_old_membership_as_it_ended(database: Database) -> None:
    with database.write("去世") as session:
        person = add_person(session)
        membership = membership_of(session, person)
        members.leave(session, membership, "2024-05")
        members.mark_deceased(session, person, date(2026, 5, 1))
    assert (person.deceased_on, membership.status) == (date(2026, 5, 1), "withdrawn")


def test_why_somebody_is_gone_is_said_with_the_day_from_that_day_on(database: Database) -> None:
    with database.write("准备") as session:
        here, outsider, left, dead = (add_person(session, member=number != 1) for number in range(4))
        members.leave(session, membership_of(session, left), "2026-05")
        members.mark_deceased(session, dead, date(2026, 6, 2))
        after = [str(members.why_gone(session, one, DAY) or "") for one in (here, outsider, left, dead)]
        before = [members.why_gone(session, one, date(2026, 4, 30)) for one in (here, outsider, left, dead)]
    assert after == ["", "", "已退会（2026年5月）", "已于2026-06-02去世"]
    assert before == [None, None, None, None]


def test_the_retired_with_a_kept_membership_are_not_gone(database: Database) -> None:
    with database.write("准备") as session:
        person = add_person(session)
        members.change(session, membership_of(session, person), {"type": "3", "on": "2026-01"})
        assert members.why_gone(session, person, DAY) is None


def test_each_deed_on_a_membership_is_undone_whole(database: Database) -> None:
    with database.write("准备") as session:
        person = add_person(session)
    states = [digests(database)]
    with database.write("退会") as session:
        members.leave(session, membership_of(session, _again(session, person)), "2026-01")
    states.append(digests(database))
    with database.write("重新入会") as session:
        members.rejoin(session, _again(session, person), {"joined_on": "2026-09"})
    states.append(digests(database))
    with database.write("去世") as session:
        members.mark_deceased(session, _again(session, person), DAY)
    for state in reversed(states):
        undo.undo(database)
        assert digests(database) == state


def _again(session: Session, person: Person) -> Person:
    return session.get_one(Person, person.id)
