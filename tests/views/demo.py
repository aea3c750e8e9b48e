"""Invented people for the tests of the window kit: a source of rows that lives in memory."""

from __future__ import annotations

import random
import threading
from collections.abc import Mapping, Sequence
from functools import cache

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from app.errors import Grade, Problem, bad_input
from app.i18n import Label
from app.views.forms.source import Checked, Choice, FormField, Loaded, Saved, Suggestion
from app.views.kit.deeds import Deed
from app.views.kit.header import HeaderLine
from app.views.kit.layout import column
from app.views.kit.notices import Notice
from app.views.page import PageView, Shell
from app.views.pages import Page
from app.views.pictures import Stage, State
from app.views.record_list.source import Block, Column, Figures, Filter, Found, ListWords, Query
from app.views.record_page import RecordPage, RecordParts, RecordWords

SURNAMES = "王李张刘陈杨黄赵周吴徐孙马朱胡郭何高林罗"
GIVEN = ["秀英", "伟", "娜敏", "桂兰", "强", "超洋", "建国", "芳", "磊", "艳涛", "明", "文静", "小红", "志强"]
RARE = ["欧阳桂兰", "买买提·吐尔逊", "𬱖晨", "龚𠮷", "阿依古丽·买买提·艾尔肯江"]
UNITS = ["动力设备部", "质量检验科", "安全环保部", "综合办公室", "生产一车间", "后勤服务中心", "生产二车间"]
COLUMNS = [
    Column("name", Label("姓名"), "name"),
    Column("sex", Label("性别"), "code", filterable=True),
    Column("birth", Label("出生日期"), "partial_day"),
    Column("id_no", Label("身份证号"), "resident_id"),
    Column("phone", Label("手机号码"), "phone"),
    Column("unit", Label("所在部门"), "link", filterable=True),
    Column("status", Label("会员状态"), "code", filterable=True),
    Column("joined", Label("入会日期"), "day"),
    Column("amount", Label("金额（元）"), "money"),
    Column("education", Label("学历"), "code"),
    Column("post", Label("职务"), "text"),
    Column("address", Label("家庭住址"), "text"),
    Column("note", Label("备注"), "long_text", shown=False),
]
NAMES = [each.name for each in COLUMNS]
WORDS = ListWords(
    name=Label("会员列表"),
    unit=Label("人"),
    empty=Label("还没有会员"),
    empty_reason=Label("有了会员名单，慰问、困难建档和各种表就都从这里选人。"),
    offers_new=True,
)


def person(number: int, dice: random.Random) -> list[str]:
    """One written row."""
    name = RARE[number % len(RARE)] if number % 37 == 4 else dice.choice(SURNAMES) + dice.choice(GIVEN)
    year, month, day = dice.randint(1962, 2003), dice.randint(1, 12), dice.randint(1, 28)
    return [
        name,
        dice.choice("男女"),
        f"{year}-{month:02}-{day:02}" if number % 11 else f"{year}年{month}月",
        f"460199{year}{month:02}{day:02}{dice.randint(100, 999)}{dice.choice('0123456789X')}",
        f"13{dice.randint(0, 999999999):09}",
        dice.choice(UNITS),
        dice.choice(["在册", "在册", "在册", "保留", "转出"]),
        f"{dice.randint(1998, 2024)}-{dice.randint(1, 12):02}-01",
        f"{dice.randint(1, 9) * 500:,}.00",
        dice.choice(["大专", "本科", "高中", "中专"]),
        dice.choice(["操作工", "班长", "质检员", "", "技术员"]),
        f"海口市琼山区府城街道忠介路 {dice.randint(1, 200)} 号",
        "",
    ]


@cache
def generated(count: int, seed: int) -> dict[int, list[str]]:
    """`count` people by their ids."""
    dice = random.Random(seed)
    return {number: person(number, dice) for number in range(1, count + 1)}


class FakeRows:
    """A `RowSource` over generated people; remembers in which threads it was asked."""

    columns = COLUMNS

    def __init__(self, count: int, seed: int = 1) -> None:
        self.people = dict(generated(count, seed))
        self.threads: set[str] = set()
        self.rows_read = 0

    def ids(self, query: Query) -> Sequence[int]:
        self.threads.add(threading.current_thread().name)
        found = [number for number, cells in self.people.items() if self._fits(cells, query)]
        if query.only is not None:
            found = [number for number in found if number in query.only.ids]
        if query.sort:
            at = NAMES.index(query.sort)
            found.sort(key=lambda number: self.people[number][at], reverse=query.descending)
        return found

    def _fits(self, cells: Sequence[str], query: Query) -> bool:
        words = query.search.split()
        kept = all(
            (each.values[0] in cells[NAMES.index(each.column)])
            if each.operator == "~"
            else cells[NAMES.index(each.column)] in each.values
            for each in query.filters
        )
        return kept and all(any(word in cell for cell in cells) for word in words)

    def understood(self, found: Filter) -> tuple[str, ...]:
        return found.values

    def total(self) -> int:
        return len(self.people)

    def rows(self, ids: Sequence[int]) -> Sequence[Sequence[str]]:
        self.threads.add(threading.current_thread().name)
        self.rows_read += len(ids)
        return [self.people.get(each, []) for each in ids]

    def figures(self, query: Query, blocks: Sequence[Block]) -> Figures:
        count, cents, sums = 0, 0, 0
        for block in blocks:
            for each in self.ids(query) if block.ids is None else block.ids:
                for name in block.columns:
                    cell = self.people[each][NAMES.index(name)]
                    count += bool(cell)
                    if name == "amount" and cell:
                        sums += 1
                        cents += int(cell.replace(",", "").replace(".", ""))
        if not sums:
            return Figures(count)
        return Figures(count, f"{cents / 100:,.2f} 元", f"{cents / sums / 100:,.2f} 元")

    def values(self, column: str, query: Query) -> Sequence[tuple[str, int]]:
        at, counts = NAMES.index(column), {}
        for each in self.ids(query):
            cell = self.people[each][at]
            counts[cell] = counts.get(cell, 0) + 1
        return sorted(counts.items(), key=lambda pair: -pair[1])

    def find(self, lines: Sequence[str], query: Query) -> Found:
        hits = {line: [each for each in self.ids(query) if line in self.people[each]] for line in lines}
        ids = dict.fromkeys(each for found in hits.values() for each in found)
        missing = tuple(line for line, found in hits.items() if not found)
        return Found(tuple(ids), missing, tuple(line for line, found in hits.items() if len(found) > 1))

    def doubtful(self, query: Query) -> Sequence[int]:
        return [each for each in self.ids(query) if "年" in self.people[each][NAMES.index("birth")]]


CONTACT, UNION, OTHER = Label("联系"), Label("工会"), Label("更多资料")
EDUCATION = [
    Choice(str(at), word, keys)
    for at, (word, keys) in enumerate([("本科", "bk"), ("大专", "dz"), ("中专", "zz"), ("高中", "gz")], start=1)
]
ETHNIC = [
    Choice("01", "汉族", "hz"),
    Choice("03", "回族", "hz"),
    Choice("08", "壮族", "zz"),
    Choice("17", "黎族", "lz"),
]
FIELDS = [
    FormField("name", Label("姓名"), "name", required=True, group=Label("身份")),
    FormField("id_no", Label("身份证号"), "resident_id", group=Label("身份")),
    FormField("sex", Label("性别"), "code", choices=[Choice("1", "男"), Choice("2", "女")], group=Label("身份")),
    FormField("birth", Label("出生日期"), "partial_day", group=Label("身份")),
    FormField("ethnic", Label("民族"), "code", choices=ETHNIC, group=Label("身份")),
    FormField("education", Label("学历"), "code", choices=EDUCATION, group=Label("身份")),
    FormField("unit", Label("所在部门"), "link", required=True, group=UNION),
    FormField("joined", Label("入会日期"), "day", group=UNION),
    FormField("post", Label("职务"), "text", group=UNION),
    FormField("is_migrant", Label("农民工"), "yes_no", group=UNION),
    FormField("amount", Label("慰问金额"), "money", unit=Label("元"), group=UNION),
    FormField("phone", Label("手机号码"), "phone", group=CONTACT),
    FormField("address", Label("家庭住址"), "text", width=0, group=CONTACT),
    FormField("note", Label("备注"), "long_text", group=CONTACT),
    FormField("status", Label("会员状态"), "text", read_only=True, group=OTHER, folded=True),
    FormField("native", Label("籍贯"), "text", group=OTHER, folded=True),
]


class FakeForm:
    """A `FormSource` in memory with a few of the real rules."""

    fields = FIELDS

    def __init__(self) -> None:
        self.kept: dict[int, dict[str, str]] = {
            7: {
                "name": "刘秀英", "id_no": "460199197902130021", "sex": "2", "birth": "1979-02-13", "ethnic": "01",
                "education": "3", "unit": "生产一车间", "joined": "2009-03-01", "post": "操作工",
                "phone": "13976543210", "address": "海口市琼山区府城街道忠介路 12 号", "status": "在册",
            }
        }  # fmt: skip
        self.deeds: list[str] = []

    def load(self, record_id: int | None) -> Loaded:
        if record_id is None:
            return Loaded("新会员", {"joined": "2026-11-22"})
        texts = self.kept.get(record_id, self.kept[7])
        return Loaded(texts["name"], texts, subtitle="会员证号 4601000123")

    def check(self, record_id: int | None, texts: Mapping[str, str], name: str) -> Checked:
        problems = [each for each in self.problems(texts) if each.field == name]
        found = Checked(problems)
        number = texts.get("id_no", "")
        if name == "id_no" and len(number) == 18:
            note = Label("由身份证号得出")
            birth = f"{number[6:10]}-{number[10:12]}-{number[12:14]}"
            sex = "1" if int(number[16]) % 2 else "2"
            found = Checked(problems, suggestions={"birth": Suggestion(birth, note), "sex": Suggestion(sex, note)})
        if name == "joined" and texts["joined"].isdigit() and len(texts["joined"]) == 8:
            day = texts["joined"]
            found = Checked(problems, texts={"joined": f"{day[:4]}-{day[4:6]}-{day[6:]}"})
        return found

    def problems(self, texts: Mapping[str, str]) -> list[Problem]:
        found = []
        if not texts.get("name"):
            found.append(Problem(Label("请填姓名"), "name"))
        if not texts.get("unit"):
            found.append(Problem(Label("请填所在部门"), "unit"))
        number = texts.get("id_no", "")
        if number and len(number) < 18:
            words = Label("少{n}位：要18位，现在{have}位。可以先保存，标为待核实", n=18 - len(number), have=len(number))
            found.append(Problem(words, "id_no", grade=Grade.CHECK))
        if texts.get("amount", "").startswith("-"):
            found.append(Problem(Label("金额要大于0，最多两位小数"), "amount"))
        if texts.get("native") == "？":
            found.append(Problem(Label("籍贯看不懂"), "native"))
        return found

    def save(self, record_id: int | None, texts: Mapping[str, str]) -> Saved:
        whole = dict(self.kept.get(record_id or 0, {})) | dict(texts)
        problems = self.problems(whole)
        if any(each.grade is Grade.MUST for each in problems):
            raise bad_input(problems)
        record_id = record_id or max(self.kept) + 1
        self.kept[record_id] = whole
        self.deeds.append(f"保存 {record_id}")
        return Saved(record_id, whole["name"], Label("已保存"), problems)

    def find(self, name: str, text: str) -> Sequence[Choice]:
        return [Choice(unit, unit, note="12 人") for unit in UNITS if text in unit]


class DemoPage(RecordPage):
    """The members' page over invented people."""

    def __init__(self, shell: Shell, count: int = 300) -> None:
        def deed(label: str, icon: str = "") -> Deed:
            return Deed(Label(label), lambda: None, icon=icon)

        deeds = [deed("导入…", "file-spreadsheet"), deed("导出…", "download"), deed("打印…", "printer")]
        parts = RecordParts(
            FakeRows(count),
            FakeForm(),
            frozenset({"person"}),
            deeds=deeds,
            more=[deed("批量修改…")],
            empty_deeds=[deed("从 Excel 导入…", "file-spreadsheet")],
            views={"": Label("全部会员"), "in": Label("在册")},
        )
        super().__init__(shell, RecordWords(Label("会员"), Label("新增会员"), WORDS), parts)
        for each in [*deeds, *parts.more, *parts.empty_deeds]:
            each.setParent(self)


class PlainPage(PageView):
    """A page without anything, to go to."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.setLayout(column(HeaderLine(Label("备份")), None))


DAILY, KEEPING = Label("日常"), Label("资料")
PAGES = (
    Page("today", Label("工作台"), Label("今天"), "home", PlainPage, DAILY),
    Page("people", Label("会员"), Label("会员"), "users", DemoPage, DAILY),
    Page("hardship", Label("困难职工"), Label("困难"), "heart-handshake", PlainPage, DAILY),
    Page("rounds", Label("慰问"), Label("慰问"), "gift", PlainPage, DAILY),
    Page("backup", Label("备份"), Label("备份"), "device-usb", PlainPage, KEEPING),
    Page("settings", Label("设置"), Label("设置"), "settings", PlainPage, KEEPING),
)


def _page(stage: Stage) -> DemoPage:
    stage.window.name_union("示例机械厂工会")
    stage.window.status.show_backup(Label("上次备份 7 天前"))
    stage.window.go_to("people")
    stage.settle()
    assert isinstance(stage.window.page, DemoPage)
    return stage.window.page


def _cells(stage: Stage) -> QWidget:
    people = _page(stage)
    people.list.table.chosen.go(3, 4)
    people.list.table.chosen.go(8, 8, extend=True)
    stage.settle(300)
    return stage.window


def _banner_and_undo(stage: Stage) -> QWidget:
    _page(stage)
    actions = [(Label("现在备份"), stage.settle), (Label("明天再说"), stage.settle)]
    stage.window.add_notice(Notice("backup", Label("已 9 天没有备份。资料只在这台电脑上。"), "warning", actions))
    stage.window.done(Label("已把 12 名会员移到回收站（30 天内可还原）。"))
    return stage.window


def _problems(stage: Stage) -> QWidget:
    people = _page(stage)
    people.show_record(7)
    stage.settle()
    people.form.body.show_texts({"name": "", "id_no": "46019919790213002", "amount": "-5"})
    people.form.save()
    stage.settle()
    return stage.window


def _asked(stage: Stage) -> QWidget:
    people = _page(stage)
    people.show_record(7)
    stage.settle()
    people.form.body.show_texts({"post": "班长"})
    people.form.leave(stage.settle)
    return stage.window


def _no_hit(stage: Stage) -> QWidget:
    people = _page(stage)
    people.list.search.setText("张伟伟")
    stage.settle(300)
    return stage.window


def _filtered(stage: Stage) -> QWidget:
    people = _page(stage)
    query = people.list.query.with_filter("unit", ["生产一车间", "生产二车间"])
    people.list.show_query(query.with_filter("status", ["在册"]))
    return stage.window


def _columns(stage: Stage) -> QWidget:
    _page(stage).list.ask_columns()
    return stage.window


def _filter(stage: Stage) -> QWidget:
    _page(stage).list.ask_filter(NAMES.index("unit"))
    return stage.window


def _heading_menu(stage: Stage) -> QWidget:
    people = _page(stage)
    header = people.list.table.horizontalHeader()
    menu = people.list.heading_menu(1)
    menu.popup(header.mapToGlobal(QPoint(header.sectionViewportPosition(1), header.height())))
    return stage.window


def _new(stage: Stage) -> QWidget:
    _page(stage).new()
    return stage.window


DEMO_STATES: dict[str, State] = {
    "demo-cells": _cells,
    "demo-banner-undo": _banner_and_undo,
    "demo-problems": _problems,
    "demo-unsaved": _asked,
    "demo-no-hit": _no_hit,
    "demo-filtered": _filtered,
    "demo-columns": _columns,
    "demo-filter": _filter,
    "demo-heading-menu": _heading_menu,
    "demo-new": _new,
}
