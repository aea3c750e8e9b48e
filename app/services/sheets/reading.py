"""Read a spreadsheet without trusting it: the parent's half (reliability §3E, frame).

The file is opened here and handed to a child process as its standard input. The child has an empty environment and no
path; it returns plain values. However it dies, the answer is a `KnownError` and this process is none the worse.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from stat import S_ISREG
from typing import IO, Any

import app
from app.errors import KnownError
from app.i18n import Label
from app.models.store.faults import known_faults
from app.services.sheets import faults, limits
from app.services.sheets.book import Cell, CellFault, MergedRange, RawBook, RawSheet

_CHILD = "app.services.sheets.child"
_HOME = Path(app.__file__).resolve().parent.parent
# What a program that has a table open leaves beside it: Excel, LibreOffice, WPS.
_OWNER_FILES = ("~${name}", ".~lock.{name}#", ".~{name}")
_LINE_BYTES = 64 * limits.MIB
_MEMO = 50_000


def read_workbook(path: Path, *, progress: Callable[[int], None] | None = None) -> RawBook:
    """Read a spreadsheet or text table of any supported format; what it is decides, not its name.

    `progress` is told the number of rows read so far; what it raises ends the reading.
    Raises `KnownError`: `unreadable_sheet`, `too_big`, `locked`, `not_found`, `unplugged`.
    """
    with known_faults(Label("读取表格")):
        if is_in_use(path):
            raise faults.in_use()
        with _open(path) as file:
            if os.fstat(file.fileno()).st_size > limits.FILE_BYTES:
                raise faults.refused("file_size", {"limit": limits.FILE_BYTES // limits.MIB})
            return _read_in_child(file, path.stem, progress)


def _open(path: Path) -> IO[bytes]:
    try:
        if not S_ISREG(path.stat().st_mode):  # opening a pipe would wait for ever
            raise faults.missing()
        return path.open("rb")
    except PermissionError as error:
        raise faults.shut() from error
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError) as error:
        raise faults.missing() from error


def is_in_use(path: Path) -> bool:
    """Whether a spreadsheet program has left word that it has the file open."""
    return any(os.path.exists(path.with_name(pattern.format(name=path.name))) for pattern in _OWNER_FILES)


def _read_in_child(file: IO[bytes], title: str, progress: Callable[[int], None] | None) -> RawBook:
    child = subprocess.Popen(
        [sys.executable, "-E", "-s", "-B", "-X", "utf8", "-m", _CHILD],
        stdin=file,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=_HOME,
        env={name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ},
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    clock = threading.Timer(limits.WALL_SECONDS, child.kill)
    clock.start()
    try:
        assert child.stdout is not None
        answer = _Answer(title, progress)
        finished = answer.take(child.stdout)
    finally:
        in_time = clock.is_alive()
        clock.cancel()
        child.kill()
        if child.stdout is not None:
            child.stdout.close()
        status = child.wait()
    if not finished:
        raise _death(status, in_time)
    return answer.book


def _death(status: int, in_time: bool) -> KnownError:
    """Told by the way the child died: a Rust allocation that fails aborts, too much time is a signal."""
    spent = {-int(getattr(signal, name)) for name in ("SIGABRT", "SIGXCPU") if hasattr(signal, name)}
    aborted_on_windows = 0xC0000409
    return faults.costly() if not in_time or status in spent or status == aborted_on_windows else faults.damaged()


class _Answer:
    """What the child says, line by line, as a book."""

    def __init__(self, title: str, progress: Callable[[int], None] | None) -> None:
        self.book = RawBook("", [])
        self._title = title  # of the only sheet of a text file
        self._progress = progress
        self._rows = self._bytes = 0
        self._memo: dict[str, str] = {}

    def take(self, lines: IO[bytes]) -> bool:
        """Take all lines; False when the answer breaks off."""
        while line := lines.readline(_LINE_BYTES):
            self._bytes += len(line)
            if self._bytes > limits.STREAM_BYTES:
                raise faults.costly()
            try:
                said = json.loads(line, object_hook=_cell)
                if said == {"end": True}:
                    return True
                self._keep(said)
            except (ValueError, LookupError, TypeError, RecursionError):  # not the words we agreed on
                return False
            if self._progress:
                self._progress(self._rows)
        return False

    def _keep(self, said: Any) -> None:
        if isinstance(said, list):
            self.book.sheets[-1].rows.extend(map(self._shared, said))
            self._rows += len(said)
            if len(self.book.sheets[-1].rows) > limits.ROWS:
                raise faults.costly()
        elif "refused" in said:
            raise faults.refused(said["refused"], said["facts"])
        elif "sheet" in said:
            self.book.sheets.append(
                RawSheet(
                    said["sheet"] or self._title,
                    hidden=said["hidden"],
                    hidden_rows=frozenset(said["hidden_rows"]),
                    merged=tuple(MergedRange(*corners) for corners in said["merged"]),
                )
            )
        else:
            self.book.kind, self.book.date1904 = said["kind"], said["date1904"]

    def _shared(self, row: list[Cell]) -> list[Cell]:
        """The row with equal texts kept once: registers repeat 男, 汉族, 群众 in every row."""
        if len(row) > limits.COLUMNS:
            raise faults.costly()
        memo = self._memo
        if len(memo) > _MEMO:
            memo.clear()
        return [memo.setdefault(cell, cell) if isinstance(cell, str) else cell for cell in row]


def _cell(said: dict[str, Any]) -> Any:
    """A tagged cell as its value; any other object as it is."""
    if len(said) != 1:
        return said
    if "d" in said:
        return date.fromisoformat(said["d"])
    if "t" in said:
        return datetime.fromisoformat(said["t"])
    return CellFault(said["f"]) if "f" in said else said
