"""Commands about hardship files."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from app.cli.context import Context
from app.cli.result import Result
from app.models import HardshipCase
from app.models.words import FileWords
from app.services import hardship, records
from app.services.today import today

if TYPE_CHECKING:
    from app.services.hardship import Assessment


def run_assess(context: Context) -> Result:
    """Which category a household falls in and why; kept with the file as that day's assessment."""
    on: date = context.arguments.on or today()
    with context.database() as database:
        with database.read() as session:
            case = records.find(session, HardshipCase, context.arguments.case)
            found, title = case.id, FileWords(session, today()).link_title("HardshipCase", case.id)
        with database.write("核算困难类别：{title}", title=title) as session:
            result = hardship.keep_assessment(session, session.get_one(HardshipCase, found), on)
    return _told(result)


def _told(found: Assessment) -> Result:
    values = found.snapshot()
    lines = [str(line) for line in (*found.lines, *found.warnings)]
    return Result(values, lines)
