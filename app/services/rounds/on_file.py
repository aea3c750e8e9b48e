"""Hardship files with their people, read as plain rows: a list of many thousands needs few of their columns."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import HardshipCase, Person


class Worker(NamedTuple):
    """The worker of a file."""

    id: int
    uid: str
    name: str
    deceased_on: date | None


class CaseOnFile(NamedTuple):
    """What a round asks of a file."""

    id: int
    uid: str
    household_id: int
    stage: str
    filed_on: date | None
    removed_on: date | None
    category: str | None
    main_cause: str | None


def cases(session: Session) -> Iterator[tuple[CaseOnFile, Worker]]:
    """All files, whatever became of them, in the order of their numbers."""
    case, person = HardshipCase, Person
    query = (
        select(
            *(case.id, case.uid, case.household_id, case.stage, case.filed_on, case.removed_on),
            *(case.category, case.main_cause, person.id, person.uid, person.name, person.deceased_on),
        )
        .join(person, case.person_id == person.id)
        .where(case.deleted_at.is_(None), person.deleted_at.is_(None))
        .order_by(case.case_no, case.id)
    )
    width = len(CaseOnFile._fields)
    for row in session.execute(query):
        yield CaseOnFile._make(row[:width]), Worker._make(row[width:])
