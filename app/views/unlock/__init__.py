"""Before the file is open: first run, a new file, the password, the recovery code. Pages, not dialogs."""

from __future__ import annotations

from app.views.unlock.code import RecoveryCode
from app.views.unlock.first_run import FirstRun
from app.views.unlock.new_union import NewUnion
from app.views.unlock.password import Password, Recover

__all__ = ["FirstRun", "NewUnion", "Password", "Recover", "RecoveryCode"]
