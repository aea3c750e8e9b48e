"""What follows from the facts follows at once, and from nothing else."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Household, HouseholdMember, Membership, MembershipChange, Person
from app.models.people import complete_person
from app.models.store.database import Database
from app.services import listing, records
from app.services.filtering import Condition
from app.services.listing import View
from tests.core.caches import wrong_caches

MEMBERS = View(Person, where=(Condition("membership.status", "!=", ""),), columns=("name", "membership.status"))


def shown(database: Database) -> list[list[str]]:
    """The list of members: name and status."""
    with database.read() as session:
        assert wrong_caches(session) == []
        return listing.rows(session, MEMBERS, listing.ids(session, MEMBERS))


def person(session: Session, name: str) -> Person:
    return session.scalars(select(Person).where(Person.name == name)).one()


def test_a_member_whose_joining_nobody_dated_is_a_member_all_the_same(database: Database) -> None:
    with database.write("新增会员") as session:
        records.add(session, Person, {"name": "王芳", "memberships": [{}]})

    assert shown(database) == [["王芳", "在会"]]


def test_somebody_without_membership_is_no_member(database: Database) -> None:
    with database.write("新增人员") as session:
        records.add(session, Person, {"name": "王芳"})

    assert shown(database) == []


@pytest.mark.parametrize(
    ("events", "status"),
    [
        ([("1", "2001-05")], "在会"),
        ([("1", "2001-05"), ("3", "2010")], "保留会籍"),
        ([("1", "2001-05"), ("6", "2010"), ("1", "2015")], "在会"),
        ([("6", "2010"), ("1", "2001-05")], "已退会"),
        ([("1", "2001-05"), ("4", "2010-01-02")], "已转出"),
    ],
)
def test_the_status_follows_from_the_last_event_by_its_day(
    database: Database, events: list[tuple[str, str]], status: str
) -> None:
    changes = [{"type": kind, "on": on} for kind, on in events]
    with database.write("新增会员") as session:
        records.add(session, Person, {"name": "王芳", "memberships": [{"changes": changes}]})

    assert shown(database) == [["王芳", status]]


def test_an_event_taken_back_gives_the_status_before_it(database: Database) -> None:
    with database.write("新增会员") as session:
        changes = [{"type": "1", "on": "2001"}, {"type": "6", "on": "2010"}]
        records.add(session, Person, {"name": "王芳", "memberships": [{"changes": changes}]})
    with database.write("删除变动") as session:
        last = session.scalars(select(MembershipChange).where(MembershipChange.type == "6")).one()
        records.delete(session, last)
    without = shown(database)
    with database.write("恢复变动") as session:
        records.restore(session, session.scalars(select(MembershipChange).where(MembershipChange.type == "6")).one())

    assert without == [["王芳", "在会"]]
    assert shown(database) != without


def test_deleting_the_membership_that_is_shown_shows_the_other(database: Database) -> None:
    with database.write("新增会员") as session:
        old = {"member_no": "1", "joined_on": "1990"}
        new = {"member_no": "2", "joined_on": "2020"}
        records.add(session, Person, {"name": "王芳", "memberships": [old, new]})
    with database.write("删除会籍") as session:
        records.delete(session, records.find(session, Membership, "2"))

    assert shown(database) == [["王芳", "在会"]]
    with database.read() as session:
        current = session.scalars(select(Membership.member_no).where(Membership.is_current)).all()
    assert "1" in current


def test_a_membership_moved_to_somebody_else_leaves_both_people_right(database: Database) -> None:
    with database.write("新增会员") as session:
        records.add(session, Person, {"name": "王芳", "memberships": [{"member_no": "1"}, {"member_no": "2"}]})
        records.add(session, Person, {"name": "李伟"})
    with database.write("合并") as session:
        records.find(session, Membership, "2").put(person_id=person(session, "李伟").id)

    assert sorted(shown(database)) == [["李伟", "在会"], ["王芳", "在会"]]


def test_a_household_counts_those_who_live_in_it(database: Database) -> None:
    with database.write("建户") as session:
        members = [{"name": "王芳", "relation": "10"}, {"name": "李伟", "relation": "20"}]
        records.add(session, Household, [{"name": "甲户", "members": members}, {"name": "乙户"}])
    with database.write("搬家") as session:
        moving = session.scalars(select(HouseholdMember).where(HouseholdMember.name == "李伟")).one()
        moving.put(household_id=records.find(session, Household, "乙户").id)

    with database.read() as session:
        assert wrong_caches(session) == []
        assert {one.name: one.size for one in session.scalars(select(Household))} == {"甲户": 1, "乙户": 1}


def test_a_new_name_brings_its_pinyin_and_a_typed_pinyin_stays(database: Database) -> None:
    with database.write("新增") as session:
        records.add(session, Person, [{"name": "王芳"}, {"name": "单强", "name_pinyin": "dan qiang"}])
    with database.write("改名") as session:
        records.edit(session, person(session, "王芳"), {"name": "李芳"})
        records.edit(session, person(session, "单强"), {"name": "单刚"})

    with database.read() as session:
        assert person(session, "李芳").name_pinyin == "li fang"
        assert person(session, "单刚").name_pinyin == "dan qiang"
        assert listing.count(session, View(Person, search="wangfang")) == 0
        assert listing.count(session, View(Person, search="lifang")) == 1


def test_a_corrected_number_corrects_what_followed_from_it(database: Database) -> None:
    with database.write("新增") as session:
        records.add(session, Person, {"name": "王芳", "id_no": "11010519491231002X"})
    with database.write("改号") as session:
        records.edit(session, person(session, "王芳"), {"id_no": "440524188001010014"})

    with database.read() as session:
        found = person(session, "王芳")
        assert (found.sex, found.birth_date) == ("1", "1880-01-01")


def test_what_was_typed_against_the_number_stays() -> None:
    before = {
        "name": "王芳",
        "id_no": "11010519491231002X",
        "sex": "1",
        "birth_date": "1950",
        "name_pinyin": "wang fang",
    }
    after = before | {"id_no": "440524188001010014"}

    assert complete_person(after, before) == {"id_type": "1"}


def test_what_follows_is_not_told_as_somebodys_deed(database: Database) -> None:
    with database.write("新增会员") as session:
        records.add(session, Person, {"name": "王芳", "memberships": [{"changes": [{"type": "1"}]}]})

    with database.read() as session:
        entries = records.history(session, session.get_one(Membership, 1))
    assert {entry.field for entry in entries} == {"person", "status"}


@pytest.mark.parametrize(
    ("typed", "number", "born"),
    [
        ("1970-09", "370202197009044755", "1970-09-04"),
        ("1970", "370202197009044755", "1970-09-04"),
        ("1970-08", "370202197009044755", None),
        ("1970-09-05", "370202197009044755", None),
        ("1970-09", "370202197009044750", None),
        ("1970-09", "370202700904475", None),
    ],
    ids=["agrees", "its year agrees", "another month", "another day", "an unsound number", "an old number"],
)
def test_a_birth_date_typed_in_part_is_completed_by_a_sound_number_that_agrees(
    typed: str, number: str, born: str | None
) -> None:
    assert complete_person({"birth_date": typed, "id_no": number}).get("birth_date") == born
