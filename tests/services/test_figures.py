from __future__ import annotations

from datetime import date

from app.models.store.database import Database
from app.services import rounds
from app.services.figures import Tally, figures
from tests.factories import add_case, add_person, add_round


def test_households_people_and_times_are_counted_apart(database: Database) -> None:
    spouse_row = {"name": "李四", "relation": "10", "id_no": "440524188001010014"}
    with database.write("准备") as session:
        spouse = add_person(session, "李四", id_no="440524188001010014")
        worker, alone = add_person(session, "王强"), add_person(session, "赵六")
        add_case(session, worker, household=[spouse_row])
        spring, autumn = add_round(session, "春节"), add_round(session, "中秋", occasion="FEST", cash="200")
        rounds.add(session, spring, [worker, spouse, alone])
        rounds.add(session, autumn, [worker], goods="月饼", goods_value="150.50")
        found = figures(session)
        of_spring = figures(session, spring)
    assert found.tally == Tally(households=1, persons=3, person_times=4, cash=300000, goods=15050)
    assert found.tally.total == 315050
    assert of_spring.tally == Tally(households=1, persons=3, person_times=3, cash=300000, goods=0)


def test_the_cancelled_and_the_removed_are_left_out(database: Database) -> None:
    with database.write("准备") as session:
        people = [add_person(session) for _ in range(3)]
        round = add_round(session)
        rounds.add(session, round, people)
        rounds.mark(session, round, people[:1], "cancelled", reason="出差")
        rounds.remove(session, round, people[1:2])
        found = figures(session, round)
    assert (found.tally.person_times, found.tally.cash) == (1, 100000)


def test_groups_and_occasions_are_counted_apart_the_ungrouped_last(database: Database) -> None:
    with database.write("准备") as session:
        one, two, three = (add_person(session) for _ in range(3))
        spring, illness = add_round(session), add_round(session, "住院", occasion="HOSP", cash="500")
        rounds.add(session, spring, [one, two, three])
        rounds.group(session, spring, "第二组", [one])
        rounds.group(session, spring, "第一组", [two])
        rounds.add(session, illness, [one])
        found = figures(session)
    assert [(part.label, part.tally.person_times, part.tally.cash) for part in found.by_group] == [
        ("第一组", 1, 100000),
        ("第二组", 1, 100000),
        ("", 2, 150000),
    ]
    assert [(part.key, part.label, part.tally.cash) for part in found.by_occasion] == [
        ("HARD", "困难走访（送温暖）", 300000),
        ("HOSP", "生病住院", 50000),
    ]


def test_between_two_days_only_what_was_handed_out_counts_both_days_included(database: Database) -> None:
    with database.write("准备") as session:
        people = [add_person(session) for _ in range(4)]
        round = add_round(session)
        rounds.add(session, round, people)
        for day, person in enumerate(people[:3], start=1):
            rounds.mark(session, round, [person], "visited", on=date(2027, 2, day))
        counts = [
            figures(session, round, from_, to).tally.person_times
            for from_, to in (
                (date(2027, 2, 1), date(2027, 2, 2)),
                (date(2027, 2, 2), None),
                (None, date(2027, 2, 1)),
                (None, None),
            )
        ]
    assert counts == [2, 2, 1, 4]


def test_a_file_without_rounds_has_figures_of_nothing(database: Database) -> None:
    with database.read() as session:
        found = figures(session)
    assert (found.tally, found.by_group, found.by_occasion) == (Tally(0, 0, 0, 0, 0), (), ())
