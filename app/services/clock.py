"""Whether this PC's clock can be right (reliability A11): an empty battery gives 1970, a slip of the hand 2099.

Nothing that the file keeps depends on the clock: deeds and backups are in the order of their numbers. But a wrong day
would stand in documents and lists, so it is said when the file is opened.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from app.i18n import Label
from app.models.store.database import Database
from app.models.store.journal import DEED

BACK = timedelta(days=1)
AHEAD = timedelta(days=400)
"""A clock so far behind the last deed, or so far ahead of it, is more likely wrong than right."""


def doubtful_clock(database: Database, now: datetime | None = None) -> Label | None:
    """What to say of the clock, or None; `now` is this moment (local time)."""
    now = now or datetime.now()
    with database.read() as session:
        at = session.scalar(select(DEED.c.at).order_by(DEED.c.id.desc()).limit(1))
    if at is None:
        return None
    last = datetime(1970, 1, 1) + timedelta(milliseconds=at)  # UTC, which is near enough; fromtimestamp has limits
    if -BACK <= now - last <= AHEAD:
        return None
    return Label(
        "电脑的日期是 {today}，而资料里最近一次改动是 {last}。请看看电脑的日期对不对。",
        today=now.date().isoformat(),
        last=last.date().isoformat(),
    )
