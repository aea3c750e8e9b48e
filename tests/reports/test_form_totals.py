"""Every page adds up, and the pages together are the total: read back from the paper, not from the program."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.models.values.money import capitals
from app.reports import Printed, draw
from app.reports.forms.sign_off_sheet import SignOffData, SignOffRow
from app.reports.forms.visit_list import VisitData, VisitRow
from tests.reports.paper_reader import read_pages
from tests.reports.paper_samples import DAY, ROUND, UNION, sign_off

NAME, CASH, VALUE = 1, 3, 5
"""Places in a row of totals, whose first cell spans two columns."""


def fen(shown: str) -> int:
    return int(Decimal(shown.replace(",", "")) * 100)


def assert_adds_up(printed: Printed, data: SignOffData) -> None:
    pages = read_pages(printed.pdf)
    subtotals = [page.row("本页小计") for page in pages]
    total = pages[-1].row("合计")
    for page, subtotal in zip(pages, subtotals, strict=True):
        rows = [row for row in page.rows() if row[0].isdecimal()]
        assert subtotal[NAME] == f"{len(rows)}人"
        assert fen(subtotal[CASH]) == sum(fen(row[4]) for row in rows if row[4] != "/")
        assert fen(subtotal[VALUE]) == sum(fen(row[6]) for row in rows if row[6] != "/")
    for column in (CASH, VALUE):
        assert sum(fen(row[column]) for row in subtotals) == fen(total[column])
    assert sum(int(row[NAME].removesuffix("人")) for row in subtotals) == len(data.rows) == printed.rows
    assert total[NAME] == f"{len(data.rows)}人"
    assert fen(total[CASH]) == sum(row.cash or 0 for row in data.rows)
    assert printed.total == fen(total[CASH]) + fen(total[VALUE])
    assert f"人民币（大写）：{capitals(printed.total).removeprefix('人民币')}¥" in pages[-1].rows()[-1][0]
    assert all("合计" not in page.text for page in pages[:-1])


def rows_of(count: int) -> tuple[SignOffRow, ...]:
    return tuple(
        SignOffRow(
            "一车间", "王秀英", "节日慰问", (index * 7919 % 300_000) or None, "米" * (index % 2), index % 2 * 8050
        )
        for index in range(count)
    )


@pytest.mark.parametrize("count", [1, 11, 12, 13, 24, 25, 100])
def test_the_subtotals_of_all_pages_are_the_total(count: int) -> None:
    data = SignOffData(UNION, ROUND, rows_of(count))

    assert_adds_up(draw("F22", data, printed_on=DAY), data)


ROWS = st.builds(
    SignOffRow,
    department=st.sampled_from(["一车间", "后勤服务中心（含食堂、浴室、绿化班组）分工会"]),
    name=st.sampled_from(["王秀英", "李伟", "阿依古丽·阿卜杜热西提·买买提明"]),
    occasion=st.just("节日慰问"),
    cash=st.none() | st.integers(0, 99_999_999),
    goods=st.sampled_from(["", "大米10kg×1袋、食用油5L×1桶"]),
    goods_value=st.none() | st.integers(0, 1_000_000),
)


@settings(max_examples=15)
@given(st.lists(ROWS, min_size=1, max_size=60))
def test_random_sheets_add_up(rows: list[SignOffRow]) -> None:
    data = SignOffData(UNION, ROUND, tuple(rows))

    assert_adds_up(draw("F22", data, printed_on=DAY), data)


def test_an_amount_that_nobody_gets_is_struck_out() -> None:
    row = read_pages(draw("F22", sign_off(cash=None), printed_on=DAY).pdf)[0].row("1")

    assert row[4:7] == ["/", "/", "/"]


def test_every_visiting_group_has_its_heading_its_subtotal_and_its_own_pages() -> None:
    rows = tuple(
        VisitRow(f"王秀{'英兰芳'[index % 3]}", cash=100_00 * (index + 1), group=group, leader=leader)
        for index, (group, leader) in enumerate(
            [("第一组", "王建国"), ("第二组", "欧阳明月"), ("", ""), ("第一组", "王建国")]
        )
    )

    pages = read_pages(draw("F20", VisitData(UNION, ROUND, rows), printed_on=DAY).pdf)

    headings = [page.rows()[1] for page in pages]
    assert headings == [["慰问组：第一组带队领导：王建国"], ["慰问组：第二组带队领导：欧阳明月"], ["未分组"]]
    assert [page.row("小计")[1] for page in pages] == ["2人", "1人", "1人"]
    assert [page.row("小计")[9] for page in pages] == ["500.00", "200.00", "300.00"]
    assert pages[-1].row("合计")[9] == "1,000.00"


def test_where_groups_change_the_order_the_visit_list_says_the_number_on_the_sign_off_sheet() -> None:
    groups = ("第一组", "", "第一组", "第二组")
    rows = tuple(VisitRow(f"王{'一二三四'[at]}", group=group) for at, group in enumerate(groups))

    def listed(chosen: tuple[VisitRow, ...]) -> list[list[str]]:
        pages = read_pages(draw("F20", VisitData(UNION, ROUND, chosen), printed_on=DAY).pdf)
        return [row[:3] for page in pages for row in page.rows() if row[0] == "序号" or row[0].isdecimal()]

    heading = ["序号", "签收表序号", "姓名"]
    first, second, none = [["1", "1", "王一"], ["2", "3", "王三"]], ["3", "4", "王四"], ["4", "2", "王二"]
    assert listed(rows) == [heading, *first, heading, second, heading, none]
    assert listed((rows[0], rows[2], rows[3]))[0] == ["序号", "姓名", "性别"]


def test_a_list_of_rounds_quotes_the_campaign_in_its_title() -> None:
    page = read_pages(draw("F20", VisitData(UNION, "2027年春节送温暖"), printed_on=DAY).pdf)[0]

    assert "2027年春节“送温暖”走访慰问名单" in page.text
