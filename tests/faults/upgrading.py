"""The program as its next version may be: the same with one more migration, so that an upgrade has work to do."""

from __future__ import annotations

import shutil
from pathlib import Path

from app.models.store.engine import MIGRATIONS, newest_revision

APP = Path(__file__).resolve().parents[2] / "app"

# What migrations really do: rebuild the largest table, add a column with values, make a table.
_BODY = """
import sqlalchemy as sa
from alembic import op

revision = "{new:04}"
down_revision = "{old:04}"


def upgrade():
    kept = {{"sqlite_autoincrement": True}}
    with op.batch_alter_table("person", recreate="always", table_kwargs=kept) as batch:
        batch.alter_column("remark", existing_type=sa.Text(), type_=sa.String())
    op.add_column("membership", sa.Column("later_note", sa.String(), nullable=True))
    op.execute("UPDATE membership SET later_note = 'x'")
    op.create_table("later", sa.Column("id", sa.Integer(), primary_key=True), sqlite_autoincrement=True)
"""


def next_version(folder: Path) -> Path:
    """A folder that holds such a program as `app`, to be put before this one on Python's path."""
    home = folder / "next"
    leave_out = shutil.ignore_patterns("__pycache__", "resources", "views")
    shutil.copytree(APP, home / "app", ignore=leave_out)
    (home / "app" / "resources").symlink_to(APP / "resources")
    old = newest_revision(MIGRATIONS)
    versions = home / MIGRATIONS.relative_to(APP.parent) / "versions"
    (versions / f"{old + 1:04}_later.py").write_text(_BODY.format(new=old + 1, old=old), encoding="utf-8")
    return home
