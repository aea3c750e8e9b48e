"""One program at a time on one data file (reliability A4).

Two things lie beside `NAME.xiaojia`: a lock that the system itself lets go of when the holder dies
(`NAME.xiaojia.lock`), and a note that says who holds it (`NAME.xiaojia.lock.json`; on Windows a locked file cannot
be read, so the two are apart). The lock decides; the note only gives the holder a name, except in one case: the lock
is free, but the note is another PC's and was never taken back. That PC crashed, or the folder was copied while the
file was open there, or it writes through a share at this moment, where locks are not seen. Nobody but the user can
know which, so it is asked, once.
"""

from __future__ import annotations

import errno
import getpass
import json
import os
import platform
import time
from contextlib import suppress
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from app.errors import NOTHING_CHANGED, ErrorCode, KnownError
from app.frozen import dataclass
from app.i18n import Label
from app.models.store.faults import known_faults

_NOTE_WAIT = (0.02, 0.05, 0.1, 0.2)
"""Seconds in which a holder that took the lock this moment writes its note."""


_FULL = {errno.ENOSPC, errno.EDQUOT}


@dataclass(frozen=True)
class Holder:
    """Who holds a file: login name, PC, process, and since when (local time, ISO)."""

    who: str
    pc: str
    pid: int
    since: str

    def since_shown(self, now: datetime) -> Label:
        """9:12 for today, with the day for earlier."""
        since = datetime.fromisoformat(self.since)
        clock = f"{since.hour}:{since.minute:02}"
        if since.date() == now.date():
            return Label("{clock}起", clock=clock)
        return Label("{month}月{day}日 {clock}起", month=since.month, day=since.day, clock=clock)


class HeldLock:
    """The file is ours until `release` (or the end of the process)."""

    def __init__(self, lock: FileLock, note: Path) -> None:
        self._lock = lock
        self._note = note

    def release(self) -> None:
        """Let others open the file; may be called twice."""
        if self._lock.is_locked:
            with suppress(OSError):
                self._note.unlink(missing_ok=True)
            self._lock.release()

    def discard(self) -> None:
        """Release, and leave nothing beside a file that was not made after all."""
        with suppress(OSError):  # while it is held: filelock lets nobody have a lock whose file is gone
            Path(self._lock.lock_file).unlink(missing_ok=True)
        self.release()

    def __enter__(self) -> HeldLock:
        return self

    def __exit__(self, *exception: object) -> None:
        self.release()


def lock_path(data_path: Path) -> Path:
    """The lock of a data file."""
    return data_path.with_name(data_path.name + ".lock")


def note_path(data_path: Path) -> Path:
    """The note that names the holder."""
    return data_path.with_name(data_path.name + ".lock.json")


def acquire(data_path: Path, *, take_over: bool = False) -> HeldLock:
    """Hold the file for this process, or `KnownError` LOCKED with the holder's name.

    `take_over` is the user's word that another PC which never took its note back has really closed the file.
    """
    path = data_path.resolve()
    lock = FileLock(lock_path(path), timeout=0, thread_local=False)
    with known_faults(Label("打开资料")):
        path.parent.stat()  # filelock would make a folder that is not there
        try:
            lock.acquire()
        except Timeout as error:
            raise _held(_holder(path, wait=True)) from error
        try:
            left = _holder(path)
            if left is not None and left.pc != _this_pc() and not take_over:
                raise _left_by_another_pc(left, note_path(path).name)
        except BaseException:
            lock.release()
            raise
        held = HeldLock(lock, note_path(path))
        try:
            _write_note(note_path(path))
        except BaseException:
            if path.exists():
                held.release()
            else:
                held.discard()
            raise
    return held


def require_free(data_path: Path) -> None:
    """Raise as `acquire` does where somebody else has the file open; nothing is held afterwards, no note is written."""
    path = data_path.resolve()
    lock = FileLock(lock_path(path), timeout=0, thread_local=False)
    with suppress(OSError):  # a place that cannot be written is told when the file is opened
        if not lock_path(path).exists():
            return
        try:
            lock.acquire()
        except Timeout as error:
            raise _held(_holder(path, wait=True)) from error
        lock.release()
        left = _holder(path)
        if left is not None and left.pc != _this_pc():
            raise _left_by_another_pc(left, note_path(path).name)


def _write_note(note: Path) -> None:
    try:
        who = getpass.getuser()
    except (KeyError, OSError):
        who = ""
    since = datetime.now().astimezone().isoformat(timespec="seconds")
    holder = Holder(who=who, pc=_this_pc(), pid=os.getpid(), since=since)
    try:
        note.write_text(json.dumps(asdict(holder), ensure_ascii=False), encoding="utf-8")
    except OSError as error:
        if error.errno not in _FULL:
            raise
        with suppress(OSError):  # on a full disk the file must open: the lock holds without its note
            note.unlink(missing_ok=True)


def _holder(data_path: Path, *, wait: bool = False) -> Holder | None:
    """Whom the note names; None without a note that can be read."""
    for pause in _NOTE_WAIT if wait else ():
        if note_path(data_path).exists():
            break
        time.sleep(pause)
    try:
        note: Any = json.loads(note_path(data_path).read_text(encoding="utf-8"))
        datetime.fromisoformat(str(note["since"]))
        return Holder(who=str(note["who"]), pc=str(note["pc"]), pid=int(note["pid"]), since=str(note["since"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _this_pc() -> str:
    return platform.node() or "PC"


def _held(holder: Holder | None) -> KnownError:
    if holder is None:
        what = Label("这份资料正在别处打开。为防写乱，这里先不打开。")
        next_step = Label("先在那边关闭，再打开。")
    else:
        since = holder.since_shown(datetime.now())
        if holder.pc == _this_pc():
            what = Label(
                "这份资料已经在这台电脑“{pc}”上打开（{who}，{since}）。为防写乱，这里先不打开第二次。",
                pc=holder.pc, who=holder.who, since=since,
            )  # fmt: skip
            next_step = Label("用已经打开的那个窗口，或先把它关闭。")
        else:
            what = Label(
                "这份资料正在“{pc}”的电脑上打开（{who}，{since}）。为防写乱，这里先不打开。",
                pc=holder.pc, who=holder.who, since=since,
            )  # fmt: skip
            next_step = Label("先在那边关闭，再打开。")
    return KnownError(ErrorCode.LOCKED, what, safe=NOTHING_CHANGED, next=next_step)


def _left_by_another_pc(holder: Holder, note: str) -> KnownError:
    return KnownError(
        ErrorCode.LOCKED,
        Label(
            "这份资料在“{pc}”的电脑上打开后没有正常关闭（{who}，{since}）。为防写乱，这里先不打开。",
            pc=holder.pc, who=holder.who, since=holder.since_shown(datetime.now()),
        ),
        safe=NOTHING_CHANGED,
        next=Label("先到那台电脑上关闭。确定那边已经不用了，就在这里确认接管，或删掉“{note}”再打开。", note=note),
    )  # fmt: skip
