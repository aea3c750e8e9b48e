"""Bringing a file of an older version up to date."""

from __future__ import annotations

from pathlib import Path

from app.frozen import dataclass
from app.i18n import Label
from app.models.store import migrate
from app.models.store.faults import known_faults
from app.models.store.keyfile import KeyFile, clear_parts, find_keys, keys_path, save_keys
from app.models.store.lock import acquire
from app.models.store.place import require_safe_place
from app.services.files import Unlock, missing_file
from app.services.second_names import second_name


@dataclass(frozen=True)
class Upgraded:
    """The versions before and after, and under which name the old file is kept (None: nothing had to be done)."""

    before: int
    after: int
    kept: Path | None


def upgrade(path: Path, unlock: Unlock) -> Upgraded:
    """Upgrade the (closed) file at `path` on a verified copy; the old one is kept beside it with its keys.

    Raises what opening a file raises.
    """
    if not path.exists():
        raise missing_file()
    require_safe_place(path)
    with known_faults(Label("升级资料")), acquire(path):
        clear_parts(path)
        keys = find_keys(path)
        return bring_up_to_date(path, keys, unlock(keys))


def bring_up_to_date(path: Path, keys: KeyFile, dek: bytes) -> Upgraded:
    """The same for a file of which the lock is held and the keys are known."""
    kept = second_name(path, "升级前")
    before, after = migrate.upgrade_file(path, dek, kept)
    if before == after:
        return Upgraded(before, after, None)
    keys.save(keys_path(kept))
    save_keys(keys, path)
    return Upgraded(before, after, kept)
