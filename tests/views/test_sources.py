"""The rows of a record type as a list asks for them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import event

from app.models import OrgUnit, Person
from app.models.store.database import Database
from app.services import members
from app.views import home_work
from app.views.home_work import MEMBERS
from app.views.record_list.source import Query
from app.views.sources import RecordRows
from tests.factories import add_person, membership_of


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


def test_a_list_shown_after_home_reads_nobody_again(database: Database) -> None:
    with database.write("新增会员") as session:
        add_person(session, "王伟")
        members.change(session, membership_of(session, add_person(session, "李娜")), {"type": "3", "on": "2024-01"})
        add_person(session, "外人", member=False)
    sent: list[str] = []

    def note(connection: Any, cursor: Any, statement: str, *further: Any) -> None:
        sent.append(statement)

    home = home_work.read(database)
    event.listen(database.engine, "before_cursor_execute", note)
    listed = RecordRows(database, Person, where=MEMBERS).ids(Query())
    event.remove(database.engine, "before_cursor_execute", note)

    assert [str(home.numbers[0].words), str(home.numbers[0].detail)] == ["会员 2 人", "其中在会 1 人"]
    assert len(listed) == 2
    assert [one for one in sent if "person" in one] == []
