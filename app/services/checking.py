"""Whether a file is sound: what SQLCipher can read, what the journal's chain proves, what follows from the records."""

from __future__ import annotations

import tempfile
import uuid
from collections.abc import Iterator, Sequence
from pathlib import Path

from sqlalchemy import select

from app.errors import NOTHING_CHANGED, ErrorCode, KnownError, Problem
from app.i18n import Label
from app.models.declare import Record, gathers, new_uid, record_types, table_of
from app.models.store import crypto, migrate, undo
from app.models.store.database import Database
from app.models.store.digests import all_digests
from app.models.store.engine import integrity_problems
from app.models.store.faults import known_faults

NOT_REPLAYED = ("blob", "deed", "journal", "meta")
"""Tables that the journal does not hold: bytes of scans (only their hash), itself, and small facts."""
_PAGE = 500


def check_file(database: Database, *, deep: bool = False) -> list[Label]:
    """What is wrong with an open file; empty when it is sound.

    `deep` also computes every derived field again and carries out the whole journal in an empty file, which must give
    the same tables.
    """
    found = list(_unreadable(database)) + list(_tampered(database))
    if deep and not found:
        found = list(_underived(database)) + list(_not_replayed(database))
    return found


def unsound(found: Sequence[Label]) -> KnownError:
    """The report of a file in which something is wrong."""
    return KnownError(
        ErrorCode.DAMAGED,
        Label("检查出 {n} 处不对。", n=len(found)),
        safe=NOTHING_CHANGED,
        next=Label("用最近一份好的备份恢复；这份文件先留着，别删。"),
        problems=[Problem(what) for what in found],
    )


def _unreadable(database: Database) -> Iterator[Label]:
    with database.read() as session:
        session.connection()
        for what in integrity_problems(database.raw):
            yield Label("资料文件有一处不对：{what}", what=what)


def _tampered(database: Database) -> Iterator[Label]:
    for what in database.chain_problems():
        yield Label("做过的操作对不上：{what}", what=what)


def _underived(database: Database) -> Iterator[Label]:
    with database.read() as session, session.no_autoflush:
        for record in record_types().values():
            if record.derive is Record.derive and not gathers(record):
                continue
            query = select(record).where(table_of(record).c.deleted_at.is_(None)).execution_options(yield_per=_PAGE)
            for one in session.scalars(query):
                one.derive(session)
                one.gather(session)
                for other in [touched for touched in session.dirty if session.is_modified(touched)]:
                    yield Label("{type}：推算出来的栏目和内容对不上（{uid}）", type=other.record_label, uid=other.uid)
                    session.expire(other)


def _not_replayed(database: Database) -> Iterator[Label]:
    with known_faults(Label("检查资料")), tempfile.TemporaryDirectory(prefix="xiaojia-") as folder:
        path, key = Path(folder) / "replayed", crypto.new_dek()
        migrate.create_file(path, key, str(uuid.UUID(new_uid())))
        with Database.open(path, key) as copy, copy.write("检查") as target, database.read() as source:
            undo.replay(source.connection(), target.connection())
            kept = all_digests(source.connection(), leave_out=NOT_REPLAYED)
            again = all_digests(target.connection(), leave_out=NOT_REPLAYED)
    for table in sorted(kept):
        if kept[table] != again[table]:
            yield Label("照做过的操作重做一遍，“{table}”和现在的内容对不上", table=table)
