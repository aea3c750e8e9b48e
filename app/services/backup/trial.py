"""Restoring on trial: whether a backup holds what it held when it was made (reliability B2).

The same code opens a backup for the trial after it was written, for `verify`, and for a real restore.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from app.errors import NOTHING_CHANGED, ErrorCode, KnownError, Problem
from app.frozen import dataclass
from app.i18n import Label
from app.models.declare import record_types
from app.models.store import copies
from app.models.store.copies import Contents
from app.models.store.engine import SCHEMA_VERSION, connect, foreign_objects, integrity_problems
from app.models.store.faults import fault_code, known_faults
from app.models.store.keyfile import KeyFile
from app.services.backup import container
from app.services.backup.steps import Cancelled, Progress, Steps

FORMAT = 2
"""1: the rows digested as `copies.WAY` 1 says."""
KIND = "xiaojia-backup"
READING = Label("读取备份")
BACKUP_UNTOUCHED = Label("备份文件和电脑里的资料都没有改动。")

Unlock = Callable[[KeyFile], bytes]


@dataclass(frozen=True)
class BackupResult:
    """A backup that was restored on trial: what it holds, in the words of the command line."""

    path: Path
    manifest: dict[str, Any]
    contents: Contents

    @property
    def counts(self) -> dict[str, int]:
        """Records kept, by type (as on the command line), without those in 回收站."""
        types = {record.__tablename__: record.type_name for record in record_types().values()}
        found = self.contents.counts.items()
        return {types.get(table, table.replace("_", "-")): count for table, count in sorted(found)}

    @property
    def records(self) -> int:
        """All records kept."""
        return sum(self.contents.counts.values())

    @property
    def digest(self) -> str:
        """One SHA-256 over everything in it."""
        return self.contents.digest

    @property
    def deed_head(self) -> str:
        """The head of the journal's chain; empty before the first deed."""
        return self.contents.head

    @property
    def schema(self) -> int:
        """The version of its tables."""
        return self.contents.schema

    @property
    def made_at(self) -> str:
        """When it was made (RFC 3339)."""
        return str(self.manifest["made_at"])


@dataclass(frozen=True)
class Trial:
    """A backup taken out to `data` and found whole, with the keys that open it."""

    result: BackupResult
    data: Path
    keys: KeyFile
    dek: bytes


def verify(
    path: Path, unlock: Unlock, *, progress: Progress | None = None, cancelled: Cancelled | None = None
) -> BackupResult:
    """Restore a backup on trial in a temporary place; what it holds, or a `KnownError` that says what is wrong.

    NOT_FOUND, NOT_OURS, NEWER_FILE, WRONG_PASSWORD, DAMAGED (a byte changed), BACKUP_MISMATCH (it can be read, but
    holds something else than when it was made).
    """
    steps = Steps(progress, cancelled, BACKUP_UNTOUCHED)
    with scratch_folder() as folder:
        steps.next(Label("正在读出备份"), 0.4)
        return take_out(path, folder / "data", unlock, steps, 1.0).result


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """A folder of our own for encrypted copies, gone afterwards."""
    with known_faults(Label("在电脑的临时文件夹里复制"), safe=BACKUP_UNTOUCHED):
        folder = tempfile.TemporaryDirectory(prefix="xiaojia-", ignore_cleanup_errors=True)
    with folder as name:
        yield Path(name)


def take_out(path: Path, target: Path, unlock: Unlock, steps: Steps, until: float) -> Trial:
    """Take the backup's data out to `target` and try it; the present step is the reading, the trial ends at `until`."""
    with known_faults(READING, safe=BACKUP_UNTOUCHED):
        try:
            with container.opened(path) as box:
                manifest = read_manifest(box.manifest)
                keys, dek = _unlocked(box.keys, unlock)
                digest = _take_data(box, target, steps)
                steps.next(Label("正在试着恢复一次"), until)
                contents = _tried(target, dek, manifest, steps)
                if keys.file_id != manifest["file_id"]:
                    raise _mismatch(Label("备份里的钥匙是另一份资料的。"))
                box.check_frame()
                if [digest, hashlib.sha256(box.keys).hexdigest()] != [manifest["data"], manifest["keys"]]:
                    raise container.NotWholeError
        except container.NotWholeError as error:
            raise damaged(path) from error
        except Exception as error:
            if fault_code(error) is ErrorCode.DAMAGED:
                raise damaged(path) from error
            raise
    return Trial(BackupResult(path, manifest, contents), target, keys, dek)


def read_keys(path: Path) -> KeyFile:
    """The keys inside a backup; its data are not looked at."""
    with known_faults(READING, safe=BACKUP_UNTOUCHED):
        try:
            with container.opened(path) as box:
                return _keys(box.keys)
        except container.NotWholeError as error:
            raise damaged(path) from error


def _unlocked(content: bytes, unlock: Unlock) -> tuple[KeyFile, bytes]:
    keys = _keys(content)
    try:
        return keys, unlock(keys)
    except KnownError as error:
        raise _of_backup(error) from error


def _keys(content: bytes) -> KeyFile:
    try:
        return KeyFile.from_json(content.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise container.NotWholeError from error
    except KnownError as error:
        raise _of_backup(error) from error


def _of_backup(error: KnownError) -> KnownError:
    """What is wrong with a key file, with the advice for a backup."""
    if error.code is not ErrorCode.DAMAGED:
        return error
    return KnownError(error.code, error.what, safe=BACKUP_UNTOUCHED, next=_USE_OTHER)


def _take_data(box: container.Container, target: Path, steps: Steps) -> str:
    digest, done = hashlib.sha256(), 0

    def watch(chunk: bytes) -> None:
        nonlocal done
        digest.update(chunk)
        done += len(chunk)
        steps.tick(done / max(box.data_size, 1))

    box.take_data(target, watch)
    return digest.hexdigest()


def read_manifest(content: bytes) -> dict[str, Any]:
    """What a backup says of itself; `NotWholeError` unless that is readable, NEWER_FILE if a newer program wrote it."""
    try:
        manifest = json.loads(content)
        kind, form, schema = manifest["kind"], int(manifest["format"]), int(manifest["schema"])
        texts = [manifest[name] for name in ("id", "file_id", "made_at", "app", "data", "keys")]
        if not all(isinstance(text, str) for text in texts) or not isinstance(manifest["sequence"], int):
            raise TypeError
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise container.NotWholeError from error
    if kind != KIND:
        raise container.NotWholeError
    if form > FORMAT or schema > SCHEMA_VERSION:
        raise KnownError(
            ErrorCode.NEWER_FILE,
            Label("这个备份是新版本做的，现在的程序读不了。"),
            safe=BACKUP_UNTOUCHED,
            next=Label("装新版本后再用它。"),
        )
    found: dict[str, Any] = manifest
    return found


def marks(manifest: dict[str, Any]) -> dict[str, Any]:
    """The part of a manifest that is also kept inside the encrypted copy."""
    return {name: value for name, value in manifest.items() if name not in ("data", "keys")}


def _tried(data: Path, dek: bytes, manifest: dict[str, Any], steps: Steps) -> Contents:
    """Open the data as a restore would and compare what it holds with what it held."""
    with _opened(data, dek) as raw:
        if foreign_objects(raw):
            raise _mismatch(Label("备份里夹带了职工小家不会放进去的东西。"))
        # Beside it, so that nobody goes on reading in a maze of pages made to have no end.
        with _opened(data, dek) as other, copies.beside(other, _check_pages) as refuse_damage:
            promise = copies.promised(raw)
            if promise is None or not copies.is_ours(raw):
                raise _mismatch(Label("备份里的资料不是做备份时放进去的那一份。"))
            contents, inner = promise

            def tick(done: float) -> None:
                refuse_damage()
                steps.tick(done)

            found = copies.contents_of(raw, tick, way=contents.way)
    if inner != marks(manifest):
        raise _mismatch(Label("备份里的资料被换成了另一次备份的。"))
    if found != contents:
        raise _mismatch(Label("备份里的内容和做备份时对不上。"), _differences(contents, found))
    return contents


def _check_pages(raw: Any) -> None:
    """`NotWholeError` unless every page and every index is sound."""
    if integrity_problems(raw):
        raise container.NotWholeError


@contextmanager
def _opened(data: Path, dek: bytes) -> Iterator[Any]:
    """Damage that is found meanwhile is the backup's, not the file's, whose words the store knows."""
    try:
        raw = connect(data, dek, read_only=True)
        try:
            yield raw
        finally:
            raw.close()
    except KnownError as error:
        if error.code is ErrorCode.DAMAGED:
            raise container.NotWholeError from error
        raise


def _differences(promised: Contents, found: Contents) -> list[Problem]:
    labels = {record.__tablename__: record.record_label for record in record_types().values()}
    problems = []
    for table in sorted({*promised.tables, *found.tables}):
        was, now = promised.tables.get(table, (0, "")), found.tables.get(table, (0, ""))
        if was != now:
            shown = labels.get(table, Label("其他内容"))
            what = Label("{what}：做备份时 {was} 条，现在 {now} 条，内容对不上", what=shown, was=was[0], now=now[0])
            problems.append(Problem(what, field=table))
    return problems


_USE_OTHER = Label("不要用它恢复。换一个备份试试，旧备份都还在。")


def _mismatch(what: Label, problems: list[Problem] | None = None) -> KnownError:
    return KnownError(ErrorCode.BACKUP_MISMATCH, what, safe=BACKUP_UNTOUCHED, next=_USE_OTHER, problems=problems or ())


def damaged(path: Path) -> KnownError:
    """The refusal of a backup in which something is not as it was written, or of a file that never was one."""
    has_our_ending = path.suffix.casefold() == ".xjbak"
    if has_our_ending and container.is_like_ours(path):
        return KnownError(
            ErrorCode.DAMAGED,
            Label("这个备份坏了：有一处读不出来，或和写下时不一样了。"),
            safe=BACKUP_UNTOUCHED,
            next=_USE_OTHER,
        )
    return KnownError(
        ErrorCode.NOT_OURS,
        Label("这个文件不是职工小家的备份。"),
        safe=NOTHING_CHANGED,
        next=Label("选职工小家做的备份：名字里有工会名称和日期。")
        if has_our_ending
        else Label("选一个名字以 .xjbak 结尾的文件。"),
    )
