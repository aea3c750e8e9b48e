"""The file, open: one connection, one door for writes, undo and redo by name."""

from __future__ import annotations

import getpass
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from app.errors import ErrorCode, KnownError
from app.i18n import Label
from app.models.declare import Record, new_uid
from app.models.store import capture, journal, meta
from app.models.store.conflicts import fixed_tables
from app.models.store.engine import (
    SCHEMA_VERSION,
    WRITE,
    check_header,
    connect,
    hold,
    make_engine,
    set_pragmas,
)
from app.models.store.faults import known_faults
from app.models.store.watch import Watch

SAVE = Label("保存")
READ = Label("读取资料")
Announce = Callable[[frozenset[str]], None]


def now_ms() -> int:
    """This moment in UTC milliseconds."""
    return time.time_ns() // 1_000_000


class WriteSession(Session):
    """A session inside one deed; whatever it flushes is journalled."""

    deed: journal.DeedWriter

    def insert_many(self, record: type[Record], rows: Sequence[dict[str, Any]]) -> list[int]:
        """Insert many rows of one type with their journal; returns their ids.

        Rows hold stored values by attribute name; `uid`, defaults, search text and ids are filled in. `derive` and
        `gather` are not called: whoever uses this path computes derived fields.
        """
        self.flush()
        return capture.insert_many(self.connection(), self.deed, record, rows)

    def update_many(self, record: type[Record], rows: Sequence[tuple[Mapping[str, Any], dict[str, Any]]]) -> None:
        """Change many rows: pairs of (row as it is, with `id` and `uid`; new values), with their journal.

        Derived fields are the caller's affair, as for `insert_many`. Records loaded before read their new values.
        """
        self.flush()
        capture.update_many(self.connection(), self.deed, record, rows)
        self.expire_all()


capture.listen(WriteSession)


class Database:
    """One open file. Use `Database.create` or `Database.open`; close it, or use it as a context manager."""

    def __init__(self, path: Path, raw: Any, *, actor: str | None = None, clock: Callable[[], int] = now_ms) -> None:
        self.path = path
        self.actor = actor or _login()
        self.clock = clock
        self.raw = raw
        self.engine = make_engine(raw)
        self._watch = Watch(path)
        self._writer = self.engine.execution_options(**{WRITE: True})
        self._listeners: list[Announce] = []
        self._lock = RLock()
        self._busy = False
        self.version = 0
        with self.engine.connect() as connection:
            self._secret = journal.chain_secret(connection)
            self.file_id = str(meta.recall(connection, "file_id"))

    @classmethod
    def open(cls, path: Path, key: bytes, **options: Any) -> Database:
        """Open an existing file of the present schema; an older one must be upgraded first (`migrate`).

        Raises `KnownError`: not found, not ours, newer than this program, damaged, wrong key, older schema.
        """
        if not path.exists():
            raise KnownError(
                ErrorCode.NOT_FOUND,
                Label("没有找到这份资料。"),
                safe=Label("资料没有改动。"),
                next=Label("看看文件是不是换了地方，或U盘没有插好。"),
            )
        raw = connect(path, key)
        try:
            version = check_header(raw)
            if version < SCHEMA_VERSION:
                raise KnownError(
                    ErrorCode.STATE,
                    Label("这份资料是旧版本做的，要先升级。"),
                    safe=Label("文件没有改动。"),
                    next=Label("用“升级”打开它；升级前会先留一份副本。"),
                )
            set_pragmas(raw)
            hold(raw)
            return cls(path, raw, **options)
        except BaseException:
            raw.close()
            raise

    def close(self) -> None:
        """Let go of the file."""
        self.engine.dispose()
        self.raw.close()

    def __enter__(self) -> Database:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session for reading; nothing that happens in it is kept."""
        with self._alone(), known_faults(READ), Session(self.engine) as session:
            try:
                yield session
            finally:
                session.rollback()

    @contextmanager
    def write(
        self,
        name: str,
        /,
        *,
        undoable: bool = True,
        import_id: str | None = None,
        undo_of: int | None = None,
        bare: bool = False,
        **params: Any,
    ) -> Iterator[WriteSession]:
        """The only door for writes: one transaction, one deed, one undo step, one announcement.

        `name` is the deed's message id, such as "新增会员" or "导入{n}人" with `params`. When the block raises,
        nothing is kept and nothing is announced. A block that changes nothing leaves no deed, unless it is `bare`:
        a deed to be known although it changes nothing (somebody looked at what is hidden); nobody takes it back.
        """
        with self._alone(), self._into_place(), WriteSession(self._writer, expire_on_commit=False) as session:
            connection = session.connection()
            session.deed = journal.DeedWriter(connection, journal.next_deed_id(connection))
            try:
                yield session
                _settle(session)
                if session.deed.seq or bare:
                    undoable = undoable and not session.deed.tables <= fixed_tables()
                    session.deed.close(self._secret, self._metadata(name, params, undoable, import_id, undo_of))
                    meta.remember(connection, "chain_head", journal.last_mac(connection).hex())
                session.commit()
            except BaseException:
                session.rollback()
                raise
        if session.deed.seq:
            self._announce(frozenset(session.deed.tables))

    def remember(self, key: str, value: Any) -> None:
        """Keep a small fact about the file that is no deed (last backup, drafts, column widths); announced too."""
        with self._alone(), self._into_place(), self._writer.begin() as connection:
            meta.remember(connection, key, value)
        self._announce(frozenset({meta.META.name}))

    def recall(self, key: str) -> Any:
        """A fact kept with `remember`, or None."""
        with self._alone(), known_faults(READ), self.engine.connect() as connection:
            return meta.recall(connection, key)

    def last_deed(self) -> int | None:
        """The id of the newest deed, or None in an empty file."""
        with self._alone(), known_faults(READ), self.engine.connect() as connection:
            return journal.next_deed_id(connection) - 1 or None

    def chain_problems(self) -> list[Label]:
        """Where the journal was tampered with; empty when the chain is whole."""
        with self._alone(), known_faults(READ), self.engine.connect() as connection:
            return self._broken_links(connection)

    def chain_problems_of(self, copy: Any) -> list[Label]:
        """The same of a copy of this file, by its raw connection; in any thread."""
        with make_engine(copy).connect() as connection:
            return self._broken_links(connection)

    def _broken_links(self, connection: Connection) -> list[Label]:
        head = meta.recall(connection, "chain_head")
        return journal.chain_problems(connection, self._secret, bytes.fromhex(head) if head else None)

    def subscribe(self, listener: Announce) -> Callable[[], None]:
        """Call `listener` with the tables changed after every commit; returns how to stop that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def _announce(self, tables: frozenset[str]) -> None:
        self.version += 1
        for listener in list(self._listeners):
            listener(tables)

    def _metadata(
        self, name: str, params: dict[str, Any], undoable: bool, import_id: str | None, undo_of: int | None
    ) -> dict[str, Any]:
        return {
            "uid": new_uid(),
            "at": self.clock(),
            "actor": self.actor,
            "name": name,
            "params": journal.dump_params(params),
            "import_id": import_id,
            "undo_of": undo_of,
            "undoable": int(undoable),
        }

    def check_in_place(self) -> None:
        """REPLACED unless what is open is still the file at its path; asked before it is let go, never to be found."""
        with self._lock:
            self._watch.check()

    @contextmanager
    def _into_place(self) -> Iterator[None]:
        """A write into the file that is at its path, before and after; REPLACED otherwise."""
        self._watch.check()
        with known_faults(SAVE):
            yield
        self._watch.written()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with self._lock:
            if self._busy:
                raise RuntimeError("a unit of work is already open on this file")
            self._busy = True
            try:
                yield
            finally:
                self._busy = False


def _settle(session: Session) -> None:
    """Flush until owners have derived from their children and nothing is left to write."""
    session.flush()
    while session.new or session.dirty:
        session.flush()


def _login() -> str:
    try:
        return getpass.getuser()
    except (ImportError, KeyError, OSError):  # Windows without USERNAME has no pwd module either
        return "unknown"
