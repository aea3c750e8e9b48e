"""A clock that cannot be right is told, and never silences anything."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from app.models import Person
from app.models.store.database import Database
from app.services import records
from app.services.backup import making
from app.services.clock import doubtful_clock
from app.services.reminding import backup_due

LAST = datetime(2026, 11, 22, 8)


@pytest.fixture
def worked(database: Database) -> Database:
    """A file last changed at LAST."""
    database.clock = lambda: round((LAST - datetime(1970, 1, 1)).total_seconds() * 1000)
    with database.write("新增人员") as session:
        records.add(session, Person, {"name": "张三"})
    return database


@pytest.mark.parametrize("days", [-20_000, -366, -2, 402, 3650, 26_000])
def test_a_clock_far_from_the_last_change_is_told_with_both_days(worked: Database, days: int) -> None:
    now = LAST + timedelta(days=days)
    told = str(doubtful_clock(worked, now))
    assert now.date().isoformat() in told and "2026-11-22" in told


@pytest.mark.parametrize("days", [-0.9, 0, 1, 100, 399])
def test_a_clock_that_may_be_right_is_not_spoken_of(worked: Database, days: float) -> None:
    assert doubtful_clock(worked, LAST + timedelta(days=days)) is None


def test_a_backup_made_under_a_clock_that_ran_ahead_does_not_silence_the_reminder(worked: Database) -> None:
    ahead = {"sequence": 1, "made_at": "2036-01-01T08:00:00+08:00", "place": "", "name": "", "records": 1}
    worked.remember(making.REMEMBERED, [ahead | {"digest": "", "deed_head": "before"}])
    assert "2036-01-01" in str(backup_due(worked, date(2026, 11, 22)))
