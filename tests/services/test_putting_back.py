"""The history of a record with all that belongs to it, and putting one old value back."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from app.errors import KnownError
from app.models import CondolenceRecord, CondolenceRound, HardshipCase, Household, IncomeItem, Person
from app.models.declare import Record
from app.models.store import undo
from app.models.store.database import Database
from app.services import hardship, records, recycle_bin, rounds
from app.services.history import Past, whole_history
from app.services.putting_back import put_back
from tests.factories import add_case, add_person, add_round, add_standard

ID_NO, ON = "110105194912310021", date(2026, 6, 1)


def keep(database: Database, record: type[Record], record_id: int, **data: Any) -> None:
    with database.write("修改") as session:
        records.edit(session, session.get_one(record, record_id), data)


def read(database: Database, record: type[Record], record_id: int, *, masked: bool = True) -> list[Past]:
    with database.read() as session:
        return whole_history(session, session.get_one(record, record_id), masked=masked)


def of(pasts: list[Past], label: str) -> Past:
    return next(one for one in pasts if str(one.label) == label)


def made(database: Database, name: str = "陈一", **fields: Any) -> int:
    with database.write("新增会员") as session:
        return add_person(session, name, **fields).id


def test_the_newest_change_stands_first_with_who_and_what(database: Database) -> None:
    person = made(database)
    keep(database, Person, person, post="班长")

    first = read(database, Person, person)[0]

    assert (first.actor, str(first.name), str(first.label), first.old, first.new) == (
        "张主席", "修改", "岗位", "", "班长",
    )  # fmt: skip


def test_what_belongs_to_a_record_is_told_with_it(database: Database) -> None:
    person = made(database)

    labels = {str(one.label) for one in read(database, Person, person)}

    assert {"姓名", "会籍：入会日期", "会籍变动：会籍变化类型"} <= labels
    assert not any("：会员" in one for one in labels)


def test_a_hardship_file_tells_of_its_household(database: Database) -> None:
    with database.write("建档") as session:
        case = add_case(session)
        case_id, household_id = case.id, case.household_id
    keep(database, Household, household_id, address="海府路1号")

    assert read(database, HardshipCase, case_id)[0].new == "海府路1号"


def test_sensitive_values_are_masked_until_they_are_asked_for(database: Database) -> None:
    person = made(database, id_no=ID_NO)

    masked = of(read(database, Person, person), "证件号码")
    shown = of(read(database, Person, person, masked=False), "证件号码")

    assert (masked.new, masked.is_hidden) == ("*" * 14 + "0021", True)
    assert (shown.new, shown.is_hidden) == (ID_NO, False)


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("post", "班长", "组长"),
        ("phone", "13876543210", "13976543210"),
        ("sex", "1", "2"),
        ("work_start", "1999-07", "2001"),
        ("is_migrant", "是", "否"),
        ("consent_on", "2026-01-02", "2026-01-03"),
        ("remark", "", "两行\n字"),
    ],
)
def test_an_old_value_of_any_kind_goes_back_as_one_deed(database: Database, name: str, old: str, new: str) -> None:
    person = made(database, **({name: old} if old else {}))
    with database.read() as session:
        before = getattr(session.get_one(Person, person), name)
    keep(database, Person, person, **{name: new})
    change = next(one for one in read(database, Person, person) if one.field == name)

    put_back(database, change)

    with database.read() as session:
        assert getattr(session.get_one(Person, person), name) == before
    undo.undo(database)
    with database.read() as session:
        assert getattr(session.get_one(Person, person), name) != before


def test_a_value_that_stands_there_already_cannot_be_put_back(database: Database) -> None:
    person = made(database, post="班长")
    keep(database, Person, person, post="组长")
    keep(database, Person, person, post="班长")

    newest, former = [one for one in read(database, Person, person) if one.field == "post"][:2]

    assert newest.can_go_back and newest.old == "组长"
    assert not former.can_go_back and former.old == "班长"


def test_steps_are_not_put_back_by_themselves(database: Database) -> None:
    with database.write("慰问") as session:
        found = add_round(session)
        round_id = found.id
    with database.write("开始") as session:
        rounds.advance(session, session.get_one(CondolenceRound, round_id), "open")

    assert not of(read(database, CondolenceRound, round_id), "状态").can_go_back


def test_an_amount_put_back_is_warned_of_again(database: Database) -> None:
    with database.write("慰问") as session:
        add_standard(session, "ceiling_per_time", "1500")
        found, person = add_round(session), add_person(session, "陈一")
        rounds.add(session, found, [person], cash="1600.00", reason="大病")
        round_id = found.id
    with database.read() as session:
        record_id = session.scalars(select(CondolenceRecord.id)).one()
    with database.write("定金额") as session:
        rounds.set_amounts(session, session.get_one(CondolenceRound, round_id), cash="1000.00")
    change = next(one for one in read(database, CondolenceRound, round_id) if one.field == "cash" and one.can_go_back)

    put_back(database, change)

    with database.read() as session:
        found_record = session.get_one(CondolenceRecord, record_id)
        assert found_record.cash == 160000 and found_record.warning


def test_an_income_put_back_is_reckoned_with(database: Database) -> None:
    with database.write("标准") as session:
        add_standard(session)
    with database.write("建档") as session:
        case = add_case(session, incomes=[{"member": "本人", "kind": "wage", "yuan": "60000"}])
        hardship.keep_assessment(session, case, ON)
        case_id, before = case.id, case.per_capita
    item = next(one for one in read(database, HardshipCase, case_id) if one.type == "income-item")
    with database.write("改收入") as session:
        records.edit(session, session.get_one(IncomeItem, item.id), {"amount": "1200"})
        hardship.keep_assessment(session, session.get_one(HardshipCase, case_id), ON)
    change = next(one for one in read(database, HardshipCase, case_id) if one.field == "amount" and one.can_go_back)

    put_back(database, change)

    with database.read() as session:
        assert session.get_one(HardshipCase, case_id).per_capita == before


def test_nothing_is_put_back_into_the_recycle_bin(database: Database) -> None:
    person = made(database, post="班长")
    keep(database, Person, person, post="组长")
    change = next(one for one in read(database, Person, person) if one.field == "post")
    recycle_bin.put_away(database, Person, [person])

    with pytest.raises(KnownError) as refused:
        put_back(database, change)

    assert "回收站" in str(refused.value.what)
