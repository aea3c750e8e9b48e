"""What a backup tells before anybody gives its password."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from app.errors import ErrorCode, KnownError
from app.frozen import dataclass
from app.i18n import Label
from app.models.store.faults import known_faults
from app.models.store.keyfile import KeyFile
from app.models.store.recovery_code import read_recovery_code
from app.services.backup import container, naming
from app.services.backup.trial import BACKUP_UNTOUCHED, READING, Unlock, damaged, read_keys, read_manifest


@dataclass(frozen=True)
class Glance:
    """Of which union a backup is ("" where its name does not say) and when it was made; nothing of it was proved."""

    union: str
    made_at: datetime


def glance(path: Path) -> Glance:
    """Look at a file before its password is asked for; NOT_FOUND, NOT_OURS, NEWER_FILE or DAMAGED where that is vain.

    Its data are not looked at.
    """
    with known_faults(READING, safe=BACKUP_UNTOUCHED):
        try:
            with container.opened(path) as box:
                made_at = datetime.fromisoformat(read_manifest(box.manifest)["made_at"])
        except (container.NotWholeError, ValueError) as error:
            raise damaged(path) from error
    read_keys(path)
    return Glance(naming.named_union(path), made_at)


def by_its_password(password: str) -> Unlock:
    """Unlock a backup with a password; where that is refused, it is said which one is wanted."""

    def unlock(keys: KeyFile) -> bytes:
        try:
            return keys.unlock_password(password)
        except KnownError as error:
            next_step = Label("请填做这个备份那天用的密码，后来换的密码打不开它。忘了，就用那天的恢复码。")
            raise _of_that_day(error, error.what, next_step) from error

    return unlock


def by_its_recovery_code(code: str) -> Unlock:
    """Unlock a backup with a recovery code; one that was copied rightly and is refused may be of another day."""

    def unlock(keys: KeyFile) -> bytes:
        read_recovery_code(code)  # what was copied wrongly is told in its own words
        try:
            return keys.unlock_recovery(code)
        except KnownError as error:
            what = Label("这个恢复码抄得没有错，但它不是做这个备份那天的恢复码。")
            next_step = Label("找一找那天以前最近一次写下的恢复码，或者用那天的密码。")
            raise _of_that_day(error, what, next_step) from error

    return unlock


def _of_that_day(error: KnownError, what: Label, next_step: Label) -> KnownError:
    if error.code is not ErrorCode.WRONG_PASSWORD:
        return error
    return KnownError(error.code, what, safe=BACKUP_UNTOUCHED, next=next_step)
