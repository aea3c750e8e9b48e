"""backup, verify, restore: what is kept on a stick comes back as it was."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Xiaojia
from tests.conftest import MadeFile


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


def _held(xiaojia: Xiaojia) -> list[Any]:
    return [xiaojia(*line) for line in (("figures",), ("list", "person"), ("list", "membership"), ("deeds",))]


def test_a_backup_is_verified_and_restored_as_it_was(xiaojia: Xiaojia, stick: Path) -> None:
    xiaojia.add("person", {"name": "刘秀英", "memberships": [{"joined_on": "2001"}]})
    before = _held(xiaojia)
    ran = xiaojia.run("backup", xiaojia.path, stick, "--json", "--ack")
    made = ran.json
    assert ran.code == 0 and ran.acks == ["ACK backup 1"] and Path(made["backup"]).parent == stick
    found = xiaojia.run("verify", made["backup"], "--json").json
    for key in ("backup", "records", "digest", "deed_head"):
        assert found[key] == made[key], key
    assert found["schema"] >= 1
    xiaojia("delete", "person", "刘秀英")
    restored = xiaojia.run("restore", made["backup"], xiaojia.path, "--json", "--ack")
    assert restored.acks == ["ACK restore 1"] and Path(restored.json["file"]) == xiaojia.path.resolve()
    assert Path(restored.json["kept"]).exists()
    assert _held(xiaojia) == before
    kept = xiaojia.run("list", restored.json["kept"], "person", "--json")
    assert kept.json["total"] == 0


def test_a_second_backup_leaves_the_first_alone(xiaojia: Xiaojia, stick: Path) -> None:
    first = Path(xiaojia("backup", stick)["backup"])
    content = first.read_bytes()
    second = Path(xiaojia("backup", stick)["backup"])
    assert second != first and first.read_bytes() == content


def test_a_changed_byte_in_a_backup_is_refused_and_nothing_is_touched(xiaojia: Xiaojia, stick: Path) -> None:
    backup = Path(xiaojia("backup", stick)["backup"])
    content = bytearray(backup.read_bytes())
    content[len(content) // 2] ^= 1
    backup.write_bytes(content)
    before = xiaojia.path.read_bytes()
    for line in (("verify", backup), ("restore", backup, xiaojia.path)):
        ran = xiaojia.run(*line, "--json", "--ack")
        assert ran.code == 1 and ran.json["error"]["code"] in ("damaged", "backup_mismatch") and not ran.acks
    assert xiaojia.path.read_bytes() == before


def test_a_backup_comes_back_on_another_pc_with_the_recovery_code(
    xiaojia: Xiaojia, made_file: MadeFile, stick: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup = xiaojia("backup", stick)["backup"]
    (tmp_path / "code").write_text(made_file.recovery_code, encoding="utf-8")
    monkeypatch.delenv("XIAOJIA_PASSWORD")
    target = tmp_path / "other" / "工会.xiaojia"
    target.parent.mkdir()
    ran = xiaojia.run("restore", backup, target, "--recovery-code-file", tmp_path / "code", "--json")
    assert ran.code == 0 and ran.json["kept"] is None and target.exists()


def test_no_backup_goes_where_no_folder_is(xiaojia: Xiaojia, tmp_path: Path) -> None:
    ran = xiaojia.run("backup", xiaojia.path, tmp_path / "none", "--json", "--ack")
    assert ran.code == 1 and ran.json["error"]["code"] == "unplugged" and not ran.acks
    assert xiaojia.run("verify", xiaojia.path, "--json").json["error"]["code"] == "not_ours"
