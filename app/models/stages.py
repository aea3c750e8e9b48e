"""State machines of records: which stage may follow which."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.errors import Problem
from app.i18n import Label

Moves = Mapping[str, frozenset[str]]


def refuse_move(moves: Moves, before: Mapping[str, Any], name: str, now: str) -> list[Problem]:
    """The problem of a step that the machine does not have; `before` holds the old values of changed fields."""
    old = before.get(name)
    if old is None or old == now or now in moves.get(old, frozenset()):
        return []
    return [Problem(Label("这一步现在不能走"), field=name, value=now)]
