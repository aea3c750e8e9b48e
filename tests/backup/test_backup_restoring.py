from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.errors import ErrorCode, KnownError
from app.models import Person
from app.models.store import durable
from app.models.store.copies import contents_of, journal_path
from app.models.store.database import Database
from app.models.store.engine import integrity_problems
from app.models.store.keyfile import find_keys, keys_path
from app.services import records
from app.services.backup import backup, kept_files, recover_keys, restore, restoring, undo_restore, verify
from app.services.files import by_password, by_recovery_code, change_password, open_file
from tests.backup.backup_makers import PASSWORD, Template, add_people, make_template

CUT_OFF = """
import os, sys
from pathlib import Path
from app.models.store.engine import connect, set_pragmas
raw = connect(Path(sys.argv[1]), bytes.fromhex(sys.argv[2]))
set_pragmas(raw)
raw.execute("PRAGMA cache_size = 5")
raw.execute("BEGIN IMMEDIATE")
raw.execute("UPDATE journal SET changes = 'half'")
os._exit(9)
"""


def cut_off_a_write(path: Path, dek: bytes) -> None:
    """As if the power went in the middle of a write: its journal is left."""
    subprocess.run([sys.executable, "-c", CUT_OFF, str(path), dek.hex()], check=False)
    assert journal_path(path).stat().st_size > 0


@pytest.fixture
def made(template: Template, data_path: Path, stick: Path) -> Path:
    """A backup of a file to which three people were added afterwards."""
    with template.open(data_path) as opened:
        path = backup(opened, stick).path
        add_people(opened, 3)
    return path


def people(template: Template, path: Path) -> int:
    return template.contents(path).counts["person"]


def refused(attempt: Callable[[], object]) -> KnownError:
    with pytest.raises(KnownError) as caught:
        attempt()
    return caught.value


def outcome(attempt: Callable[[], object]) -> ErrorCode | None:
    try:
        attempt()
    except KnownError as error:
        return error.code
    return None


def everything(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if not path.name.endswith(".lock")}


def test_the_file_is_what_it_was_when_the_backup_was_made(made: Path, template: Template, data_path: Path) -> None:
    done = restore(made, data_path, by_password(PASSWORD))
    assert template.contents(data_path) == done.result.contents
    assert people(template, data_path) == 20


def test_the_present_file_is_kept_with_its_keys_and_can_be_put_back(
    made: Path, template: Template, data_path: Path
) -> None:
    before = template.contents(data_path)
    kept = restore(made, data_path, template.known).kept
    assert kept is not None and "恢复前" in kept.name
    assert template.contents(kept) == before
    swapped = undo_restore(data_path, kept)
    assert template.contents(data_path) == before
    assert swapped is not None and people(template, swapped) == 20
    assert kept_files(data_path) == [swapped]
    again = undo_restore(data_path, swapped)
    assert people(template, data_path) == 20
    assert again is not None and template.contents(again) == before


def test_two_restores_in_one_second_keep_two_files(made: Path, template: Template, data_path: Path) -> None:
    kept = {restore(made, data_path, template.known).kept for _ in range(3)}
    assert len(kept) == 3
    assert set(kept_files(data_path)) == kept


def test_a_file_is_restored_onto_a_bare_pc_with_the_recovery_code(
    made: Path, template: Template, tmp_path: Path, own_folder: Path
) -> None:
    shutil.rmtree(own_folder, ignore_errors=True)
    (tmp_path / "new pc").mkdir()
    target = tmp_path / "new pc" / "工会.xiaojia"
    assert restore(made, target, by_recovery_code(template.recovery_code)).kept is None
    with open_file(target, by_password(PASSWORD)) as opened:
        assert not integrity_problems(opened.database.raw)
        assert not opened.database.chain_problems()
        add_people(opened, 1)
    assert not kept_files(target)
    assert not target.with_name(target.name + ".restoring").exists()


def test_the_file_opens_with_the_password_of_the_day_of_the_backup(
    made: Path, template: Template, data_path: Path
) -> None:
    with template.open(data_path) as opened:
        change_password(opened, "新的密码")
    kept = restore(made, data_path, by_password(PASSWORD)).kept
    assert find_keys(data_path).unlock_password(PASSWORD) == template.dek
    assert kept is not None
    undo_restore(data_path, kept)
    assert find_keys(data_path).unlock_password("新的密码") == template.dek


def test_a_backup_of_another_union_can_take_the_place_and_be_taken_back(
    made: Path, template: Template, tmp_path: Path
) -> None:
    (tmp_path / "other").mkdir()
    other = make_template(tmp_path / "other")
    before = other.contents(other.path)
    kept = restore(made, other.path, template.known).kept
    assert people(template, other.path) == 20
    assert kept is not None and other.contents(kept) == before
    undo_restore(other.path, kept)
    assert other.contents(other.path) == before


def test_a_damaged_file_is_replaced_and_kept_as_it_was(made: Path, template: Template, data_path: Path) -> None:
    data_path.write_bytes(b"x" * 10_000)
    kept = restore(made, data_path, template.known).kept
    assert people(template, data_path) == 20
    assert kept is not None and kept.read_bytes() == b"x" * 10_000


def test_a_write_cut_off_by_a_crash_never_reaches_the_restored_file(
    made: Path, template: Template, data_path: Path
) -> None:
    """A journal left by a crash would be played into whatever file bears the name."""
    cut_off_a_write(data_path, template.dek)
    done = restore(made, data_path, template.known)
    assert template.contents(data_path) == done.result.contents
    assert done.kept is not None and people(template, done.kept) == 23


def test_a_cut_off_write_is_taken_back_before_a_kept_file_is_put_in_its_place_again(
    made: Path, template: Template, data_path: Path
) -> None:
    kept = restore(made, data_path, template.known).kept
    assert kept is not None
    cut_off_a_write(kept, template.dek)

    undo_restore(data_path, kept, template.dek)

    assert people(template, data_path) == 23


def test_a_kept_file_whose_cut_off_write_needs_another_key_is_not_renamed(
    made: Path, template: Template, data_path: Path
) -> None:
    kept = restore(made, data_path, template.known).kept
    assert kept is not None
    cut_off_a_write(kept, template.dek)
    before = everything(data_path.parent)

    assert refused(lambda: undo_restore(data_path, kept, bytes(32))).code is ErrorCode.STATE

    assert everything(data_path.parent) == before


def test_a_restore_that_was_cut_off_does_not_stand_in_the_way_of_the_next_one(
    made: Path, template: Template, data_path: Path
) -> None:
    """Its half has a journal: opened for reading only, SQLite could not take that back and refused the file."""
    part = data_path.with_name(data_path.name + ".restoring")
    part.write_bytes(b"half of a backup")
    journal_path(part).write_bytes(bytes.fromhex("d9d505f920a163d7") + bytes(4096))
    done = restore(made, data_path, template.known)
    assert template.contents(data_path) == done.result.contents
    assert not part.exists() and not journal_path(part).exists()


def test_a_cut_off_write_of_another_unions_file_is_kept_with_that_file(
    made: Path, template: Template, tmp_path: Path
) -> None:
    target = tmp_path / "other.xiaojia"
    target.write_bytes(b"x" * 10_000)
    journal_path(target).write_bytes(b"half a write")
    done = restore(made, target, template.known)
    assert done.kept is not None
    assert journal_path(done.kept).read_bytes() == b"half a write"
    assert template.contents(target) == done.result.contents


def test_a_file_that_is_open_is_not_replaced(made: Path, template: Template, data_path: Path) -> None:
    with template.open(data_path):
        assert refused(lambda: restore(made, data_path, template.known)).code is ErrorCode.LOCKED
    assert people(template, data_path) == 23


def test_too_little_room_is_said_and_nothing_is_touched(
    made: Path, template: Template, data_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = everything(data_path.parent)
    monkeypatch.setattr(restoring, "_ROOM", 1e9)
    assert refused(lambda: restore(made, data_path, template.known)).code is ErrorCode.DISK_FULL
    assert everything(data_path.parent) == before


def test_a_wrong_password_leaves_everything_as_it_was(made: Path, template: Template, data_path: Path) -> None:
    before = everything(data_path.parent)
    assert refused(lambda: restore(made, data_path, by_password("不对"))).code is ErrorCode.WRONG_PASSWORD
    assert everything(data_path.parent) == before


def test_a_stop_at_any_moment_leaves_the_present_file(made: Path, template: Template, data_path: Path) -> None:
    before = everything(data_path.parent)
    asked: list[bool] = []
    verify(made, template.known, cancelled=lambda: bool(asked.append(False)))  # type: ignore[func-returns-value]
    for patience in range(len(asked)):
        calls = iter(range(patience))
        error = refused(
            lambda calls=calls: restore(  # type: ignore[misc]
                made, data_path, template.known, cancelled=lambda: next(calls, None) is None
            )
        )
        assert error.code is ErrorCode.CANCELLED
        assert everything(data_path.parent) == before


@pytest.mark.parametrize("step", ["sync_file", "sync_folder", "replace", "write_whole"])
def test_a_disk_that_fails_leaves_the_old_file_or_the_new_one(
    step: str, made: Path, template: Template, data_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = getattr(durable, step)
    for failing in range(6):
        calls = iter(range(failing))

        def fail(*arguments: Path, calls: object = calls) -> None:
            if next(calls, None) is None:  # type: ignore[call-overload]
                raise OSError(5, "x")
            real(*arguments)

        with monkeypatch.context() as patched:
            patched.setattr(durable, step, fail)
            assert outcome(lambda: restore(made, data_path, template.known)) in (None, ErrorCode.UNPLUGGED)
        assert people(template, data_path) in (20, 23)


def test_keys_that_were_lost_are_taken_from_a_backup(
    made: Path, template: Template, data_path: Path, own_folder: Path
) -> None:
    keys_path(data_path).unlink()
    shutil.rmtree(own_folder, ignore_errors=True)
    assert refused(lambda: find_keys(data_path)).code is ErrorCode.KEYS_MISSING
    recover_keys(made, data_path)
    with open_file(data_path, by_password(PASSWORD)) as opened:
        assert contents_of(opened.database.raw).counts["person"] == 23


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@given(
    names=st.lists(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), min_size=2, max_size=6)),
    facts=st.dictionaries(texts, texts | st.integers() | st.none(), max_size=5),
    notes=st.lists(texts, max_size=5),
)
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_whatever_a_file_holds_comes_back_row_by_row(
    names: list[str],
    facts: dict[str, object],
    notes: list[str],
    template: Template,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("made")
    path = template.copy(folder)
    with template.open(path) as opened:
        for key, value in facts.items():
            opened.database.remember(key, value)
        with opened.database.write("新增会员") as session:
            records.add(session, Person, [{"name": name} for name in names])
        for note in notes:
            with opened.database.write("修改工会") as session:
                session.get_one(Person, 1).post = note
        before = rows(opened.database)
        made = backup(opened, folder)
    target = folder / "restored.xiaojia"
    restore(made.path, target, template.known)
    with template.open(target) as opened:
        assert rows(opened.database) == before
        assert not opened.database.chain_problems()


def rows(database: Database) -> dict[str, list[tuple[object, ...]]]:
    names = [row[0] for row in database.raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    return {name: database.raw.execute(f'SELECT * FROM "{name}"').fetchall() for name in names}


KILLED = """
import sys
from pathlib import Path
from app.services.backup import backup, restore
from tests.backup.backup_makers import Template
what, data_path, dek, place = sys.argv[1:]
template = Template(Path(data_path), bytes.fromhex(dek), "")
print("ready", flush=True)
if what == "backup":
    with template.open(template.path) as opened:
        while True:
            backup(opened, Path(place))
while True:
    restore(Path(place), template.path, template.known)
"""


def run_and_kill(what: str, template: Template, data_path: Path, place: Path, seconds: float) -> None:
    words = [what, str(data_path), template.dek.hex(), str(place)]
    process = subprocess.Popen([sys.executable, "-c", KILLED, *words], stdout=subprocess.PIPE, env=os.environ)
    assert process.stdout is not None and process.stdout.readline()
    time.sleep(seconds)
    process.send_signal(signal.SIGKILL)
    process.communicate()


def test_a_backup_killed_at_any_moment_leaves_only_whole_backups(
    made: Path, template: Template, data_path: Path, stick: Path
) -> None:
    dice = random.Random(3)
    for _ in range(5):
        run_and_kill("backup", template, data_path, stick, dice.uniform(0.0, 0.8))
        for path in stick.glob("*.xjbak"):
            verify(path, template.known)
    with template.open(data_path) as opened:
        backup(opened, stick)
    assert not list(stick.glob("*.part"))


def test_a_restore_killed_at_any_moment_leaves_a_file_that_opens(
    made: Path, template: Template, data_path: Path
) -> None:
    dice = random.Random(4)
    for _ in range(5):
        run_and_kill("restore", template, data_path, made, dice.uniform(0.0, 0.8))
        assert people(template, data_path) in (20, 23)
        for kept in kept_files(data_path):
            assert people(template, kept) in (20, 23)
    restore(made, data_path, template.known)
    assert not data_path.with_name(data_path.name + ".restoring").exists()
