"""Putting one old value back where it stood, as one deed, with all that follows from it."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.errors import NOTHING_CHANGED, ErrorCode, KnownError
from app.i18n import Label
from app.models import (
    CondolenceRecord,
    CondolenceRound,
    ExpenseItem,
    HardshipCase,
    Household,
    HouseholdMember,
    IncomeItem,
    Membership,
    MembershipChange,
    kinds,
)
from app.models.declare import Field, Record, fields_of, record_type
from app.models.store.database import Database
from app.models.words import FileWords
from app.services import hardship, members, records
from app.services.hardship.saving import keep_category
from app.services.history import Past, goes_back
from app.services.rounds.ledger import note_warnings
from app.services.today import today


def put_back(database: Database, past: Past) -> Label:
    """Put the old value of a change back; returns what the field is called.

    Raises `bad_input` when the value no longer fits the others, STATE when the record is in the recycle bin.
    """
    record = record_type(past.type)
    spec = fields_of(record)[past.field]
    with database.read() as session:
        words = FileWords(session, today())
        title = words.link_title(record.__name__, past.id)
        raw = _raw(spec, past, words)
    with database.write("改回“{field}”：{title}", field=spec.label, title=title) as session:
        found = session.get_one(record, past.id)
        if found.deleted_at is not None or not goes_back(record, spec):
            raise _gone()
        case = _case_of(session, found)
        facts = hardship.facts_of(session, case) if case is not None else None
        records.edit(session, found, {past.field: raw})
        if case is not None:
            keep_category(session, case, changed=hardship.facts_of(session, case) != facts)
        _follow(session, found)
    return spec.label


def _raw(spec: Field, past: Past, words: FileWords) -> str:
    """The old value as a text that reads as it."""
    if past.before is None:
        return ""
    value = spec.kind.load(past.before)
    if isinstance(spec.kind, kinds.Code | kinds.Codes):
        return str(value)
    if isinstance(spec.kind, kinds.Link):
        return str(spec.kind.out(value, words))
    return spec.kind.write(value, words)


def _follow(session: Session, found: Record) -> None:
    """What the services of a record's subject keep in step with it."""
    if isinstance(found, MembershipChange):
        members.refuse_impossible(session, session.get_one(Membership, found.membership_id))
    elif isinstance(found, CondolenceRecord):
        note_warnings(session, session.get_one(CondolenceRound, found.round_id), [found])


def _case_of(session: Session, found: Record) -> HardshipCase | None:
    """The open hardship file whose category may follow from this record."""
    if isinstance(found, HardshipCase):
        return found
    if isinstance(found, IncomeItem | ExpenseItem):
        return session.get_one(HardshipCase, found.case_id)
    if isinstance(found, HouseholdMember):
        return hardship.open_case_of(session, found.household_id)
    if isinstance(found, Household):
        return hardship.open_case_of(session, found.id)
    return None


def _gone() -> KnownError:
    return KnownError(
        ErrorCode.STATE,
        Label("这一项现在在回收站里，不能改回去。"),
        safe=NOTHING_CHANGED,
        next=Label("先从回收站还原，再改回去。"),
    )
