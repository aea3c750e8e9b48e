from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.models import HardshipCase, Person
from app.models.store.database import Database
from app.services import hardship, listing, records, rounds
from app.services.due import Matter, due_matters, months_before
from app.services.listing import View, parse_condition
from tests.factories import add_case, add_person, add_round, add_standard, set_region

DAY = date(2026, 11, 22)
FRESH = {"made_at": "2026-11-22T08:00:00+08:00"}


def _due(database: Database, on: date = DAY, backup: dict[str, Any] | None = FRESH) -> list[Matter]:
    with database.read() as session:
        return due_matters(session, on, backup)


def _said(matters: list[Matter]) -> list[str]:
    return [str(matter.what) for matter in matters]


def test_an_empty_file_has_nothing_due(database: Database) -> None:
    assert _due(database, backup=None) == []


def test_a_file_with_people_asks_for_its_first_backup_and_then_for_one_a_week(database: Database) -> None:
    with database.write("准备") as session:
        add_person(session)
    assert _said(_due(database, backup=None)) == ["还没有备份过。资料只在这台电脑上。"]
    assert _due(database, date(2026, 11, 28), FRESH) == []
    assert _said(_due(database, date(2026, 12, 1), FRESH)) == ["已 9 天没有备份。资料只在这台电脑上。"]


def test_a_round_whose_people_were_all_visited_is_ready_also_while_it_says_preparing(database: Database) -> None:
    with database.write("准备") as session:
        round = add_round(session, "春节")
        rounds.add(session, round, [add_person(session)])
        rounds.mark(session, round, None, "signed")
    assert _said(_due(database)) == ["“春节”都走访了，可以记为已发放。"]


def test_an_open_round_from_which_everybody_was_struck_is_due_as_one_without_people(database: Database) -> None:
    with database.write("准备") as session:
        round = add_round(session, "春节")
        rounds.add(session, round, [add_person(session)])
        rounds.advance(session, round, "open")
        rounds.mark(session, round, None, "cancelled", reason="调走了")
    found = _due(database)
    assert _said(found) == ["“春节”的名单上还没有人。"]
    assert (found[0].kind, found[0].count, found[0].uid) == ("round", 0, round.uid)


def test_rounds_not_finished_say_how_many_wait(database: Database) -> None:
    with database.write("准备") as session:
        person = add_person(session)
        add_round(session, "端午")
        waiting, ready, done = (add_round(session, title) for title in ("春节", "中秋", "国庆"))
        for round in (waiting, ready, done):
            rounds.add(session, round, [person])
            rounds.advance(session, round, "open")
        for round in (ready, done):
            rounds.mark(session, round, None, "visited")
        rounds.advance(session, done, "done")
    found = _due(database)
    assert _said(found) == ["“端午”的名单上还没有人。", "“春节”还有 1 人待走访。", "“中秋”都走访了，可以记为已发放。"]
    assert found[1].uid == waiting.uid


def test_a_file_of_somebody_who_has_died_is_to_be_looked_at(database: Database) -> None:
    with database.write("准备") as session:
        add_standard(session)
        case = add_case(session, filed_on="2026-06-01")
        case.stage = "on_file"
        add_case(session, filed_on="2026-06-01").stage = "on_file"
        session.get_one(Person, case.person_id).deceased_on = DAY
    [found] = _due(database)

    assert (str(found.what), found.count) == ("1 户在档的职工已去世，请核对档案。", 1)
    with database.read() as session:
        view = View(HardshipCase, where=tuple(map(parse_condition, found.where)))
        assert listing.ids(session, view) == [case.id]


def test_files_not_reviewed_for_the_cycle_are_counted_from_review_or_filing(database: Database) -> None:
    with database.write("准备") as session:
        add_standard(session)
        add_case(session, filed_on="2025-11-22")
        add_case(session, filed_on="2025-11-23")
        add_case(session, filed_on="2020-01-01", reviewed_on="2026-06-01")
        closed = add_case(session, filed_on="2020-01-01")
        hardship.advance(session, closed, "closed", on=DAY, reason="1")
    assert _said(_due(database)) == ["1 户的档案已满 12 个月没有复核。"]
    with database.write("设标准") as session:
        add_standard(session, "review_months", "5")
    assert _said(_due(database)) == ["3 户的档案已满 5 个月没有复核。"]


def test_a_year_without_a_standard_is_noticed_once_there_is_a_file(database: Database) -> None:
    with database.write("准备") as session:
        add_standard(session, **{"from": "2026-01-01", "to": "2026-12-31"})
        add_case(session, reviewed_on="2026-12-01")
    assert _due(database) == []
    missing = _due(database, date(2027, 1, 1), {"made_at": "2026-12-31T08:00:00+08:00"})
    assert _said(missing) == ["2027年的低保标准还没有填，困难类别算不出来。"]


def test_standards_of_two_regions_ask_for_our_own(database: Database) -> None:
    with database.write("准备") as session:
        add_case(session)
        add_standard(session, region="海口市")
        add_standard(session, region="三亚市")
    assert [(matter.kind, matter.record) for matter in _due(database)] == [("standard", "organization")]
    with database.write("填地区") as session:
        set_region(session, "海口市")
    assert _due(database) == []


def test_people_in_doubt_are_counted_with_the_list_they_lead_to(database: Database) -> None:
    with database.write("准备") as session:
        add_person(session, phone="0898-66778899")
        gone = add_person(session, phone="0898-66778899")
        records.delete(session, gone)
    found = _due(database)
    assert [(matter.kind, matter.count, matter.record, matter.where) for matter in found] == [
        ("doubt", 1, "person", ("in_doubt=是",))
    ]


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        (date(2026, 11, 22), 12, date(2025, 11, 22)),
        (date(2028, 2, 29), 12, date(2027, 2, 28)),
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2026, 1, 15), 1, date(2025, 12, 15)),
    ],
)
def test_months_before_a_day_end_with_a_shorter_month(day: date, months: int, before: date) -> None:
    assert months_before(day, months) == before
