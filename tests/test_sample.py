from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from app.models.values.codes_data import shipped_code_lists
from app.models.values.days import age_on
from app.models.values.names import COMPOUND_SURNAMES, read_name
from app.models.values.phone import read_phone
from app.models.values.resident_id import read_resident_id, resident_id_facts
from app.services.sample import HAINAN_COLUMNS, sample_households, sample_people, write_member_sheet

TODAY = date(2026, 11, 22)
CODED = {
    "性别": "sex_gbt2261_1",
    "民族": "ethnic_gbt3304",
    "就业状况": "employment_status",
    "有效证件类别": "id_type",
    "学历": "education_union8",
    "技术等级": "skill_level5",
    "户籍类型": "hukou_type",
    "会籍变化类型": "membership_change_type",
    "政治面貌": "political_gbt4762",
    "是否农民工会员": "yes_no",
}


@pytest.fixture(scope="module")
def people() -> list[dict[str, Any]]:
    return sample_people(300, 1, TODAY)


def _labels(name: str) -> set[str]:
    return {item["label"] for item in shipped_code_lists()[name]["items"]}


def test_one_seed_and_one_day_give_the_same_people(people: list[dict[str, Any]]) -> None:
    assert sample_people(300, 1, TODAY) == people
    assert sample_people(300, 2, TODAY) != people
    assert sample_people(40, 1, date(2028, 2, 29)) == sample_people(40, 1, date(2028, 2, 29))


def test_every_value_of_a_person_reads_without_a_doubt(people: list[dict[str, Any]]) -> None:
    for person in people:
        readings = [
            read_name(person["姓名"]),
            read_resident_id(person["证件号码"], today=TODAY),
            read_phone(person["移动电话"]),
        ]
        assert all(reading.value and not reading.checks for reading in readings)
        facts = resident_id_facts(person["证件号码"])
        assert facts.birth_date == person["出生日期"]
        assert facts.sex == {"男": "1", "女": "2"}[person["性别"]]
        assert age_on(person["出生日期"], person["会籍变化日期"]) >= 18
        assert person["会籍变化日期"] <= TODAY
        assert all(person[column] in _labels(name) for column, name in CODED.items())


def test_no_number_can_belong_to_anybody(people: list[dict[str, Any]]) -> None:
    assert {person["证件号码"][4:6] for person in people} == {"99"}
    assert len({person["证件号码"] for person in people}) == 300
    assert all(person["移动电话"].startswith("12") for person in people)


def test_the_hard_names_are_among_them(people: list[dict[str, Any]]) -> None:
    names = [person["姓名"] for person in people]
    assert any("·" in name for name in names)
    assert any(name[:2] in COMPOUND_SURNAMES for name in names)
    assert any(ord(char) > 0xFFFF for name in names for char in name)
    assert {2, 3} <= {len(name) for name in names}
    assert 2 <= sum(count > 1 for count in Counter(names).values()) <= 30


def test_five_thousand_people_keep_unique_numbers() -> None:
    assert len({person["证件号码"] for person in sample_people(5000, 3, TODAY)}) == 5000


def test_the_sheet_is_laid_out_like_the_provincial_form(tmp_path: Path, people: list[dict[str, Any]]) -> None:
    path = tmp_path / "members.xlsx"
    write_member_sheet(path, people)
    sheet = load_workbook(path).worksheets[0]
    assert [sheet["A1"].value, sheet["A2"].value, sheet["A3"].value] == [
        "附件四",
        "海南省工会会员信息采集表",
        "填表单位（盖章）：",
    ]
    assert [cell.value for cell in sheet[4]] == list(HAINAN_COLUMNS.values())
    assert sheet["B5"].value == people[0]["姓名"]
    assert sheet["H304"].value == people[299]["证件号码"]
    assert sheet["D5"].value == f"{people[0]['出生日期']:%Y/%m/%d}"
    assert str(sheet["A305"].value).startswith("填表说明")
    assert {str(area) for area in sheet.merged_cells.ranges} == {"A2:T2", "A3:K3", "L3:T3", "A305:T305"}


def test_the_same_people_give_the_same_bytes(tmp_path: Path, people: list[dict[str, Any]]) -> None:
    for name in ("one.xlsx", "two.xlsx"):
        write_member_sheet(tmp_path / name, people)
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()


def _monthly(case: dict[str, Any]) -> Decimal:
    income = sum(Decimal(item["yuan"]) for item in case["incomes"])
    return (income - sum(Decimal(item["yuan"]) for item in case["expenses"])) / (len(case["household"]) + 1) / 12


def test_three_stories_show_the_three_categories_at_a_dibao_of_750(people: list[dict[str, Any]]) -> None:
    deep, relative, accidental = (_monthly(case) for case in sample_households(people, TODAY))
    assert deep < 750 <= relative < 1500 <= accidental
    loss = sample_households(people, TODAY)[2]
    assert Decimal(loss["expenses"][0]["yuan"]) > Decimal("0.8") * Decimal(loss["incomes"][0]["yuan"])


def test_the_stories_use_codes_of_the_lists_and_people_of_the_sample(people: list[dict[str, Any]]) -> None:
    codes = {name: {item["code"] for item in content["items"]} for name, content in shipped_code_lists().items()}
    cases = sample_households(people, TODAY)
    assert len({case["person"] for case in cases} & {person["证件号码"] for person in people}) == 3
    for case in cases:
        assert {case["main_cause"], *case["other_causes"]} <= codes["hardship_cause"]
        assert {item["kind"] for item in case["incomes"]} <= codes["income_kind"]
        assert {item["kind"] for item in case["expenses"]} <= codes["expense_kind"]
        assert {member["relation"] for member in case["household"]} <= codes["family_relation_gbt4761"]
        assert {member["identity"] for member in case["household"]} <= codes["member_identity"]
        assert {member["health"] for member in case["household"]} <= codes["health"]


def test_children_have_no_number_and_adults_a_valid_one(people: list[dict[str, Any]]) -> None:
    for case in sample_households(people, TODAY):
        for member in case["household"]:
            if age_on(date.fromisoformat(member["born"]), TODAY) < 18:
                assert "id_no" not in member
            else:
                assert read_resident_id(member["id_no"], today=TODAY).checks == ()


def test_too_few_people_make_no_story() -> None:
    with pytest.raises(ValueError, match="too few"):
        sample_households([], TODAY)
