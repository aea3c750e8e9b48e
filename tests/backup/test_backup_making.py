from __future__ import annotations

import errno
import hashlib
import json
import shutil
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import ErrorCode, KnownError
from app.i18n import Label
from app.models.store import copies, durable
from app.models.store.copies import contents_of
from app.models.store.engine import connect
from app.models.store.keyfile import KeyFile, keys_path
from app.services.backup import backup, known_backups, making, naming, verify
from app.services.files import OpenFile, by_password, by_recovery_code, change_password
from tests.backup.backup_makers import PASSWORD, UNION, Template, add_people, members


def refused(attempt: Callable[[], object]) -> KnownError:
    with pytest.raises(KnownError) as caught:
        attempt()
    return caught.value


def fingerprints(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


def test_a_backup_holds_what_the_file_held_when_it_was_made(opened: OpenFile, stick: Path) -> None:
    made = backup(opened, stick)
    assert made.counts["person"] == 20
    assert made.deed_head
    add_people(opened, 1)
    assert verify(made.path, by_password(PASSWORD)) == made


def test_a_backup_opens_with_the_recovery_code_too(opened: OpenFile, stick: Path, template: Template) -> None:
    made = backup(opened, stick)
    assert verify(made.path, by_recovery_code(template.recovery_code)) == made
    assert refused(lambda: verify(made.path, by_password("不对的密码"))).code is ErrorCode.WRONG_PASSWORD


def test_a_backup_is_an_ordinary_uncompressed_zip_of_three_members_in_order(opened: OpenFile, stick: Path) -> None:
    made = backup(opened, stick)
    with zipfile.ZipFile(made.path) as archive:
        assert archive.namelist() == ["manifest.json", "keys.json", "data.sqlcipher"]
        assert {info.compress_type for info in archive.infolist()} == {zipfile.ZIP_STORED}
        assert archive.testzip() is None


def test_the_manifest_tells_neither_names_nor_counts(opened: OpenFile, stick: Path) -> None:
    manifest = json.loads(members(backup(opened, stick).path)["manifest.json"])
    assert set(manifest) == {
        "kind", "format", "id", "file_id", "sequence", "made_at", "app", "schema", "data", "keys",
    }  # fmt: skip
    assert UNION not in json.dumps(manifest, ensure_ascii=False)


def test_nothing_in_a_backup_can_be_read_without_the_key(opened: OpenFile, stick: Path) -> None:
    content = backup(opened, stick).path.read_bytes()
    for encoding in ("utf-8", "gb18030", "utf-16-le"):
        assert UNION.encode(encoding) not in content
        assert "王一".encode(encoding) not in content


def test_every_backup_gets_a_new_name_with_a_number_and_leaves_the_older_ones_alone(
    opened: OpenFile, stick: Path
) -> None:
    (stick / "别的文件.txt").write_text("x")
    before: dict[str, str] = fingerprints(stick)
    for number in (1, 2, 3):
        made = backup(opened, stick)
        assert made.path.name.startswith(UNION + "-")
        assert made.path.name.endswith(f"-{number:03}.xjbak")
        now = fingerprints(stick)
        assert before.items() <= now.items()
        assert len(now) == len(before) + 1
        before = now


def test_the_number_goes_on_from_what_lies_on_the_stick_even_for_an_older_file(
    template: Template, opened: OpenFile, stick: Path, tmp_path: Path
) -> None:
    backup(opened, stick)
    backup(opened, stick)
    (tmp_path / "older").mkdir()
    with template.open(template.copy(tmp_path / "older")) as older:
        assert not known_backups(older.database)
        assert backup(older, stick).path.name.endswith("-003.xjbak")


def test_the_file_remembers_its_backups(opened: OpenFile, stick: Path) -> None:
    made = [backup(opened, stick) for _ in range(2)]
    known = known_backups(opened.database)
    assert [one["sequence"] for one in known] == [1, 2]
    assert [one["name"] for one in known] == [one.path.name for one in made]
    assert known[-1]["digest"] == made[-1].digest


def test_the_keys_in_a_backup_are_those_of_today(opened: OpenFile, stick: Path) -> None:
    change_password(opened, "新的密码")
    made = backup(opened, stick)
    assert verify(made.path, by_password("新的密码")) == made
    assert KeyFile.load(keys_path(opened.database.path)).to_json().encode() == members(made.path)["keys.json"]


def test_the_copy_is_taken_from_one_moment_and_leaves_nothing_in_the_file(opened: OpenFile, stick: Path) -> None:
    before = contents_of(opened.database.raw)
    made = backup(opened, stick)
    after = contents_of(opened.database.raw)
    assert made.contents == before
    assert {name for name in before.tables if before.tables[name] != after.tables[name]} == {"meta"}


def test_progress_rises_to_the_end_and_names_each_step(opened: OpenFile, stick: Path) -> None:
    told: list[tuple[float, str]] = []
    backup(opened, stick, progress=lambda done, words: told.append((done, str(words))))
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert told[0][0] == 0 and told[-1][0] == 1
    assert len({words for _, words in told}) == 5


def test_a_stop_at_any_moment_leaves_no_file_and_the_older_backup_untouched(opened: OpenFile, stick: Path) -> None:
    asked: list[bool] = []
    backup(opened, stick, cancelled=lambda: bool(asked.append(False)))  # type: ignore[func-returns-value]
    before = fingerprints(stick)
    assert len(asked) > 20
    for patience in range(len(asked)):
        calls = iter(range(patience))
        error = refused(lambda calls=calls: backup(opened, stick, cancelled=lambda: next(calls, None) is None))  # type: ignore[misc]
        assert error.code is ErrorCode.CANCELLED
        assert fingerprints(stick) == before


@pytest.mark.parametrize("number", [errno.EIO, errno.ENODEV, errno.ENOSPC, errno.EROFS])
@pytest.mark.parametrize("step", ["sync_file", "sync_folder", "drop_cache"])
def test_a_stick_that_fails_is_named_and_nothing_of_the_new_backup_stays(
    number: int, step: str, opened: OpenFile, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup(opened, stick)
    before = fingerprints(stick)

    def fail(path: Path) -> None:
        raise OSError(number, "x")

    monkeypatch.setattr(durable, step, fail)
    error = refused(lambda: backup(opened, stick))
    assert error.code in (ErrorCode.UNPLUGGED, ErrorCode.DISK_FULL, ErrorCode.READ_ONLY)
    assert "以前的备份" in str(error.safe)
    assert fingerprints(stick) == before


@pytest.mark.parametrize(
    "spoil",
    [
        lambda path: path.write_bytes(bytes(path.stat().st_size)),
        lambda path: path.write_bytes(path.read_bytes()[:-1000]),
        lambda path: path.write_bytes(path.read_bytes().replace(b"data.sqlcipher", b"data.sqlcopher")),
    ],
)
def test_a_stick_that_lies_is_found_out_when_it_is_read_back(
    spoil: Callable[[Path], Any], opened: OpenFile, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(durable, "drop_cache", spoil)
    error = refused(lambda: backup(opened, stick))
    assert error.code is ErrorCode.DAMAGED
    assert "读回来对不上" in str(error.what)
    assert not list(stick.iterdir())
    assert not known_backups(opened.database)


def test_a_stick_that_gives_back_last_weeks_backup_is_found_out(
    opened: OpenFile, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    older = backup(opened, stick).path
    monkeypatch.setattr(durable, "drop_cache", lambda path: shutil.copy(older, path))
    assert refused(lambda: backup(opened, stick)).code is ErrorCode.BACKUP_MISMATCH
    assert list(stick.iterdir()) == [older]


def test_a_stick_pulled_out_during_the_work_is_told_as_pulled_out(opened: OpenFile, stick: Path) -> None:
    def pull(done: float, words: Label) -> None:
        if done > 0.5:
            shutil.rmtree(stick, ignore_errors=True)

    assert refused(lambda: backup(opened, stick, progress=pull)).code is ErrorCode.UNPLUGGED


@pytest.mark.parametrize("place", ["missing", "file"])
def test_without_a_stick_no_folder_is_made_in_its_place(place: str, opened: OpenFile, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    assert refused(lambda: backup(opened, tmp_path / place)).code is ErrorCode.UNPLUGGED
    assert not (tmp_path / "missing").exists()


def test_too_little_room_is_said_beforehand_with_figures(
    opened: OpenFile, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "_ROOM", 1e9)
    error = refused(lambda: backup(opened, stick))
    assert error.code is ErrorCode.DISK_FULL
    assert "MB" in str(error.what)
    assert not list(stick.iterdir())


def test_a_file_that_is_not_sound_is_not_backed_up(template: Template, data_path: Path, stick: Path) -> None:
    raw = connect(data_path, template.dek)
    raw.execute("UPDATE journal SET changes = '{}' WHERE id = 605")
    raw.close()
    with template.open(data_path) as opened:
        assert refused(lambda: backup(opened, stick)).code is ErrorCode.DAMAGED
    assert not list(stick.iterdir())


def test_a_page_that_changed_on_the_disk_is_found_while_copying_and_the_stick_is_not_touched(
    template: Template, data_path: Path, stick: Path
) -> None:
    content = bytearray(data_path.read_bytes())
    with template.open(data_path) as opened:
        pages = opened.database.raw.execute("PRAGMA page_count").fetchone()[0]
    size = len(content) // pages
    content[(pages - 1) * size + 100] ^= 1  # of an index, which reading the rows never looks at
    data_path.write_bytes(content)
    told: list[str] = []
    with template.open(data_path) as opened:
        error = refused(lambda: backup(opened, stick, progress=lambda done, words: told.append(str(words))))
    assert error.code is ErrorCode.DAMAGED and "坏的资料不能盖过好的备份" in str(error.what)
    assert told[-1] == "正在复制"
    assert not list(stick.iterdir())


def test_a_file_whose_pages_do_not_fit_together_is_not_blamed_on_the_stick(
    template: Template, data_path: Path, stick: Path
) -> None:
    raw = connect(data_path, template.dek)
    raw.execute("PRAGMA writable_schema = ON")
    raw.execute("DELETE FROM sqlite_master WHERE name = 'ix_membership_person_id'")
    raw.close()
    with template.open(data_path) as opened:
        error = refused(lambda: backup(opened, stick))
        assert error.code is ErrorCode.DAMAGED and "坏的资料不能盖过好的备份" in str(error.what)
        assert not known_backups(opened.database)
    assert not list(stick.iterdir())


def test_a_backup_whose_rows_were_digested_the_first_way_is_still_good(
    opened: OpenFile, stick: Path, monkeypatch: pytest.MonkeyPatch, template: Template, tmp_path: Path
) -> None:
    monkeypatch.setattr(copies, "contents_of", partial(copies.contents_of, way=1))
    monkeypatch.setattr(copies, "asdict", lambda contents: {k: v for k, v in asdict(contents).items() if k != "way"})
    data = tmp_path / "first"
    contents = copies.take_copy(opened.database, opened.dek, data, {}, lambda done: None)
    monkeypatch.undo()
    raw = connect(data, opened.dek)
    promise = copies.promised(raw)
    assert promise is not None and promise[0] == contents == contents_of(raw, way=1)
    assert contents.way == 1 and contents.tables != contents_of(raw).tables
    raw.close()
    assert copies.make_live(data, opened.dek) == contents


def test_rows_have_the_digest_of_the_second_way_however_many_and_long_they_are(opened: OpenFile) -> None:
    raw = opened.database.raw
    raw.execute("CREATE TABLE odd (at INTEGER PRIMARY KEY, words TEXT, bytes BLOB, number REAL)")
    lengths = [3] * 1000 + [16_000, 20_000, 3] + [40_000] * 2 + [3] * 1500
    rows = [(at - 700, "王" * (length // 3), b"\0" * (length // 9), length / 7) for at, length in enumerate(lengths)]
    raw.executemany("INSERT INTO odd VALUES (?, ?, ?, ?)", rows)
    written = "quote(bytes) || ',' || quote(number) || ',' || json_array(at, words)"
    lines = [one for (one,) in raw.execute(f"SELECT CAST({written} AS BLOB) FROM odd ORDER BY at")]
    digest = hashlib.sha256(b"".join(line + b"\n" for line in lines)).hexdigest()
    found = contents_of(raw)
    assert found.tables["odd"] == (len(lengths), digest)
    assert found.tables["blob"] == (0, hashlib.sha256().hexdigest())


def test_a_broken_chain_ends_the_copying_though_the_rows_are_still_being_read(
    template: Template, data_path: Path, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = connect(data_path, template.dek)
    raw.execute("DELETE FROM journal WHERE id = 605")
    raw.close()
    read = copies.contents_of

    def slowly(raw: Any, tick: copies.Tick = lambda done: None, **options: Any) -> copies.Contents:
        for _ in range(3000):
            time.sleep(0.01)
            tick(0.0)
        return read(raw, tick, **options)

    monkeypatch.setattr(copies, "contents_of", slowly)
    with template.open(data_path) as opened:
        begin = time.monotonic()
        assert refused(lambda: backup(opened, stick)).code is ErrorCode.DAMAGED
    assert time.monotonic() - begin < 20
    assert not list(stick.iterdir())


def test_what_a_killed_backup_left_is_cleared_away_by_the_next_one(opened: OpenFile, stick: Path) -> None:
    left = stick / f"{UNION}-20261122-101010-001.xjbak.part"
    others = stick / "别的工会-20261122-101010-001.xjbak.part"
    left.write_bytes(b"x")
    others.write_bytes(b"x")
    made = backup(opened, stick)
    assert set(stick.iterdir()) == {made.path, others}


IN_SMALL_SPACES = """
import subprocess, sys
from pathlib import Path
from app.errors import KnownError
from app.services.backup import backup, making
from tests.backup.backup_makers import Template
making._ROOM = 0
template = Template(Path(sys.argv[1]), bytes.fromhex(sys.argv[2]), "")
stick = Path(sys.argv[3])
subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", stick], check=True)
with template.open(template.path) as opened:
    first = backup(opened, stick)
    size = first.path.stat().st_size // 1024
    for room in (*range(8, size, size // 12), size + 64):
        total = size + 8 + room
        subprocess.run(["mount", "-o", f"remount,size={total}k", stick], check=True)
        try:
            backup(opened, stick).path.unlink()
            print("made", flush=True)
        except KnownError as error:
            print(error.code, sorted(path.name for path in stick.iterdir()) == [first.path.name], flush=True)
    subprocess.run(["mount", "-o", "remount,ro", stick], check=True)
    try:
        backup(opened, stick)
    except KnownError as error:
        print(error.code, flush=True)
"""


def test_a_stick_of_any_size_that_runs_full_or_is_write_protected_keeps_the_older_backup(
    template: Template, data_path: Path, stick: Path
) -> None:
    alone = ["unshare", "--mount", "--propagation", "private"]
    if shutil.which("unshare") is None or subprocess.run([*alone, "true"], capture_output=True).returncode:
        pytest.skip("needs the right to mount a small disk")
    words = [str(data_path), template.dek.hex(), str(stick)]
    run = subprocess.run([*alone, sys.executable, "-c", IN_SMALL_SPACES, *words], capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    *full, made, protected = run.stdout.splitlines()
    assert full.count("disk_full True") > 8
    assert set(full) <= {"disk_full True", "made"}
    assert made == "made"
    assert protected == "read_only"


@given(st.text(max_size=300))
def test_every_union_name_gives_a_file_name_that_every_stick_takes(name: str) -> None:
    stem = naming.file_stem(name)
    whole = naming.backup_name(stem, datetime(2026, 11, 22, 10, 11, 12), 7) + naming.PART
    assert stem == stem.strip(" .-") != ""
    assert len(stem) <= 60
    assert len(whole.encode()) <= 255
    assert not set(whole) & set('<>:"/\\|?*')
    assert whole.isprintable()


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("某某公司工会", "某某公司工会"),
        ("某某（集团）有限公司/一车间: 工会.", "某某（集团）有限公司 一车间 工会"),
        ("CON", "职工小家"),
        ("com1.x", "职工小家"),
        ("...", "职工小家"),
        ("", "职工小家"),
        ("工" * 90, "工" * 60),
        ("𠮷" * 60, "𠮷" * 45),
    ],
)
def test_union_names_become_plain_file_names(name: str, stem: str) -> None:
    assert naming.file_stem(name) == stem
