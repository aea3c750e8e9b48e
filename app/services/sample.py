"""Sample data: people, a filled provincial sheet and three hardship stories, for demonstrations, pictures and tests.

Everything follows from the seed and the day of today. Nobody real is in it: resident IDs carry the county part 99,
which no county has, and phone numbers start with 12, which no mobile network has.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from functools import cache
from importlib.resources import files
from pathlib import Path
from random import Random
from typing import Any

from app.models.values.days import age_on
from app.models.values.resident_id import MAN, WOMAN, make_resident_id

# Domain 01 §1.1: the header of 海南省工会会员信息采集表, and the keys of `sample_people`.
HAINAN_COLUMNS = {
    "序号": "序号",
    "姓名": "姓名",
    "性别": "性别",
    "出生日期": "出生日期（格式：yyyy/MM/dd）",
    "民族": "民族",
    "就业状况": "就业状况",
    "有效证件类别": "有效证件类别",
    "证件号码": "证件号码\n(填写18位身份证)",
    "学历": "学历",
    "技术等级": "技术等级",
    "移动电话": "移动电话",
    "户籍类型": "户籍类型",
    "户籍所在地": "户籍所在地",
    "会籍变化类型": "会籍变化类型",
    "会籍变化日期": "会籍变化日期（格式：yyyy/MM/dd）",
    "会籍变化原因": "会籍变化原因",
    "政治面貌": "政治面貌",
    "工作单位": "工作单位",
    "籍贯": "籍贯",
    "是否农民工会员": "是否农民工会员\n填写“是”或“否”",
}
_WIDTHS = (4.1, 9, 4.8, 12, 12.8, 9, 12, 21, 9, 14, 13, 10, 24, 6.8, 13.4, 16, 12, 24, 16, 11.1)
_NOTES = (
    "填表说明：\n1、此表所列项目均为必填项，包括基层工会组织和基层以上工会组织发展的会员信息，《工会会员登记表》上有相应项目规范填写；\n"
    "2、“工作单位”需填写完整的单位全称。\n3、具体请查看《工会会员实名信息采集表说明书》，在填写过程中如有疑问，请联系省总工会基层工作部。"
)

_JOINED = ("入会", "")
_CHANGES = {
    _JOINED: 94,
    ("转入", "劳动（工作）关系发生变化"): 3,
    ("转出", "劳动（工作）关系发生变化"): 2,
    ("退会", "个人要求退会"): 1,
}
_EDUCATION = {"本科": 22, "大专": 26, "中专": 16, "高中": 18, "初中": 15, "小学及以下": 2, "硕士": 1}
_SKILLS = {
    "无": 60,
    "职业资格五级（初级）": 14,
    "职业资格四级（中级）": 14,
    "职业资格三级（高级）": 8,
    "职业资格二级（技师）": 3,
    "职业资格一级（高级技师）": 1,
}
_POLITICAL = {"群众": 68, "中共党员": 18, "共青团员": 12, "中共预备党员": 1, "民建会员": 1}


def sample_people(count: int, seed: int, today: date) -> list[dict[str, Any]]:
    """`count` people as dicts: the keys of `HAINAN_COLUMNS` plus 部门, 岗位 and 住址; days are dates, the rest is text.

    Among them, from 100 people on: compound surnames, names with ·, characters beyond the BMP, and people of one name.
    """
    random = Random(f"{seed} {today} people")
    taken: set[str] = set()
    people: list[dict[str, Any]] = []
    for position in range(count):
        sex = "女" if random.random() < 0.42 else "男"
        born = _birth(random, today)
        name, sex, ethnic = _name(random, position, sex, age_on(born, today), people)
        person = {"序号": str(position + 1), "姓名": name, "性别": sex, "出生日期": born, "民族": ethnic}
        people.append(person | _papers(random, sex, born, taken) | _work(random, born, today))
    return people


def write_member_sheet(path: Path, people: Iterable[Mapping[str, Any]]) -> None:
    """Write 海南省工会会员信息采集表 filled with `people`: header in row 4, data from row 5, notes below."""
    import xlsxwriter

    people = list(people)
    last = len(HAINAN_COLUMNS) - 1
    with xlsxwriter.Workbook(str(path)) as book:
        book.set_properties({"created": datetime(2026, 1, 1)})
        line = {"font_name": "宋体", "font_size": 10, "text_wrap": True, "valign": "vcenter"}
        cell = book.add_format(line | {"border": 1, "num_format": "@", "align": "center"})
        head = book.add_format(line | {"border": 1, "align": "center", "bold": True})
        sheet = book.add_worksheet("会员信息")
        for column, width in enumerate(_WIDTHS):
            sheet.set_column(column, column, width)
        sheet.write_string(0, 0, "附件四", book.add_format({"font_name": "宋体", "font_size": 11}))
        title = book.add_format(line | {"font_size": 20, "align": "center"})
        sheet.merge_range(1, 0, 1, last, "海南省工会会员信息采集表", title)
        sheet.merge_range(2, 0, 2, 10, "填表单位（盖章）：", book.add_format(line))
        sheet.merge_range(2, 11, 2, last, "     单位负责人(签字)：", book.add_format(line))
        for row, height in ((1, 32), (2, 28), (3, 41), (4 + len(people), 82)):
            sheet.set_row(row, height)
        sheet.write_row(3, 0, HAINAN_COLUMNS.values(), head)
        for row, person in enumerate(people, start=4):
            for column, key in enumerate(HAINAN_COLUMNS):
                sheet.write_string(row, column, _cell_text(person[key]), cell)
        sheet.merge_range(4 + len(people), 0, 4 + len(people), last, _NOTES, book.add_format(line | {"valign": "top"}))
        sheet.freeze_panes(4, 0)


def sample_households(people: Iterable[Mapping[str, Any]], today: date) -> list[dict[str, Any]]:
    """Three hardship files in the shape of `add FILE hardship-case`, in the names of three of `people`.

    At a dibao of 750.00 yuan a month (domain 02 §2.1) they are, in this order: deep (666.67 a head), relative
    (1,125.00) and accidental (1,533.33; the loss is 81 % of the year's income).
    """
    able = [person for person in people if person["就业状况"] == "在岗" and person["会籍变化类型"] in ("入会", "转入")]
    able = [person for person in able if 38 <= age_on(person["出生日期"], today) <= 52]
    if len(able) < 3:
        raise ValueError("too few people for three stories")
    step = len(able) // 3
    stories = (_illness_and_school, _school_and_care, _fire)
    return [_case(person, today) | story(person, today) for person, story in zip(able[::step], stories, strict=False)]


def _case(person: Mapping[str, Any], today: date) -> dict[str, Any]:
    return {"person": person["证件号码"], "filed_on": today.isoformat(), "stage": "on_file", "on_dibao": False}


def _illness_and_school(person: Mapping[str, Any], today: date) -> dict[str, Any]:
    """Ill wife or husband, child at university: (48,000 + 6,000 − 30,000) ÷ 3 ÷ 12 = 666.67."""
    spouse, child = _relative(person, "10", 1, today), _relative(person, "20", 0, today, age=20)
    spouse |= {"identity": "17", "health": "6", "idle_able": False}
    child |= {"identity": "14", "health": "1", "workplace": "海口某大学"}
    return {
        "main_cause": "6",
        "other_causes": ["9"],
        "cause_note": "配偶患尿毒症，每周透析；孩子正在上大学。",
        "household": [spouse, child],
        "incomes": [_income("本人", "wage", "48000.00", today), _income(spouse["name"], "gift", "6000.00", today)],
        "expenses": [
            {"kind": "illness", "yuan": "22000.00", "member": spouse["name"]},
            {"kind": "schooling", "yuan": "8000.00", "member": child["name"]},
        ],
    }


def _school_and_care(person: Mapping[str, Any], today: date) -> dict[str, Any]:
    """Two wages, a disabled mother and a pupil: (60,000 + 24,000 − 30,000) ÷ 4 ÷ 12 = 1,125.00."""
    spouse, child = _relative(person, "10", 1, today), _relative(person, "30", 0, today, age=16)
    mother = _relative(person, "52", 2, today, age=age_on(person["出生日期"], today) + 25)
    spouse |= {"identity": "1", "health": "1"}
    child |= {"identity": "11", "health": "1", "workplace": "海口某中学"}
    mother |= {"identity": "17", "health": "2"}
    return {
        "main_cause": "9",
        "other_causes": ["1"],
        "cause_note": "母亲残疾，需要长期照护；孩子上高中。",
        "household": [spouse, child, mother],
        "incomes": [_income("本人", "wage", "60000.00", today), _income(spouse["name"], "wage", "24000.00", today)],
        "expenses": [
            {"kind": "schooling", "yuan": "20000.00", "member": child["name"]},
            {"kind": "disability", "yuan": "10000.00", "member": mother["name"]},
        ],
    }


def _fire(person: Mapping[str, Any], today: date) -> dict[str, Any]:
    """A household of one after a fire: (96,000 − 77,600) ÷ 1 ÷ 12 = 1,533.33, the loss 80.8 % of the income."""
    return {
        "main_cause": "8",
        "other_causes": [],
        "cause_note": "家中失火，房屋和家具烧毁，保险赔付后仍有损失。",
        "accident": True,
        "household": [],
        "incomes": [_income("本人", "wage", "96000.00", today)],
        "expenses": [{"kind": "accident_loss", "yuan": "77600.00", "member": "本人"}],
    }


def _income(member: str, kind: str, yuan: str, today: date) -> dict[str, Any]:
    """One income over the twelve full months before this one."""
    last = today.replace(day=1) - timedelta(days=1)
    first = today.replace(year=today.year - 1, day=1)
    return {"member": member, "kind": kind, "yuan": yuan, "from": f"{first:%Y-%m}", "to": f"{last:%Y-%m}"}


def _relative(
    person: Mapping[str, Any], relation: str, variant: int, today: date, age: int | None = None
) -> dict[str, Any]:
    """One member of the household (GB/T 4761 relation). Minors get no number (domain 08 §8.1, articles 28–31)."""
    random = Random(f"{person['证件号码']} {relation}")
    sex = {"20": "男", "30": "女", "52": "女"}.get(relation, "女" if person["性别"] == "男" else "男")
    born = person["出生日期"] + timedelta(days=random.randint(-700, 700))
    if age is not None:
        born = date(today.year - age - 1, random.randint(1, 12), random.randint(1, 28))
    name = _chinese_name(random, sex, age_on(born, today))
    if relation in ("20", "30") and "·" not in person["姓名"]:
        name = person["姓名"][0] + name[1:]
    member = {"name": name, "relation": relation, "born": born.isoformat(), "idle_able": False, "is_head": False}
    if age_on(born, today) >= 18:
        member["id_no"] = make_resident_id(born, MAN if sex == "男" else WOMAN, 100 + variant)
    return member


def _name(random: Random, position: int, sex: str, age: int, earlier: list[dict[str, Any]]) -> tuple[str, str, str]:
    """Name, sex and ethnic group; at fixed places the rare cases, so that even small samples hold some."""
    if position % 60 == 12:
        name, sex, ethnic = random.choice(_words()["dotted"])
        return name, sex, ethnic
    ethnic = _pick(random, _words()["ethnic"])
    if position % 80 == 47:
        twin = next((one for one in earlier[::-1] if one["性别"] == sex and len(one["姓名"]) == 2), None)
        if twin:
            return twin["姓名"], sex, ethnic
    name = _chinese_name(random, sex, age)
    if position % 40 == 7:
        name = random.choice(_words()["compound"]) + name[1:]
    if position % 50 == 19:
        name = name[0] + random.choice(_words()["rare"]["woman" if sex == "女" else "man"])
    return name, sex, ethnic


def _chinese_name(random: Random, sex: str, age: int) -> str:
    given = _words()["given"]["woman" if sex == "女" else "man"]["older" if age >= 42 else "younger"]
    return f"{_pick(random, _words()['surnames'])}{random.choice(given)}"


def _birth(random: Random, today: date) -> date:
    """Ages 20 to 59, most of them in the middle, and a few who have retired."""
    age = random.randint(60, 68) if random.random() < 0.03 else int(random.triangular(20, 59, 41))
    return today.replace(year=today.year - age, day=1) - timedelta(days=random.randint(1, 364))


def _papers(random: Random, sex: str, born: date, taken: set[str]) -> dict[str, Any]:
    """Number, phone, household registration and native place."""
    place, prefix = random.choice(_words()["places"])
    number = ""
    while not number or number in taken or number.endswith("000"):
        code = MAN if sex == "男" else WOMAN
        number = make_resident_id(born, code, random.randint(0, 498), county=f"{prefix}99")
    taken.add(number)
    migrant = not place.startswith("海南省") and random.random() < 0.7
    street = f"{random.choice(_words()['streets'])}{random.randint(1, 199)}号"
    return {
        "有效证件类别": "居民身份证",
        "证件号码": number,
        "移动电话": f"12{random.randint(0, 10**9 - 1):09}",
        "户籍类型": "农业户口" if migrant or random.random() < 0.2 else "非农业户口",
        "户籍所在地": place if migrant else f"海南省海口市{street}",
        "籍贯": place,
        "是否农民工会员": "是" if migrant else "否",
        "住址": f"海口市{street}{random.randint(1, 20)}栋{random.randint(1, 30)}0{random.randint(1, 4)}室",
    }


def _work(random: Random, born: date, today: date) -> dict[str, Any]:
    """Work, schooling and what became of the membership."""
    age = age_on(born, today)
    kind, reason = ("保留", "") if age >= 60 else _pick(random, _CHANGES)
    department = _pick(random, _words()["departments"])
    youngest = date(born.year + 19, 1, 1)
    changed = youngest + timedelta(days=random.randint(0, max((today - youngest).days - 30, 1)))
    political = _pick(random, _POLITICAL)
    return {
        "就业状况": "退休" if age >= 60 else _pick(random, {"在岗": 96, "病休": 2, "待（下）岗": 2}),
        "学历": _pick(random, _EDUCATION),
        "技术等级": _pick(random, _SKILLS),
        "会籍变化类型": kind,
        "会籍变化日期": changed,
        "会籍变化原因": reason,
        "政治面貌": "群众" if political == "共青团员" and age > 28 else political,
        "工作单位": f"{_words()['employer']}{department}",
        "部门": department,
        "岗位": random.choice(_words()["posts"][department]),
    }


def _pick(random: Random, weights: Mapping[Any, int]) -> Any:
    return random.choices(list(weights), list(weights.values()))[0]


def _cell_text(value: object) -> str:
    """Days as the sheet's own header asks for them."""
    return f"{value:%Y/%m/%d}" if isinstance(value, date) else str(value)


@cache
def _words() -> dict[str, Any]:
    words: dict[str, Any] = json.loads(files("app.resources").joinpath("names.json").read_text(encoding="utf-8"))
    return words
