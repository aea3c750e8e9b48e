"""Opening the encrypted file: key, pragmas, header (`file.md`, The connection; reliability A1–A3)."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import StaticPool

from app.errors import NOTHING_CHANGED, ErrorCode, KnownError
from app.i18n import Label
from app.models.store.crypto import sqlcipher_key
from app.models.store.faults import known_faults
from app.models.store.heap import give_back_large_pieces

APPLICATION_ID = 0x584A5847  # "XJXG"
MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"


def newest_revision(migrations: Path) -> int:
    """The number of the last migration of a folder; it is the schema version that these migrations lead to."""
    numbers = (int(path.name[:4]) for path in migrations.glob("versions/[0-9][0-9][0-9][0-9]_*.py"))
    return max(numbers, default=0)


SCHEMA_VERSION = newest_revision(MIGRATIONS)
WRITE = "xiaojia_write"

give_back_large_pieces()

# Read back and compared at every open; SQLite's own defaults lost the last save in 34 of 100 power cuts (M3).
PRAGMAS: dict[str, tuple[str, object]] = {
    "journal_mode": ("TRUNCATE", "truncate"),
    "synchronous": ("EXTRA", 3),
    "foreign_keys": ("ON", 1),
    "locking_mode": ("EXCLUSIVE", "exclusive"),
    "secure_delete": ("ON", 1),
    "temp_store": ("MEMORY", 2),
    # The indexes that searching, filtering and sorting 100,000 members walk along, 25 MB; with 24 MB each of them is
    # read anew whenever another one came between, and a search takes twice as long.
    "cache_size": ("-26624", -26624),
    "trusted_schema": ("OFF", 0),
}


_RECKONING = re.compile(r"\b(VIRTUAL|GENERATED|AS|CHECK|WHERE|SELECT|COLLATE|ROWID)\b|\(\s*\w+\s*\(", re.IGNORECASE)
"""ROWID reckons nothing, but without it, or with a column called so, the rows of a table are not found one by one."""

# What a value of these types becomes for the driver: itself. Without this it asks each value whether it has a way of
# its own to become one, 2 µs, which is a fifth of the time of writing the journal of a large import.
for _type, _way in ((bytes, bytes), (bool, int), (type(None), {}.get)):
    sqlcipher.register_adapter(_type, _way)


def connect(path: Path, key: bytes, *, read_only: bool = False, new_file_id: str = "") -> Any:
    """A raw connection to the encrypted file with the right key, or a known fault.

    `key` is the raw 256-bit data key; with `new_file_id` the file is made.
    The file is touched by no other library (reliability A5).
    """
    mode = "ro" if read_only else ("rwc" if new_file_id else "rw")
    with known_faults(Label("打开资料")):
        where = f"{path.absolute().as_uri()}?mode={mode}"
        connection = sqlcipher.connect(where, uri=True, check_same_thread=False, timeout=0)
        connection.isolation_level = None
        try:
            connection.execute("PRAGMA cipher_log_level = NONE")
            connection.execute(f'PRAGMA key = "{sqlcipher_key(key, new_file_id)}"')
            if read_only:  # whoever reads it all decrypts most pages once
                connection.execute(f"PRAGMA cache_size = {PRAGMAS['cache_size'][0]}")
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except BaseException:
            connection.close()
            raise
    return connection


def set_pragmas(connection: Any, *, skip: tuple[str, ...] = ()) -> None:
    """Set every pragma and read it back; a setting that does not hold is a bug, not a warning."""
    for name, (value, _) in PRAGMAS.items():
        if name not in skip:
            connection.execute(f"PRAGMA {name} = {value}")
    connection.execute("PRAGMA busy_timeout = 0")
    for name, (_, expected) in PRAGMAS.items():
        found = connection.execute(f"PRAGMA {name}").fetchone()[0]
        if name not in skip and found != expected:
            raise AssertionError(f"pragma {name} is {found!r}, not {expected!r}")


def hold(connection: Any) -> None:
    """Take the file for this program alone from now on (`locking_mode` keeps what the first lock took); or LOCKED."""
    with known_faults(Label("打开资料")):
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute("COMMIT")


def check_header(connection: Any, *, newest: int = SCHEMA_VERSION) -> int:
    """The file's schema version; refuses files that are empty, not ours or newer than this program."""
    if not connection.execute("PRAGMA page_count").fetchone()[0]:
        raise damaged()  # SQLite takes an empty file for a new one
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if application != APPLICATION_ID:
        raise KnownError(
            ErrorCode.NOT_OURS,
            Label("这个文件不是职工小家的资料。"),
            safe=Label("文件没有改动。"),
            next=Label("换一个文件，或从备份恢复。"),
        )
    if foreign_objects(connection):
        raise KnownError(
            ErrorCode.DAMAGED,
            Label("这份资料里夹带了职工小家不会放进去的东西，没有打开。"),
            safe=NOTHING_CHANGED,
            next=Label("别人给的资料，请他用职工小家重新做一份备份；自己的资料，用最近一份好的备份恢复。"),
        )
    if version > newest:
        raise KnownError(
            ErrorCode.NEWER_FILE,
            Label("这份资料是新版本做的，旧程序打不开。"),
            safe=Label("文件没有改动。"),
            next=Label("装新版本后再打开。"),
        )
    return version


def make_engine(connection: Any) -> Engine:
    """An engine over one raw connection; BEGIN is ours, so that schema changes roll back too (M18)."""
    engine = create_engine("sqlite://", module=sqlcipher, creator=lambda: connection, poolclass=StaticPool)

    @event.listens_for(engine, "begin")
    def begin(opened: Connection) -> None:
        writing = opened.get_execution_options().get(WRITE)
        opened.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine


def integrity_problems(connection: Any) -> list[str]:
    """What SQLCipher and SQLite find wrong with the file; empty when it is sound."""
    found = [str(row[0]) for row in connection.execute("PRAGMA cipher_integrity_check")]
    found += [str(row[0]) for row in connection.execute("PRAGMA integrity_check") if row[0] != "ok"]
    found += [f"{row[0]}: {row[2]}" for row in connection.execute("PRAGMA foreign_key_check")]
    return found


def foreign_objects(connection: Any) -> list[str]:
    """What no file of ours has, in any version: views, triggers, virtual tables, and whatever would be reckoned.

    A file made by somebody else with a password that he gives away may hold them; they would hang the program, or
    change rows behind the journal (reliability E1). Only the schema's text is read, nothing of it is carried out.
    """
    listed = connection.execute("SELECT type, name, coalesce(sql, '') FROM sqlite_master").fetchall()
    odd = [str(name) for kind, name, sql in listed if kind not in ("table", "index") or _RECKONING.search(str(sql))]
    indexes = [str(name) for kind, name, _ in listed if kind == "index" and str(name) not in odd]
    return odd + [name for name in indexes if _reckons(connection, name)]


def _reckons(connection: Any, index: str) -> bool:
    """Whether a column of the index is an expression (SQLite numbers those -2)."""
    quoted = index.replace('"', '""')
    return any(row[1] == -2 for row in connection.execute(f'PRAGMA index_xinfo("{quoted}")'))


def damaged() -> KnownError:
    """The refusal for a file in which something cannot be read."""
    return KnownError(
        ErrorCode.DAMAGED,
        Label("资料文件有一处读不出来。"),
        safe=NOTHING_CHANGED,
        next=Label("用最近一份好的备份恢复；这份文件先留着，别删。"),
    )
