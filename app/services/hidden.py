"""Looking at values that lists hide: shown to who asks for them, and noted in the journal as a deed of its own."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from app.errors import NOTHING_CHANGED, ErrorCode, KnownError
from app.i18n import Label
from app.models.declare import Record, table_of
from app.models.store.database import Database
from app.models.words import FileWords
from app.services import listing
from app.services.listing import View
from app.services.today import today

MOST = 500
"""So many rows at once are shown whole; who needs more prints or exports the list, which is noted as well."""
LOOKED, COPIED = Label("查看完整号码：{whom}").msgid, Label("复制完整号码：{whom}").msgid


def rows_in_full(database: Database, view: View, ids: Sequence[int], deed: str) -> list[list[str]]:
    """The written cells of these records with nothing hidden; `deed` (`LOOKED` or `COPIED`) is kept first.

    Raises STATE for more than `MOST` rows.
    """
    if len(ids) > MOST:
        raise KnownError(
            ErrorCode.STATE,
            Label("一次最多显示 {n} 行的完整号码，现在选了 {chosen} 行。", n=MOST, chosen=f"{len(ids):,}"),
            safe=NOTHING_CHANGED,
            next=Label("少选几行再试；要整份名单的话，打印或导出。"),
        )
    note_looking(database, view.record, ids, deed)
    with database.read() as session:
        return listing.rows(session, view, ids)


def note_looking(database: Database, record: type[Record], ids: Sequence[int], deed: str) -> None:
    """Keep a deed that changes nothing: who looked at whose numbers, and when."""
    with database.read() as session:
        title = FileWords(session, today()).link_title(record.__name__, ids[0]) if len(ids) == 1 else ""
        table = table_of(record)
        uids = list(session.scalars(select(table.c.uid).where(table.c.id.in_(ids)).order_by(table.c.id)))
    whom = Label("{title}", title=title) if title else Label("{type} {n} 条", type=record.record_label, n=len(ids))
    with database.write(deed, bare=True, undoable=False, whom=whom, uids=uids):
        pass
