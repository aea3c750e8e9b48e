"""The whole story on sample data: from the member sheet to the round that was handed out, each step its own deed.

Demonstrations, pictures and long tests tell it. Everything follows from the seed, the number of members and today;
nobody real is in it (`sample`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from app.errors import Problem, bad_input
from app.frozen import dataclass
from app.i18n import Label
from app.models import CondolenceRound, HardshipCase, Organization, OrgUnit, Person, PolicyParameter
from app.models.store import undo
from app.models.store.database import Database
from app.models.words import find_keys
from app.services import hardship, records, recycle_bin, rounds
from app.services import today as clock
from app.services.importing import apply, source, trial
from app.services.sample import sample_households, sample_people, write_member_sheet

UNION = "海口椰风公司工会委员会"
OWN = {
    "credit_code": "81460100MC1234567C",
    "employer_name": "海口椰风公司",
    "superior_name": "海口市总工会",
    "region": "海口市",
    "contact": "吴小燕",
    "phone": "0898-22345678",
    "audit_phone": "0898-22345679",
    "chair": "符永明",
    "preparer": "吴小燕",
    "handler": "林海",
    "auditor": "陈秀兰",
    "witness": "王大山",
}
DIBAO, DOCUMENT = "750.00", "示例：琼民发〔2026〕1号"
CASH, GOODS = "1000.00", "大米10公斤、花生油5升"
GROUPS = ("第一组", "第二组")
NO_CONSENT = "本人口头同意，公示前补签同意书"
FEWEST = 20

_KEY = "证件号码"


@dataclass(frozen=True)
class Cast:
    """Who is in the story: the sheet's people, the one it forgot, three hardship files, and two picked by hand."""

    people: Sequence[Mapping[str, Any]]
    forgotten: Mapping[str, Any]
    cases: Sequence[Mapping[str, Any]]
    picked: Sequence[str]


def cast(members: int, seed: int, today: date) -> Cast:
    """The people of the story; raises `bad_input` for fewer than 20."""
    if members < FEWEST:
        what = Label("要 {n} 人以上才讲得成这个故事", n=FEWEST)
        raise bad_input([Problem(what, "members", value=str(members))])
    *people, forgotten = sample_people(members + 1, seed, today)
    cases = sample_households(people, today)
    helped = {case["person"] for case in cases}
    others = [one for one in people if _at_work(one) and one[_KEY] not in helped]
    others.sort(key=lambda one: not _is_rare(one["姓名"]))  # the paper should show what it can
    return Cast(people, forgotten, cases, [one[_KEY] for one in others[:2]])


def _at_work(person: Mapping[str, Any]) -> bool:
    return person["就业状况"] == "在岗" and person["会籍变化类型"] in ("入会", "转入")


def _is_rare(name: str) -> bool:
    return "·" in name or any(ord(character) > 0xFFFF for character in name)


def fill_in_union(database: Database) -> None:
    """Name the union's employer, superior, region, telephones and signers."""
    with database.write("填写工会资料") as session:
        records.edit(session, records.find(session, Organization, UNION), OWN)


def import_sheet(database: Database, sheet: Path) -> apply.Imported:
    """Import the filled provincial sheet; each 工作单位 becomes a branch union."""
    plan = source.open_source(sheet, Person).plan(unit_per_employer=True)
    with database.read() as session:
        judged = trial.trial(session, plan)
    return apply.apply(database, judged)


def add_forgotten(database: Database, person: Mapping[str, Any]) -> None:
    """Type in the member whom the sheet forgot."""
    joined = f"{person['会籍变化日期']:%Y-%m-%d}"
    membership: dict[str, object] = {"joined_on": joined, "changes": [{"type": "1", "on": joined}]}
    data = {"name": person["姓名"], "id_no": person[_KEY], "phone": person["移动电话"], "address": person["住址"]}
    with database.write("新增人员") as session:
        if find_keys(session, OrgUnit, person["工作单位"]):
            membership["org_unit"] = person["工作单位"]
        records.add(session, Person, {**data, "memberships": [membership]})


def enter_standard(database: Database, today: date) -> None:
    """Enter this year's 低保标准 with its document number."""
    data = {"key": "dibao_monthly", "value": DIBAO, "region": OWN["region"], "from": f"{today.year}-01-01"}
    with database.write("新增标准") as session:
        records.add(session, PolicyParameter, data | {"doc_no": DOCUMENT})


def open_cases(database: Database, told: Cast, today: date) -> list[hardship.Assessment]:
    """Open the three hardship files and see which category each falls in."""
    found = []
    for data in told.cases:
        with database.write("新增困难职工档案") as session:
            case = hardship.add_case(session, data).records[0]
            assert isinstance(case, HardshipCase)
            found.append(hardship.keep_assessment(session, case, today))
    return found


def note_homes(database: Database, told: Cast, today: date) -> None:
    """Enter where those to be visited live, and that those with a hardship file agreed to the public notice."""
    people = {one[_KEY]: one for one in told.people}
    agreed = {case["person"] for case in told.cases}
    with database.write("补填住址和同意公示日期") as session:
        for key in (*agreed, *told.picked):
            one = people[key]
            data = {"address": one["住址"], "department": one["部门"], "post": one["岗位"]}
            consent = {"consent_on": today.isoformat()} if key in agreed else {}
            records.edit(session, records.find(session, Person, key), data | consent)


def prepare_round(database: Database, told: Cast, year: int) -> str:
    """Start the round, take what the program proposes, add two by hand, make two groups; its title."""
    title = f"{year}年春节送温暖"
    data = {"title": title, "year": year, "occasion": "HARD", "cash": CASH, "fund": "3", "budget": "6000.00"}
    with database.write("新建慰问批次：{title}", title=title) as session:
        rounds.new(session, data)
    with database.write("列入在档困难职工：{title}", title=title) as session:
        found = _round(session, title)
        rounds.apply(session, found, rounds.propose(session, found))
    first, second = told.picked
    with database.write("加入慰问名单：{title}", title=title) as session:
        reason = "本人近期患病"
        rounds.add(session, _round(session, title), rounds.find_people(session, [first]), cash=CASH, reason=reason)
    with database.write("加入慰问名单：{title}", title=title) as session:
        people = rounds.find_people(session, [second])
        goods = {"goods": GOODS, "goods_value": CASH, "reason": "一线值守骨干"}
        rounds.add(session, _round(session, title), people, **goods)
    listed = [case["person"] for case in told.cases] + list(told.picked)
    for group, keys in zip(GROUPS, (listed[::2], listed[1::2]), strict=True):
        with database.write("分慰问组：{title}", title=title) as session:
            rounds.group(session, _round(session, title), group, rounds.find_people(session, keys))
    with database.write("改批次状态：{title}", title=title) as session:
        rounds.advance(session, _round(session, title), "open")
    return title


def hand_out(database: Database, told: Cast, title: str, on: date) -> None:
    """Mark the round as handed out on a day; for one person a proxy signed."""
    last = told.picked[-1]
    with database.write("记慰问情况：{title}", title=title) as session:
        rounds.mark(session, _round(session, title), None, "signed", on=on)
    with database.write("记慰问情况：{title}", title=title) as session:
        people = rounds.find_people(session, [last])
        rounds.mark(session, _round(session, title), people, "signed", on=on, proxy="郑小梅", relation="10")
    with database.write("改批次状态：{title}", title=title) as session:
        rounds.advance(session, _round(session, title), "done", on=on)


def delete_wrongly(database: Database, key: str) -> None:
    """Delete the wrong person."""
    with database.write("删除人员") as session:
        recycle_bin.delete(session, records.find(session, Person, key))


def take_back(database: Database) -> None:
    """Undo the last deed."""
    undo.undo(database)


def _round(session: Any, title: str) -> CondolenceRound:
    found = records.find(session, CondolenceRound, title)
    assert isinstance(found, CondolenceRound)
    return found


def fill(database: Database, folder: Path, *, members: int = 80, seed: int = 1) -> None:
    """Tell the whole story in an empty file up to an open round: what 看示例 shows. The sheet is left in `folder`."""
    on = clock.today()
    told = cast(members, seed, on)
    sheet = folder / "会员信息采集表.xlsx"
    write_member_sheet(sheet, told.people)
    fill_in_union(database)
    import_sheet(database, sheet)
    add_forgotten(database, told.forgotten)
    enter_standard(database, on)
    open_cases(database, told, on)
    note_homes(database, told, on)
    prepare_round(database, told, on.year + 1)
