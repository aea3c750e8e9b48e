"""Writing tables: what was written is what is read again, and a write that fails leaves everything as it was."""

from __future__ import annotations

import csv
import io
import re
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.errors import ErrorCode, KnownError, Problem
from app.i18n import Label
from app.services.sheets import textfile
from app.services.sheets.book import Cell, CellFault
from app.services.sheets.columns import known_labels, load_synonyms, match_columns
from app.services.sheets.headers import find_header
from app.services.sheets.reading import read_workbook
from app.services.sheets.workbook import ColumnKind, Table, Value
from app.services.sheets.writing import write_problem_rows, write_table, write_tables

TEXT, NUMBER, MONEY, DAY = ColumnKind.TEXT, ColumnKind.NUMBER, ColumnKind.MONEY, ColumnKind.DAY
HEADINGS = ["姓名", "证件号码", "人口", "慰问金（元）", "出生日期"]
KINDS = [TEXT, TEXT, NUMBER, MONEY, DAY]
ROWS: list[list[Value]] = [
    ["古丽·买买提", "110105194912310022", 3, 123456, date(1985, 3, 1)],
    ["𠮷田", "001", None, -5, "1985-03"],
    ["", None, 0, 0, date(1900, 2, 28)],
]
DANGEROUS = [
    "=1+1", "=cmd|'/c calc'!A1", "+86 138", "-1", "@SUM(A1)", "＝1+1", "＋1", "－1", "＠x", "'=1", "''-1", "'张",
    '=HYPERLINK("http://x")', "_x0041_", "_x000D_", "a&b<c>", " 前后 ", "两\n行", "①㎡é😀", "]]>", "&amp;", "0012",
]  # fmt: skip
MARKS = {"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!"}


def write(path: Path, rows: list[list[Value]], **about: object) -> Path:
    width = len(rows[0]) if rows else 1
    write_table(path, [f"列{n}" for n in range(width)], [TEXT] * width, rows, sheet_name="会员", **about)  # type: ignore[arg-type]
    return path


def first_column(path: Path) -> list[Cell]:
    """The cells below the heading."""
    return [row[0] if row else None for row in read_workbook(path).sheets[0].rows[1:]]


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_every_kind_of_value_comes_back(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"会员.{ending}"

    count = write_table(path, HEADINGS, KINDS, ROWS, sheet_name="会员")
    heads, *rows = read_workbook(path).sheets[0].rows

    assert count == 3 and heads == HEADINGS
    if ending == "xlsx":
        assert rows[0] == ["古丽·买买提", "110105194912310022", 3, 1234.56, date(1985, 3, 1)]
        assert rows[1] == ["𠮷田", "001", None, -0.05, "1985-03"]
        assert rows[2] == [None, None, 0, 0, "1900-02-28"]
    else:
        assert rows[0] == ["古丽·买买提", "110105194912310022", "3", "1234.56", "1985-03-01"]
        assert rows[1] == ["𠮷田", "001", None, "-0.05", "1985-03"]
        assert rows[2] == [None, None, "0", "0.00", "1900-02-28"]


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_dangerous_texts_come_back_unchanged(tmp_path: Path, ending: str) -> None:
    path = write(tmp_path / f"t.{ending}", [[text, "x"] for text in DANGEROUS])

    assert first_column(path) == DANGEROUS


def test_no_text_becomes_a_formula_or_a_number_in_a_workbook(tmp_path: Path) -> None:
    path = write(tmp_path / "t.xlsx", [[text] for text in DANGEROUS], title="=1+1", notes=["+1"])

    with zipfile.ZipFile(path) as archive:
        parts = "".join(archive.read(name).decode() for name in archive.namelist() if "sheets/" in name)
    cells = [row[0] for row in openpyxl.load_workbook(path).active.iter_rows()]

    assert not re.search("<f[ />]", parts)
    assert all(cell.data_type in ("s", "inlineStr") and cell.number_format == "@" for cell in cells[2:])


def test_no_cell_of_a_csv_starts_like_a_formula_except_numbers(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    write_table(path, ["=题", "金额"], [TEXT, MONEY], [[text, -100] for text in DANGEROUS], sheet_name="t", title="@x")
    content = path.read_bytes()

    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))

    assert content.startswith(b"\xef\xbb\xbf")
    assert not any(row[0].startswith(tuple("=+-@\t\r＝＋－＠")) for row in rows)
    assert {row[1] for row in rows[2:]} == {"-1.00"}


SHOWN = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn", "Co"]), max_size=40)
TEXTS = st.lists(
    st.one_of(
        SHOWN, st.builds("{}{}".format, st.sampled_from(["=", "+", "-", "@", "'", "''", "＝", "\t", " "]), SHOWN)
    ),
    min_size=1,
    max_size=60,
).map(lambda texts: [text for text in texts if text.strip() not in MARKS])


@settings(max_examples=25)
@given(TEXTS)
def test_any_texts_come_back_from_a_workbook(texts: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = write(Path(folder) / "t.xlsx", [[text, "x"] for text in texts])

        assert first_column(path) == [text or None for text in texts]


@settings(max_examples=150)
@given(TEXTS)
def test_any_texts_come_back_from_a_csv(texts: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = write(Path(folder) / "t.csv", [[text, "x"] for text in texts])

        rows = list(textfile.read_rows(path.read_bytes()))  # what the child runs

        assert rows[1:] == [[text, "x"] for text in texts]


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_control_characters_are_left_out_and_line_breaks_made_one(tmp_path: Path, ending: str) -> None:
    path = write(tmp_path / f"t.{ending}", [["张\x00伟\x08\ud800\ufffe", "x"], ["一\r\n二\r三", "x"]])

    assert first_column(path) == ["张伟", "一\n二\n三"]


def test_a_title_and_notes_above_do_not_hide_the_table(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    write_table(
        path,
        ["姓名", "证件号码"],
        [TEXT, TEXT],
        [["张伟", "x"]],
        sheet_name="会员",
        title="会员名册",
        notes=["说明：一", "二"],
    )
    synonyms = load_synonyms("person")

    found = find_header(read_workbook(path).sheets[0], known_labels([], synonyms))

    assert (found.row, found.rows) == (4, (5,))


def test_a_table_without_rows_is_a_blank_form_whose_columns_keep_text_as_text(tmp_path: Path) -> None:
    path = tmp_path / "blank.xlsx"

    assert write_table(path, HEADINGS, KINDS, [], sheet_name="会员") == 0
    sheet = openpyxl.load_workbook(path).active

    assert [cell.value for cell in sheet[1]] == HEADINGS and sheet.max_row == 1
    assert sheet.freeze_panes == "A2" and sheet.print_title_rows == "$1:$1"
    assert sheet.column_dimensions["B"].number_format == "@"


def test_several_tables_become_sheets_with_names_that_programs_accept(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    names = ["档案", "家庭/成员", "a" * 40, "档案", "''", "[x]:*?"]

    write_tables(path, [Table(name, ["姓名"], [TEXT], [[name]]) for name in names])
    book = read_workbook(path)

    shown = [sheet.name for sheet in book.sheets]
    assert len(set(shown)) == len(names) and all(name and len(name) <= 31 for name in shown)
    assert [sheet.rows[1][0] for sheet in book.sheets] == names


def test_only_names_that_say_xlsx_or_csv_are_written(tmp_path: Path) -> None:
    for name, tables in (("t.xls", 1), ("t", 1), ("t.csv", 2)):
        with pytest.raises(KnownError) as refused:
            write_tables(tmp_path / name, [Table("t", ["姓名"], [TEXT], [])] * tables)

        assert refused.value.code == ErrorCode.BAD_INPUT and not any(tmp_path.iterdir())


def test_a_cell_that_no_program_could_hold_is_refused_with_its_place(tmp_path: Path) -> None:
    with pytest.raises(KnownError) as refused:
        write(tmp_path / "t.xlsx", [["x", "y"], ["x", "😀" * 16_384]])

    assert [(problem.row, problem.column) for problem in refused.value.problems] == [(3, "B")]
    assert not any(tmp_path.iterdir())


def test_an_existing_file_is_replaced_only_when_told(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    path.write_bytes(b"old")

    with pytest.raises(KnownError) as refused:
        write(path, [["新"]])

    assert refused.value.code == ErrorCode.EXISTS and path.read_bytes() == b"old"
    assert first_column(write(path, [["新"]], overwrite=True)) == ["新"]
    assert [*tmp_path.iterdir()] == [path]


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_a_write_that_breaks_off_leaves_the_old_file_and_nothing_else(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"t.{ending}"
    path.write_bytes(b"old")

    def breaks() -> Iterator[list[Value]]:
        yield ["张伟"]
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_table(path, ["姓名"], [TEXT], breaks(), sheet_name="t", overwrite=True)

    assert path.read_bytes() == b"old" and [*tmp_path.iterdir()] == [path]


def test_a_file_open_in_excel_is_not_replaced(tmp_path: Path) -> None:
    path = write(tmp_path / "t.xlsx", [["旧"]])
    (tmp_path / "~$t.xlsx").write_bytes(b"x")

    with pytest.raises(KnownError) as refused:
        write(path, [["新"]], overwrite=True)

    assert refused.value.code == ErrorCode.LOCKED and "Excel" in str(refused.value.what)


@pytest.mark.skipif(sys.platform == "win32", reason="limits the size of files as a full disk would")
@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_a_full_disk_is_told_and_leaves_the_old_file(tmp_path: Path, ending: str) -> None:
    import resource

    path = tmp_path / f"t.{ending}"
    path.write_bytes(b"old")
    rows: list[list[Value]] = [[f"张{number}" * 9] for number in range(9_000)]
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)

    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, hard))
    try:
        with pytest.raises(KnownError) as refused:
            write(path, rows, overwrite=True)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    assert refused.value.code == ErrorCode.DISK_FULL
    assert path.read_bytes() == b"old" and [*tmp_path.iterdir()] == [path]


def test_a_folder_that_is_gone_or_closed_is_told(tmp_path: Path) -> None:
    with pytest.raises(KnownError) as gone:
        write(tmp_path / "none" / "t.xlsx", [["x"]])

    assert gone.value.code == ErrorCode.NOT_FOUND
    if Path("/sys/kernel").is_dir():
        with pytest.raises(KnownError) as closed:
            write(Path("/sys/kernel/t.xlsx"), [["x"]])

        assert closed.value.code == ErrorCode.READ_ONLY


def test_no_people_lie_in_temporary_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "none"))

    assert first_column(write(tmp_path / "t.xlsx", [["张伟"]] * 2000)) == ["张伟"] * 2000


def test_wrong_rows_become_a_sheet_to_mend_that_can_be_imported_again(tmp_path: Path) -> None:
    path = tmp_path / "要改.xlsx"
    rows: list[list[Cell]] = [
        [None, 4.60102199003077e17, date(1985, 3, 1), CellFault("error:#N/A"), "多出来的"],
        ["王芳", 13800000001],
    ]
    problems = [
        [Problem(Label("没有姓名"), column="姓名"), Problem(Label("后三位被Excel改成了0"), column="身份证号")],
        [Problem(Label("同一个身份证号在表里出现两次"))],
    ]
    headings = ["姓名", "身份证号", "出生日期", "手机号码"]

    assert write_problem_rows(path, headings, rows, problems) == 2
    heads, *found = read_workbook(path).sheets[0].rows

    assert heads == [*headings, "问题"]
    assert found[0] == [
        None,
        "460102199003077000",
        "1985-03-01",
        CellFault("error:#N/A"),
        "姓名：没有姓名\n身份证号：后三位被Excel改成了0",
    ]
    assert found[1] == ["王芳", "13800000001", None, None, "同一个身份证号在表里出现两次"]
    synonyms = load_synonyms("person")
    matches = match_columns([("A", str(head)) for head in heads], [(name, name) for name in synonyms], synonyms)
    assert [match.field for match in matches] == ["name", "id_no", "birth_date", "phone", None]
