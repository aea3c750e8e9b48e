"""What came of reading something that a person typed or a spreadsheet held."""

from __future__ import annotations

from typing import Generic, TypeVar

from app.frozen import dataclass
from app.i18n import Label

T = TypeVar("T", covariant=True)


@dataclass(frozen=True)
class Reading(Generic[T]):
    """A value read, with what is wrong or doubtful about it.

    `must` set: it cannot be kept (and `value` is None). `checks`: doubts; the value is kept and marked 待核实.
    An empty input reads as `Reading(None)` without problems: whether a blank is allowed is the field's affair.
    """

    value: T | None
    must: Label | None = None
    checks: tuple[Label, ...] = ()
