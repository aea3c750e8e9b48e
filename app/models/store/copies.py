"""Copies of the whole file, and whether two of them hold the same, row by row.

Everything here works on the raw connection and on whatever tables the file has, not on the declared ones: a backup
made years ago by an older program must still be told apart from a damaged one.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from app.errors import KnownError
from app.frozen import dataclass
from app.models.store.database import Database
from app.models.store.engine import APPLICATION_ID, connect, damaged

CONTENTS = "backup_contents"
"""The table inside a copy (never in a live file) that says what the copy must hold."""
WAY = 2
"""How the rows of a table are digested now. 1, in the first backups: Python's JSON of 500 rows at a time. 2: SQLite's
own JSON of each row, which takes a third of the time."""
_ROWS = 500
_PAGES = 500
_ROWS_AT_ONCE = 1000
_LONG = 16_000
"""Bytes of a written row that is taken by itself: the pages of a print are one row, never many of them in memory."""
_ARGUMENTS = 100
"""Of a function of SQLite, which for long took 127 at most."""
_EXACT = re.compile("CHAR|TEXT|INT|BOOL|DATE", re.IGNORECASE)
"""Declared types whose values JSON says exactly; blobs and fractions are quoted."""

Tick = Callable[[float], None]
"""Told how far it is, from 0 to 1; may raise to stop."""


@dataclass(frozen=True)
class Contents:
    """What a file holds: rows and SHA-256 of every table, records kept (not in 回收站), head of the journal's chain.

    `way`: how the rows were digested (`WAY`).
    """

    tables: dict[str, tuple[int, str]]
    counts: dict[str, int]
    head: str
    schema: int
    way: int = WAY

    @property
    def digest(self) -> str:
        """One SHA-256 over the digests of all tables."""
        return hashlib.sha256(json.dumps(self.tables, sort_keys=True).encode()).hexdigest()


def take_copy(
    database: Database,
    dek: bytes,
    target: Path,
    marks: Mapping[str, Any],
    tick: Tick,
    *,
    look: Callable[[Any], None] = lambda copy: None,
) -> Contents:
    """Copy the open file to `target`; what it must hold is taken in the same read transaction and put inside.

    `marks` are put there too: what the copy is to be known by. The copy has the same key and the same first bytes.
    `look` is shown the copy on the other core, while the file is read for what the copy must hold; what it raises ends
    it.
    """
    with database.read() as session:
        session.connection()
        raw = database.raw
        copy = connect(target, dek, new_file_id=database.file_id)
        try:
            copy.execute("PRAGMA synchronous = OFF")  # cut off, it is worth nothing; whoever keeps it syncs it
            raw.backup(copy, pages=_PAGES, progress=lambda _, left, total: tick((1 - left / max(total, 1)) / 2))
            with beside(copy, look) as so_far:

                def digested(done: float) -> None:
                    so_far()
                    tick((1 + done) / 2)

                contents = contents_of(raw, digested)
            copy.execute(f"CREATE TABLE {CONTENTS} (name TEXT PRIMARY KEY, value TEXT NOT NULL)")
            kept = {"contents": asdict(contents), "marks": dict(marks)}
            for name, value in kept.items():
                text = json.dumps(value, ensure_ascii=False, sort_keys=True)
                copy.execute(f"INSERT INTO {CONTENTS} VALUES (?, ?)", (name, text))
        finally:
            copy.close()
    return contents


@contextmanager
def beside(raw: Any, work: Callable[[Any], None]) -> Iterator[Callable[[], None]]:
    """Do `work` on a connection meanwhile, on the other core; what it raises is raised here, at the end at the latest.

    What is yielded raises it as soon as it is known: nobody goes on with what is already refused.
    """
    with ThreadPoolExecutor(1) as other_core:
        ended = other_core.submit(work, raw)

        def so_far() -> None:
            if ended.done():
                ended.result()

        try:
            yield so_far
        except BaseException:
            raw.interrupt()
            raise
        ended.result()


def promised(raw: Any) -> tuple[Contents, dict[str, Any]] | None:
    """What a copy says it must hold, and its marks; None for a file that is no such copy."""
    if not raw.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (CONTENTS,)).fetchone():
        return None
    try:
        kept = {name: json.loads(value) for name, value in raw.execute(f"SELECT name, value FROM {CONTENTS}")}
        found = kept["contents"]
        tables = {str(name): (int(rows), str(digest)) for name, (rows, digest) in found["tables"].items()}
        way = int(found.get("way", 1))
        if way not in (1, WAY):
            return None
        contents = Contents(tables, dict(found["counts"]), str(found["head"]), int(found["schema"]), way)
        return contents, dict(kept["marks"])
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def make_live(path: Path, dek: bytes) -> Contents:
    """Turn a copy into an ordinary file again; what it holds then."""
    raw = connect(path, dek)
    try:
        promise = promised(raw)
        raw.execute("PRAGMA synchronous = EXTRA")
        raw.execute("PRAGMA secure_delete = ON")
        raw.execute(f"DROP TABLE IF EXISTS {CONTENTS}")
        return contents_of(raw, way=promise[0].way if promise else WAY)
    finally:
        raw.close()


def journal_path(path: Path) -> Path:
    """SQLite's own note of a write that was cut off; not empty only after a crash."""
    return path.with_name(path.name + "-journal")


def settle(path: Path, dek: bytes) -> None:
    """Let SQLite take back a write that was cut off, so that nothing waits beside the file for whatever replaces it.

    Only with the file's own key: with another one the rollback itself would ruin the file.
    """
    if has_journal(path):
        with suppress(KnownError):
            connect(path, dek).close()


def has_journal(path: Path) -> bool:
    """Whether a write into the file was cut off and is still to be taken back."""
    journal = journal_path(path)
    return journal.exists() and journal.stat().st_size > 0


def is_ours(raw: Any) -> bool:
    """Whether the file carries the program's mark."""
    return bool(raw.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID)


def size_in_bytes(database: Database) -> int:
    """How large the open file is (asked of SQLite: nobody else may touch it)."""
    pages, size = (int(database.raw.execute(f"PRAGMA {name}").fetchone()[0]) for name in ("page_count", "page_size"))
    return pages * size


def contents_of(raw: Any, tick: Tick = lambda done: None, *, way: int = WAY) -> Contents:
    """What the file holds now, its rows digested in one of the ways there have been."""
    names = [row[0] for row in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    names = [name for name in names if name != CONTENTS]
    sizes = {name: _count(raw, name) for name in names}
    total, done = sum(sizes.values()) or 1, 0
    tables, digest = {"": _schema_digest(raw)}, _first_digest if way == 1 else _table_digest
    for name in names:
        start = done / total
        tables[name] = digest(raw, name, lambda rows, start=start: tick(start + rows / total))  # type: ignore[misc]
        done += sizes[name]
    return Contents(
        tables=tables,
        counts={name: _count(raw, name, "deleted_at IS NULL") for name in names if _keeps_records(raw, name)},
        head=_chain_head(raw) if "deed" in names else "",
        schema=int(raw.execute("PRAGMA user_version").fetchone()[0]),
        way=way,
    )


def _count(raw: Any, table: str, where: str = "1") -> int:
    return int(raw.execute(f'SELECT count(*) FROM "{table}" WHERE {where}').fetchone()[0])


def _keeps_records(raw: Any, table: str) -> bool:
    columns = {row[1] for row in raw.execute(f'PRAGMA table_info("{table}")')}
    return {"uid", "deleted_at"} <= columns


def _chain_head(raw: Any) -> str:
    row = raw.execute("SELECT mac FROM deed ORDER BY id DESC LIMIT 1").fetchone()
    return bytes(row[0]).hex() if row else ""


_encode = json.JSONEncoder(
    default=lambda blob: ["blob", blob.hex()], separators=(",", ":"), check_circular=False
).encode


def _table_digest(raw: Any, table: str, tick: Callable[[int], None]) -> tuple[int, str]:
    """Rows and SHA-256 of a table, each row as SQLite itself writes it: no value of it ever becomes a Python one.

    Many rows are put together by SQLite too, so that the other core is not kept waiting between them.
    """
    digest, count = hashlib.sha256(), 0
    last: int | None = None
    while True:
        rows, found, longest, text = _rows_after(raw, table, last)
        if not rows:
            return count, digest.hexdigest()
        if last is not None and found <= last:
            raise damaged()  # pages that lead in a circle
        if longest <= _LONG:
            digest.update(text + b"\n")
        else:
            for (one,) in raw.execute(*_written_rows(raw, table, last, as_bytes=True)):
                digest.update(one + b"\n")
        last, count = found, count + rows
        tick(count)


def _rows_after(raw: Any, table: str, last: int | None) -> tuple[int, int, int, bytes]:
    """Of the next rows of a table: how many, the last one's id, the longest one's bytes, all those not too long."""
    rows, values = _written_rows(raw, table, last)
    query = (
        "SELECT count(*), max(id), max(octet_length(written)), CAST(group_concat("
        f"CASE WHEN octet_length(written) <= {_LONG} THEN written END, char(10)) AS BLOB) FROM ({rows})"
    )
    found: tuple[int, int, int, bytes] = raw.execute(query, values).fetchone()
    return found


def _written_rows(raw: Any, table: str, last: int | None, *, as_bytes: bool = False) -> tuple[str, tuple[int, ...]]:
    """The query for the next rows after the id `last`, in the order of their ids, and its values."""
    written = _row_text(raw, table)
    shown = f"CAST({written} AS BLOB)" if as_bytes else f"{written} AS written, rowid AS id"
    after = "" if last is None else "WHERE rowid > ?"
    query = f"SELECT {shown} FROM {_quoted(table)} {after} ORDER BY rowid LIMIT {_ROWS_AT_ONCE}"
    return query, () if last is None else (last,)


def _row_text(raw: Any, table: str) -> str:
    """The expression that writes a row so that no two rows are written alike."""
    columns = [(_quoted(row[1]), str(row[2])) for row in raw.execute(f"PRAGMA table_info({_quoted(table)})")]
    exact = [name for name, declared in columns if _EXACT.search(declared)]
    parts = [f"quote({name})" for name, _ in columns if name not in exact]
    for at in range(0, len(exact), _ARGUMENTS):
        names = exact[at : at + _ARGUMENTS]
        quoted = " || ',' || ".join(f"quote({name})" for name in names)
        types = ", ".join(f"typeof({name})" for name in names)
        # A blob where none is declared would be refused by JSON, or taken for JSON in SQLite's own form.
        parts.append(f"CASE min('text', {types}) WHEN 'blob' THEN {quoted} ELSE json_array({', '.join(names)}) END")
    return " || ',' || ".join(parts)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _first_digest(raw: Any, table: str, tick: Callable[[int], None]) -> tuple[int, str]:
    digest, count = hashlib.sha256(), 0
    cursor = raw.execute(f'SELECT * FROM "{table}" ORDER BY rowid')
    while rows := cursor.fetchmany(_ROWS):
        digest.update(_encode(rows).encode("ascii"))
        count += len(rows)
        tick(count)
    return count, digest.hexdigest()


def _schema_digest(raw: Any) -> tuple[int, str]:
    rows = raw.execute(
        "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE tbl_name <> ? ORDER BY type, name", (CONTENTS,)
    ).fetchall()
    return len(rows), hashlib.sha256(_encode(rows).encode("ascii")).hexdigest()
