"""Deleting for good (reliability D4, F10): rows go, what the journal said of them is blanked, the chain stays whole.

A journal row keeps its digest and loses content and nonce, so nobody can find out by trying what it said. Rows that
other records still need begin anew: all that was said of them is blanked, and the running deed tells the row as it is
from now on. So replaying the journal gives the same tables again. The parameters of deeds may name people; they are
under the deed's mac, so the chain is linked again from the first deed that was changed.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, TypeVar

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection, String, Table, and_, bindparam, delete, func, or_, select, update

from app.i18n import Label
from app.models import kinds
from app.models.declare import Record, fields_of, record_types, search_text, table_of
from app.models.store import journal, meta
from app.models.store.capture import dump, journalled
from app.models.store.database import Database, WriteSession
from app.models.store.faults import known_faults
from app.models.store.journal import DEED, DELETE, INSERT, JOURNAL, Change
from app.models.store.standing import BLANK as BLANK
from app.models.store.standing import names, stands, without

BLANKED_AT = 1
"""Stands as `deleted_at` (UTC milliseconds) of a row of which nothing but its key is left."""
TIDY_AT_MOST = 300_000_000
"""The largest file, in bytes, that is written anew: SQLite builds the new one in memory (`temp_store`)."""
_WORDLESS = (kinds.Code, kinds.Codes, kinds.PartialDay, kinds.CreditCode)
_FOUND_BY = {"sha256", "of_uid", "of_type", "mime", "form", "form_version", "list", "code", "origin"}
# Nor the numbers of the standards, nor who did it: like the actor of a deed that is part of the accounts.
_NEVER = frozenset({*_FOUND_BY, "value", "printed_by"})
_FACTS_KEPT = ("chain_secret", "chain_head", "file_id")
_TIDYING = Label("整理资料文件")
_PAGE = 500
_TERMS = 400
"""So many conditions stand in one question; SQLite takes a thousand."""
_T = TypeVar("_T")


def remove(session: WriteSession, record: type[Record], ids: Sequence[int]) -> None:
    """Remove rows and blank all that the journal says of them; links to them are checked when the deed is kept."""
    table = table_of(record)
    for part in _pages(ids):
        uids = session.connection().execute(select(table.c.id, table.c.uid).where(table.c.id.in_(part))).all()
        _blank(session, table, part)
        session.connection().execute(delete(table).where(table.c.id.in_(part)))
        session.deed.add_all(Change(table.name, row[0], row[1], DELETE, {}) for row in uids)


def begin_anew(session: WriteSession, record: type[Record], record_id: int, values: Mapping[str, Any]) -> None:
    """Give a row new values and blank all that the journal said of it before."""
    table, connection = table_of(record), session.connection()
    stored = connection.execute(select(table).where(table.c.id == record_id)).mappings().one()
    row = {**stored, **values}
    row["search_text"] = search_text(record, row)
    connection.execute(update(table).where(table.c.id == record_id).values(**row))
    _blank(session, table, [record_id])
    told = {name: [None, dump(kind, row[name])] for name, kind in journalled(record).items() if row[name] is not None}
    session.deed.add(Change(table.name, record_id, row["uid"], INSERT, told))


def _blank(session: WriteSession, table: Table, ids: Sequence[int]) -> None:
    said = and_(JOURNAL.c.table == table.name, JOURNAL.c.record_id.in_(ids), JOURNAL.c.deed_id < session.deed.deed_id)
    session.connection().execute(update(JOURNAL).where(said).values(changes=None, nonce=None))


def forget(session: WriteSession, record: type[Record], ids: Sequence[int]) -> None:
    """Blank what the journal says of rows that are no longer there, since their deed was undone."""
    for part in _pages(ids):
        _blank(session, table_of(record), part)


def begin(session: WriteSession) -> None:
    """Let rows go in any order: whether all links lead somewhere is checked when the deed is kept."""
    session.connection().exec_driver_sql("PRAGMA defer_foreign_keys = ON")


@cache
def texts_of(record: type[Record]) -> dict[str, bool]:
    """The fields of a record type in which people write words, and whether they are kept as JSON."""
    table = table_of(record)
    return {
        name: isinstance(spec.kind, kinds.Json)
        for name, spec in fields_of(record).items()
        if isinstance(table.c[name].type, String) and name not in _NEVER and not isinstance(spec.kind, _WORDLESS)
    }


def hits(
    connection: Connection, words: Collection[str], only: type[Record] | None = None, *, parts: bool = False
) -> dict[str, set[int]]:
    """Table → ids of the records in which one of these words stands, now or earlier; of one type, or of all.

    With `parts` short names count within other words too.
    """
    records = [only] if only else list(record_types().values())
    found = {table_of(record).name: _rows_with(connection, record, words, parts) for record in records}
    texts = {table_of(record).name: texts_of(record) for record in records}
    for part in _pages(sorted(words), _TERMS):
        said = or_(*(func.instr(JOURNAL.c.changes, _in_json(word)) > 0 for word in part))
        query = select(JOURNAL.c.table, JOURNAL.c.record_id, JOURNAL.c.changes)
        for name, record_id, changes in connection.execute(query.where(JOURNAL.c.table.in_(texts), said)):
            if record_id not in found[name] and _said(json.loads(changes), texts[name], words, parts):
                found[name].add(record_id)
    return {name: ids for name, ids in found.items() if ids}


def _rows_with(connection: Connection, record: type[Record], words: Collection[str], parts: bool) -> set[int]:
    table, texts, found = table_of(record), texts_of(record), set[int]()
    columns = [table.c[name] for name in texts]
    for part in _pages(sorted(words), _TERMS // max(1, len(columns))):
        anywhere = or_(*(func.instr(column, word) > 0 for column in columns for word in part))
        for row in connection.execute(select(table.c.id, *columns).where(anywhere)).mappings():
            if any(row[name] and stands(row[name], words, parts=parts, is_json=texts[name]) for name in texts):
                found.add(row["id"])
    return found


def _said(changes: Mapping[str, Any], texts: Mapping[str, bool], words: Collection[str], parts: bool) -> bool:
    return any(
        value and stands(value, words, parts=parts, is_json=is_json)
        for name, is_json in texts.items()
        for value in changes.get(name, ())
    )


def undone_below(connection: Connection, record: type[Record], link: str, targets: Collection[int]) -> set[int]:
    """Rows that once linked to one of these and are no longer there, since their deed was undone."""
    table = table_of(record)
    query = select(JOURNAL.c.record_id, JOURNAL.c.changes).where(
        JOURNAL.c.table == table.name,
        func.instr(JOURNAL.c.changes, f'"{link}":[') > 0,
        JOURNAL.c.record_id.not_in(select(table.c.id)),
    )
    rows = connection.execute(query)
    return {record_id for record_id, changes in rows if not set(targets).isdisjoint(json.loads(changes)[link])}


def undone_like(connection: Connection, record: type[Record], wanted: Sequence[Mapping[str, str]]) -> set[int]:
    """Rows that are no longer there, since their deed was undone, and that once had all values of one of `wanted`."""
    table, found = table_of(record), set[int]()
    query = select(JOURNAL.c.record_id, JOURNAL.c.changes).where(
        JOURNAL.c.table == table.name,
        JOURNAL.c.changes.is_not(None),
        JOURNAL.c.record_id.not_in(select(table.c.id)),
    )
    for record_id, changes in connection.execute(query) if wanted else ():
        stored = json.loads(changes)
        if any(all(value in stored.get(name, ()) for name, value in one.items()) for one in wanted):
            found.add(record_id)
    return found


def values_ever(connection: Connection, record: type[Record], ids: Sequence[int], names: Sequence[str]) -> set[str]:
    """All texts that ever stood in these fields of these records."""
    table, found = table_of(record), set[str]()
    for part in _pages(ids):
        rows = connection.execute(select(*(table.c[name] for name in names)).where(table.c.id.in_(part)))
        found |= {value for row in rows for value in row if value}
        said = select(JOURNAL.c.changes).where(JOURNAL.c.table == table.name, JOURNAL.c.record_id.in_(part))
        for changes in connection.scalars(said.where(JOURNAL.c.changes.is_not(None))):
            stored = json.loads(changes)
            found |= {value for name in names for value in stored.get(name, ()) if value}
    return found


def blank_deeds(session: WriteSession, sure: Sequence[str], beside: Sequence[str], uids: Collection[str]) -> None:
    """Take words out of the names of deeds: the `sure` ones everywhere, `beside` only where a deed is about these rows.

    A deed is about them when some of its rows were blanked, or when it names one of the `uids` (somebody looked). What
    a deed hides is taken out too: whose name it is nobody can see.
    """
    connection = session.connection()
    about = set(connection.scalars(select(JOURNAL.c.deed_id).where(JOURNAL.c.changes.is_(None)).distinct()))
    changed: list[dict[str, Any]] = []
    for deed_id, name, params in connection.execute(select(DEED.c.id, DEED.c.name, DEED.c.params).order_by(DEED.c.id)):
        is_about = deed_id in about or any(uid in params for uid in uids) or _hides_title(name, params)
        blanked = without(params, [*sure, *beside] if is_about else sure, is_json=True)
        if blanked != params:
            changed.append({"deed": deed_id, "blanked": blanked})
    if changed:
        statement = update(DEED).where(DEED.c.id == bindparam("deed")).values(params=bindparam("blanked"))
        connection.execute(statement, changed)
        journal.reseal(connection, journal.chain_secret(connection), changed[0]["deed"])


def _hides_title(name: str, params: str) -> bool:
    """Whether a deed holds a title that its name does not show: those of many changed cells once did."""
    if '"title"' not in params:
        return False
    told = json.loads(params)
    while isinstance(told.get("of"), dict):  # an undo tells the name and the parameters of what it took back
        name, told = str(told["name"]), told["of"]
    return "title" in told and "{title}" not in name


def facts_with(connection: Connection, words: Collection[str], left_out: Collection[str]) -> dict[str, Any]:
    """The small facts about the file in which one of these words stands, by key; never what the chain hangs on."""
    found: dict[str, Any] = {}
    kept = {*_FACTS_KEPT, *left_out}
    for part in _pages(sorted(words), _TERMS):
        anywhere = or_(*(func.instr(meta.META.c.value, _in_json(word)) > 0 for word in part))
        rows = connection.execute(select(meta.META.c.key, meta.META.c.value).where(anywhere))
        found |= {key: fact for key, value in rows if key not in kept and names(fact := json.loads(value), words)}
    return found


def delete_rows(connection: Connection, table: Table, key: str, values: Collection[str]) -> None:
    """Delete rows of a table that is no record's: bytes of prints and scans."""
    connection.execute(delete(table).where(table.c[key].in_(values)))


def tidy(database: Database) -> None:
    """Write the file anew without the room that was freed; needs as much again in memory while it runs.

    A file that is too large for that, or for which memory runs out, stays as it is: what was deleted is overwritten
    already, only the room is not given back.
    """
    try:
        with database.read(), known_faults(_TIDYING):
            database._watch.check()
            if database.path.stat().st_size > TIDY_AT_MOST:
                return
            database.raw.execute("VACUUM")  # no transaction has begun: nobody has asked the session for its connection
            database._watch.written()
    except MemoryError:
        pass
    except sqlcipher.Error as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF != sqlcipher.SQLITE_NOMEM:
            raise


def _in_json(word: str) -> str:
    return json.dumps(word, ensure_ascii=False)[1:-1]


def _pages(whole: Sequence[_T], size: int = _PAGE) -> Iterator[Sequence[_T]]:
    return (whole[start : start + size] for start in range(0, len(whole), size))
