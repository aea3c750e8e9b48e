"""Making a new file and bringing an older one up to date (`file.md`, Migrations; reliability C1–C4)."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from app.errors import NOTHING_CHANGED, ErrorCode, KnownError
from app.i18n import Label
from app.models.store import meta
from app.models.store.copies import journal_path
from app.models.store.durable import replace, sync_file, sync_folder, take_away
from app.models.store.engine import (
    APPLICATION_ID,
    MIGRATIONS,
    SCHEMA_VERSION,
    WRITE,
    check_header,
    connect,
    damaged,
    integrity_problems,
    make_engine,
    newest_revision,
    set_pragmas,
)
from app.models.store.faults import known_faults


def create_file(path: Path, key: bytes, file_id: str, fill: Callable[[Path], None] = lambda path: None) -> None:
    """Make a file of the present schema; `EXISTS` when something is there already.

    `fill` is given the file as it is being built, closed, to put in what it begins with: whenever this is cut off,
    there is no file or a whole one.
    """
    if path.exists():
        raise KnownError(
            ErrorCode.EXISTS,
            Label("这里已经有同名的资料。"),
            safe=Label("原来的资料没有改动。"),
            next=Label("换一个名称或文件夹。"),
        )
    with known_faults(Label("新建资料")), _beside(path, ".new") as building:
        raw = connect(building, key, new_file_id=file_id)
        try:
            raw.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            set_pragmas(raw)
            _run(raw, SCHEMA_VERSION, lambda connection: _found(connection, file_id))
        finally:
            raw.close()
        fill(building)
        replace(building, path)


@contextmanager
def _beside(path: Path, suffix: str) -> Iterator[Path]:
    """A name beside a file to build on; whatever is left there goes, SQLite's journal too."""
    building = path.with_name(path.name + suffix)
    traces = (building, journal_path(building))
    take_away(*traces)
    try:
        yield building
    finally:
        take_away(*traces)


def _found(connection: Connection, file_id: str) -> None:
    _upgrade(connection, MIGRATIONS)
    meta.remember(connection, "file_id", file_id)
    meta.remember(connection, "chain_secret", secrets.token_hex(32))


def upgrade_file(path: Path, key: bytes, kept: Path, *, migrations: Path = MIGRATIONS) -> tuple[int, int]:
    """Bring a file up to date on a verified copy; the old one stays as `kept`. Returns (from, to) versions.

    Until the last rename the old file is untouched; a migration that fails leaves it as it was.
    """
    newest = newest_revision(migrations)
    with known_faults(Label("升级资料")), _beside(path, ".upgrade") as copy:
        before = _verified_copy(path, key, copy, newest)
        if before == newest:
            return before, before
        raw = connect(copy, key)
        try:
            # A batch rebuild drops tables: with foreign keys on it would empty children (`file.md`).
            set_pragmas(raw, skip=("foreign_keys",))
            raw.execute("PRAGMA foreign_keys = OFF")
            _run(raw, newest, lambda connection: _migrate_checked(connection, migrations))
            if integrity_problems(raw):
                raise damaged()
        finally:
            raw.close()
        _keep(path, kept)
        replace(copy, path)
    return before, newest


def _keep(path: Path, kept: Path) -> None:
    """Give the (closed) file a second name, so that there is a live file at every moment."""
    try:
        os.link(path, kept)
    except FileExistsError:
        raise
    except OSError:  # a disk without links
        shutil.copyfile(path, kept)
        sync_file(kept)
    sync_folder(path.parent)


def _verified_copy(path: Path, key: bytes, copy: Path, newest: int) -> int:
    raw = connect(path, key)
    try:
        version = check_header(raw, newest=newest)
        if integrity_problems(raw):
            raise damaged()
        raw.execute("VACUUM INTO ?", (str(copy),))
    finally:
        raw.close()
    return version


def _migrate_checked(connection: Connection, migrations: Path) -> None:
    before, used = _row_counts(connection), _ids_used(connection)
    _upgrade(connection, migrations)
    after = _row_counts(connection)
    _keep_ids_used(connection, used)
    lost = [table for table, count in before.items() if table in after and after[table] < count]
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if lost or broken:
        raise KnownError(
            ErrorCode.DAMAGED,
            Label("升级没有做完：核对时发现内容对不上。"),
            safe=NOTHING_CHANGED,
            next=Label("先照旧用原来的版本，把情况告诉维护人员。"),
        )


def _row_counts(connection: Connection) -> dict[str, int]:
    names = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars().all()
    return {
        name: int(connection.exec_driver_sql(f'SELECT count(*) FROM "{name}"').scalar_one())
        for name in names
        if not name.startswith(("sqlite_", "alembic_"))
    }


def _ids_used(connection: Connection) -> dict[str, int]:
    """The greatest id ever given out in each table."""
    rows = connection.exec_driver_sql("SELECT name, seq FROM sqlite_sequence")
    return {str(name): int(seq) for name, seq in rows}


def _keep_ids_used(connection: Connection, used: dict[str, int]) -> None:
    """A rebuilt table starts counting at its last row and forgets AUTOINCREMENT: ids would be used twice."""
    now = _ids_used(connection)
    for name, last in used.items():
        made = connection.exec_driver_sql("SELECT sql FROM sqlite_master WHERE name = ?", (name,)).scalar()
        if made is None:
            continue
        if "AUTOINCREMENT" not in made:
            raise AssertionError(f"a migration rebuilt {name} without sqlite_autoincrement")
        connection.exec_driver_sql("DELETE FROM sqlite_sequence WHERE name = ?", (name,))
        connection.exec_driver_sql("INSERT INTO sqlite_sequence VALUES (?, ?)", (name, max(last, now.get(name, 0))))


def _run(raw: Any, version: int, work: Callable[[Connection], None]) -> None:
    engine = make_engine(raw).execution_options(**{WRITE: True})
    with engine.begin() as connection:
        work(connection)
        connection.exec_driver_sql(f"PRAGMA user_version = {version}")


def _upgrade(connection: Connection, migrations: Path) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(migrations).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
