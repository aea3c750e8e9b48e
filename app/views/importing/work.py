"""What the wizard has done in the database thread: reading, trying, keeping. Plain values in and out."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from app.frozen import dataclass
from app.models import OrgUnit
from app.models.declare import Record
from app.models.store import undo
from app.models.store.database import Database
from app.models.store.unhurried import uncollected
from app.models.values import pinyin
from app.models.words import find_keys
from app.services import exporting, listing
from app.services.importing import apply as applying
from app.services.importing import telling
from app.services.importing.apply import Imported
from app.services.importing.mending import write_left_out
from app.services.importing.plan import UNIT_PATH, Plan, import_fields
from app.services.importing.source import Source
from app.services.importing.telling import Line
from app.services.importing.trial import Trial
from app.services.importing.trial import trial as try_plan
from app.services.listing import View
from app.services.sheets.reading import read_workbook
from app.views.importing.tables import find_table, remember_columns
from app.views.jobs import Report


@dataclass(frozen=True)
class Choices:
    """Where the rows go: `unit` is the name of one branch for all of them, in the file already or not."""

    unit: str = ""
    unit_per_employer: bool = False
    without_unit: bool = False
    members: bool = True


@dataclass(frozen=True)
class Tried:
    """A trial, its rows in words (`cells` begin with the row's number), and how many there are by outcome."""

    trial: Trial
    lines: Mapping[str, Sequence[Line]]
    cells: Mapping[str, Sequence[Sequence[str]]]
    counts: Mapping[str, int]

    @property
    def kept(self) -> int:
        """How many rows the import will write."""
        return self.counts["new"] + self.counts["changed"]

    @property
    def left_out(self) -> int:
        """How many rows it leaves out."""
        return self.counts["wrong"] + self.counts["ambiguous"]

    @property
    def doubtful(self) -> int:
        """How many rows it writes that are to be checked."""
        return self.counts["doubtful"]


def branches(database: Database) -> list[str]:
    """The names of the branches in the file."""
    with database.read() as session:
        view = View(OrgUnit, columns=("name",))
        return [cells[0] for cells in listing.rows(session, view, listing.ids(session, view))]


@dataclass(frozen=True)
class Read:
    """A file that was read, and the fields that its columns may fill: (path, label, what else finds it)."""

    source: Source
    fields: Sequence[tuple[str, str, str]]
    branches: Sequence[str]
    is_header_known: bool = True  # else the user must say which row holds the headings


@contextmanager
def _unhurried() -> Iterator[None]:
    """What was read holds no cycles, so it is left out of collecting until `release`: the window would stand still."""
    with uncollected():
        try:
            yield
        finally:
            gc.freeze()


def release() -> None:
    """The wizard is closed: collect everything again."""
    gc.unfreeze()


def read(database: Database, path: Path, record: type[Record], report: Report) -> Read:
    """Read a file and find its table."""
    report(0, 0)
    with _unhurried():
        source, is_known = find_table(database, read_workbook(path), record)
    labels = [(field_path, str(spec.label)) for field_path, spec in import_fields(record).items()]
    readings = [pinyin.initials(pinyin.name_pinyin(label)) for _, label in labels]
    fields = [(*one, keys) for one, keys in zip(labels, readings, strict=True)]
    return Read(source, fields, branches(database), is_known)


def try_it(database: Database, source: Source, choices: Choices, chosen: Mapping[int, str], report: Report) -> Tried:
    """Judge every row; nothing is written."""
    with _unhurried(), database.read() as session:
        is_new = bool(choices.unit) and not find_keys(session, OrgUnit, choices.unit)
        found = try_plan(session, _plan(source, choices, chosen, is_new=is_new), _told(report))
        lines = telling.tell(session, found)
    cells = {tab: [[str(line.row), *line.cells] for line in told] for tab, told in lines.items()}
    return Tried(found, lines, cells, found.counts())


def _plan(source: Source, choices: Choices, chosen: Mapping[int, str], *, is_new: bool) -> Plan:
    plan = source.plan(
        unit=choices.unit if choices.unit and not is_new else None,
        unit_per_employer=choices.unit_per_employer,
        members=choices.members,
        chosen=chosen,
    )
    if is_new:
        return telling.in_new_branch(plan, choices.unit)
    if choices.without_unit:
        return replace(plan, columns=[column for column in plan.columns if column.path != UNIT_PATH])
    return plan


def keep(database: Database, tried: Tried, source: Source, report: Report) -> Imported:
    """Write what the trial showed, in one deed; rows that are wrong or ambiguous stay out."""
    with _unhurried():
        result = applying.apply(database, tried.trial, skip_wrong=True, progress=_told(report))
    remember_columns(database, source)
    return result


def take_back(database: Database, deed: int) -> None:
    """Undo the import as a whole."""
    undo.undo(database, deed)


def save_blank(database: Database, record: type[Record], path: Path) -> None:
    """A table to be filled in."""
    with database.read() as session:
        exporting.export_blank(session, record, path, overwrite=True)


def save_left_out(tried: Tried, path: Path) -> int:
    """The rows that were left out, as they stand, with what is wrong; mended, the file can be imported."""
    return write_left_out(tried.trial, path, overwrite=True)


def _told(report: Report) -> Callable[[int, int], bool]:
    def progress(done: int, total: int) -> bool:
        report(done, total)
        return True

    return progress
