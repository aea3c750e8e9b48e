"""Count and sum of selected cells, added up by the file: in whole fen, one kind of number only, however many rows."""

from __future__ import annotations

import pytest

from app.models import CondolenceRecord, CondolenceRound, HardshipCase, Person
from app.models.store.database import Database
from app.services import listing, records, recycle_bin
from app.services.listing import Condition, Figures, View
from app.views.record_list.source import Block, Query
from app.views.sources import RecordRows
from tests.factories import add_case, add_person, add_round

GIVEN = ("500.00", "0.01", "", "1000.10")
MANY = 1_203
VIEW = View(CondolenceRecord)


@pytest.fixture
def listed(database: Database) -> list[int]:
    """A round of four: 500 yuan, one fen, nothing written, 1,000.10 yuan; goods of 20 yuan for the first two."""
    with database.write("准备") as session:
        found = add_round(session, cash=None)
        for at, cash in enumerate(GIVEN):
            data = {"round": found.uid, "person": add_person(session).uid, "cash": cash or None}
            records.add(session, CondolenceRecord, data | ({"goods_value": "20"} if at < 2 else {}))
        return listing.ids(session, VIEW)


def figures(database: Database, *blocks: tuple[tuple[str, ...], list[int] | None], view: View = VIEW) -> Figures:
    with database.read() as session:
        return listing.figures(session, view, blocks)


def told(found: Figures) -> tuple[int, int, int, str]:
    return found.count, found.total, found.numbers, found.kind.name if found.kind else ""


def test_money_is_added_in_fen_and_blank_cells_are_not_counted(database: Database, listed: list[int]) -> None:
    assert told(figures(database, (("cash",), listed))) == (3, 150_011, 3, "money")


def test_cells_of_words_are_counted_and_not_added(database: Database, listed: list[int]) -> None:
    assert told(figures(database, (("person.name", "cash"), listed))) == (7, 150_011, 3, "money")
    assert told(figures(database, (("person.name",), listed))) == (4, 0, 0, "")


def test_two_columns_of_money_are_one_sum(database: Database, listed: list[int]) -> None:
    assert told(figures(database, (("cash", "goods_value"), listed))) == (5, 154_011, 5, "money")


def test_several_rectangles_are_added_up(database: Database, listed: list[int]) -> None:
    found = figures(database, (("cash",), listed[:1]), (("cash", "goods_value"), listed[1:2]))

    assert told(found) == (3, 50_000 + 1 + 2_000, 3, "money")


def test_everything_is_everything_of_the_view_and_nothing_that_is_deleted(
    database: Database, listed: list[int]
) -> None:
    with database.write("删除") as session:
        recycle_bin.delete(session, session.get_one(CondolenceRecord, listed[0]))

    assert told(figures(database, (("cash",), None))) == (2, 100_011, 2, "money")
    narrowed = View(CondolenceRecord, where=(Condition("cash", ">=", "1"),))
    assert told(figures(database, (("cash",), None), view=narrowed)) == (1, 100_010, 1, "money")


def test_more_rows_than_one_question_may_name_are_all_added(database: Database, listed: list[int]) -> None:
    with database.write("准备") as session:
        found = session.get_one(CondolenceRound, 1)
        session.insert_many(Person, [{"name": f"人{at}"} for at in range(MANY)])
        people = listing.ids(session, View(Person))[-MANY:]
        rows = [
            {"round_id": found.id, "person_id": one, "cash": at, "status": "planned"} for at, one in enumerate(people)
        ]
        session.insert_many(CondolenceRecord, rows)
        ids = listing.ids(session, VIEW)
    assert len(ids) == MANY + 4 > 2 * listing.PAGE

    found = figures(database, (("person.name", "cash"), ids))

    wanted = 150_011 + sum(range(MANY))
    assert told(found) == (len(ids) + MANY + 3, wanted, MANY + 3, "money")
    assert told(figures(database, (("person.name", "cash"), None))) == told(found)


def test_households_people_and_money_are_never_added_to_one_another(database: Database, listed: list[int]) -> None:
    with database.write("准备") as session:
        add_case(session)
    households = View(HardshipCase)
    assert told(figures(database, (("household.size",), None), view=households)) == (1, 1, 1, "number")
    for paths in (("household.size", "per_capita"), ("household.size", "household.floor_area")):
        assert figures(database, (paths, None), view=households).kind is None

    block = Block(("household.size", "per_capita"), None)
    shown = RecordRows(database, HardshipCase, columns=block.columns).figures(Query(), [block])

    assert (shown.count > 0, shown.total, shown.average) == (True, "", "")


def test_years_are_counted_and_not_added(database: Database, listed: list[int]) -> None:
    year = figures(database, (("year",), None), view=View(CondolenceRound))
    both = figures(database, (("year", "budget"), None), view=View(CondolenceRound))

    assert told(year) == (1, 0, 0, "")
    assert both.kind is not None and both.kind.name == "money"


def test_sum_and_average_are_shown_as_money_to_the_nearest_fen(database: Database, listed: list[int]) -> None:
    shown = RecordRows(database, CondolenceRecord).figures(Query(), [Block(("cash",), listed)])

    assert (shown.count, shown.total, shown.average) == (3, "1,500.11 元", "500.04 元")
