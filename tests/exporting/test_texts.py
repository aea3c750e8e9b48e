"""Texts that spreadsheet programs like to change stay as they are, out and in, and none becomes a formula."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import select

from app.models import Person
from app.models.store.database import Database
from app.services import exporting, records
from app.services.listing import Condition, View
from app.services.sheets.reading import read_workbook
from tests.exporting.round_trip import back, out
from tests.factories import add_person

NASTY = [
    "=1+1", "'=1+1", "''=x", "+86 138", "-5", "@SUM(A1)", "＝1", "－", "'0012", "0012", "1E5", "2024-01-05", "3/4",
    "TRUE", "_x0041_", "<b>&amp;</b>", '"甲","乙"', "甲\n乙", "甲\t乙", "𬭚䶮🙂", "true", "1,000.00", "#标签",
    "％", "a" * 5000,
]  # fmt: skip


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_nasty_texts_come_back_as_they_went(database: Database, tmp_path: Path, suffix: str) -> None:
    with database.write("准备") as session:
        for text in NASTY:
            add_person(session, "张伟", remark=text, native_place=text.replace("\n", " ")[:100])
    path = tmp_path / f"people{suffix}"
    out(database, Person, path)

    judged = back(database, Person, path)

    assert judged.counts()["unchanged"] == len(NASTY), judged.problems()


def test_no_text_becomes_a_formula_and_numbers_of_people_stay_text(database: Database, tmp_path: Path) -> None:
    with database.write("准备") as session:
        for text in NASTY:
            add_person(session, "张伟", remark=text, id_no="110105194912310022", phone="13800000001")
    out(database, Person, tmp_path / "people.xlsx")
    out(database, Person, tmp_path / "people.csv")

    sheet = openpyxl.load_workbook(tmp_path / "people.xlsx").active
    cells = [cell for row in sheet.iter_rows(min_row=2) for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr"}
    for line in (tmp_path / "people.csv").read_text("utf-8-sig").split("\r\n")[1:]:
        assert not any(cell.strip('"').startswith(("=", "@", "＝")) for cell in line.split(","))


def test_an_export_holds_what_the_view_shows_in_its_order_with_all_that_is_known(
    database: Database, tmp_path: Path
) -> None:
    with database.write("准备") as session:
        for name, sex in (("张伟", "1"), ("王芳", "2"), ("李娜", "2")):
            add_person(session, name, sex=sex, id_no="110105194912310022")
    view = View(Person, where=(Condition("sex", "=", "2"),), sort=("name:desc",), columns=("name",))

    with database.read() as session:
        assert exporting.export(session, view, tmp_path / "a.xlsx") == 2

    (sheet,) = read_workbook(tmp_path / "a.xlsx").sheets
    assert [row[0] for row in sheet.rows] == ["姓名", "王芳", "李娜"]
    assert "110105194912310022" in sheet.rows[1] and "女" in sheet.rows[1]


def test_a_deleted_person_of_an_old_export_comes_back_only_as_new_and_doubted(
    database: Database, tmp_path: Path
) -> None:
    with database.write("准备") as session:
        add_person(session, "张伟")
    out(database, Person, tmp_path / "a.xlsx")
    with database.write("删除") as session:
        records.delete(session, session.scalars(select(Person)).one())

    judged = back(database, Person, tmp_path / "a.xlsx")

    assert judged.counts() | {"new": 1, "doubtful": 1} == judged.counts()
    assert [str(one.what) for one in judged.problems()] == ["回收站里有同一个，要的是那一个就先恢复它，再导入"]
