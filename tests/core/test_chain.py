"""Whoever changes the journal behind the program's back is found out (reliability D2)."""

from __future__ import annotations

import gc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, text

from app.errors import NOTHING_CHANGED, ErrorCode, KnownError
from app.i18n import Label
from app.models import Person
from app.models.store import journal, meta, migrate, undo
from app.models.store.database import Database
from app.models.store.digests import all_digests
from app.services import records
from tests.conftest import MadeFile
from tests.core.random_deeds import RandomDeeds

TWO_ROWS = "(SELECT id FROM journal WHERE deed_id = 2 ORDER BY seq LIMIT 2)"


@pytest.fixture
def journalled(database: Database) -> Database:
    """A file with five deeds of several rows each."""
    for name in ("王芳", "李伟", "张强", "刘洋"):
        with database.write("新增会员") as session:
            records.add(session, Person, {"name": name, "memberships": [{"changes": [{"type": "1"}]}]})
    assert database.chain_problems() == []
    return database


def tamper(database: Database, *statements: str) -> list[Label]:
    """Run statements as somebody with a SQLite tool and the key would; what the program says then."""
    with database.engine.begin() as connection:
        for statement in statements:
            changed = connection.execute(text(statement))
            assert changed.rowcount > 0, "the statement must hit something"
    return database.chain_problems()


CHANGES = {
    "a value flipped": "UPDATE journal SET changes = replace(changes, '王芳', '王方') WHERE changes LIKE '%王芳%'",
    "a row's operation": "UPDATE journal SET op = 'u' WHERE deed_id = 3 AND seq = 1",
    "a row's record": "UPDATE journal SET record_id = record_id + 1 WHERE deed_id = 3 AND seq = 1",
    "a row's table": "UPDATE journal SET \"table\" = 'household' WHERE deed_id = 3 AND seq = 1",
    "a row removed": "DELETE FROM journal WHERE deed_id = 3 AND seq = 2",
    "the last row removed": "DELETE FROM journal WHERE id = (SELECT max(id) FROM journal)",
    "a row moved to another deed": "UPDATE journal SET deed_id = 4, seq = 99 WHERE deed_id = 3 AND seq = 1",
    "a row of a deed that is not": "UPDATE journal SET deed_id = 99 WHERE deed_id = 3 AND seq = 1",
    "a row inserted": (
        'INSERT INTO journal (deed_id, seq, "table", record_id, record_uid, op, changes, nonce, digest) '
        'SELECT deed_id, 99, "table", record_id, record_uid, op, changes, nonce, digest FROM journal '
        "WHERE deed_id = 3 AND seq = 1"
    ),
    "two rows swapped": f"UPDATE journal SET seq = 3 - seq WHERE id IN {TWO_ROWS}",
    "a deed's name": "UPDATE deed SET name = '修改会员' WHERE id = 3",
    "a deed's time": "UPDATE deed SET at = at - 86400000 WHERE id = 3",
    "a deed's actor": "UPDATE deed SET actor = '别人' WHERE id = 3",
    "a deed no longer undone": "UPDATE deed SET undoable = 0 WHERE id = 3",
    "a deed inserted": (
        "INSERT INTO deed (uid, at, actor, name, params, undoable, digest, mac) "
        "SELECT 'other', at, actor, name, params, undoable, digest, mac FROM deed WHERE id = 3"
    ),
    "a mac": "UPDATE deed SET mac = zeroblob(32) WHERE id = 3",
    "the head": "UPDATE meta SET value = '\"00\"' WHERE key = 'chain_head'",
    "the head taken away": "DELETE FROM meta WHERE key = 'chain_head'",
}


@pytest.mark.parametrize("statement", CHANGES.values(), ids=CHANGES.keys())
def test_one_change_behind_the_programs_back_is_found(journalled: Database, statement: str) -> None:
    assert tamper(journalled, statement) != []


def test_a_deed_removed_with_its_rows_is_found(journalled: Database) -> None:
    found = tamper(journalled, "DELETE FROM journal WHERE deed_id = 3", "DELETE FROM deed WHERE id = 3")

    assert found == [Label("第 {id} 步操作和前一步接不上", id=4)]


def test_a_cut_tail_is_found(journalled: Database) -> None:
    found = tamper(journalled, "DELETE FROM journal WHERE deed_id >= 4", "DELETE FROM deed WHERE id >= 4")

    assert found == [Label("最后几步操作不见了")]


def test_a_journal_emptied_whole_is_found(journalled: Database) -> None:
    assert tamper(journalled, "DELETE FROM journal", "DELETE FROM deed") == [Label("最后几步操作不见了")]


def test_two_deeds_swapped_are_found(journalled: Database) -> None:
    swap = "UPDATE {0} SET {1} = CASE {1} WHEN 3 THEN -4 WHEN 4 THEN -3 END WHERE {1} IN (3, 4)"
    back = "UPDATE {0} SET {1} = -{1} WHERE {1} < 0"
    moves = [step.format(*place) for place in (("deed", "id"), ("journal", "deed_id")) for step in (swap, back)]

    assert tamper(journalled, *moves) != []


def test_content_deleted_for_good_leaves_the_chain_whole_and_says_so(journalled: Database) -> None:
    """The person's right (PIPL article 47) against the journal's truth: the digest stays, the content goes."""
    blanked = "UPDATE journal SET changes = NULL, nonce = NULL WHERE \"table\" = 'person' AND changes LIKE '%王芳%'"

    assert tamper(journalled, blanked) == []
    with journalled.read() as session:
        shown = records.history(session, records.find(session, Person, "王芳"))
    assert [str(entry.label) for entry in shown] == ["已按本人要求删除"]


def test_another_secret_does_not_verify_the_chain(journalled: Database, made_file: MadeFile) -> None:
    path = journalled.path
    with journalled.engine.begin() as connection:
        meta.remember(connection, "chain_secret", "ab" * 32)
    journalled.close()

    with Database.open(path, made_file.dek) as again:
        assert again.chain_problems() != []


def test_every_deed_of_a_random_session_verifies_also_after_reopening(data_file: Path, made_file: MadeFile) -> None:
    with Database.open(data_file, made_file.dek) as database:
        RandomDeeds(database, 11).run(20)

    with Database.open(data_file, made_file.dek) as database:
        assert database.chain_problems() == []


@pytest.mark.parametrize("seed", [21, 22])
def test_replaying_the_journal_in_an_empty_file_gives_the_same_tables(
    database: Database, tmp_path: Path, seed: int
) -> None:
    RandomDeeds(database, seed).run(40)
    for _ in range(5):
        undo.undo(database)
    undo.redo(database)
    key = bytes(32)
    migrate.create_file(tmp_path / "empty.xiaojia", key, "0192f0c1-0000-7000-8000-000000000001")

    # The journal itself, small facts and blobs are no deeds; everything else must come back, prints and numbers too.
    compared: Callable[[Connection], object] = lambda connection: all_digests(  # noqa: E731
        connection, leave_out=("deed", "journal", "meta", "blob")
    )
    with Database.open(tmp_path / "empty.xiaojia", key) as empty, database.read() as source:
        with empty.engine.begin() as target:
            undo.replay(source.connection(), target)
            replayed = compared(target)
        original = compared(source.connection())

    assert replayed == original


def test_a_stop_on_the_way_leaves_nothing_open_in_a_copy_that_is_then_closed(
    journalled: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object) -> bytes:
        raise KnownError(ErrorCode.CANCELLED, Label("已停止。"), safe=NOTHING_CHANGED, next=Label("再开始一次。"))

    monkeypatch.setattr(journal, "_row_line", stop)
    held = journalled.engine.raw_connection()
    copy: Any = held.driver_connection
    held.detach()
    with pytest.raises(KnownError) as stopped:
        journalled.chain_problems_of(copy)
    copy.close()
    monkeypatch.undo()
    del stopped  # whoever is told of the stop holds on to where it came from: nothing there asks the copy any more
    gc.collect()
