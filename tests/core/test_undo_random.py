"""Whatever was done can be taken back and done again, exactly."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from sqlalchemy import select

from app.errors import ErrorCode, KnownError
from app.models.declare import record_types
from app.models.store import undo
from app.models.store.database import Database
from app.models.store.digests import all_digests
from app.models.store.journal import JOURNAL
from tests.conftest import MadeFile
from tests.core.caches import wrong_caches
from tests.core.random_deeds import RandomDeeds

# deed, journal, meta grow with every undo (meta holds the chain's head); numbers given out and prints are never taken
# back; a blob is kept under its content's hash and is no deed.
NOT_TAKEN_BACK = ("deed", "journal", "meta", "number_sequence", "printed_form", "blob")
DEEDS = 50


def contents(database: Database) -> dict[str, tuple[int, str]]:
    with database.read() as session:
        return all_digests(session.connection(), leave_out=NOT_TAKEN_BACK)


def caches(database: Database) -> list[str]:
    with database.read() as session:
        return wrong_caches(session)


def undoable_deeds(database: Database) -> int:
    return sum(line.state == "done" for line in undo.deeds(database, limit=1000))


def refused_for(database: Database, target: int) -> list[int]:
    """Undo a deed; when that is refused, the deeds that have to go first."""
    try:
        undo.undo(database, target)
    except KnownError as refusal:
        if refusal.code != ErrorCode.HAS_DEPENDENTS:
            raise
        return [int(problem.value) for problem in refusal.problems]
    return []


@pytest.mark.parametrize("seed", [2, 3])
def test_all_deeds_undone_give_the_start_and_all_done_again_the_end(database: Database, seed: int) -> None:
    start = contents(database)
    RandomDeeds(database, seed).run(DEEDS)
    end = contents(database)
    steps = undoable_deeds(database)

    for _ in range(steps):
        undo.undo(database)
    undone = contents(database)
    for _ in range(steps):
        undo.redo(database)

    assert undone == start
    assert contents(database) == end
    assert caches(database) == []


def test_every_step_back_and_forth_gives_the_very_rows_of_that_moment(database: Database) -> None:
    deeds = RandomDeeds(database, 1)
    moments = [contents(database)]
    for _ in range(DEEDS):
        before = undoable_deeds(database)
        deeds.run(1)
        if undoable_deeds(database) > before:
            moments.append(contents(database))
    assert caches(database) == []

    for moment in reversed(moments[:-1]):
        undo.undo(database)
        assert contents(database) == moment
    with pytest.raises(KnownError) as nothing_left:
        undo.undo(database)
    for moment in moments[1:]:
        undo.redo(database)
        assert contents(database) == moment

    assert nothing_left.value.code == ErrorCode.STATE
    assert database.chain_problems() == []


def test_the_random_deeds_touch_every_record_type(database: Database) -> None:
    deeds = RandomDeeds(database, 1)

    deeds.run(DEEDS)

    with database.read() as session:
        touched = set(session.scalars(select(JOURNAL.c.table).where(JOURNAL.c.deed_id > 1)))
    assert touched == {record.__tablename__ for record in record_types().values()}


def test_undo_and_redo_go_on_after_the_file_was_closed_and_opened_again(data_file: Path, made_file: MadeFile) -> None:
    with Database.open(data_file, made_file.dek) as database:
        start = contents(database)
        RandomDeeds(database, 4).run(DEEDS)
        end = contents(database)
        steps = undoable_deeds(database)

    for _ in range(steps):
        with Database.open(data_file, made_file.dek) as database:
            undo.undo(database)
    with Database.open(data_file, made_file.dek) as database:
        undone = contents(database)
    for _ in range(steps):
        with Database.open(data_file, made_file.dek) as database:
            undo.redo(database)

    with Database.open(data_file, made_file.dek) as database:
        assert undone == start
        assert contents(database) == end


@pytest.mark.parametrize("seed", [5, 6])
def test_undone_in_any_order_that_is_allowed_everything_is_gone_and_nothing_derived_is_stale(
    database: Database, seed: int
) -> None:
    start = contents(database)
    RandomDeeds(database, seed).run(DEEDS)
    end = contents(database)
    rng = Random(seed)
    refused = allowed = 0

    while done := [line.id for line in undo.deeds(database, limit=1000) if line.state == "done"]:
        target = rng.choice(done)
        first = refused_for(database, target)
        refused, allowed = refused + bool(first), allowed + (not first and target != done[0])
        assert set(first) <= {one for one in done if one > target}
        for deed in reversed(first):
            undo.undo(database, deed)
        if first:
            undo.undo(database, target)
        assert caches(database) == []

    assert contents(database) == start
    assert refused >= 3 and allowed >= 3
    while undo.next_names(database)[1]:
        undo.redo(database)
    assert contents(database) == end
    assert database.chain_problems() == []
