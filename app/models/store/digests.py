"""One digest per table: whether two files, or one file at two moments, hold the same."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable

from sqlalchemy import Connection, Table, select

from app.models.declare import Base


def table_digest(connection: Connection, table: Table) -> tuple[int, str]:
    """(number of rows, SHA-256 over all rows in order of their key)."""
    digest = hashlib.sha256()
    count = 0
    order = list(table.primary_key.columns)
    rows = connection.execute(select(table).order_by(*order), execution_options={"yield_per": 2000})
    for row in rows:
        count += 1
        digest.update(json.dumps(list(row), ensure_ascii=False, default=_plain).encode())
    return count, digest.hexdigest()


def _plain(value: object) -> str:
    return value.hex() if isinstance(value, bytes) else str(value)


def all_digests(connection: Connection, *, leave_out: Iterable[str] = ()) -> dict[str, tuple[int, str]]:
    """The digest of every table of the file by name."""
    left_out = set(leave_out)
    tables = (table for table in Base.metadata.sorted_tables if table.name not in left_out)
    return {table.name: table_digest(connection, table) for table in tables}
