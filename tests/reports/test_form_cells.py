"""No text leaves its cell, however long it is; nothing is lost on the way."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.reports import draw
from app.reports.fonts import Face, text_width
from app.reports.forms.sign_off_sheet import SignOffData, SignOffRow
from app.reports.text import CUT_MARK, LONGEST, Room, clean, fit, wrap
from tests.reports.paper_reader import pdf_text, read_pages
from tests.reports.paper_samples import (
    ADDRESS_OF_60,
    DAY,
    EIGHT_DIGITS,
    MAKERS,
    MINORITY_NAME,
    ROUND,
    SIX_CHARACTERS,
    UNION,
    notice,
    sign_off,
    visits,
)

CODES = sorted(MAKERS)


@pytest.mark.parametrize("name", [SIX_CHARACTERS, MINORITY_NAME, "𬱖𠮷𪚥" * 3], ids=["six", "fifteen", "rare"])
@pytest.mark.parametrize("code", CODES)
def test_a_long_name_stays_in_its_cell_and_is_whole(code: str, name: str) -> None:
    page = read_pages(draw(code, MAKERS[code](12, name=name), printed_on=DAY).pdf)[0]
    column = page.rows()[0].index("姓名")

    assert page.row("1")[column] == name
    assert page.torn() == []


def test_an_address_of_sixty_characters_stays_in_its_cell_and_is_whole() -> None:
    assert len(ADDRESS_OF_60) == 60
    page = read_pages(draw("F20", visits(6, address=ADDRESS_OF_60), printed_on=DAY).pdf)[0]

    assert page.row("1")[page.rows()[0].index("住址")] == ADDRESS_OF_60
    assert page.torn() == []


@pytest.mark.parametrize(
    ("code", "data", "heading"),
    [
        ("F22", sign_off(12, cash=EIGHT_DIGITS, goods="米", goods_value=EIGHT_DIGITS), "慰问金（元）"),
        ("F20", visits(6, cash=EIGHT_DIGITS), "慰问标准（元）"),
        ("F13", notice(6, amount=EIGHT_DIGITS), "拟帮扶（慰问）金额（元）"),
    ],
)
def test_an_amount_of_eight_digits_stays_in_its_cell_on_one_line(code: str, data: object, heading: str) -> None:
    page = read_pages(draw(code, data, printed_on=DAY).pdf)[0]

    assert page.row("1")[page.rows()[0].index(heading)] == "12,345,678.00"
    assert page.torn() == []
    assert any(word.text == "12,345,678.00" for word in page.words)


def test_a_total_is_never_broken_or_cut() -> None:
    printed = draw("F20", visits(60, cash=99_999_999_999), printed_on=DAY)

    total = read_pages(printed.pdf)[-1].row("合计")
    assert total[-5] == "59,999,999,999.40"
    assert printed.total == 60 * 99_999_999_999


def test_a_row_grows_with_its_text_and_the_page_then_holds_fewer_rows() -> None:
    department = "后勤服务中心（含食堂、浴室、绿化班组和幼儿园）第一分工会女职工小组"
    pages = read_pages(draw("F22", sign_off(12, department=department), printed_on=DAY).pdf)

    assert len(pages) == 2
    assert pages[0].row("1")[1] == department
    assert all(page.torn() == [] for page in pages)


TEXTS = st.text(
    st.characters(codec="utf-8", max_codepoint=0x9FA5, exclude_categories=["Cs", "Cc", "Co", "Cn", "Mn", "Me", "Mc"])
    .filter(lambda sign: sign in "，。（）“”《》· /-,.%×0123456789abcXYZ" or "\u4e00" <= sign <= "\u9fa5"),
    max_size=120,
)  # fmt: skip


@settings(max_examples=60)
@given(TEXTS, st.floats(12, 300), st.sampled_from([7.5, 9.0, 10.5]))
def test_wrapping_keeps_every_character_and_every_line_in_its_width(text: str, width: float, size: float) -> None:
    lines = wrap(text, Face.SERIF, size, width)

    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(len(line) <= 1 or text_width(line, Face.SERIF, size) <= width + 0.001 for line in lines)


def test_a_line_neither_begins_with_closing_nor_ends_with_opening_punctuation() -> None:
    text = "大米（五常），食用油（花生），“送温暖”慰问，一车间、二车间。" * 4

    for width in range(40, 200, 7):
        lines = wrap(text, Face.SERIF, 10.5, width)
        assert not any(line[0] in "，。）”、" for line in lines[1:]), lines
        assert not any(line[-1] in "（“" for line in lines[:-1]), lines


def test_numbers_and_units_are_not_torn_if_a_line_has_room_for_them() -> None:
    assert wrap("联系电话13800138000", Face.SERIF, 10, 90) == ["联系电话", "13800138000"]
    assert wrap("一车间设备科 主任科员", Face.SERIF, 10, 90) == ["一车间设备科", "主任科员"]


@pytest.mark.parametrize("centred", [True, False])
def test_a_department_is_parted_from_its_employer_and_not_in_the_middle_of_a_word(centred: bool) -> None:
    room = Room(width=80, height=40, size=10, floor=8, tallest=100, centred=centred)

    assert fit("海口椰风公司机修车间\n钳工", Face.SERIF, room).lines == ("海口椰风公司", "机修车间", "钳工")
    assert fit("海口椰风公司（总部）", Face.SERIF, room).lines == ("海口椰风公司", "（总部）")
    assert fit("海口椰风公司 机修车间", Face.SERIF, room).lines == ("海口椰风公司", "机修车间")
    assert len(fit("海口市椰风食品制造公司机修", Face.SERIF, room).lines) == 2


def test_fitting_shrinks_before_it_grows_and_cuts_only_what_fills_the_tallest_row() -> None:
    room = Room(width=60, height=25, size=10.5, floor=8.5, tallest=100)

    short, longer, longest = (fit("字" * count, Face.SERIF, room) for count in (8, 14, 200))

    assert (short.size, len(short.lines)) == (10.5, 2)
    assert longer.size < 10.5 and longer.height <= 25
    assert longest.cut and longest.height <= 100 and "".join(longest.lines).endswith(CUT_MARK)


def test_a_remark_that_would_fill_a_page_is_cut_and_the_print_says_so() -> None:
    printed = draw("F22", sign_off(1, note="很长的说明。" * 400), printed_on=DAY)
    page = read_pages(printed.pdf)[0]

    assert page.row("1")[-1].endswith(CUT_MARK)
    assert any("王秀英（备注（代领人及与本人关系））" in str(warning) for warning in printed.warnings)
    assert page.torn() == []


def test_text_on_paper_is_cut_at_two_thousand_characters() -> None:
    assert len(clean("字" * 200_000)) == LONGEST
    assert clean("字" * 2001).endswith(CUT_MARK)
    assert clean("字" * 2000) == "字" * 2000


@pytest.mark.parametrize(
    ("dirty", "printed"),
    [
        ("张\u202e三\u202c", "张三"),
        ("李\x00\x08四", "李四"),
        ("王\ud800五", "王五"),
        ("赵\u200b六\ufeff", "赵六"),
        ("钱\ufe00七", "钱七"),
        ("一\r\n二\u2028三", "一\n二\n三"),
        ("一\t二\u00a0三", "一 二 三"),
        ("e\u0301", "é"),
        ("\uf9d0", "\uf9d0"),
        ("　张　伟　", "张　伟"),
    ],
)
def test_what_cannot_be_seen_does_not_reach_the_paper(dirty: str, printed: str) -> None:
    assert clean(dirty) == printed


NASTY = (
    "<b>粗</b>", "</para>", "<img src='file:///etc/hostname'/>", '<img src="http://127.0.0.1:9/x"/>', "张<b>三",
    "A & B <公司>", "&lt;b&gt;", "<font color='[1]'>红</font>", '<a href="javascript:alert(1)">点</a>', "<para>",
    "(括号", ")反", "\\反斜", "\\)", "%注释", "(()", "] TJ", "<48656C6C6F>", "endstream", "{n}", "%s", "${HOME}",
    "=1+1", "'; DROP TABLE--", "<<>>", "/Name", "<b>" * 8, "\\n", "“”‘’", "<!--注-->",
)  # fmt: skip


def test_markup_and_commands_come_out_as_the_letters_they_are() -> None:
    texts = [f"{sign}{number}" for number in range(10) for sign in NASTY]
    rows = tuple(SignOffRow("一车间", "王秀英", text, 1, text) for text in texts)

    pages = read_pages(draw("F22", SignOffData(UNION, ROUND, rows), printed_on=DAY).pdf)

    printed = [row for page in pages for row in page.rows() if row[0].isdecimal()]
    assert len(texts) >= 300
    assert [row[3] for row in printed] == [text.replace(" ", "") for text in texts]
    assert [row[5] for row in printed] == [text.replace(" ", "") for text in texts]


@pytest.mark.parametrize("code", CODES)
def test_nasty_text_in_names_and_titles_breaks_no_form(code: str) -> None:
    data = replace(MAKERS[code](3, name="张<b>三"), union="工会<b></para>(\\")

    assert "张<b>三" in read_pages(draw(code, data, printed_on=DAY).pdf)[0].text


def test_a_union_with_a_very_long_name_and_a_list_with_a_long_filter_stay_on_the_paper() -> None:
    union = "某某省某某市某某区某某街道办事处" * 5 + "工会委员会"
    for code in CODES:
        pdf = draw(code, replace(MAKERS[code](2), union=union), printed_on=DAY).pdf
        page = read_pages(pdf)[0]
        assert union in pdf_text(pdf), code
        assert all(word.left > 0 and word.right < page.width for word in page.words), code
        assert page.torn() == []


@settings(max_examples=40)
@given(st.text(max_size=300), st.sampled_from(CODES))
def test_any_text_at_all_is_printed_or_left_for_the_pen(text: str, code: str) -> None:
    printed = draw(code, MAKERS[code](2, name=text), printed_on=DAY, leave_gaps=True)

    assert read_pages(printed.pdf)[0].torn() == []
