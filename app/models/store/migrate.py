"""Making a new file and bringing an older one up to date (`file.md`, Migrations; reliability C1–C4)."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from app.errors import NOTHING_CHANGED, ErrorCode, KnownError
from app.i18n import Label
from app.models.store import meta
from app.models.store.durable import sync_folder
from app.models.store.engine import (
    APPLICATION_ID,
    SCHEMA_VERSION,
    WRITE,
    check_header,
    connect,
    damaged,
    integrity_problems,
    make_engine,
    set_pragmas,
)
from app.models.store.faults import known_faults

MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"


def create_file(path: Path, key: bytes, file_id: str) -> None:
    """Make an empty file of the present schema; `EXISTS` when something is there already."""
    if path.exists():
        raise KnownError(
            ErrorCode.EXISTS,
            Label("这里已经有同名的资料。"),
            safe=Label("原来的资料没有改动。"),
            next=Label("换一个名称或文件夹。"),
        )
    building = path.with_name(path.name + ".new")
    building.unlink(missing_ok=True)
    with known_faults(Label("新建资料")):
        raw = connect(building, key, new_file_id=file_id)
        try:
            raw.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            set_pragmas(raw)
            _run(raw, lambda connection: _found(connection, file_id))
        finally:
            raw.close()
        os.replace(building, path)
        sync_folder(path.parent)


def _found(connection: Connection, file_id: str) -> None:
    _upgrade(connection, "head")
    meta.remember(connection, "file_id", file_id)
    meta.remember(connection, "chain_secret", secrets.token_hex(32))


def upgrade_file(path: Path, key: bytes, kept: Path, *, revision: str = "head") -> tuple[int, int]:
    """Bring a file up to date on a verified copy; the old one stays as `kept`. Returns (from, to) versions.

    Until the last rename the old file is untouched; a migration that fails leaves it as it was.
    """
    copy = path.with_name(path.name + ".upgrade")
    copy.unlink(missing_ok=True)
    with known_faults(Label("升级资料")):
        before = _verified_copy(path, key, copy)
        if before == SCHEMA_VERSION:
            copy.unlink()
            return before, before
        raw = connect(copy, key)
        try:
            # A batch rebuild drops tables: with foreign keys on it would empty children (`file.md`).
            set_pragmas(raw, skip=("foreign_keys",))
            raw.execute("PRAGMA foreign_keys = OFF")
            _run(raw, lambda connection: _migrate_checked(connection, revision))
            if integrity_problems(raw):
                raise damaged()
        finally:
            raw.close()
        os.link(path, kept)
        sync_folder(path.parent)
        os.replace(copy, path)
        sync_folder(path.parent)
    return before, SCHEMA_VERSION


def _verified_copy(path: Path, key: bytes, copy: Path) -> int:
    raw = connect(path, key)
    try:
        version = check_header(raw)
        if integrity_problems(raw):
            raise damaged()
        raw.execute("VACUUM INTO ?", (str(copy),))
    finally:
        raw.close()
    return version


def _migrate_checked(connection: Connection, revision: str) -> None:
    before = _row_counts(connection)
    _upgrade(connection, revision)
    after = _row_counts(connection)
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


def _run(raw: Any, work: Callable[[Connection], None]) -> None:
    engine = make_engine(raw).execution_options(**{WRITE: True})
    with engine.begin() as connection:
        work(connection)
        connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA_VERSION}")


def _upgrade(connection: Connection, revision: str) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, revision)
