"""Making, opening and locking a file with a password and a recovery code."""

from __future__ import annotations

import gc
from pathlib import Path
from types import FunctionType, ModuleType

import pytest

from app.errors import ErrorCode, KnownError
from app.models import CodeItem, Organization
from app.models.store.database import Database
from app.models.store.engine import connect
from app.models.store.keyfile import KeyFile
from app.models.values.codes_data import shipped_code_lists
from app.services import files, listing, records
from app.services.files import Unlock, UnlockAhead, by_password, by_recovery_code, open_file
from app.services.listing import View
from tests.conftest import MadeFile


def opens(path: Path, unlock: Unlock) -> bool:
    try:
        open_file(path, unlock).close()
    except KnownError as refusal:
        if refusal.code != ErrorCode.WRONG_PASSWORD:
            raise
        return False
    return True


def test_a_new_file_holds_the_union_and_the_shipped_code_lists(database: Database) -> None:
    shipped = sum(len(one["items"]) for one in shipped_code_lists().values())

    with database.read() as session:
        assert records.find(session, Organization, "示例工会")
        assert listing.count(session, View(CodeItem)) == shipped


def test_password_and_recovery_code_both_open_it(data_file: Path, made_file: MadeFile) -> None:
    assert opens(data_file, by_password(made_file.password))
    assert opens(data_file, by_recovery_code(made_file.recovery_code.lower()))
    assert not opens(data_file, by_password("falsch-12"))


def test_a_password_reckoned_beforehand_opens_it_and_a_wrong_one_is_refused(
    data_file: Path, made_file: MadeFile
) -> None:
    right, wrong = UnlockAhead(data_file, made_file.password), UnlockAhead(data_file, "falsch-12")

    assert opens(data_file, right)
    assert not opens(data_file, wrong)


def test_a_password_reckoned_beforehand_for_other_keys_counts_for_nothing(data_file: Path, made_file: MadeFile) -> None:
    ahead = UnlockAhead(data_file, made_file.password)
    with open_file(data_file, by_password(made_file.password)) as opened:
        files.change_password(opened, "neu-12")

    assert not opens(data_file, ahead)


def test_nothing_of_a_password_reckoned_beforehand_is_left_after_its_one_use(
    data_file: Path, made_file: MadeFile
) -> None:
    right, wrong = UnlockAhead(data_file, made_file.password), UnlockAhead(data_file, "falsch-12")

    assert opens(data_file, right) and not opens(data_file, wrong)

    assert not [one for one in left_of(right) if one in (made_file.password, made_file.dek)]
    assert "falsch-12" not in left_of(wrong)


def test_nothing_of_it_is_left_when_the_file_was_refused_before_it_was_asked(
    data_file: Path, made_file: MadeFile
) -> None:
    ahead = UnlockAhead(data_file, made_file.password)

    with open_file(data_file, lambda keys: made_file.dek), pytest.raises(KnownError):
        open_file(data_file, ahead)

    assert not [one for one in left_of(ahead) if one in (made_file.password, made_file.dek)]


def left_of(ahead: UnlockAhead) -> list[object]:
    """All texts and bytes that can still be reached from it, in as many steps as its parts are deep."""
    found: dict[int, object] = {}
    ways: list[object] = [vars(ahead)]
    while ways:
        one = ways.pop()
        if id(one) not in found and not isinstance(one, (type, ModuleType, FunctionType)):
            found[id(one)] = one
            ways += gc.get_referents(one)
    return [one for one in found.values() if isinstance(one, (str, bytes))]


def test_a_wrong_password_reckoned_beforehand_is_reckoned_once(
    data_file: Path, made_file: MadeFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    times: list[str] = []
    stretch = KeyFile.unlock_password

    def counted(keys: KeyFile, password: str) -> bytes:
        times.append(password)
        return stretch(keys, password)

    monkeypatch.setattr(KeyFile, "unlock_password", counted)

    assert not opens(data_file, UnlockAhead(data_file, "falsch-12"))
    assert times == ["falsch-12"]


def test_a_new_password_and_a_new_code_in_one_session_both_hold(data_file: Path, made_file: MadeFile) -> None:
    """The second change must start from the first one, not from the keys as they were when the file was opened."""
    with open_file(data_file, by_password(made_file.password)) as opened:
        code = files.new_recovery_code(opened)
        files.change_password(opened, "neu-12")

    assert opens(data_file, by_recovery_code(code))
    assert opens(data_file, by_password("neu-12"))
    assert not opens(data_file, by_recovery_code(made_file.recovery_code))
    assert not opens(data_file, by_password(made_file.password))


def test_a_second_opening_is_refused_with_the_holder_named(data_file: Path, made_file: MadeFile) -> None:
    with open_file(data_file, by_password(made_file.password)), pytest.raises(KnownError) as refusal:
        open_file(data_file, by_password(made_file.password))

    assert refusal.value.code == ErrorCode.LOCKED


def test_a_wrong_password_leaves_the_file_free(data_file: Path, made_file: MadeFile) -> None:
    assert not opens(data_file, by_password("falsch-12"))

    assert opens(data_file, by_password(made_file.password))


def test_a_file_that_is_not_there_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(KnownError) as refusal:
        open_file(tmp_path / "nichts.xiaojia", by_password("geheim-12"))

    assert refusal.value.code == ErrorCode.NOT_FOUND
    assert list(tmp_path.iterdir()) == []


def test_a_new_file_never_takes_the_place_of_another(data_file: Path) -> None:
    before = data_file.read_bytes()

    with pytest.raises(KnownError) as refusal:
        files.create(data_file, "另一个工会", "geheim-12")

    assert refusal.value.code == ErrorCode.EXISTS
    assert data_file.read_bytes() == before


@pytest.mark.parametrize(("name", "password"), [("", "geheim-12"), ("示例工会", "123")])
def test_a_file_that_cannot_be_made_leaves_no_data_file(tmp_path: Path, name: str, password: str) -> None:
    with pytest.raises(KnownError) as refusal:
        files.create(tmp_path / "neu.xiaojia", name, password)

    assert refusal.value.code == ErrorCode.BAD_INPUT
    assert not (tmp_path / "neu.xiaojia").exists()
    assert files.create(tmp_path / "neu.xiaojia", "示例工会", "geheim-12").recovery_code


def test_a_file_far_away_in_an_odd_folder_opens(tmp_path: Path, made_file: MadeFile) -> None:
    folder = tmp_path / "100% union? #1 中文 𠮷"
    folder.mkdir()

    assert opens(made_file.copy_to(folder), by_password(made_file.password))


@pytest.mark.parametrize(
    "statement",
    ["CREATE VIEW evil AS SELECT 1", "CREATE TRIGGER evil AFTER UPDATE ON person BEGIN DELETE FROM person; END"],
)
def test_a_file_with_something_that_would_be_carried_out_is_not_opened(
    statement: str, data_file: Path, made_file: MadeFile
) -> None:
    raw = connect(data_file, made_file.dek)
    raw.execute(statement)
    raw.close()

    with pytest.raises(KnownError) as refused:
        Database.open(data_file, made_file.dek)

    assert refused.value.code is ErrorCode.DAMAGED and "夹带" in str(refused.value.what)
