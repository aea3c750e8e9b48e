"""What is measured on: sheets and files of a given size, made once from sample people and kept under `build/bench`.

    python -m tests.bench.data sheet|members|households ROWS

Each is made in a process of its own, so that the memory of the one that measures stays its own. What lies there is
made anew when the tables or `FORMAT` have changed.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from app.services.today import set_today

if TYPE_CHECKING:
    from app.services.files import OpenFile

ROOT = Path(__file__).resolve().parents[2]
KEPT = ROOT / "build" / "bench"
TODAY = date(2026, 11, 22)
PASSWORD = "示例密码"
UNION = "示例工会"
KINDS = ("sheet", "members", "households")
FORMAT = 1
"""One more whenever this module makes something else."""
AID_ROWS = 1000
"""Rows of the round that F22 prints."""


class Data:
    """Gives sheets and files of a size; makes those that are not there."""

    def __init__(self) -> None:
        made_by = [path.read_bytes() for path in sorted((ROOT / "app/models/migrations/versions").glob("*.py"))]
        self.folder = KEPT / f"{FORMAT}-{hashlib.sha256(b''.join(made_by)).hexdigest()[:12]}"
        self.folder.mkdir(parents=True, exist_ok=True)

    def sheet(self, rows: int) -> Path:
        """The provincial sheet of 20 columns, filled."""
        return self._made("sheet", rows, ".xlsx")

    def members(self, rows: int) -> Path:
        """A file into which that sheet was imported; with 0 rows an empty one."""
        return self._made("members", rows, ".xiaojia")

    def households(self, rows: int) -> Path:
        """A file with so many people, each the head of a household on file, and two rounds: one with 1,000 records."""
        return self._made("households", rows, ".xiaojia")

    def _made(self, kind: str, rows: int, suffix: str) -> Path:
        path = self.folder / f"{kind}-{rows}{suffix}"
        if not path.exists():
            print(f"    making {path.name}", file=sys.stderr, flush=True)
            command = [sys.executable, "-P", "-m", "tests.bench.data", kind, str(rows)]
            subprocess.run(command, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}, check=True)
        return path

    @contextmanager
    def scratch(self) -> Iterator[Path]:
        """A folder for copies, on the same disk, gone afterwards."""
        with TemporaryDirectory(dir=self.folder.parent, ignore_cleanup_errors=True) as name:
            yield Path(name)

    @contextmanager
    def opened(self, path: Path) -> Iterator[OpenFile]:
        """An open copy of a file."""
        with self.scratch() as folder, open_copy(path, folder) as file:
            yield file


def open_copy(path: Path, folder: Path) -> OpenFile:
    """Copy a file with its keys into a folder and open it there."""
    from app.services import files

    set_today(TODAY)
    target = copy_into(path, folder)
    return files.open_file(target, files.by_password(PASSWORD))


def copy_into(path: Path, folder: Path) -> Path:
    """Copy a file with its keys; what is still on its way to the disk would be counted as the program's work."""
    target = folder / path.name
    for suffix in ("", "-keys"):
        shutil.copyfile(f"{path}{suffix}", f"{target}{suffix}")
    os.sync()
    return target


# --- making them


def main(kind: str, rows: int) -> None:
    """Make one under another name, then put it in its place."""
    set_today(TODAY)
    data = Data()
    with data.scratch() as folder:
        if kind == "sheet":
            made = _make_sheet(folder, rows)
        else:
            made = _make_file(folder, data, kind, rows)
            os.replace(f"{made}-keys", data.folder / f"{made.name}-keys")
        os.replace(made, data.folder / made.name)


def _make_sheet(folder: Path, rows: int) -> Path:
    from app.services.sample import sample_people, write_member_sheet

    path = folder / f"sheet-{rows}.xlsx"
    write_member_sheet(path, sample_people(rows, 1, TODAY))
    return path


def _make_file(folder: Path, data: Data, kind: str, rows: int) -> Path:
    from app.services import files

    path = folder / f"{kind}-{rows}.xiaojia"
    with files.create(path, UNION, PASSWORD).file as opened:
        if rows:
            import_sheet(opened, data.sheet(rows))
        if kind == "households":
            _add_households(opened)
    return path


def import_sheet(opened: OpenFile, sheet: Path) -> int | None:
    """Read, try and keep a sheet as the window does; the deed."""
    from app.models import Person
    from app.services.importing import apply, source, trial

    plan = source.open_source(sheet, Person).plan(unit_per_employer=True)
    with opened.database.read() as session:
        tried = trial.trial(session, plan)
    return apply.apply(opened.database, tried, skip_wrong=True).deed


def _add_households(opened: OpenFile) -> None:
    from sqlalchemy import select

    from app.models import CondolenceRecord, CondolenceRound, HardshipCase, Household, HouseholdMember, Person

    with opened.database.read() as session:
        people = session.execute(select(Person.id, Person.name, Person.id_no).order_by(Person.id)).all()
    with opened.database.write("新增困难职工") as session:
        homes = session.insert_many(Household, [{"name": one.name} for one in people])
        pairs = list(zip(people, homes, strict=True))
        rows = [{"household_id": home, "person_id": one.id, "relation": "1", "name": one.name} for one, home in pairs]
        session.insert_many(HouseholdMember, rows)
        cases = session.insert_many(
            HardshipCase,
            [
                {"person_id": one.id, "household_id": home, "stage": "on_file", "filed_on": date(2026, 1, 5),
                 "case_no": f"困字〔2026〕{number:05}号", "main_cause": "6", "category": "deep"}
                for number, (one, home) in enumerate(pairs, start=1)
            ],
        )  # fmt: skip
        rounds = [
            {"title": title, "year": year, "occasion": "FEST", "cash": 50_000, "status": "draft", "planned_on": day}
            for title, year, day in (("春节慰问", 2026, date(2026, 2, 1)), ("国庆慰问", 2026, date(2026, 9, 28)))
        ]
        first = session.insert_many(CondolenceRound, rounds)[0]
        listed = [
            {"round_id": first, "person_id": one.id, "household_id": home, "case_id": case, "occasion": "FEST",
             "position": at, "cash": 50_000, "status": "signed", "proposal_reason": "患病",
             "visit_group": f"第{at % 9}组"}
            for at, ((one, home), case) in enumerate(list(zip(pairs, cases, strict=True))[:AID_ROWS], start=1)
        ]  # fmt: skip
        session.insert_many(CondolenceRecord, listed)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
