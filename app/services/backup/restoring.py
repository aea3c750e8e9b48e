"""Putting a backup in the place of the present file, in such a way that there is always one (reliability B4).

The backup is taken out beside the file and tried there; the present file gets a second name; one rename puts the new
one in its place. Whenever the power goes, the file is the old or the new one, and the keys for either are at hand.
"""

from __future__ import annotations

import errno
import os
import shutil
from contextlib import suppress
from pathlib import Path

from app.errors import ErrorCode, KnownError
from app.frozen import dataclass
from app.i18n import Label
from app.models.store import copies, durable
from app.models.store.faults import known_faults
from app.models.store.keyfile import KeyFile, clear_parts, file_id_of, find_keys, keys_path, save_keys, save_own_keys
from app.models.store.lock import acquire
from app.models.store.place import require_safe_place
from app.services.backup.steps import Cancelled, Progress, Steps
from app.services.backup.trial import BACKUP_UNTOUCHED, BackupResult, Trial, Unlock, damaged, read_keys, take_out
from app.services.second_names import second_name

RESTORING = Label("恢复")
BEFORE = "恢复前"
UNDONE = "撤销恢复前"
_ROOM = 1.2
_NO_LINKS = {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EMLINK, errno.EXDEV, errno.ENOSYS}


@dataclass(frozen=True)
class Restored:
    """What now lies at `path`, and under which name the file that was there before is kept (None: there was none)."""

    path: Path
    kept: Path | None
    result: BackupResult


def restore(
    backup: Path,
    data_path: Path,
    unlock: Unlock,
    *,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
    take_over: bool = False,
) -> Restored:
    """Put a backup in the place of the (closed) file at `data_path`; whatever was there is kept under a second name.

    The file then opens with the password and recovery code of the time of the backup. Raises what `verify` raises, and
    LOCKED, UNSAFE_PLACE, DISK_FULL, READ_ONLY; then the present file is as it was.
    """
    data_path = data_path.resolve()
    require_safe_place(data_path)
    steps = Steps(progress, cancelled, BACKUP_UNTOUCHED)
    steps.next(Label("正在读出备份"), 0.4)
    part = data_path.with_name(data_path.name + ".restoring")
    with known_faults(RESTORING, safe=BACKUP_UNTOUCHED), acquire(data_path, take_over=take_over):
        _require_room(data_path.parent, backup)
        clear_parts(data_path)
        _clear(part)  # one that was cut off may have left a half with a journal, which would be played into this one
        try:
            trial = take_out(backup, part, unlock, steps, 0.8)
            steps.next(Label("正在换上备份里的资料"), 1.0)
            _make_live(trial)
            kept = _put_in_place(part, trial.keys, trial.dek, data_path, BEFORE)
        finally:
            with suppress(OSError):
                _clear(part)
    return Restored(data_path, kept, trial.result)


def undo_restore(data_path: Path, kept: Path, dek: bytes | None = None) -> Path | None:
    """Put a kept file back in its place; the one that was restored is kept in turn, under the name returned.

    `dek`: a key that may be the kept file's. STATE if a write into that one was cut off and only its own key, which is
    another, can set that right.
    """
    data_path = data_path.resolve()
    with known_faults(Label("撤销恢复"), safe=BACKUP_UNTOUCHED), acquire(data_path):
        keys = find_keys(kept)
        _settle_kept(kept, keys, dek)
        swapped = _put_in_place(kept, keys, None, data_path, UNDONE)
        keys_path(kept).unlink(missing_ok=True)
        return swapped


def _settle_kept(kept: Path, keys: KeyFile, dek: bytes | None) -> None:
    """Renamed without its journal, a file that was cut off in a write would be half written."""
    if dek is not None:
        with suppress(KnownError):
            keys.check(dek)
            copies.settle(kept, dek)
    if copies.has_journal(kept):
        raise KnownError(
            ErrorCode.STATE,
            Label("恢复前的那份资料最后一次保存没有做完，要先打开一次。"),
            safe=BACKUP_UNTOUCHED,
            next=Label("退出后用“打开别的资料”打开“{name}”，它会自己理好；再来换回。", name=kept.name),
        )


def kept_files(data_path: Path) -> list[Path]:
    """The files kept by earlier restores, oldest first."""
    names = (f"{data_path.stem}-{word}-*{data_path.suffix}" for word in (BEFORE, UNDONE))
    found = [path for pattern in names for path in data_path.parent.iterdir() if path.match(pattern)]
    return sorted(found, key=lambda path: path.name.rsplit("-", 2)[1:])


def recover_keys(backup: Path, data_path: Path) -> None:
    """Take the keys for a file that lost them out of one of its backups; KEYS_MISSING if they are another file's."""
    with known_faults(Label("取回钥匙"), safe=BACKUP_UNTOUCHED), acquire(data_path):
        keys = read_keys(backup)
        save_own_keys(keys)
        save_keys(find_keys(data_path), data_path)


def _clear(part: Path) -> None:
    for path in (part, copies.journal_path(part)):
        path.unlink(missing_ok=True)


def _make_live(trial: Trial) -> None:
    contents = copies.make_live(trial.data, trial.dek)
    if contents != trial.result.contents:
        raise damaged(trial.result.path)
    durable.sync_file(trial.data)


def _put_in_place(new: Path, keys: KeyFile, dek: bytes | None, data_path: Path, word: str) -> Path | None:
    """Rename `new` to `data_path`, the file that is there kept under a second name with its keys."""
    save_own_keys(keys)  # if the power goes before the last line, the new file finds its keys there
    if dek is not None and data_path.exists() and file_id_of(data_path) == keys.file_id:
        copies.settle(data_path, dek)
    kept = _keep(data_path, word) if data_path.exists() else None
    durable.replace(new, data_path)
    save_keys(keys, data_path)
    return kept


def _keep(data_path: Path, word: str) -> Path:
    kept = second_name(data_path, word)
    if keys_path(data_path).exists():
        durable.write_whole(keys_path(kept), keys_path(data_path).read_bytes())
    journal = copies.journal_path(data_path)
    if copies.has_journal(data_path):
        _second_name(journal, copies.journal_path(kept))
    _second_name(data_path, kept)
    durable.sync_folder(data_path.parent)
    journal.unlink(missing_ok=True)  # left there, SQLite would write its pages into the new file
    return kept


def _second_name(path: Path, other: Path) -> None:
    try:
        os.link(path, other)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        shutil.copyfile(path, other)
        durable.sync_file(other)


def _require_room(folder: Path, backup: Path) -> None:
    space, size = shutil.disk_usage(folder), backup.stat().st_size * _ROOM
    if space.total and space.free < size:
        raise KnownError(
            ErrorCode.DISK_FULL,
            Label(
                "电脑的硬盘快满了：还剩 {free} MB，恢复要 {size} MB。",
                free=f"{space.free / 1e6:,.1f}",
                size=f"{size / 1e6:,.1f}",
            ),
            safe=BACKUP_UNTOUCHED,
            next=Label("删掉一些不用的文件，空出地方，再恢复。"),
        )
