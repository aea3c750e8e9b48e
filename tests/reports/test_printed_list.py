"""Any list of the screen on paper: widths from its contents, upright if it fits, nothing clipped or lost silently."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.models import kinds
from app.reports import check_glyphs, draw
from app.reports.forms.register_list import KINDS
from tests.reports.paper_reader import read_pages
from tests.reports.paper_samples import ADDRESS_OF_60, DAY, MINORITY_NAME, listing

SHOWN = {
    "text": "机加工一车间设备管理组", "long_text": ADDRESS_OF_60, "name": MINORITY_NAME, "number": "1,234",
    "money": "12,345,678.00", "day": "2026-11-22",
    "partial_day": "1985年3月", "moment": "2026-11-22 14:05", "yes_no": "是", "code": "劳务派遣工",
    "codes": "子女上学、患重特大疾病", "resident_id": "460199198503070011", "phone": "13800138000",
    "credit_code": "81460000MC1234567X", "link": "机加工一车间设备管理组",
}  # fmt: skip


def test_every_kind_of_field_has_its_place_on_paper() -> None:
    declared = {kind.name for kind in vars(kinds).values() if isinstance(kind, type) and issubclass(kind, kinds.Kind)}

    assert declared - {"json", "attachment"} <= set(KINDS)


@pytest.mark.parametrize("kind", sorted(SHOWN))
def test_a_column_of_any_kind_prints_its_values_whole(kind: str) -> None:
    data = listing(("姓名", "name"), ("标题", kind), rows=(("王秀英", SHOWN[kind]), ("李伟", "")))

    page = read_pages(draw("LIST", data, printed_on=DAY).pdf)[0]

    assert page.rows()[0] == ["序号", "姓名", "标题"]
    assert page.row("1")[2] == SHOWN[kind].replace(" ", "")
    assert page.torn() == []


def test_a_narrow_list_stands_upright_and_a_wide_one_lies() -> None:
    narrow = listing(("姓名", "name"), ("电话", "phone"), rows=(("王秀英", "13800138000"),))
    wide = listing(*((f"栏{number}", "phone") for number in range(9)), rows=(("13800138000",) * 9,))

    assert read_pages(draw("LIST", narrow, printed_on=DAY).pdf)[0].width == pytest.approx(210, abs=0.1)
    assert read_pages(draw("LIST", wide, printed_on=DAY).pdf)[0].width == pytest.approx(297, abs=0.1)


def test_a_crowded_list_prints_smaller_with_every_column_whole() -> None:
    names = ("name", "code", "resident_id", "phone", "link", "partial_day", "long_text", "code", "day", "text")
    data = listing(*((f"第{kind}栏", kind) for kind in names), rows=(tuple(SHOWN[kind] for kind in names),) * 30)

    printed = draw("LIST", data, printed_on=DAY)

    for page in read_pages(printed.pdf):
        assert page.torn() == []
        assert all(word.right < page.width - 14.5 for word in page.words)
    assert printed.warnings == ()
    assert read_pages(printed.pdf)[0].row("1")[1:] == [SHOWN[kind] for kind in names]


def test_columns_that_find_no_room_are_left_out_from_the_right_and_named() -> None:
    data = listing(*((f"证号{number}", "resident_id") for number in range(12)), rows=((SHOWN["resident_id"],) * 12,))

    printed = draw("LIST", data, printed_on=DAY)
    page = read_pages(printed.pdf)[0]

    printed_columns = page.rows()[0][1:]
    left_out = [f"证号{number}" for number in range(12)][len(printed_columns) :]
    assert printed_columns == [f"证号{number}" for number in range(len(printed_columns))]
    assert left_out and "、".join(left_out) in str(printed.warnings[0])
    assert page.torn() == []


def test_a_list_counts_its_rows_and_says_what_was_filtered() -> None:
    data = replace(listing(("姓名", "name"), rows=(("王秀英",), ("李伟",))), scope="部门：一车间", sensitive=True)

    printed = draw("LIST", data, printed_on=DAY)
    page = read_pages(printed.pdf)[0]

    assert (printed.rows, printed.total) == (2, None)
    assert "部门：一车间" in page.text and "内部资料注意保密" in page.text


def test_a_character_without_glyph_is_named_by_row_and_heading() -> None:
    problems = check_glyphs(listing(("姓名", "name"), ("备注", "text"), rows=(("王秀英", "好"), ("李伟", "😀"))))

    assert [(problem.row, problem.field) for problem in problems] == [(2, "备注")]
    assert "李伟" in str(problems[0].what)
