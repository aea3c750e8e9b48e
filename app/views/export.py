"""A list as a spreadsheet: asks where to, writes in the database thread, says how many."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QWidget

from app.i18n import Label
from app.models.store.database import Database
from app.services.listing import View
from app.services.today import today
from app.views.loading import EXPORTING
from app.views.page import Shell

PATTERN = "*.xlsx *.csv"
SUFFIXES = (".xlsx", ".csv")


def export_view(shell: Shell, view: View, parent: QWidget) -> None:
    """Ask where to, and write the records of a view there; the same file can be imported again."""
    name = str(Label("{type}名单-{day}.xlsx", type=view.record.record_label, day=f"{today():%Y%m%d}"))
    chosen = shell.dialogs.save_path(parent, Label("导出名单"), name, PATTERN)
    if not chosen:
        return
    path = Path(chosen)
    if path.suffix.lower() not in SUFFIXES:
        path = path.with_name(path.name + SUFFIXES[0])
    database = shell.database
    shell.say(Label("正在导出"))
    shell.jobs.run(
        lambda: write(database, view, path),
        lambda n: shell.done(Label("已导出 {n} 行：{name}", n=f"{n:,}", name=path.name), can_undo=False),
        shell.tell_fault,
        owner=parent,
    )


def write(database: Database, view: View, path: Path) -> int:
    """Write the file; how many rows."""
    with database.read() as session:
        written: int = EXPORTING.load().export(session, view, path, overwrite=True)
        return written
