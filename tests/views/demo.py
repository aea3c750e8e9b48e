"""Invented people for the tests of the window kit: a source of rows that lives in memory."""

from __future__ import annotations

import random
import threading
from collections.abc import Sequence
from functools import cache

from app.i18n import Label
from app.views.record_list.source import Block, Column, Figures, ListWords, Query

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
        if query.sort:
            at = NAMES.index(query.sort)
            found.sort(key=lambda number: self.people[number][at], reverse=query.descending)
        return found

    def _fits(self, cells: Sequence[str], query: Query) -> bool:
        words = query.search.split()
        kept = all(cells[NAMES.index(each.column)] in each.values for each in query.filters)
        return kept and all(any(word in cell for cell in cells) for word in words)

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
