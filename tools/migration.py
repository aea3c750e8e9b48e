"""Write the migration that leads from the schema of the last one to what the models declare now.

    python -m tools.migration "Add the fee"

Read the file it names, put right what it could not know (a renamed column, values for a new required one), commit it.
"""

from __future__ import annotations

import secrets
import subprocess
import sys
import tempfile
from pathlib import Path

from alembic import command
from alembic.config import Config

import app.models
import app.models.store.journal
import app.models.store.meta  # noqa: F401
from app.models.store.engine import MIGRATIONS, WRITE, connect, make_engine, newest_revision

SOME_ID = "00000000-0000-7000-8000-000000000000"


def main(message: str) -> int:
    """Make the next migration."""
    number = newest_revision(MIGRATIONS) + 1
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    with tempfile.TemporaryDirectory() as folder:
        raw = connect(Path(folder) / "empty", secrets.token_bytes(32), new_file_id=SOME_ID)
        engine = make_engine(raw).execution_options(**{WRITE: True})
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            if number > 1:
                command.upgrade(config, "head")
            made = command.revision(config, message=message, autogenerate=True, rev_id=f"{number:04}")
        raw.close()
    path = str(made.path)
    subprocess.run([sys.executable, "-m", "ruff", "format", "--quiet", path], check=False)
    print(path)
    return 0


if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1].startswith("-"):
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1]))
