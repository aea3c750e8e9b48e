"""Making a backup on a stick: a new file every time, counted only after it was restored on trial (reliability B1, B2).

A file that is not sound is not backed up. Copying reads every page of it and so proves every page's seal; the chain of
its journal is looked through in the copy, on the other core, while the file's rows are digested; whether its tables and
indexes fit together is seen on trial, where the copy holds the same, page by page.

The order is what was measured to survive (M7, M8): write a part, sync it, rename it to a name never used before, sync
the *file* again (FAT keeps its size in the folder and writes it only then), sync the folder and the whole system,
forget what memory holds of it, and read everything back from the stick through the code that restores.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import select

from app import __version__
from app.errors import ErrorCode, KnownError
from app.frozen import dataclass
from app.i18n import Label
from app.models import Organization
from app.models.declare import new_uid
from app.models.store import copies, durable
from app.models.store.copies import Contents
from app.models.store.database import Database
from app.models.store.engine import SCHEMA_VERSION, damaged, integrity_problems
from app.models.store.faults import known_faults
from app.models.store.keyfile import KeyFile, keys_path
from app.services.backup import container, naming
from app.services.backup.steps import Cancelled, Progress, Steps
from app.services.backup.trial import FORMAT, KIND, BackupResult, marks, scratch_folder, take_out
from app.services.files import OpenFile

OTHERS_SAFE = Label("电脑里的资料和以前的备份都没动。")
REMEMBERED = "backups"
_KEPT_IN_MEMORY = 100
_ROOM = 1.2
"""Free space asked for, as a multiple of the file."""


@dataclass(frozen=True)
class _Draft:
    """A backup on the PC, not yet on the stick."""

    manifest: dict[str, Any]
    keys: bytes
    data: Path
    data_crc: int
    contents: Contents


def backup(
    opened: OpenFile, folder: Path, *, progress: Progress | None = None, cancelled: Cancelled | None = None
) -> BackupResult:
    """Back up the open file into `folder` under a new name; returns only after the backup was restored on trial.

    Raises DAMAGED for a file that is not sound itself, DISK_FULL, READ_ONLY, UNPLUGGED, NOT_FOUND (no such folder),
    CANCELLED; then no new file is left behind (unless the stick is gone), and no older one was touched.
    """
    steps = Steps(progress, cancelled, OTHERS_SAFE)
    steps.next(Label("正在检查资料"), 0.02)
    stem = naming.file_stem(_union_name(opened.database))
    with _on_medium(folder):
        sequence = naming.next_sequence(folder, stem, _last_sequence(opened.database))
        for part in naming.left_overs(folder, stem):
            part.unlink()
        _require_room(folder, copies.size_in_bytes(opened.database))
    with scratch_folder() as scratch:
        with known_faults(Label("备份前在电脑里复制"), safe=OTHERS_SAFE):
            draft = _draft(opened, scratch / "copy", sequence, steps)
        target = folder / naming.backup_name(stem, datetime.now(), sequence)
        try:
            steps.next(Label("正在写到备份的地方"), 0.6)
            with _on_medium(folder):
                _write(draft, target, steps)
            with suppress(OSError):
                draft.data.unlink()  # only to have its room for the trial
            result = _read_back(draft, target, scratch / "trial", opened, steps)
        except BaseException:
            with suppress(OSError):
                target.unlink(missing_ok=True)
            raise
    remember_backup(opened.database, result)
    return result


def known_backups(database: Database) -> list[dict[str, Any]]:
    """The backups made of this file that succeeded, oldest first: sequence, made_at, place, name, records, digest."""
    return list(database.recall(REMEMBERED) or [])


@contextmanager
def _refusing_unsound() -> Iterator[None]:
    """A backup of a damaged file would only spread the damage (reliability B3): DAMAGED is told as that."""
    try:
        yield
    except KnownError as error:
        if error.code is not ErrorCode.DAMAGED:
            raise
        raise KnownError(
            ErrorCode.DAMAGED,
            Label("资料文件有一处不对，所以没有做备份：坏的资料不能盖过好的备份。"),
            safe=OTHERS_SAFE,
            next=Label("用最近一份好的备份恢复；这份文件先留着，别删。"),
        ) from error


def _refuse_if_unsound(database: Database) -> None:
    """DAMAGED when it is the file itself in which something does not fit together."""
    with _refusing_unsound(), database.read() as session:
        session.connection()
        if integrity_problems(database.raw):
            raise damaged()


def _union_name(database: Database) -> str:
    with database.read() as session:
        query = select(Organization.name).where(Organization.deleted_at.is_(None)).order_by(Organization.id)
        return session.scalars(query.limit(1)).first() or ""


def _last_sequence(database: Database) -> int:
    return max((int(known["sequence"]) for known in known_backups(database)), default=0)


def _require_room(folder: Path, size: int) -> None:
    space = shutil.disk_usage(folder)
    if space.total and space.free < size * _ROOM:
        raise KnownError(
            ErrorCode.DISK_FULL,
            Label(
                "放备份的地方快满了：还剩 {free} MB，备份要 {size} MB。", free=_mb(space.free), size=_mb(size * _ROOM)
            ),
            safe=OTHERS_SAFE,
            next=Label("换一个U盘，或把U盘里别的文件挪走一些，再做一次。别删旧备份。"),
        )


def _mb(size: float) -> str:
    return f"{size / 1_000_000:,.1f}"


def _draft(opened: OpenFile, data: Path, sequence: int, steps: Steps) -> _Draft:
    keys = _current_keys(opened).to_json().encode("utf-8")
    manifest: dict[str, Any] = {
        "kind": KIND,
        "format": FORMAT,
        "id": new_uid(),
        "file_id": opened.database.file_id,
        "sequence": sequence,
        "made_at": datetime.now().astimezone().isoformat(timespec="seconds"),
        "app": __version__,
        "schema": SCHEMA_VERSION,
    }
    steps.next(Label("正在复制"), 0.4)
    with _refusing_unsound():
        contents = copies.take_copy(
            opened.database, opened.dek, data, marks(manifest), steps.tick, look=partial(_check_chain, opened.database)
        )
    digest, crc = hashlib.sha256(), 0
    for chunk in container.chunks(data):
        digest.update(chunk)
        crc = zlib.crc32(chunk, crc)
    manifest |= {"data": digest.hexdigest(), "keys": hashlib.sha256(keys).hexdigest()}
    return _Draft(manifest, keys, data, crc, contents)


def _check_chain(database: Database, copy: Any) -> None:
    """DAMAGED when the journal in the copy was tampered with."""
    if database.chain_problems_of(copy):
        raise damaged()


def _current_keys(opened: OpenFile) -> KeyFile:
    """The keys as they lie beside the file now (the password may have been changed since it was opened)."""
    with suppress(OSError, KnownError):
        beside = KeyFile.load(keys_path(opened.database.path))
        beside.check(opened.dek)
        return beside
    return opened.keys


def _write(draft: _Draft, target: Path, steps: Steps) -> None:
    manifest = json.dumps(draft.manifest, ensure_ascii=False, indent=1).encode("utf-8")
    size, done = draft.data.stat().st_size, 0
    if size > container.LARGEST:
        raise _too_big()
    part = target.with_name(target.name + naming.PART)
    try:
        with part.open("xb") as file:
            for piece in container.pieces(manifest, draft.keys, draft.data, draft.data_crc):
                file.write(piece)
                done += len(piece)
                steps.tick(done / size)
            file.flush()
            os.fsync(file.fileno())
        os.rename(part, target)
    except BaseException:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        raise
    durable.sync_file(target)
    durable.sync_folder(target.parent)
    if hasattr(os, "sync"):
        os.sync()
    durable.drop_cache(target)


def _read_back(draft: _Draft, target: Path, scratch: Path, opened: OpenFile, steps: Steps) -> BackupResult:
    def unlock(keys: KeyFile) -> bytes:
        keys.check(opened.dek)
        return opened.dek

    steps.next(Label("正在从备份的地方读回来核对，先别拔U盘"), 0.8)
    try:
        with _on_medium(target.parent):
            result = take_out(target, scratch, unlock, steps, 1.0).result
    except KnownError as error:
        if error.code is ErrorCode.DAMAGED:
            _refuse_if_unsound(opened.database)
        if error.code in (ErrorCode.DAMAGED, ErrorCode.BACKUP_MISMATCH):
            raise _lying_medium(error.code) from error
        raise
    if (result.contents, result.manifest) != (draft.contents, draft.manifest):
        raise _lying_medium(ErrorCode.BACKUP_MISMATCH)
    return result


@contextmanager
def _on_medium(folder: Path) -> Iterator[None]:
    """Faults of the stick; a folder that is gone once work has begun was pulled out."""
    try:
        with known_faults(Label("备份到 {place}", place=str(folder)), safe=OTHERS_SAFE):
            yield
    except KnownError as error:
        if error.code is not ErrorCode.NOT_FOUND:
            raise
        raise KnownError(
            ErrorCode.UNPLUGGED,
            Label("找不到放备份的地方，U盘可能没插好，或中途拔出了。这次备份没做。"),
            safe=OTHERS_SAFE,
            next=Label("插好U盘，再做一次备份。"),
        ) from error


def _lying_medium(code: ErrorCode) -> KnownError:
    return KnownError(
        code,
        Label("备份写完后读回来对不上，不算成功。这个U盘可能坏了，或是假容量的。"),
        safe=OTHERS_SAFE,
        next=Label("换一个U盘，再做一次备份。"),
    )


def _too_big() -> KnownError:
    return KnownError(
        ErrorCode.TOO_BIG,
        Label("资料超过 4 GB，一个备份放不下。"),
        safe=OTHERS_SAFE,
        next=Label("请维护人员看看，多半是照片和扫描件太多。"),
    )


def remember_backup(database: Database, result: BackupResult) -> None:
    """Note a backup that was proved good: after it was made, and in a file that came out of it."""
    known = {
        "sequence": result.manifest["sequence"],
        "made_at": result.made_at,
        "place": str(result.path.parent),
        "name": result.path.name,
        "records": result.records,
        "digest": result.digest,
        "deed_head": result.deed_head,
    }
    with suppress(KnownError):  # the backup is good, even if the PC's disk is too full to note it
        database.remember(REMEMBERED, [*known_backups(database), known][-_KEPT_IN_MEMORY:])
