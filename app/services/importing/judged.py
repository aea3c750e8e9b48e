"""What a trial found: every row with what will happen to it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.errors import Problem
from app.i18n import Label
from app.services.importing.left import Left
from app.services.importing.plan import Plan
from app.services.importing.planner import new_writes
from app.services.importing.rows import ReadRow
from app.services.importing.writes import Difference, Shape, Write
from app.services.records import DOUBT


class Outcome(StrEnum):
    """What will happen to a row."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    WRONG = "wrong"
    AMBIGUOUS = "ambiguous"


@dataclass(slots=True)
class Judged:
    """One row and what will happen to it.

    `reason`: by what a known record was known; `candidates`: the ids of those whom an ambiguous row may be;
    `writes`: what changes of a known record; `marked`: a new one gets the mark 待核实; `left`: what the row says of a
    known one and does not change, since only the row is in doubt.
    """

    row: ReadRow
    outcome: Outcome
    record_id: int | None = None
    reason: Label | None = None
    differences: Sequence[Difference] = ()
    candidates: Sequence[int] = ()
    writes: Sequence[Write] = ()
    marked: bool = False
    left: Sequence[Left] = ()

    @property
    def doubtful(self) -> bool:
        """Kept, and marked 待核实."""
        return self.outcome in (Outcome.NEW, Outcome.CHANGED) and bool(self.row.doubts)


@dataclass
class Trial:
    """All rows judged, and at which point of the file's history (`next_deed`)."""

    plan: Plan
    shape: Shape
    rows: list[Judged]
    next_deed: int

    def writes(self, one: Judged) -> Sequence[Write]:
        """What a row will write.

        That of a new record follows from the row alone and is made again whenever it is asked for: kept, it would be
        most of what the trial of a large sheet takes in memory.
        """
        if one.outcome != Outcome.NEW:
            return one.writes
        writes = new_writes(self.shape, one.row.values, members=self.plan.members)
        if one.marked:
            writes[0].values[DOUBT] = True
        return writes

    def counts(self) -> dict[str, int]:
        """new, changed, unchanged, wrong, doubtful, ambiguous."""
        counted = Counter(str(judged.outcome) for judged in self.rows)
        found = {str(outcome): counted[str(outcome)] for outcome in Outcome}
        return found | {"doubtful": sum(judged.doubtful for judged in self.rows)}

    def problems(self) -> list[Problem]:
        """Every problem in the order of the rows."""
        return [problem for judged in self.rows for problem in judged.row.problems]
