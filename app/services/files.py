"""Opening a file with a password or a recovery code, making a new one, changing its keys."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Thread

from app.errors import NOTHING_CHANGED, ErrorCode, KnownError, Problem, bad_input
from app.frozen import dataclass
from app.i18n import Label
from app.models import CodeItem, Organization
from app.models.codes import shipped_items
from app.models.declare import new_uid
from app.models.store import migrate, place
from app.models.store.copies import journal_path
from app.models.store.database import Database
from app.models.store.faults import known_faults
from app.models.store.keyfile import KeyFile, clear_parts, find_keys, keys_path, own_keys_path, save_keys
from app.models.store.lock import HeldLock, acquire
from app.models.store.lock import require_free as require_unlocked
from app.models.values.codes_data import shipped_code_lists
from app.services import records

SUFFIX = ".xiaojia"
SHORTEST_PASSWORD = 4


@dataclass
class OpenFile:
    """An open file, its keys as they are now and the lock that keeps others out; close it when done.

    `before`: where the file lies as it was, when it was of an older version and came up to date on opening.
    """

    database: Database
    keys: KeyFile
    dek: bytes
    lock: HeldLock
    before: Path | None = None

    def close(self) -> None:
        """Let go of the file and the lock."""
        self.database.close()
        self.lock.release()
        self.dek = b""

    def __enter__(self) -> OpenFile:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()


@dataclass(frozen=True)
class NewFile:
    """A file just made, open, with the recovery code to write down and what is doubtful about the union's data."""

    file: OpenFile
    recovery_code: str
    warnings: tuple[Problem, ...] = ()


Unlock = Callable[[KeyFile], bytes]


def by_password(password: str) -> Unlock:
    """Unlock with the password."""
    return lambda keys: keys.unlock_password(password)


def by_recovery_code(code: str) -> Unlock:
    """Unlock with the recovery code."""
    return lambda keys: keys.unlock_recovery(code)


class UnlockAhead:
    """Unlock with a password that is known before the file is opened: reckoned at once, in a thread of its own.

    Python's other threads lose no time by it. Whatever goes wrong is told when the file is opened. It serves once:
    neither the password nor what was reckoned with it stays, also when the file could not be opened.
    """

    def __init__(self, path: Path, password: str) -> None:
        self._password: str | None = password
        self._found: tuple[KeyFile, bytes | KnownError] | None = None
        self._thread = Thread(target=self._reckon, args=(path, password), name="unlocking", daemon=True)
        self._thread.start()

    def __call__(self, keys: KeyFile) -> bytes:
        """The data key: what was reckoned if it was for these very keys, else reckoned now; or the refusal."""
        self._thread.join()
        (found, self._found), (password, self._password) = (self._found, None), (self._password, None)
        if found is None or found[0] != keys:
            return keys.unlock_password(password or "")
        if isinstance(found[1], KnownError):
            raise found[1]
        return found[1]

    def forget(self) -> None:
        """Let go of what it knows, once nobody asks any more."""
        self._thread.join()
        self._password = self._found = None

    def _reckon(self, path: Path, password: str) -> None:
        with suppress(KnownError, OSError):
            keys = find_keys(path)
            try:
                self._found = keys, keys.unlock_password(password)
            except KnownError as refusal:
                self._found = keys, refusal.with_traceback(None)  # which leads to the password


def create(path: Path, union_name: str, password: str, *, credit_code: str | None = None) -> NewFile:
    """Make a new file for a union: keys, empty schema, shipped code lists, the union itself.

    Raises EXISTS, UNSAFE_PLACE (stick or network), `bad_input` (no name, short password).
    """
    check_new_password(password)
    place.require_safe_place(path)
    if path.exists():
        raise _exists()
    lock = acquire(path)
    if path.exists():  # made by another window while this one waited for its turn
        lock.release()
        raise _exists()
    keys, dek, code = KeyFile.create(str(uuid.UUID(new_uid())), password)
    warnings: list[Problem] = []

    def fill(building: Path) -> None:
        found = {"name": union_name} | ({"credit_code": credit_code} if credit_code else {})
        with Database.open(building, dek) as database, database.write("建立资料", undoable=False) as session:
            session.insert_many(CodeItem, shipped_items(shipped_code_lists()))
            warnings.extend(records.add(session, Organization, found).warnings)

    try:
        with known_faults(Label("新建资料")):
            clear_parts(path)
            save_keys(keys, path)
            migrate.create_file(path, dek, keys.file_id, fill)
            database = Database.open(path, dek)
    except BaseException:
        _clear_away(path, keys)
        lock.discard()
        raise
    return NewFile(OpenFile(database, keys, dek, lock), code, tuple(warnings))


def _clear_away(path: Path, keys: KeyFile) -> None:
    """Leave nothing of a file that could not be made; nobody has seen its recovery code, so nothing is lost."""
    for trace in (path, journal_path(path), keys_path(path), own_keys_path(keys.file_id)):
        with suppress(OSError):
            trace.unlink(missing_ok=True)


def check_new_password(password: str) -> None:
    """No rules beyond length (screen.md §5)."""
    if len(password) < SHORTEST_PASSWORD:
        raise bad_input([Problem(Label("密码至少 {n} 位", n=SHORTEST_PASSWORD), field="password")])


def _exists() -> KnownError:
    return KnownError(
        ErrorCode.EXISTS,
        Label("这里已经有同名的资料。"),
        safe=Label("原来的资料没有改动。"),
        next=Label("换一个名称或文件夹。"),
    )


def open_file(
    path: Path, unlock: Unlock, *, upgrade: bool = False, on_upgrade: Callable[[], object] = lambda: None
) -> OpenFile:
    """Open a file; raises WRONG_PASSWORD, LOCKED, NEWER_FILE, DAMAGED, KEYS_MISSING, NOT_FOUND, UNSAFE_PLACE.

    One of an older version is brought up to date with `upgrade`, as the window does, else refused (STATE); before that
    begins, which takes a large file a while, `on_upgrade` is told.
    """
    try:
        return _opened(path, unlock, on_upgrade if upgrade else None)
    finally:
        if isinstance(unlock, UnlockAhead):
            unlock.forget()


def _opened(path: Path, unlock: Unlock, on_upgrade: Callable[[], object] | None) -> OpenFile:
    if not path.exists():
        raise missing_file()
    place.require_safe_place(path)
    lock = acquire(path)
    try:
        with known_faults(Label("打开资料")):
            clear_parts(path)
            keys = find_keys(path)
            dek = unlock(keys)
            try:
                return OpenFile(Database.open(path, dek), keys, dek, lock)
            except KnownError as refusal:
                if on_upgrade is None or refusal.code is not ErrorCode.STATE:
                    raise
            on_upgrade()
            from app.services.upgrading import bring_up_to_date  # which is seldom needed, and needs this module

            before = bring_up_to_date(path, keys, dek).kept
            return OpenFile(Database.open(path, dek), keys, dek, lock, before)
    except BaseException:
        lock.release()
        raise


def require_free(path: Path) -> None:
    """Refuse, before anybody types a password, what cannot be opened now: LOCKED with the holder, NOT_FOUND."""
    if not path.exists():
        raise missing_file()
    require_unlocked(path)


def missing_file() -> KnownError:
    """The refusal when there is no file to open."""
    return KnownError(
        ErrorCode.NOT_FOUND,
        Label("没有找到这份资料。"),
        safe=NOTHING_CHANGED,
        next=Label("看看文件是不是换了地方、名称写得对不对。"),
    )


def change_password(opened: OpenFile, password: str) -> OpenFile:
    """Give the file a new password; the recovery code stays."""
    check_new_password(password)
    keys = opened.keys.with_new_password(opened.dek, password)
    with known_faults(Label("换密码")):
        save_keys(keys, opened.database.path)
    opened.keys = keys
    return opened


def new_recovery_code(opened: OpenFile) -> str:
    """Give the file a new recovery code; the old one is void."""
    keys, code = opened.keys.with_new_recovery(opened.dek)
    with known_faults(Label("换恢复码")):
        save_keys(keys, opened.database.path)
    opened.keys = keys
    return code
