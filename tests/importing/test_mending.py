"""Rows that were left out are written down, mended, and come in."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from app.models import Person
from app.models.store.database import Database
from app.models.values.text import plain_text
from app.services.importing import source, trial
from app.services.importing.mending import write_left_out
from app.services.importing.trial import Trial
from app.services.sheets.book import Cell, CellFault
from app.services.sheets.reading import read_workbook
from tests.factories import add_person
from tests.importing.tables import LI, PEOPLE, WANG, ZHANG, book, counted, judge, people, take

ROWS = [
    ("序号", "姓名", "身份证号", "", "手机号码", "备注"),
    (1, "张伟", ZHANG, None, "1.38E+10", "骨干"),
    (2, "王芳", WANG, "x", "13800000002", None),
    (3, "李强", 1.1010519491231e17, None, CellFault("error:#N/A"), date(2026, 1, 2)),
    (4, "赵敏", None, None, None, None),
]


ZHAO = "110105194912310022"


@pytest.fixture
def with_namesake(database: Database) -> Database:
    """A file that knows a 赵敏."""
    with database.write("准备") as session:
        add_person(session, "赵敏", id_no=ZHAO)
    return database


def written(judged: Trial, path: Path) -> list[list[Cell]]:
    """The sheet to mend as it is read again."""
    write_left_out(judged, path)
    (sheet,) = read_workbook(path).sheets
    return sheet.rows


def test_what_is_left_out_is_written_as_it_stood_with_what_is_wrong(with_namesake: Database, tmp_path: Path) -> None:
    rows = written(judge(with_namesake, ROWS), tmp_path / "改.xlsx")

    assert rows[0] == ["序号", "姓名", "身份证号", "手机号码", "备注", "问题"]
    assert [list(map(plain_text, row[:5])) for row in rows[1:]] == [
        ["1", "张伟", ZHANG, "1.38E+10", "骨干"],
        ["3", "李强", "110105194912310000", "#N/A", "2026-01-02"],
        ["4", "赵敏", "", "", ""],
    ]
    lost = "被Excel改成了 1.38E+10，原来的号码已经丢了。请在原表改成文本后重填"
    assert rows[1][5] == f"原表第2行\n手机号码：{lost}"
    assert rows[3][5] == "原表第5行\n姓名：名册里有 1 位“赵敏”。这一行是哪一位？"


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_the_mended_sheet_comes_in_as_it_is(with_namesake: Database, tmp_path: Path, suffix: str) -> None:
    rows = written(judge(with_namesake, ROWS), tmp_path / f"改{suffix}")
    rows[1][3], rows[2][2], rows[2][3], rows[3][2] = "13800000001", LI, "13800000003", ZHAO

    done = take(with_namesake, rows)

    assert (done.new, done.changed, done.skipped) == (2, 0, 0)
    assert people(with_namesake, "name", "id_no", "phone", "remark") == [
        ("赵敏", ZHAO, None, None),
        ("张伟", ZHANG, "13800000001", "骨干"),
        ("李强", LI, "13800000003", "2026-01-02"),
    ]


def test_columns_that_the_user_mapped_bear_the_names_of_their_fields(database: Database, tmp_path: Path) -> None:
    rows = [("甲", "手机", "备注"), ("张伟", "1.38E+10", "骨干")]
    read = source.understand(book(rows), Person, header_row=1, column_map={"甲": "name", "备注": ""})
    with database.read() as session:
        judged = trial.trial(session, read.plan())

    sheet = written(judged, tmp_path / "改.xlsx")

    assert sheet[0] == ["姓名", "移动电话", "问题"]
    assert counted(judge(database, sheet)) == {"wrong": 1}


def test_bare_numbers_of_days_of_an_old_mac_are_written_as_days(database: Database, tmp_path: Path) -> None:
    rows = [("姓名", "出生日期", "手机"), ("张伟", (date(1985, 3, 5) - date(1904, 1, 1)).days, "1.38E+10")]

    sheet = written(judge(database, rows, date1904=True), tmp_path / "改.xlsx")

    assert sheet[1][1] == "1985-03-05"


def test_without_anything_wrong_only_the_headings_are_written(database: Database, tmp_path: Path) -> None:
    assert len(written(judge(database, PEOPLE), tmp_path / "改.xlsx")) == 1
