"""What was read of the file and still holds, because nothing has been written into it since."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

from sqlalchemy import event
from sqlalchemy.orm import Session

from app.models.store.engine import WRITE

T = TypeVar("T")
_FLUSHED = "flushed"


def kept(session: Session, name: str, read: Callable[[], T]) -> T:
    """What `read` returns, read anew only when the file was written into since it was read last.

    SQLite counts the rows that this connection has ever changed, and no other connection writes. Nothing is kept of
    what a session sees that has changed something itself: it may yet be rolled back, and that is not counted.
    """
    connection = session.connection()
    changes = connection.connection.dbapi_connection.total_changes  # type: ignore[union-attr]
    # Lives as long as the connection itself.
    found = connection.info.get(name)
    if found is not None and found[0] == changes:
        return cast(T, found[1])
    value = read()
    if not connection.get_execution_options().get(WRITE) and _FLUSHED not in session.info:
        connection.info[name] = (changes, value)
    return value


def lasting(session: Session, name: str, make: Callable[[], T]) -> T:
    """What is made once for a connection and lives as long: something that itself knows how long what it holds is true.

    A session that may have changed something is given another one, of which nothing stays: it may yet be rolled back.
    """
    connection = session.connection()
    if connection.get_execution_options().get(WRITE) or _FLUSHED in session.info:
        return make()
    return cast(T, connection.info.setdefault(name, make()))


@event.listens_for(Session, "after_flush")
def _mark(session: Session, context: object) -> None:
    session.info[_FLUSHED] = True
