"""Files to show, made once for a run: opening a copy of one costs next to nothing, making one takes seconds."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from functools import cached_property
from pathlib import Path

from app.frozen import dataclass
from app.models.store.database import Database
from app.models.store.keyfile import KeyFile
from app.models.store.lock import acquire
from app.services import files, story
from app.services.files import SUFFIX, OpenFile

PASSWORD = "示例密码"
ACTOR = "吴小燕"


@dataclass(frozen=True)
class Made:
    """A file that was made and closed; copies of it are opened."""

    path: Path
    keys: KeyFile
    dek: bytes

    def open_copy(self, folder: Path) -> OpenFile:
        """An open copy in a folder of its own."""
        target = folder / self.path.name
        for suffix in ("", "-keys"):
            shutil.copy(f"{self.path}{suffix}", f"{target}{suffix}")
        lock = acquire(target)
        return OpenFile(Database.open(target, self.dek, actor=ACTOR), self.keys, self.dek, lock)


class Samples:
    """The files of one run, each made when it is first asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @cached_property
    def filled(self) -> Made:
        """The sample union in the middle of its story."""
        return self._make("filled", story.fill)

    @cached_property
    def empty(self) -> Made:
        """A union that has just begun."""
        return self._make("empty", None)

    @property
    def sheet(self) -> Path:
        """The member sheet that the sample union has taken in."""
        return self.filled.path.with_name("会员信息采集表.xlsx")

    def _make(self, name: str, fill: Callable[[Database, Path], None] | None) -> Made:
        folder = self._folder / name
        folder.mkdir()
        path = folder / f"示例工会{SUFFIX}"
        with files.create(path, story.UNION, PASSWORD).file as opened:
            made = Made(path, opened.keys, opened.dek)
        if fill is not None:
            with Database.open(path, made.dek, actor=ACTOR) as database:
                fill(database, folder)
        return made
