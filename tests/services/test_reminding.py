"""A backup is spoken of exactly when it is due: changed since the last one, and that more than a week ago."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from app.models.store.database import Database
from app.services import reminding
from app.services.backup.making import REMEMBERED
from tests.factories import add_person

FIRST = date(2027, 3, 1)
DAYS = range(30)


@dataclass(frozen=True)
class Habit:
    """On which of thirty days somebody changes something, backs up, puts the reminder off; and when it must speak."""

    changes: frozenset[int]
    backups: frozenset[int]
    puts_off: frozenset[int]
    speaks: frozenset[int]


def days(*found: int | range) -> frozenset[int]:
    return frozenset(day for each in found for day in (each if isinstance(each, range) else [each]))


NONE = days()
HABITS = {
    "never backs up": Habit(days(0), NONE, NONE, days(DAYS)),
    "every week": Habit(days(0, 3, 11, 20), days(0, 7, 14, 21, 28), NONE, NONE),
    "once, then works on": Habit(days(0, 1, 15), days(0), NONE, days(range(8, 30))),
    "once, then only looks": Habit(days(0), days(0), NONE, NONE),
    "once, one change later": Habit(days(0, 20), days(0), NONE, days(range(20, 30))),
    "puts off every other day": Habit(days(0, 1), days(0), days(range(0, 30, 2)), days(range(9, 30, 2))),
}


@pytest.mark.parametrize("name", HABITS)
def test_thirty_days(database: Database, name: str) -> None:
    habit = HABITS[name]
    assert set(_spoken(database, habit)) == habit.speaks


def _spoken(database: Database, habit: Habit) -> Iterator[int]:
    for day in DAYS:
        on = FIRST + timedelta(days=day)
        if day in habit.changes:
            with database.write("新增") as session:
                add_person(session, f"张{day}")
        if day in habit.backups:
            known = {"made_at": f"{on}T09:00:00", "deed_head": database.recall("chain_head")}
            database.remember(REMEMBERED, [known])
        if day in habit.puts_off:
            reminding.put_off(database, on)
        if reminding.backup_due(database, on) is not None:
            yield day


def test_an_empty_file_needs_no_backup(database: Database) -> None:
    assert reminding.backup_due(database, FIRST) is None
