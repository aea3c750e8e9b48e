"""The archive says what was changed since a form was printed, with names; and keeps enough to ask again."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from app.models import CondolenceRecord, CondolenceRound, Person, PrintedForm
from app.models.store.database import Database
from app.reports import press
from app.reports.drift import Drift, compare, drift
from app.reports.parameters import read_parameters, write_parameters
from app.reports.request import Request
from app.services import records, recycle_bin
from app.services.listing import Condition, View
from tests.factories import add_person, add_round


def since(database: Database) -> Drift | None:
    with database.read() as session:
        return drift(session, session.scalars(select(PrintedForm)).one())


def printed_round(database: Database) -> None:
    """A sign-off sheet of two people in the archive."""
    with database.write("批次") as session:
        found = add_round(session)
        for name in ("李梅", "王芳"):
            records.add(session, CondolenceRecord, {"round": found.uid, "person": add_person(session, name).uid})
    press.print_form(database, press.request_for("F22", of="2027年春节送温暖"))


def test_a_round_whose_name_ends_with_the_forms_first_word_is_not_called_so_twice(database: Database) -> None:
    with database.write("批次") as session:
        found = add_round(session, title="2027年春节慰问")
        records.add(session, CondolenceRecord, {"round": found.uid, "person": add_person(session, "李梅").uid})

    press.print_form(database, press.request_for("F22", of="2027年春节慰问"))

    with database.read() as session:
        assert session.scalars(select(PrintedForm.title)).one() == "2027年春节慰问金（品）发放签收表"


def test_nothing_is_said_while_the_list_is_as_it_was_printed(database: Database) -> None:
    printed_round(database)

    assert since(database) == Drift()


def test_who_came_who_left_and_whose_money_is_another_is_named(database: Database) -> None:
    printed_round(database)
    with database.write("改") as session:
        one, other = session.scalars(select(CondolenceRecord).order_by(CondolenceRecord.id)).all()
        found = records.find(session, CondolenceRound, "2027年春节送温暖")
        records.edit(session, one, {"cash": "800"})
        records.add(session, CondolenceRecord, {"round": found.uid, "person": add_person(session, "赵敏").uid})
    recycle_bin.put_away(database, CondolenceRecord, [other.id])

    assert since(database) == Drift(added=("赵敏",), lost=("王芳",), changed=("李梅",))


def test_a_roster_is_asked_again_with_the_filters_it_was_printed_with(database: Database) -> None:
    view = View(Person, where=(Condition("sex", "=", "女"),), among=(("name", ("李梅", "赵敏")),))
    with database.write("新增") as session:
        add_person(session, "李梅", sex="女")
        add_person(session, "王芳", sex="女")
    press.print_form(database, press.request_for("F01", view=view))
    with database.write("新增") as session:
        add_person(session, "赵敏", sex="女")
        add_person(session, "黄涛", sex="男")

    assert since(database) == Drift(added=("赵敏",))


def test_it_is_not_guessed_where_the_round_is_gone(database: Database) -> None:
    printed_round(database)
    with database.read() as session:
        round_id = session.scalars(select(CondolenceRecord.round_id)).first()
    recycle_bin.put_away(database, CondolenceRound, [round_id])

    assert since(database) is None


def test_it_is_not_guessed_of_a_roster_that_an_older_program_printed() -> None:
    assert read_parameters("F01", '{"of": "", "on": "2027-01-20", "strict": false}') is None


def test_what_was_asked_for_comes_back_as_it_was() -> None:
    view = View(Person, "张", (Condition("sex", "=", "女"),), ("name:desc",), ("name",), (("sex", ("女", "")),))
    asked = Request("F01", "", view, date(2027, 1, 20), strict=True)

    assert read_parameters("F01", write_parameters(asked)) == asked


def test_two_of_one_name_are_counted_and_not_mixed_up() -> None:
    before = [{"name": "张伟", "unit": "一车间"}, {"name": "张伟", "unit": "二车间"}]

    assert compare(before, [before[1], before[0]], "name") == Drift()
    assert compare(before, [before[1]], "name") == Drift(lost=("张伟",))
