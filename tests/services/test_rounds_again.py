"""The order of a round's list, and taking over the list of a former round."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest
from sqlalchemy.orm import Session

from app.models import CondolenceRound, OrgUnit, Person
from app.models.store.database import Database
from app.services import hardship, members, records, rounds
from app.services.rounds.result import records_of
from tests.factories import add_case, add_person, add_round, membership_of
from tests.fixed_day import on_day

_day = on_day()


def _order(session: Session, round: CondolenceRound) -> str:
    return "".join(session.get_one(Person, one.person_id).name[-1] for one in records_of(session, round))


@pytest.mark.parametrize(
    ("chosen", "steps", "expected"),
    [
        ("C", -1, "ACBD"),
        ("A", -1, "ABCD"),
        ("B", 1, "ACBD"),
        ("D", 1, "ABCD"),
        ("BC", -1, "BCAD"),
        ("AC", 1, "BADC"),
        ("AB", -1, "ABCD"),
    ],
)
def test_people_move_together_one_place_and_stop_at_the_ends(
    database: Database, chosen: str, steps: int, expected: str
) -> None:
    with database.write("准备") as session:
        round = add_round(session)
        people = {sign: add_person(session, f"王{sign}") for sign in "ABCD"}
        rounds.add(session, round, list(people.values()))
    with database.write("移动") as session:
        round = session.get_one(CondolenceRound, round.id)
        wanted = [session.get_one(Person, people[sign].id) for sign in chosen]
        moved = rounds.move(session, round, wanted, steps)
        assert _order(session, round) == expected
    assert moved is (expected != "ABCD")


def _former(session: Session, people: Sequence[Person], **fields: object) -> CondolenceRound:
    data = {"year": 2025, "cash": "500"} | fields
    round = add_round(session, "2025年春节送温暖", **data)
    rounds.add(session, round, people)
    return round


def test_a_former_list_comes_in_with_its_order_and_groups_and_the_amounts_of_this_round(database: Database) -> None:
    with database.write("准备") as session:
        people = [add_person(session, "王芳"), add_person(session, "李强")]
        former = _former(session, people)
        rounds.group(session, former, "第二组", people[1:])
        round = add_round(session)
        result = rounds.take_over(session, round, rounds.copy_of(session, round, former))
        made = records_of(session, round)
    assert result.persons == 2
    assert [(one.person_id, one.visit_group, one.cash) for one in made] == [
        (people[0].id, None, 100000),
        (people[1].id, "第二组", 100000),
    ]


def test_a_round_without_a_standard_takes_over_what_each_was_given(database: Database) -> None:
    with database.write("准备") as session:
        former = _former(session, [add_person(session, "王芳")])
        round = add_round(session, cash="")
        rounds.take_over(session, round, rounds.copy_of(session, round, former))
        assert [one.cash for one in records_of(session, round)] == [50000]


def test_leavers_the_dead_closed_files_and_those_on_the_list_do_not_come_in_again(database: Database) -> None:
    with database.write("准备") as session:
        names = ("退会", "去世", "撤档", "已在", "取消", "照旧")
        people = {name: add_person(session, name) for name in names}
        case = add_case(session, people["撤档"], filed_on="2024-01-01")
        former = _former(session, list(people.values()))
        rounds.mark(session, former, [people["取消"]], "cancelled", reason="已外出")
        members.leave(session, membership_of(session, people["退会"]), "2026-05-04")
        members.mark_deceased(session, people["去世"], date(2026, 6, 2))
        hardship.advance(session, case, "closed", on=date(2026, 8, 1), reason="2")
        round = add_round(session)
        rounds.add(session, round, [people["已在"]])
        copy = rounds.copy_of(session, round, former)
    assert [one.person.name for one in copy.rows] == ["照旧"]
    assert {one.person.name: str(one.reason) for one in copy.gone} == {
        "退会": "已退会（2026-05-04）",
        "去世": "已于2026-06-02去世",
        "撤档": "档案已于2026-08-01撤档",
        "已在": "已在名单里",
        "取消": "那次已取消（已外出）",
    }


def test_who_moved_or_got_a_file_since_is_marked_and_new_files_are_listed(database: Database) -> None:
    with database.write("准备") as session:
        for name in ("一车间", "二车间"):
            records.add(session, OrgUnit, {"name": name})
        moved, poorer = add_person(session, "搬走"), add_person(session, "新困难")
        records.edit(session, moved, {"membership.org_unit": "一车间", "address": "老家"})
        former = _former(session, [moved, poorer])
    with database.write("后来") as session:
        moved = session.get_one(Person, moved.id)
        records.edit(session, moved, {"membership.org_unit": "二车间"})
        add_case(session, session.get_one(Person, poorer.id))
        add_case(session, add_person(session, "新建档"))
        round = add_round(session)
    with database.read() as session:
        copy = rounds.copy_of(
            session, session.get_one(CondolenceRound, round.id), session.get_one(CondolenceRound, former.id)
        )
        told = {one.person.name: [str(change) for change in one.changes] for one in copy.rows}
        new = [person.name for person, _ in copy.new]
    assert told == {"搬走": ["所在分会（小组）由“一车间”改为“二车间”"], "新困难": ["后来建了困难档案"]}
    assert new == ["新建档"]


def test_a_household_that_was_cancelled_then_is_told_of_and_is_no_new_one(database: Database) -> None:
    with database.write("准备") as session:
        person = add_person(session, "李海燕")
        add_case(session, person, filed_on="2024-01-01")
        former = _former(session, [person])
        rounds.mark(session, former, [person], "cancelled", reason="已外出")
        copy = rounds.copy_of(session, add_round(session), former)
    assert [str(one.reason) for one in copy.gone] == ["那次已取消（已外出）"]
    assert (copy.rows, copy.new) == ((), ())
