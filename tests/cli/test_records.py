"""add, edit, delete, restore-deleted, show, history, undo, redo, deeds."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from tests.cli.conftest import Xiaojia

PERSON = {
    "name": "刘秀英",
    "id_no": "11010519491231002X",
    "phone": "13800138000",
    "memberships": [{"member_no": "0007", "joined_on": "2001-05", "changes": [{"type": "入会", "on": "2001-05"}]}],
}
CASE = {
    "person": "刘秀英",
    "filed_on": "2026-11-01",
    "stage": "on_file",
    "main_cause": "6",
    "other_causes": ["9"],
    "household": [{"name": "王大明", "relation": "10", "born": "1950-01", "idle_able": False, "is_head": True}],
    "incomes": [{"member": "本人", "kind": "wage", "yuan": "48000.00", "from": "2026-01", "to": "2026-12"}],
    "expenses": [{"kind": "illness", "yuan": "30000.00"}],
}


def _json(data: object) -> str:
    return json.dumps(data, ensure_ascii=False)


def test_a_person_is_added_with_the_membership_in_one_deed(xiaojia: Xiaojia) -> None:
    added = xiaojia("add", "person", _json(PERSON))
    record = xiaojia("show", "person", added["uids"][0])["record"]
    assert (record["name"], record["sex"], record["sex_label"]) == ("刘秀英", "2", "女")
    assert record["memberships"][0]["joined_on"] == "2001-05"
    assert record["memberships"][0]["status"] == "active"
    assert record["memberships"][0]["changes"][0]["type_label"] == "入会"
    assert [deed["id"] for deed in xiaojia("deeds")["deeds"]] == [added["deed"], 1]


@pytest.mark.parametrize("key", ["11010519491231002x", "0007", "刘秀英"])
def test_a_record_is_known_by_what_people_use(xiaojia: Xiaojia, key: str) -> None:
    [uid] = xiaojia.add("person", PERSON)
    assert xiaojia("show", "person", key)["record"]["uid"] == uid


def test_data_comes_from_a_file_or_from_standard_input(
    xiaojia: Xiaojia, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "data.json").write_bytes(b"\xef\xbb\xbf" + _json(PERSON).encode())
    assert xiaojia("add", "person", f"@{tmp_path / 'data.json'}")["uids"]
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO('{"name": "张伟"}'.encode())))
    assert xiaojia("add", "person", "-")["uids"]
    assert xiaojia.refused("add", "person", f"@{tmp_path / 'none'}")["code"] == "not_found"


@pytest.mark.parametrize(
    "data",
    [
        "", "{", "[]", "3", '"text"', "null", '[{"name": "张伟"}, 3]', '{"name": NaN}', '{"name": {"a": 1}}',
        '{"name": ["张", "伟"]}', '{"name": "张伟", "memberships": "x"}', '{"name": "张伟", "memberships": [1]}',
        '{"name": "张伟", "nonsense": 1}', '{"name": "张伟", "memberships": [{"joined_on": "2024-02-30"}]}',
    ],
)  # fmt: skip
def test_data_that_cannot_be_kept_is_refused_whole(xiaojia: Xiaojia, data: str) -> None:
    error = xiaojia.refused("add", "person", data)
    assert error["code"] == "bad_input" and error["problems"] and error["problems"][0]["what"]
    assert xiaojia("list", "person")["total"] == 0


def test_all_or_nothing_with_every_problem_at_once(xiaojia: Xiaojia) -> None:
    error = xiaojia.refused("add", "person", _json([{"name": "张伟"}, {"name": ""}, {"name": "李四", "sex": "猫"}]))
    assert [problem["field"] for problem in error["problems"]] == ["2.name", "3.sex"]
    assert xiaojia("list", "person")["total"] == 0


def test_doubts_are_kept_and_told(xiaojia: Xiaojia) -> None:
    added = xiaojia("add", "person", _json(PERSON | {"id_no": "110105194912310021"}))
    assert [(one["field"], one["grade"]) for one in added["warnings"]] == [("id_no", "check")]
    assert xiaojia("show", "person", "刘秀英")["record"]["in_doubt"] is True


def test_a_hardship_file_is_opened_with_its_household(xiaojia: Xiaojia) -> None:
    xiaojia.add("person", PERSON)
    added = xiaojia("add", "hardship-case", _json(CASE))
    record = xiaojia("show", "hardship-case", "刘秀英")["record"]
    assert record["uid"] == added["uids"][0] and record["case_no"] == "困字〔2026〕001号"
    assert record["stage_label"] == "在档" and record["other_causes"] == ["9"]
    assert [(one["member"], one["yuan"]) for one in record["incomes"]] == [("本人", "48000.00")]
    household = xiaojia("show", "household", record["household"])["record"]
    assert [one["name"] for one in household["members"]] == ["刘秀英", "王大明"]
    assert xiaojia.refused("add", "hardship-case", _json(CASE))["code"] == "exists"


def test_money_as_a_json_number_loses_nothing(xiaojia: Xiaojia) -> None:
    xiaojia.add("person", PERSON)
    xiaojia("add", "hardship-case", _json(CASE).replace('"48000.00"', "48000.10"))
    assert xiaojia("show", "hardship-case", "刘秀英")["record"]["incomes"][0]["yuan"] == "48000.10"


def test_membership_events_must_follow_from_each_other(xiaojia: Xiaojia) -> None:
    xiaojia.add("person", PERSON)
    xiaojia.add("membership-change", {"membership": "0007", "type": "6", "on": "2025-01-01"})
    assert xiaojia("list", "person", "--fields", "membership.status")["rows"][0]["membership.status"] == "withdrawn"
    again = _json({"membership": "0007", "type": "1", "on": "2025-02-01"})
    assert xiaojia.refused("add", "membership-change", again)["code"] == "state"


def test_an_edit_names_what_changed_and_an_empty_one_is_no_deed(xiaojia: Xiaojia) -> None:
    xiaojia.add("person", PERSON)
    changed = xiaojia("edit", "person", "刘秀英", _json({"address": "海口市", "membership.card_no": "C1", "sex": "女"}))
    assert changed["changed"] == ["address", "membership.card_no"] and changed["deed"] == 3
    assert xiaojia("edit", "person", "刘秀英", '{"address": "海口市"}') | {"warnings": []} == {
        "ok": True, "command": "edit", "deed": None, "changed": [], "warnings": [],
    }  # fmt: skip
    assert xiaojia.refused("edit", "person", "刘秀英", '{"name": ""}')["problems"][0]["field"] == "name"
    assert xiaojia.refused("edit", "person", "刘秀英", "[]")["code"] == "bad_input"


def test_history_tells_old_and_new_in_order(xiaojia: Xiaojia) -> None:
    xiaojia.add("person", PERSON)
    xiaojia("edit", "person", "刘秀英", '{"phone": "13900139000"}')
    last = xiaojia("history", "person", "刘秀英")["entries"][-1]
    assert (last["field"], last["label"], last["old"], last["new"]) == (
        "phone", "移动电话", "13800138000", "13900139000",
    )  # fmt: skip
    assert last["name"] == "修改人员：刘秀英" and last["at"].endswith("Z") and last["actor"]


@pytest.mark.parametrize("key", ["11010519491231002X", "0007", "刘秀英"])
def test_a_deleted_record_comes_back_with_what_went_with_it(xiaojia: Xiaojia, key: str) -> None:
    [uid] = xiaojia.add("person", PERSON)
    gone = xiaojia("delete", "person", "刘秀英")
    assert gone["uid"] == uid and len(gone["uids"]) == 3
    assert xiaojia.refused("show", "person", "刘秀英")["code"] == "not_found"
    assert xiaojia("list", "membership")["total"] == 0
    xiaojia("restore-deleted", "person", key)
    assert len(xiaojia("show", "person", "刘秀英")["record"]["memberships"]) == 1


def test_what_others_stand_on_is_not_deleted_and_they_are_named(xiaojia: Xiaojia) -> None:
    xiaojia.add("person", PERSON)
    xiaojia.add("hardship-case", CASE)
    error = xiaojia.refused("delete", "person", "刘秀英")
    assert error["code"] == "has_dependents"
    assert {problem["field"] for problem in error["problems"]} == {"hardship-case", "household-member"}


def test_several_of_one_name_are_named_as_candidates(xiaojia: Xiaojia) -> None:
    uids = xiaojia.add("person", [{"name": "张伟"}, {"name": "张伟"}])
    error = xiaojia.refused("show", "person", "张伟")
    assert error["code"] == "ambiguous" and [problem["value"] for problem in error["problems"]] == uids


def test_undo_and_redo_are_deeds_with_names(xiaojia: Xiaojia) -> None:
    xiaojia.add("person", PERSON)
    xiaojia("delete", "person", "刘秀英")
    undone = xiaojia("undo")
    assert (undone["deed"], undone["undone"], undone["name"]) == (4, 3, "撤销：删除人员：刘秀英")
    assert xiaojia("list", "person")["total"] == 1
    assert xiaojia("redo")["name"] == "重做：删除人员：刘秀英"
    assert xiaojia("list", "person")["total"] == 0
    assert [deed["state"] for deed in xiaojia("deeds", "--limit", "2")["deeds"]] == ["fixed", "fixed"]


def test_a_deed_on_which_others_stand_is_not_undone_alone(xiaojia: Xiaojia) -> None:
    added = xiaojia("add", "person", _json(PERSON))["deed"]
    xiaojia("edit", "person", "刘秀英", '{"address": "海口市"}')
    error = xiaojia.refused("undo", "--deed", added)
    assert error["code"] == "has_dependents" and [one["value"] for one in error["problems"]] == ["3"]
    xiaojia("undo", "--deed", 3)
    xiaojia("undo", "--deed", added)
    assert xiaojia.refused("undo")["code"] == "state"
