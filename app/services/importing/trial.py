"""The trial: every row judged, nothing written; what will be applied is exactly what was shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from sqlalchemy.orm import Session

from app.errors import ErrorCode, KnownError
from app.i18n import Label
from app.models import OrgUnit
from app.models.store.journal import next_deed_id
from app.models.store.unhurried import uncollected
from app.models.words import FileWords
from app.services.importing.judge import Judge
from app.services.importing.judged import Judged, Outcome, Trial
from app.services.importing.plan import Plan
from app.services.importing.repeats import refuse_repeats
from app.services.importing.rows import RowReader
from app.services.importing.writes import Shape
from app.services.records import find
from app.services.today import today

__all__ = ["Judged", "Outcome", "Progress", "Trial", "cancelled", "trial"]

Progress = Callable[[int, int], bool]
"""Called with (rows done, rows in all); returns False to stop."""

STEP = 200  # rows


@uncollected()
def trial(session: Session, plan: Plan, progress: Progress | None = None) -> Trial:
    """Judge every row of a plan; writes nothing. Raises CANCELLED when `progress` says stop.

    Raises NOT_FOUND or AMBIGUOUS when the plan's branch, or a record chosen for a row, is not one in the file.
    """
    words = FileWords(session, today())
    if plan.unit:
        plan = replace(plan, unit=find(session, OrgUnit, plan.unit).uid)
    reader = RowReader(plan, words)
    read = []
    for number, row in enumerate(plan.rows, start=1):
        read.append(reader.read(row))
        if progress and number % STEP == 0 and not progress(number, len(plan.rows)):
            raise cancelled()
    shape = Shape(plan.record)
    refuse_repeats(plan, shape, read)
    judge = Judge(session, plan, shape, words)
    judged = [judge.who(row) for row in read]
    for one in judged:
        judge.who_else(one)
    judge.what(judged)
    return Trial(plan, shape, judged, next_deed_id(session.connection()))


def cancelled() -> KnownError:
    """The user stopped the job."""
    return KnownError(
        ErrorCode.CANCELLED,
        Label("已停止，一行也没有导入。"),
        safe=Label("资料没有改动。"),
        next=Label("要继续时重新导入。"),
    )
