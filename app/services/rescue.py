"""Saving what is open when its file was replaced, renamed or deleted underneath (reliability A7).

The program still holds the file that is no longer at its path: everything that was saved is copied from there.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from app.errors import ErrorCode, KnownError
from app.i18n import Label
from app.models.store import copies, durable
from app.models.store.engine import damaged
from app.models.store.faults import known_faults
from app.models.store.keyfile import data_folder, save_keys
from app.services import drafts, files
from app.services.drafts import Draft
from app.services.files import OpenFile
from app.services.second_names import second_name

RESCUED = "抢救"
COPYING = Label("另存一份")


def rescue(opened: OpenFile) -> Path:
    """Copy all that is saved beside the lost file, else into the program's own folder; where the copy lies.

    Raises DAMAGED where the file was cut and cannot be read any more: then only a backup helps.
    """
    path = opened.database.path
    with suppress(KnownError, OSError):
        return _copy(opened, second_name(path, RESCUED))
    own = data_folder() / "资料"
    with known_faults(COPYING):
        own.mkdir(parents=True, exist_ok=True, mode=0o700)
    return _copy(opened, second_name(path, RESCUED, own))


def close(opened: OpenFile, unsaved: Iterable[Draft] = ()) -> Path | None:
    """Close the file; one that is no longer at its path is rescued before. Where the copy lies, or None.

    `unsaved` is what was half filled in: a lost file takes no draft any more, the copy does. Raises what `rescue`
    raises, the file still open. One that cannot be read any more (cut) is closed all the same.
    """
    copy = None
    try:
        opened.database.check_in_place()
    except KnownError:
        try:
            copy = rescue(opened)
        except KnownError as fault:
            if fault.code is not ErrorCode.DAMAGED:
                raise
    if copy is not None:
        with suppress(KnownError):
            go_on_with(opened, copy, unsaved).close()
    opened.close()
    return copy


def go_on_with(opened: OpenFile, rescued: Path, unsaved: Iterable[Draft]) -> OpenFile:
    """Close the lost file and open the copy, with what was only half filled in."""
    dek = opened.dek
    opened.close()
    file = files.open_file(rescued, lambda keys: dek)
    for draft in unsaved:
        drafts.keep(file.database, draft)
    return file


def _copy(opened: OpenFile, target: Path) -> Path:
    with known_faults(COPYING):
        try:
            before = copies.take_copy(opened.database, opened.dek, target, {}, lambda done: None)
            if copies.make_live(target, opened.dek) != before:
                raise damaged()
            durable.sync_file(target)
            save_keys(opened.keys, target)
            durable.sync_folder(target.parent)
        except BaseException:
            for rest in (target, copies.journal_path(target)):
                with suppress(OSError):
                    rest.unlink(missing_ok=True)
            raise
    return target
