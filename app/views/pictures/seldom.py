"""The named states that a chair meets seldom: warnings, what is wrong in a sheet, a stick, a fault of the program."""

from __future__ import annotations

from pathlib import Path

from app.i18n import Label
from app.services.drives import Drive
from app.services.sheets.workbook import ColumnKind
from app.services.sheets.writing import write_table
from app.views.crash import CrashWindow
from app.views.desk_leaving import DUE
from app.views.desk_sample import SampleBanner
from app.views.pictures.acts import TYPING_MS, Scene, choose, filled, keys, press, tab, typed, wait
from app.views.pictures.stage import Stage
from app.views.sticks import Sticks

OPEN = keys("Return")
HEADINGS = ("姓名", "身份证号", "手机号码", "出生日期")
FAULTY = (
    ("周晓燕", "460199198503050000", "13876543210", "1985-03-05"),
    ("黄海波", "460199197902130014", "1387654321", "1979-13-02"),
    ("孟桂花", "", "13876543212", ""),
    ("", "460199196502130016", "13876543213", "1965-02-13"),
    ("符永强", "460199198802130033", "13876543214", "1988-02-13"),
)


def _faulty_sheet(stage: Stage) -> None:
    """The file dialog will give a sheet with faults."""
    path = stage.folder / "新进人员.xlsx"
    write_table(path, HEADINGS, [ColumnKind.TEXT] * len(HEADINGS), FAULTY, sheet_name="会员", overwrite=True)
    stage.dialogs.next = str(path)


def _sheet_without_headings(stage: Stage) -> None:
    """The file dialog will give a sheet in which no row is known for the headings."""
    path = stage.folder / "职工登记.xlsx"
    rows = [("谁", "证号", "怎么找"), *[row[:3] for row in FAULTY]]
    write_table(path, ("某某厂职工登记", "", ""), [ColumnKind.TEXT] * 3, rows, sheet_name="登记", overwrite=True)
    stage.dialogs.next = str(path)


def _stick(stage: Stage) -> None:
    """A stick is plugged in."""
    for sticks in stage.window.findChildren(Sticks):
        sticks.show_drives([Drive(Path("E:/"), "金士顿", "E:", 12_300_000_000)])


def _bug(stage: Stage) -> None:
    """The program itself is wrong."""
    CrashWindow(stage.window).tell(RuntimeError("a picture"))


def _sample(stage: Stage) -> None:
    """The file is the made-up union's; nobody is asked to back that up."""
    stage.window.remove_notice(DUE)
    SampleBanner(stage.desk).show()


TO_TRIAL = (press(Label("导入…")), _faulty_sheet, press(Label("选文件…")), *[press(Label("下一步"))] * 2)

NAMED = (
    keys("Ctrl+F"), typed("chen"), wait(TYPING_MS), choose(Label("把现在的样子存成视图…")), typed("姓陈的会员"),
)  # fmt: skip

SELDOM: dict[str, Scene] = {
    "members-view-named": Scene("members", NAMED),
    "members-view": Scene("members", [*NAMED, keys("Return"), keys("Return"), wait(TYPING_MS)]),
    "backup-stick": Scene("backup", [_stick]),
    "import-no-headings": Scene(
        "members", [press(Label("导入…")), _sheet_without_headings, press(Label("选文件…")), wait(TYPING_MS)]
    ),
    "import-trial-wrong": Scene("members", [*TO_TRIAL, tab(Label("有问题 {n}"))]),
    "import-trial-asked": Scene("members", [*TO_TRIAL, tab(Label("要选 {n}"))]),
    "import-result-left": Scene("members", [*TO_TRIAL, press(Label("导入 {n} 人"))]),
    "round-over-budget": Scene(
        "rounds",
        [OPEN, keys("Ctrl+A"), press(Label("金额…")), OPEN, typed("9000"), press(Label("定金额")), keys("F8")],
    ),
    "round-amount-doubt": Scene(
        "rounds", [OPEN, keys("Ctrl+A"), press(Label("金额…")), OPEN, typed("100000"), press(Label("定金额"))]
    ),
    "round-form-closed": Scene(
        "rounds", [OPEN, keys("Space", 5), press(Label("记成“已发放”")), wait(TYPING_MS), OPEN, wait(TYPING_MS)]
    ),
    "round-not-visited": Scene("rounds", [OPEN, choose(Label("未慰问名单")), wait(TYPING_MS)]),
    "sample": Scene("home", [_sample]),
    "crash": Scene("members", [_bug]),
    "settings-keys-refused": Scene(
        "settings",
        [tab(Label("密码和恢复码")), filled(Label("现在的密码"), "1"), press(Label("换密码")), wait(TYPING_MS)],
    ),
    "settings-history": Scene("settings", [tab(Label("标准")), wait(TYPING_MS), keys("Ctrl+Shift+H")]),
}
