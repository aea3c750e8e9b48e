"""Today's date: the PC's, or the one that the command line was given."""

from __future__ import annotations

from datetime import date

_given: date | None = None


def set_today(day: date | None) -> None:
    """Take `day` for today from now on; None: the PC's calendar again."""
    global _given
    _given = day


def today() -> date:
    """Today."""
    return _given or date.today()
