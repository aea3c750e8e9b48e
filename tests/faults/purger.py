"""彻底删除 as a command, for the sweeps: the program itself has it only in the window.

    do tests.faults.purger tell FILE               the story of one person with everything that a person can have
    do tests.faults.purger purge FILE [--ack]      delete that person for good

Ends as commands end: 0 done, 1 refused in words. The password is in the surroundings.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from sqlalchemy import select

from app.errors import KnownError
from app.models import Person
from app.models.store.database import Database
from app.services import files, purging
from tests.services.test_purging import NAME, tell


def main(argv: list[str]) -> int:
    """Do one of the two."""
    what, file = argv[0], Path(argv[1])
    try:
        with files.open_file(file, files.by_password(os.environ["XIAOJIA_PASSWORD"])) as opened:
            if what == "tell":
                tell(opened.database)
            else:
                _purge(opened.database, tell_kept="--ack" in argv)
    except KnownError as error:
        print(error.code, error.what, file=sys.stderr)
        return 1
    print(json.dumps({"ok": True}), flush=True)
    return 0


def _purge(database: Database, *, tell_kept: bool) -> None:
    def kept(tables: frozenset[str]) -> None:
        if tell_kept and tables != {"meta"}:
            print(f"ACK purge {database.last_deed()}", flush=True)

    with database.read() as session:
        chosen = session.scalars(select(Person.id).where(Person.name == NAME)).one()
    database.subscribe(kept)
    purging.purge(database, [("person", chosen)])
