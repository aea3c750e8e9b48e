"""A bug, written down for the maintainers without anything that the union keeps: places in the program, no values."""

from __future__ import annotations

import platform
import sys
import tempfile
import traceback
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from app import __version__

_HOME = Path(__file__).resolve().parent.parent.parent


def write_bug_report(command: str, error: BaseException) -> Path | None:
    """Write the report into the program's own folder, else among the temporary files; None if neither can be."""
    text = "\n".join(report_lines(command, error)) + "\n"
    for folder_of in (_own_folder, _temporary_folder):
        with suppress(OSError):
            folder = folder_of()
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            path = folder / f"bug-{datetime.now():%Y%m%d-%H%M%S-%f}.txt"
            path.write_text(text, encoding="utf-8")
            return path
    return None


def _own_folder() -> Path:
    from app.models.store.keyfile import data_folder

    return data_folder() / "bug-reports"


def _temporary_folder() -> Path:
    return Path(tempfile.gettempdir())  # raises where the disk takes nothing any more


def report_lines(command: str, error: BaseException) -> Iterator[str]:
    """Version, system, command, and for every error of the chain its class and the lines it passed through.

    Messages of errors are left out: they may quote what somebody typed.
    """
    yield f"xiaojia {__version__}, Python {sys.version.split()[0]}, {platform.system()} {platform.release()}"
    yield f"command: {command}"
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        yield f"{type(current).__module__}.{type(current).__qualname__}"
        for frame, line in traceback.walk_tb(current.__traceback__):
            yield f"  {_place(frame.f_code.co_filename)}:{line} {frame.f_code.co_name}"
        current = current.__cause__ or current.__context__


def _place(filename: str) -> str:
    """A file of the program or of a library, without the folders of this PC."""
    path = Path(filename)
    if path.is_relative_to(_HOME / "app"):
        return path.relative_to(_HOME).as_posix()
    for name in ("site-packages", "dist-packages"):
        if name in path.parts:
            return Path(*path.parts[path.parts.index(name) + 1 :]).as_posix()
    return path.name
