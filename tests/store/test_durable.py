"""Small deeds on disks that fail now and then."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from app.models.store.durable import take_away


def test_what_cannot_be_deleted_at_first_is_deleted_at_the_second_try(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = [tmp_path / name for name in ("a", "b", "c")]
    for path in paths[:2]:
        path.touch()
    unlink, failures = Path.unlink, [OSError(errno.EIO, "of the disk")]

    def fail_once(self: Path, missing_ok: bool = False) -> None:
        if failures:
            raise failures.pop()
        unlink(self, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", fail_once)
    take_away(*paths)

    assert list(tmp_path.iterdir()) == []


def test_a_file_that_cannot_be_deleted_keeps_no_other_there_and_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stuck, other = tmp_path / "a", tmp_path / "b"
    stuck.touch()
    other.touch()
    unlink = Path.unlink

    def fail(self: Path, missing_ok: bool = False) -> None:
        if self == stuck:
            raise OSError(errno.EIO, "of the disk")
        unlink(self, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", fail)
    with pytest.raises(OSError, match="of the disk"):
        take_away(stuck, other)

    assert list(tmp_path.iterdir()) == [stuck]
