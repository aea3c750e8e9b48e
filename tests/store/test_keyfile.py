from __future__ import annotations

import json
import time
import unicodedata
import uuid
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import uuid_utils

from app.errors import ErrorCode, KnownError
from app.models.store import crypto
from app.models.store.keyfile import (
    KeyFile,
    data_folder,
    find_keys,
    keys_path,
    own_keys_path,
    save_keys,
    save_own_keys,
)
from app.models.store.recovery_code import grouped, new_recovery_code

PASSWORD = "工会 2027 é"


@cache
def made() -> tuple[KeyFile, bytes, str]:
    return KeyFile.create(str(uuid_utils.uuid7()), PASSWORD)


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "own"
    monkeypatch.setenv("XIAOJIA_DATA_DIR", str(folder))
    return folder


def changed(change: Callable[[dict[str, Any]], object]) -> str:
    document = json.loads(made()[0].to_json())
    change(document)
    return json.dumps(document)


def refused(attempt: Callable[[], object]) -> KnownError:
    with pytest.raises(KnownError) as caught:
        attempt()
    return caught.value


def data_file(folder: Path, first_bytes: bytes) -> Path:
    path = folder / "工会.xiaojia"
    path.write_bytes(first_bytes + bytes(1000))
    return path


def test_password_and_recovery_code_both_open_the_data_key() -> None:
    keys, dek, code = made()
    assert len(dek) == 32
    assert keys.unlock_password(PASSWORD) == dek
    assert keys.unlock_recovery(grouped(code).lower()) == dek


def test_a_password_typed_in_another_unicode_form_is_the_same_password() -> None:
    keys, dek, _ = made()
    assert unicodedata.normalize("NFD", PASSWORD) != PASSWORD
    assert keys.unlock_password(unicodedata.normalize("NFD", PASSWORD)) == dek


@pytest.mark.parametrize("password", ["", "工会 2027 e", PASSWORD + " ", PASSWORD.upper(), "x" * 10_000, "\udcff"])
def test_a_wrong_password_opens_nothing(password: str) -> None:
    assert refused(lambda: made()[0].unlock_password(password)).code is ErrorCode.WRONG_PASSWORD


def test_a_recovery_code_of_another_file_is_told_apart_from_a_typo() -> None:
    keys, _, code = made()
    other = refused(lambda: keys.unlock_recovery(new_recovery_code()))
    typo = refused(lambda: keys.unlock_recovery(code[:-1]))
    assert other.code is typo.code is ErrorCode.WRONG_PASSWORD
    assert str(other.what) != str(typo.what)


def test_every_opening_pays_the_full_price() -> None:
    for slot in made()[0].slots:
        assert slot["kdf"] == "argon2id"
        assert slot["params"] == {"m": 64 * 1024, "t": 3, "p": 1}
    start = time.perf_counter()
    refused(lambda: made()[0].unlock_password("wrong"))
    assert time.perf_counter() - start > 0.02


def test_a_new_password_voids_the_old_one_and_leaves_the_recovery_code() -> None:
    keys, dek, code = made()
    renewed = keys.with_new_password(dek, "新密码")
    assert renewed.unlock_password("新密码") == dek
    assert renewed.unlock_recovery(code) == dek
    assert refused(lambda: renewed.unlock_password(PASSWORD)).code is ErrorCode.WRONG_PASSWORD


def test_a_new_recovery_code_voids_the_old_one_and_leaves_the_password() -> None:
    keys, dek, code = made()
    renewed, new_code = keys.with_new_recovery(dek)
    assert renewed.unlock_recovery(new_code) == dek
    assert renewed.unlock_password(PASSWORD) == dek
    assert refused(lambda: renewed.unlock_recovery(code)).code is ErrorCode.WRONG_PASSWORD


def test_keys_read_back_as_they_were_saved(tmp_path: Path) -> None:
    keys, dek, _ = made()
    keys.save(tmp_path / "钥匙")
    again = KeyFile.load(tmp_path / "钥匙")
    assert again == keys
    assert again.unlock_password(PASSWORD) == dek
    assert [path.name for path in tmp_path.iterdir()] == ["钥匙"]


def test_slots_and_fields_of_later_versions_are_kept_untouched() -> None:
    keys, dek, _ = made()
    escrow = {"id": "e", "type": "escrow", "stanza": ["age", 1, None], "note": "上级工会"}
    later = KeyFile._signed({**keys.document, "slots": [escrow, *keys.slots], "hint": {"a": 1}}, dek)
    renewed, _ = KeyFile.from_json(later.to_json()).with_new_password(dek, "新").with_new_recovery(dek)
    again = KeyFile.from_json(renewed.to_json())
    assert escrow in again.slots
    assert again.document["hint"] == {"a": 1}
    assert again.unlock_password("新") == dek


@pytest.mark.parametrize(
    "lower",
    [
        lambda slot: slot["params"].update(m=64 * 1024 - 1),
        lambda slot: slot["params"].update(m=8),
        lambda slot: slot["params"].update(t=2),
        lambda slot: slot["params"].update(p=0),
        lambda slot: slot.update(kdf="hkdf"),
        lambda slot: slot.update(kdf="argon2i"),
    ],
)
@pytest.mark.parametrize("number", [0, 1])
def test_lowered_costs_are_refused_by_name_before_any_key_is_derived(
    lower: Callable[[dict[str, Any]], object], number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = changed(lambda document: lower(document["slots"][number]))
    monkeypatch.setattr(crypto, "stretch", lambda *_: pytest.fail("a key was derived"))
    error = refused(lambda: KeyFile.from_json(text))
    assert error.code is ErrorCode.DAMAGED
    assert "强度被调低" in str(error.what)


@pytest.mark.parametrize(
    "change",
    [
        lambda document: document.update(hint="x"),
        lambda document: document.update(file_id=str(uuid.uuid4())),
        lambda document: document["slots"].append({"id": "x", "type": "escrow"}),
        lambda document: document["slots"].reverse(),
        lambda document: document["slots"].pop(1),
        lambda document: document["slots"][0].update(made_at="2020-01-01T00:00:00.000Z"),
        lambda document: document["slots"][0]["params"].update(m=128 * 1024),
        lambda document: document["slots"][0].update(id="other"),
        lambda document: document.update(mac=crypto.KEY_BYTES * "A" + "A" * 11 + "="),
    ],
)
def test_any_other_change_never_gives_out_the_key(change: Callable[[dict[str, Any]], object]) -> None:
    error = refused(lambda: KeyFile.from_json(changed(change)).unlock_password(PASSWORD))
    assert error.code in (ErrorCode.DAMAGED, ErrorCode.WRONG_PASSWORD)


def test_a_changed_key_file_cannot_be_given_a_new_password() -> None:
    _, dek, _ = made()
    tampered = KeyFile.from_json(changed(lambda document: document.update(hint="x")))
    assert refused(lambda: tampered.with_new_password(dek, "新")).code is ErrorCode.DAMAGED
    assert refused(lambda: tampered.with_new_recovery(dek)).code is ErrorCode.DAMAGED


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        "{}",
        "[" * 100_000,
        changed(lambda document: document.pop("mac")),
        changed(lambda document: document.pop("slots")),
        changed(lambda document: document.update(slots=[1])),
        changed(lambda document: document.update(slots=[{"type": "password"}])),
        changed(lambda document: document.update(slots=None)),
        changed(lambda document: document.update(file_id="../../x")),
        changed(lambda document: document.update(file_id=None)),
        changed(lambda document: document.update(format="1")),
        changed(lambda document: document["slots"][0].update(salt="")),
        changed(lambda document: document["slots"][0].update(box="不是")),
        changed(lambda document: document["slots"][0].update(params=7)),
        changed(lambda document: document["slots"][0]["params"].update(m=2**40)),
        changed(lambda document: document["slots"][0]["params"].update(t="9")),
        changed(lambda document: document["slots"][0]["params"].update(p=1.5)),
        changed(lambda document: document["slots"][0]["params"].update(m=1024 * 1024)),
        changed(lambda document: document["slots"][0]["params"].update(t=32)),
        changed(lambda document: document.update(slots=[document["slots"][0]] * 3)),
    ],
)
def test_what_is_no_key_file_is_refused_as_damaged(text: str) -> None:
    assert refused(lambda: KeyFile.from_json(text)).code is ErrorCode.DAMAGED


def test_a_key_file_of_a_later_format_asks_for_the_new_version() -> None:
    error = refused(lambda: KeyFile.from_json(changed(lambda document: document.update(format=2))))
    assert error.code is ErrorCode.NEWER_FILE


def test_a_huge_or_binary_key_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "huge").write_bytes(b" " * (2 * 1024 * 1024))
    (tmp_path / "binary").write_bytes(b"\xff\xfe\x00")
    for name in ("huge", "binary"):
        assert refused(lambda name=name: KeyFile.load(tmp_path / name)).code is ErrorCode.DAMAGED  # type: ignore[misc]


def test_keys_are_kept_beside_the_file_and_in_the_programs_own_folder(tmp_path: Path) -> None:
    keys, _, _ = made()
    path = data_file(tmp_path, uuid.UUID(keys.file_id).bytes)
    save_keys(keys, path)
    assert keys_path(path).name == "工会.xiaojia-keys"
    assert KeyFile.load(keys_path(path)) == KeyFile.load(own_keys_path(keys.file_id)) == keys
    assert own_keys_path(keys.file_id).is_relative_to(data_folder())
    assert keys_path(path).stat().st_mode & 0o077 == 0


def test_a_file_copied_without_its_keys_is_opened_with_the_programs_own_copy(tmp_path: Path) -> None:
    keys, _, _ = made()
    path = data_file(tmp_path, uuid.UUID(keys.file_id).bytes)
    save_keys(keys, path)
    keys_path(path).unlink()
    assert find_keys(path) == keys


A_FILES_NAME = uuid_utils.UUID("01890a5d-ac96-774b-bcce-b302099a8057").bytes


@pytest.mark.parametrize("first_bytes", [A_FILES_NAME, bytes(16), b"short", b""])
def test_a_file_whose_keys_are_nowhere_names_the_missing_file_and_the_backups(
    tmp_path: Path, first_bytes: bytes
) -> None:
    path = tmp_path / "工会.xiaojia"
    path.write_bytes(first_bytes)
    error = refused(lambda: find_keys(path))
    assert error.code is ErrorCode.KEYS_MISSING
    assert "工会.xiaojia-keys" in str(error.what)
    assert ".xjbak" in str(error.next)


def test_the_keys_of_another_file_are_passed_over_and_named_when_there_are_no_others(tmp_path: Path) -> None:
    keys, _, _ = made()
    other, _, _ = KeyFile.create(str(uuid_utils.uuid7()), "另一个")
    path = data_file(tmp_path, uuid.UUID(keys.file_id).bytes)
    other.save(keys_path(path))
    error = refused(lambda: find_keys(path))
    assert error.code is ErrorCode.KEYS_MISSING
    assert "另一份资料" in str(error.what)
    save_own_keys(keys)
    assert find_keys(path) == keys


@pytest.mark.parametrize("damage", [lambda head: bytes([head[0] ^ 1]) + head[1:], lambda head: bytes(16)])
def test_a_damaged_beginning_of_the_data_is_left_for_the_opening_to_find(
    damage: Callable[[bytes], bytes], tmp_path: Path
) -> None:
    keys, _, _ = made()
    path = data_file(tmp_path, damage(uuid.UUID(keys.file_id).bytes))
    keys.save(keys_path(path))
    assert find_keys(path) == keys


def test_a_damaged_key_file_beside_the_data_is_refused_and_not_passed_over(tmp_path: Path) -> None:
    keys, _, _ = made()
    path = data_file(tmp_path, uuid.UUID(keys.file_id).bytes)
    save_keys(keys, path)
    keys_path(path).write_text("{}")
    assert refused(lambda: find_keys(path)).code is ErrorCode.DAMAGED


def test_work_goes_on_when_the_programs_own_folder_cannot_be_written(tmp_path: Path, own_folder: Path) -> None:
    keys, _, _ = made()
    own_folder.write_text("a file where the folder should be")
    path = data_file(tmp_path, uuid.UUID(keys.file_id).bytes)
    save_keys(keys, path)
    assert find_keys(path) == keys


def test_the_sqlcipher_key_carries_the_file_id_only_when_a_file_is_made() -> None:
    dek = bytes(range(32))
    file_id = str(uuid.UUID(int=7))
    assert crypto.sqlcipher_key(dek) == f"x'{dek.hex()}'"
    assert crypto.sqlcipher_key(dek, file_id) == f"x'{dek.hex()}{7:032x}'"
