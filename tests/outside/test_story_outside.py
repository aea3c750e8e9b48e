"""The story of a part-time chair in the real program, seen as a screen reader sees it: no line of it is called."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

from app.services import story
from app.services.sample import write_member_sheet
from app.services.story import Cast
from app.services.today import today
from tests.outside.desktop import Desktop, missing
from tests.outside.somebody import Somebody

UNION, PASSWORD = "海口椰风公司工会委员会", "yefeng-2026"
MEMBERS = 300
FAMILY = ("王秀兰", "刘晨")
GROUP = 3
"""The column of the round's list that says the group."""
GOODS, PROXY = "大米10公斤、花生油5升", "郑小梅"
Rows = Sequence[Sequence[str]]


@dataclass(frozen=True)
class Home:
    """A household: what is typed into its tables, and what the program has to say of it."""

    family: Rows
    incomes: Rows
    expenses: Rows
    cause: str
    verdict: str


HOMES = (
    Home(
        [(FAMILY[0], "po"), (FAMILY[1], "zi")], [("br", "gz", "48000")], [(FAMILY[0], "yb", "22000")], "患重",
        "人均 722.22 元，低于 750.00 元：深度困难职工",
    ),
    Home([], [("br", "gz", "20000")], [("br", "yb", "8000")], "患重", "人均 1,000.00 元{rest}：相对困难职工"),
    Home([], [("br", "gz", "96000")], [("br", "yw", "77600")], "意外", "人均 1,533.33 元{rest}：意外致困职工"),
)  # fmt: skip
pytestmark = pytest.mark.skipif(bool(missing()), reason=f"not installed here: {missing()}")


@pytest.fixture
def desktop(tmp_path: Path) -> Iterator[Desktop]:
    """A desktop of its own with a window manager and the program, just started for the first time."""
    with Desktop(tmp_path / "desktop") as made:
        made.give_keys_to("".join(FAMILY))
        made.start("matchbox-window-manager")
        made.start(sys.executable, "-P", "-m", "app", PYTHONPATH=os.pathsep.join(sys.path))
        yield made


@pytest.fixture
def told(tmp_path: Path) -> Cast:
    """Who is in the story; their sheet lies in `tmp_path`."""
    found = story.cast(MEMBERS, 1, today())
    write_member_sheet(tmp_path / "会员信息采集表.xlsx", found.people)
    return found


def begin(chair: Somebody) -> None:
    """The first start: the union, a password, the recovery code written down."""
    chair.press("新建")
    chair.fill("工会名称", UNION)
    chair.fill("密码", PASSWORD)
    chair.fill("再填一次密码", PASSWORD)
    chair.press("建好资料")
    groups = chair.reads("{1} – {2} – {3} – {4} – {5}").split(" – ")
    chair.fill("照着纸填第 2 组", groups[1].lower())
    chair.fill("照着纸填第 4 组", groups[3])
    chair.press("抄好了，往下走")


def take_in_the_sheet(chair: Somebody, sheet: Path) -> None:
    """The member sheet through the wizard, to which the first run leads."""
    chair.press("从 Excel 导入会员…")
    chair.press("选文件…")
    chair.answers(sheet)
    chair.press("下一步")
    chair.reads("名册里没有的人怎么办？")
    chair.press("下一步")
    chair.press("导入 {n} 人")
    chair.reads(f"新增 {MEMBERS} 人，更新 0 人。")
    chair.press("看会员名单")
    chair.find("会员列表", ["table"])


def add_the_forgotten(chair: Somebody, told: Cast) -> None:
    """One member by hand, with the number that says the rest."""
    chair.go("会员")
    chair.press("新增会员")
    for each in ("姓名", "证件号码", "移动电话"):
        chair.fill(each, told.forgotten[each])
    chair.keys("ctrl+s")
    chair.reads(f"已新增“{told.forgotten['姓名']}”")


def enter_the_standard(chair: Somebody) -> None:
    """This year's 低保标准 with its document."""
    chair.go("设置")
    chair.press("标准")
    chair.press("新增标准")
    chair.fill("标准", "低保")
    chair.keys("Return")
    chair.fill("数值", "750")
    chair.fill("地区", "海口市")
    chair.fill("起", f"{today().year}-01-01")
    chair.fill("依据文件", "示例：琼民发〔2026〕1号")
    chair.keys("ctrl+s")
    chair.reads("已新增“低保标准（元/人·月）”")


def write_rows(chair: Somebody, table: str, rows: Rows) -> None:
    """Fill in the rows of a table, cell by cell; the cell after a row's last one begins the next row."""
    for words in rows:
        chair.go_to(table, ["table"])
        chair.keys("ctrl+Down", "Home")
        for each in words:
            chair.write_cell(table, each)


def open_a_hardship_file(chair: Somebody, name: str, home: Home) -> None:
    """Family, income, what cannot be avoided; the program says which category it falls in, and why."""
    chair.go("困难职工")
    chair.press("建档…")
    chair.dialog("给谁建档")
    chair.fill("查找", name)
    chair.until(lambda: [name] == [row[0] for row in chair.rows("会员列表")] or None, f"{name} is not found alone")
    chair.keys("Return")
    if home.family:
        write_rows(chair, "家庭成员", home.family)
    chair.press("收入与支出")
    write_rows(chair, "收入", home.incomes)
    write_rows(chair, "刚性支出", home.expenses)
    chair.reads(home.verdict)
    chair.press("档案")
    chair.fill("主要致困原因", home.cause)
    chair.keys("Return", "ctrl+s")
    chair.reads(f"已新建“{name}”的档案，现在是草稿。")
    chair.press("转为在档")
    chair.reads(f"已转为在档：“{name}”")
    chair.press("返回名单")


def prepare_the_round(chair: Somebody, names: Sequence[str]) -> None:
    """The households on file are proposed, two people are added by hand; money, goods for one, two groups."""
    chair.go("慰问")
    chair.press("新建批次…")
    chair.fill("慰问事由", "困难")
    chair.keys("Return")
    chair.fill("慰问金（元）", "1000")
    chair.fill("预算（元）", "6000")
    chair.keys("ctrl+s")
    chair.press("提出名单…")
    chair.press("列入 3 户")
    chair.reads("3 户，3 人，3 人次，共 3,000.00 元")
    chair.keys("ctrl+n")
    chair.fill("要添加的人，一行一个", "\n".join(names))
    chair.fill("列入原因", "一线值守骨干")
    chair.press(f"列入 {len(names)} 人")
    chair.reads("3 户，5 人，5 人次，共 5,000.00 元{rest}")
    chair.go_to("慰问名单", ["table"])
    chair.keys("ctrl+Home", "1", "Down", "2", "Down", "1", "Down", "2", "Down", "1")
    groups = ["第一组", "第二组", "第一组", "第二组", "第一组"]
    chair.until(lambda: [row[GROUP] for row in chair.rows("慰问名单")] == groups or None, "the groups are not made")
    give_goods(chair)
    chair.press("转到“进行中”")


def give_goods(chair: Somebody) -> None:
    """The second group gets rice and oil in the place of money."""
    chair.press("金额…")
    chair.dialog("定金额")
    chair.fill("给谁", "第二组")
    chair.keys("Return")
    chair.fill("慰问金（元）", "")
    chair.fill("慰问品", GOODS)
    chair.fill("折价（元）", "800")
    chair.press("定金额")
    chair.window()
    chair.reads("3 户，5 人，5 人次，共 4,600.00 元{rest}")


def print_the_lists(chair: Somebody, folder: Path) -> None:
    """The list to carry along, the sign-off sheet, and the notice with the reason why it hangs out all the same."""
    for form in ("走访名单", "签收表", "公示"):
        paper = folder / f"{form}.pdf"
        chair.keys("ctrl+p")
        chair.dialog("打印预览")
        chair.choose(f"哪一种表 {form}")
        chair.press("存成PDF")
        chair.answers(paper)
        if form == "公示":
            chair.fill("仍要公示的原因", "本人口头同意，公示前补签同意书")
            chair.press("接着打印")
        chair.until(partial(is_pdf, paper), f"{form} is not there")
        chair.press("关闭")
        chair.window()


def is_pdf(path: Path) -> bool | None:
    return (path.exists() and path.read_bytes().startswith(b"%PDF")) or None


def hand_out(chair: Somebody, absent: str) -> None:
    """Everybody has signed; for one a relative did."""
    chair.go_to("慰问名单", ["table"])
    chair.keys("ctrl+a")
    chair.press("标记…")
    chair.press("记下")
    chair.reads("已把 5 人记成“已签收”。")
    chair.fill("查找", absent)
    chair.until(lambda: len(chair.rows("慰问名单")) == 1 or None, f"{absent} is not found alone")
    chair.press("标记…")
    chair.fill("代领人", PROXY)
    chair.fill("与本人关系", "配偶")
    chair.press("记下")
    chair.reads("已把 1 人记成“已签收”。")
    chair.fill("查找", "")
    chair.press("转到“已发放”")


def back_up(chair: Somebody, folder: Path) -> None:
    """A backup that was restored on trial."""
    folder.mkdir()
    chair.go("备份")
    chair.press("备份到别的文件夹…")
    chair.answers(folder)
    chair.reads(f"备份成功。已试恢复：会员 {MEMBERS + 1} 人，困难职工 {len(HOMES)} 户。")
    assert len(list(folder.glob("*.xjbak"))) == 1


def delete_wrongly_and_take_it_back(chair: Somebody, name: str) -> None:
    """The next morning."""
    chair.go("会员")
    chair.fill("查找", name)
    chair.until(lambda: [name] == [row[0] for row in chair.rows("会员列表")] or None, f"{name} is not found alone")
    chair.keys("Down", "Home", "shift+End", "Delete")
    chair.reads(f"已把“{name}”移到回收站。")
    chair.press("撤销")
    chair.reads(f"已撤销：删除“{name}”")
    chair.until(lambda: [name] == [row[0] for row in chair.rows("会员列表")] or None, f"{name} does not come back")


def test_a_chair_does_the_main_job_by_what_a_screen_reader_says(desktop: Desktop, told: Cast, tmp_path: Path) -> None:
    names = {one["证件号码"]: one["姓名"] for one in told.people}
    chair = Somebody(desktop)
    begin(chair)
    take_in_the_sheet(chair, tmp_path / "会员信息采集表.xlsx")
    add_the_forgotten(chair, told)
    enter_the_standard(chair)
    for case, home in zip(told.cases, HOMES, strict=True):
        open_a_hardship_file(chair, names[case["person"]], home)
    prepare_the_round(chair, [names[key] for key in told.picked])
    print_the_lists(chair, tmp_path)
    hand_out(chair, names[told.picked[0]])
    back_up(chair, tmp_path / "U盘")
    delete_wrongly_and_take_it_back(chair, told.forgotten["姓名"])
