"""Whatever stands in a sheet: it is judged without a bug, comes in once, and goes back whole."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import Any

import pytest

from app.models.store import undo
from app.models.store.database import Database
from app.models.values.resident_id import make_resident_id
from app.services.checking import check_file
from app.services.importing.apply import apply
from app.services.importing.mending import LEFT_OUT
from app.services.importing.trial import Outcome
from app.services.sheets.book import NO_VALUE, CellFault
from tests.core.caches import wrong_caches
from tests.factories import digests
from tests.importing.tables import ZHANG, judge

UNCHANGED, AMBIGUOUS = Outcome.UNCHANGED, Outcome.AMBIGUOUS
NAMES = ["张伟", "王芳", "李娜", "欧阳 明", "阿依古丽·买买提", "赵敏", "周倩"]
NUMBERS = [make_resident_id(date(1980, 1, 1 + at), "1", at) for at in range(12)]
DAYS = ["2018-08-17", "2018", "2019.3", 1985.3, "85年3月", date(2020, 2, 29), 43000]
GOOD: dict[str, list[Any]] = {
    "姓名": NAMES,
    "身份证号": [*NUMBERS, NUMBERS[0][:6] + NUMBERS[0][8:17], NUMBERS[1][:17] + "0"],
    "手机": ["13800000001", 13800000002, "0898-66668888", "12"],
    "分工会": ["一车间", "二车间", " 一车间", 3, "无", "/"],
    "工作单位": ["甲公司", "乙公司"],
    "会员证号": [f"K{at}" for at in range(12)],
    "会员编号": [f"{at:03}" for at in range(10)] + [11, "无"],
    "性别": ["男", "女", "1"],
    "出生日期": DAYS,
    "民族": ["汉族", "汉", "黎"],
    "入会日期": DAYS,
    "会籍变化类型": ["入会", "转入", "保留", "转出", "退会", "除名"],
    "会籍变化日期": DAYS,
    "会籍变化原因": ["失业", "个人要求退会", "/"],
    "备注": ["骨干", "=1+1", "甲\n乙", "\u202e\u200b"],
}
WHO = ("姓名", "身份证号", "会员证号", "会员编号")
BAD = ["2024-02-30", "1.38E+10", CellFault(NO_VALUE), CellFault("error:#N/A"), float(ZHANG[:17] + "0"), "x" * 6000]


def a_sheet(rng: Random) -> list[tuple[Any, ...]]:
    """Some of the columns in any order; rows of people, blank in part, now and then mixed up or bad."""
    heads = rng.sample(list(GOOD), rng.randint(3, len(GOOD)))
    heads += ["姓名"] if "姓名" not in heads and rng.random() < 0.9 else []
    full, mixed, bad = rng.choice((0.6, 0.8, 1)), rng.choice((0, 0.1)), rng.choice((0, 0.02))

    def cell(head: str, who: int) -> Any:
        if rng.random() < bad:
            return rng.choice(BAD)
        if head in WHO and rng.random() >= mixed:
            return None if head != "姓名" and rng.random() > full else GOOD[head][who % len(GOOD[head])]
        return None if rng.random() > full else rng.choice(GOOD[head])

    return [
        tuple(heads),
        *(tuple(cell(head, who) for head in heads) for who in rng.sample(range(12), rng.randint(1, 9))),
    ]


@pytest.mark.parametrize("seed", range(4))
def test_any_sheet_comes_in_once_keeps_the_file_sound_and_goes_back_whole(database: Database, seed: int) -> None:
    rng, kept = Random(seed), 0
    for _ in range(12):
        rows, choices = a_sheet(rng), {"unit_per_employer": rng.random() < 0.2, "members": rng.random() < 0.8}
        before = digests(database)

        judged = judge(database, rows, **choices)
        done = apply(database, judged, skip_wrong=True)

        kept += done.new + done.changed
        again = judge(database, rows, **choices)
        left = {one.row.number for one in judged.rows if one.outcome in LEFT_OUT}
        assert {one.outcome for one in again.rows if one.row.number not in left} <= {UNCHANGED, AMBIGUOUS}, rows
        with database.read() as session:
            assert wrong_caches(session) == []
        if done.deed is not None and rng.random() < 0.4:
            undo.undo(database)
            assert digests(database) == before
    assert kept > 20
    assert check_file(database, deep=True) == []
