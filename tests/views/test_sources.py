"""The rows of a record type as a list asks for them."""

from __future__ import annotations

from app.models import OrgUnit, Person
from app.models.store.database import Database
from app.views.record_list.source import Query
from app.views.sources import RecordRows
from tests.factories import add_person


def add(database: Database, *names: str) -> None:
    with database.write("新增分会") as session:
        session.insert_many(OrgUnit, [{"name": name} for name in names])


def test_the_total_follows_every_deed(database: Database) -> None:
    add(database, "一车间", "二车间")
    rows = RecordRows(database, OrgUnit)

    before, _ = rows.total(), add(database, "三车间")

    assert (before, rows.total()) == (2, 3)


def test_a_search_leaves_the_total_alone(database: Database) -> None:
    add(database, "一车间", "二车间", "机关")
    rows = RecordRows(database, OrgUnit)

    found = len(rows.ids(Query(search="车间")))

    assert (found, rows.total()) == (2, 3)


def test_rows_that_compare_equal_stand_in_the_order_of_their_making(database: Database) -> None:
    add(database, "乙", "甲", "丙")
    rows = RecordRows(database, OrgUnit)

    assert list(rows.ids(Query(sort="parent"))) == sorted(rows.ids(Query()))


def test_a_row_that_is_to_be_checked_says_so_after_its_cells(database: Database) -> None:
    with database.write("准备") as session:
        sure = add_person(session, "王芳")
        doubtful = add_person(session, "李强", id_no="11010519491231002X", birth_date="1980-05-06")
        ids = [sure.id, doubtful.id]
    rows = RecordRows(database, Person)

    found = rows.rows(ids)

    assert [cells[len(rows.columns) :] for cells in found] == [[""], ["待核实"]]
