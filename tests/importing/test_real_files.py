"""Every kind of file that an office has, from the disk to the people in the register."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from app.errors import ErrorCode, KnownError
from app.models import Person
from app.models.store.database import Database
from app.services.importing import source, trial
from app.services.importing.apply import apply
from app.services.importing.trial import Trial
from app.services.sample import sample_people, write_member_sheet
from tests.fixed_day import DAY
from tests.importing.tables import LI, WANG, ZHANG, counted, people, told
from tests.sheets import sheet_makers as make
from tests.sheets import test_refused_tables as refusals

HEADS = ["序号", "姓名", "身份证号", "手机号码", "入会日期"]


def tried(database: Database, path: Path, **choices: Any) -> Trial:
    """The trial of a file, as a script would do it."""
    read = source.open_source(path, Person, **choices)
    source.refuse_unclear(read)
    with database.read() as session:
        return trial.trial(session, read.plan())


def refusal(path: Path, **choices: Any) -> KnownError:
    """The refusal of a file."""
    with pytest.raises(KnownError) as refused:
        source.refuse_unclear(source.open_source(path, Person, **choices))
    return refused.value


def test_the_provincial_sheet_brings_300_members_and_nothing_the_second_time(
    database: Database, tmp_path: Path
) -> None:
    path = tmp_path / "海南省工会会员信息采集表.xlsx"
    write_member_sheet(path, sample_people(300, 1, DAY))

    read = source.open_source(path, Person)
    judged = tried(database, path)
    apply(database, judged)

    assert read.header.row == 4 and [str(one) for one in read.remarks()] == ["说明和签名的行跳过了：第305行。"]
    assert counted(judged) == {"new": 300}
    assert {status for (status,) in people(database, "membership.status")} >= {"active"}
    assert counted(tried(database, path)) == {"unchanged": 300}


def messy_rows() -> list[list[Any]]:
    """A table as an office prints it: title, header, people, header again, a sum, empty lines, notes, signatures."""
    return [
        ["示例工会会员名册"],
        HEADS,
        [1, "张伟", ZHANG, "13800000001", "2018-08-17"],
        [2, None, None, None, None],
        [],
        HEADS,
        [3, "王芳", WANG, "13800000002", "2019.3"],
        [4, "李强", LI, "13800000003", "2020"],
        [5, None, None, None, None],
        ["合计", 3, None, None, None],
        ["填表说明：身份证号填18位。"],
        ["制表人：赵敏", None, None, "审核人：", None],
        ["2026年11月22日"],
    ]


def as_xlsx(path: Path) -> Path:
    """The messy table as an .xlsx."""
    return make.xlsx(path.with_suffix(".xlsx"), messy_rows())


def as_xls(path: Path) -> Path:
    """The messy table as an old .xls."""
    return make.xls(path.with_suffix(".xls"), messy_rows())


def as_ods(path: Path) -> Path:
    """The messy table as an .ods."""
    return make.ods(path.with_suffix(".ods"), messy_rows())


def as_text(encoding: str) -> Callable[[Path], Path]:
    """The messy table as text."""

    def write(path: Path) -> Path:
        lines = [",".join("" if cell is None else str(cell) for cell in row) for row in messy_rows()]
        path = path.with_suffix(".csv")
        path.write_bytes("\r\n".join(lines).encode(encoding))
        return path

    return write


@pytest.mark.parametrize(
    "write",
    [as_xlsx, as_xls, as_ods, as_text("utf-8"), as_text("utf-8-sig"), as_text("gb18030"), as_text("utf-16")],
    ids=["xlsx", "xls", "ods", "utf-8", "utf-8 with mark", "gb18030", "utf-16"],
)
def test_the_people_of_a_printed_table_come_in_from_any_kind_of_file(
    database: Database, tmp_path: Path, write: Callable[[Path], Path]
) -> None:
    judged = tried(database, write(tmp_path / "名册"))

    apply(database, judged)

    assert [one.row.number for one in judged.rows] == [3, 7, 8] and told(judged) == []
    assert people(database, "name", "id_no", "phone", "membership.joined_on") == [
        ("张伟", ZHANG, "13800000001", "2018-08-17"),
        ("王芳", WANG, "13800000002", "2019-03"),
        ("李强", LI, "13800000003", "2020"),
    ]


def test_an_empty_sheet_and_one_with_headings_only_say_so(database: Database, tmp_path: Path) -> None:
    empty = refusal(make.xlsx(tmp_path / "empty.xlsx", []))
    heads = make.xlsx(tmp_path / "heads.xlsx", [HEADS])

    assert empty.code == ErrorCode.NO_HEADER and "是空的" in str(empty.what)
    assert [str(one) for one in source.open_source(heads, Person).remarks()] == ["只有标题，下面一行内容也没有。"]
    assert apply(database, tried(database, heads)).deed is None


def two_sheets(path: Path) -> Path:
    """A workbook with the members of two branches on two sheets, and a page of explanations."""

    def change(book: Any, sheet: Any) -> None:
        second = book.create_sheet("二分会")
        second.append(HEADS)
        second.append([1, "王芳", WANG, "13800000002", None])
        book.create_sheet("说明").append(["怎么填"])

    return make.xlsx(path, [HEADS, [1, "张伟", ZHANG, "13800000001", None]], change)


def test_of_several_sheets_the_user_says_which(database: Database, tmp_path: Path) -> None:
    path = two_sheets(tmp_path / "两个分会.xlsx")

    refused = refusal(path)
    judged = tried(database, path, sheet="二分会")

    assert refused.code == ErrorCode.AMBIGUOUS and "会员、二分会" in str(refused.what)
    assert [one.row.values["name"] for one in judged.rows] == ["王芳"]
    assert refusal(path, sheet="三分会").code == ErrorCode.NOT_FOUND


def test_of_two_rows_that_may_be_the_header_the_user_says_which(database: Database, tmp_path: Path) -> None:
    rows = [["姓名", "部门", "职务"], ["赵敏", "办公室", "主席"], [], HEADS, [1, "张伟", ZHANG, "13800000001", None]]
    path = make.xlsx(tmp_path / "a.xlsx", rows)

    refused = refusal(path)

    assert refused.code == ErrorCode.AMBIGUOUS and [problem.row for problem in refused.problems] == [1, 4]
    assert [one.row.values["name"] for one in tried(database, path, header_row=4).rows] == ["张伟"]


def test_ids_as_offices_write_them_are_read_or_refused(database: Database, tmp_path: Path) -> None:
    wide = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")
    ids = [
        float(ZHANG[:17] + "0"),
        f" {WANG[:6]} {WANG[6:14]} {WANG[14:]} ",
        LI.translate(wide),
        "'" + "11010519491231002x",
    ]
    names = ["张伟", "王芳", "李强", "赵敏"]
    path = make.xlsx(
        tmp_path / "a.xlsx", [HEADS, *([1, name, number] for name, number in zip(names, ids, strict=True))]
    )

    judged = tried(database, path)
    apply(database, judged, skip_wrong=True)

    assert [(row, column, grade) for row, column, grade, _ in told(judged)] == [(2, "C", "must")]
    assert people(database, "name", "id_no") == [("王芳", WANG), ("李强", LI), ("赵敏", "11010519491231002X")]


def test_cells_that_hold_no_content_are_told_with_their_place(database: Database, tmp_path: Path) -> None:
    rows = [
        HEADS,
        [1, "张伟", ZHANG, "1.38E+10", None],
        [2, "王芳", WANG, "#N/A", None],
        [3, "李强", LI, "=B2&C2", None],
        [4, "赵敏", None, "13800000004", "2024-02-30"],
    ]

    judged = tried(database, make.xlsx(tmp_path / "a.xlsx", rows))

    assert counted(judged) == {"wrong": 4}
    assert told(judged) == [
        (2, "D", "must", "被Excel改成了 1.38E+10，原来的号码已经丢了。请在原表改成文本后重填"),
        (3, "D", "must", "原表这一格是出错标记 #N/A，不是内容。请在原表改好"),
        (4, "D", "must", "这一格是公式，还没有算出结果。请在 Excel 里打开原表，存一次再导入"),
        (5, "E", "must", "没有2月30日"),
    ]


def test_days_are_read_in_every_way_that_people_write_them(database: Database, tmp_path: Path) -> None:
    days = [1985.3, "85年3月", "1985/3/5", "1985年", datetime.date(1985, 3, 5), "19850305", 31111, "1985.03.05 "]
    rows = [["姓名", "出生年月"], *([f"张{name}", day] for name, day in zip("一二三四五六七八", days, strict=True))]

    judged = tried(database, make.xlsx(tmp_path / "a.xlsx", rows))

    whole = "1985-03-05"
    read = [one.row.values["birth_date"] for one in judged.rows]
    assert read == ["1985-03", "1985-03", whole, "1985", whole, whole, whole, whole]
    assert [(row, what) for row, _, _, what in told(judged)] == [(3, "年份只写了两位，按1985年记，请核对")]


def test_a_workbook_of_an_old_mac_gives_true_days_with_and_without_a_date_format(
    database: Database, tmp_path: Path
) -> None:
    path = make.xlsx(tmp_path / "a.xlsx", [["姓名", "出生日期"]])
    book = openpyxl.load_workbook(path)
    book.epoch = CALENDAR_MAC_1904
    book.active.append(["张伟", datetime.date(1985, 3, 5)])
    book.active.append(["王芳", (datetime.date(1990, 7, 16) - datetime.date(1904, 1, 1)).days])
    book.save(path)

    assert [one.row.values["birth_date"] for one in tried(database, path).rows] == ["1985-03-05", "1990-07-16"]


def test_hidden_rows_come_in_and_are_told(database: Database, tmp_path: Path) -> None:
    def hide(book: Any, sheet: Any) -> None:
        sheet.row_dimensions[3].hidden = True

    path = make.xlsx(tmp_path / "a.xlsx", [HEADS, [1, "张伟", ZHANG], [2, "王芳", WANG]], hide)

    judged = tried(database, path)

    assert counted(judged) == {"new": 2} and [one.row.hidden for one in judged.rows] == [False, True]
    assert [str(one) for one in source.open_source(path, Person).remarks()] == ["有1行是隐藏的，也一起读了：3。"]


def open_in_excel(path: Path) -> Path:
    """A sheet beside which Excel has left its owner file."""
    path.with_name(f"~${path.name}").write_bytes(b"\x05" + b"zhao" * 40)
    return make.xlsx(path, [HEADS])


def web_page(path: Path) -> Path:
    """A web page that calls itself a sheet."""
    path.write_text(refusals.WEB_PAGE, encoding="utf-8")
    return path


def garbage(path: Path) -> Path:
    """Bytes that are nothing."""
    path.write_bytes(bytes(range(256)) * 40)
    return path


@pytest.mark.parametrize(
    ("make_file", "name", "code", "words"),
    [
        (refusals.encrypted_xlsx, "a.xlsx", ErrorCode.UNREADABLE_SHEET, "密码"),
        (refusals.encrypted_xls, "a.xls", ErrorCode.UNREADABLE_SHEET, "密码"),
        (web_page, "a.xls", ErrorCode.UNREADABLE_SHEET, "网页"),
        (open_in_excel, "a.xlsx", ErrorCode.LOCKED, "正在 Excel 里开着"),
        (refusals.far_cell("XFD1048576"), "a.xlsx", ErrorCode.TOO_BIG, "很远的地方"),
        (refusals.BOMBS["a sheet of 400 MB"], "a.xlsx", ErrorCode.TOO_BIG, "大得不像真的表格"),
        (garbage, "a.xlsx", ErrorCode.UNREADABLE_SHEET, "读不出来"),
    ],
    ids=["password xlsx", "password xls", "web page", "open in Excel", "far cell", "bomb", "garbage"],
)
def test_a_file_that_cannot_be_read_is_refused_in_plain_words_and_nothing_is_kept(
    database: Database, tmp_path: Path, make_file: Callable[[Path], Any], name: str, code: ErrorCode, words: str
) -> None:
    made = make_file(tmp_path / name)
    before = database.last_deed()

    refused = refusal(made if isinstance(made, Path) else tmp_path / name)

    assert refused.code == code and words in f"{refused.what}{refused.next}"
    assert database.last_deed() == before
