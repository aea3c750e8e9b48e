"""Faults of the disk, the stick and the file, told in three sentences instead of a traceback."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

import sqlcipher3.dbapi2 as sqlcipher

from app.errors import NOTHING_CHANGED, ErrorCode, KnownError
from app.i18n import Label

_ERRNO = {
    ErrorCode.DISK_FULL: {errno.ENOSPC, errno.EDQUOT, errno.EFBIG},
    ErrorCode.READ_ONLY: {errno.EROFS, errno.EACCES, errno.EPERM},
    ErrorCode.UNPLUGGED: {errno.EIO, errno.ENODEV, errno.ENXIO, errno.ESTALE, errno.ENOTCONN, errno.ESHUTDOWN},
    ErrorCode.NOT_FOUND: {errno.ENOENT, errno.ENOTDIR},
}
# Windows: disk full, handle disk full; write protected, access denied, sharing and lock violation; not ready,
# unknown unit, CRC, bad unit, device attached not functioning, volume changed under an open file, I/O device error,
# device removed, device not connected.
_WINDOWS = {
    ErrorCode.DISK_FULL: {112, 39},
    ErrorCode.READ_ONLY: {19, 5, 32, 33},
    ErrorCode.UNPLUGGED: {21, 20, 23, 31, 55, 433, 1006, 1117, 1167, 1617},
}
_SQLITE = {
    sqlcipher.SQLITE_FULL: ErrorCode.DISK_FULL,
    sqlcipher.SQLITE_READONLY: ErrorCode.READ_ONLY,
    sqlcipher.SQLITE_PERM: ErrorCode.READ_ONLY,
    sqlcipher.SQLITE_CANTOPEN: ErrorCode.READ_ONLY,
    sqlcipher.SQLITE_IOERR: ErrorCode.UNPLUGGED,
    sqlcipher.SQLITE_CORRUPT: ErrorCode.DAMAGED,
    sqlcipher.SQLITE_NOTADB: ErrorCode.DAMAGED,
    sqlcipher.SQLITE_BUSY: ErrorCode.LOCKED,
    sqlcipher.SQLITE_LOCKED: ErrorCode.LOCKED,
}

# The backup interface raises without a number; these are sqlite3_errstr's words, stable for decades.
_SQLITE_WORDS = {
    "database or disk is full": ErrorCode.DISK_FULL,
    "attempt to write a readonly database": ErrorCode.READ_ONLY,
    "unable to open database file": ErrorCode.READ_ONLY,
    "disk I/O error": ErrorCode.UNPLUGGED,
    "database disk image is malformed": ErrorCode.DAMAGED,
    "file is not a database": ErrorCode.DAMAGED,
}

_SAID = {
    ErrorCode.DISK_FULL: (
        Label("“{operation}”没有做完：磁盘满了。"),
        Label("删掉一些不用的文件，空出地方，再做一次。"),
    ),
    ErrorCode.READ_ONLY: (
        Label("“{operation}”没有做完：那里写不进去（写保护、没有权限，或文件正被别的程序占着）。"),
        Label("关掉占着它的程序、打开U盘的写保护开关，或者换一个文件夹，再做一次。"),
    ),
    ErrorCode.UNPLUGGED: (
        Label("“{operation}”没有做完：磁盘或U盘中途读写不了，可能是拔出了或接触不好。"),
        Label("插好以后再做一次。总是这样，就换一个U盘，并请人看看这个盘。"),
    ),
    ErrorCode.NOT_FOUND: (
        Label("“{operation}”没有做：找不到这个文件或文件夹。"),
        Label("看看名字和位置对不对，U盘插好了没有，再做一次。"),
    ),
    ErrorCode.DAMAGED: (
        Label("“{operation}”没有做完：资料文件有一处读不出来。"),
        Label("用最近一份好的备份恢复；这份文件先留着，别删。"),
    ),
    ErrorCode.LOCKED: (
        Label("“{operation}”没有做：这份资料正在别处打开。"),
        Label("先在那边关闭，再做一次。"),
    ),
}


@contextmanager
def known_faults(operation: Label, *, safe: Label = NOTHING_CHANGED) -> Iterator[None]:
    """Tell faults of the surroundings during `operation` as `KnownError`; anything else passes as the bug it is.

    `safe` says what did not suffer, where “资料没有改动。” would not be the whole answer.
    """
    try:
        yield
    except KnownError:
        raise
    except Exception as error:
        code = fault_code(error)
        if code is None:
            raise
        what, next_step = _SAID[code]
        raise KnownError(code, Label(what.msgid, operation=operation), safe=safe, next=next_step) from error


def fault_code(error: BaseException) -> ErrorCode | None:
    """Which known fault an error of the system or of SQLite is, or follows from (wrapped or not); None for a bug."""
    if isinstance(error, OSError):
        return _system_fault(error)
    inner = getattr(error, "orig", None) or error
    if not isinstance(inner, sqlcipher.Error):
        return None
    number = getattr(inner, "sqlite_errorcode", None)
    code = _SQLITE_WORDS.get(str(inner)) if number is None else _SQLITE.get(number & 0xFF)
    return code or _fault_before(inner)


def _fault_before(error: BaseException) -> ErrorCode | None:
    """The fault that this error only follows from: SQLite undid the work, then a clearing up missed its tables."""
    before = error.__context__
    return None if before is None else fault_code(before)


def _system_fault(error: OSError) -> ErrorCode | None:
    windows = getattr(error, "winerror", None)
    tables: tuple[tuple[dict[ErrorCode, set[int]], int | None], ...] = ((_WINDOWS, windows), (_ERRNO, error.errno))
    for table, number in tables:
        for code, numbers in table.items():
            if number in numbers:
                return code
    return None
