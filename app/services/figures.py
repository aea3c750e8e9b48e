"""Counts and sums of condolences: 户数, 人数, 人次 and 金额, always apart (domain 03 §3.4 F25).

Cancelled records are left out. A household is counted once however many of its people or visits there are; people whose
household nobody entered add no household.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.frozen import dataclass
from app.models import CondolenceRecord, CondolenceRound
from app.models.words import FileWords
from app.services.today import today

CANCELLED = "cancelled"


@dataclass(frozen=True)
class Tally:
    """Counts and sums of some records; amounts in fen, `goods` by their value."""

    households: int
    persons: int
    person_times: int
    cash: int
    goods: int

    @property
    def total(self) -> int:
        """Cash and goods together."""
        return self.cash + self.goods


@dataclass(frozen=True)
class Part:
    """One group or one occasion; `key` is the group's name or the occasion's code, empty for the ungrouped."""

    key: str
    label: str
    tally: Tally


@dataclass(frozen=True)
class Figures:
    """The whole, and the same apart by visiting group and by occasion."""

    tally: Tally
    by_group: tuple[Part, ...]
    by_occasion: tuple[Part, ...]


@dataclass(frozen=True)
class Line:
    """What one record counts for."""

    person_id: int
    household_id: int | None
    group: str
    occasion: str
    cash: int
    goods: int


def figures(
    session: Session, round: CondolenceRound | None = None, from_: date | None = None, to: date | None = None
) -> Figures:
    """The figures of one round, or of what was handed out between two days (both included), or of everything."""
    lines = _lines(session, round, from_, to)
    words = FileWords(session, today())
    return Figures(
        tally_of(lines),
        _parts(lines, lambda line: line.group, lambda key: key),
        _parts(lines, lambda line: line.occasion, lambda key: words.code_label("occasion", key)),
    )


def tally_of(lines: Sequence[Line]) -> Tally:
    """Count and add up."""
    return Tally(
        len({line.household_id for line in lines} - {None}),
        len({line.person_id for line in lines}),
        len(lines),
        sum(line.cash for line in lines),
        sum(line.goods for line in lines),
    )


def _lines(session: Session, round: CondolenceRound | None, from_: date | None, to: date | None) -> list[Line]:
    query = (
        select(CondolenceRecord, CondolenceRound.occasion)
        .join(CondolenceRound, CondolenceRecord.round_id == CondolenceRound.id)
        .where(
            CondolenceRecord.deleted_at.is_(None),
            CondolenceRound.deleted_at.is_(None),
            CondolenceRecord.status != CANCELLED,
        )
        .order_by(CondolenceRecord.id)
    )
    if round is not None:
        query = query.where(CondolenceRecord.round_id == round.id)
    if from_ is not None:
        query = query.where(CondolenceRecord.visited_on >= from_)
    if to is not None:
        query = query.where(CondolenceRecord.visited_on <= to)
    return [
        Line(
            record.person_id,
            record.household_id,
            record.visit_group or "",
            record.occasion or occasion,
            record.cash or 0,
            record.goods_value or 0,
        )
        for record, occasion in session.execute(query)
    ]


def _parts(lines: Iterable[Line], key_of: Callable[[Line], str], label: Callable[[str], str]) -> tuple[Part, ...]:
    """The lines by key, in the order of the keys; those without one last."""
    found: dict[str, list[Line]] = {}
    for line in lines:
        found.setdefault(key_of(line), []).append(line)
    keys = sorted(found, key=lambda key: (not key, key))
    return tuple(Part(key, label(key), tally_of(found[key])) for key in keys)
