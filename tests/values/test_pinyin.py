from __future__ import annotations

import sys
import time
from itertools import product
from subprocess import run

import pytest

from app.models.values.pinyin import initials, name_pinyin, search_forms
from app.models.values.text import fold


@pytest.mark.parametrize(
    ("name", "pinyin"),
    [
        ("刘秀英", "liu xiu ying"), ("曾国藩", "zeng guo fan"), ("单雄信", "shan xiong xin"), ("仇英", "qiu ying"),
        ("解晓东", "xie xiao dong"), ("区小明", "ou xiao ming"), ("查良镛", "zha liang yong"), ("朴正", "piao zheng"),
        ("缪伟", "miao wei"), ("翟明", "zhai ming"), ("种伟", "chong wei"), ("乐乐", "yue le"), ("盖伟", "ge wei"),
        ("折伟", "she wei"), ("覃伟", "qin wei"), ("冼星海", "xian xing hai"), ("任伟", "ren wei"), ("华佗", "hua tuo"),
        ("长孙无忌", "zhang sun wu ji"), ("尉迟恭", "yu chi gong"), ("万俟伟", "mo qi wei"), ("单于明", "chan yu ming"),
        ("欧阳锋", "ou yang feng"), ("万伟", "wan wei"), ("吕丽", "lv li"), ("张晟", "zhang sheng"),
        ("阿依古丽·买买提", "a yi gu li mai mai ti"), ("John Smith", "john smith"), ("李𠮷", "li 𠮷"),
        ("于𬱖", "yu di"),
        ("曾", "ceng"), ("", ""),
    ],
)  # fmt: skip
def test_names_are_spelled_as_people_say_them(name: str, pinyin: str) -> None:
    assert name_pinyin(name) == pinyin


def test_initials_are_the_first_letters() -> None:
    assert initials("liu xiu ying") == "lxy"
    assert initials("") == ""


@pytest.mark.parametrize("typed", ["吕丽", "lvli", "lüli", "luli", "LV LI", "LÜ Li", "ll", "Ｌｕ", "丽"])
def test_whatever_people_type_finds_the_name(typed: str) -> None:
    assert fold(typed) in search_forms("吕丽", name_pinyin("吕丽"))


def test_a_reading_typed_over_is_what_is_searched() -> None:
    assert "cengguofan" in search_forms("曾国藩", "ceng guo fan")
    assert "lvli" in search_forms("吕丽", "lü li")


def test_names_with_a_dot_are_found_without_it() -> None:
    assert fold("阿依古丽买买提") in search_forms("阿依古丽·买买提", name_pinyin("阿依古丽·买买提"))


def test_a_hundred_thousand_names_take_about_a_second() -> None:
    characters = [chr(code) for code in range(0x4E00, 0x4E00 + 3000)]
    names = [a + b + c for a, (b, c) in zip(characters * 34, product(characters[:400], characters[:250]), strict=False)]
    name_pinyin("".join(characters))
    start = time.process_time()
    for name in names[:100_000]:
        name_pinyin(name)
    assert time.process_time() - start < 3  # 0.7 s on a quiet machine


def test_the_dictionary_is_loaded_only_when_a_name_is_read() -> None:
    loaded = "'pypinyin' in sys.modules"
    code = f"import sys, app.models.values.pinyin as p; assert not {loaded}; p.name_pinyin('张'); assert {loaded}"
    assert run([sys.executable, "-c", code], check=False).returncode == 0
