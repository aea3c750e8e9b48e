"""Every write goes through one door: one transaction, one deed, one announcement; all of it or nothing."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import delete, event, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from app.errors import ErrorCode, KnownError
from app.models import CodeItem, CondolenceRound, Household, HouseholdMember, Person
from app.models.store import undo
from app.models.store.database import Database, WriteSession
from app.models.store.digests import all_digests
from app.models.store.engine import PRAGMAS
from app.services import records
from tests.conftest import MadeFile


def digests(database: Database) -> object:
    with database.read() as session:
        return all_digests(session.connection())


def people(database: Database) -> int:
    with database.read() as session:
        return session.scalar(select(func.count()).select_from(Person)) or 0


def do(database: Database, deed: Callable[[WriteSession], object]) -> None:
    with database.write("某事") as session:
        deed(session)


@contextmanager
def statements(database: Database) -> Iterator[list[str]]:
    """What the program says to SQLite meanwhile."""
    said: list[str] = []

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        said.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    yield said
    event.remove(database.engine, "before_cursor_execute", note)


def test_the_settings_that_save_lives_are_read_back_from_the_open_file(database: Database) -> None:
    found = {name: database.raw.execute(f"PRAGMA {name}").fetchone()[0] for name in PRAGMAS}

    assert found == {
        "journal_mode": "truncate",
        "synchronous": 3,
        "foreign_keys": 1,
        "locking_mode": "exclusive",
        "secure_delete": 1,
        "temp_store": 2,
        "cache_size": -26624,
        "trusted_schema": 0,
    }


def test_reading_never_takes_the_write_lock(database: Database) -> None:
    with statements(database) as said:
        people(database)
        database.recall("nothing")
        database.last_deed()
        database.chain_problems()
        undo.next_names(database)

    assert "BEGIN" in said
    assert "BEGIN IMMEDIATE" not in said


def test_writing_takes_the_write_lock_at_once_and_once(database: Database) -> None:
    with statements(database) as said, database.write("新增会员") as session:
        session.add(Person(name="王芳"))
        session.add(Person(name="李伟"))

    assert said[0] == "BEGIN IMMEDIATE"
    assert sum(one.startswith("BEGIN") for one in said) == 1


def test_a_deed_that_fails_keeps_nothing_and_announces_nothing(database: Database) -> None:
    before = digests(database)
    heard: list[frozenset[str]] = []
    database.subscribe(heard.append)

    def fail(session: WriteSession) -> None:
        session.add(Person(name="王芳"))
        session.flush()
        session.insert_many(Person, [{"name": "李伟"}, {"name": "张强"}])
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        do(database, fail)

    assert digests(database) == before
    assert heard == []
    assert database.version == 0


def test_a_deed_that_fails_at_its_very_end_keeps_nothing(database: Database) -> None:
    before = digests(database)

    def link_to_nothing(session: WriteSession) -> None:
        session.connection().exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        session.insert_many(HouseholdMember, [{"household_id": 999, "name": "王芳", "relation": "10"}])

    with pytest.raises(IntegrityError):
        do(database, link_to_nothing)

    assert digests(database) == before


def test_a_full_disk_is_told_and_keeps_what_was_there(database: Database) -> None:
    """SQLite's own limit of pages stands in for the disk: it meets the same fault at the same places."""
    before = digests(database)
    pages = database.raw.execute("PRAGMA page_count").fetchone()[0]
    database.raw.execute(f"PRAGMA max_page_count = {pages + 5}")

    with pytest.raises(KnownError) as refused:
        do(database, lambda session: session.insert_many(Person, [{"name": "王芳"} for _ in range(3000)]))
    full = digests(database)
    database.raw.execute("PRAGMA max_page_count = 1000000")
    with database.write("新增会员") as session:
        session.add(Person(name="李伟"))

    assert refused.value.code == ErrorCode.DISK_FULL
    assert full == before
    assert people(database) == 1 and database.chain_problems() == []


def test_after_a_failure_the_next_deed_goes_through(database: Database) -> None:
    def fail(session: WriteSession) -> None:
        session.add(Person(name="王芳"))
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        do(database, fail)
    with database.write("新增会员") as session:
        session.add(Person(name="李伟"))

    assert people(database) == 1
    assert database.chain_problems() == []


def test_what_happens_in_a_reading_session_is_not_kept(database: Database) -> None:
    with database.read() as session:
        session.add(Household(name="某户", uid="0192f0c1-0000-7000-8000-000000000009"))
        session.flush()

    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(Household)) == 0


@pytest.mark.parametrize("outer", ["read", "write"])
@pytest.mark.parametrize("inner", ["read", "write"])
def test_a_unit_of_work_within_another_is_refused(database: Database, outer: str, inner: str) -> None:
    def open_one(name: str):  # type: ignore[no-untyped-def]
        return database.read() if name == "read" else database.write("某事")

    with open_one(outer), pytest.raises(RuntimeError, match="already open"), open_one(inner):
        pass

    assert people(database) == 0


def test_two_threads_take_turns(database: Database) -> None:
    started, done = threading.Event(), []

    def other() -> None:
        started.set()
        with database.write("新增会员") as session:
            session.add(Person(name="李伟"))
        done.append(people(database))

    thread = threading.Thread(target=other)
    with database.write("新增会员") as session:
        thread.start()
        started.wait(5)
        session.add(Person(name="王芳"))
        session.flush()
        assert done == []
    thread.join(10)

    assert done == [2]
    assert database.chain_problems() == []


def test_an_announcement_comes_after_the_commit_and_names_the_tables(database: Database) -> None:
    heard: list[tuple[frozenset[str], int]] = []
    stop = database.subscribe(lambda tables: heard.append((tables, people(database))))

    with database.write("新增会员") as session:
        records.add(session, Person, {"name": "王芳", "memberships": [{}]})
    undo.undo(database)
    stop()
    undo.redo(database)

    assert heard == [(frozenset({"person", "membership"}), 1), (frozenset({"person", "membership"}), 0)]


def test_a_block_that_changes_nothing_leaves_no_deed_and_announces_nothing(database: Database) -> None:
    with database.write("新增会员") as session:
        records.add(session, Person, {"name": "王芳"})
    last, heard = database.last_deed(), []
    database.subscribe(heard.append)

    with database.write("修改会员") as session:
        records.edit(session, records.find(session, Person, "王芳"), {"name": "王芳", "phone": ""})
        session.update_many(CodeItem, [])

    assert database.last_deed() == last
    assert heard == []


def test_records_cannot_be_removed(database: Database) -> None:
    with database.write("新增会员") as session:
        session.add(Person(name="王芳"))

    with pytest.raises(RuntimeError, match="deleted_at"), database.write("删除会员") as session:
        session.delete(records.find(session, Person, "王芳"))

    assert people(database) == 1


@pytest.mark.parametrize("statement", [update(Person).values(remark="x"), delete(Person), insert(Person)])
def test_statements_past_the_journal_are_refused(database: Database, statement: object) -> None:
    with pytest.raises(RuntimeError, match="journal"), database.write("批量") as session:
        session.execute(statement)  # type: ignore[call-overload]


def test_small_facts_are_kept_beside_the_journal(database: Database) -> None:
    last = database.last_deed()

    database.remember("last_backup", {"at": 5, "path": "乙"})

    assert database.recall("last_backup") == {"at": 5, "path": "乙"}
    assert database.recall("nothing") is None
    assert database.last_deed() == last


def test_who_and_when_is_kept_with_each_deed(data_file: Path, made_file: MadeFile) -> None:
    with Database.open(data_file, made_file.dek, actor="张主席", clock=lambda: 1_800_000_000_000) as database:
        with database.write("新增会员") as session:
            session.add(Person(name="王芳"))
        line = undo.deeds(database)[0]

    assert (line.actor, line.at) == ("张主席", 1_800_000_000_000)


def test_a_second_process_cannot_open_the_file(database: Database, made_file: MadeFile) -> None:
    people(database)

    with pytest.raises(KnownError) as refused:
        Database.open(database.path, made_file.dek)

    assert refused.value.code == ErrorCode.LOCKED


def test_many_rows_get_their_defaults_and_what_was_loaded_is_read_anew(database: Database) -> None:
    with database.write("批量") as session:
        [round_id] = session.insert_many(CondolenceRound, [{"title": "春节", "year": 2027, "occasion": "HARD"}])
        found = session.get_one(CondolenceRound, round_id)
        status = found.status
        row = {"id": round_id, "uid": found.uid, "title": found.title}
        session.update_many(CondolenceRound, [(row, {"title": "中秋"})])
        title = found.title

    assert (status, title) == ("draft", "中秋")
