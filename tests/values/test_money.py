from __future__ import annotations

import ast
import inspect
from datetime import date
from decimal import Decimal
from random import Random

import cn2an
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.models.values import money
from app.models.values.money import LIMIT_FEN, capitals, read_money, show_money, write_yuan


@pytest.mark.parametrize(
    ("raw", "fen"),
    [
        (1000, 100000), (1000.0, 100000), (1234.56, 123456), (0.1 + 0.2, 30), (1e9, LIMIT_FEN), (0, 0), ("0.00", 0),
        ("1000", 100000), ("1,000.5", 100050), ("１，０００．５０元", 100050), ("¥1,000", 100000),
        ("￥ 1000 元", 100000),
        ("人民币1000元整", 100000), ("1.2万", 1200000), ("1.2万元", 1200000), ("5千", 500000), ("0.1亿", 1000000000),
        ("1000圆", 100000), ("+5", 500), (".5", 50), ("5.", 500), ("1.200", 120), ("RMB 20", 2000),
    ],
)  # fmt: skip
def test_amounts_are_read_as_fen(raw: object, fen: int) -> None:
    reading = read_money(raw)
    assert (reading.value, reading.must, reading.checks) == (fen, None, ())


@pytest.mark.parametrize("raw", [None, "", " ", "无", "/", "-", "—", float("nan")])
def test_nothing_is_no_amount(raw: object) -> None:
    assert read_money(raw).value is None and read_money(raw).must is None


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (12.345, "最多两位小数"), ("0.001", "最多两位小数"), (1 / 3, "最多两位小数"),
        ("1.23456789万", "最多两位小数"), (-5, "不能是负数"),
        ("(100)", "不能是负数"), ("（１００）", "不能是负数"), ("-100", "不能是负数"), ("1000000000.01", "最大"),
        (1e12, "最大"),
        ("abc", "看不懂"), ("1e5", "看不懂"), ("1,23", "看不懂"), ("1 000", "看不懂"), ("(100", "看不懂"),
        ("100)", "看不懂"),
        ("1.2.3", "看不懂"), ("12 34", "看不懂"), (True, "看不懂"), (date(2024, 1, 5), "看不懂"),
        (float("inf"), "看不懂"),
        ("#VALUE!", "出错标记"), ("一千", "看不懂"), ("约1000", "看不懂"),
    ],
)  # fmt: skip
def test_what_is_no_amount_is_refused_with_its_reason(raw: object, told: str) -> None:
    reading = read_money(raw)
    assert reading.value is None
    assert told in str(reading.must)


def test_negative_amounts_only_where_they_are_allowed() -> None:
    ways = [-5, "-5", "(5)", "（5.00）", "¥-5", "-¥5", "−5"]
    assert {read_money(way, allow_negative=True).value for way in ways} == {-500}


# Domain 09 §9.3
VECTORS = [
    ("0", "人民币零元整"),
    ("0.05", "人民币伍分"),
    ("0.50", "人民币伍角"),
    ("10", "人民币壹拾元整"),
    ("325.04", "人民币叁佰贰拾伍元零肆分"),
    ("1010", "人民币壹仟零壹拾元整"),
    ("1409.50", "人民币壹仟肆佰零玖元伍角"),
    ("1680.32", "人民币壹仟陆佰捌拾元叁角贰分"),
    ("6007.14", "人民币陆仟零柒元壹角肆分"),
    ("16409.02", "人民币壹万陆仟肆佰零玖元零贰分"),
    ("107000.53", "人民币壹拾万柒仟元伍角叁分"),
    ("100010000", "人民币壹亿零壹万元整"),
    ("1000", "人民币壹仟元整"),
    ("-1000", "人民币负壹仟元整"),
    ("1000000000", "人民币壹拾亿元整"),
    ("100000001.10", "人民币壹亿零壹元壹角"),
    ("20030040", "人民币贰仟零叁万零肆拾元整"),
]


@pytest.mark.parametrize(("yuan", "words"), VECTORS)
def test_capitals_follow_the_payment_rules(yuan: str, words: str) -> None:
    assert capitals(int(Decimal(yuan) * 100)) == words


@given(st.integers(0, LIMIT_FEN))
def test_capitals_agree_with_an_independent_library(fen: int) -> None:
    assert capitals(fen) == "人民币" + cn2an.an2cn(write_yuan(fen), "rmb")


@settings(max_examples=1000)
@given(st.integers(-LIMIT_FEN, LIMIT_FEN))
def test_what_is_written_reads_back_the_same(fen: int) -> None:
    for text in (write_yuan(fen), show_money(fen), f"¥{show_money(fen)}元", float(write_yuan(fen))):
        assert read_money(text, allow_negative=True).value == fen


def test_twenty_thousand_amounts_come_back_from_text_and_from_a_sheets_number() -> None:
    random = Random(8)
    for _ in range(20_000):
        fen = random.randint(0, 10 ** random.randint(1, 11))
        assert read_money(show_money(fen)).value == fen
        assert read_money(float(write_yuan(fen))).value == fen


def test_no_float_takes_part_in_money() -> None:
    for node in ast.walk(ast.parse(inspect.getsource(money))):
        assert not isinstance(node, ast.Div)
        assert not (isinstance(node, ast.Constant) and isinstance(node.value, float))
        assert not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "float")


@given(st.one_of(st.text(max_size=30), st.floats(), st.integers(), st.text("0123456789.,-()万元¥", max_size=14)))
def test_no_input_breaks_the_reader_and_no_amount_is_out_of_range(raw: object) -> None:
    fen = read_money(raw, allow_negative=True).value
    assert fen is None or (type(fen) is int and abs(fen) <= LIMIT_FEN)


def test_amounts_are_shown_with_two_decimals_always() -> None:
    assert (write_yuan(100000), show_money(100000)) == ("1000.00", "1,000.00")
    assert (write_yuan(-5), show_money(-123456789)) == ("-0.05", "-1,234,567.89")
