"""Whether the file that is written to is still the one at its path (reliability A7).

A sync program, a restored folder or a tidy colleague may replace, rename, delete or cut the file while it is open.
SQLite goes on with the file it holds, which nobody will ever find again. Only the folder's entry is looked at: the
file itself belongs to SQLite alone (A5).
"""

from __future__ import annotations

from pathlib import Path

from app.errors import ErrorCode, KnownError
from app.i18n import Label


class Watch:
    """Remembers which file lies at a path, and how large it was after our own last write."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._identity, self._size = _look(path)

    def check(self) -> None:
        """REPLACED unless it is the same file and nobody has cut it."""
        identity, size = _look(self._path)
        if identity != self._identity or size < self._size:
            raise _replaced()

    def written(self) -> None:
        """We have written: note the size; REPLACED if that went into a file that is no longer at its path."""
        identity, size = _look(self._path)
        if identity != self._identity:
            raise _replaced()
        self._size = size


def _look(path: Path) -> tuple[tuple[int, int] | None, int]:
    try:
        found = path.stat()
    except OSError:
        return None, 0
    return (found.st_dev, found.st_ino), found.st_size


def _replaced() -> KnownError:
    return KnownError(
        ErrorCode.REPLACED,
        Label("资料文件在打开期间被换掉、改名或删掉了，所以没有再往里写。"),
        safe=Label("以前保存的都还在。"),
        next=Label("先别关窗口，把资料另存一份；再看看是不是网盘、杀毒软件或别人动了这个文件。"),
    )
