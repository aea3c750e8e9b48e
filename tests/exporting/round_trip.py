"""A file full of every kind of record, and the way of a list out to a sheet and in again."""

from __future__ import annotations

from pathlib import Path
from random import Random

from sqlalchemy.orm import Session

from app.models import HardshipCase
from app.models.declare import Record, record_types
from app.models.store.database import Database
from app.services import exporting, listing
from app.services.importing import source, trial
from app.services.importing.plan import import_fields
from app.services.importing.trial import Trial
from tests.core.sample_values import row_of

SEED = 20261122
EACH = 8


def types_that_come_in() -> list[type[Record]]:
    """Every record type of which a sheet can say more than the uid; hardship files go by a workbook of their own."""
    return [kind for kind in record_types().values() if len(import_fields(kind)) > 1 and kind is not HardshipCase]


def fill(database: Database) -> None:
    """Add some records of every type, with values of every kind at random."""
    rng = Random(SEED)
    with database.write("装满") as session:
        pending = list(record_types().values())
        while pending:
            pending = [record for record in pending if not _add(session, record, rng)]


def _add(session: Session, record: type[Record], rng: Random) -> bool:
    rows = [row_of(record, rng, session) for _ in range(EACH)]
    if None in rows:
        return False
    session.add_all(record(**row) for row in rows if row is not None)
    session.flush()
    return True


def out(database: Database, record: type[Record], path: Path) -> int:
    """Export all records of a type."""
    with database.read() as session:
        return exporting.export(session, listing.View(record), path)


def back(database: Database, record: type[Record], path: Path) -> Trial:
    """The trial of a file."""
    read = source.open_source(path, record)
    source.refuse_unclear(read)
    with database.read() as session:
        return trial.trial(session, read.plan())
