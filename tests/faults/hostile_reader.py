"""The program as the one that is handed hostile files: one path a line, one answer a line.

    python -m tests.faults.hostile_reader UNION

The union's file is open all the while. A sheet is read and every row judged as for an import, up to the moment before
saving; a backup is verified and then restored into an empty folder. Every answer says how it ended, in how many
seconds, and how large this process and its largest child have become.
"""

from __future__ import annotations

import json
import shutil
import sys
import time
from pathlib import Path
from typing import Any

from app.errors import KnownError
from app.models import Person
from app.models.store.database import Database
from app.services import backup as backups
from app.services.casebook import reading as casebook
from app.services.casebook import trial as casebook_trial
from app.services.importing import source, trial
from app.services.sheets.reading import read_workbook
from tests.faults.union import Union, read_union

CASES = "档案-"
"""A sheet whose name begins so is read as hardship files."""


def _sheet(database: Database, path: Path) -> str:
    if path.name.startswith(CASES):
        book = read_workbook(path)
        with database.read() as session:
            found = casebook_trial.trial(session, casebook.read_sheets(session, book))
        return f"read {len(found.cases)} cases"
    read = source.open_source(path, Person)
    source.refuse_unclear(read)
    plan = read.plan()
    with database.read() as session:
        judged = trial.trial(session, plan)
    return f"read {len(judged.rows)} rows"


def _backup(union: Union, path: Path) -> str:
    backups.verify(path, union.known_or_password)
    place = union.folder / "restored"
    place.mkdir()
    try:
        backups.restore(path, place / path.with_suffix(".xiaojia").name, union.known_or_password)
    finally:
        shutil.rmtree(place)
    return "read"


def meet(union: Union, database: Database, path: Path) -> dict[str, Any]:
    """Do with a file what the program does with it."""
    Path("/proc/self/clear_refs").write_text("5")  # forget how large this process once was
    begin = time.monotonic()
    try:
        answer = {"end": _backup(union, path) if path.suffix == ".xjbak" else _sheet(database, path)}
    except KnownError as error:
        texts = [str(error.what), str(error.safe), str(error.next)]
        answer = {"end": error.code.value, "plain": all(texts), "text": " ".join(texts)}
    except Exception as error:
        answer = {"end": f"bug {type(error).__name__}: {error}"[:300]}
    return answer | {"seconds": time.monotonic() - begin} | _sizes()


def _sizes() -> dict[str, float]:
    import resource

    lines = Path("/proc/self/status").read_text("ascii", "replace").splitlines()
    own = next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))
    return {"own": own / 1024, "child": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024}


def main(folder: str) -> None:
    """Answer until there are no more files."""
    union = read_union(Path(folder))
    with union.open() as opened:
        for line in sys.stdin:
            found = meet(union, opened.database, Path(line.rstrip("\n")))
            print(json.dumps(found, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
