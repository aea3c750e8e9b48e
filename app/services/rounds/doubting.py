"""Amounts that look like a slip of the hand: they are asked about and never refused."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from app.errors import Grade, Problem
from app.i18n import Label
from app.models import CondolenceRound
from app.models.declare import Record
from app.models.values.money import show_money
from app.models.words import FileWords
from app.services.records import read_values
from app.services.today import today

MONEY = ("cash", "goods_value")
TIMES = 10
"""From so many times the round's own standard on, a nought too many is likely."""
MOST = 100_000_00
"""In fen: no union gives one person more than this (domain 03 §3.2 knows of 3,000 yuan)."""


def doubtful(usual: CondolenceRound | None, values: Mapping[str, Any]) -> list[Problem]:
    """The amounts for one person that are far above what is `usual`, or above any that is; values in fen."""
    found = []
    for name in MONEY:
        amount = values.get(name)
        standard = getattr(usual, name) if usual is not None else None
        if amount is not None and (amount > MOST or (standard and amount >= TIMES * standard)):
            what = Label("每人 {amount} 元，是不是多写了？", amount=show_money(amount))
            found.append(Problem(what, name, grade=Grade.CHECK))
    return found


def doubt_typed(
    session: Session, record: type[Record], usual: CondolenceRound | None, name: str, text: str
) -> list[Problem]:
    """The same of one field of a form, as typed; nothing of what is no amount."""
    if name not in MONEY:
        return []
    return doubtful(usual, read_values(record, {name: text or None}, FileWords(session, today())).values)
