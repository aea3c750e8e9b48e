"""Data for printed forms; each maker names only what its test is about."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from app.reports.forms.hardship_roster import HardshipData, HardshipRow
from app.reports.forms.member_roster import MemberData, MemberRow
from app.reports.forms.public_notice import NoticeData, NoticeRow
from app.reports.forms.register_list import ListColumn, ListData
from app.reports.forms.sign_off_sheet import SignOffData, SignOffRow
from app.reports.forms.visit_list import VisitData, VisitRow

UNION = "海口某某机械有限公司工会委员会"
ROUND = "2027年春节送温暖"
DAY = date(2027, 1, 20)
RARE_NAMES = ("李𬱖", "𠮷田芳", "𪚥小明", "㛃宁", "𫟹雨")
MINORITY_NAME = "阿依古丽·阿卜杜热西提·买买提明"
SIX_CHARACTERS = "欧阳慕容司马"
ADDRESS_OF_60 = (
    "海南省海口市美兰区某某街道办事处某某社区居民委员会某某路一百二十八号"
    "某某家园三期十二栋二单元一千一百零二室小学对面菜市场"
)
EIGHT_DIGITS = 12_345_678_00


def sign_off(count: int = 1, **fields: Any) -> SignOffData:
    row = SignOffRow("一车间", "王秀英", "困难走访/送温暖", 1000_00)
    return SignOffData(UNION, ROUND, (replace(row, **fields),) * count)


def visits(count: int = 1, **fields: Any) -> VisitData:
    row = VisitRow(
        "王秀英", "女", 45, "一车间 钳工", "深度困难职工", "患重特大疾病", "和平大道12号", "13800138000", 1000_00
    )
    return VisitData(UNION, ROUND, (replace(row, **fields),) * count)


def notice(count: int = 1, **fields: Any) -> NoticeData:
    row = NoticeRow("王秀英", "一车间", "困难走访/送温暖", 1000_00)
    first, last = date(2027, 1, 11), date(2027, 1, 15)
    return NoticeData(
        UNION,
        ROUND,
        (replace(row, **fields),) * count,
        first,
        last,
        5,
        "李梅",
        "0898-66668888",
        "0898-66669999",
        first,
    )


def members(count: int = 1, **fields: Any) -> MemberData:
    row = MemberRow(
        "460100000012", "王秀英", "女", "汉族", "1985-03", "大专", "群众", "一车间", "钳工", "2008-07", "2009-01"
    )
    return MemberData(UNION, (replace(row, **fields),) * count, DAY)


def hardship(count: int = 1, **fields: Any) -> HardshipData:
    row = HardshipRow(
        "困字〔2026〕001号", "王秀英", "女", 45, "一车间", "深度困难职工", "子女上学", 3, 666_67, "否", "2026-03-05"
    )
    return HardshipData(UNION, (replace(row, **fields),) * count, DAY)


def listing(*columns: tuple[str, str], rows: tuple[tuple[str, ...], ...] = ()) -> ListData:
    return ListData("会员名单", UNION, tuple(ListColumn(title, kind) for title, kind in columns), rows)


MAKERS = {"F01": members, "F13": notice, "F14": hardship, "F20": visits, "F22": sign_off}
