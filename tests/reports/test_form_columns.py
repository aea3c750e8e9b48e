"""The columns of every form are those of the domain pages 03 §3.4, 09 and 15, read back from the paper."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from app.reports import FORMS, draw
from tests.reports.paper_reader import read_pages
from tests.reports.paper_samples import DAY, MAKERS, UNION

HEADINGS = {
    "F22": "序号 所在分会（部门） 姓名 慰问事由 慰问金（元） 慰问品名称及数量 折价（元） 领取人签字 领取日期 "
    "备注（代领人及与本人关系）",
    "F20": "序号 姓名 性别 年龄 单位及职务（岗位） 困难类别 家庭情况/慰问原因 住址 联系电话 慰问标准（元） 慰问品 "
    "慰问组（带队领导） 走访时间 备注",
    "F13": "序号 姓名 所在部门 困难类别/慰问类别 拟帮扶（慰问）金额（元）",
    "F01": "序号 会员证号 姓名 性别 民族 出生年月 文化程度 政治面貌 部门（分会/小组） 岗位（职务） 参加工作时间 "
    "入会时间 农民工 联系电话 备注",
    "F14": "序号 档案号 姓名 性别 年龄 单位 困难类别 主要致困原因 家庭人口 月人均纯收入 是否低保 建档日期 最近复核 "
    "本年救助次数/金额 结对人 备注",
}
F22_WIDTHS = [10, 34, 22, 32, 22, 42, 20, 30, 20, 25]
USABLE = {"F01": (25, 282), "F14": (25, 282), "F20": (25, 282), "F22": (25, 282), "F13": (28, 184)}


@pytest.mark.parametrize("blank", [False, True], ids=["filled", "blank"])
@pytest.mark.parametrize("code", HEADINGS)
def test_the_headings_of_a_form_stand_in_their_order(code: str, blank: bool) -> None:
    printed = draw(code, MAKERS[code](), printed_on=DAY, blank=blank)

    assert read_pages(printed.pdf)[0].rows()[0] == HEADINGS[code].split()


@pytest.mark.parametrize("code", HEADINGS)
def test_the_columns_fill_the_paper_between_its_margins_as_declared(code: str) -> None:
    page = read_pages(draw(code, MAKERS[code](), printed_on=DAY).pdf)[0]
    edges = page.edges(page.levels[0] + 1)

    assert (edges[0], edges[-1]) == pytest.approx(USABLE[code], abs=0.5)
    widths = [right - left for left, right in pairwise(edges)]
    assert widths == pytest.approx([column.width for column in FORMS[code].columns], abs=0.5)


def test_the_sign_off_sheet_has_the_widths_of_the_page() -> None:
    page = read_pages(draw("F22", MAKERS["F22"](), printed_on=DAY).pdf)[0]
    edges = page.edges(page.levels[0] + 1)

    widths = [right - left for left, right in pairwise(edges)]

    assert (page.width, page.height) == pytest.approx((297, 210), abs=0.1)
    assert widths == pytest.approx(F22_WIDTHS, abs=0.5)


@pytest.mark.parametrize("code", HEADINGS)
def test_a_heading_stands_inside_its_column(code: str) -> None:
    page = read_pages(draw(code, MAKERS[code](), printed_on=DAY).pdf)[0]
    edges, bottom = page.edges(page.levels[0] + 1), page.levels[1]

    for word in page.words:
        if page.levels[0] < word.middle < bottom:
            left = max(edge for edge in edges if edge <= word.centre)
            right = min(edge for edge in edges if edge > word.centre)
            assert left <= word.left and word.right <= right, word.text


def test_the_sign_off_sheet_carries_title_place_for_seal_day_unit_and_five_signatures() -> None:
    page = read_pages(draw("F22", MAKERS["F22"](), printed_on=DAY).pdf)[0]

    assert f"{UNION}2027年春节送温暖慰问金（品）发放签收表" in page.text
    assert "发放单位（盖章）：" in page.text and "单位：元" in page.text
    assert page.find("发放日期").left < page.find("单位：元").left
    signatures = [page.find(word).left for word in ("制表人：", "经办人：", "审核人", "工会主席", "证明人：")]
    assert signatures == sorted(signatures)
    assert "制表人：经办人：审核人（财务）：工会主席（批准）：证明人：" in page.text


@pytest.mark.parametrize("count", [13, 40])
def test_every_page_repeats_heading_signature_row_and_its_number(count: int) -> None:
    pages = read_pages(draw("F22", MAKERS["F22"](count), printed_on=DAY).pdf)

    for number, page in enumerate(pages, start=1):
        assert page.rows()[0][0] == "序号"
        assert "证明人：" in page.text
        assert f"第{number}页共{len(pages)}页" in page.text


def test_a_page_of_the_sign_off_sheet_holds_twelve_rows_of_at_least_nine_millimetres() -> None:
    pages = read_pages(draw("F22", MAKERS["F22"](24), printed_on=DAY).pdf)

    assert len(pages) == 2
    for page in pages:
        heights = [below - above for above, below in pairwise(page.levels)]
        assert sum(1 for row in page.rows() if row[0].isdecimal()) == 12
        assert min(heights[1:13]) >= 8.99


def test_twelve_rows_and_the_totals_fit_one_page_even_below_a_title_of_two_lines() -> None:
    data = replace(
        MAKERS["F22"](12), union="海南省海口市美兰区某某街道办事处某某社区某某机械制造股份有限公司第一分公司工会委员会"
    )

    printed = draw("F22", data, printed_on=DAY)

    assert printed.pages == 1
    assert f"{data.union}2027年春节送温暖慰问金（品）发放签收表" in read_pages(printed.pdf)[0].text


def test_the_first_unused_row_of_the_last_page_says_that_nothing_follows() -> None:
    one, full = (read_pages(draw("F22", MAKERS["F22"](count), printed_on=DAY).pdf)[0] for count in (1, 12))

    assert one.rows()[2] == ["以下空白"]
    assert "以下空白" not in full.text


def test_no_identity_number_can_be_printed_on_the_sign_off_sheet() -> None:
    assert "身份证" not in read_pages(draw("F22", MAKERS["F22"](), printed_on=DAY).pdf)[0].text
    assert not any("id" in column.source for column in FORMS["F22"].columns)


@pytest.mark.parametrize("code", ["F01", "F14", "F20"])
def test_lists_with_phones_or_circumstances_ask_for_secrecy(code: str) -> None:
    pages = read_pages(draw(code, MAKERS[code](30), printed_on=DAY).pdf)

    assert all("内部资料注意保密" in page.text for page in pages)


def test_a_number_stands_in_the_upper_margin_and_only_where_one_is_given() -> None:
    numbered = read_pages(draw("F22", MAKERS["F22"](), printed_on=DAY, number="2027-F22-003").pdf)[0]
    plain = read_pages(draw("F22", MAKERS["F22"](), printed_on=DAY).pdf)[0]

    assert numbered.find("2027-F22-003").bottom < 20
    assert "编号" not in plain.text


def test_a_draft_says_so_across_the_page_and_takes_no_number() -> None:
    draft = read_pages(draw("F22", MAKERS["F22"](), printed_on=DAY, draft=True).pdf)[0]
    sample = read_pages(draw("F22", MAKERS["F22"](), printed_on=DAY, sample=True).pdf)[0]

    assert {"草", "稿"} <= {word.text for word in draft.words}
    assert {"样", "张"} <= {word.text for word in sample.words}
    with pytest.raises(ValueError, match="number"):
        draw("F22", MAKERS["F22"](), printed_on=DAY, draft=True, number="1")


def test_names_of_signers_are_printed_beside_their_words() -> None:
    signers = {"制表人": "李梅", "工会主席（批准）": "王建国"}
    page = read_pages(draw("F22", MAKERS["F22"](), printed_on=DAY, signers=signers).pdf)[0]

    assert "制表人：李梅经办人：" in page.text and "工会主席（批准）：王建国" in page.text


@pytest.mark.parametrize("code", HEADINGS)
def test_a_blank_form_has_one_page_of_empty_rows_and_no_data(code: str) -> None:
    printed = draw(code, MAKERS[code](5), printed_on=DAY, blank=True)
    page = read_pages(printed.pdf)[0]

    assert (printed.pages, printed.rows, printed.total) == (1, 0, None)
    assert "王秀英" not in page.text and "以下空白" not in page.text
    assert sum(1 for row in page.rows() if not any(row)) >= 8


@pytest.mark.parametrize("code", [*HEADINGS, "LIST"])
def test_a_blank_form_needs_no_data_at_all(code: str) -> None:
    assert draw(code, printed_on=DAY, blank=True).pages == 1
