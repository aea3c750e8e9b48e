"""Reading spreadsheets: every format gives the same plain values, and what is odd about a cell is told."""

from __future__ import annotations

import datetime
import sys
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
import xlwt

from app.services.sheets.book import CellFault, MergedRange, RawSheet, column_letter, column_number
from app.services.sheets.reading import read_workbook
from app.services.sheets.workbook import ColumnKind
from app.services.sheets.writing import write_table
from tests.sheets import sheet_makers as make

EPOCH_1904 = datetime.datetime(1904, 1, 1)


def only_sheet(path: Path) -> RawSheet:
    """The one sheet of a file."""
    (sheet,) = read_workbook(path).sheets
    return sheet


def csv(path: Path, rows: list[list[object]]) -> Path:
    path.write_text("\n".join(",".join("" if cell is None else str(cell) for cell in row) for row in rows), "utf-8")
    return path


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
def test_a_workbook_of_any_kind_gives_the_same_cells(tmp_path: Path, kind: str) -> None:
    path = getattr(make, kind)(tmp_path / f"会员.{kind}", [make.HEADINGS, *make.PEOPLE])

    book = read_workbook(path)

    assert book.kind == kind and not book.date1904
    assert book.sheets[0].name == "会员" and not book.sheets[0].hidden
    trimmed = [[*row] if row[-1] is not None else row[:-1] for row in [make.HEADINGS, *make.PEOPLE]]
    assert book.sheets[0].rows == trimmed


def test_a_text_file_gives_its_cells_as_text_under_its_own_name(tmp_path: Path) -> None:
    sheet = only_sheet(csv(tmp_path / "会员名单.csv", [make.HEADINGS, *make.PEOPLE]))

    assert sheet.name == "会员名单"
    assert sheet.rows[1] == ["1", "张伟", "男", "110105194912310022", "13800000001"]


def test_the_content_decides_what_a_file_is_and_not_its_name(tmp_path: Path) -> None:
    wrongly_named = make.xls(tmp_path / "a.xlsx", [make.HEADINGS])
    tab_separated = tmp_path / "b.xls"
    tab_separated.write_bytes("姓名\t手机\r\n张伟\t13800000001\r\n".encode("gb18030"))

    assert read_workbook(wrongly_named).kind == "xls"
    assert only_sheet(tab_separated).rows == [["姓名", "手机"], ["张伟", "13800000001"]]


def test_cells_keep_their_place_when_the_table_does_not_start_in_a1(tmp_path: Path) -> None:
    def change(_: object, sheet: object) -> None:
        sheet["C4"], sheet["D4"], sheet["C5"] = "姓名", "手机", "张伟"  # type: ignore[index]

    for kind in ("xlsx", "xls"):
        path = tmp_path / f"t.{kind}"
        if kind == "xlsx":
            make.xlsx(path, [], change)
        else:
            make.xls(path, [[], [], [], [None, None, "姓名", "手机"], [None, None, "张伟"]])
        sheet = only_sheet(path)

        assert sheet.rows == [[], [], [], [None, None, "姓名", "手机"], [None, None, "张伟"]]
        assert sheet.cell(4, 3) == "姓名" and sheet.cell(99, 1) is None and sheet.cell(4, 99) is None


def test_numbers_stay_numbers_so_that_a_cut_resident_id_can_be_told(tmp_path: Path) -> None:
    path = make.xlsx(tmp_path / "n.xlsx", [[460102199003077571, 13812345678.0, 1985.3, 1.38e10, True, -5]])

    assert only_sheet(path).rows == [[4.601021990030776e17, 13812345678, 1985.3, 13800000000, True, -5]]


def test_days_and_moments_come_as_such_and_impossible_days_as_faults(tmp_path: Path) -> None:
    def change(_: object, sheet: object) -> None:
        for column, serial in zip("ABCDEF", (-1, 0, 59, 60, 61, 1_000_000_000), strict=True):
            sheet[f"{column}2"] = serial  # type: ignore[index]
            sheet[f"{column}2"].number_format = "yyyy-mm-dd"  # type: ignore[index]

    first = [datetime.date(1985, 3, 1), datetime.datetime(2024, 2, 29, 12, 30), datetime.time(8, 30)]
    rows = only_sheet(make.xlsx(tmp_path / "d.xlsx", [first], change)).rows

    assert rows[0] == [datetime.date(1985, 3, 1), datetime.datetime(2024, 2, 29, 12, 30), "08:30:00"]
    assert not any(isinstance(cell, datetime.date) for cell in (*rows[1][:4], rows[1][5]))
    assert rows[1][4] == datetime.date(1900, 3, 1)


@pytest.mark.parametrize("kind", ["xlsx", "xls"])
def test_1904_workbooks_give_true_days_and_say_that_they_count_from_1904(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"mac.{kind}"
    if kind == "xlsx":
        with xlsxwriter.Workbook(path, {"date_1904": True}) as book:
            sheet = book.add_worksheet()
            sheet.write_datetime(0, 0, datetime.datetime(1985, 3, 1), book.add_format({"num_format": "yyyy-mm-dd"}))
            sheet.write_number(0, 1, 29_645)
    else:
        old = xlwt.Workbook()
        old.dates_1904 = True
        sheet = old.add_sheet("会员")
        sheet.write(0, 0, (datetime.datetime(1985, 3, 1) - EPOCH_1904).days, xlwt.easyxf(num_format_str="yyyy-mm-dd"))
        sheet.write(0, 1, 29_645)
        old.save(str(path))

    found = read_workbook(path)

    assert found.date1904
    assert found.sheets[0].rows == [[datetime.date(1985, 3, 1), 29_645]]


def test_errors_and_formulas_without_a_value_are_faults_and_not_blanks(tmp_path: Path) -> None:
    def change(_: object, sheet: object) -> None:
        sheet["A2"], sheet["B2"], sheet["C3"] = "=1+1", "#N/A", '="x"'  # type: ignore[index]
        sheet["B2"].data_type = "e"  # type: ignore[index]

    rows = only_sheet(make.xlsx(tmp_path / "f.xlsx", [["甲", "乙", "丙"]], change)).rows

    assert rows[1] == [CellFault("formula_without_value"), CellFault("error:#N/A")]
    assert rows[2] == [None, None, CellFault("formula_without_value")]
    assert "#N/A" in str(CellFault("error:#N/A").what) and "公式" in str(CellFault("formula_without_value").what)


def test_formulas_with_a_value_give_the_value_even_when_it_is_no_text(tmp_path: Path) -> None:
    path = tmp_path / "v.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_formula(0, 0, "=1+1", None, 2)
        sheet.write_formula(0, 1, '="张"&"伟"', None, "张伟")
        sheet.write_formula(0, 2, "=NA()", None, "#N/A")
        sheet.write_formula(0, 3, "=A1", None, True)

    assert only_sheet(path).rows == [[2, "张伟", CellFault("error:#N/A"), True]]


def test_odd_cells_are_found_in_markup_of_other_programs_too(tmp_path: Path) -> None:
    """Prefixed names, cells and rows without references, single quotes, attributes in another order."""
    path = make.xlsx(tmp_path / "p.xlsx", [["x"]])
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    markup = (
        f'<x:worksheet xmlns:x="{space}"><x:sheetData>'
        "<x:row hidden='1'><x:c t='inlineStr'><x:is><x:t>甲</x:t></x:is></x:c><x:c><x:v>1</x:v></x:c></x:row>"
        "<x:row><x:c><x:v>2</x:v></x:c><x:c t='e'><x:f>NA()</x:f><x:v>#N/A</x:v></x:c><x:c><x:f>B2</x:f></x:c></x:row>"
        '<x:row><x:c s="0" r="C3"><x:f t="shared" si="0"/><x:v/></x:c><x:c r="D3"><x:v>3</x:v></x:c></x:row>'
        "</x:sheetData></x:worksheet>"
    ).encode()

    sheet = only_sheet(make.repacked(path, lambda name, part: markup if name == make.SHEET else part))

    assert sheet.hidden_rows == {1}
    assert sheet.rows == [
        ["甲", 1],
        [2, CellFault("error:#N/A"), CellFault("formula_without_value")],
        [None, None, CellFault("formula_without_value"), 3],
    ]


def test_a_text_formula_that_gives_no_text_is_a_blank(tmp_path: Path) -> None:
    cell = b'<row r="5"><c r="A5" t="str"><f>IF(1,"")</f><v></v></c><c r="B5" t="str"><f>"x"</f><v>x</v></c></row>'

    assert only_sheet(make.with_rows(tmp_path / "s.xlsx", cell)).rows[4] == [None, "x"]


def test_old_workbooks_tell_errors_and_hidden_rows_too(tmp_path: Path) -> None:
    def change(_: object, sheet: object) -> None:
        sheet.row(1).set_cell_error(5, 0x2A)  # type: ignore[attr-defined]
        sheet.row(2).hidden = True  # type: ignore[attr-defined]

    sheet = only_sheet(make.xls(tmp_path / "e.xls", [make.HEADINGS, *make.PEOPLE], change))

    assert sheet.rows[1][5] == CellFault("error:#N/A")
    assert sheet.hidden_rows == {3}


def test_open_documents_tell_errors_hidden_rows_merged_cells_and_missing_values(tmp_path: Path) -> None:
    error = make.ods_cell("#N/A", 'office:value-type="string" office:string-value="" calcext:value-type="error"')
    formula = '<table:table-cell table:formula="of:=1+1"/>'
    title = make.ods_cell("会员名单", 'table:number-columns-spanned="6" office:value-type="string"')
    rows = [[title], make.HEADINGS, ["1", "张伟", error, formula], ["2", "王芳"]]

    sheet = only_sheet(make.ods(tmp_path / "o.ods", rows, row_attributes={4: 'table:visibility="filter"'}))

    assert sheet.merged == (MergedRange(1, 1, 1, 6),)
    assert sheet.rows[2] == ["1", "张伟", CellFault("error:#N/A"), CellFault("formula_without_value")]
    assert sheet.hidden_rows == {4}


def test_hidden_rows_hidden_sheets_and_merged_cells_are_told(tmp_path: Path) -> None:
    def change(book: object, sheet: object) -> None:
        sheet.row_dimensions[3].hidden = True  # type: ignore[attr-defined]
        sheet.merge_cells("A6:F6")  # type: ignore[attr-defined]
        sheet["A6"] = "填表说明"  # type: ignore[index]
        book.create_sheet("下拉").sheet_state = "hidden"  # type: ignore[attr-defined]

    book = read_workbook(make.xlsx(tmp_path / "h.xlsx", [make.HEADINGS, *make.PEOPLE], change))

    assert book.sheets[0].hidden_rows == {3} and book.sheets[0].rows[2][1] == "王芳"
    assert book.sheets[0].merged == (MergedRange(6, 1, 6, 6),)
    assert [(sheet.name, sheet.hidden, sheet.is_empty) for sheet in book.sheets] == [
        ("会员", False, False),
        ("下拉", True, True),
    ]


def test_error_marks_typed_as_text_are_faults_in_every_format(tmp_path: Path) -> None:
    assert only_sheet(csv(tmp_path / "e.csv", [["姓名", "手机"], ["张伟", "#N/A"]])).rows[1][1] == CellFault(
        "error:#N/A"
    )


def test_empty_formatted_cells_far_away_do_not_make_a_sheet_too_big(tmp_path: Path) -> None:
    path = make.with_rows(
        tmp_path / "styled.xlsx", b'<row r="1048576"><c r="A1048576" s="0"/><c r="XFD1048576" s="0"></c></row>'
    )

    assert len(only_sheet(path).rows) == 4


def test_progress_is_told_and_can_end_the_reading(tmp_path: Path) -> None:
    path = make.xlsx(tmp_path / "long.xlsx", [["姓名"]] + [["张伟"]] * 999)
    told: list[int] = []

    read_workbook(path, progress=told.append)

    def stop(_: int) -> None:
        raise InterruptedError

    assert told[-1] == 1000 and told == sorted(told)
    with pytest.raises(InterruptedError):
        read_workbook(path, progress=stop)


def test_column_letters_count_as_a_spreadsheet_program_counts() -> None:
    assert [column_letter(number) for number in (1, 26, 27, 200, 16384)] == ["A", "Z", "AA", "GR", "XFD"]
    assert all(column_number(column_letter(number)) == number for number in range(1, 1000))


def test_the_provincial_sheet_is_read_as_it_stands(tmp_path: Path) -> None:
    rows = [["附件四"], ["海南省工会会员信息采集表"], ["填表单位（盖章）："], make.HEADINGS]
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.active.merge_cells("A2:F2")
    book.save(tmp_path / "p.xlsx")

    assert only_sheet(tmp_path / "p.xlsx").rows == rows


@pytest.mark.skipif(sys.platform == "win32", reason="measures with the resource module")
def test_ten_thousand_people_are_read_in_two_seconds_of_work(tmp_path: Path) -> None:
    import resource

    rows = [
        [str(460102199001010000 + number), *(f"张{number * at % 977}" for at in range(19))] for number in range(10_000)
    ]
    write_table(tmp_path / "p.xlsx", ["列"] * 20, [ColumnKind.TEXT] * 20, rows, sheet_name="会员")

    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    sheet = only_sheet(tmp_path / "p.xlsx")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)

    assert sheet.rows[1:] == rows
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 2
