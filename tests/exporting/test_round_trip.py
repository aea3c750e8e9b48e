"""What goes out comes in again as it is: importing an export changes nothing, an edited cell just that."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from app.models import CodeItem, Person
from app.models.declare import Record
from app.models.store.database import Database
from app.models.words import FileWords
from app.services import records
from app.services.importing import source, trial
from app.services.importing.apply import apply
from app.services.importing.known import UID
from app.services.importing.plan import import_fields
from app.services.importing.source import Source
from app.services.importing.trial import Trial
from app.services.sheets.book import column_number
from tests.core.sample_values import typed, value_of
from tests.exporting.round_trip import SEED, back, fill, out, types_that_come_in
from tests.factories import add_person
from tests.fixed_day import DAY

# Which stage may follow which is a rule of its own; a sheet that jumps one is refused.
# And a standard's value is a number, though it is kept as text; only some standards have an occasion.
RULED = {("round", "status"), ("round-record", "status")} | {
    ("parameter", each) for each in ("key", "value", "occasion")
}


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_importing_an_export_of_any_type_changes_nothing(database: Database, tmp_path: Path, suffix: str) -> None:
    fill(database)
    for record in types_that_come_in():
        path = tmp_path / f"{record.type_name}{suffix}"
        rows = out(database, record, path)

        judged = back(database, record, path)

        assert judged.counts()["unchanged"] == rows > 0, (record, judged.counts(), judged.problems()[:3])
        assert judged.problems() == []


def test_every_column_of_an_export_comes_back_to_its_own_field(database: Database, tmp_path: Path) -> None:
    fill(database)
    for record in types_that_come_in():
        path = tmp_path / f"{record.type_name}.xlsx"
        out(database, record, path)

        columns = source.open_source(path, record).columns

        fields = import_fields(record)
        assert [one.field for one in columns if one.field] == [*list(fields)[1:], UID], record
        assert {one.heading for one in columns if one.field is None}.isdisjoint(
            str(one.label) for one in fields.values()
        )


def row_with(read: Source, path: str) -> int:
    """The first row in which a field is filled."""
    letter = next(one.column for one in read.columns if one.field == path)
    return next(number for number in read.header.rows if read.sheet.cell(number, column_number(letter)))


def edited(database: Database, read: Source, number: int, letter: str, text: str) -> Trial:
    """The trial of a sheet in which one cell says something else."""
    row = [*read.sheet.row(number), *[None] * read.sheet.width]
    row[column_number(letter) - 1] = text
    rows = [row if at == number else cells for at, cells in enumerate(read.sheet.rows, 1)]
    changed = replace(read, sheet=replace(read.sheet, rows=rows))
    with database.read() as session:
        return trial.trial(session, changed.plan())


def another(database: Database, record: type[Record], path: str, now: str) -> str | None:
    """The text of some other value of a field."""
    spec, rng = import_fields(record)[path], Random(f"{SEED} {path}")
    with database.read() as session:
        words = FileWords(session, DAY)
        texts = sorted({str(typed(spec, value_of(spec.kind, rng, session), session)) for _ in range(30)})
        held = spec.kind.read(now, words).value
        return next((text for text in texts if spec.kind.read(text, words).value not in (None, held)), None)


def test_editing_any_one_cell_of_an_export_changes_exactly_one_record(database: Database, tmp_path: Path) -> None:
    fill(database)
    for record in types_that_come_in():
        path = tmp_path / f"{record.type_name}.xlsx"
        rows = out(database, record, path)
        read = source.open_source(path, record)
        for column in read.columns:
            number = row_with(read, "membership.change.type") if record is Person else read.header.rows[0]
            now = str(read.sheet.cell(number, column_number(column.column)) or "")
            text = another(database, record, column.field, now) if column.field not in (None, UID) else None
            if text is None or (record.type_name, column.field) in RULED:
                continue

            judged = edited(database, read, number, column.column, text)

            counts, fields = judged.counts(), {one.path for row in judged.rows for one in row.differences}
            assert (counts["changed"], counts["unchanged"]) == (1, rows - 1), (record, column, text, judged.problems())
            assert column.field in fields, (record, column, text)


def test_what_was_edited_in_the_sheet_is_all_that_the_next_export_has_anew(database: Database, tmp_path: Path) -> None:
    with database.write("准备") as session:
        for name in ("张伟", "王芳"):
            add_person(session, name)
    out(database, Person, tmp_path / "people.xlsx")
    read = source.open_source(tmp_path / "people.xlsx", Person)
    letter = next(one.column for one in read.columns if one.field == "address")

    apply(database, edited(database, read, 3, letter, "人民路1号"))

    out(database, Person, tmp_path / "again.xlsx")
    before, after = read.sheet.rows, source.open_source(tmp_path / "again.xlsx", Person).sheet.rows
    changes = [(at, one) for at, cells in enumerate(after) for one, cell in enumerate(cells) if cell != before[at][one]]
    assert changes == [(2, column_number(letter) - 1)]


def test_a_cell_that_says_what_the_file_holds_is_no_problem_even_when_it_can_no_longer_be_read(
    database: Database, tmp_path: Path
) -> None:
    with database.write("准备") as session:
        records.add(session, CodeItem, {"list": "ethnic_gbt3304", "code": "77", "label": "某某族"})
        records.add(session, Person, {"name": "张伟", "ethnic": "某某族"})
        records.delete(session, records.find(session, CodeItem, "某某族"))
    out(database, Person, tmp_path / "people.xlsx")

    assert back(database, Person, tmp_path / "people.xlsx").counts()["unchanged"] == 1
