"""Files of every schema there ever was come up to date whole, or stay as they are (reliability C1–C3)."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from pathlib import Path
from random import Random
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import select, text
from sqlalchemy.exc import OperationalError

from app.errors import ErrorCode, KnownError
from app.models import HouseholdMember, Person
from app.models.declare import Base
from app.models.store import engine, migrate, undo
from app.models.store.database import Database
from app.models.store.engine import MIGRATIONS, SCHEMA_VERSION
from app.services import records
from tests.conftest import MadeFile
from tests.fixtures.schema.make import FILE_ID, KEY

COMMA = re.compile(r",(?![^()]*\))|(?<=\w) \(\n")  # between the columns and constraints of a table
FIXTURES = Path(__file__).parent.parent / "fixtures" / "schema"
MAKE = "python -m tests.fixtures.schema.make"


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def schema(path: Path, key: bytes) -> list[tuple[Any, ...]]:
    raw = engine.connect(path, key)
    try:
        return list(raw.execute("SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name"))
    finally:
        raw.close()


def version(path: Path, key: bytes) -> int:
    raw = engine.connect(path, key)
    try:
        return int(raw.execute("PRAGMA user_version").fetchone()[0])
    finally:
        raw.close()


def set_header(path: Path, key: bytes, pragma: str) -> None:
    raw = engine.connect(path, key)
    raw.execute(pragma)
    raw.close()


@pytest.fixture
def migrations(tmp_path: Path) -> Path:
    """A copy of the migrations, to which a test adds its own."""
    return Path(shutil.copytree(MIGRATIONS, tmp_path / "migrations", ignore=shutil.ignore_patterns("__pycache__")))


def add_migration(migrations: Path, body: str) -> None:
    number = engine.newest_revision(migrations) + 1
    lines = "\n".join("    " + line for line in body.strip().splitlines())
    content = (
        "import sqlalchemy as sa\nfrom alembic import op\n\n"
        f'revision = "{number:04}"\ndown_revision = "{number - 1:04}"\n\n\ndef upgrade():\n{lines}\n'
    )
    (migrations / "versions" / f"{number:04}_test.py").write_text(content, encoding="utf-8")


REBUILD_PERSON = (
    'with op.batch_alter_table("person", recreate="always", table_kwargs={"sqlite_autoincrement": True}) as batch:\n'
    '    batch.alter_column("remark", existing_type=sa.Text(), type_=sa.String())\n'
)


def test_the_migrations_lead_to_exactly_what_the_models_declare(database: Database) -> None:
    with database.engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), Base.metadata)

    assert differences == [], "a model changed without a migration: python -m tools.migration"


def test_the_migrated_schema_is_the_one_that_the_models_would_make(
    data_file: Path, made_file: MadeFile, tmp_path: Path
) -> None:
    """Word by word, because comparing tells nothing about AUTOINCREMENT."""
    made = tmp_path / "made"
    raw = engine.connect(made, KEY, new_file_id=FILE_ID)
    with engine.make_engine(raw).begin() as connection:
        Base.metadata.create_all(connection)
    raw.close()

    def words(path: Path, key: bytes) -> dict[str, list[str]]:
        rows = [(row[1], row[3]) for row in schema(path, key) if row[3] and not row[1].startswith("alembic")]
        return {
            name: sorted(" ".join(part.split()) for part in COMMA.split(sql[: sql.rindex(")")])) for name, sql in rows
        }

    migrated, declared = words(data_file, made_file.dek), words(made, KEY)
    assert {name for name in declared if migrated.get(name) != declared[name]} == set()


def test_every_schema_version_has_its_fixture() -> None:
    found = sorted(path.name for path in FIXTURES.glob("*.xiaojia"))

    assert found == [f"{number:04}.xiaojia" for number in range(1, SCHEMA_VERSION + 1)], f"run {MAKE}"


def test_the_fixture_of_the_present_version_has_the_present_schema(
    tmp_path: Path, data_file: Path, made_file: MadeFile
) -> None:
    fixture = shutil.copy(FIXTURES / f"{SCHEMA_VERSION:04}.xiaojia", tmp_path)

    assert schema(Path(fixture), KEY) == schema(data_file, made_file.dek), (
        f"the schema changed without a new migration; before users have files of it: {MAKE}; after: a migration"
    )


@pytest.mark.parametrize("name", [path.stem for path in sorted(FIXTURES.glob("*.xiaojia"))])
def test_every_fixture_opens_after_the_upgrade_with_all_its_rows_and_undoes_its_last_deed(
    tmp_path: Path, name: str
) -> None:
    path = Path(shutil.copy(FIXTURES / f"{name}.xiaojia", tmp_path))
    promised = json.loads((FIXTURES / f"{name}.json").read_text(encoding="utf-8"))["rows"]

    migrate.upgrade_file(path, KEY, tmp_path / "kept")

    with Database.open(path, KEY) as database:
        with database.read() as session:
            rows = {table: session.scalar(text(f'SELECT count(*) FROM "{table}"')) for table in promised}
        assert rows == promised
        assert database.chain_problems() == []
        undo.undo(database)


def test_an_upgrade_keeps_the_old_file_under_its_second_name_and_the_files_id(
    data_file: Path, made_file: MadeFile, migrations: Path, tmp_path: Path
) -> None:
    before, first = sha256(data_file), data_file.read_bytes()[:16]
    add_migration(migrations, 'op.add_column("person", sa.Column("hobby", sa.String()))')

    versions = migrate.upgrade_file(data_file, made_file.dek, tmp_path / "kept", migrations=migrations)

    assert versions == (SCHEMA_VERSION, SCHEMA_VERSION + 1)
    assert sha256(tmp_path / "kept") == before
    assert data_file.read_bytes()[:16] == first
    assert version(data_file, made_file.dek) == SCHEMA_VERSION + 1
    assert not list(tmp_path.glob("*.upgrade*"))


def test_a_file_that_is_up_to_date_is_left_alone(data_file: Path, made_file: MadeFile, tmp_path: Path) -> None:
    before = sha256(data_file)

    versions = migrate.upgrade_file(data_file, made_file.dek, tmp_path / "kept")

    assert versions == (SCHEMA_VERSION, SCHEMA_VERSION)
    assert sha256(data_file) == before
    assert not (tmp_path / "kept").exists()


def test_a_migration_that_fails_leaves_file_schema_and_version_as_they_were(
    data_file: Path, made_file: MadeFile, migrations: Path, tmp_path: Path
) -> None:
    before = sha256(data_file)
    add_migration(migrations, 'op.add_column("person", sa.Column("hobby", sa.String()))')
    add_migration(
        migrations, 'op.create_table("fee", sa.Column("id", sa.Integer()))\nop.execute("SELECT * FROM nowhere")'
    )

    with pytest.raises(OperationalError):
        migrate.upgrade_file(data_file, made_file.dek, tmp_path / "kept", migrations=migrations)

    assert sha256(data_file) == before
    assert version(data_file, made_file.dek) == SCHEMA_VERSION
    assert not list(tmp_path.glob("*.upgrade*")) and not (tmp_path / "kept").exists()


def test_a_failing_migration_is_rolled_back_whole_within_its_transaction(
    data_file: Path, made_file: MadeFile, migrations: Path
) -> None:
    """The copy is thrown away anyway; this is the second net (M18: without our own BEGIN half of it stays)."""
    before = schema(data_file, made_file.dek)
    add_migration(
        migrations, 'op.create_table("fee", sa.Column("id", sa.Integer()))\nop.execute("SELECT * FROM nowhere")'
    )
    raw = engine.connect(data_file, made_file.dek)

    with pytest.raises(OperationalError):
        migrate._run(raw, 99, lambda connection: migrate._upgrade(connection, migrations))
    raw.close()

    assert schema(data_file, made_file.dek) == before
    assert version(data_file, made_file.dek) == SCHEMA_VERSION


def family(path: Path, key: bytes) -> tuple[int, int]:
    """A file with a person, a household and its member; the greatest person id was undone."""
    with Database.open(path, key) as database:
        with database.write("建档") as session:
            records.add(session, Person, {"name": "王芳", "memberships": [{"changes": [{"type": "1"}]}]})
        with database.write("新增会员") as session:
            gone = records.add(session, Person, {"name": "李伟"}).records[0].id
        undo.undo(database)
    return 1, gone


def test_rebuilding_a_parent_table_keeps_its_children_and_never_gives_an_id_twice(
    data_file: Path, made_file: MadeFile, migrations: Path, tmp_path: Path
) -> None:
    _, gone = family(data_file, made_file.dek)
    add_migration(migrations, REBUILD_PERSON)

    migrate.upgrade_file(data_file, made_file.dek, tmp_path / "kept", migrations=migrations)

    raw = engine.connect(data_file, made_file.dek)
    counts = [raw.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in ("person", "membership")]
    raw.execute("INSERT INTO person (uid, name) VALUES ('x', '张强')")
    new_id = raw.execute("SELECT id FROM person WHERE uid = 'x'").fetchone()[0]
    raw.close()
    assert counts == [1, 1]
    assert new_id > gone


def test_a_rebuild_that_forgets_autoincrement_is_refused(
    data_file: Path, made_file: MadeFile, migrations: Path, tmp_path: Path
) -> None:
    family(data_file, made_file.dek)
    before = sha256(data_file)
    add_migration(migrations, REBUILD_PERSON.replace(', table_kwargs={"sqlite_autoincrement": True}', ""))

    with pytest.raises(AssertionError, match="sqlite_autoincrement"):
        migrate.upgrade_file(data_file, made_file.dek, tmp_path / "kept", migrations=migrations)

    assert sha256(data_file) == before


@pytest.mark.parametrize("harm", ["DELETE FROM membership_change", "UPDATE membership SET person_id = 999"])
def test_a_migration_that_loses_rows_or_breaks_links_is_refused(
    data_file: Path, made_file: MadeFile, migrations: Path, tmp_path: Path, harm: str
) -> None:
    family(data_file, made_file.dek)
    before = sha256(data_file)
    add_migration(migrations, f'op.execute("{harm}")')

    with pytest.raises(KnownError) as refused:
        migrate.upgrade_file(data_file, made_file.dek, tmp_path / "kept", migrations=migrations)

    assert refused.value.code == ErrorCode.DAMAGED
    assert sha256(data_file) == before


def opening(path: Path, key: bytes) -> ErrorCode:
    """How opening the file is refused."""
    with pytest.raises(KnownError) as refused:
        Database.open(path, key).close()
    return refused.value.code


def test_an_older_file_is_not_opened_before_it_was_upgraded(data_file: Path, made_file: MadeFile) -> None:
    set_header(data_file, made_file.dek, "PRAGMA user_version = 0")

    assert opening(data_file, made_file.dek) == ErrorCode.STATE


@pytest.mark.parametrize("newer", [SCHEMA_VERSION + 1, SCHEMA_VERSION + 100, 2**31 - 1])
def test_a_newer_file_is_refused_with_its_bytes_unchanged(
    data_file: Path, made_file: MadeFile, tmp_path: Path, newer: int
) -> None:
    set_header(data_file, made_file.dek, f"PRAGMA user_version = {newer}")
    before = sha256(data_file)

    with pytest.raises(KnownError) as upgrade:
        migrate.upgrade_file(data_file, made_file.dek, tmp_path / "kept")

    assert opening(data_file, made_file.dek) == upgrade.value.code == ErrorCode.NEWER_FILE
    assert sha256(data_file) == before


def test_a_strangers_encrypted_file_is_not_ours(data_file: Path, made_file: MadeFile) -> None:
    set_header(data_file, made_file.dek, "PRAGMA application_id = 7")

    assert opening(data_file, made_file.dek) == ErrorCode.NOT_OURS


@pytest.mark.parametrize("content", [b"", b"x", b"SQLite format 3\x00" + bytes(4080), Random(1).randbytes(8192)])
def test_garbage_is_told_as_damage(data_file: Path, made_file: MadeFile, content: bytes) -> None:
    data_file.write_bytes(content)

    assert opening(data_file, made_file.dek) == ErrorCode.DAMAGED


def test_another_key_does_not_open_the_file(data_file: Path) -> None:
    assert opening(data_file, bytes(32)) == ErrorCode.DAMAGED


@pytest.mark.parametrize("share", [0.05, 0.5, 0.99])
def test_a_truncated_file_is_told_as_damage(data_file: Path, made_file: MadeFile, share: float) -> None:
    content = data_file.read_bytes()
    data_file.write_bytes(content[: int(len(content) * share)])

    assert opening(data_file, made_file.dek) == ErrorCode.DAMAGED


def test_every_flipped_byte_is_found_and_never_upgraded(
    data_file: Path, made_file: MadeFile, migrations: Path, tmp_path: Path
) -> None:
    add_migration(migrations, 'op.add_column("person", sa.Column("hobby", sa.String()))')
    whole, rng = data_file.read_bytes(), Random(3)

    for _ in range(20):
        place = rng.randrange(len(whole))
        hurt = whole[:place] + bytes([whole[place] ^ 1 << rng.randrange(8)]) + whole[place + 1 :]
        data_file.write_bytes(hurt)
        with pytest.raises(KnownError) as refused:
            migrate.upgrade_file(data_file, made_file.dek, tmp_path / "kept", migrations=migrations)
        assert refused.value.code == ErrorCode.DAMAGED
        assert data_file.read_bytes() == hurt


def test_a_damaged_page_met_while_reading_is_told_as_damage(data_file: Path, made_file: MadeFile) -> None:
    content = bytearray(data_file.read_bytes())
    for page in range(4, len(content) // 4096):
        content[page * 4096 + 100] ^= 1
    data_file.write_bytes(bytes(content))

    def read_all() -> None:
        with Database.open(data_file, made_file.dek) as database, database.read() as session:
            for table in Base.metadata.sorted_tables:
                session.execute(select(table)).all()

    with pytest.raises(KnownError) as refused:
        read_all()
    assert refused.value.code == ErrorCode.DAMAGED


def test_making_a_file_leaves_nothing_else_and_never_replaces_one(tmp_path: Path) -> None:
    path = tmp_path / "工会 100%?.xiaojia"
    migrate.create_file(path, KEY, FILE_ID)
    before = sha256(path)

    with pytest.raises(KnownError) as refused:
        migrate.create_file(path, KEY, FILE_ID)

    assert refused.value.code == ErrorCode.EXISTS
    assert [one.name for one in tmp_path.iterdir()] == [path.name]
    assert sha256(path) == before
    assert HouseholdMember.__tablename__ in {row[1] for row in schema(path, KEY)}
