"""new, passwd, recovery, info, types, check, upgrade."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.models.store.engine import SCHEMA_VERSION
from tests.cli.conftest import Xiaojia


def test_a_new_file_says_its_recovery_code_once(xiaojia: Xiaojia, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("another-one\n", encoding="utf-8")
    path = tmp_path / "新.xiaojia"
    ran = xiaojia.run(
        "new", path, "--union", "示例二工会", "--new-password-file", tmp_path / "secret", "--json", "--ack"
    )
    assert ran.code == 0 and ran.acks == ["ACK new 1"]
    assert Path(ran.json["file"]) == path and len(ran.json["recovery_code"]) == 26
    found = xiaojia.run("list", path, "organization", "--password-file", tmp_path / "secret", "--json").json
    assert [row["name"] for row in found["rows"]] == ["示例二工会"]


def test_a_doubtful_credit_code_is_kept_and_told(xiaojia: Xiaojia, tmp_path: Path) -> None:
    new = xiaojia.on(tmp_path / "doubt.xiaojia")("new", "--union", "示例工会", "--credit-code", "81110000MC0000000X")
    assert [one["field"] for one in new["warnings"]] == ["credit_code"]


def test_a_new_file_never_takes_the_place_of_another(xiaojia: Xiaojia) -> None:
    before = xiaojia.path.read_bytes()
    assert xiaojia.refused("new", "--union", "x")["code"] == "exists"
    assert xiaojia.path.read_bytes() == before


def test_a_short_first_password_leaves_no_file(
    xiaojia: Xiaojia, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XIAOJIA_PASSWORD", "abc")
    path = tmp_path / "x.xiaojia"
    ran = xiaojia.run("new", path, "--union", "示例", "--json")
    assert ran.code == 1 and ran.json["error"]["code"] == "bad_input" and not path.exists()


def test_a_new_password_takes_the_place_of_the_old_one(
    xiaojia: Xiaojia, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "secret").write_text("another-one", encoding="utf-8")
    changed = xiaojia.run("passwd", xiaojia.path, "--new-password-file", tmp_path / "secret", "--json", "--ack")
    assert sorted(changed.json["slots"]) == ["password", "recovery"] and changed.acks == ["ACK passwd 1"]
    assert xiaojia.refused("info")["code"] == "wrong_password"
    monkeypatch.setenv("XIAOJIA_PASSWORD", "another-one")
    xiaojia("info")


def test_a_short_new_password_is_refused_and_the_old_one_stays(xiaojia: Xiaojia, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("abc", encoding="utf-8")
    error = xiaojia.refused("passwd", "--new-password-file", tmp_path / "secret")
    assert error["code"] == "bad_input" and error["problems"][0]["field"] == "password"
    xiaojia("info")


def test_a_new_recovery_code_voids_the_old_one(
    xiaojia: Xiaojia, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = (xiaojia("recovery")["recovery_code"] for _ in range(2))
    monkeypatch.delenv("XIAOJIA_PASSWORD")
    (tmp_path / "first").write_text(first, encoding="utf-8")
    (tmp_path / "second").write_text(second, encoding="utf-8")
    assert xiaojia.refused("info", "--recovery-code-file", tmp_path / "first")["code"] == "wrong_password"
    xiaojia("info", "--recovery-code-file", tmp_path / "second")


def test_info_counts_every_type_and_knows_the_last_backup(xiaojia: Xiaojia, tmp_path: Path) -> None:
    xiaojia.add("person", [{"name": "张伟"}, {"name": "刘秀英"}])
    before = xiaojia("info")
    assert before["schema"] == SCHEMA_VERSION and before["last_backup"] is None
    assert before["counts"]["person"] == 2 and before["counts"]["hardship-case"] == 0
    assert set(before["counts"]) == set(xiaojia.run("types", "--json").json["types"])
    (tmp_path / "stick").mkdir()
    made = xiaojia("backup", tmp_path / "stick")
    after = xiaojia("info")
    assert after["last_backup"] and after["last_backup_file"] == Path(made["backup"]).name


def test_a_sound_file_has_no_problems(xiaojia: Xiaojia) -> None:
    xiaojia.add("person", {"name": "张伟", "memberships": [{"joined_on": "2020", "changes": [{"type": "1"}]}]})
    assert xiaojia("check")["problems"] == []
    assert xiaojia("check", "--deep")["problems"] == []


def test_a_changed_byte_is_found(xiaojia: Xiaojia) -> None:
    content = bytearray(xiaojia.path.read_bytes())
    content[len(content) // 2] ^= 1
    xiaojia.path.write_bytes(content)
    error = xiaojia.refused("check")
    assert error["code"] == "damaged"


def test_a_file_of_this_version_needs_no_upgrade(xiaojia: Xiaojia) -> None:
    found = xiaojia("upgrade")
    assert (found["from"], found["to"], found["kept"]) == (SCHEMA_VERSION, SCHEMA_VERSION, None)


def test_a_file_that_is_not_there_or_not_ours_is_a_known_fault(xiaojia: Xiaojia, tmp_path: Path) -> None:
    for command in ("info", "upgrade", "check", "undo"):
        ran = xiaojia.run(command, tmp_path / "none.xiaojia", "--json")
        assert (ran.code, ran.json["error"]["code"]) == (1, "not_found")
    (tmp_path / "letter.txt").write_text("a letter" * 100, encoding="utf-8")
    assert xiaojia.run("info", tmp_path / "letter.txt", "--json").json["error"]["code"] == "keys_missing"
