"""Starting a round and moving it through 筹备 → 进行中 → 已发放 → 已归档."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import NOTHING_CHANGED, ErrorCode, KnownError, Problem
from app.i18n import Label
from app.models import CondolenceRound, Person
from app.models.condolence import ROUND_MOVES
from app.models.words import FileWords
from app.services import records
from app.services.records import Kept
from app.services.rounds.result import RoundResult, records_of, result, wrong_step
from app.services.today import today


def new(session: Session, data: Mapping[str, object]) -> Kept:
    """Start a round, as typed: `title`, `year`, `occasion`; if wanted `cash`, `goods`, `goods_value`, `fund`, `budget`.

    A round is known by its title, so a title is used once: raises EXISTS.
    """
    kept = records.add(session, CondolenceRound, data)
    made = kept.records[0]
    assert isinstance(made, CondolenceRound)
    twin = titled(session, made.title, but=made.id)
    if twin is not None:
        raise KnownError(
            ErrorCode.EXISTS,
            Label("已经有一个同名的慰问批次。"),
            safe=NOTHING_CHANGED,
            next=Label("换一个名称，比如写上年份，或打开原来的批次。"),
            problems=[Problem(Label("名称已用过"), field="title", value=twin.uid)],
        )
    return kept


def titled(session: Session, title: str, *, but: int | None = None) -> CondolenceRound | None:
    """The round with this title, if there is one; `but` is another that does not count."""
    query = select(CondolenceRound).where(CondolenceRound.title == title, CondolenceRound.deleted_at.is_(None))
    return session.scalars(query if but is None else query.where(CondolenceRound.id != but)).first()


def advance(session: Session, round: CondolenceRound, to: str, *, on: date | None = None) -> RoundResult:
    """Move a round one step, to a status (code or label); 已发放 on a day (today) and only when nobody is 待走访.

    Raises STATE when that step cannot be taken now, naming who is still to be visited.
    """
    words = FileWords(session, today())
    target = words.code_of("round_status", to)
    if target not in ROUND_MOVES.get(round.status, frozenset()):
        raise wrong_step(
            Label("这一批现在是“{status}”，这一步不能走。", status=words.code_label("round_status", round.status)),
            Label("按筹备、进行中、已发放、已归档的次序，一步一步来。"),
        )
    if target == "done":
        _refuse_unmarked(session, round)
        round.put(done_on=on or today())
    elif round.status == "done" and target == "open":
        round.put(done_on=None)
    round.put(status=target)
    return result(session, round)


def _refuse_unmarked(session: Session, round: CondolenceRound) -> None:
    waiting = [record for record in records_of(session, round) if record.status == "planned"]
    if waiting:
        people = [session.get_one(Person, record.person_id) for record in waiting]
        raise wrong_step(
            Label("还有 {n} 人待走访，不能算已发放。", n=len(waiting)),
            Label("把下面的人记成已走访、已签收，或写明原因取消。"),
            [Problem(Label("{name}待走访", name=person.name), field="status", value=person.uid) for person in people],
        )
