"""What everybody was given in one year, and the warnings that follow for one more payout (domain 03 §3.2–3.3).

Warnings never block. The year is the round's 年度: a round of 2027 handed out in December 2026 counts for 2027. Goods
count by their value.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple, Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import Grade, Problem
from app.frozen import dataclass
from app.i18n import Label
from app.models import CondolenceRecord, CondolenceRound, Person
from app.models.values.days import show_day
from app.models.values.money import show_money
from app.services import members, standards
from app.services.members import Mortal, Shown
from app.services.standards import Standard
from app.services.today import today

HANDED_OUT = ("visited", "signed")
MEMBERS_DEATH, FESTIVAL = "DEATH-M", "FEST"
PER_FESTIVAL = "ceiling_per_festival"
CEILINGS = ("ceiling_per_time", PER_FESTIVAL, "ceiling_per_person_year", "ceiling_times_per_year")


class Payee(Mortal, Protocol):
    """Who is given something: a person, or the few columns of one that a list of many was read with."""

    @property
    def uid(self) -> str: ...

    @property
    def name(self) -> str: ...


class Payout(NamedTuple):
    """One payout that is looked at; `record_id` when it is already on the list."""

    person: Payee
    household_id: int | None
    occasion: str
    amount: int
    on: date
    record_id: int | None = None


@dataclass(frozen=True)
class Entry:
    """One record of the year, not cancelled."""

    record_id: int
    round_id: int
    title: str
    person_id: int
    household_id: int | None
    occasion: str
    amount: int
    handed_out: bool
    on: date | None


class Ledger:
    """The entries of a round's year, read once for many payouts; `shown` as for `members.why_gone`."""

    def __init__(self, session: Session, round: CondolenceRound, shown: Shown | None = None) -> None:
        self._session = session
        self._round = round
        self._shown = shown
        self._of_person: dict[int, list[Entry]] = {}
        self._of_household: dict[int, list[Entry]] = {}
        for entry in _entries(session, round.year):
            self._of_person.setdefault(entry.person_id, []).append(entry)
            if entry.household_id is not None:
                self._of_household.setdefault(entry.household_id, []).append(entry)
        self._ceilings: dict[tuple[date, str], list[list[Standard]]] = {}

    def warnings(self, payout: Payout) -> list[Label]:
        """What is to be said about one payout, each ceiling with its document."""
        person, home = payout.person.id, payout.household_id
        mine: Sequence[Entry] = self._of_person.get(person, ())
        family: Sequence[Entry] = self._of_household.get(home, ()) if home is not None else ()
        if mine or family:
            mine = [entry for entry in mine if entry.record_id != payout.record_id]
            family = [one for one in family if one.record_id != payout.record_id and one.person_id != person]
        return [
            *self._about_the_person(payout),
            *self._over_ceilings(payout, mine),
            *self._already(mine, family),
        ]

    def _about_the_person(self, payout: Payout) -> Iterator[Label]:
        gone = members.why_gone(self._session, payout.person, payout.on, self._shown)
        if gone is not None and payout.occasion != MEMBERS_DEATH:  # 会员去世 is paid to the family
            yield gone

    def _over_ceilings(self, payout: Payout, mine: Sequence[Entry]) -> Iterator[Label]:
        per_time, per_festival, per_person, times_a_year = self._limits(payout)
        for limit in per_time[:1]:
            if facts := _over(payout.amount, limit):
                yield Label("这次 {sum} 元，超过每次上限 {limit} 元（{basis}）", **facts)
        if payout.occasion == FESTIVAL:
            here = [entry for entry in mine if entry.round_id == self._round.id]
            total = payout.amount + sum(entry.amount for entry in here)
            for limit in per_festival[:1]:
                if facts := _over(total, limit):
                    yield Label("这个节日 {sum} 元，超过每节上限 {limit} 元（{basis}）", **facts)
        for limit in per_person:
            total = payout.amount + sum(entry.amount for entry in _within(mine, limit))
            if facts := _over(total, limit):
                yield Label("全年共 {sum} 元，超过每人每年上限 {limit} 元（{basis}）", **facts)
        for limit in times_a_year:
            times = 1 + len(_within(mine, limit))
            if times > limit.value:
                what = {"times": times, "limit": limit.written, "basis": limit.basis}
                yield Label("全年第 {times} 次，超过每年 {limit} 次（{basis}）", **what)

    def _already(self, mine: Sequence[Entry], family: Sequence[Entry]) -> Iterator[Label]:
        for entry in mine:
            if entry.round_id != self._round.id and entry.handed_out:
                yield Label("{day}“{round}”已领 {amount} 元", **_facts(entry))
            elif entry.round_id != self._round.id:
                yield Label("“{round}”已列入 {amount} 元", **_facts(entry))
        for entry in family:
            if entry.round_id == self._round.id:
                yield Label("同一户已有人在这一批里")
            elif entry.handed_out:
                yield Label("同一户{day}“{round}”已领 {amount} 元", **_facts(entry))
            else:
                yield Label("同一户“{round}”已列入 {amount} 元", **_facts(entry))

    def _limits(self, payout: Payout) -> list[list[Standard]]:
        wanted = (payout.on, payout.occasion)
        if wanted not in self._ceilings:
            self._ceilings[wanted] = [self._ceilings_of(key, *wanted) for key in CEILINGS]
        return self._ceilings[wanted]

    def _ceilings_of(self, key: str, on: date, occasion: str) -> list[Standard]:
        """Those of one key; of a ceiling that does not hold for the occasion it is not asked which region's it is."""
        if key == PER_FESTIVAL and occasion != FESTIVAL:
            return []
        return standards.ceilings(self._session, key, on, occasion)


def note_warnings(session: Session, round: CondolenceRound, records: Sequence[CondolenceRecord]) -> list[Problem]:
    """Write the warnings of these records down with them, and return them for showing."""
    session.flush()
    ledger = Ledger(session, round)
    shown = []
    for record in records:
        person = session.get_one(Person, record.person_id)
        found = ledger.warnings(payout_of(round, record, person))
        record.put(warning=json.dumps([str(one) for one in found], ensure_ascii=False) if found else None)
        shown += [about(person, one) for one in found]
    session.flush()
    return shown


def about(person: Payee, what: Label) -> Problem:
    """A warning with the name of whom it is about."""
    whole = Label("{name}：{what}", name=person.name, what=what)
    return Problem(whole, field="person", value=person.uid, grade=Grade.CHECK)


def payout_of(round: CondolenceRound, record: CondolenceRecord, person: Person) -> Payout:
    """A record as a payout."""
    amount = (record.cash or 0) + (record.goods_value or 0)
    on = record.visited_on or record.planned_on or payout_day(round)
    return Payout(person, record.household_id, record.occasion or round.occasion, amount, on, record.id)


def payout_day(round: CondolenceRound) -> date:
    """The day whose standards hold for a round: the planned one, else today as far as it lies in the round's year."""
    first, last = date(round.year, 1, 1), date(round.year, 12, 31)
    return round.planned_on or min(max(today(), first), last)


def _entries(session: Session, year: int) -> Iterator[Entry]:
    record, round = CondolenceRecord, CondolenceRound
    query = (
        select(
            *(record.id, round.id, round.title, record.person_id, record.household_id, record.occasion, round.occasion),
            *(record.cash, record.goods_value, record.status, record.visited_on),
        )
        .join(round, record.round_id == round.id)
        .where(
            round.year == year,
            round.deleted_at.is_(None),
            record.deleted_at.is_(None),
            record.status != "cancelled",
        )
        .order_by(record.id)
    )
    for row in session.execute(query):
        record_id, round_id, title, person_id, household_id, own, usual, cash, goods, status, on = row
        amount, handed_out = (cash or 0) + (goods or 0), status in HANDED_OUT
        yield Entry(record_id, round_id, title, person_id, household_id, own or usual, amount, handed_out, on)


def _within(entries: Sequence[Entry], limit: Standard) -> list[Entry]:
    """The entries that a ceiling counts: those of its occasion, or all."""
    return [entry for entry in entries if not limit.occasion or entry.occasion == limit.occasion]


def _over(total: int, limit: Standard) -> dict[str, object]:
    """What is to be said of a sum over a ceiling; nothing when it is not over."""
    if total <= limit.fen:
        return {}
    return {"sum": show_money(total), "limit": limit.written, "basis": limit.basis}


def _facts(entry: Entry) -> dict[str, object]:
    return {
        "round": entry.title,
        "amount": show_money(entry.amount),
        "day": show_day(entry.on) if entry.on else "",
    }
