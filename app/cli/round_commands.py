"""Commands about condolence rounds and their figures."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from app.cli.commands import Argument, Parser, arg, day, flag
from app.cli.context import Context
from app.cli.result import Result, problem_object
from app.cli.wrong_use import WrongUseError
from app.frozen import dataclass
from app.i18n import Label
from app.models import CondolenceRound
from app.models.values.money import write_yuan
from app.services import figures as counting
from app.services import records, rounds

if TYPE_CHECKING:
    from app.models.store.database import WriteSession
    from app.services.figures import Part, Tally
    from app.services.rounds import Proposal, RoundResult

    Step = Callable[[WriteSession, CondolenceRound, argparse.Namespace], RoundResult]


@dataclass(frozen=True)
class Action:
    """One step with a round: the deed's name, what does it, what it is told."""

    name: str
    step: Step
    arguments: tuple[Argument, ...]


def run_round(context: Context) -> Result:
    """Start a round, or do one step with one."""
    given = context.arguments
    if given.round == "new":
        return _new(context, _parsed("FILE new", NEW, given.rest))
    if not given.rest or given.rest[0] not in ACTIONS:
        raise WrongUseError(Label("批次后面要写做什么：{actions}", actions=" ".join(ACTIONS)))
    verb, *rest = given.rest
    action = ACTIONS[verb]
    asked = _parsed(f"FILE KEY {verb}", action.arguments, rest)
    if verb == "propose" and not asked.apply:
        return _proposed(context)
    return _step(context, action, asked)


def _parsed(words: str, arguments: Sequence[Argument], rest: Sequence[str]) -> argparse.Namespace:
    parser = Parser(prog=f"xiaojia round {words}")
    for argument in arguments:
        parser.add_argument(*argument.names, **argument.settings)
    return parser.parse_args(rest)


def _new(context: Context, asked: argparse.Namespace) -> Result:
    data = {name: value for name, value in vars(asked).items() if value is not None}
    with context.database() as database, database.write("新建慰问批次：{title}", title=asked.title) as session:
        kept = rounds.new(session, data)
        made = kept.records[0]
        assert isinstance(made, CondolenceRound)
        values = _values(rounds.result(session, made, kept.warnings))
    return Result({"uid": made.uid, **values})


def _find(session: Any, key: str) -> CondolenceRound:
    found = records.find(session, CondolenceRound, key)
    assert isinstance(found, CondolenceRound)
    return found


def _proposed(context: Context) -> Result:
    """What proposing would put on the list; nothing is written."""
    with context.database() as database, database.read() as session:
        proposal = rounds.propose(session, _find(session, context.arguments.round))
        return Result({**_values(proposal.outcome), "proposed": _rows(proposal)})


def _rows(proposal: Proposal) -> list[dict[str, Any]]:
    return [
        {
            "person": row.person.uid,
            "name": row.person.name,
            "case": row.case.uid,
            "reason": row.reason,
            "cash": None if row.cash is None else write_yuan(row.cash),
            "goods": row.goods,
        }
        for row in proposal.rows
    ]


def _step(context: Context, action: Action, asked: argparse.Namespace) -> Result:
    with context.database() as database:
        with database.read() as session:
            found = _find(session, context.arguments.round)
            round_id, title = found.id, found.title
        with database.write(action.name, title=title) as session:
            done = action.step(session, session.get_one(CondolenceRound, round_id), asked)
    return Result(_values(done))


def _propose(session: WriteSession, found: CondolenceRound, asked: argparse.Namespace) -> RoundResult:
    return rounds.apply(session, found, rounds.propose(session, found))


def _add(session: WriteSession, found: CondolenceRound, asked: argparse.Namespace) -> RoundResult:
    people = rounds.find_people(session, asked.people)
    amounts = {"cash": asked.cash, "goods": asked.goods, "goods_value": asked.goods_value}
    return rounds.add(session, found, people, group=asked.group, reason=asked.reason, **amounts)


def _remove(session: WriteSession, found: CondolenceRound, asked: argparse.Namespace) -> RoundResult:
    return rounds.remove(session, found, rounds.find_in(session, found, asked.people))


def _group(session: WriteSession, found: CondolenceRound, asked: argparse.Namespace) -> RoundResult:
    return rounds.group(session, found, asked.group, rounds.find_in(session, found, asked.people))


def _mark(session: WriteSession, found: CondolenceRound, asked: argparse.Namespace) -> RoundResult:
    if bool(asked.people) == asked.all:
        raise WrongUseError(Label("要写明是哪些人，或者写 --all"))
    people = None if asked.all else rounds.find_in(session, found, asked.people)
    notes = {"proxy": asked.proxy, "relation": asked.relation, "reason": asked.reason}
    return rounds.mark(session, found, people, asked.to, on=asked.on, **notes)


def _advance(session: WriteSession, found: CondolenceRound, asked: argparse.Namespace) -> RoundResult:
    return rounds.advance(session, found, asked.to, on=asked.on)


def _options(*names: str) -> tuple[Argument, ...]:
    return tuple(arg(name) for name in names)


PEOPLE = arg("people", nargs="+", metavar="PERSON")
ON = arg("--on", type=day, metavar="DAY")
NEW = (
    *(arg(name, required=True) for name in ("--occasion", "--title", "--year")),
    *_options("--cash", "--goods", "--goods-value", "--fund", "--budget"),
)
MARKED = (
    arg("people", nargs="*", metavar="PERSON"),
    flag("--all"),
    arg("--to", required=True, metavar="STATUS"),
    ON,
    *_options("--proxy", "--relation", "--reason"),
)
ACTIONS = {
    "propose": Action("列入在档困难职工：{title}", _propose, (flag("--apply"),)),
    "add": Action(
        "加入慰问名单：{title}",
        _add,
        (PEOPLE, *_options("--cash", "--goods", "--goods-value", "--group", "--reason")),
    ),
    "remove": Action("移出慰问名单：{title}", _remove, (PEOPLE,)),
    "group": Action("分慰问组：{title}", _group, (arg("group", metavar="G"), PEOPLE)),
    "mark": Action("记慰问情况：{title}", _mark, MARKED),
    "advance": Action("改批次状态：{title}", _advance, (arg("--to", required=True, metavar="STATUS"), ON)),
}


def _values(found: RoundResult) -> dict[str, Any]:
    return {
        "records": found.records,
        "households": found.households,
        "persons": found.persons,
        "cash": write_yuan(found.cash),
        "goods": write_yuan(found.goods),
        "warnings": [problem_object(one) for one in found.warnings],
    }


def run_figures(context: Context) -> Result:
    """户数, 人数, 人次 and 金额 of a round, of a time, or of everything."""
    given = context.arguments
    if given.start and given.end and given.end < given.start:
        raise WrongUseError(Label("止日早于起日"))
    with context.database() as database, database.read() as session:
        found = _find(session, given.round) if given.round else None
        result = counting.figures(session, found, given.start, given.end)
    groups = [_part("group", part) for part in result.by_group]
    occasions = [_part("occasion", part) for part in result.by_occasion]
    return Result({**_tally(result.tally), "by_group": groups, "by_occasion": occasions})


def _tally(tally: Tally) -> dict[str, Any]:
    return {
        "households": tally.households,
        "persons": tally.persons,
        "person_times": tally.person_times,
        "cash": write_yuan(tally.cash),
        "goods": write_yuan(tally.goods),
        "total": write_yuan(tally.total),
    }


def _part(name: str, part: Part) -> dict[str, Any]:
    shown = {name: part.key} if name == "group" else {name: part.key, "label": part.label}
    return shown | _tally(part.tally)
