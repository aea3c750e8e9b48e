from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.models.values.days import (
    age_on,
    chinese_day,
    first_day,
    future_check,
    last_day,
    read_day,
    read_partial_day,
    show_day,
    show_partial_day,
    surely_before,
)

TODAY = date(2026, 11, 22)
FIFTH = date(2024, 1, 5)


@pytest.mark.parametrize(
    "raw",
    [
        FIFTH, datetime(2024, 1, 5, 14, 5), 45296, 45296.0, 45296.58, "45296", 20240105, 20240105.0, "20240105",
        "2024-01-05", "2024-1-5", "2024.1.5", "2024.01.05.", "2024/1/5", "2024年1月5日", "2024年01月05日",
        "2024 年 1 月 5 日",
        "２０２４．１．５", "2024－01－05", "2024—1—5", "2024 1 5", "2024年1月5", "2024年1月5号", "2024-01-05 00:00:00",
        "2024-01-05T08:30:00Z", "2024年1月5日 星期五", " 2024/01/05 ", "2024、1、5", "2024。1。5",
    ],
)  # fmt: skip
def test_one_day_written_in_many_ways(raw: object) -> None:
    reading = read_day(raw, today=TODAY)
    assert (reading.value, reading.must, reading.checks) == (FIFTH, None, ())


def test_today_is_today() -> None:
    assert read_day("今天", today=TODAY).value == TODAY


@pytest.mark.parametrize("raw", [None, "", "  ", "无", "/", "-", "不详", float("nan")])
def test_nothing_is_no_day(raw: object) -> None:
    assert read_day(raw, today=TODAY).value is None and read_day(raw, today=TODAY).must is None
    assert read_partial_day(raw, today=TODAY).value is None


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        ("2024-02-30", "没有2月30日"), ("2023-02-29", "2023年没有2月29日"), (20240230, "没有2月30日"),
        ("2024-13-01", "没有13月"),
        ("2024-00-10", "没有0月"), ("2024-04-31", "没有4月31日"), ("1899-12-31", "年份要在1900到2100之间"),
        ("2101-01-01", "年份要在1900到2100之间"), (date(1850, 1, 1), "年份要在1900到2100之间"), ("1985", "写到哪一天"),
        (1985, "写到哪一天"), (1985.3, "写到哪一天"), ("1985年3月", "写到哪一天"), ("198503", "写到哪一天"),
        ("1/5/2024", "看不懂"),
        ("05-01-2024", "看不懂"), ("昨儿", "看不懂"), ("850305", "看不懂"), (True, "看不懂"), (float("inf"), "看不懂"),
        (-1, "不是日期"), (0, "不是日期"), (60, "不是日期"), (2958466, "不是日期"), (1e9, "不是日期"),
        (-0.5, "不是日期"),
        ("2024-1-5-6", "看不懂"), ("#N/A", "出错标记"),
    ],
)  # fmt: skip
def test_what_is_no_day_is_refused_with_its_reason(raw: object, told: str) -> None:
    reading = read_day(raw, today=TODAY)
    assert reading.value is None
    assert told in str(reading.must)


@pytest.mark.parametrize(
    ("raw", "day"),
    [
        ("85年3月5日", date(1985, 3, 5)),
        ("85.3.5", date(1985, 3, 5)),
        ("24-1-5", date(2024, 1, 5)),
        ("26年3月5日", date(2026, 3, 5)),
        ("27年3月5日", date(1927, 3, 5)),
        (59, date(1900, 2, 28)),
        (61, date(1900, 3, 1)),
    ],
)
def test_a_guess_is_kept_and_told(raw: object, day: date) -> None:
    reading = read_day(raw, today=TODAY)
    assert reading.value == day
    assert len(reading.checks) == 1


def test_serials_of_the_1904_calendar() -> None:
    assert read_day(43834, today=TODAY, date1904=True).value == FIFTH
    assert read_day(0, today=TODAY, date1904=True).value == date(1904, 1, 1)
    assert read_day(-1, today=TODAY, date1904=True).must is not None


def test_days_to_come_are_a_doubt_for_the_caller() -> None:
    assert future_check(TODAY + timedelta(days=1), TODAY) is not None
    assert future_check(TODAY, TODAY) is None


@pytest.mark.parametrize(
    ("raw", "partial"),
    [
        (1998, "1998"), ("1998", "1998"), ("1998年", "1998"), (1998.0, "1998"), ("1985.3", "1985-03"),
        ("1985年3月", "1985-03"),
        ("1985-03", "1985-03"), ("1985/3", "1985-03"), ("198503", "1985-03"), (198503, "1985-03"), (1985.3, "1985-03"),
        (1985.03, "1985-03"), (1985.12, "1985-12"), ("1985.10", "1985-10"), ("1985.1", "1985-01"), (1985.11, "1985-11"),
        (date(1985, 3, 5), "1985-03-05"), ("1985.3.5", "1985-03-05"), (31111, "1985-03-05"),
        ("１９８５年３月", "1985-03"),
    ],
)  # fmt: skip
def test_a_day_is_kept_as_far_as_it_is_known(raw: object, partial: str) -> None:
    reading = read_partial_day(raw, today=TODAY)
    assert (reading.value, reading.must, reading.checks) == (partial, None, ())


@pytest.mark.parametrize(
    ("raw", "partial"), [(1985.1, "1985-01"), ("85年3月", "1985-03"), ("98年", "1998"), ("85.3", "1985-03")]
)
def test_a_partial_guess_is_kept_and_told(raw: object, partial: str) -> None:
    reading = read_partial_day(raw, today=TODAY)
    assert reading.value == partial
    assert len(reading.checks) == 1


@pytest.mark.parametrize("raw", [1985.13, "1985年13月", "1985-02-30", 1985.123, "85", "春天", 1985.0001])
def test_impossible_partial_days_are_refused(raw: object) -> None:
    assert read_partial_day(raw, today=TODAY).must is not None


def test_days_are_shown_by_the_rules_of_the_house() -> None:
    assert show_day(date(2026, 3, 5)) == "2026-03-05"
    assert chinese_day(date(2026, 3, 5)) == "2026年3月5日"
    assert [show_partial_day(text) for text in ("1998", "1985-03", "1985-03-05")] == [
        "1998年",
        "1985年3月",
        "1985-03-05",
    ]


def test_age_counts_full_years_and_leap_day_births() -> None:
    assert age_on(date(1985, 3, 5), date(2026, 3, 4)) == 40
    assert age_on(date(1985, 3, 5), date(2026, 3, 5)) == 41
    assert age_on(date(2000, 2, 29), date(2026, 2, 28)) == 25
    assert age_on(date(2000, 2, 29), date(2026, 3, 1)) == 26


def test_partial_days_know_what_they_can_mean() -> None:
    assert (first_day("1985-02"), last_day("1985-02")) == (date(1985, 2, 1), date(1985, 2, 28))
    assert (first_day("1985"), last_day("1985")) == (date(1985, 1, 1), date(1985, 12, 31))
    assert first_day("1985-03-05") == last_day("1985-03-05") == date(1985, 3, 5)
    assert surely_before("1984", "1985-01")
    assert not surely_before("1985", "1985-06")


@given(st.dates(date(1910, 1, 1), date(2100, 12, 31)))
def test_every_day_survives_every_way_of_writing(day: date) -> None:
    serial = (day - date(1899, 12, 30)).days
    ways = [day, serial, f"{day:%Y%m%d}", show_day(day), chinese_day(day), f"{day.year}.{day.month}.{day.day}"]
    assert {read_day(way, today=TODAY).value for way in ways} == {day}
    assert read_partial_day(show_partial_day(day.isoformat()), today=TODAY).value == day.isoformat()


@given(st.one_of(st.text(max_size=20), st.integers(), st.floats(), st.text("0123456789年月日.-/ ", max_size=12)))
def test_no_input_breaks_the_reader_and_no_day_is_out_of_range(raw: object) -> None:
    day, partial = read_day(raw, today=TODAY), read_partial_day(raw, today=TODAY)
    assert day.value is None or 1900 <= day.value.year <= 2100
    assert day.value is None or partial.value == day.value.isoformat()
    assert partial.value is None or first_day(partial.value) <= last_day(partial.value)
