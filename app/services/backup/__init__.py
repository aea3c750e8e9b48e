"""Backups that were restored on trial before anybody calls them good, and restoring that can be undone."""

from app.services.backup.glance import Glance, by_its_password, by_its_recovery_code, glance
from app.services.backup.making import backup, known_backups, remember_backup
from app.services.backup.restoring import Restored, kept_files, recover_keys, restore, undo_restore
from app.services.backup.steps import Cancelled, Progress
from app.services.backup.trial import BackupResult, verify

__all__ = [
    "BackupResult",
    "Cancelled",
    "Glance",
    "Progress",
    "Restored",
    "backup",
    "by_its_password",
    "by_its_recovery_code",
    "glance",
    "kept_files",
    "known_backups",
    "recover_keys",
    "remember_backup",
    "restore",
    "undo_restore",
    "verify",
]
