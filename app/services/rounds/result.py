"""What a round holds after a deed, and the refusals that its steps share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import NOTHING_CHANGED, ErrorCode, Grade, KnownError, Problem, bad_input
from app.frozen import dataclass
from app.i18n import Label
from app.models import CondolenceRecord, CondolenceRound, Person
from app.models.values.money import show_money
from app.models.words import FileWords
from app.services.figures import figures
from app.services.records import read_values
from app.services.today import today


@dataclass(frozen=True)
class RoundResult:
    """The round as it stands now (cancelled records left out; amounts in fen), and the doubts about what was done."""

    records: int
    households: int
    persons: int
    cash: int
    goods: int
    warnings: tuple[Problem, ...] = ()


def result(session: Session, round: CondolenceRound, warnings: Iterable[Problem] = ()) -> RoundResult:
    """The round's figures with these warnings, and the one about its budget."""
    session.flush()
    tally = figures(session, round).tally
    found = list(warnings)
    if round.budget is not None and tally.total > round.budget:
        facts = {"total": show_money(tally.total), "budget": show_money(round.budget)}
        found.append(Problem(Label("合计 {total} 元，超过预算 {budget} 元", **facts), "budget", grade=Grade.CHECK))
    return RoundResult(tally.person_times, tally.households, tally.persons, tally.cash, tally.goods, tuple(found))


def records_of(session: Session, round: CondolenceRound) -> list[CondolenceRecord]:
    """The records of a round in their order."""
    query = select(CondolenceRecord).where(CondolenceRecord.round_id == round.id, CondolenceRecord.deleted_at.is_(None))
    return list(session.scalars(query.order_by(CondolenceRecord.position, CondolenceRecord.id)))


def wrong_step(what: Label, next: Label, problems: Iterable[Problem] = ()) -> KnownError:
    """The refusal of a step that cannot be taken now."""
    return KnownError(ErrorCode.STATE, what, safe=NOTHING_CHANGED, next=next, problems=problems)


def records_of_people(session: Session, round: CondolenceRound, people: Sequence[Person]) -> list[CondolenceRecord]:
    """Their records on the list; raises NOT_FOUND naming who is not on it."""
    listed = {record.person_id: record for record in records_of(session, round)}
    strangers = [person for person in people if person.id not in listed]
    if strangers:
        raise KnownError(
            ErrorCode.NOT_FOUND,
            Label("有 {n} 人不在这一批的名单里。", n=len(strangers)),
            safe=NOTHING_CHANGED,
            next=Label("先把他们加进名单，或换一个人。"),
            problems=[Problem(Label("{name}不在名单里", name=one.name), "person", value=one.uid) for one in strangers],
        )
    return [listed[person.id] for person in dict.fromkeys(people)]


def read_typed(session: Session, given: Mapping[str, object]) -> dict[str, Any]:
    """What was typed for records, by attribute name; raises `bad_input` with all that cannot be read."""
    checked = read_values(CondolenceRecord, given, FileWords(session, today()))
    if checked.refused:
        raise bad_input(checked.refused)
    return checked.values


def require_open(session: Session, round: CondolenceRound) -> None:
    """Refuse to change the list of a round that was handed out."""
    if round.status not in ("draft", "open"):
        raise handed_out(session, round)


def handed_out(session: Session, round: CondolenceRound) -> KnownError:
    """The refusal to change a round that was handed out or archived."""
    status = FileWords(session, today()).code_label("round_status", round.status)
    return wrong_step(
        Label("这一批已是“{status}”，名单不能再改。", status=status), Label("已发放的可以先退回“进行中”，改好再发放。")
    )


def whose(session: Session, records: Sequence[CondolenceRecord]) -> list[Problem]:
    """Who is meant by a refusal, and where each stands."""
    words = FileWords(session, today())
    found = []
    for record in records:
        person = session.get_one(Person, record.person_id)
        line = Label(
            "{name}：{status}", name=person.name, status=words.code_label("round_record_status", record.status)
        )
        found.append(Problem(line, field="status", value=person.uid))
    return found
