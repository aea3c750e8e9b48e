"""A file that is replaced, renamed, deleted or cut while it is open: not one write goes astray, and all is rescued."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.errors import ErrorCode, KnownError
from app.models import Person
from app.models.store.keyfile import keys_path
from app.services import drafts, files, listing, rescue
from app.services.drafts import Draft
from app.services.files import OpenFile
from app.services.listing import View
from tests.conftest import MadeFile
from tests.factories import add_person

Blow = Callable[[Path], object]
BLOWS: dict[str, Blow] = {
    "replaced by an older copy": lambda path: os.replace(path.with_name("older"), path),
    "renamed": lambda path: path.rename(path.with_name("elsewhere.xiaojia")),
    "deleted": lambda path: path.unlink(),
    "its folder renamed": lambda path: path.parent.rename(path.parent.with_name("moved")),
}
pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows lets nobody replace a file that is open")


@pytest.fixture
def opened(made_file: MadeFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[OpenFile]:
    """A file with one member, open; an older copy lies beside it."""
    monkeypatch.setenv("XIAOJIA_DATA_DIR", str(tmp_path / "程序"))
    folder = tmp_path / "资料"
    folder.mkdir()
    path = made_file.copy_to(folder)
    shutil.copyfile(path, path.with_name("older"))
    file = files.open_file(path, lambda keys: made_file.dek)
    with file.database.write("新增") as session:
        add_person(session, "王秀兰")
    yield file
    file.close()


def names(file: OpenFile) -> list[str]:
    with file.database.read() as session:
        view = View(Person, columns=("name",))
        return [row[0] for row in listing.rows(session, view, listing.ids(session, view))]


def add(file: OpenFile, name: str) -> None:
    with file.database.write("新增") as session:
        add_person(session, name)


@pytest.mark.parametrize("blow", BLOWS)
def test_nothing_is_written_into_a_file_that_nobody_would_find(opened: OpenFile, blow: str) -> None:
    path = opened.database.path
    BLOWS[blow](path)
    before = path.read_bytes() if path.exists() else None

    with pytest.raises(KnownError) as refused:
        add(opened, "李建国")
    with pytest.raises(KnownError) as refused_too:
        opened.database.remember("key", "value")

    assert refused.value.code is refused_too.value.code is ErrorCode.REPLACED
    assert names(opened) == ["王秀兰"]
    assert before == (path.read_bytes() if path.exists() else None)


@pytest.mark.parametrize("blow", BLOWS)
def test_everything_that_was_saved_is_rescued(opened: OpenFile, made_file: MadeFile, blow: str) -> None:
    BLOWS[blow](opened.database.path)
    draft = Draft("token", "members", "李建国", {"texts": {}})

    rescued = rescue.rescue(opened)
    again = rescue.go_on_with(opened, rescued, [draft])

    assert names(again) == ["王秀兰"] and drafts.kept(again.database) == [draft]
    again.close()
    with files.open_file(rescued, files.by_password(made_file.password)) as file:
        assert names(file) == ["王秀兰"] and not file.database.chain_problems()


def test_a_file_that_was_cut_is_not_written_to(opened: OpenFile) -> None:
    path = opened.database.path
    os.truncate(path, path.stat().st_size // 2)

    with pytest.raises(KnownError) as refused:
        add(opened, "李建国")

    assert refused.value.code is ErrorCode.REPLACED


def test_a_file_that_is_replaced_during_a_deed_is_not_said_to_be_saved(opened: OpenFile) -> None:
    path = opened.database.path

    def deed() -> None:
        with opened.database.write("新增") as session:
            add_person(session, "李建国")
            os.replace(path.with_name("older"), path)

    with pytest.raises(KnownError) as refused:
        deed()

    assert refused.value.code is ErrorCode.REPLACED
    assert sorted(names(rescued_of(opened))) == ["李建国", "王秀兰"]


def rescued_of(opened: OpenFile) -> OpenFile:
    return rescue.go_on_with(opened, rescue.rescue(opened), [])


def test_nothing_is_left_where_the_rescue_fails(opened: OpenFile) -> None:
    path = opened.database.path
    before = sorted(path.parent.iterdir())
    os.truncate(path, 4096)
    opened.database.raw.execute("PRAGMA shrink_memory")

    with pytest.raises(KnownError):
        rescue.rescue(opened)

    assert sorted(path.parent.iterdir()) == before


def test_our_own_writes_are_no_surprise(opened: OpenFile) -> None:
    for number in range(8):
        add(opened, f"张{number}")
        opened.database.remember("key", "长" * number * 800)

    assert len(names(opened)) == 9
    assert keys_path(opened.database.path).exists()
