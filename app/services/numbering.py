"""Numbers such as 困字〔2026〕001号: never used twice, gaps are allowed (`file.md`, Values)."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import NumberSequence


def next_number(session: Session, pattern: str) -> str:
    """The next number of a pattern with one `{n}`: 困字〔2026〕{n}号 → 困字〔2026〕001号.

    Undoing a deed does not give its numbers back.
    """
    name = pattern.format(n="")
    sequence = session.scalars(select(NumberSequence).where(NumberSequence.name == name)).first()
    if sequence is None:
        sequence = NumberSequence(name=name, last=0)
        session.add(sequence)
    sequence.last += 1
    session.flush()
    return pattern.format(n=f"{sequence.last:03}")
