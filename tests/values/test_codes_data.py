from __future__ import annotations

from typing import Any

import pytest

from app.models.values.codes_data import shipped_code_lists
from app.models.values.text import clean_text, fold

NAMES = sorted(shipped_code_lists())


def _labels(name: str) -> list[str]:
    return [item["label"] for item in shipped_code_lists()[name]["items"]]


def _code_of(name: str, word: str) -> str | None:
    for item in shipped_code_lists()[name]["items"]:
        if fold(word) in {fold(text) for text in (item["label"], *item.get("synonyms", []))}:
            return str(item["code"])
    return None


@pytest.mark.parametrize("name", NAMES)
def test_every_list_has_a_title_a_source_and_clean_unique_codes(name: str) -> None:
    content: dict[str, Any] = shipped_code_lists()[name]
    items = content["items"]
    assert content["title"] and content["source"] and set(content["conf"]) <= set("ABCD/")
    assert items and len({item["code"] for item in items}) == len(items) == len({item["label"] for item in items})
    assert all(clean_text(item["label"], limit=40).value == item["label"] for item in items)
    assert all(set(item) <= {"code", "label", "export", "synonyms", "found_by", "extra"} for item in items)


@pytest.mark.parametrize("name", NAMES)
def test_no_spelling_means_two_codes_of_one_list(name: str) -> None:
    owners: dict[str, str] = {}
    for item in shipped_code_lists()[name]["items"]:
        for word in {fold(text) for text in (item["code"], item["label"], *item.get("synonyms", []))}:
            assert owners.setdefault(word, item["code"]) == item["code"]


def test_lists_are_as_long_as_their_sources() -> None:
    lengths = {
        "ethnic_gbt3304": 58, "education_gbt4658": 40, "family_relation_gbt4761": 84, "hardship_cause": 10,
        "occasion": 19, "political_gbt4762": 13, "case_document": 18, "employment_form": 10, "removal_reason": 10,
    }  # fmt: skip
    assert {name: len(_labels(name)) for name in lengths} == lengths


def test_the_lists_of_the_provincial_sheet_hold_its_own_choices() -> None:
    choices = {
        "employment_status": "在岗,待（下）岗,失业,退休,退职,退养（内退）,病休,其他",
        "education_union8": "博士,硕士,本科,大专,中专,高中,初中,小学及以下",
        "skill_level5": "无,职业资格一级（高级技师）,职业资格二级（技师）,职业资格三级（高级）,职业资格五级（初级）",
        "membership_change_type": "入会,转入,保留,转出,除名,退会",
        "hukou_type": "农业户口,非农业户口",
        "id_type": "居民身份证",
    }
    for name, words in choices.items():
        assert set(words.split(",")) <= set(_labels(name))


@pytest.mark.parametrize(
    ("name", "word", "code"),
    [
        ("ethnic_gbt3304", "毛难族", "36"),
        ("ethnic_gbt3304", "毛难", "36"),
        ("ethnic_gbt3304", "汉", "01"),
        ("ethnic_gbt3304", "僳僳族", "20"),
        ("sex_gbt2261_1", "男性", "1"),
        ("political_gbt4762", "党员", "01"),
        ("political_gbt4762", "团员", "03"),
        ("education_union8", "大学本科", "3"),
        ("education_union8", "职高", "5"),
        ("employment_status", "待(下)岗", "2"),
        ("family_relation_gbt4761", "妻子", "12"),
        ("family_relation_gbt4761", "爷爷", "61"),
        ("occasion", "送温暖", "HARD"),
        ("hardship_category_current", "深度困难", "deep"),
        ("health", "癌症", "3"),
    ],
)
def test_spellings_met_in_real_sheets_find_their_code(name: str, word: str, code: str) -> None:
    assert _code_of(name, word) == code


def test_illness_and_injury_are_not_named_in_public() -> None:
    public = {item["code"]: item.get("export", {}).get("public") for item in shipped_code_lists()["occasion"]["items"]}
    assert public["HOSP"] == public["INJ"] == "生活困难"
