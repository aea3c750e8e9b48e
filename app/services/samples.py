"""The made-up union that 看示例 shows: made when it is first looked at, removed whole when it is no longer wanted."""

from __future__ import annotations

import shutil
from pathlib import Path

from app.i18n import Label
from app.models.store.faults import known_faults
from app.models.store.keyfile import data_folder, own_keys_path
from app.services import files
from app.services.files import SUFFIX, OpenFile

PASSWORD = "示例密码"


def sample_path() -> Path:
    """Where the made-up union's file lies: in a folder of its own, with nothing else."""
    return data_folder() / "示例" / f"示例工会{SUFFIX}"


def is_sample(path: Path) -> bool:
    """Whether a file is the made-up union's."""
    return path.resolve() == sample_path().resolve()


def password_hint(path: Path) -> Label | None:
    """The password of the made-up union, which nobody has chosen; None for a real file."""
    return Label("这是示例，密码是：{password}", password=PASSWORD) if is_sample(path) else None


def open_sample() -> OpenFile:
    """Its file, made and filled when it is not there."""
    path = sample_path()
    if path.exists():
        return files.open_file(path, files.by_password(PASSWORD), upgrade=True)
    from app.services import story  # a whole year of a union, which no other start needs

    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    new = files.create(path, story.UNION, PASSWORD)
    try:
        story.fill(new.file.database, path.parent)
    except BaseException:
        remove_sample(new.file)  # half of it would be opened as the whole the next time
        raise
    return new.file


def remove_sample(opened: OpenFile) -> None:
    """Close the made-up union and remove everything of it: file, keys, the spare of the keys, what lies beside it."""
    path, file_id = opened.database.path, opened.database.file_id
    if not is_sample(path):
        raise ValueError("only the made-up union is ever removed")
    opened.close()
    with known_faults(Label("删除示例")):
        own_keys_path(file_id).unlink(missing_ok=True)
        shutil.rmtree(path.parent)
