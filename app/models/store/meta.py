"""Small facts about the file itself: its id, the chain's secret, what was remembered (never journalled)."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Column, Connection, String, Table, Text, delete, insert, select

from app.models.declare import Base

PURGED_AT = "purged_at"
"""Under this a file remembers when something was last deleted for good."""
META = Table("meta", Base.metadata, Column("key", String, primary_key=True), Column("value", Text, nullable=False))


def recall(connection: Connection, key: str) -> Any:
    """A remembered value, or None."""
    stored = connection.scalar(select(META.c.value).where(META.c.key == key))
    return None if stored is None else json.loads(stored)


def remember(connection: Connection, key: str, value: Any) -> None:
    """Keep a value under a key, in the running transaction."""
    connection.execute(delete(META).where(META.c.key == key))
    connection.execute(insert(META).values(key=key, value=json.dumps(value, ensure_ascii=False)))
