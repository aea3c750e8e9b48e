from __future__ import annotations

import errno
from pathlib import Path

import pytest
import sqlalchemy
import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy.pool import StaticPool

from app.errors import ErrorCode, KnownError, bad_input
from app.i18n import Label
from app.models.store.faults import fault_code, known_faults

SAVING = Label("保存")


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, ErrorCode.DISK_FULL),
        (errno.EFBIG, ErrorCode.DISK_FULL),
        (errno.EROFS, ErrorCode.READ_ONLY),
        (errno.EACCES, ErrorCode.READ_ONLY),
        (errno.EIO, ErrorCode.UNPLUGGED),
        (errno.ENODEV, ErrorCode.UNPLUGGED),
        (errno.ENOENT, ErrorCode.NOT_FOUND),
    ],
)
def test_a_fault_of_the_system_is_told_in_three_sentences(number: int, code: ErrorCode) -> None:
    with pytest.raises(KnownError) as caught, known_faults(SAVING, safe=Label("旧备份都在。")):
        raise OSError(number, "x")
    error = caught.value
    assert error.code is code
    assert "“保存”" in str(error.what)
    assert str(error.safe) == "旧备份都在。"
    assert str(error.next)
    assert "{" not in f"{error.what}{error.safe}{error.next}"


@pytest.mark.parametrize(
    ("number", "code"),
    [(112, ErrorCode.DISK_FULL), (19, ErrorCode.READ_ONLY), (32, ErrorCode.READ_ONLY), (1167, ErrorCode.UNPLUGGED)],
)
def test_faults_with_windows_numbers_are_known_too(number: int, code: ErrorCode) -> None:
    error = OSError(errno.EINVAL, "x")
    error.winerror = number  # type: ignore[attr-defined]
    assert fault_code(error) is code


def test_a_full_encrypted_file_is_told_as_a_full_disk_even_through_sqlalchemy(tmp_path: Path) -> None:
    connection = sqlcipher.connect(str(tmp_path / "x"), isolation_level=None)
    connection.execute("PRAGMA key = 'x'")
    connection.execute("CREATE TABLE t (a)")
    connection.execute("PRAGMA max_page_count = 3")
    engine = sqlalchemy.create_engine("sqlite://", module=sqlcipher, creator=lambda: connection, poolclass=StaticPool)
    with engine.begin() as session, pytest.raises(KnownError) as caught, known_faults(SAVING):
        session.exec_driver_sql("INSERT INTO t VALUES (zeroblob(100000))")
    connection.close()
    assert caught.value.code is ErrorCode.DISK_FULL


def test_a_disk_that_runs_full_during_a_copy_is_told_too(tmp_path: Path) -> None:
    source, target = (sqlcipher.connect(str(tmp_path / name), isolation_level=None) for name in "ab")
    source.execute("CREATE TABLE t (a)")
    source.execute("INSERT INTO t VALUES (zeroblob(100000))")
    target.execute("PRAGMA max_page_count = 3")
    with pytest.raises(KnownError) as caught, known_faults(SAVING):
        source.backup(target)
    source.close()
    target.close()
    assert caught.value.code is ErrorCode.DISK_FULL


def test_a_file_that_is_no_database_is_told_as_damaged(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"x" * 8192)
    connection = sqlcipher.connect(str(tmp_path / "x"))
    with pytest.raises(KnownError) as caught, known_faults(SAVING):
        connection.execute("SELECT * FROM sqlite_master")
    connection.close()
    assert caught.value.code is ErrorCode.DAMAGED


def test_a_folder_where_sqlite_cannot_make_a_file_is_told_as_not_writable(tmp_path: Path) -> None:
    with pytest.raises(KnownError) as caught, known_faults(SAVING):
        sqlcipher.connect(str(tmp_path / "missing" / "x"))
    assert caught.value.code is ErrorCode.READ_ONLY


def test_known_errors_pass_unchanged() -> None:
    error = bad_input([])
    with pytest.raises(KnownError) as caught, known_faults(SAVING):
        raise error
    assert caught.value is error


@pytest.mark.parametrize("bug", [ValueError("x"), OSError(errno.EDOM, "x"), KeyError("x")])
def test_a_bug_stays_a_bug(bug: Exception) -> None:
    with pytest.raises(type(bug)) as caught, known_faults(SAVING):
        raise bug
    assert caught.value is bug


def test_a_wrong_statement_stays_a_bug(tmp_path: Path) -> None:
    connection = sqlcipher.connect(":memory:")
    with pytest.raises(sqlcipher.OperationalError), known_faults(SAVING):
        connection.execute("SELECT nothing")
    connection.close()


def test_an_error_while_clearing_up_after_a_full_disk_is_told_as_the_full_disk(tmp_path: Path) -> None:
    """SQLite has undone everything by then, so the table that is to be cleared away is not there."""
    connection = sqlcipher.connect(str(tmp_path / "x"), isolation_level=None)
    connection.execute("PRAGMA key = 'x'")
    connection.execute("CREATE TABLE t (a)")
    connection.execute("PRAGMA max_page_count = 3")

    def fill_and_clear_up() -> None:
        try:
            connection.execute("INSERT INTO t VALUES (zeroblob(100000))")
        finally:
            connection.execute("DROP TABLE not_there")

    with pytest.raises(KnownError) as caught, known_faults(SAVING):
        fill_and_clear_up()
    connection.close()
    assert caught.value.code is ErrorCode.DISK_FULL


def test_an_error_of_ours_in_the_database_is_still_a_bug(tmp_path: Path) -> None:
    connection = sqlcipher.connect(str(tmp_path / "x"), isolation_level=None)
    with pytest.raises(sqlcipher.OperationalError), known_faults(SAVING):
        connection.execute("DROP TABLE not_there")
    connection.close()


def test_a_copy_beside_which_nothing_can_be_opened_is_no_bug_though_the_error_has_no_number(tmp_path: Path) -> None:
    (tmp_path / "copy-journal").mkdir()
    source = sqlcipher.connect(str(tmp_path / "x"), isolation_level=None)
    source.execute("CREATE TABLE t (a)")
    copy = sqlcipher.connect(str(tmp_path / "copy"), isolation_level=None)

    with pytest.raises(KnownError) as caught, known_faults(SAVING):
        source.backup(copy)

    source.close()
    copy.close()
    assert caught.value.code is ErrorCode.READ_ONLY
