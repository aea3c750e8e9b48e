"""A new file is there whole or not at all, and one that could not be made leaves nothing behind."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.errors import ErrorCode, KnownError
from app.models.store import durable, keyfile
from app.services import files, records


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XIAOJIA_DATA_DIR", str(tmp_path / "own"))
    (tmp_path / "pc").mkdir()
    return tmp_path / "pc" / "工会.xiaojia"


def ended_process() -> int:
    """The number of a process that runs no more."""
    with subprocess.Popen([sys.executable, "-c", ""]) as gone:
        gone.wait(60)
    return gone.pid


def left(path: Path) -> list[str]:
    return [one.name for one in path.parent.parent.rglob("*") if one.is_file()]


@pytest.mark.parametrize("step", range(2))
def test_a_full_disk_at_any_step_leaves_nothing_behind(path: Path, step: int, monkeypatch: pytest.MonkeyPatch) -> None:
    real, calls = durable.sync_file, iter(range(step))

    def full(path: Path) -> None:
        if next(calls, None) is None:
            raise OSError(errno.ENOSPC, "x")
        real(path)

    monkeypatch.setattr(durable, "sync_file", full)
    with pytest.raises(KnownError) as caught:
        files.create(path, "示例工会", "secret-12").file.close()
    assert caught.value.code is ErrorCode.DISK_FULL
    assert left(path) == []


def test_a_name_that_is_refused_leaves_nothing_behind(path: Path) -> None:
    with pytest.raises(KnownError):
        files.create(path, "", "secret-12")
    assert left(path) == []


def test_the_file_bears_its_name_only_when_it_holds_all_that_it_begins_with(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[bool] = []
    add = records.add

    def watched(*arguments: object) -> object:
        seen.append(path.exists())
        return add(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(records, "add", watched)
    files.create(path, "示例工会", "secret-12").file.close()
    assert seen == [False]


def test_a_file_that_another_window_made_in_the_same_moment_is_left_alone(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    acquire = files.acquire

    def late(path: Path) -> object:
        monkeypatch.setattr(files, "acquire", acquire)
        files.create(path, "先建的工会", "first-12").file.close()
        return acquire(path)

    monkeypatch.setattr(files, "acquire", late)
    with pytest.raises(KnownError) as caught:
        files.create(path, "后建的工会", "second-34")
    assert caught.value.code is ErrorCode.EXISTS
    files.open_file(path, files.by_password("first-12")).close()


@pytest.fixture
def opened(path: Path) -> Iterator[files.OpenFile]:
    with files.create(path, "示例工会", "secret-12").file as opened:
        yield opened


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO])
def test_a_password_that_cannot_be_kept_is_told_as_a_fault_of_the_disk(
    opened: files.OpenFile, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(path: Path, content: bytes) -> None:
        raise OSError(number, "x")

    monkeypatch.setattr(durable, "write_whole", fail)
    for change in (lambda: files.change_password(opened, "later-34"), lambda: files.new_recovery_code(opened)):
        with pytest.raises(KnownError) as caught:
            change()
        assert caught.value.code in (ErrorCode.DISK_FULL, ErrorCode.UNPLUGGED)


def test_keys_that_the_disk_does_not_give_are_told_as_a_fault_of_the_disk(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files.create(path, "示例工会", "secret-12").file.close()

    def fail(self: Path) -> bytes:
        raise OSError(errno.EIO, "x")

    monkeypatch.setattr(Path, "read_bytes", fail)
    with pytest.raises(KnownError) as caught:
        files.open_file(path, files.by_password("secret-12"))
    assert caught.value.code is ErrorCode.UNPLUGGED


def test_halves_of_key_files_that_a_killed_program_left_go_when_the_file_is_opened(path: Path) -> None:
    files.create(path, "示例工会", "secret-12").file.close()
    halves = [path.with_name(f"{name}.xiaojia-keys.part-77") for name in ("工会", "工会-恢复前-20261122-080000")]
    own = keyfile.own_keys_path("01a2065a-38c9-77e9-a8d3-a8e387f28b64")
    halves.append(Path(f"{own}.part-{ended_process()}"))
    others = path.with_name("工会-二.xiaojia-keys.part-78")
    for half in (*halves, others):
        half.write_bytes(b"x")
    files.open_file(path, files.by_password("secret-12")).close()
    assert not any(half.exists() for half in halves) and others.exists()


def test_halves_that_a_killed_making_left_go_when_it_is_made_again(path: Path) -> None:
    own = keyfile.own_keys_path("01a2065a-38c9-77e9-a8d3-a8e387f28b64")
    own.parent.mkdir(parents=True)
    number = ended_process()
    halves = [Path(f"{keys}.part-{number}") for keys in (keyfile.keys_path(path), own)]
    for half in halves:
        half.write_bytes(b"x")
    files.create(path, "示例工会", "secret-12").file.close()
    assert not any(half.exists() for half in halves)


@pytest.mark.skipif(os.name == "nt", reason="a file that is open there is not removed anyway")
def test_a_half_that_another_window_is_just_writing_stays_and_an_old_one_goes(path: Path) -> None:
    own = keyfile.own_keys_path("01a2065a-38c9-77e9-a8d3-a8e387f28b64")
    own.parent.mkdir(parents=True)
    fresh, old = Path(f"{own}.part-{os.getppid()}"), Path(f"{own}-2{keyfile.SUFFIX}.part-{os.getppid()}")
    for half in (fresh, old):
        half.write_bytes(b"x")
    os.utime(old, (time.time() - 7200,) * 2)
    files.create(path, "示例工会", "secret-12").file.close()
    assert fresh.exists() and not old.exists()
