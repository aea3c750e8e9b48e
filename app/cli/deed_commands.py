"""Commands about deeds: what was done, taking it back, doing it again."""

from __future__ import annotations

from app.cli.context import Context
from app.cli.result import Result, table
from app.i18n import Label
from app.models import kinds
from app.models.store import undo
from app.models.words import FileWords
from app.services.today import today


def run_undo(context: Context) -> Result:
    """Take back the last deed that can be, or the one named."""
    with context.database() as database:
        deed = undo.undo(database, context.arguments.deed)
        done = next(line for line in undo.deeds(database, limit=1) if line.id == deed)
    return Result({"undone": done.undo_of, "name": str(done.name)}, [str(done.name)])


def run_redo(context: Context) -> Result:
    """Do again what was last taken back."""
    with context.database() as database:
        deed = undo.redo(database)
        done = next(line for line in undo.deeds(database, limit=1) if line.id == deed)
    return Result({"name": str(done.name)}, [str(done.name)])


def run_deeds(context: Context) -> Result:
    """The newest deeds first."""
    states = {"done": Label("可撤销"), "undone": Label("已撤销"), "fixed": Label("")}
    with context.database() as database:
        lines = undo.deeds(database, context.arguments.limit)
        with database.read() as session:
            words = FileWords(session, today())
    moment = kinds.Moment()
    told = [
        {
            "id": line.id,
            "uid": line.uid,
            "at": moment.out(line.at, words),
            "actor": line.actor,
            "name": str(line.name),
            "undo_of": line.undo_of,
            "state": line.state,
        }
        for line in lines
    ]
    rows = [
        [str(line.id), moment.show(line.at, words), line.actor, str(line.name), str(states[line.state])]
        for line in lines
    ]
    headings = [Label("序号"), Label("时间"), Label("谁"), Label("操作"), ""]
    return Result({"deeds": told}, table([str(one) for one in headings], rows))
