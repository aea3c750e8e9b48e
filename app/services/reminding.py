"""When to speak of a backup, and when to be silent (reliability B6): in the banner, and once on leaving."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import func, select

from app.i18n import Label
from app.models import Person
from app.models.store.database import Database
from app.services.backup import known_backups
from app.services.due import BACKUP_DAYS, backup_age

PUT_OFF = "backup_put_off"


def backup_due(database: Database, on: date) -> Label | None:
    """Why a backup is due on this day: something was changed since the last one, and that is more than a week old.

    None: there is nothing to say, or it was put off until tomorrow.
    """
    if database.recall(PUT_OFF) == on.isoformat():
        return None
    known = known_backups(database)
    age = backup_age(on, known[-1] if known else None)
    if age is None:
        with database.read() as session:
            people = session.scalar(select(func.count()).select_from(Person))
        return Label("还没有备份过。资料只在这台电脑上。") if people else None
    is_changed = known[-1]["deed_head"] != database.recall("chain_head")
    made_on = datetime.fromisoformat(str(known[-1]["made_at"])).date()
    if made_on > on + timedelta(days=1) and is_changed:  # the clock ran ahead then: its age would be 0 for years
        return Label("上次备份记的日期是 {day}，比今天还晚；后来又改过资料，请再备份一次。", day=made_on.isoformat())
    if age <= BACKUP_DAYS or not is_changed:
        return None
    return Label("已 {n} 天没有备份。资料只在这台电脑上。", n=age)


def put_off(database: Database, on: date) -> None:
    """明天再说: not a word more today."""
    database.remember(PUT_OFF, on.isoformat())
