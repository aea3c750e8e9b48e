"""The story of a part-time chair in the real window, from the first start on, by what the screen says and by keys."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QRadioButton

from app.models import CondolenceRecord, HardshipCase, Person
from app.services import listing, story
from app.services.listing import Condition, View
from app.services.sample import write_member_sheet
from app.services.story import Cast
from app.services.today import today
from app.views.pages import PAGES
from app.views.pictures.samples import Samples
from app.views.pictures.stage import Stage
from app.views.theme import Theme
from tests.views.real import Stages, walk_to

UNION, PASSWORD = "海口椰风公司工会委员会", "椰风2026"
MEMBERS = 60


@pytest.fixture
def stage(look: Theme, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    """The window as it is on the first start, with a folder of its own for what the program keeps."""
    monkeypatch.setenv("XIAOJIA_DATA_DIR", str(tmp_path / "程序"))
    made = Stages(Samples(tmp_path))
    stage = made.empty_room()
    stage.desk.start(None)
    yield stage
    made.close()


@pytest.fixture
def told(tmp_path: Path) -> Cast:
    """Who is in the story; their sheet lies in `tmp_path`."""
    found = story.cast(MEMBERS, 1, today())
    write_member_sheet(tmp_path / "会员信息采集表.xlsx", found.people)
    return found


class Chair:
    """Somebody at the keyboard who waits until the window has answered."""

    def __init__(self, stage: Stage, folder: Path) -> None:
        self.stage, self.folder, self.hand = stage, folder, stage.hand

    def press(self, name: str) -> None:
        self.hand.press(name)
        self.stage.settle()

    def choose(self, name: str) -> None:
        """Choose one of a few, unless it is chosen already."""
        found = self.hand.find(name)
        assert isinstance(found, QRadioButton)
        if not found.isChecked():
            self.press(name)

    def keys(self, *pressed: str) -> None:
        for each in pressed:
            self.hand.key(each)
            self.stage.settle()

    def go(self, page: str) -> None:
        """To a page of the navigation, by its number."""
        number = next(at for at, each in enumerate(PAGES, start=1) if str(each.label) == page)
        self.keys(f"Alt+{number}")

    def fill(self, name: str, text: str) -> None:
        self.hand.fill(name, text)
        self.stage.settle()

    def type(self, text: str) -> None:
        self.hand.type(text)
        self.stage.settle(300)

    def tab(self, name: str) -> None:
        self.hand.tab(name)
        self.stage.settle()

    def answers(self, name: str) -> Path:
        """What the next file dialog will give."""
        path = self.folder / name
        self.stage.dialogs.next = str(path)
        return path

    def reads(self) -> list[str]:
        """All words in view."""
        return [each.text() for each in self.hand.front.findChildren(QLabel) if each.isVisible()]

    def counts(self, view: View) -> int:
        with self.stage.window.database.read() as session:
            return listing.count(session, view)


def begin(chair: Chair) -> None:
    """The first start: the union, a password, the recovery code written down."""
    chair.press("新建")
    chair.fill("工会名称", UNION)
    chair.fill("密码", PASSWORD)
    chair.fill("再填一次密码", PASSWORD)
    chair.keys("Return")
    code = next(found[0] for each in chair.reads() if (found := re.search(r"\w{5}( – \w{5}){3} – \w{6}", each)))
    groups = code.split(" – ")
    chair.fill("照着纸填第 2 组", groups[1].lower())
    chair.fill("照着纸填第 4 组", groups[3])
    chair.press("抄好了，往下走")
    chair.press("以后再说")


def take_in_the_sheet(chair: Chair) -> None:
    """The member sheet through the wizard."""
    chair.press("从 Excel 导入会员…")
    chair.answers("会员信息采集表.xlsx")
    if chair.hand.sees("选文件…"):
        chair.press("选文件…")
    chair.press("下一步")
    chair.press("下一步")
    chair.press("导入 {n} 人")
    assert f"新增 {MEMBERS} 人，更新 0 人。" in chair.reads()
    chair.press("看会员名单")


def write_row(chair: Chair, table: str, *words: str) -> None:
    """Fill in the next row of a table, cell by cell."""
    walk_to(chair.hand, table)
    chair.keys("Ctrl+Down", "Home")
    for each in words:
        chair.type(each)
        chair.keys("Return")


def add_the_forgotten(chair: Chair, told: Cast) -> None:
    """One member by hand, with the number that says the rest."""
    forgotten = told.forgotten
    chair.go("会员")
    chair.keys("Ctrl+N")
    chair.fill("姓名", forgotten["姓名"])
    chair.fill("证件号码", forgotten["证件号码"])
    chair.fill("移动电话", forgotten["移动电话"])
    chair.keys("Ctrl+S")
    assert f"已新增“{forgotten['姓名']}”" in chair.reads()
    chair.keys("Escape")


def enter_the_standard(chair: Chair) -> None:
    """This year's 低保标准 with its document."""
    chair.go("设置")
    chair.tab("标准")
    chair.keys("Ctrl+N")
    chair.fill("标准", "低保")
    chair.keys("Return")
    chair.fill("数值", "750")
    chair.fill("地区", "海口市")
    chair.fill("起", f"{today().year}-01-01")
    chair.fill("依据文件", "示例：琼民发〔2026〕1号")
    chair.keys("Ctrl+S")
    assert "已新增“低保标准（元/人·月）”" in chair.reads()
    chair.keys("Escape")


def open_a_hardship_file(chair: Chair, name: str) -> None:
    """A household of three; the program says which category it falls in."""
    chair.go("困难职工")
    chair.keys("Ctrl+N")
    chair.type(name)
    chair.keys("Return")
    write_row(chair, "家庭成员", "王秀兰", "配偶")
    write_row(chair, "家庭成员", "刘晨", "子")
    chair.tab("收入与支出")
    write_row(chair, "收入", "本人", "工资", "48000")
    write_row(chair, "刚性支出", "王秀兰", "因病", "22000")
    assert "人均 722.22 元，低于 750.00 元：深度困难职工" in chair.reads()
    chair.tab("档案")
    chair.fill("主要致困原因", "患重")
    chair.keys("Return", "Ctrl+S")
    chair.press("转为在档")
    assert f"已转为在档：“{name}”" in chair.reads()


def prepare_the_round(chair: Chair, names: Sequence[str]) -> None:
    """The household on file is proposed, two are added by hand, there are two groups."""
    chair.go("慰问")
    chair.keys("Ctrl+N")
    chair.fill("慰问事由", "困难")
    chair.keys("Return")
    chair.fill("慰问金（元）", "1000")
    chair.fill("预算（元）", "6000")
    chair.keys("Ctrl+S")
    chair.press("提出名单…")
    chair.press("列入 {n} 户")
    chair.keys("Ctrl+N")
    chair.type("\n".join(names))
    chair.fill("列入原因", "一线值守骨干")
    chair.keys("Ctrl+Return", "1", "Down", "2", "Down", "1")
    assert "1 户，3 人，3 人次，共 3,000.00 元" in chair.reads()
    chair.press("转到“进行中”")


def print_the_lists(chair: Chair) -> None:
    """The list to carry along, the sign-off sheet, and the notice with the reason why it hangs out all the same."""
    for form in ("走访名单", "签收表", "公示"):
        chair.keys("Ctrl+P")
        chair.choose(f"哪一种表 {form}")
        paper = chair.answers(f"{form}.pdf")
        chair.press("存成PDF")
        if chair.hand.sees("仍要公示的原因"):
            chair.fill("仍要公示的原因", "本人口头同意，公示前补签同意书")
            chair.press("接着打印")
        chair.press("关闭")
        assert paper.read_bytes().startswith(b"%PDF"), form


def hand_out(chair: Chair) -> None:
    """Everybody has signed."""
    chair.keys("Ctrl+F", "Down", "Ctrl+A")
    chair.press("标记…")
    chair.press("记下")
    assert "已把 3 人记成“已签收”。" in chair.reads()
    chair.press("转到“已发放”")


def back_up(chair: Chair) -> None:
    """A backup that was restored on trial."""
    chair.go("备份")
    chair.answers("U盘").mkdir()
    chair.press("备份到别的文件夹…")
    said = f"备份成功。已试恢复：会员 {MEMBERS + 1} 人，困难职工 1 户。"
    assert said in chair.reads()


def delete_wrongly_and_take_it_back(chair: Chair, name: str) -> None:
    """The next morning."""
    chair.go("会员")
    chair.keys("Ctrl+F")
    chair.type(name)
    chair.keys("Down", "Home", "Shift+End", "Delete")
    assert f"已把“{name}”移到回收站。" in chair.reads()
    assert chair.counts(View(Person)) == MEMBERS
    chair.press("撤销")
    assert f"已撤销：删除“{name}”" in chair.reads()


def test_a_chair_does_the_main_job_from_the_first_start_to_the_undo(stage: Stage, told: Cast, tmp_path: Path) -> None:
    names = {one["证件号码"]: one["姓名"] for one in told.people}
    chair = Chair(stage, tmp_path)
    begin(chair)
    assert stage.window.windowTitle() == f"职工小家 — {UNION}"

    take_in_the_sheet(chair)
    add_the_forgotten(chair, told)
    enter_the_standard(chair)
    open_a_hardship_file(chair, names[told.cases[0]["person"]])
    prepare_the_round(chair, [names[key] for key in told.picked])
    print_the_lists(chair)
    hand_out(chair)
    back_up(chair)
    delete_wrongly_and_take_it_back(chair, told.forgotten["姓名"])

    assert chair.counts(View(Person)) == MEMBERS + 1
    assert chair.counts(View(HardshipCase, where=(Condition("stage", "=", "on_file"),))) == 1
    assert chair.counts(View(CondolenceRecord, where=(Condition("status", "=", "signed"),))) == 3
    assert len(list((tmp_path / "U盘").glob("*.xjbak"))) == 1
