from __future__ import annotations

import unicodedata
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.models.values.text import clean_text, fold, half_width, plain_text, private_use


def _clean(raw: object, *, multiline: bool = False) -> str | None:
    return clean_text(raw, limit=5000, multiline=multiline).value


@pytest.mark.parametrize("raw", [None, "", "   ", "\u3000\n\t", "\ufeff", "\u200b\u200b", float("nan"), "\u3164"])
def test_nothing_visible_reads_as_empty_without_a_problem(raw: object) -> None:
    reading = clean_text(raw, limit=10)
    assert (reading.value, reading.must, reading.checks) == (None, None, ())


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("  二 车间  ", "二 车间"),
        ("海口市\u3000\u3000龙华区", "海口市 龙华区"),
        ("第一行\r\n第二行", "第一行 第二行"),
        (12, "12"),
        (138.0, "138"),
        (1985.3, "1985.3"),
        (True, "是"),
        (date(2024, 1, 5), "2024-01-05"),
        (datetime(2024, 1, 5), "2024-01-05"),
        (datetime(2024, 1, 5, 14, 5), "2024-01-05 14:05"),
        ("\ufeff姓名", "姓名"),
        ("\u202a13800138000\u202c", "13800138000"),
        ("e\u0301", "é"),
    ],
)
def test_what_a_cell_holds_becomes_one_clean_line(raw: object, text: str) -> None:
    reading = clean_text(raw, limit=100)
    assert (reading.value, reading.checks) == (text, ())


def test_lines_stay_in_notes() -> None:
    assert _clean(" 第一行 \r\n\r\n第二行\t尾\x0b ", multiline=True) == "第一行\n\n第二行 尾"


@pytest.mark.parametrize(
    "raw", ["张\u200b伟", "张\x00伟", "张\u202e伟", "\u202e张伟", "张\ud800伟", "张\ufeff伟", "张\U000e0041伟"]
)
def test_hidden_characters_are_taken_out_and_told(raw: str) -> None:
    reading = clean_text(raw, limit=100)
    assert reading.value == "张伟"
    assert [str(check) for check in reading.checks] == ["有看不见的字符，已去掉"]


def test_compatibility_ideographs_are_kept_as_spelled() -> None:
    assert _clean("\uf92c\ufa0e\U0002f800") == "\uf92c\ufa0e\U0002f800"
    assert _clean("e\u0301\uf92c") == "é\uf92c"


def test_characters_of_old_gbk_files_come_out_of_the_private_use_area() -> None:
    assert _clean("\ue815\ue863\ue81e\ue7c7\ue855") == "\u2e81\u4dae\u9fb4\u1e3f\U000241fe"
    assert private_use("张\ue000伟") == "\ue000"


def test_too_long_is_refused_with_both_numbers() -> None:
    reading = clean_text("字" * 101, limit=100)
    assert reading.value is None
    assert str(reading.must) == "最多100个字，现在101个字"
    assert clean_text("𠮷" * 100, limit=100).value == "𠮷" * 100


@pytest.mark.parametrize("mark", ["#N/A", " #REF! ", "#DIV/0!"])
def test_a_failed_formula_is_not_content(mark: str) -> None:
    reading = clean_text(mark, limit=100)
    assert reading.value is None
    assert "出错标记" in str(reading.must)


def test_a_number_longer_than_a_sheet_can_keep_is_doubtful() -> None:
    reading = clean_text(6222021234567890123, limit=100)
    assert reading.checks


@pytest.mark.parametrize(
    ("text", "key"),
    [("Zhang Wei", "zhangwei"), ("ＬＶ ", "lv"), ("lü", "lv"), ("张　伟", "张伟"), ("\uf92c", "\u90ce")],
)
def test_search_keys_forgive_case_width_and_spaces(text: str, key: str) -> None:
    assert fold(text) == key


def test_full_width_becomes_half_width() -> None:
    assert half_width("１２，３４．５（Ａ）￥　～") == "12,34.5(A)¥ ~"


@given(st.text(alphabet=st.characters(), max_size=60), st.booleans())
def test_cleaning_any_text_is_safe_and_cleaning_twice_changes_nothing(raw: str, multiline: bool) -> None:
    text = _clean(raw, multiline=multiline)
    if text is None:
        return
    text.encode("utf-8")
    assert _clean(text, multiline=multiline) == text
    assert all(unicodedata.category(char) not in {"Cs", "Cc"} or char == "\n" for char in text)
    assert multiline or "\n" not in text


@given(st.one_of(st.integers(), st.floats(), st.booleans(), st.dates(), st.datetimes(), st.none()))
def test_any_cell_value_has_a_plain_text(raw: object) -> None:
    assert isinstance(plain_text(raw), str)
    assert isinstance(fold(plain_text(raw)), str)


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        (3.70202198810166912e17, "370202198810167000"),
        (3.70202198810166e17, "370202198810166000"),
        (460199198503050.0, "460199198503050"),
        (1.5e300, "15" + "0" * 299),
    ],
)
def test_a_number_longer_than_a_spreadsheet_keeps_is_shown_as_the_spreadsheet_shows_it(raw: float, shown: str) -> None:
    assert plain_text(raw) == shown
