"""A union's file to try faults on, with its secrets at hand."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from app.errors import KnownError
from app.models import Person
from app.models.store.copies import Contents, contents_of
from app.models.store.database import Database
from app.models.store.keyfile import KeyFile, keys_path
from app.models.store.lock import acquire
from app.services import files
from app.services.files import OpenFile

NAME = "工会.xiaojia"
PASSWORD = "faults-2027"


@dataclass(frozen=True)
class Union:
    """A closed file with its keys and, beside it, its password as a file for `--password-file`."""

    path: Path
    dek: bytes

    @property
    def folder(self) -> Path:
        """Where the file, its keys and its password lie, and nothing else."""
        return self.path.parent

    @property
    def password_file(self) -> Path:
        """The password, for the headless commands."""
        return self.folder / "password"

    def known(self, keys: KeyFile) -> bytes:
        """Unlock without paying for the password."""
        keys.check(self.dek)
        return self.dek

    def known_or_password(self, keys: KeyFile) -> bytes:
        """Unlock the keys of this file; any others with the same password, as a user would try."""
        try:
            return self.known(keys)
        except KnownError:
            return keys.unlock_password(PASSWORD)

    def copy_to(self, folder: Path) -> Union:
        """The same in another folder."""
        folder.mkdir(parents=True, exist_ok=True)
        for path in (self.path, keys_path(self.path), self.password_file):
            shutil.copy(path, folder / path.name)
        return Union(folder / NAME, self.dek)

    def open(self) -> OpenFile:
        """Open it as the program does, without paying for the password."""
        keys = KeyFile.load(keys_path(self.path))
        return OpenFile(Database.open(self.path, self.dek), keys, self.dek, acquire(self.path))

    def contents(self) -> Contents:
        """What the closed file holds."""
        with self.open() as opened:
            return contents_of(opened.database.raw)


def read_union(folder: Path) -> Union:
    """The file in a folder, opened once with its password file."""
    path = folder / NAME
    keys = KeyFile.load(keys_path(path))
    return Union(path, keys.unlock_password((folder / "password").read_text("utf-8")))


def make_union(folder: Path, people: int) -> Union:
    """A new file with some people in it."""
    folder.mkdir(parents=True, exist_ok=True)
    made = files.create(folder / NAME, "示例工会", PASSWORD)
    (folder / "password").write_text(PASSWORD, encoding="utf-8")
    rows = [{"name": f"王{chr(0x4E00 + at % 5000)}", "phone": f"138{at:08}"} for at in range(people)]
    dek = made.file.dek  # a closed file has forgotten it
    with made.file as opened, opened.database.write("新增{n}人", n=people) as session:
        session.insert_many(Person, rows)
    return Union(folder / NAME, dek)
