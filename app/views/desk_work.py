"""What the desk has done in the database thread: opening, the sample, restoring, the facts of the frame."""

from __future__ import annotations

from pathlib import Path

from app.i18n import Label
from app.models import Organization
from app.models.store import undo
from app.models.store.keyfile import data_folder
from app.services import files, listing, story
from app.services.backup import known_backups, restore
from app.services.due import backup_age
from app.services.files import SUFFIX, OpenFile, Unlock
from app.services.today import today

SAMPLE_PASSWORD = "示例密码"


def new_path(union_name: str) -> Path:
    """Where a new file of this union goes: the program's own folder, under a name that is free."""
    stem = "".join(one for one in union_name if one not in '\\/:*?"<>|').strip(" .")[:40] or "工会"
    folder = data_folder() / "资料"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    names = [stem, *(f"{stem}{number}" for number in range(2, 1000))]
    return next(path for name in names if not (path := folder / f"{name}{SUFFIX}").exists())


def sample_file(path: Path) -> OpenFile:
    """The sample union's file, made and filled when it is not there; runs in the database thread."""
    if path.exists():
        return files.open_file(path, files.by_password(SAMPLE_PASSWORD))
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    new = files.create(path, story.UNION, SAMPLE_PASSWORD)
    story.fill(new.file.database, path.parent)
    return new.file


def put_back(backup: Path, target: Path, unlock: Unlock) -> OpenFile:
    """Restore a backup to where nothing is yet, and open it; runs in the database thread."""
    restore(backup, target, unlock)
    return files.open_file(target, unlock)


def swap(file: OpenFile, backup: Path, path: Path, unlock: Unlock) -> OpenFile:
    """Close the file, restore, open what was restored; runs in the database thread."""
    file.close()
    restore(backup, path, unlock)
    return files.open_file(path, unlock)


def facts(file: OpenFile) -> tuple[str, tuple[Label | None, Label | None], int | None]:
    """(union's name, names of undo and redo, days since the last backup); runs in the database thread."""
    with file.database.read() as session:
        ids = listing.ids(session, listing.View(Organization), limit=1)
        name = listing.rows(session, listing.View(Organization, columns=("name",)), ids)[0][0] if ids else ""
    last = known_backups(file.database)
    return name, undo.next_names(file.database), backup_age(today(), last[-1] if last else None)


def backup_words(age: int | None) -> Label:
    """The age of the last backup for the status bar."""
    if age is None:
        return Label("还没有备份过")
    return Label("今天备份过") if age == 0 else Label("上次备份 {n} 天前", n=age)
