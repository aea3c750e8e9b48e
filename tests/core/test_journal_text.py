"""What the journal writes by hand, because an import writes tens of thousands of lines, is what JSON would write."""

from __future__ import annotations

import json
from datetime import date

import pytest
from sqlalchemy import select

from app.models import HardshipCase, Household, Person
from app.models.store import undo
from app.models.store.database import Database
from app.models.store.journal import JOURNAL
from tests.factories import add_person, digests

AWKWARD = '双"引\\号\n换行\t\x1f \u2028𬱖'


def texts(database: Database) -> list[str]:
    """The changes of every line of the journal, oldest first."""
    with database.read() as session:
        return list(session.scalars(select(JOURNAL.c.changes).order_by(JOURNAL.c.id)))


def as_json(text: str) -> str:
    """The same, written by the library."""
    return json.dumps(json.loads(text), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


@pytest.mark.parametrize("many", [True, False])
def test_changes_are_written_as_json_writes_them(database: Database, many: bool) -> None:
    row = {"name": "张伟", "remark": AWKWARD, "is_migrant": True, "is_veteran": False, "consent_on": date(2026, 11, 22)}
    with database.write("新增会员") as session:
        if many:
            session.insert_many(Person, [row])
        else:
            session.add(Person(**row))
    with database.write("修改会员") as session:
        session.get_one(Person, 1).put(remark=None, is_veteran=True, consent_on=date(2027, 1, 1))

    found = texts(database)[-2:]

    assert found == [as_json(text) for text in found]
    assert json.loads(found[0])["remark"] == [None, AWKWARD]
    assert json.loads(found[1])["is_veteran"] == [False, True]


def test_a_uid_that_needs_quoting_leaves_the_chain_whole(database: Database) -> None:
    with database.write("导入") as session:
        session.insert_many(Person, [{"name": "张伟", "uid": 'a","b'}])

    assert database.chain_problems() == []


def test_a_blank_given_for_a_field_with_a_default_stays_blank(database: Database) -> None:
    with database.write("新增会员") as session:
        person = add_person(session, "张伟")
    with database.write("建档") as session:
        home = session.insert_many(Household, [{"name": "张伟"}])[0]
        case = {"person_id": person.id, "household_id": home, "stage": "draft", "months": None}
        session.insert_many(HardshipCase, [case, case | {"months": 6}])
        found = session.scalars(select(HardshipCase.months).order_by(HardshipCase.id)).all()

    assert list(found) == [None, 6]


def test_many_rows_that_were_undone_come_back_as_they_were(database: Database) -> None:
    before = digests(database)
    with database.write("导入") as session:
        session.insert_many(Person, [{"name": f"张{n}", "is_migrant": n % 2 == 0} for n in range(700)])
    made = digests(database)

    undo.undo(database)
    between = digests(database)
    undo.redo(database)

    assert (between["person"], digests(database)["person"]) == (before["person"], made["person"])
