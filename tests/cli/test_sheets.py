"""export and import of any record type, and of hardship files as a workbook of four sheets."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from app.services.sample import sample_households, sample_people, write_member_sheet
from tests.cli.conftest import Xiaojia

TODAY = date(2026, 12, 20)
CASES = ["职工身份证号", "阶段", "建档日期", "主要致困原因", "次要致困原因", "突发意外致困"]
WORKER = "11010519491231002X"
INCOME = ["职工证件号码", "成员", "收入项目", "金额（元）"]


def write_book(path: Path, **sheets: list[list[Any]]) -> Path:
    """A workbook of sheets, each given as rows."""
    book = Workbook()
    for sheet in list(book):
        book.remove(sheet)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def case_book(path: Path, **other: list[list[Any]]) -> Path:
    """A workbook of one hardship file: a household of two, one income, one expense; `other` replaces sheets."""
    sheets: dict[str, list[list[Any]]] = {
        "档案": [CASES, [WORKER, "在档", date(2026, 11, 1), "患重特大疾病", "子女上学", ""]],
        "家庭": [["职工证件号码", "姓名", "关系", "有劳动能力而未就业"], [WORKER, "王大明", "配偶", "否"]],
        "收入": [INCOME, [WORKER, "本人", "工资性收入", 48000.5]],
        "支出": [["职工证件号码", "支出项目", "金额（元）"], [WORKER, "因病自付医疗费", "30000"]],
    }
    return write_book(path, **(sheets | other))


@pytest.fixture
def member_sheet(tmp_path: Path) -> Path:
    path = tmp_path / "会员.xlsx"
    write_member_sheet(path, sample_people(30, 1, TODAY))
    return path


@pytest.fixture
def worker(xiaojia: Xiaojia) -> Xiaojia:
    xiaojia.add("person", {"name": "刘秀英", "id_no": WORKER})
    return xiaojia


def test_the_provincial_sheet_comes_in_as_members_and_is_undone_whole(xiaojia: Xiaojia, member_sheet: Path) -> None:
    tried = xiaojia("import", "person", member_sheet, "--trial")
    assert (tried["new"], tried["wrong"], tried["header_row"], tried["deed"]) == (30, 0, 4, None)
    assert xiaojia("list", "person")["total"] == 0
    done = xiaojia.run("import", xiaojia.path, "person", member_sheet, "--unit-per-employer", "--json", "--ack")
    assert done.json["new"] == 30 and done.acks == [f"ACK import {done.json['deed']}"]
    assert xiaojia("count", "membership")["total"] == 30
    assert xiaojia("count", "org-unit")["total"] > 3
    again = xiaojia("import", "person", member_sheet, "--unit-per-employer")
    assert (again["unchanged"], again["deed"]) == (30, None)
    xiaojia("undo")
    assert xiaojia("count", "person")["total"] == xiaojia("count", "org-unit")["total"] == 0


def test_rows_may_all_go_to_one_unit_and_be_no_members(xiaojia: Xiaojia, member_sheet: Path) -> None:
    xiaojia.add("org-unit", {"name": "机修车间"})
    xiaojia("import", "person", member_sheet, "--unit", "机修车间")
    assert xiaojia("list", "person", "--where", "membership.org_unit=机修车间")["total"] == 30
    xiaojia("undo")
    path = write_book(member_sheet.with_name("names.xlsx"), 名单=[["姓名"], ["张伟"], ["刘秀英"]])
    xiaojia("import", "person", path, "--not-members")
    assert xiaojia("count", "person")["total"] == 2 and xiaojia("count", "membership")["total"] == 0


def test_wrong_rows_keep_everything_out_unless_they_are_skipped(xiaojia: Xiaojia, tmp_path: Path) -> None:
    path = write_book(tmp_path / "x.xlsx", 名单=[["姓名", "性别", "手机"], ["张伟", "男", ""], ["李四", "猫", "138"]])
    mend = tmp_path / "改.xlsx"
    ran = xiaojia.run("import", xiaojia.path, "person", path, "--problems", mend, "--json")
    assert ran.code == 1 and ran.json["ok"] is False and ran.json["wrong"] == 1
    problem = ran.json["error"]["problems"][0]
    assert (problem["row"], problem["column"], problem["field"], problem["grade"]) == (3, "B", "sex", "must")
    assert xiaojia("count", "person")["total"] == 0
    rows = [[cell.value for cell in row] for row in load_workbook(mend).active.iter_rows()]
    assert rows[0][:3] == ["姓名", "性别", "手机"] and rows[1][:2] == ["李四", "猫"] and rows[1][3]
    done = xiaojia("import", "person", path, "--skip-wrong")
    assert (done["new"], done["skipped"]) == (1, 1) and xiaojia("count", "person")["total"] == 1


def test_the_user_may_say_where_the_table_is_and_what_a_heading_means(xiaojia: Xiaojia, tmp_path: Path) -> None:
    rows = [["某某单位"], ["大名", "性别"], ["张伟", "男"]]
    path = write_book(tmp_path / "x.xlsx", 说明=[["不是名单"]], 名册=rows)
    done = xiaojia(
        "import", "person", path, "--sheet", "名册", "--header-row", 2, "--map", "大名=name", "--map", "性别="
    )
    assert done["new"] == 1
    row = xiaojia("list", "person", "--fields", "name,sex")["rows"][0]
    assert (row["name"], row["sex"]) == ("张伟", None)
    assert xiaojia.run("import", xiaojia.path, "person", path, "--map", "大名").code == 2


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_an_export_that_comes_back_changes_nothing(
    xiaojia: Xiaojia, member_sheet: Path, tmp_path: Path, ending: str
) -> None:
    xiaojia("import", "person", member_sheet, "--unit-per-employer")
    for case in sample_households(sample_people(30, 1, TODAY), TODAY):
        xiaojia.add("hardship-case", case)
    xiaojia.add("person", [{"name": "张伟"}, {"name": "张伟", "memberships": [{"member_no": "9"}]}])
    xiaojia.add("parameter", {"key": "dibao_monthly", "value": "750.00", "from": "2026-01-01", "doc_no": "=1+1"})
    xiaojia.add("round", {"title": "2027年春节送温暖", "year": 2027, "occasion": "HARD", "cash": "1000.10"})
    xiaojia("round", "2027年春节送温暖", "propose", "--apply")
    for name in xiaojia.run("types", "--json").json["types"]:
        out = tmp_path / f"{name}.{ending}"
        rows = xiaojia("export", name, out)["rows"]
        found = xiaojia("import", name, out) if rows else {"unchanged": 0, "deed": None}
        assert (found["unchanged"], found["deed"]) == (rows, None), name


def test_an_export_holds_numbers_as_text_and_no_formulas(xiaojia: Xiaojia, tmp_path: Path) -> None:
    xiaojia.add("person", [{"name": "刘秀英", "id_no": WORKER, "remark": "=1+1"}, {"name": "张伟"}])
    out = tmp_path / "x.xlsx"
    assert xiaojia("export", "person", out, "--search", "lxy")["rows"] == 1
    heads, row = (list(line) for line in load_workbook(out).active.iter_rows())
    cells = {head.value: cell for head, cell in zip(heads, row, strict=True) if head.value != "备注" or cell.value}
    assert cells["证件号码"].value == WORKER and cells["证件号码"].data_type == "s"
    assert cells["备注"].value == "=1+1" and cells["备注"].data_type == "s"
    assert heads[-1].value == "标识（勿改）"


def test_a_blank_table_has_the_headings_and_no_rows(xiaojia: Xiaojia, tmp_path: Path) -> None:
    out = tmp_path / "x.xlsx"
    assert xiaojia("export", "person", out, "--blank")["rows"] == 0
    rows = [[cell.value for cell in row] for row in load_workbook(out).active.iter_rows()]
    assert rows[0][0] == "姓名" and "标识（勿改）" not in rows[0] and len([row for row in rows if any(row)]) == 1
    xiaojia("export", "hardship-case", out, "--blank")
    assert load_workbook(out).sheetnames == ["档案", "家庭", "收入", "支出"]


def test_a_file_cannot_be_written_where_no_folder_is(xiaojia: Xiaojia, tmp_path: Path) -> None:
    assert xiaojia.refused("export", "person", tmp_path / "none" / "x.xlsx")["code"] == "not_found"
    assert xiaojia.refused("export", "person", tmp_path / "x.doc")["code"] == "bad_input"


def test_a_hardship_file_comes_in_with_its_family_incomes_and_expenses(worker: Xiaojia, tmp_path: Path) -> None:
    path = case_book(tmp_path / "x.xlsx")
    assert worker("import", "hardship-case", path, "--trial")["new"] == 1
    assert worker("count", "hardship-case")["total"] == 0
    done = worker("import", "hardship-case", path)
    assert (done["new"], done["wrong"], done["deed"]) == (1, 0, 3)
    record = worker("show", "hardship-case", "刘秀英")["record"]
    assert (record["stage"], record["filed_on"], record["main_cause"]) == ("on_file", "2026-11-01", "6")
    assert [(one["member"], one["yuan"]) for one in record["incomes"]] == [("本人", "48000.50")]
    assert [one["yuan"] for one in record["expenses"]] == ["30000.00"]
    members = worker("show", "household", record["household"])["record"]["members"]
    assert [(one["name"], one["relation_label"]) for one in members] == [("刘秀英", "本人"), ("王大明", "配偶")]
    worker("undo")
    assert worker("count", "hardship-case")["total"] == worker("count", "household")["total"] == 0


def test_a_second_workbook_changes_what_it_names_and_a_blank_leaves_the_rest(worker: Xiaojia, tmp_path: Path) -> None:
    worker("import", "hardship-case", case_book(tmp_path / "x.xlsx"))
    assert worker("import", "hardship-case", case_book(tmp_path / "same.xlsx"))["unchanged"] == 1
    changed = case_book(
        tmp_path / "y.xlsx",
        档案=[CASES, [WORKER, "", "", "", "", "是"]],
        家庭=[["职工证件号码", "姓名", "关系"], [WORKER, "王小明", "子"]],
        支出=[["职工证件号码", "支出项目", "金额（元）"], [WORKER, "因病自付医疗费", "31000"]],
    )
    done = worker("import", "hardship-case", changed)
    assert (done["changed"], done["new"]) == (1, 0)
    record = worker("show", "hardship-case", "刘秀英")["record"]
    assert record["accident"] is True and record["main_cause"] == "6"
    assert [one["yuan"] for one in record["expenses"]] == ["31000.00"] and len(record["incomes"]) == 1
    members = worker("show", "household", record["household"])["record"]["members"]
    assert [one["name"] for one in members] == ["刘秀英", "王大明", "王小明"]


def test_a_file_can_be_closed_by_a_workbook(worker: Xiaojia, tmp_path: Path) -> None:
    worker("import", "hardship-case", case_book(tmp_path / "x.xlsx"))
    heads = ["职工证件号码", "阶段", "撤档日期", "撤档原因"]
    closed = write_book(tmp_path / "y.xlsx", 档案=[heads, [WORKER, "已撤档", "2026-12-01", "就业脱困"]])
    worker("import", "hardship-case", closed)
    record = worker("show", "hardship-case", "刘秀英")["record"]
    assert (record["stage"], record["removed_on"], record["removal_reason"]) == ("closed", "2026-12-01", "2")


@pytest.mark.parametrize(
    ("other", "place"),
    [
        ({"档案": [CASES, ["110105194912310038", "在档", "2026-11-01", "", "", ""]]}, (2, "A", "worker")),
        ({"档案": [CASES, [WORKER, "在档", "2026-02-30", "", "", ""]]}, (2, "C", "filed_on")),
        ({"档案": [CASES, [WORKER, "已撤档", "2026-01-01", "", "", ""]]}, (2, "B", "stage")),
        ({"档案": [CASES, [WORKER, "草稿"], [WORKER, "草稿"]]}, (3, "A", "worker")),
        ({"家庭": [["职工证件号码", "姓名", "关系"], [WORKER, "王大明", "猫"]]}, (2, "C", "relation")),
        ({"收入": [INCOME, [WORKER, "外人", "工资性收入", 1]]}, (2, "B", "member")),
        ({"支出": [["职工证件号码", "支出项目", "金额（元）"], ["1", "因病自付医疗费", 1]]}, (2, "A", "worker")),
        ({"支出": [["职工证件号码", "支出项目", "金额（元）"], [WORKER, "因病自付医疗费", "很多"]]}, (2, "C", "yuan")),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_workbook_is_named_with_row_and_column(
    worker: Xiaojia, tmp_path: Path, other: dict[str, Any], place: tuple[int, str, str]
) -> None:
    path = case_book(tmp_path / "x.xlsx", **other)
    ran = worker.run("import", worker.path, "hardship-case", path, "--json")
    problems = [(one["row"], one["column"], one["field"]) for one in ran.json["error"]["problems"]]
    assert ran.code == 1 and ran.json["wrong"] >= 1 and place in problems
    assert worker("count", "hardship-case")["total"] == 0


def test_options_that_mean_nothing_for_a_workbook_are_wrong_use(worker: Xiaojia, tmp_path: Path) -> None:
    path = case_book(tmp_path / "x.xlsx")
    assert worker.run("import", worker.path, "hardship-case", path, "--unit", "机修车间").code == 2


def test_files_that_are_wrong_are_skipped_and_written_out_to_be_mended(worker: Xiaojia, tmp_path: Path) -> None:
    rows = [CASES, [WORKER, "草稿", "", "", "", ""], ["张伟", "草稿", "", "", "", ""]]
    path, mend = case_book(tmp_path / "x.xlsx", 档案=rows), tmp_path / "改.xlsx"
    done = worker("import", "hardship-case", path, "--skip-wrong", "--problems", mend)
    assert (done["new"], done["skipped"]) == (1, 1)
    assert [row[0].value for row in load_workbook(mend).active.iter_rows()] == ["职工身份证号", "张伟"]
