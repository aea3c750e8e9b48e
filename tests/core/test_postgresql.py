"""An office that outgrows one PC can be given a server by the same models: only the store knows that it is SQLite."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sqlalchemy import Select
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import Session
from sqlalchemy.schema import CreateIndex, CreateTable

import app
from app.models import kinds
from app.models.declare import Base, Record, fields_of, record_types
from app.models.store.database import Database
from app.models.words import FileWords
from app.services import listing
from app.services.listing import Condition, View
from tests.fixed_day import DAY

DIALECT = postgresql.dialect()
SQLITE = re.compile(r"\bPRAGMA\b|sqlite_|sqlcipher3|exec_driver_sql|\browid\b|\btext\(\s*[\"']|VACUUM|BEGIN IMMEDIATE")
WRITTEN = {
    "money": "1000.00", "day": "2026-01-02", "partial_day": "1985-03", "moment": "2026-01-02 10:00",
    "yes_no": "是", "phone": "13800138000", "resident_id": "11010519491231002X", "name": "王芳",
    "credit_code": "91350100M000100Y43",
}  # fmt: skip
TYPES = list(record_types().values())


def compiled(query: Select[tuple[object, ...]]) -> str:
    """The statement as PostgreSQL would get it, its values written in (so that their types are looked at too)."""
    return str(query.compile(dialect=DIALECT, compile_kwargs={"literal_binds": True}))


def written(kind: kinds.Kind, session: Session) -> str | None:
    """A value of the kind as somebody types it; None where the file has nothing to name."""
    if isinstance(kind, kinds.Code | kinds.Codes):
        return next(iter(FileWords(session, DAY).code_list(kind.list_name).labels.values()))
    if isinstance(kind, kinds.Number):
        return str(kind.low)
    return None if isinstance(kind, kinds.Link) else WRITTEN.get(kind.name, "文字%")


@pytest.mark.parametrize("name", [table.name for table in Base.metadata.sorted_tables])
def test_every_table_and_index_compiles(name: str) -> None:
    table = Base.metadata.tables[name]

    made = str(CreateTable(table).compile(dialect=DIALECT))

    assert "AUTOINCREMENT" not in made
    for index in table.indexes:
        assert str(CreateIndex(index).compile(dialect=DIALECT))


@pytest.mark.parametrize("record", TYPES, ids=lambda record: record.type_name)
def test_every_list_compiles_searched_filtered_and_sorted_by_every_column(
    database: Database, record: type[Record]
) -> None:
    view = View(record)
    with database.read() as session:
        assert "LIKE" in compiled(listing.ids_query(session, View(record, search="王 lxy 002X")))
        for path in view.shown_columns():
            for direction in ("", ":desc"):
                assert "NULLS LAST" in compiled(listing.ids_query(session, View(record, sort=(path + direction,))))
        for spec in fields_of(record).values():
            value = written(spec.kind, session)
            ordered = not isinstance(spec.kind, kinds.YesNo | kinds.Codes)
            signs = ["=", "!=", "~", *(["<", "<=", ">", ">="] if ordered else [])] if value is not None else ["~"]
            conditions = [Condition(spec.key, sign, value or "x") for sign in signs]
            conditions += [Condition(spec.key, "=", ""), Condition(spec.key, "!=", "")]
            for condition in conditions:
                assert compiled(listing.ids_query(session, View(record, where=(condition,))))


def test_statements_that_only_sqlite_knows_stand_in_the_store_alone() -> None:
    folder = Path(app.__file__).parent
    outside = [path for path in folder.rglob("*.py") if "store" not in path.parts and "migrations" not in path.parts]

    found = {
        f"{path.relative_to(folder)}:{number}"
        for path in outside
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if SQLITE.search(line) and "sqlite_autoincrement" not in line
    }

    assert found == set()
