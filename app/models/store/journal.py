"""The journal: who did what when, what it changed, and the chain that shows tampering (`file.md`)."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import field
from itertools import islice
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Index,
    Integer,
    LargeBinary,
    RowMapping,
    String,
    Table,
    Text,
    func,
    insert,
    select,
    update,
)

from app.frozen import dataclass
from app.i18n import Label
from app.models.declare import Base
from app.models.store import lines, meta
from app.models.store.bulk import insert_tuples
from app.models.store.crypto import derive

DEED = Table(
    "deed",
    Base.metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("uid", String(36), nullable=False, unique=True),
    Column("at", BigInteger, nullable=False),
    Column("actor", String, nullable=False),
    Column("name", String, nullable=False),
    Column("params", Text, nullable=False),
    Column("import_id", String),
    Column("undo_of", Integer),
    Column("undoable", Integer, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Column("mac", LargeBinary, nullable=False),
    sqlite_autoincrement=True,
)
JOURNAL = Table(
    "journal",
    Base.metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("deed_id", Integer, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("table", String, nullable=False),
    Column("record_id", Integer, nullable=False),
    Column("record_uid", String(36), nullable=False),
    Column("op", String(1), nullable=False),
    Column("changes", Text),
    Column("nonce", LargeBinary),
    Column("digest", LargeBinary, nullable=False),
    Index("ix_journal_deed", "deed_id", "seq"),
    Index("ix_journal_record", "table", "record_id"),
    sqlite_autoincrement=True,
)
INSERT, UPDATE, DELETE = "i", "u", "d"
_PLAIN = json.JSONEncoder(ensure_ascii=False)
_COLUMNS = ("deed_id", "seq", "table", "record_id", "record_uid", "op", "changes", "nonce", "digest")
BATCH = 500
NONCE = 16
"""Bytes by which two lines that say the same differ in their digests."""
CHUNK = 2000


@dataclass(frozen=True)
class Change:
    """One row changed: `changes` maps field names to (old, new) stored values as JSON."""

    table: str
    record_id: int
    record_uid: str
    op: str
    changes: dict[str, list[Any]]

    @property
    def row(self) -> tuple[str, int]:
        """The row that was changed."""
        return self.table, self.record_id

    def inverse(self) -> Change:
        """The change that takes this one back."""
        op = {INSERT: DELETE, DELETE: INSERT, UPDATE: UPDATE}[self.op]
        return Change(
            self.table, self.record_id, self.record_uid, op, {k: [new, old] for k, (old, new) in self.changes.items()}
        )


@dataclass
class DeedWriter:
    """Collects the changes of one deed and writes them in batches, keeping the running digest."""

    connection: Connection
    deed_id: int
    seq: int = 0
    tables: set[str] = field(default_factory=set)
    _waiting: list[tuple[Any, ...]] = field(default_factory=list)
    _digest: Any = field(default_factory=hashlib.sha256)

    def add(self, change: Change) -> None:
        """Journal one change."""
        self._note([_noted(change)])

    def add_rows(
        self, table: str, rows: Sequence[Mapping[str, Any]], fields: Sequence[tuple[str, lines.Dump | None]]
    ) -> None:
        """Journal rows that are inserted, each with its `id` and `uid`; `fields` as `lines.of_new_rows` takes them."""
        texts = lines.of_new_rows(fields, rows)
        self._note([(table, row["id"], row["uid"], INSERT, text) for row, text in zip(rows, texts, strict=True)])

    def _note(self, noted: Sequence[tuple[str, int, str, str, str]]) -> None:
        """Number and seal lines: table, id and uid of the record, op, text."""
        random, told = os.urandom(NONCE * len(noted)), []
        for at, (table, record_id, record_uid, op, text) in enumerate(noted):
            self.seq += 1
            nonce = random[at * NONCE : at * NONCE + NONCE]
            digest = hashlib.sha256(nonce + text.encode()).digest()
            self.tables.add(table)
            told.append(_row_line(self.seq, table, record_id, record_uid, op, digest))
            self._waiting.append((self.deed_id, self.seq, table, record_id, record_uid, op, text, nonce, digest))
        self._digest.update(b"".join(told))
        if len(self._waiting) >= BATCH:
            self.flush()

    def add_all(self, changes: Iterable[Change]) -> None:
        """Journal many changes."""
        waiting = iter(changes)
        while chunk := list(islice(waiting, BATCH)):
            self._note([_noted(change) for change in chunk])

    def flush(self) -> None:
        """Write what is waiting."""
        insert_tuples(self.connection, JOURNAL, _COLUMNS, self._waiting)
        self._waiting = []

    def close(self, secret: bytes, metadata: Mapping[str, Any]) -> None:
        """Write the deed itself and its link in the chain."""
        self.flush()
        row = {"id": self.deed_id, **metadata, "digest": self._digest.digest()}
        row["mac"] = _mac(secret, last_mac(self.connection), row)
        self.connection.execute(insert(DEED), [row])


def _noted(change: Change) -> tuple[str, int, str, str, str]:
    return change.table, change.record_id, change.record_uid, change.op, lines.of_changes(change.changes)


def _row_line(seq: int, table: str, record_id: int, record_uid: str, op: str, digest: bytes) -> bytes:
    """What the deed's digest is taken of: the JSON of a list."""
    if record_uid.replace("-", "").isalnum():  # nothing in it that JSON would write otherwise
        return f'[{seq}, "{table}", {record_id}, "{record_uid}", "{op}", "{digest.hex()}"]'.encode()
    return _PLAIN.encode([seq, table, record_id, record_uid, op, digest.hex()]).encode()


def chain_secret(connection: Connection) -> bytes:
    """The key of the chain's HMACs, derived from what the file remembers."""
    return derive(bytes.fromhex(str(meta.recall(connection, "chain_secret"))), "xiaojia journal chain")


def _mac(secret: bytes, previous: bytes, deed: Mapping[str, Any]) -> bytes:
    names = ("id", "uid", "at", "actor", "name", "params", "import_id", "undo_of", "undoable")
    metadata = json.dumps([deed[name] for name in names] + [deed["digest"].hex()], ensure_ascii=False)
    return hmac.new(secret, previous + metadata.encode(), hashlib.sha256).digest()


def last_mac(connection: Connection) -> bytes:
    """The head of the chain; empty before the first deed."""
    return connection.scalar(select(DEED.c.mac).order_by(DEED.c.id.desc()).limit(1)) or b""


def reseal(connection: Connection, secret: bytes, first: int) -> None:
    """Link the chain again from the deed `first` on, whose parameters were blanked for good; rows and digests stay."""
    before = select(DEED.c.mac).where(DEED.c.id < first).order_by(DEED.c.id.desc()).limit(1)
    previous = connection.scalar(before) or b""
    for deed in connection.execute(select(DEED).where(DEED.c.id >= first).order_by(DEED.c.id)).mappings().all():
        previous = _mac(secret, previous, dict(deed))
        connection.execute(update(DEED).where(DEED.c.id == deed["id"]).values(mac=previous))


def next_deed_id(connection: Connection) -> int:
    """The id that the deed now being written will have."""
    return (connection.scalar(select(func.max(DEED.c.id))) or 0) + 1


def changes_of(connection: Connection, deed_id: int, *, backwards: bool = False) -> Iterator[Change]:
    """The changes of one deed in order of time, or backwards; read in pages so that memory stays low.

    Those whose content was blanked for good are left out: the deed that blanked them tells what became of the row.
    """
    last: int | None = None
    columns = [JOURNAL.c[name] for name in ("seq", "table", "record_id", "record_uid", "op", "changes")]
    while True:
        query = select(*columns).where(JOURNAL.c.deed_id == deed_id)
        if backwards:
            query = query.order_by(JOURNAL.c.seq.desc())
            query = query if last is None else query.where(JOURNAL.c.seq < last)
        else:
            query = query.order_by(JOURNAL.c.seq)
            query = query if last is None else query.where(JOURNAL.c.seq > last)
        rows = connection.execute(query.limit(BATCH)).all()
        told = json.loads(f"[{','.join(row[-1] or 'null' for row in rows)}]")
        for (_, table, record_id, uid, op, _), changes in zip(rows, told, strict=True):
            if changes is not None:
                yield Change(table, record_id, uid, op, changes)
        if len(rows) < BATCH:
            return
        last = rows[-1][0]


def change_in(row: RowMapping) -> Change:
    """The change that a row of the journal holds; an empty one where its content was blanked for good."""
    return Change(row["table"], row["record_id"], row["record_uid"], row["op"], json.loads(row["changes"] or "{}"))


def is_blanked(connection: Connection, deed_id: int) -> bool:
    """Whether some content of a deed was blanked for good, so that nobody can take it back."""
    blanked = select(JOURNAL.c.id).where(JOURNAL.c.deed_id == deed_id, JOURNAL.c.changes.is_(None)).limit(1)
    return connection.scalar(blanked) is not None


def dump_params(params: Mapping[str, Any]) -> str:
    """A deed's parameters as JSON; labels stay labels, to be translated when they are shown."""
    return json.dumps(params, ensure_ascii=False, sort_keys=True, default=_dump_param)


def _dump_param(value: object) -> object:
    return {"msgid": value.msgid, "params": value.params} if isinstance(value, Label) else str(value)


def load_params(stored: Mapping[str, Any]) -> dict[str, Any]:
    """A deed's parameters as a `Label` takes them."""
    return {name: _load_param(value) for name, value in stored.items()}


def _load_param(value: Any) -> Any:
    if isinstance(value, dict) and set(value) == {"msgid", "params"}:
        return Label(value["msgid"], **load_params(value["params"]))
    return value


def chain_problems(connection: Connection, secret: bytes, head: bytes | None) -> list[Label]:
    """Where the journal was tampered with: a flipped, removed, inserted or swapped row, or a cut tail."""
    with closing(_all_lines(connection)) as rows:  # a stop on the way leaves no cursor behind for a closed connection
        return _problems(connection, rows, secret, head)


def _problems(
    connection: Connection, rows: Iterator[tuple[Any, ...]], secret: bytes, head: bytes | None
) -> list[Label]:
    found: list[Label] = []
    previous = b""
    row = next(rows, None)
    for deed in connection.execute(select(DEED).order_by(DEED.c.id)).mappings().all():
        digest, deed_id = hashlib.sha256(), deed["id"]
        while row is not None and row[1] < deed_id:
            found.append(Label("第 {id} 处改动不属于任何一步操作", id=row[0]))
            row = next(rows, None)
        while row is not None and row[1] == deed_id:
            digest.update(_row_line(*row[2:8]))
            if row[8] is not None and hashlib.sha256((row[9] or b"") + row[8].encode()).digest() != row[7]:
                found.append(Label("第 {id} 处改动被人动过", id=row[0]))
            row = next(rows, None)
        if digest.digest() != deed["digest"]:
            found.append(Label("第 {id} 步操作里的改动对不上", id=deed_id))
        if not hmac.compare_digest(_mac(secret, previous, dict(deed)), deed["mac"]):
            found.append(Label("第 {id} 步操作和前一步接不上", id=deed_id))
        previous = deed["mac"]
    if row is not None:
        found.append(Label("第 {id} 处改动不属于任何一步操作", id=row[0]))
    if previous != (head or b""):
        found.append(Label("最后几步操作不见了"))
    return found


def _all_lines(connection: Connection) -> Generator[tuple[Any, ...]]:
    """Every line of the journal in order of time, straight from the driver: there may be a million."""
    names = ("id", "deed_id", "seq", "table", "record_id", "record_uid", "op", "digest", "changes", "nonce")
    query = select(*(JOURNAL.c[name] for name in names)).order_by(JOURNAL.c.deed_id, JOURNAL.c.seq)
    cursor = connection.connection.cursor()
    try:
        cursor.execute(str(query.compile(dialect=connection.dialect)))
        while rows := cursor.fetchmany(CHUNK):
            yield from rows
    finally:
        cursor.close()
