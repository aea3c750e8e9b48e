"""Commands about backups: make one, try one, go back to one."""

from __future__ import annotations

from typing import Any

from app.cli import passwords
from app.cli.context import Context, absolute
from app.cli.result import Result
from app.i18n import Label
from app.services import backup as backups


def run_backup(context: Context) -> Result:
    """Back up; done only when the backup was restored on trial."""
    with context.opened() as opened:
        made = backups.backup(opened, context.arguments.folder, progress=context.progress)
        context.acknowledge()
    return Result(_values(made), [str(Label("备份成功：{file}", file=absolute(made.path)))])


def run_verify(context: Context) -> Result:
    """Restore a backup on trial, in a temporary place."""
    unlock = passwords.unlock(context.options)
    found = backups.verify(context.arguments.backup, unlock, progress=context.progress)
    line = Label("这个备份是好的：{n} 份，{at} 做的。", n=found.records, at=found.made_at)
    return Result(_values(found) | {"schema": found.schema}, [str(line)])


def _values(found: backups.BackupResult) -> dict[str, Any]:
    return {
        "backup": absolute(found.path),
        "records": found.records,
        "counts": found.counts,
        "digest": found.digest,
        "deed_head": found.deed_head,
    }


def run_restore(context: Context) -> Result:
    """Put a backup in the place of the file; whatever was there is kept."""
    given = context.arguments
    done = backups.restore(given.backup, given.file, passwords.unlock(context.options), progress=context.progress)
    context.acknowledge()
    return Result({"file": absolute(done.path), "kept": absolute(done.kept) if done.kept else None})
