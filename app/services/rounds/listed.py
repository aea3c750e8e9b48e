"""The list of a round: who is on it, with what, in which group, and what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy.orm import Session

from app.errors import NOTHING_CHANGED, ErrorCode, KnownError, Problem
from app.i18n import Label
from app.models import CondolenceRecord, CondolenceRound, HardshipCase, Person
from app.models.store.database import now_ms
from app.models.words import FileWords, find_keys
from app.services import records
from app.services.hardship import household_of, open_case_of
from app.services.rounds.ledger import HANDED_OUT, note_warnings
from app.services.rounds.on_file import CaseOnFile
from app.services.rounds.result import (
    RoundResult,
    read_typed,
    records_of,
    records_of_people,
    require_open,
    result,
    whose,
    wrong_step,
)
from app.services.today import today

AMOUNTS = ("cash", "goods", "goods_value")


def find_people(session: Session, keys: Iterable[str]) -> list[Person]:
    """The people that keys mean; raises NOT_FOUND or AMBIGUOUS."""
    found = [records.find(session, Person, key) for key in keys]
    return [person for person in dict.fromkeys(found) if isinstance(person, Person)]


def find_in(session: Session, round: CondolenceRound, keys: Iterable[str]) -> list[Person]:
    """The people of a round's list that keys mean: a name need be unique only within the list."""
    listed = {record.person_id for record in records_of(session, round)}
    people = []
    for key in keys:
        here = [one for one in find_keys(session, Person, key) if one in listed]
        people += [session.get_one(Person, here[0])] if len(here) == 1 else find_people(session, [key])
    return list(dict.fromkeys(people))


def add(
    session: Session,
    round: CondolenceRound,
    people: Sequence[Person],
    *,
    cash: object = None,
    goods: object = None,
    goods_value: object = None,
    group: object = None,
    reason: object = None,
) -> RoundResult:
    """Put people on the list by hand; amounts as typed, in yuan. With no amount at all they get the round's standard.

    Warnings are kept with each record, and the reason with them; they never block. Whoever was cancelled comes back.
    Raises EXISTS naming those who are on the list already.
    """
    require_open(session, round)
    given = {"cash": cash, "goods": goods, "goods_value": goods_value, "group": group, "proposal_reason": reason}
    values = read_typed(session, given)
    typed_reason = values["proposal_reason"]
    if typed_reason is None:
        del values["proposal_reason"]
    if cash is None and goods is None and goods_value is None:
        values |= {name: getattr(round, name) for name in AMOUNTS}
    listed = {record.person_id: record for record in records_of(session, round)}
    _refuse_listed([one for one in people if one.id in listed and listed[one.id].status != "cancelled"])
    made = []
    for person in dict.fromkeys(people):
        record = listed.get(person.id) or CondolenceRecord(person_id=person.id)
        record.put(**_known_of(session, person) | values, status="planned", cancel_reason=None, visited_on=None)
        made.append(record)
    append(session, round, made)
    warnings = note_warnings(session, round, made)
    for record in made:
        record.put(reason=typed_reason if record.warning else None)
    return result(session, round, warnings)


def remove(session: Session, round: CondolenceRound, people: Sequence[Person]) -> RoundResult:
    """Take people off the list (into the recycle bin); raises STATE for those who were given something."""
    require_open(session, round)
    going = records_of_people(session, round, people)
    served = [record for record in going if record.status in HANDED_OUT]
    if served:
        raise wrong_step(
            Label("有 {n} 人已走访或已签收，不能从名单里去掉。", n=len(served)),
            Label("发错了的，先改回待走访，再去掉。"),
            whose(session, served),
        )
    moment = now_ms()
    for record in going:
        record.put(deleted_at=moment)
    return result(session, round)


def group(session: Session, round: CondolenceRound, group: str, people: Sequence[Person]) -> RoundResult:
    """Put people of the list into a visiting group; an empty name takes them out of theirs."""
    require_open(session, round)
    values = read_typed(session, {"group": group})
    for record in records_of_people(session, round, people):
        record.put(**values)
    return result(session, round)


def set_amounts(
    session: Session,
    round: CondolenceRound,
    *,
    cash: object = None,
    goods: object = None,
    goods_value: object = None,
    people: Sequence[Person] | None = None,
    group: str | None = None,
) -> RoundResult:
    """Give the whole list, one group or some people the same amounts, as typed, in yuan; what is left out is blank."""
    require_open(session, round)
    values = read_typed(session, {"cash": cash, "goods": goods, "goods_value": goods_value})
    chosen = records_of_people(session, round, people) if people is not None else records_of(session, round)
    chosen = [record for record in chosen if record.status != "cancelled"]
    if group is not None:
        chosen = [record for record in chosen if (record.visit_group or "") == group]
    for record in chosen:
        record.put(**values)
    return result(session, round, note_warnings(session, round, chosen))


def append(session: Session, round: CondolenceRound, made: Sequence[CondolenceRecord]) -> None:
    """Put new records at the end of a round's list."""
    last = max((record.position or 0 for record in records_of(session, round)), default=0)
    for record in made:
        if record.round_id is None:
            last += 1
            record.put(round_id=round.id, occasion=round.occasion, position=last)
            session.add(record)
    session.flush()


def _known_of(session: Session, person: Person) -> dict[str, Any]:
    """Household, file and reason of somebody picked by hand, as far as the union knows them."""
    household = household_of(session, person)
    case = open_case_of(session, household.id) if household else None
    return {
        "household_id": household.id if household else None,
        "case_id": case.id if case else None,
        "proposal_reason": reason_of(case, FileWords(session, today())) if case else None,
    }


def reason_of(case: HardshipCase | CaseOnFile, words: FileWords) -> str:
    """Why a household is on the list: its category, and the main cause of its hardship."""
    category = words.code_label("hardship_category_current", case.category) if case.category else ""
    cause = words.code_label("hardship_cause", case.main_cause) if case.main_cause else ""
    if category and cause:
        return str(Label("{category}：{cause}", category=category, cause=cause))
    return category or cause or str(Label("在档困难职工"))


def _refuse_listed(people: Sequence[Person]) -> None:
    if people:
        raise KnownError(
            ErrorCode.EXISTS,
            Label("有 {n} 人已在名单里。", n=len(people)),
            safe=NOTHING_CHANGED,
            next=Label("去掉下面这些人，再加一次；要改金额的，在名单里改。"),
            problems=[Problem(Label("{name}已在名单里", name=one.name), "person", value=one.uid) for one in people],
        )
