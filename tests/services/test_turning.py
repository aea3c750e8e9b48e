"""What an undo tells the window: the name of what was taken back, and what is there again."""

from __future__ import annotations

from app.models import Person
from app.models.store.database import Database
from app.services import recycle_bin, turning
from tests.factories import add_person


def people(database: Database, *names: str) -> list[int]:
    with database.write("新增") as session:
        return [add_person(session, name).id for name in names]


def test_a_deletion_is_named_after_the_one_who_was_deleted(database: Database) -> None:
    ids = people(database, "刘秀英")
    recycle_bin.put_away(database, Person, ids)

    turned = turning.take_back(database)

    assert str(turned.name) == "删除“刘秀英”"
    assert turned.back["person"] == ids


def test_what_an_undo_removes_is_not_there_again(database: Database) -> None:
    people(database, "刘秀英", "王芳")

    turned = turning.take_back(database)

    assert "person" not in turned.back


def test_what_a_redo_makes_again_is_there_again(database: Database) -> None:
    ids = people(database, "刘秀英", "王芳")
    turning.take_back(database)

    turned = turning.do_again(database)

    assert str(turned.name) == "新增" and turned.back["person"] == ids


def test_one_deed_of_the_history_is_taken_back_by_its_own_name(database: Database) -> None:
    first, second = people(database, "刘秀英", "王芳")
    recycle_bin.put_away(database, Person, [first])
    deed = database.last_deed()
    recycle_bin.put_away(database, Person, [second])

    turned = turning.take_back(database, deed)

    assert str(turned.name) == "删除“刘秀英”" and turned.back["person"] == [first]
