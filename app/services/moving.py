"""Moving the file to another folder of this PC: copied, compared row by row, opened there; the old one is kept.

The old one gets a name that nobody takes for the file in use; it goes only when somebody says so.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from app.errors import NOTHING_CHANGED, ErrorCode, KnownError
from app.frozen import dataclass
from app.i18n import Label
from app.models.store import copies, durable, place
from app.models.store.database import Database
from app.models.store.engine import damaged
from app.models.store.faults import known_faults
from app.models.store.keyfile import keys_path, save_keys
from app.models.store.lock import acquire, lock_path
from app.services import files
from app.services.backup.steps import Cancelled, Progress, Steps
from app.services.files import OpenFile
from app.services.second_names import second_name

BEFORE = "搬走前"
MOVED_FROM = "moved_from"
_ROOM = 1.2


@dataclass(frozen=True)
class Moved:
    """The file, open at its new place, and under which name the old one lies."""

    file: OpenFile
    old: Path


def warning(folder: Path, opened: OpenFile) -> Label | None:
    """What speaks against this folder; raises UNSAFE_PLACE for a stick or a network drive, EXISTS, DISK_FULL."""
    target = folder / opened.database.path.name
    found = place.require_safe_place(target)
    if target.exists() or keys_path(target).exists():
        raise KnownError(
            ErrorCode.EXISTS,
            Label("那个文件夹里已经有同名的资料。"),
            safe=NOTHING_CHANGED,
            next=Label("换一个文件夹。"),
        )
    space, size = shutil.disk_usage(folder), copies.size_in_bytes(opened.database) * _ROOM
    if space.total and space.free < size:
        raise KnownError(
            ErrorCode.DISK_FULL,
            Label("那个盘快满了，放不下这份资料。"),
            safe=NOTHING_CHANGED,
            next=Label("换一个文件夹，或者删掉一些不用的文件。"),
        )
    return found


def move(
    opened: OpenFile, folder: Path, *, progress: Progress | None = None, cancelled: Cancelled | None = None
) -> Moved:
    """Move the open file into `folder`; `opened` is closed only once the new one is open.

    Raises what `warning` raises, and CANCELLED; then the old file is open as before and nothing is left in `folder`.
    """
    old = opened.database.path
    target = folder / old.name
    steps = Steps(progress, cancelled, NOTHING_CHANGED)
    with known_faults(Label("搬到别的文件夹")), _nothing_left(target):
        warning(folder, opened)
        part = _part(target)
        steps.next(Label("正在复制"), 0.6)
        before = copies.take_copy(opened.database, opened.dek, part, {}, steps.tick)
        steps.next(Label("正在逐条核对"), 1.0)
        steps.tick(0.0)
        if copies.make_live(part, opened.dek) != before:
            raise damaged()
        durable.sync_file(part)
        save_keys(opened.keys, target)
        durable.replace(part, target)
        dek = opened.dek
        new = files.open_file(target, lambda keys: dek)
    opened.close()
    kept = _put_by(old)
    with suppress(KnownError):  # the file is where it should be; only the reminder of the old one is missing
        new.database.remember(MOVED_FROM, str(kept))
    return Moved(new, kept)


def old_copy(database: Database) -> Path | None:
    """The file as it was before it was moved, where it still lies there."""
    found = database.recall(MOVED_FROM)
    return Path(found) if found and Path(found).exists() else None


def remove_old_copy(database: Database) -> None:
    """Remove the file that was kept when this one was moved."""
    old = old_copy(database)
    if old is not None and old.resolve() != database.path.resolve() and f"-{BEFORE}-" in old.name:
        with known_faults(Label("删掉原来的那份")):
            old.unlink()
            keys_path(old).unlink(missing_ok=True)
    database.remember(MOVED_FROM, None)


def _part(target: Path) -> Path:
    return target.with_name(target.name + ".moving")


@contextmanager
def _nothing_left(target: Path) -> Iterator[None]:
    """When it fails, nothing is left in the new folder that was not there before."""
    was_there = target.exists() or keys_path(target).exists()
    try:
        yield
    except BaseException:
        rests = [_part(target), copies.journal_path(_part(target))]
        for path in rests if was_there else [*rests, target, keys_path(target), lock_path(target)]:
            with suppress(OSError):
                path.unlink(missing_ok=True)
        raise


def _put_by(old: Path) -> Path:
    """Give the old file, which is closed, its second name; one that is held by another program keeps its own."""
    kept = second_name(old, BEFORE)
    with suppress(OSError, KnownError), acquire(old):
        durable.write_whole(keys_path(kept), keys_path(old).read_bytes())
        durable.replace(old, kept)
        keys_path(old).unlink(missing_ok=True)
        return kept
    return old
