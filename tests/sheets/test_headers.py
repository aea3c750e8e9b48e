"""Finding the table in a sheet of paper that became a spreadsheet."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from app.errors import ErrorCode, KnownError
from app.services.sheets.book import MergedRange, RawBook, RawSheet
from app.services.sheets.columns import known_labels, load_synonyms
from app.services.sheets.headers import HeaderGuess, choose_sheet, find_header
from app.services.sheets.reading import read_workbook
from app.services.sheets.tablerows import Why

SYNONYMS = load_synonyms("person")
KNOWN = known_labels([(name, name) for name in SYNONYMS], SYNONYMS)
HEADER = ["序号", "姓名", "性别", "身份证号", "手机号码", "备注"]
PROVINCE = [
    "序号", "姓名", "性别", "出生日期（格式：yyyy/MM/dd）", "民族", "就业状况", "有效证件类别",
    "证件号码\n(填写18位身份证)", "学历", "技术等级", "移动电话", "户籍类型", "户籍所在地", "会籍变化类型",
    "会籍变化日期（格式：yyyy/MM/dd）", "会籍变化原因", "政治面貌", "工作单位", "籍贯",
    "是否农民工会员\n填写“是”或“否”",
]  # fmt: skip


def person(number: int, name: str = "张伟") -> list[Any]:
    return [number, name, "男", "110105194912310022", "13800000001"]


def sheet(*rows: list[Any], merged: tuple[MergedRange, ...] = (), **about: Any) -> RawSheet:
    return RawSheet("会员", rows=[*rows], merged=merged, **about)


def guess(*rows: list[Any], merged: tuple[MergedRange, ...] = (), **about: Any) -> HeaderGuess:
    return find_header(sheet(*rows, merged=merged, **about), KNOWN)


def skipped(found: HeaderGuess, why: Why) -> list[int]:
    return [one.row for one in found.skipped if one.why == why]


def test_a_plain_table_starts_in_its_first_row() -> None:
    found = guess(HEADER, person(1), person(2))

    assert (found.row, found.rows_used, found.data_first_row, found.data_last_row) == (1, 1, 2, 3)
    assert found.columns == tuple(zip("ABCDEF", HEADER, strict=True))
    assert not found.skipped and not found.ambiguous and not found.notes()


def test_the_provincial_sheet_has_titles_above_and_notes_below(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.active
    page.append(["附件四"])
    page.append(["海南省工会会员信息采集表"])
    page["A3"], page["L3"] = "填表单位（盖章）：海口市第一中学工会", "单位负责人(签字)："
    page.append(PROVINCE)
    for number in range(1, 301):
        page.append([number, "张伟", "男", "1985/03/01"])
    page["A306"] = "填表说明：\n1、此表所列项目均为必填项；\n2、“工作单位”需填写完整的单位全称。"
    for area in ("A2:T2", "A3:K3", "L3:T3", "A306:T306"):
        page.merge_cells(area)
    menu = book.create_sheet("下拉菜单表")
    for value in ("民族", "汉族", "黎族"):
        menu.append([value])
    book.save(tmp_path / "province.xlsx")

    choice = choose_sheet(read_workbook(tmp_path / "province.xlsx"), KNOWN)

    assert choice.sheet.name == "Sheet" and choice.header.row == 4 and choice.others == ()
    assert choice.header.rows == tuple(range(5, 305))
    assert skipped(choice.header, Why.NOTE) == [306]


def test_two_header_rows_with_merged_cells_become_one_heading_each() -> None:
    above = ["序号", "会员基本信息", None, None, "联系方式", None, "备注"]
    below = [None, "姓名", "性别", "身份证号", "手机号码", "家庭住址"]
    merged = (
        MergedRange(1, 1, 1, 7),
        MergedRange(2, 1, 3, 1),
        MergedRange(2, 2, 2, 4),
        MergedRange(2, 5, 2, 6),
        MergedRange(2, 7, 3, 7),
    )

    found = guess(["会员名单"], above, below, person(1), merged=merged)

    assert (found.row, found.rows_used, found.rows) == (2, 2, (4,))
    assert [heading for _, heading in found.columns] == [
        "序号", "姓名", "性别", "身份证号", "手机号码", "家庭住址", "备注",
    ]  # fmt: skip


def test_two_header_rows_are_found_without_merged_cells_too() -> None:
    found = guess(["序号", "姓名", "联系方式", None], [None, None, "手机号码", "住址"], [1, "张伟", "13800000001"])

    assert (found.row, found.rows_used, found.rows) == (1, 2, (3,))


def test_equal_headings_under_two_groups_are_told_apart() -> None:
    above = ["序号", "职工", None, "配偶", None]
    below = [None, "姓名", "身份证号", "姓名", "身份证号"]
    merged = (MergedRange(1, 1, 2, 1), MergedRange(1, 2, 1, 3), MergedRange(1, 4, 1, 5))

    headings = [heading for _, heading in guess(above, below, person(1), merged=merged).columns]

    assert headings == ["序号", "职工/姓名", "职工/身份证号", "配偶/姓名", "配偶/身份证号"]


def test_the_header_repeated_in_the_middle_is_skipped_and_told() -> None:
    found = guess(["会员名单"], HEADER, person(1), ["会员名单"], HEADER, person(2), merged=(MergedRange(1, 1, 1, 6),))

    assert found.rows == (3, 6) and not found.ambiguous
    assert skipped(found, Why.REPEATED) == [4, 5]
    assert any("重复的标题行" in str(note) and "4—5" in str(note) for note in found.notes())


def test_a_repeated_header_is_known_again_when_all_its_words_are_spaced_out() -> None:
    spaced = [" ".join(word) for word in HEADER]

    found = guess(spaced, person(1), spaced, person(2))

    assert found.rows == (2, 4) and skipped(found, Why.REPEATED) == [3]


@pytest.mark.parametrize("words", ["合计", "合 计", "总计：2人", "小计", "本页小计", "合计（大写）", "共计2人"])
@pytest.mark.parametrize("column", [0, 1, 2])
def test_total_rows_are_skipped_and_told(words: str, column: int) -> None:
    total = [None] * column + [words, 2, 1000]

    found = guess(HEADER, person(1), total, person(2))

    assert found.rows == (2, 4) and skipped(found, Why.TOTAL) == [3]


def test_blank_rows_and_prefilled_numbers_are_no_people() -> None:
    found = guess(HEADER, person(1), [], [None, "  "], person(2), [3], ["4"], [5.0])

    assert found.rows == (2, 5)
    assert skipped(found, Why.NUMBER_ONLY) == [6, 7, 8]
    assert any("只有序号" in str(note) and "6—8" in str(note) for note in found.notes())


def test_a_person_with_only_a_name_stays_in() -> None:
    assert guess(HEADER, person(1), [None, "王芳"], ["3", "李娜"]).rows == (2, 3, 4)


@pytest.mark.parametrize(
    "below",
    [
        [["填表说明："], ["1、此表所列项目均为必填项"], ["2、“工作单位”需填写全称"]],
        [["注：以上人员均已核对"]],
        [["制表人：", "王芳", None, "审核人：", "李娜"], [None, None, None, None, "2026年3月5日"]],
        [[None, "单位负责人（签字）：", None, None, "（盖章）"]],
        [["填报单位（盖章）：", None, None, "填报日期："]],
        [["经办人：王芳    工会主席：李娜"]],
        [["备注：本表一式两份，一份存档，一份上报。"], ["请于3月5日前交回"]],
        [["以上名单经工会委员会讨论通过，公示五个工作日无异议，现予上报，特此说明。"]],
        [["     年   月   日"]],
    ],
)
def test_notes_and_signatures_below_the_table_are_no_people(below: list[list[Any]]) -> None:
    found = guess(HEADER, person(1), person(2), [], *below)

    assert found.rows == (2, 3)
    assert skipped(found, Why.NOTE) == list(range(5, 5 + len(below)))


def test_people_below_the_notes_are_not_lost() -> None:
    assert guess(HEADER, person(1), ["说明：以下为补报"], person(2)).rows == (2, 4)


def test_group_titles_across_the_table_are_skipped() -> None:
    found = guess(HEADER, ["一车间"], person(1), ["二车间"], person(2), merged=(MergedRange(2, 1, 2, 6),))

    assert found.rows == (3, 5) and skipped(found, Why.GROUP) == [2, 4]


def test_two_different_headers_are_ambiguous_until_a_person_says_which() -> None:
    retired = ["姓名", "性别", "身份证号", "移动电话", "退休时间"]
    page = sheet(HEADER, person(1), [], retired, ["王芳", "女", "110105194912310049", "13800000002", "2020-01"])

    found = find_header(page, KNOWN)
    told = find_header(page, KNOWN, row=4)

    assert found.ambiguous and (found.row, found.candidates) == (1, (4,))
    assert (told.row, told.ambiguous, told.rows) == (4, False, (5,))


def test_a_blank_row_cannot_be_told_to_be_the_header() -> None:
    with pytest.raises(KnownError) as refused:
        find_header(sheet(HEADER, person(1)), KNOWN, row=9)

    assert refused.value.code == ErrorCode.NO_HEADER and "第9行" in str(refused.value.what)


def test_lines_to_fill_in_are_no_headings() -> None:
    found = guess(["单位：", "联系人：", "联系电话："], ["姓名", "手机"], ["张伟", "13800000001"])

    assert found.row == 2 and not found.ambiguous


def test_a_sheet_with_one_column_of_names_has_a_header_too() -> None:
    found = guess(["姓名"], ["张伟"], ["王芳"], ["姓名"], ["李娜"])

    assert (found.row, found.rows) == (1, (2, 3, 5))


def test_a_header_without_rows_says_so() -> None:
    found = guess(["会员名单"], HEADER)

    assert found.rows == () and found.data_first_row is None and found.data_last_row is None
    assert [str(note) for note in found.notes()] == ["只有标题，下面一行内容也没有。"]


@pytest.mark.parametrize("rows", [[], [[], [None, " "]]])
def test_an_empty_sheet_is_told_to_be_empty(rows: list[list[Any]]) -> None:
    with pytest.raises(KnownError) as refused:
        guess(*rows)

    assert refused.value.code == ErrorCode.NO_HEADER and "空的" in str(refused.value.what)


def test_a_sheet_without_known_headings_says_what_is_missing() -> None:
    with pytest.raises(KnownError) as refused:
        guess(["物资", "数量"], ["大米", 3], ["食用油", 2])

    assert refused.value.code == ErrorCode.NO_HEADER and "姓名" in str(refused.value.what)


def test_hidden_rows_are_read_and_told() -> None:
    found = guess(HEADER, person(1), person(2), person(3), hidden_rows=frozenset({3, 99}))

    assert found.rows == (2, 3, 4) and found.hidden == (3,)
    assert any("隐藏" in str(note) and "3" in str(note) for note in found.notes())


def book(*sheets: RawSheet) -> RawBook:
    return RawBook("xlsx", [*sheets])


def named(name: str, *rows: list[Any], hidden: bool = False) -> RawSheet:
    return RawSheet(name, rows=[*rows], hidden=hidden)


def test_the_sheet_with_the_table_is_chosen_among_several() -> None:
    choice = choose_sheet(
        book(
            named("封面", ["会员信息采集"]),
            named("下拉", ["民族"], ["汉族"]),
            named("名单", HEADER, person(1)),
            named("空"),
        ),
        KNOWN,
    )

    assert choice.sheet.name == "名单" and choice.others == ()


def test_several_sheets_with_people_leave_the_choice_to_a_person() -> None:
    workbook = book(
        named("一分会", HEADER, person(1)), named("二分会", HEADER, person(2), person(3)), named("样表", HEADER)
    )

    choice = choose_sheet(workbook, KNOWN)
    told = choose_sheet(workbook, KNOWN, wanted=" 二分会")

    assert choice.sheet.name == "一分会" and choice.others == ("二分会",)
    assert told.sheet.name == "二分会" and told.header.rows == (2, 3) and told.others == ()


def test_hidden_sheets_are_looked_at_only_when_no_other_has_a_table() -> None:
    hidden = named("旧名单", HEADER, person(1), person(2), hidden=True)

    assert choose_sheet(book(hidden, named("名单", HEADER, person(1))), KNOWN).sheet.name == "名单"
    assert choose_sheet(book(hidden, named("封面", ["会员"])), KNOWN).sheet.name == "旧名单"


def test_a_sheet_that_is_not_there_is_named_with_those_that_are() -> None:
    with pytest.raises(KnownError) as refused:
        choose_sheet(book(named("名单", HEADER)), KNOWN, wanted="会员")

    assert refused.value.code == ErrorCode.NOT_FOUND and "名单" in str(refused.value.next)


def test_a_workbook_without_any_table_has_no_header() -> None:
    for sheets in ([named("空")], [named("空"), named("物资", ["物资", "数量"], ["大米", 3])]):
        with pytest.raises(KnownError) as refused:
            choose_sheet(book(*sheets), KNOWN)

        assert refused.value.code == ErrorCode.NO_HEADER
