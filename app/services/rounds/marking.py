"""Marking what became of the people on a round's list: visited, signed, or cancelled with a reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from app.errors import Problem, bad_input
from app.i18n import Label
from app.models import CondolenceRecord, CondolenceRound, Person
from app.models.condolence import RECORD_MOVES
from app.models.words import FileWords
from app.services.records import read_values
from app.services.rounds.ledger import HANDED_OUT, note_warnings
from app.services.rounds.result import (
    RoundResult,
    handed_out,
    read_typed,
    records_of,
    records_of_people,
    result,
    whose,
    wrong_step,
)
from app.services.today import today

AND = "；"
"""What stands between two things written in 备注."""


def mark(
    session: Session,
    round: CondolenceRound,
    people: Sequence[Person] | None,
    to: str,
    *,
    on: date | None = None,
    proxy: object = None,
    relation: object = None,
    reason: object = None,
) -> RoundResult:
    """Mark people of the list, or all whom the step fits: visited or signed on a day (today), cancelled for a reason.

    Who is marked the same again gets the day and the proxy that are given. A proxy signs for people named one by one.
    A reason for any other step is kept behind what stands in 备注. Raises STATE naming those for whom the step is not
    possible, and `bad_input` for a reason that has no room there.
    """
    target = FileWords(session, today()).code_of("round_record_status", to) or to
    typed = read_typed(session, {"proxy": proxy, "relation": relation, "cancel_reason": reason})
    _check(session, round, target, typed, everybody=people is None)
    chosen = records_of(session, round) if people is None else records_of_people(session, round, people)
    able = [record for record in chosen if _fits(record, target, everybody=people is None)]
    if people is not None and len(able) < len(chosen):
        wrong = [record for record in chosen if record not in able]
        raise wrong_step(
            Label("有 {n} 人现在不能这样记。", n=len(wrong)),
            Label("已签收的要先改回，才能取消；已取消的先改回待走访。"),
            whose(session, wrong),
        )
    for record in able:
        record.put(**_values(record, target, on, typed), **_remark(session, record, target, typed["cancel_reason"]))
    return result(session, round, note_warnings(session, round, able) if target == "planned" else ())


def _remark(session: Session, record: CondolenceRecord, target: str, reason: str | None) -> dict[str, str]:
    """What stands in 备注 with the reason of a step; only 已取消 has a field of its own for it."""
    told = record.remark or ""
    if target == "cancelled" or not reason or reason in told.split(AND):
        return {}
    whole = AND.join([told, reason] if told else [reason])
    checked = read_values(CondolenceRecord, {"remark": whole}, FileWords(session, today()))
    if checked.refused:
        raise bad_input([replace(one, field="reason") for one in checked.refused])
    return checked.values


def _fits(record: CondolenceRecord, target: str, *, everybody: bool) -> bool:
    if everybody:
        return record.status != "cancelled" and target in RECORD_MOVES[record.status]
    return target == record.status or target in RECORD_MOVES[record.status]


def _check(session: Session, round: CondolenceRound, target: str, typed: Mapping[str, Any], *, everybody: bool) -> None:
    if round.status == "archived" or (round.status == "done" and target == "planned"):
        raise handed_out(session, round)
    problems = []
    if target not in RECORD_MOVES:
        problems.append(Problem(Label("只能记成待走访、已走访、已签收或已取消"), field="to", value=target))
    if everybody and typed["proxy"]:
        problems.append(Problem(Label("代领人要一个一个记"), field="proxy"))
    if target == "cancelled" and not typed["cancel_reason"]:
        problems.append(Problem(Label("取消要写原因"), field="reason"))
    if problems:
        raise bad_input(problems)


def _values(record: CondolenceRecord, target: str, on: date | None, typed: Mapping[str, Any]) -> dict[str, Any]:
    if target in HANDED_OUT:
        given = {name: typed[name] for name in ("proxy", "proxy_relation") if typed[name]}
        return {"status": target, "visited_on": on or record.visited_on or today(), "cancel_reason": None} | given
    blank = {"visited_on": None, "proxy": None, "proxy_relation": None}
    return blank | {"status": target, "cancel_reason": typed["cancel_reason"] if target == "cancelled" else None}
