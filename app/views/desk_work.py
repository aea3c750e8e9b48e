"""What the desk has done in the database thread: opening, restoring, the facts of the frame."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from app.errors import NOTHING_CHANGED, ErrorCode, KnownError
from app.frozen import dataclass
from app.i18n import Label
from app.models import Organization
from app.models.store import undo
from app.models.store.keyfile import KeyFile, data_folder
from app.services import files, listing, reminding
from app.services.backup import Restored, known_backups, remember_backup, restore, undo_restore
from app.services.backup.steps import Cancelled, Progress
from app.services.clock import doubtful_clock
from app.services.due import backup_age
from app.services.files import SUFFIX, OpenFile, Unlock
from app.services.today import today


@dataclass(frozen=True)
class Facts:
    """What the frame shows of the file; `due`: why a backup is due, `clock`: why the PC's cannot be right, or None."""

    union: str
    undo: Label | None
    redo: Label | None
    age: int | None
    due: Label | None
    clock: Label | None


@dataclass(frozen=True)
class Swapped:
    """The file that is open now. `fault`: why it is still the old one. `kept`: where the one before lies."""

    file: OpenFile
    fault: Exception | None = None
    kept: Path | None = None


def new_path(union_name: str) -> Path:
    """Where a new file of this union goes: the program's own folder, under a name that is free."""
    stem = "".join(one for one in union_name if one not in '\\/:*?"<>|').strip(" .")[:40] or "工会"
    folder = data_folder() / "资料"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    names = [stem, *(f"{stem}{number}" for number in range(2, 1000))]
    return next(path for name in names if not (path := folder / f"{name}{SUFFIX}").exists())


def put_back(backup: Path, target: Path, unlock: Unlock) -> OpenFile:
    """Restore a backup to where nothing is yet, and open it."""
    return _opened(restore(backup, target, unlock), unlock)


def swap(file: OpenFile, backup: Path, unlock: Unlock, progress: Progress, cancelled: Cancelled) -> Swapped:
    """Put a backup in the place of the file and open it; whatever goes wrong, the file from before is open again."""
    path, dek = file.database.path, file.dek
    try:
        file.database.check_in_place()
    except KnownError as fault:
        return Swapped(file, fault)
    file.close()
    try:
        restored = restore(backup, path, unlock, progress=progress, cancelled=cancelled)
    except Exception as fault:
        return Swapped(files.open_file(path, lambda keys: dek), fault)
    return Swapped(_opened(restored, unlock), kept=restored.kept)


def opened_anew(open_it: Callable[[], OpenFile], password: str) -> OpenFile:
    """What `open_it` opens by a recovery code, with a new password; raises BAD_INPUT for one that will not do."""
    files.check_new_password(password)
    opened = open_it()
    try:
        return files.change_password(opened, password)
    except BaseException:
        opened.close()
        raise


def _opened(restored: Restored, unlock: Unlock) -> OpenFile:
    """A file that came out of a backup knows of that backup only if it is told."""
    file = files.open_file(restored.path, unlock, upgrade=True)
    remember_backup(file.database, restored.result)
    return file


def swap_back(file: OpenFile, kept: Path) -> Swapped:
    """Put a file that an earlier restore kept back in its place; WRONG_PASSWORD if it has another key."""
    path, dek, file_id = file.database.path, file.dek, file.keys.file_id
    try:
        file.database.check_in_place()
    except KnownError as fault:
        return Swapped(file, fault)
    file.close()

    def unlock(keys: KeyFile) -> bytes:
        if keys.file_id != file_id:
            raise _other_password()
        keys.check(dek)
        return dek

    try:
        now_kept = undo_restore(path, kept, dek)
    except Exception as fault:
        return Swapped(files.open_file(path, lambda keys: dek), fault)
    return Swapped(files.open_file(path, unlock, upgrade=True), kept=now_kept)


def _other_password() -> KnownError:
    return KnownError(
        ErrorCode.WRONG_PASSWORD,
        Label("换回来的是另一份资料。"),
        safe=NOTHING_CHANGED,
        next=Label("填那份资料的密码。"),
    )


def facts(file: OpenFile) -> Facts:
    """What the frame shows of the file."""
    database = file.database
    with database.read() as session:
        ids = listing.ids(session, listing.View(Organization), limit=1)
        name = listing.rows(session, listing.View(Organization, columns=("name",)), ids)[0][0] if ids else ""
    known = known_backups(database)
    age = backup_age(today(), known[-1] if known else None)
    due = reminding.backup_due(database, today())
    return Facts(name, *undo.next_names(database), age, due, doubtful_clock(database))
