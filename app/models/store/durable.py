"""Writing files so that they are still there after a power cut, and reading them back from the medium itself.

Nothing here may ever be used on the live data file while it is open: only SQLite may open that (closing any other
handle of the same process drops SQLite's locks on Linux).
"""

from __future__ import annotations

import os
import time
from pathlib import Path

PART = ".part-"
"""What stands behind the name of a small file that is being written, before the process's number."""
_PATIENCE = (0.01, 0.02, 0.05, 0.1, 0.2, 0.4, 0.8)
"""Seconds between tries when a virus scanner or indexer holds a file for a moment (reliability A12)."""


def sync_file(path: Path) -> None:
    """Wait until the file's content and size are on the medium."""
    handle = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_folder(folder: Path) -> None:
    """Wait until the folder's entries are on the medium (Windows keeps no such promise and needs none)."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def replace(new: Path, old: Path) -> None:
    """Put `new` in the place of `old` in one step, patiently, and wait until that is on the medium."""
    for pause in (*_PATIENCE, None):
        try:
            os.replace(new, old)
            break
        except PermissionError:
            if pause is None:
                raise
            time.sleep(pause)
    sync_file(old)
    sync_folder(old.parent)


def take_away(*paths: Path) -> None:
    """Delete what is there of these; a disk that fails once is asked again, and no failure leaves the others behind."""
    failed: OSError | None = None
    for path in paths:
        for pause in (_PATIENCE[0], None):
            try:
                path.unlink(missing_ok=True)
                break
            except OSError as error:
                if pause is None:
                    failed = error
                else:
                    time.sleep(pause)
    if failed is not None:
        raise failed


def write_whole(path: Path, content: bytes) -> None:
    """Write a small private file so that either the old or the new content is there, never a part."""
    part = path.with_name(f"{path.name}{PART}{os.getpid()}")
    try:
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(handle)
        replace(part, path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def drop_cache(path: Path) -> None:
    """Make the next read of the file come from the medium and not from memory (where the system can do that)."""
    if not hasattr(os, "posix_fadvise"):
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
    finally:
        os.close(handle)
