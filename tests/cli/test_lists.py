"""list and count of any record type."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Xiaojia


@pytest.fixture
def people(xiaojia: Xiaojia) -> Xiaojia:
    xiaojia.add("org-unit", [{"name": "机修车间"}, {"name": "办公室"}])
    xiaojia.add(
        "person",
        [
            {"name": "刘秀英", "sex": "女", "birth_date": "1970", "memberships": [{"org_unit": "机修车间"}]},
            {"name": "张伟", "sex": "男", "birth_date": "1985-03", "memberships": [{"org_unit": "机修车间"}]},
            {"name": "买买提·吐尔逊", "sex": "男", "memberships": [{"org_unit": "办公室"}]},
        ],
    )
    return xiaojia


def _names(xiaojia: Xiaojia, *arguments: object) -> list[str]:
    return [row["name"] for row in xiaojia("list", "person", "--fields", "name", *arguments)["rows"]]


def test_rows_hold_the_fields_that_were_asked_for_and_the_uid(people: Xiaojia) -> None:
    fields = "name,sex,birth_date,membership.org_unit,consent_on"
    row = people("list", "person", "--search", "lxy", "--fields", fields)["rows"][0]
    unit = people("show", "org-unit", "机修车间")["record"]["uid"]
    uid = people("show", "person", "刘秀英")["record"]["uid"]
    assert row == {
        "uid": uid, "name": "刘秀英", "sex": "2", "sex_label": "女", "birth_date": "1970",
        "membership.org_unit": unit, "membership.org_unit_label": "机修车间", "consent_on": None,
    }  # fmt: skip


def test_conditions_take_codes_and_labels_and_paths(people: Xiaojia) -> None:
    assert _names(people, "--where", "sex=女") == _names(people, "--where", "sex=2") == ["刘秀英"]
    assert _names(people, "--where", "membership.org_unit=机修车间", "--where", "sex!=女") == ["张伟"]
    assert _names(people, "--where", "birth_date<1980") == ["刘秀英"]
    assert _names(people, "--where", "birth_date=") == ["买买提·吐尔逊"]


def test_rows_are_sorted_and_cut_while_the_total_stays(people: Xiaojia) -> None:
    assert _names(people, "--sort", "name") == ["刘秀英", "买买提·吐尔逊", "张伟"]
    assert _names(people, "--sort", "birth_date:desc", "--limit", "1") == ["张伟"]
    found = people("list", "person", "--offset", "1", "--limit", "1")
    assert found["total"] == 3 and len(found["rows"]) == 1


def test_a_field_or_a_value_that_is_none_is_refused_by_name(people: Xiaojia) -> None:
    for line in (["--fields", "nonsense"], ["--sort", "nonsense"], ["--where", "nonsense=1"]):
        assert people.refused("list", "person", *line)["problems"][0]["field"] == "nonsense"
    assert people.refused("list", "person", "--where", "sex=猫")["code"] == "bad_input"
    assert people.refused("list", "person", "--where", "what")["code"] == "bad_input"


def test_counts_and_sums_by_groups(people: Xiaojia) -> None:
    people.add("round", {"title": "2027年春节送温暖", "year": 2027, "occasion": "HARD", "cash": "1000"})
    people.add("round", {"title": "2026年高温送清凉", "year": 2026, "occasion": "HEAT", "cash": "50.50"})
    found = people("count", "round", "--by", "occasion", "--sum", "cash", "--sum", "year")
    assert found["total"] == 2 and found["sums"] == {"cash": "1050.50", "year": 4053}
    assert {group["key"]: group["sums"]["cash"] for group in found["groups"]} == {
        "困难走访（送温暖）": "1000.00", "高温送清凉": "50.50",
    }  # fmt: skip
    pairs = people("count", "person", "--by", "membership.org_unit", "--by", "sex")["groups"]
    assert sorted((*group["key"], group["count"]) for group in pairs) == [
        ("办公室", "男", 1), ("机修车间", "女", 1), ("机修车间", "男", 1),
    ]  # fmt: skip
    assert people("count", "person", "--where", "sex=男")["total"] == 2


def test_people_read_counts_in_words(people: Xiaojia) -> None:
    out = people.run("count", people.path, "person", "--by", "sex").out
    assert out.splitlines() == ["合计：3", "分组  份数", "男    2", "女    1"]


def test_every_type_can_be_listed(xiaojia: Xiaojia) -> None:
    for name in xiaojia.run("types", "--json").json["types"]:
        found = xiaojia("list", name, "--limit", "3")
        assert found["total"] >= len(found["rows"]) and all("uid" in row for row in found["rows"])
