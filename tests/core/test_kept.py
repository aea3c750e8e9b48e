"""What was read once holds until something is written, and no longer."""

from __future__ import annotations

from contextlib import suppress

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import CodeItem
from app.models.store.database import Database
from app.models.store.kept import kept, lasting
from app.models.words import FileWords
from app.services.today import today
from tests.factories import add_person

NAME = "tried"


def _read_twice(database: Database, reads: list[str]) -> None:
    def read() -> list[str]:
        reads.append("read")
        return reads

    for _ in range(2):
        with database.read() as session:
            kept(session, NAME, read)


def _label(session: Session, code: str) -> str:
    return FileWords(session, today()).code_label("sex_gbt2261_1", code)


def test_what_was_read_is_not_read_again_while_nothing_is_written(database: Database) -> None:
    reads: list[str] = []

    _read_twice(database, reads)

    assert reads == ["read"]


def test_what_was_read_is_read_again_after_any_deed(database: Database) -> None:
    reads: list[str] = []
    _read_twice(database, reads)

    with database.write("新增会员") as session:
        add_person(session, "王伟")
    _read_twice(database, reads)

    assert reads == ["read", "read"]


def test_a_choice_renamed_is_called_by_its_new_name_at_once(database: Database) -> None:
    with database.read() as session:
        before = _label(session, "1")

    with database.write("修改{type}", type=CodeItem.record_label) as session:
        row = session.scalars(select(CodeItem).where(CodeItem.list == "sex_gbt2261_1", CodeItem.code == "1")).one()
        row.label = "男同志"
        session.flush()
        within = _label(session, "1")
    with database.read() as session:
        after = _label(session, "1")

    assert (before, within, after) == ("男", "男同志", "男同志")


@pytest.mark.parametrize("door", ["read", "write"])
def test_what_a_change_that_is_taken_back_would_have_said_is_forgotten(database: Database, door: str) -> None:
    opened = database.read() if door == "read" else database.write("修改{type}", type=CodeItem.record_label)

    with suppress(InterruptedError), opened as session:
        row = session.scalars(select(CodeItem).where(CodeItem.list == "sex_gbt2261_1", CodeItem.code == "1")).one()
        row.label = "男同志"
        session.flush()
        within = _label(session, "1")
        raise InterruptedError
    with database.read() as session:
        after = _label(session, "1")

    assert within == "男同志"
    assert after != "男同志"


def test_what_lasts_is_made_once_and_not_by_a_session_that_writes(database: Database) -> None:
    with database.write("新增会员") as session:
        add_person(session, "王伟")
        written: list[str] = lasting(session, NAME, list)
    with database.read() as session:
        session.scalars(select(CodeItem).limit(1)).one().label = "男同志"
        session.flush()
        taken_back: list[str] = lasting(session, NAME, list)
    with database.read() as session:
        first: list[str] = lasting(session, NAME, list)
    with database.read() as session:
        again: list[str] = lasting(session, NAME, list)

    assert first is again
    assert first is not written
    assert first is not taken_back
