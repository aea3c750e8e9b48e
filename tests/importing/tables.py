"""Sheets as they come from the child process, judged and imported, and what the file holds then."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from app.models import Person
from app.models.declare import Record
from app.models.store.database import Database
from app.models.values.resident_id import make_resident_id
from app.services import listing
from app.services.importing import source, trial
from app.services.importing.apply import Imported, apply
from app.services.importing.trial import Judged, Outcome, Trial
from app.services.sheets.book import Cell, RawBook, RawSheet

Rows = Sequence[Sequence[Cell]]

ZHANG = make_resident_id(date(1985, 3, 5), "1", 1)
WANG = make_resident_id(date(1990, 7, 16), "2", 2)
LI = make_resident_id(date(1979, 12, 1), "1", 3)
HEADINGS = ("姓名", "身份证号", "手机号码", "分工会", "会籍变化类型", "会籍变化日期")
PEOPLE = [
    HEADINGS,
    ("张伟", ZHANG, "13800000001", "一车间", "入会", "2018-08-17"),
    ("王芳", WANG, "13800000002", "二车间", "入会", "2019-01"),
]


def book(rows: Rows, *, date1904: bool = False) -> RawBook:
    """A workbook of one sheet."""
    return RawBook("xlsx", [RawSheet("会员", rows=[list(row) for row in rows])], date1904)


def judge(
    database: Database, rows: Rows, record: type[Record] = Person, *, date1904: bool = False, **choices: Any
) -> Trial:
    """The trial of a sheet; its first row holds the headings."""
    plan = source.understand(book(rows, date1904=date1904), record).plan(**choices)
    with database.read() as session:
        return trial.trial(session, plan)


def take(database: Database, rows: Rows, record: type[Record] = Person, **choices: Any) -> Imported:
    """Import a sheet."""
    return apply(database, judge(database, rows, record, **choices))


def only(judged: Trial) -> Judged:
    """The only row of a trial."""
    (row,) = judged.rows
    return row


def outcomes(judged: Trial) -> list[Outcome]:
    """What will happen to each row."""
    return [row.outcome for row in judged.rows]


def counted(judged: Trial) -> dict[str, int]:
    """The counts that are not zero."""
    return {name: count for name, count in judged.counts().items() if count}


def told(judged: Trial) -> list[tuple[int | None, str, str, str]]:
    """Every problem: row, column, grade, sentence."""
    return [(one.row, one.column, str(one.grade), str(one.what)) for one in judged.problems()]


def people(database: Database, *paths: str) -> list[tuple[Any, ...]]:
    """Stored values of everybody, in the order in which they came."""
    return found(database, Person, *paths)


def found(database: Database, record: type[Record], *paths: str) -> list[tuple[Any, ...]]:
    """Stored values of all records of a type, in the order in which they came."""
    view = listing.View(record, sort=("id",), columns=paths)
    with database.read() as session:
        rows = listing.values(session, view, listing.ids(session, view))
    return [tuple(row[path] for path in paths) for row in rows]
