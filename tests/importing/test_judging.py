"""What cannot be kept, what is kept and doubted, and in which cell that stands."""

from __future__ import annotations

from datetime import date

import pytest

from app.models import CondolenceRound, HouseholdMember, OrgUnit, Person, PolicyParameter
from app.models.store.database import Database
from app.models.values.resident_id import make_resident_id
from app.services import records
from app.services.importing import source, trial
from app.services.importing.trial import Outcome
from app.services.sheets.book import NO_VALUE, CellFault, RawBook, RawSheet
from tests.factories import add_round
from tests.importing.tables import ZHANG, counted, found, judge, only, outcomes, people, take, told

CUT = "110105194912310000"
MISTYPED = ZHANG[:17] + ("1" if ZHANG[17] != "1" else "2")


def test_a_sheet_without_names_brings_nobody_new(database: Database) -> None:
    judged = judge(database, [("身份证号", "手机号码"), (ZHANG, "13800000001")])

    assert told(judged) == [(2, "", "must", "请填姓名")]


def test_a_row_without_a_name_is_nobody(database: Database) -> None:
    judged = judge(database, [("序号", "姓名", "手机号码"), (1, None, "13800000001")])

    assert told(judged) == [(2, "B", "must", "请填姓名")]


@pytest.mark.parametrize(
    ("heading", "cell", "sentence"),
    [
        ("出生日期", "2024-02-30", "没有2月30日"),
        ("出生日期", "三月五日", "看不懂这个日期，请写成 2024-01-05 这样"),
        ("身份证号", 1.10105194912310e17, "末三位都是0，可能被Excel截掉了。请在原表把这一列改成文本，重新填写号码"),
        ("身份证号", CUT, "末三位被Excel截成000。请在原表把这一列改成文本，重新填写号码"),
        ("身份证号", "1.10105E+17", "被Excel改成了 1.10105E+17，原来的号码已经丢了。请在原表改成文本后重填"),
        ("手机号码", "1.38E+10", "被Excel改成了 1.38E+10，原来的号码已经丢了。请在原表改成文本后重填"),
        ("民族", "火星族", "“火星族”不在可选的内容里"),
        ("是否农民工", "也许", "要填“是”或“否”"),
        ("手机号码", CellFault("error:#N/A"), "原表这一格是出错标记 #N/A，不是内容。请在原表改好"),
        ("手机号码", "#N/A", "原表这一格是出错标记 #N/A，不是内容。请在原表改好"),
        ("学历", CellFault(NO_VALUE), "这一格是公式，还没有算出结果。请在 Excel 里打开原表，存一次再导入"),
    ],
)
def test_what_cannot_be_kept_is_told_with_its_cell(
    database: Database, heading: str, cell: object, sentence: str
) -> None:
    judged = judge(database, [("姓名", heading), ("张伟", cell)])  # type: ignore[list-item]

    assert outcomes(judged) == [Outcome.WRONG]
    assert told(judged) == [(2, "B", "must", sentence)]


def test_all_problems_of_a_row_are_told_at_once(database: Database) -> None:
    rows = [("姓名", "身份证号", "性别", "出生日期", "手机号码"), (None, ZHANG, "女", "2024-02-30", "1380000")]

    assert [(column, grade) for _, column, grade, _ in told(judge(database, rows))] == [
        ("D", "must"),
        ("A", "must"),
        ("E", "check"),
        ("C", "check"),
    ]


@pytest.mark.parametrize(
    ("heading", "cell", "said", "sentence"),
    [
        (
            "身份证号",
            ZHANG[:17] + ("1" if ZHANG[17] != "1" else "2"),
            None,
            "最后一位对不上，多半有一位输错。请对照身份证",
        ),
        ("身份证号", ZHANG[:17], None, "少1位：要18位，现在17位。可以先保存，标为待核实"),
        ("手机号码", "1380000", "1380000", "手机号要11位，现在7位，请核对"),
        ("出生日期", "2030-01-01", "2030-01-01", "出生日期还没有到，请核对"),
        ("入会日期", date(2027, 1, 1), "2027-01-01", "这一天还没有到，请核对"),
        ("参加工作时间", "2027", "2027", "这一天还没有到，请核对"),
        ("出生日期", "85年3月", "85年3月", "年份只写了两位，按1985年记，请核对"),
        ("出生日期", 1985.1, "1985.1", "1985.1 可能是1月，也可能是10月，先按1月记，请核对"),
    ],
)
def test_what_is_doubtful_is_kept_and_marked(
    database: Database, heading: str, cell: object, said: str | None, sentence: str
) -> None:
    rows = [("姓名", heading), ("张伟", cell)]

    judged = judge(database, rows)  # type: ignore[arg-type]
    take(database, rows)  # type: ignore[arg-type]

    assert counted(judged) == {"new": 1, "doubtful": 1}
    assert told(judged) == [(2, "B", "check", sentence)]
    assert judged.problems()[0].value == (said or str(cell))
    assert people(database, "name", "in_doubt") == [("张伟", True)]


def test_sex_and_birth_date_are_held_against_the_number_and_shown_as_the_sheet_has_them(database: Database) -> None:
    judged = judge(database, [("姓名", "性别", "出生日期", "身份证号"), ("张伟", "女", "1986/3/5", ZHANG)])

    assert [(one.column, one.value, str(one.what)) for one in judged.problems()] == [
        ("B", "女", "性别和身份证号对不上，请核对"),
        ("C", "1986/3/5", "出生日期和身份证号对不上，请核对"),
    ]


def test_a_passport_is_no_resident_number(database: Database) -> None:
    judged = judge(database, [("姓名", "证件类别", "证件号码"), ("JOHN SMITH", "护照", "E12345678")])

    assert counted(judged) == {"new": 1}


def test_a_change_is_held_against_what_the_register_knows(database: Database) -> None:
    take(database, [("姓名", "身份证号", "会员证号"), ("张伟", ZHANG, "K1")])

    judged = judge(database, [("姓名", "会员证号", "性别"), ("张伟", "K1", "女")])

    assert told(judged) == [(2, "C", "check", "性别和身份证号对不上，请核对")]


def test_the_mark_stays_while_the_register_holds_what_is_doubtful(database: Database) -> None:
    take(database, [("姓名", "身份证号", "会员证号"), ("张伟", ZHANG[:17], "K1")])

    take(database, [("姓名", "会员证号", "学历"), ("张伟", "K1", "本科")])

    assert people(database, "in_doubt", "education") == [(True, "3")]


def test_a_number_mended_by_a_sheet_takes_the_mark_away(database: Database) -> None:
    take(database, [("姓名", "身份证号", "会员证号"), ("张伟", ZHANG[:17], "K1")])
    with database.read() as session:
        uid = records.find(session, Person, "张伟").uid

    take(database, [("标识（勿改）", "身份证号"), (uid, ZHANG)])

    assert people(database, "id_no", "in_doubt") == [(ZHANG, None)]


def test_rows_that_change_nothing_raise_no_doubts_again(database: Database) -> None:
    rows = [("姓名", "身份证号", "手机号码"), ("张伟", ZHANG, "1380000")]
    take(database, rows)

    judged = judge(database, rows)

    assert counted(judged) == {"unchanged": 1} and told(judged) == []


def test_hidden_rows_are_judged_like_any_other(database: Database) -> None:
    sheet = RawSheet("会员", rows=[["姓名", "手机"], ["张伟", "13800000001"]], hidden_rows=frozenset({2}))
    read = source.understand(RawBook("xlsx", [sheet]), Person)
    with database.read() as session:
        judged = trial.trial(session, read.plan())

    assert only(judged).row.hidden and counted(judged) == {"new": 1}
    assert [str(remark) for remark in read.remarks()] == ["有1行是隐藏的，也一起读了：2。"]


def test_days_of_an_old_mac_workbook_count_from_1904(database: Database) -> None:
    rows = [
        ("姓名", "出生日期", "入会日期"),
        ("张伟", (date(1985, 3, 5) - date(1904, 1, 1)).days, 20180817),
        ("王芳", str((date(1990, 7, 16) - date(1904, 1, 1)).days), 1985.3),
        ("李娜", date(1979, 12, 1), 2018),
    ]

    judged = judge(database, rows, date1904=True)

    assert [(one.row.values["birth_date"], one.row.values["membership.joined_on"]) for one in judged.rows] == [
        ("1985-03-05", "2018-08-17"),
        ("1990-07-16", "1985-03"),
        ("1979-12-01", "2018"),
    ]


def test_the_rules_of_a_type_hold_for_its_sheets_too(database: Database) -> None:
    heads = ("标准", "数值", "起", "止")
    rows = [heads, ("dibao_monthly", "750.00", "2026-01-01", "2025-01-01"), ("dibao_monthly", "很多", None, None)]

    judged = judge(database, rows, PolicyParameter)

    assert told(judged) == [(2, "D", "must", "止日早于起日"), (3, "B", "must", "看不懂这个金额，请写成 1000.00 这样")]


def test_a_stage_cannot_be_jumped_by_a_sheet(database: Database) -> None:
    with database.write("准备") as session:
        add_round(session)

    judged = judge(database, [("名称", "状态"), ("2027年春节送温暖", "已归档")], CondolenceRound)

    assert told(judged) == [(2, "B", "must", "这一步现在不能走")]


def test_a_link_to_what_the_file_lacks_is_told(database: Database) -> None:
    judged = judge(database, [("家庭", "姓名", "关系"), ("张伟", "张小明", "子")], HouseholdMember)

    assert told(judged) == [(2, "A", "must", "没有找到“张伟”")]


def test_branches_of_one_sheet_may_name_each_other_in_any_order(database: Database) -> None:
    rows = [
        ("名称", "类别", "上级"),
        ("一组", "工会小组", "一车间"),
        ("一车间", None, "总厂"),
        ("二组", None, "一车间"),
    ]

    take(database, rows, OrgUnit)

    assert sorted(found(database, OrgUnit, "name", "parent.name"), key=str) == [
        ("一组", "一车间"),
        ("一车间", "总厂"),
        ("二组", "一车间"),
        ("总厂", None),
    ]
    assert counted(judge(database, rows, OrgUnit)) == {"unchanged": 3}


def test_a_number_with_one_wrong_sign_in_three_digits_of_nothing_may_still_be_real(database: Database) -> None:
    born = date(1985, 3, 5)
    real = next(
        number
        for county in range(460100, 460999)
        for serial in (49, 99, 149, 199, 249, 299, 349, 399, 449)
        if (number := make_resident_id(born, "2", serial, str(county))).endswith("000")
    )

    assert counted(judge(database, [("姓名", "身份证号"), ("王芳", real)])) == {"new": 1, "doubtful": 1}


def test_a_number_that_excel_has_cut_stands_beside_the_refusal_as_the_sheet_shows_it(database: Database) -> None:
    (problem,) = judge(database, [("姓名", "身份证号"), ("张伟", 3.70202198810166912e17)]).problems()

    assert "末三位都是0" in str(problem.what) and problem.value == "370202198810167000"


def test_a_word_that_is_no_choice_is_told_with_what_can_be_chosen(database: Database) -> None:
    (problem,) = judge(database, [("姓名", "性别"), ("张伟", "帅哥")]).problems()

    assert "可以填：" in str(problem.what) and "男" in str(problem.what)
