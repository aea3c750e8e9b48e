"""Crafted backups: by somebody who changes ours, and by somebody who makes one with a password of his own.

Whoever makes a backup himself decides what its every promise says; only what the program knows of its own tables can
tell it from ours.
"""

from __future__ import annotations

import json
import struct
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

from app.models.store.engine import connect
from app.services import backup as backups
from tests.backup.backup_makers import members, repack, with_manifest
from tests.faults.union import Union

Spoil = Callable[[Path, Union], object]


def _repacked(**changed: Callable[[bytes], bytes]) -> Spoil:
    """Members changed (`keys_json` is keys.json), in a zip that is whole."""

    def spoil(path: Path, theirs: Union) -> None:
        contents = members(path)
        names = {name: name.replace("_", ".") for name in changed}
        repack(path, {names[name]: change(contents[names[name]]) for name, change in changed.items()})

    return spoil


def _bytes(change: Callable[[bytearray], object]) -> Spoil:
    def spoil(path: Path, theirs: Union) -> None:
        data = bytearray(path.read_bytes())
        change(data)
        path.write_bytes(data)

    return spoil


def _more(*names: str) -> Spoil:
    def spoil(path: Path, theirs: Union) -> None:
        with zipfile.ZipFile(path, "a") as archive:
            for name in names:
                archive.writestr(name, b"evil")

    return spoil


def _own(*statements: str) -> Spoil:
    """Made by the program itself from a file in which somebody who has its password did as he liked."""

    def spoil(path: Path, theirs: Union) -> None:
        made = theirs.copy_to(path.parent / "theirs")
        _execute(made.path, theirs.dek, statements)
        with made.open() as opened:
            backups.backup(opened, made.folder).path.replace(path)

    return spoil


def _inside(*statements: str) -> Spoil:
    """Made by the program; then its encrypted data were changed by somebody who has the password."""

    def spoil(path: Path, theirs: Union) -> None:
        _own()(path, theirs)
        data = path.with_suffix(".data")
        data.write_bytes(members(path)["data.sqlcipher"])
        _execute(data, theirs.dek, statements)
        repack(path, {"data.sqlcipher": data.read_bytes()})

    return spoil


def _execute(path: Path, dek: bytes, statements: Sequence[str]) -> None:
    raw = connect(path, dek)
    for statement in statements:
        raw.execute(statement)
    raw.close()


def _costs(memory: int, passes: int, lanes: int) -> Spoil:
    def change(keys: bytes) -> bytes:
        document = json.loads(keys)
        document["file_id"] = "0192d3c5-0000-7000-8000-000000000000"  # not ours: the password will be tried
        for slot in document["slots"]:
            slot["params"] |= {"m": memory, "t": passes, "p": lanes}
        return json.dumps(document).encode()

    return _repacked(keys_json=change)


ENDLESS = "WITH RECURSIVE t(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM t) SELECT x AS name, x AS value FROM t"
HUGE = "hex(zeroblob(400000000))"
HARMLESS = ("a table more",)
"""What may be read: it is carried out by nobody."""
BACKUPS: dict[str, Spoil] = {
    "a manifest of one endless number": _repacked(manifest_json=lambda _: b'{"format": ' + b"9" * 900_000 + b"}"),
    "a manifest nested 100,000 deep": _repacked(manifest_json=lambda _: b"[" * 100_000),
    "a manifest of another kind": lambda path, theirs: repack(path, {"manifest.json": with_manifest(path, kind="x")}),
    "a manifest whose day is a path": lambda path, theirs: repack(
        path, {"manifest.json": with_manifest(path, made_at="../../etc", id="/etc/passwd")}
    ),
    "keys that cost an hour": _costs(1024 * 1024, 32, 8),
    "keys that cost more than the ceiling": _costs(2**31 - 1, 2**31 - 1, 255),
    "keys that cost nothing": _costs(8, 1, 1),
    "keys of a million slots": _repacked(
        keys_json=lambda keys: keys.replace(b'"slots": [', b'"slots": [' + b"{}," * 300_000)
    ),
    "more parts, under names that lead out": _more("../../evil.txt", "/etc/evil", "C:\\evil", "CON", "data.sqlcipher2"),
    "a size of four gigabytes": _bytes(lambda data: struct.pack_into("<II", data, 18, 2**32 - 1, 2**32 - 1)),
    "a plain database as data": _repacked(data_sqlcipher=lambda _: b"SQLite format 3\0" + bytes(8192)),
    "no data": _repacked(data_sqlcipher=lambda _: b""),
    "a trigger": _inside("CREATE TRIGGER evil AFTER UPDATE ON person BEGIN DELETE FROM person; END"),
    "a view": _inside("CREATE VIEW evil AS SELECT 1"),
    "a virtual table": _inside("CREATE VIRTUAL TABLE evil USING fts5(name)"),
    "a column that is reckoned": _inside(
        f"CREATE TABLE evil(id INTEGER PRIMARY KEY, huge TEXT GENERATED ALWAYS AS ({HUGE}) VIRTUAL)",
        "INSERT INTO evil(id) VALUES (1)",
    ),
    "a rule that reckons": _inside(
        f"CREATE TABLE evil(id INTEGER PRIMARY KEY, CHECK (length({HUGE}) > id))", "INSERT INTO evil VALUES (1)"
    ),
    "an index that reckons": _inside(
        "CREATE TABLE evil(id INTEGER PRIMARY KEY)", "CREATE INDEX evil_index ON evil (abs(id) + length(zeroblob(9)))"
    ),
    "an endless view where the promise stood": _inside(
        "DROP TABLE backup_contents", f"CREATE VIEW backup_contents AS {ENDLESS}"
    ),
    "a table more": _own("CREATE TABLE evil(id INTEGER PRIMARY KEY, name TEXT)", "INSERT INTO evil VALUES (1, 'x')"),
}
