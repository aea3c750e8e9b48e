"""assess, round, figures: from a hardship file to a round that was handed out."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.cli.conftest import Xiaojia

ROUND = "2027年春节送温暖"
CASE = {
    "filed_on": "2026-11-01",
    "stage": "on_file",
    "main_cause": "6",
    "household": [{"name": "王大明", "relation": "10", "idle_able": False}, {"name": "王小明", "relation": "20"}],
    "incomes": [{"member": "本人", "kind": "wage", "yuan": "54000.00", "from": "2026-01", "to": "2026-12"}],
    "expenses": [{"kind": "illness", "yuan": "30000.00"}],
}
DIBAO = {
    "key": "dibao_monthly",
    "value": "750.00",
    "from": "2026-01-01",
    "to": "2026-12-31",
    "doc_no": "民发〔2026〕1号",
}


@pytest.fixture
def union(xiaojia: Xiaojia) -> Xiaojia:
    xiaojia.add("person", [{"name": name, "memberships": [{}]} for name in ("刘秀英", "张伟", "李四")])
    xiaojia.add("hardship-case", CASE | {"person": "刘秀英"})
    return xiaojia


def _start(xiaojia: Xiaojia, *options: str) -> dict[str, Any]:
    named = ["--occasion", "困难走访（送温暖）", "--title", ROUND, "--year", "2027", "--cash", "1000"]
    return xiaojia("round", "new", *named, *options)


def test_without_a_standard_nothing_is_guessed(union: Xiaojia) -> None:
    assert union.refused("assess", "刘秀英", "--on", "2026-11-22")["code"] == "no_standard"
    union.add("parameter", DIBAO)
    assert union.refused("assess", "刘秀英", "--on", "2027-01-01")["code"] == "no_standard"
    assert union("show", "hardship-case", "刘秀英")["record"]["category"] is None


def test_an_assessment_says_the_category_the_sum_and_why(union: Xiaojia) -> None:
    union.add("parameter", DIBAO)
    found = union("assess", "刘秀英", "--on", "2026-11-22")
    assert (found["category"], found["category_label"]) == ("deep", "深度困难职工")
    assert (found["per_capita_monthly"], found["persons"]) == ("666.67", 3)
    assert any("666.67" in line for line in found["lines"])
    assert [(one["key"], one["value"], one["doc_no"]) for one in found["standards"]] == [
        ("dibao_monthly", "750.00", "民发〔2026〕1号")
    ]
    record = union("show", "hardship-case", "刘秀英")["record"]
    assert (record["category"], record["per_capita"], record["assessed_on"]) == ("deep", "666.67", "2026-11-22")


def test_a_proposal_writes_nothing_until_it_is_applied(union: Xiaojia) -> None:
    started = _start(union)
    assert started["uid"] and started["records"] == 0
    proposed = union("round", ROUND, "propose")
    assert (proposed["records"], proposed["cash"], proposed["deed"]) == (1, "1000.00", None)
    assert [one["name"] for one in proposed["proposed"]] == ["刘秀英"]
    assert union("count", "round-record")["total"] == 0
    applied = union("round", ROUND, "propose", "--apply")
    assert (applied["records"], applied["households"], applied["persons"]) == (1, 1, 1)
    assert union("round", ROUND, "propose")["records"] == 0


def test_a_round_from_the_start_to_the_figures(union: Xiaojia) -> None:
    _start(union, "--budget", "2500")
    union("round", ROUND, "propose", "--apply")
    added = union("round", ROUND, "add", "张伟", "李四", "--goods", "米面油", "--goods-value", "800")
    assert (added["records"], added["cash"], added["goods"]) == (3, "1000.00", "1600.00")
    assert ["超过预算" in one["what"] for one in added["warnings"]] == [True]
    assert union("round", ROUND, "remove", "李四")["records"] == 2
    union("round", ROUND, "group", "第一组", "刘秀英", "张伟")
    union("round", ROUND, "advance", "--to", "open")
    assert union.refused("round", ROUND, "advance", "--to", "done")["code"] == "state"
    union("round", ROUND, "mark", "--all", "--to", "visited", "--on", "2027-01-19")
    union(
        "round", ROUND, "mark", "张伟", "--to", "signed", "--on", "2027-01-20", "--proxy", "李红", "--relation", "配偶"
    )
    union("round", ROUND, "advance", "--to", "已发放")
    rows = union("list", "round-record", "--fields", "person.name,status,visited_on,proxy,relation,group")["rows"]
    assert [(row["person.name"], row["status"], row["visited_on"], row["proxy"]) for row in rows] == [
        ("刘秀英", "visited", "2027-01-19", None), ("张伟", "signed", "2027-01-20", "李红"),
    ]  # fmt: skip
    figures = union("figures", "--round", ROUND)
    assert {name: figures[name] for name in ("households", "persons", "person_times", "cash", "goods", "total")} == {
        "households": 1, "persons": 2, "person_times": 2, "cash": "1000.00", "goods": "800.00", "total": "1800.00",
    }  # fmt: skip
    assert [(one["group"], one["person_times"]) for one in figures["by_group"]] == [("第一组", 2)]
    assert [(one["occasion"], one["total"]) for one in figures["by_occasion"]] == [("HARD", "1800.00")]
    assert union("figures", "--from", "2027-01-20", "--to", "2027-12-31")["person_times"] == 1


def test_every_step_is_one_deed_with_a_name(union: Xiaojia) -> None:
    _start(union)
    union("round", ROUND, "add", "张伟")
    names = [deed["name"] for deed in union("deeds")["deeds"]]
    assert names[:2] == [f"加入慰问名单：{ROUND}", f"新建慰问批次：{ROUND}"]
    union("undo")
    assert union("round", ROUND, "add", "张伟")["records"] == 1


def test_what_cannot_be_done_is_refused_by_its_code(union: Xiaojia) -> None:
    _start(union)
    union("round", ROUND, "add", "张伟")
    again = ["--occasion", "HARD", "--title", ROUND, "--year", "2027"]
    assert union.refused("round", "new", *again)["code"] == "exists"
    assert union.refused("round", ROUND, "add", "张伟")["code"] == "exists"
    assert union.refused("round", ROUND, "add", "没有这个人")["code"] == "not_found"
    assert union.refused("round", ROUND, "group", "第一组", "李四")["code"] == "not_found"
    assert union.refused("round", ROUND, "mark", "张伟", "--to", "cancelled")["code"] == "bad_input"
    assert union.refused("round", "没有这一批", "propose")["code"] == "not_found"
    assert union.refused("round", ROUND, "add", "李四", "--cash", "很多")["code"] == "bad_input"


@pytest.mark.parametrize(
    "words",
    [
        ["new"], ["R"], ["R", "nonsense"], ["R", "add"], ["R", "advance"],
        ["R", "mark", "--to", "signed"], ["R", "mark", "张伟", "--all", "--to", "signed"],
    ],
)  # fmt: skip
def test_a_round_command_that_means_nothing_is_wrong_use(union: Xiaojia, words: list[str]) -> None:
    _start(union)
    line = [ROUND if word == "R" else word for word in words]
    assert union.run("round", union.path, *line, "--json").code == 2


def test_a_reason_stays_with_a_warning(union: Xiaojia) -> None:
    union.add(
        "parameter", {"key": "ceiling_per_time", "value": "500", "from": "2026-01-01", "doc_no": "总工办发〔2026〕9号"}
    )
    _start(union)
    added = union("round", ROUND, "add", "张伟", "--cash", "600", "--reason", "主席办公会同意")
    assert any("总工办发〔2026〕9号" in one["what"] for one in added["warnings"])
    record = union("list", "round-record", "--fields", "reason,warning")["rows"][0]
    assert record["reason"] == "主席办公会同意" and "500" in json.dumps(record["warning"], ensure_ascii=False)
