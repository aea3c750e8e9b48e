"""Deleting for good: one deed that nobody takes back; whole, or not at all when it is cut off."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import KnownError
from app.i18n import Label
from app.models import Attachment, Blob, Person, PrintedForm
from app.models.declare import record_type, table_of
from app.models.store import blanking, meta, standing
from app.models.store.database import Database, WriteSession
from app.services import checking, drafts, moving
from app.services.backup.making import REMEMBERED
from app.services.purging.going import Going, going
from app.services.purging.traces import Words, prints_with, wipe_elsewhere, words_of

Report = Callable[[int, int], None]
STEPS = 4
WHERE_COPIES_LIE = (REMEMBERED, moving.MOVED_FROM)
"""Facts that name files on disks: with another word in it, a name would lead nowhere."""
NO_WAY_BACK = 3
"""From this step on it is done, whatever is asked."""
LAST_BACKUP = "purged_after_backup"
"""Under this a file remembers the number of the last backup that still holds what was deleted."""
PEOPLE, THINGS = Label("彻底删除{n}人").msgid, Label("彻底删除{n}项").msgid


def purge(database: Database, chosen: Sequence[tuple[str, int]], report: Report = lambda done, total: None) -> int:
    """Delete records, each given by type and id, for good with all that is theirs; how many were chosen.

    `report` may raise to stop: nothing is changed then. Raises what `going` raises, and DAMAGED for a file whose
    journal was tampered with: its chain would be linked anew, and nobody could see it any more.
    """
    report(0, STEPS)
    if found := database.chain_problems():
        raise checking.unsound(found)
    report(1, STEPS)
    roots = [(record_type(name), record_id) for name, record_id in dict.fromkeys(chosen)]
    name = PEOPLE if all(record is Person for record, _ in roots) else THINGS
    with database.write(name, undoable=False, n=len(roots)) as session:
        blanking.begin(session)
        leaving = going(session, roots)
        words = words_of(session, leaving)
        wipe_elsewhere(session, leaving, words)
        report(2, STEPS)
        _wipe_prints(session, words)
        _carry_out(session, leaving, words)
        _wipe_facts(session, words)
        _note_when(session)
        report(NO_WAY_BACK, STEPS)
    with suppress(KnownError):  # what was deleted is overwritten already; only the room is not given back
        blanking.tidy(database)
    return len(roots)


def _note_when(session: WriteSession) -> None:
    """Remember when, and the last backup made before: PCs' clocks go wrong, the backups' numbers only grow."""
    connection = session.connection()
    meta.remember(connection, meta.PURGED_AT, datetime.now().astimezone().isoformat())
    numbers = [one["sequence"] for one in meta.recall(connection, REMEMBERED) or []]
    meta.remember(connection, LAST_BACKUP, max(numbers, default=0))


def _carry_out(session: WriteSession, leaving: Going, words: Words) -> None:
    uids = [session.get_one(record, one).uid for record, ids in leaving.removed.items() for one in ids]
    uids += [session.get_one(record, one).uid for record, one in leaving.anew]
    _delete_scans(session, leaving)
    for record, one, link in leaving.cut:
        table = table_of(record)
        row = session.execute(select(table).where(table.c.id == one)).mappings().one()
        session.update_many(record, [(dict(row), {link: None})])
    for (record, one), values in leaving.anew.items():
        blanking.begin_anew(session, record, one, values)
    for record, ids in leaving.removed.items():
        blanking.remove(session, record, sorted(ids))
    for record, ids in leaving.undone.items():
        blanking.forget(session, record, sorted(ids))
    blanking.blank_deeds(session, words.sure, (*words.shared, *words.beside), uids)
    session.expire_all()


def _delete_scans(session: Session, leaving: Going) -> None:
    """The bytes of scans that no other record has beside it."""
    ids = leaving.removed.get(Attachment, set())
    hashes = {session.get_one(Attachment, one).sha256 for one in ids}
    others = session.execute(select(Attachment.id, Attachment.sha256).where(Attachment.sha256.in_(hashes)))
    kept = {sha256 for one, sha256 in others if one not in ids}
    blanking.delete_rows(session.connection(), table_of_blobs(), "sha256", hashes - kept)


def _wipe_prints(session: WriteSession, words: Words) -> None:
    """Archived prints keep their number, day and title; their pages and what was on them go."""
    for one in prints_with(session, words):
        found = session.get_one(PrintedForm, one)
        blanking.delete_rows(session.connection(), table_of_blobs(), "sha256", [found.sha256])
        left = {name: getattr(found, name) for name in ("title", "reason")}
        cleaned = {name: standing.without(text, words.own) for name, text in left.items() if text}
        blanking.begin_anew(session, PrintedForm, one, {**cleaned, "snapshot": None, "parameters": None})


def _wipe_facts(session: WriteSession, words: Words) -> None:
    """What the file keeps beside the journal: drafts about these people go, their names elsewhere are taken out."""
    connection = session.connection()
    for key, value in blanking.facts_with(connection, words.own, WHERE_COPIES_LIE).items():
        if key == drafts.KEY:
            kept: Any = {token: one for token, one in value.items() if not standing.names(one, words.own)}
            meta.remember(connection, key, kept or None)
        elif standing.names(value, words.sure):
            meta.remember(connection, key, standing.value_without(value, words.sure))


def table_of_blobs() -> Any:
    """The table of the bytes, which is no record's."""
    return Blob.__table__
