"""A file of the first version is opened by this one: brought up to date, with what it was kept beside it."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from app.errors import ErrorCode, KnownError
from app.models.store.keyfile import keys_path
from app.services import files
from tests.fixtures.schema.older import PASSWORD, older_file


@pytest.fixture
def older(tmp_path: Path) -> Path:
    return older_file(tmp_path)


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_file_of_the_first_version_opens_with_all_its_deeds_and_stays_as_it_was_beside_it(older: Path) -> None:
    before = sha256(older)

    with files.open_file(older, files.by_password(PASSWORD), upgrade=True) as file:
        assert file.database.chain_problems() == []
        assert file.database.last_deed() is not None
        kept = file.before

    assert kept is not None
    assert (kept.parent, sha256(kept)) == (older.parent, before)


def test_whoever_waits_is_told_once_before_it_begins(older: Path) -> None:
    told: list[str] = []

    def tell() -> None:
        told.append(sha256(older))

    before = sha256(older)
    for _ in range(2):
        files.open_file(older, files.by_password(PASSWORD), upgrade=True, on_upgrade=tell).close()

    assert told == [before]


def test_what_was_kept_of_an_older_version_opens_with_the_same_password(older: Path) -> None:
    with files.open_file(older, files.by_password(PASSWORD), upgrade=True) as file:
        kept = file.before
    assert kept is not None

    assert keys_path(kept).exists()
    with files.open_file(kept, files.by_password(PASSWORD), upgrade=True) as again:
        assert again.database.chain_problems() == []


def test_a_file_comes_up_to_date_once(older: Path) -> None:
    for expected in (True, False):
        with files.open_file(older, files.by_password(PASSWORD), upgrade=True) as file:
            assert (file.before is not None) is expected


def test_without_being_asked_for_an_older_file_is_refused_and_left_alone(older: Path) -> None:
    before = sha256(older)

    with pytest.raises(KnownError) as refused:
        files.open_file(older, files.by_password(PASSWORD))

    assert refused.value.code == ErrorCode.STATE
    assert sha256(older) == before
    assert [path.name for path in older.parent.glob("*.xiaojia")] == [older.name]


def test_an_upgrade_that_cannot_be_made_leaves_the_file_closed_and_as_it_was(older: Path) -> None:
    older.write_bytes(older.read_bytes()[:-8192])  # its last pages are gone
    before = sha256(older)

    with pytest.raises(KnownError) as refused:
        files.open_file(older, files.by_password(PASSWORD), upgrade=True)

    assert refused.value.code == ErrorCode.DAMAGED
    assert sha256(older) == before
    files.require_free(older)
    assert not list(older.parent.glob("*升级前*"))
