"""The public notice shows what may be published, tells same names apart, and nothing of anybody's health."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date

import pytest

from app.reports import draw
from app.reports.forms.public_notice import NoticeData, NoticeRow, public_category
from tests.reports.paper_reader import pdf_text, read_pages
from tests.reports.paper_samples import DAY, ROUND, UNION, notice


def listed(*rows: NoticeRow, strict: bool = False) -> list[str]:
    page = read_pages(draw("F13", NoticeData(UNION, ROUND, rows, strict=strict), printed_on=DAY).pdf)[0]
    return [row[1] for row in page.rows() if row[0].isdecimal()]


def test_a_row_has_no_room_for_what_must_never_be_published() -> None:
    assert {field.name for field in fields(NoticeRow)} == {"name", "department", "category", "amount", "sex", "post"}


def test_the_notice_says_who_what_how_long_whom_to_ask_and_who_issues_it() -> None:
    text = pdf_text(draw("F13", notice(2), printed_on=DAY).pdf)

    assert "关于2027年春节“送温暖”慰问对象名单的公示" in text
    assert "拟对下列2名职工给予慰问" in text
    assert "公示期：自2027年1月11日至2027年1月15日（5个工作日）。" in text
    assert "公示期内如有异议，请以书面、电话等形式向工会反映。" in text
    assert "联系人：李梅联系电话：0898-66668888监督电话（经审委）：0898-66669999" in text
    assert f"{UNION}2027年1月11日" in text


@pytest.mark.parametrize(
    "category", ["生病住院", "工伤慰问", "大病救助", "重大手术", "因病致贫", "残疾职工", "恶性肿瘤", "医疗救助"]
)
def test_a_category_that_tells_of_health_reads_hardship(category: str) -> None:
    text = pdf_text(draw("F13", notice(category=category), printed_on=DAY).pdf)

    assert category not in text and "生活困难" in text


@pytest.mark.parametrize("title", ["2026年住院慰问", "工伤", "看望患大病职工", "2026年重大手术医疗救助"])
def test_the_name_of_a_round_that_tells_of_health_is_not_published_either(title: str) -> None:
    text = pdf_text(draw("F13", replace(notice(2), round_title=title), printed_on=DAY).pdf)

    assert title.removesuffix("慰问") not in text and "生活困难慰问对象名单的公示" in text


def test_a_hospitals_own_round_keeps_its_name() -> None:
    text = pdf_text(draw("F13", replace(notice(2), round_title="市人民医院2027年春节"), printed_on=DAY).pdf)

    assert "关于市人民医院2027年春节慰问对象名单的公示" in text


@pytest.mark.parametrize(
    "category", ["困难走访/送温暖", "深度困难职工", "金秋助学/高考慰问", "意外致困职工", "一线/节日值守慰问"]
)
def test_other_categories_are_published_as_they_are(category: str) -> None:
    assert public_category(category) == category


def test_two_of_one_name_and_department_are_told_apart_by_post() -> None:
    first, second = (
        NoticeRow("张伟", "一车间", "困难", sex="男", post="电工"),
        NoticeRow("张伟", "一车间", "困难", sex="男", post="钳工"),
    )

    assert listed(first, second) == ["张伟（电工）", "张伟（钳工）"]


def test_where_posts_are_the_same_they_are_told_apart_by_sex() -> None:
    first, second = (
        NoticeRow("张伟", "一车间", "困难", sex="男", post="电工"),
        NoticeRow("张伟", "一车间", "困难", sex="女", post="电工"),
    )

    assert listed(first, second) == ["张伟（男）", "张伟（女）"]


def test_one_name_in_two_departments_needs_nothing_more() -> None:
    first, second = NoticeRow("张伟", "一车间", "困难", post="电工"), NoticeRow("张伟", "二车间", "困难", post="钳工")

    assert listed(first, second) == ["张伟", "张伟"]


def test_names_that_nothing_tells_apart_are_named_before_printing() -> None:
    twins = (NoticeRow("张伟", "一车间", "困难"), NoticeRow("张伟", "一车间", "困难"))

    printed = draw("F13", replace(notice(), rows=twins), printed_on=DAY)

    assert any("张伟" in str(warning) for warning in printed.warnings)


def test_strict_masking_leaves_one_character_of_each_name() -> None:
    names = ("张伟", "李小明", "欧阳建国", "阿依古丽·买买提")

    assert listed(*(NoticeRow(name, "一车间", "困难") for name in names), strict=True) == [
        "张*", "李*明", "欧阳**", "阿依*·买*",
    ]  # fmt: skip


def test_names_are_in_full_unless_masking_is_asked_for() -> None:
    assert listed(NoticeRow("欧阳建国", "一车间", "困难")) == ["欧阳建国"]


def test_gaps_in_the_notice_are_told_and_left_for_the_pen() -> None:
    printed = draw("F13", NoticeData(UNION, ROUND, notice().rows), printed_on=DAY)

    assert [str(warning) for warning in printed.warnings] == [
        "没有填公示期，纸上留了空，请用笔填上",
        "没有联系人或联系电话，纸上留了空，请用笔填上",
        "没有经审委的监督电话，纸上留了空，请用笔填上",
    ]
    assert draw("F13", notice(), printed_on=DAY).warnings == ()


def test_a_long_list_goes_on_with_its_heading_and_ends_with_the_issuer_beside_text() -> None:
    pages = read_pages(draw("F13", notice(60), printed_on=DAY).pdf)

    assert len(pages) >= 3
    numbers = [row[0] for page in pages for row in (page.rows() if page.lines else []) if row[0].isdecimal()]
    assert numbers == [str(number) for number in range(1, 61)]
    assert all(page.rows()[0][0] == "序号" for page in pages if page.lines)
    assert "监督电话" in pages[-1].text and "2027年1月11日" in pages[-1].text
    assert [page.find("—").left > 105 for page in pages] == [number % 2 == 0 for number in range(len(pages))]


@pytest.mark.parametrize("count", range(5, 25))
def test_issuer_and_day_are_never_alone_on_a_page(count: int) -> None:
    last = read_pages(draw("F13", notice(count), printed_on=DAY).pdf)[-1]

    assert "监督电话" in last.text and f"{UNION}2027年1月11日" in last.text


def test_the_total_of_a_notice_is_what_it_promises() -> None:
    printed = draw("F13", notice(3, amount=500_50), printed_on=DAY)

    assert (printed.rows, printed.total) == (3, 1501_50)


def test_the_day_of_issue_has_no_leading_zeros() -> None:
    assert "2027年3月5日" in pdf_text(draw("F13", replace(notice(), issued_on=date(2027, 3, 5)), printed_on=DAY).pdf)
