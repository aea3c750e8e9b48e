from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.models.values.names import mask_name, pad_name, read_name


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        (" 张　伟 ", "张伟"),
        ("欧 阳 小 明", "欧阳小明"),
        ("阿依古丽•买买提", "阿依古丽·买买提"),
        ("阿依古丽 ・ 买买提", "阿依古丽·买买提"),
        ("阿依古丽．买买提", "阿依古丽·买买提"),
        ("阿依古丽.买买提", "阿依古丽·买买提"),
        ("阿依古丽‧买买提", "阿依古丽·买买提"),
        ("阿依古丽∙买买提", "阿依古丽·买买提"),
        ("阿依古丽⋅买买提", "阿依古丽·买买提"),
        ("阿依古丽᛫买买提", "阿依古丽·买买提"),
        ("阿依古丽\u0387买买提", "阿依古丽·买买提"),
        ("阿依古丽··买买提", "阿依古丽·买买提"),
        ("John  Smith", "John Smith"),
        ("J. R. Smith", "J. R. Smith"),
        ("Ｊｏｈｎ", "John"),
        ("𬱖𠮷", "𬱖𠮷"),
        ("萧閆", "萧閆"),
        ("\u2f45正", "方正"),
    ],
)
def test_names_are_read_as_people_mean_them(raw: str, name: str) -> None:
    reading = read_name(raw)
    assert (reading.value, reading.must, reading.checks) == (name, None, ())


@pytest.mark.parametrize("raw", [None, "", " ", "·", "　"])
def test_no_name_is_no_problem_here(raw: object) -> None:
    assert read_name(raw).value is None and read_name(raw).must is None


@pytest.mark.parametrize(
    ("raw", "told"),
    [("张\ue000伟", "旧程序"), ("张?", "“?”"), ("张伟2", "“2”"), (123, "“123”"), ("张😀", "😀"), ("张", "一个字")],
)
def test_odd_names_are_kept_and_marked(raw: object, told: str) -> None:
    reading = read_name(raw)
    assert reading.value and told in " ".join(map(str, reading.checks))


def test_a_name_spoiled_by_its_file_cannot_be_kept() -> None:
    assert read_name("张\ufffd").must is not None


def test_a_hundred_code_points_is_the_limit() -> None:
    assert read_name("𠮷" * 100).value == "𠮷" * 100
    assert str(read_name("𠮷" * 101).must) == "最多100个字，现在101个字"


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("张伟", "张*"),
        ("李小明", "李*明"),
        ("李𠮷明", "李*明"),
        ("欧阳小明", "欧阳**"),
        ("欧阳锋", "欧阳*"),
        ("欧阳", "欧*"),
        ("张李小明", "张**明"),
        ("阿依古丽·买买提", "阿依*·买*"),
        ("买买·玉素甫", "买*·玉*"),
        ("John Smith", "J* S*"),
        ("𬱖𠮷", "𬱖*"),
        ("张", "*"),
        ("", ""),
    ],
)
def test_masked_names_follow_the_page(name: str, masked: str) -> None:
    assert mask_name(name) == masked


@pytest.mark.parametrize(
    ("name", "padded"), [("张伟", "张　伟"), ("𠮷伟", "𠮷　伟"), ("李小明", "李小明"), ("Jo", "Jo"), ("", "")]
)
def test_only_names_of_two_characters_are_padded(name: str, padded: str) -> None:
    assert pad_name(name) == padded


@given(st.text(max_size=40))
def test_reading_a_name_twice_changes_nothing(raw: str) -> None:
    name = read_name(raw).value
    assert name is None or read_name(name).value == name


@given(st.text(alphabet="张李欧阳伟小明𠮷𬱖·ab ", min_size=2, max_size=12))
def test_a_mask_always_hides_something(raw: str) -> None:
    name = read_name(raw).value
    assert name is None or ("*" in mask_name(name) and mask_name(name) != name)
