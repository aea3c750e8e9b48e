"""print and forms."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from tests.cli.conftest import Xiaojia, pdf_text

ROUND = "2027年春节送温暖"
DAY = ("--today", "2027-01-20")


@pytest.fixture
def union(xiaojia: Xiaojia) -> Xiaojia:
    xiaojia.add(
        "person",
        [
            {"name": "刘秀英", "sex": "女", "consent_on": "2027-01-01", "memberships": [{"joined_on": "2001"}]},
            {"name": "龚𠮷", "sex": "男", "memberships": [{"joined_on": "2010-03"}]},
        ],
    )
    xiaojia("round", "new", "--occasion", "HARD", "--title", ROUND, "--year", "2027", "--cash", "1000")
    xiaojia("round", ROUND, "add", "刘秀英", "龚𠮷")
    return xiaojia


def test_the_forms_are_named(xiaojia: Xiaojia) -> None:
    assert {"F01", "F13", "F14", "F20", "F22"} <= set(xiaojia.run("forms", "--json").json["forms"])


def test_an_official_form_takes_a_number_and_is_archived(union: Xiaojia, tmp_path: Path) -> None:
    out = tmp_path / "f22.pdf"
    ran = union.run("print", union.path, "F22", out, "--of", ROUND, *DAY, "--json", "--ack")
    found = ran.json
    assert (found["number"], found["pages"], found["rows"], found["total"]) == ("2027-F22-001", 1, 2, "2000.00")
    assert found["sha256"] == hashlib.sha256(out.read_bytes()).hexdigest()
    assert ran.acks == [f"ACK print {found['deed']}"]
    text = pdf_text(out)
    assert "龚　𠮷" in text and "贰仟元整" in text and "2027-F22-001" in text
    archived = union("list", "printed-form", "--fields", "number,form,rows")["rows"][0]
    assert (archived["number"], archived["form"], archived["rows"]) == ("2027-F22-001", "F22", 2)


def test_a_reprint_is_the_same_with_a_word_in_the_margin(union: Xiaojia, tmp_path: Path) -> None:
    first, second = tmp_path / "a.pdf", tmp_path / "b.pdf"
    union("print", "F22", first, "--of", ROUND, *DAY)
    union("edit", "person", "刘秀英", '{"name": "刘秀芳"}')
    found = union("print", "F22", second, "--reprint", "2027-F22-001", "--today", "2027-02-01")
    assert (found["number"], found["rows"], found["deed"]) == ("2027-F22-001", 2, None)
    again = pdf_text(second)
    assert "补打" in again and "刘秀英" in again and "补打" not in pdf_text(first)
    assert union.refused("print", "F20", second, "--reprint", "2027-F22-001")["code"] == "bad_input"
    assert union.refused("print", "F22", second, "--reprint", "2027-F22-009")["code"] == "not_found"


def test_a_draft_and_a_blank_form_take_no_number(union: Xiaojia, tmp_path: Path) -> None:
    out = tmp_path / "x.pdf"
    draft = union("print", "F22", out, "--of", ROUND, "--draft")
    assert (draft["number"], draft["deed"]) == (None, None) and "草" in pdf_text(out)
    blank = union("print", "F22", out, "--blank")
    assert (blank["number"], blank["rows"]) == (None, 0) and "刘秀英" not in pdf_text(out)
    assert union("count", "printed-form")["total"] == 0


def test_a_public_notice_asks_for_consent_or_a_reason(union: Xiaojia, tmp_path: Path) -> None:
    out = tmp_path / "x.pdf"
    error = union.refused("print", "F13", out, "--of", ROUND)
    assert error["code"] == "bad_input" and [one["value"] for one in error["problems"]] == ["龚𠮷"]
    assert not out.exists()
    assert union("print", "F13", out, "--of", ROUND, "--reason", "本人口头同意", *DAY)["rows"] == 2
    assert union("list", "printed-form", "--fields", "reason")["rows"][0]["reason"] == "本人口头同意"
    union("print", "F13", out, "--of", ROUND, "--reason", "本人口头同意", "--strict", *DAY)
    assert "刘**" in pdf_text(out) or "刘*" in pdf_text(out)


def test_lists_of_any_type_are_printed_with_conditions(union: Xiaojia, tmp_path: Path) -> None:
    out = tmp_path / "x.pdf"
    assert union("print", "LIST:person", out, "--where", "sex=女")["rows"] == 1
    assert "刘秀英" in pdf_text(out) and "龚" not in pdf_text(out)
    assert union("print", "F01", out, "--where", "sex=男")["rows"] == 1
    assert union("print", "LIST:code", out, "--where", "list=occasion")["rows"] >= 14


def test_a_character_that_no_font_has_is_refused_before_a_number_is_used(union: Xiaojia, tmp_path: Path) -> None:
    union.add("person", {"name": "张\U00031350", "memberships": [{}]})
    union("round", ROUND, "add", "张\U00031350")
    error = union.refused("print", "F22", tmp_path / "x.pdf", "--of", ROUND)
    assert error["code"] == "no_glyph" and "U+31350" in error["problems"][0]["what"]
    assert union("count", "printed-form")["total"] == 0 and not (tmp_path / "x.pdf").exists()


def test_what_cannot_be_printed_is_refused_and_uses_no_number(union: Xiaojia, tmp_path: Path) -> None:
    out = tmp_path / "x.pdf"
    assert union.refused("print", "F99", out)["code"] == "not_found"
    assert union.refused("print", "F22", out)["code"] == "bad_input"
    assert union.refused("print", "F22", out, "--of", "没有这一批")["code"] == "not_found"
    assert union.refused("print", "F22", tmp_path / "none" / "x.pdf", "--of", ROUND)["code"] == "not_found"
    assert union.run("print", union.path, "LIST:nonsense", out).code == 2
    assert union.run("print", union.path, "F20", out, "--of", ROUND, "--where", "sex=女").code == 2
    assert union("count", "printed-form")["total"] == union("count", "number-sequence")["total"] == 0
