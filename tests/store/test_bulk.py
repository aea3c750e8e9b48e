"""Many rows that are written at once: all of them, in order, and what the driver makes of their values."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.models import Person
from app.models.store.bulk import AT_ONCE
from app.models.store.database import Database


@pytest.mark.parametrize("count", [1, AT_ONCE - 1, AT_ONCE, AT_ONCE + 1, 3 * AT_ONCE + 2])
def test_every_row_comes_in_under_its_own_id_however_many_are_written(database: Database, count: int) -> None:
    names = [f"职工{number}" for number in range(count)]

    with database.write("新增会员") as session:
        ids = session.insert_many(Person, [{"name": name} for name in names])

    with database.read() as session:
        found = session.execute(select(Person.id, Person.name).order_by(Person.id)).all()
    assert [tuple(row) for row in found] == list(zip(ids, names, strict=True))


def test_bytes_yes_and_nothing_come_back_from_the_file_as_they_went_in(database: Database) -> None:
    values = (b"\x00\xff", True, False, None, "", 0)

    with database.read() as session:
        found = session.connection().exec_driver_sql("SELECT ?, ?, ?, ?, ?, ?", values).one()
        kinds = session.connection().exec_driver_sql("SELECT typeof(?), typeof(?), typeof(?)", (b"", True, None)).one()

    assert tuple(found) == values
    assert tuple(kinds) == ("blob", "integer", "null")
