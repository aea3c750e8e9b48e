"""Proposing the households on file for a round, and saying who is left out and why (domain 02 §2.4, 03)."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.frozen import dataclass
from app.i18n import Label
from app.models import CondolenceRecord, CondolenceRound, HardshipCase
from app.models.values.days import show_day
from app.models.words import FileWords
from app.services import members
from app.services.hardship import open_case_of
from app.services.members import Shown
from app.services.rounds.ledger import HANDED_OUT, Ledger, Payout, about, note_warnings, payout_day
from app.services.rounds.listed import append, reason_of
from app.services.rounds.on_file import CaseOnFile, Worker, cases
from app.services.rounds.result import RoundResult, records_of, require_open, result
from app.services.today import today

ON_FILE = ("on_file", "reviewing")
# People who were removed longer ago than this are no longer missed on the list.
REMEMBERED = timedelta(days=366)


@dataclass(frozen=True)
class Proposed:
    """One household that would be put on the list: in whose name, why, with what; amounts in fen."""

    person: Worker
    case: CaseOnFile
    reason: str
    cash: int | None
    goods: str | None
    goods_value: int | None
    warnings: tuple[Label, ...] = ()


@dataclass(frozen=True)
class Dropped:
    """One file that is left out, and why."""

    person: Worker
    case: CaseOnFile
    reason: Label


@dataclass(frozen=True)
class Proposal:
    """What would be put on the list; nothing is written yet."""

    rows: tuple[Proposed, ...]
    dropped: tuple[Dropped, ...]

    @property
    def outcome(self) -> RoundResult:
        """What applying it would add, in the shape of the command line's result; the dropped are among the warnings."""
        warnings = [about(one.person, Label("没有列入：{reason}", reason=one.reason)) for one in self.dropped]
        warnings += [about(row.person, what) for row in self.rows for what in row.warnings]
        return RoundResult(
            len(self.rows),
            len({row.case.household_id for row in self.rows}),
            len({row.person.id for row in self.rows}),
            sum(row.cash or 0 for row in self.rows),
            sum(row.goods_value or 0 for row in self.rows),
            tuple(warnings),
        )


@dataclass(frozen=True)
class NotVisited:
    """A household on file that nobody visited in a year (未慰问名单)."""

    person: Worker
    case: CaseOnFile


def propose(session: Session, round: CondolenceRound, on: date | None = None) -> Proposal:
    """The households on file on a day (today), one record each, and those that drop out with the reason."""
    day = on or today()
    listed = records_of(session, round)
    taken = {record.household_id: record.status for record in listed if record.household_id is not None}
    people = {record.person_id: record.status for record in listed}
    shown = members.shown_memberships(session, select(HardshipCase.person_id).where(HardshipCase.deleted_at.is_(None)))
    ledger, words = Ledger(session, round, shown), FileWords(session, day)
    offer = _Offer(round, ledger, words)
    rows, dropped = [], []
    for case, person in cases(session):
        reason = _why_not(session, case, person, day, shown)
        if reason is None and (status := taken.get(case.household_id) or people.get(person.id)):
            reason = Label("这一户在名单里已取消") if status == "cancelled" else Label("这一户已在名单里")
        if reason is not None:
            dropped.append(Dropped(person, case, reason))
        elif case.stage in ON_FILE:
            taken[case.household_id] = "planned"
            rows.append(offer.to(case, person))
    return Proposal(tuple(rows), tuple(one for one in dropped if _missed(session, one, day)))


def apply(session: Session, round: CondolenceRound, proposal: Proposal) -> RoundResult:
    """Put what was proposed on the list, in one deed."""
    require_open(session, round)
    made = []
    for row in proposal.rows:
        record = CondolenceRecord(
            person_id=row.person.id,
            household_id=row.case.household_id,
            case_id=row.case.id,
            proposal_reason=row.reason,
            cash=row.cash,
            goods=row.goods,
            goods_value=row.goods_value,
        )
        made.append(record)
    append(session, round, made)
    kept = note_warnings(session, round, made)
    dropped = [about(one.person, Label("没有列入：{reason}", reason=one.reason)) for one in proposal.dropped]
    return result(session, round, [*dropped, *kept])


def not_visited(session: Session, year: int) -> list[NotVisited]:
    """The households on file that were given nothing in any round of a year."""
    query = (
        select(CondolenceRecord.household_id, CondolenceRecord.person_id)
        .join(CondolenceRound, CondolenceRecord.round_id == CondolenceRound.id)
        .where(
            CondolenceRound.year == year,
            CondolenceRound.deleted_at.is_(None),
            CondolenceRecord.deleted_at.is_(None),
            CondolenceRecord.status.in_(HANDED_OUT),
        )
    )
    reached = session.execute(query).all()
    households, people = {one for one, _ in reached}, {one for _, one in reached}
    return [
        NotVisited(person, case)
        for case, person in cases(session)
        if case.stage in ON_FILE
        and (case.filed_on is None or case.filed_on.year <= year)
        and case.household_id not in households
        and person.id not in people
    ]


def _why_not(session: Session, case: CaseOnFile, person: Worker, day: date, shown: Shown) -> Label | None:
    gone = members.why_gone(session, person, day, shown)
    if gone is not None:
        return gone
    if case.stage == "closed":
        return Label("档案已于{day}撤档", day=show_day(case.removed_on) if case.removed_on else "")
    if case.stage not in ON_FILE:
        return Label("档案还没有建好（{stage}）", stage=FileWords(session, day).code_label("case_stage", case.stage))
    if case.filed_on is not None and case.filed_on > day:
        return Label("{day}才建档", day=show_day(case.filed_on))
    return None


def _missed(session: Session, one: Dropped, day: date) -> bool:
    """Whether the chair may miss somebody: not those removed long ago, nor whose household has a newer file."""
    case = one.case
    if case.stage != "closed":
        return True
    recently = case.removed_on is not None and case.removed_on >= day - REMEMBERED
    return recently and open_case_of(session, case.household_id) is None


class _Offer:
    """What a round gives each household; read from it once, not once for each of many thousands."""

    def __init__(self, round: CondolenceRound, ledger: Ledger, words: FileWords) -> None:
        self._ledger, self._words = ledger, words
        self._given = (round.cash, round.goods, round.goods_value)
        self._payout = (round.occasion, (round.cash or 0) + (round.goods_value or 0), payout_day(round))
        self._reasons: dict[tuple[str | None, str | None], str] = {}

    def to(self, case: CaseOnFile, person: Worker) -> Proposed:
        """The household as it would be put on the list."""
        why = (case.category, case.main_cause)
        if why not in self._reasons:
            self._reasons[why] = reason_of(case, self._words)
        warnings = self._ledger.warnings(Payout(person, case.household_id, *self._payout))
        return Proposed(person, case, self._reasons[why], *self._given, tuple(warnings))
