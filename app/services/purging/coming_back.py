"""What was deleted for good after a backup was made, and comes back with it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select

from app.frozen import dataclass
from app.models.store.database import Database
from app.models.store.journal import DEED
from app.services.backup import BackupResult
from app.services.purging.doing import LAST_BACKUP, PEOPLE, THINGS


@dataclass(frozen=True)
class Purged:
    """On one day: how many people, and how many other things."""

    day: date
    people: int
    things: int


def coming_back(database: Database, backup: BackupResult) -> Sequence[Purged]:
    """What was deleted for good in this file since the backup of it was made, by day, oldest first.

    By the clock, in whole seconds as a backup tells them; the last time counts by the numbers of the backups as well,
    which no wrong clock changes.
    """
    if backup.manifest.get("file_id") != database.recall("file_id"):
        return []
    made = datetime.fromisoformat(backup.made_at).timestamp()
    last, number = database.recall(LAST_BACKUP), backup.manifest.get("sequence")
    query = select(DEED.c.at, DEED.c.name, DEED.c.params).where(DEED.c.name.in_((PEOPLE, THINGS))).order_by(DEED.c.id)
    with database.read() as session:
        deeds = session.connection().execute(query).all()
    days: dict[date, list[int]] = {}
    for place, (at, name, params) in enumerate(deeds, start=1):
        is_last = place == len(deeds) and isinstance(last, int) and isinstance(number, int)
        if at // 1000 > made or (is_last and number <= last):
            counts = days.setdefault(datetime.fromtimestamp(at / 1000).date(), [0, 0])
            counts[name != PEOPLE] += int(json.loads(params)["n"])
    return [Purged(day, *counts) for day, counts in days.items()]
