from __future__ import annotations

import random
import shutil
import struct
from collections.abc import Callable
from pathlib import Path

import pytest

from app.errors import ErrorCode, KnownError
from app.models.store.engine import connect
from app.services.backup import backup, recover_keys, restore, verify
from app.services.backup.container import Container
from app.services.backup.trial import FORMAT
from app.services.files import OpenFile
from tests.backup.backup_makers import Template, add_people, make_template, members, repack, with_manifest, with_page


@pytest.fixture
def made(opened: OpenFile, stick: Path) -> Path:
    """A backup, and a spare file where the present one would be."""
    return backup(opened, stick).path


def refused(backup: Path, template: Template) -> KnownError:
    """Refused by `verify` and by `restore` alike; and nothing lies where the file would have been put."""
    empty = backup.parent / "empty"
    empty.mkdir(exist_ok=True)
    with pytest.raises(KnownError) as verified:
        verify(backup, template.known)
    with pytest.raises(KnownError) as restored:
        restore(backup, empty / "工会.xiaojia", template.known)
    assert verified.value.code is restored.value.code
    assert {path.name for path in empty.iterdir()} <= {"工会.xiaojia.lock"}
    assert "没有改动" in str(verified.value.safe) and str(verified.value.next)
    return verified.value


def change_data(backup: Path, template: Template, *statements: str) -> None:
    """Change the encrypted data of a backup as only somebody with the key can."""
    data = backup.with_suffix(".data")
    data.write_bytes(members(backup)["data.sqlcipher"])
    raw = connect(data, template.dek)
    for statement in statements:
        raw.execute(statement)
    raw.close()
    repack(backup, {"data.sqlcipher": data.read_bytes()})


def test_every_flipped_byte_between_the_contents_is_found(made: Path, template: Template) -> None:
    content = made.read_bytes()
    with made.open("rb") as file:
        data = Container(file)._members[-1]
    frame = [*range(data.end - data.size), *range(data.end, len(content))]
    dice = random.Random(1)
    for at in frame:
        made.write_bytes(content[:at] + bytes([content[at] ^ 1 << dice.randrange(8)]) + content[at + 1 :])
        with pytest.raises(KnownError) as caught:
            verify(made, template.known)
        assert caught.value.code is ErrorCode.DAMAGED


def test_every_flipped_byte_of_the_data_is_found(made: Path, template: Template) -> None:
    content = made.read_bytes()
    dice = random.Random(2)
    for at in dice.sample(range(len(content)), 60):
        made.write_bytes(content[:at] + bytes([content[at] ^ 1 << dice.randrange(8)]) + content[at + 1 :])
        assert refused(made, template).code is ErrorCode.DAMAGED


def test_a_flipped_byte_is_found_even_when_the_zip_was_put_right_again(made: Path, template: Template) -> None:
    data = members(made)["data.sqlcipher"]
    for at in (0, 15, 16, 5000, len(data) - 1):
        repack(made, {"data.sqlcipher": data[:at] + bytes([data[at] ^ 4]) + data[at + 1 :]})
        assert refused(made, template).code is ErrorCode.DAMAGED


def test_a_backup_that_was_cut_off_or_got_longer_is_found(made: Path, template: Template) -> None:
    content = made.read_bytes()
    for spoiled in (b"", content[:3], content[:100], content[: len(content) // 2], content[:-1], content + b"x"):
        made.write_bytes(spoiled)
        assert refused(made, template).code is ErrorCode.DAMAGED


def test_a_dropped_row_is_refused_and_its_kind_named(made: Path, template: Template) -> None:
    change_data(made, template, "DELETE FROM person WHERE id = 7")
    error = refused(made, template)
    assert error.code is ErrorCode.BACKUP_MISMATCH
    assert [problem.field for problem in error.problems] == ["person"]
    assert "20" in str(error.problems[0].what) and "19" in str(error.problems[0].what)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE person SET name = '李' WHERE id = 7",
        "UPDATE organization SET region = NULL, search_text = search_text || 'x'",
        "DELETE FROM journal WHERE id = 7",
        "DELETE FROM deed",
        "UPDATE sqlite_sequence SET seq = 5 WHERE name = 'person'",
        "CREATE TABLE more (a)",
        "DROP INDEX ix_journal_deed",
        "UPDATE person SET phone = CAST(x'00' AS BLOB) WHERE id = 7",
        "UPDATE backup_contents SET value = replace(value, '20', '21') WHERE name = 'contents'",
        "DELETE FROM backup_contents WHERE name = 'contents'",
        "DROP TABLE backup_contents",
        "PRAGMA application_id = 5",
        "PRAGMA user_version = 0",
    ],
)
def test_any_other_change_by_somebody_with_the_key_is_refused(statement: str, made: Path, template: Template) -> None:
    change_data(made, template, statement)
    assert refused(made, template).code is ErrorCode.BACKUP_MISMATCH


def test_pages_that_lead_in_a_circle_are_told_as_the_backups_fault(made: Path, template: Template) -> None:
    """Not as the file's on the PC: nobody shall bring that one back from a backup because another one is bad."""
    table = "CREATE TABLE a (id INTEGER PRIMARY KEY, text TEXT)"
    numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1500)"
    change_data(made, template, table, f"{numbers} INSERT INTO a SELECT i, 'x' FROM n")
    data = made.with_suffix(".data")
    raw = connect(data, template.dek, read_only=True)
    root = raw.execute("SELECT rootpage FROM sqlite_master WHERE name = 'a'").fetchone()[0]
    raw.close()
    changed = with_page(data.read_bytes(), template.dek, root, _lead_back)
    repack(made, {"data.sqlcipher": changed})

    error = refused(made, template)

    assert error.code is ErrorCode.DAMAGED and "这个备份坏了" in str(error.what)


def _lead_back(page: bytearray) -> None:
    """Let the third and all later parts of a table be its first one again."""
    cells = struct.unpack_from(">H", page, 3)[0]
    places = struct.unpack_from(f">{cells}H", page, 12)
    assert page[0] == 5 and cells >= 3
    first = page[places[0] : places[0] + 4]
    for at in (8, *places[2:]):
        page[at : at + 4] = first


def test_last_weeks_data_under_this_weeks_manifest_are_refused(
    opened: OpenFile, stick: Path, template: Template
) -> None:
    older = backup(opened, stick).path
    newer = backup(opened, stick).path
    repack(newer, {"data.sqlcipher": members(older)["data.sqlcipher"]})
    error = refused(newer, template)
    assert error.code is ErrorCode.BACKUP_MISMATCH
    assert "另一次备份" in str(error.what)


def test_a_live_file_in_the_place_of_the_copy_is_refused(made: Path, template: Template) -> None:
    repack(made, {"data.sqlcipher": template.path.read_bytes()})
    assert refused(made, template).code is ErrorCode.BACKUP_MISMATCH


def test_data_or_keys_of_another_union_are_refused(made: Path, template: Template, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    other = make_template(tmp_path / "other")
    with other.open(other.path) as opened:
        strange = backup(opened, tmp_path / "other").path
    for name in ("data.sqlcipher", "keys.json"):
        spoiled = made.with_name(f"{name}.xjbak")
        shutil.copy(made, spoiled)
        repack(spoiled, {name: members(strange)[name]})
        assert refused(spoiled, template).code is ErrorCode.DAMAGED


def test_a_manifest_that_was_edited_is_refused(made: Path, template: Template) -> None:
    original = members(made)["manifest.json"]
    for name, value in (("made_at", "2020-01-01T00:00:00+08:00"), ("sequence", 99), ("id", "x"), ("schema", 0)):
        repack(made, {"manifest.json": with_manifest(made, **{name: value})})
        assert refused(made, template).code is ErrorCode.BACKUP_MISMATCH
        repack(made, {"manifest.json": original})


@pytest.mark.parametrize("manifest", [b"", b"{}", b"[]", b'{"kind": "other"}', b"\xff", b"[" * 100_000])
def test_a_manifest_that_is_none_is_refused(manifest: bytes, made: Path, template: Template) -> None:
    repack(made, {"manifest.json": manifest})
    assert refused(made, template).code is ErrorCode.DAMAGED


def test_lowered_costs_in_the_keys_of_a_backup_are_refused_by_name(made: Path, template: Template) -> None:
    keys = members(made)["keys.json"].replace(b'"m": 65536', b'"m": 16384')
    repack(made, {"keys.json": keys})
    error = refused(made, template)
    assert error.code is ErrorCode.DAMAGED
    assert "强度" in str(error.what)
    assert "改个名字" not in str(error.next)


@pytest.mark.parametrize("changed", [{"format": FORMAT + 1}, {"schema": 9999}])
def test_a_backup_of_a_newer_program_asks_for_the_new_version(
    changed: dict[str, int], made: Path, template: Template
) -> None:
    repack(made, {"manifest.json": with_manifest(made, **changed)})
    assert refused(made, template).code is ErrorCode.NEWER_FILE


def test_the_same_contents_packed_again_by_another_program_are_refused(made: Path, template: Template) -> None:
    repack(made, {})
    assert refused(made, template).code is ErrorCode.DAMAGED


@pytest.mark.parametrize("write", [lambda path: path.write_text("x"), lambda path: path.write_bytes(bytes(5000))])
def test_a_file_of_another_kind_is_not_ours(
    write: Callable[[Path], object], template: Template, tmp_path: Path
) -> None:
    write(tmp_path / "照片.zip")
    assert refused(tmp_path / "照片.zip", template).code is ErrorCode.NOT_OURS


@pytest.mark.parametrize(
    "content",
    [
        "工会会员名册".encode() * 100,
        b"PK\3\4\x14\0\6\0\x08\0\0\0!\0" + bytes(12) + b"\x13\0\0\0[Content_Types].xml" * 9,
    ],
    ids=["text", "a document"],
)
def test_a_file_that_only_has_the_ending_of_a_backup_is_not_called_a_bad_one(
    content: bytes, template: Template, tmp_path: Path
) -> None:
    strange = tmp_path / "名册.xjbak"
    strange.write_bytes(content)

    error = refused(strange, template)

    assert error.code is ErrorCode.NOT_OURS and "不是职工小家的备份" in str(error.what)


@pytest.mark.parametrize("part", [slice(0, 4096), slice(0, 20), slice(-4096, None)], ids=["head", "mark", "tail"])
def test_a_backup_that_lost_its_beginning_or_its_end_is_a_bad_backup(
    part: slice, made: Path, template: Template
) -> None:
    content = bytearray(made.read_bytes())
    content[part] = random.Random(3).randbytes(len(content[part]))
    made.write_bytes(content)

    assert refused(made, template).code is ErrorCode.DAMAGED


def test_a_backup_that_is_not_there_is_not_found(template: Template, tmp_path: Path) -> None:
    assert refused(tmp_path / "没有.xjbak", template).code is ErrorCode.NOT_FOUND


def test_a_stop_while_verifying_leaves_nothing(made: Path, template: Template) -> None:
    with pytest.raises(KnownError) as caught:
        verify(made, template.known, cancelled=lambda: True)
    assert caught.value.code is ErrorCode.CANCELLED


def test_the_keys_of_another_file_are_not_taken_from_a_backup(made: Path, opened: OpenFile, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    other = make_template(tmp_path / "other")
    other.path.with_name(other.path.name + "-keys").unlink()
    shutil.rmtree(tmp_path / "own")
    add_people(opened, 1)
    with pytest.raises(KnownError) as caught:
        recover_keys(made, other.path)
    assert caught.value.code is ErrorCode.KEYS_MISSING


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TRIGGER evil AFTER UPDATE ON person BEGIN DELETE FROM person; END",
        "CREATE VIEW evil AS SELECT 1",
        "CREATE VIRTUAL TABLE evil USING fts5(name)",
        "CREATE TABLE evil (id INTEGER PRIMARY KEY, huge TEXT GENERATED ALWAYS AS (hex(zeroblob(400000000))) VIRTUAL)",
        "CREATE TABLE evil (id INTEGER PRIMARY KEY, CHECK (length(hex(zeroblob(400000000))) > id))",
        "CREATE INDEX evil ON person (abs(id))",
        "CREATE INDEX evil ON person (phone, abs(id))",
        'CREATE INDEX "ev""il" ON person (id, phone || name)',
        "CREATE TABLE evil (rowid TEXT)",
        "CREATE TABLE evil (id TEXT PRIMARY KEY) WITHOUT ROWID",
    ],
)
def test_whatever_would_be_carried_out_is_refused_unread(statement: str, made: Path, template: Template) -> None:
    change_data(made, template, statement)

    error = refused(made, template)

    assert error.code is ErrorCode.BACKUP_MISMATCH and "夹带" in str(error.what)
