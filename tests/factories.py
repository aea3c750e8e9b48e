"""Records for tests: each function fills in what the test does not care about."""

from __future__ import annotations

from itertools import cycle
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import CondolenceRound, HardshipCase, Membership, Organization, Person, PolicyParameter
from app.models.store.database import Database
from app.models.store.digests import all_digests
from app.services import hardship, records, rounds

_NAMES = cycle(["李明", "王芳", "张伟", "刘洋", "陈静", "杨磊", "赵敏", "黄涛", "周倩", "吴刚"])


def add_person(session: Session, name: str = "", *, member: bool = True, **fields: Any) -> Person:
    """Somebody of the register; a member since 2020 unless told otherwise."""
    data: dict[str, Any] = {"name": name or next(_NAMES)} | fields
    if member:
        data["memberships"] = [{"joined_on": "2020-03", "changes": [{"type": "1", "on": "2020-03"}]}]
    made = records.add(session, Person, data).records[0]
    assert isinstance(made, Person)
    return made


def membership_of(session: Session, person: Person) -> Membership:
    """The only membership of somebody made here."""
    return session.scalars(select(Membership).where(Membership.person_id == person.id)).one()


def add_standard(session: Session, key: str = "dibao_monthly", value: str = "750.00", **fields: Any) -> PolicyParameter:
    """A standard with a document number, valid for ever unless told otherwise."""
    made = records.add(session, PolicyParameter, {"key": key, "value": value, "doc_no": "民发〔2026〕1号"} | fields)
    found = made.records[0]
    assert isinstance(found, PolicyParameter)
    return found


def add_case(session: Session, person: Person | None = None, **fields: Any) -> HardshipCase:
    """A file on file since New Year 2026 of a household of one without income."""
    data = {"person": (person or add_person(session)).uid, "stage": "on_file", "filed_on": "2026-01-01"} | fields
    found = hardship.add_case(session, data).records[0]
    assert isinstance(found, HardshipCase)
    return found


def add_round(session: Session, title: str = "2027年春节送温暖", **fields: Any) -> CondolenceRound:
    """A round of 2027 that gives everybody 1,000 yuan."""
    found = rounds.new(session, {"title": title, "year": 2027, "occasion": "HARD", "cash": "1000"} | fields).records[0]
    assert isinstance(found, CondolenceRound)
    return found


def set_region(session: Session, region: str) -> None:
    """Where our own union is."""
    records.edit(session, records.find(session, Organization, "示例工会"), {"region": region})


def digests(database: Database) -> dict[str, tuple[int, str]]:
    """The digest of every table that undo gives back (numbers given out stay given out)."""
    with database.read() as session:
        return all_digests(session.connection(), leave_out=("deed", "journal", "meta", "number_sequence"))
