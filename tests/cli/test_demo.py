"""demo: the whole story, the same every time."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Ran, Xiaojia, pdf_text

LINE = ("--members", "30", "--seed", "7", "--today", "2026-12-20", "--json", "--quiet")


def _tell(xiaojia: Xiaojia, folder: Path, *more: str) -> Ran:
    ran = xiaojia.run("demo", folder, *LINE, *more)
    assert ran.code == 0, ran
    return ran


def _figures(xiaojia: Xiaojia, told: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    monkeypatch.setenv("XIAOJIA_PASSWORD", told["password"])
    ran = xiaojia.run("figures", told["file"], "--json")
    assert ran.code == 0, ran
    return ran.json


def test_the_story_leaves_a_file_paper_sheets_and_a_backup(
    xiaojia: Xiaojia, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = _tell(xiaojia, tmp_path / "story", "--ack", "--pictures")
    told = ran.json
    paths = [Path(output) for output in told["outputs"]]
    assert all(path.is_file() and path.stat().st_size for path in paths)
    assert [path.name[:3] for path in paths if path.suffix == ".pdf"] == ["F01", "人员名", "F14", "F20", "F13", "F22"]
    assert {path.suffix for path in paths} == {".pdf", ".png", ".xlsx", ".xjbak"}
    assert len(ran.acks) > 15 and ran.acks[-1] == f"ACK demo {told['deed']}"
    figures = _figures(xiaojia, told, monkeypatch)
    assert (figures["households"], figures["persons"], figures["total"]) == (3, 5, "5000.00")
    assert [(one["group"], one["person_times"]) for one in figures["by_group"]] == [("第一组", 3), ("第二组", 2)]
    story = xiaojia.on(Path(told["file"]))
    assert story("count", "person")["total"] == 31 and story("check", "--deep")["problems"] == []
    categories = [row["category"] for row in story("list", "hardship-case")["rows"]]
    assert categories == ["deep", "relative", "accidental"]
    assert [deed["name"] for deed in story("deeds", "--limit", "2")["deeds"]] == ["撤销：删除人员", "删除人员"]
    for backup in (path for path in paths if path.suffix == ".xjbak"):
        assert story.run("verify", backup, "--json").code == 0


def test_two_tellings_give_the_same_figures_and_the_same_words_on_paper(
    xiaojia: Xiaojia, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = (_tell(xiaojia, tmp_path / name).json for name in ("a", "b"))
    assert _figures(xiaojia, first, monkeypatch) == _figures(xiaojia, second, monkeypatch)
    papers = [
        {Path(one).name: pdf_text(Path(one)) for one in told["outputs"] if one.endswith(".pdf")}
        for told in (first, second)
    ]
    assert papers[0] == papers[1] and len(papers[0]) == 6


def test_the_story_is_told_into_a_new_or_empty_folder_only(xiaojia: Xiaojia, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    ran = xiaojia.run("demo", tmp_path, *LINE)
    assert (ran.code, ran.json["error"]["code"]) == (1, "exists")
    ran = xiaojia.run("demo", tmp_path / "few", "--members", "3", "--json")
    assert (ran.code, ran.json["error"]["code"]) == (1, "bad_input") and not (tmp_path / "few").exists()
