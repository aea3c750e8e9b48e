from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
import threading
from datetime import datetime
from pathlib import Path

import pytest

from app.errors import ErrorCode, KnownError
from app.models.store.lock import Holder, acquire, lock_path, note_path, require_free

HOLD = """
import sys
from pathlib import Path
from app.errors import KnownError
from app.models.store.lock import acquire
sys.stdin.readline()
try:
    held = acquire(Path(sys.argv[1]))
except KnownError as error:
    print("refused", error.code, error.what, flush=True)
else:
    print("held", flush=True)
    sys.stdin.readline()
    held.release()
"""


def start(path: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONUTF8": "1"},
    )


def go(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    process.stdin.write("\n")
    process.stdin.flush()


def answer(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline()


def finish(process: subprocess.Popen[str]) -> None:
    process.communicate("\n", timeout=20)
    assert process.returncode == 0


def refused(path: Path) -> KnownError:
    with pytest.raises(KnownError) as caught:
        acquire(path)
    assert caught.value.code is ErrorCode.LOCKED
    return caught.value


def leave_note(path: Path, **changes: object) -> None:
    note = {"who": "li", "pc": "办公室2", "pid": 1, "since": "2026-11-22T09:12:00+08:00", **changes}
    note_path(path).write_text(json.dumps(note), encoding="utf-8")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "工会.xiaojia"


def test_of_two_programs_that_start_at_once_exactly_one_gets_the_file(path: Path) -> None:
    for _ in range(20):
        both = [start(path), start(path)]
        for process in both:
            go(process)
        answers = [answer(process) for process in both]
        for process in both:
            finish(process)
        assert sorted(text.split()[0] for text in answers) == ["held", "refused"]


def test_the_second_program_is_told_who_holds_the_file_where_and_since_when(path: Path) -> None:
    first = start(path)
    go(first)
    assert answer(first) == "held\n"
    second = start(path)
    go(second)
    text = answer(second)
    finish(first)
    finish(second)
    assert "locked" in text
    assert os.uname().nodename in text
    assert "起" in text


def test_after_the_holder_was_killed_the_file_opens_without_a_question(path: Path) -> None:
    holder = start(path)
    go(holder)
    assert answer(holder) == "held\n"
    refused(path)
    holder.send_signal(signal.SIGKILL)
    holder.communicate()
    assert note_path(path).exists()
    acquire(path).release()


def test_a_second_opening_in_the_same_program_is_refused_too(path: Path) -> None:
    with acquire(path):
        assert "这台电脑" in str(refused(path).what)
    acquire(path).release()


def test_a_lock_taken_in_one_thread_can_be_given_back_in_another(path: Path) -> None:
    held = acquire(path)
    thread = threading.Thread(target=held.release)
    thread.start()
    thread.join()
    acquire(path).release()


def test_giving_back_twice_does_not_free_somebody_elses_lock(path: Path) -> None:
    first = acquire(path)
    first.release()
    with acquire(path):
        first.release()
        assert note_path(path).exists()
        refused(path)


def test_the_file_is_the_same_by_whichever_way_it_is_reached(path: Path) -> None:
    (path.parent / "sub").mkdir()
    with acquire(path):
        refused(path.parent / "sub" / ".." / path.name)


def test_a_note_left_by_another_pc_is_asked_about_and_can_be_overruled(path: Path) -> None:
    leave_note(path)
    error = refused(path)
    assert "办公室2" in str(error.what) and "9:12" in str(error.what) and "li" in str(error.what)
    assert note_path(path).name in str(error.next)
    refused(path)
    with acquire(path, take_over=True):
        assert json.loads(note_path(path).read_text())["pid"] == os.getpid()
    acquire(path).release()


@pytest.mark.parametrize("text", ["", "{", "[]", '{"who": 1}', '{"who":"","pc":"x","pid":"x","since":"x"}'])
def test_a_note_that_cannot_be_read_keeps_nobody_out(path: Path, text: str) -> None:
    note_path(path).write_text(text)
    with acquire(path):
        note_path(path).write_text(text)
        assert "正在别处打开" in str(refused(path).what)


def test_a_folder_that_is_not_there_is_told_as_such_and_not_made(tmp_path: Path) -> None:
    with pytest.raises(KnownError) as caught:
        acquire(tmp_path / "missing" / "工会.xiaojia")
    assert caught.value.code is ErrorCode.NOT_FOUND
    assert not list(tmp_path.iterdir())


def test_nothing_is_left_beside_the_file_but_the_lock_itself(path: Path) -> None:
    acquire(path).release()
    assert set(path.parent.iterdir()) <= {lock_path(path)}


def test_on_a_full_disk_the_file_opens_without_its_note(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: Path, text: str, encoding: str) -> int:
        raise OSError(errno.ENOSPC, "x")

    monkeypatch.setattr(Path, "write_text", full)
    with acquire(path):
        assert not note_path(path).exists()
        with pytest.raises(KnownError) as caught:
            acquire(path)
    assert caught.value.code is ErrorCode.LOCKED


def test_where_a_new_file_is_refused_for_its_note_nothing_is_left(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(self: Path, *args: object, **more: object) -> int:
        self.touch()
        raise OSError(errno.EIO, "of the disk")

    monkeypatch.setattr(Path, "write_text", fail)
    with pytest.raises(KnownError):
        acquire(path)

    assert list(path.parent.iterdir()) == []


def test_since_names_the_day_only_when_it_is_not_today() -> None:
    holder = Holder("li", "PC", 1, "2026-11-22T09:05:00+08:00")
    assert str(holder.since_shown(datetime(2026, 11, 22, 18))) == "9:05起"
    assert str(holder.since_shown(datetime(2026, 11, 23, 8))) == "11月22日 9:05起"


def test_looking_whether_a_file_is_free_holds_nothing_and_names_the_holder(path: Path) -> None:
    require_free(path)
    with acquire(path):
        note = note_path(path).read_bytes()
        with pytest.raises(KnownError) as caught:
            require_free(path)
        assert caught.value.code is ErrorCode.LOCKED and "这台电脑" in str(caught.value.what)
        assert note_path(path).read_bytes() == note

    require_free(path)
    acquire(path).release()
