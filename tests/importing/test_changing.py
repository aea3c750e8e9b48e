"""What a row changes: never by a blank, never by saying less, and always old → new."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.models import Membership, MembershipChange, OrgUnit, Person
from app.models.store.database import Database
from app.services import members, records
from app.services.importing import telling
from app.services.importing.apply import apply
from app.services.importing.trial import Outcome, Trial
from tests.factories import add_person, membership_of
from tests.importing.tables import (
    HEADINGS,
    PEOPLE,
    WANG,
    ZHANG,
    Rows,
    counted,
    found,
    judge,
    only,
    people,
    take,
    told,
)

EVENT = ("姓名", "身份证号", "会籍变化类型", "会籍变化日期", "会籍变化原因")
EVENTS = ("type", "on", "reason")


def differences(judged: Trial) -> list[tuple[str, str, str]]:
    """What the only row changes."""
    return [(str(one.label), one.old, one.new) for one in only(judged).differences]


def test_new_people_become_members_on_the_day_of_their_event_or_of_joining_or_on_an_unknown_one(
    database: Database,
) -> None:
    take(
        database,
        [
            ("姓名", "入会日期", "会籍变化类型", "会籍变化日期"),
            ("张伟", None, "入会", "2018-08-17"),
            ("王芳", "2001-05", "转入", "2019.3"),
            ("李娜", "2003", None, None),
            ("赵敏", None, "转出", "2026-01-31"),
            ("周倩", None, None, None),
        ],
    )

    assert people(database, "name", "membership.joined_on", "membership.status", "membership.ended_on") == [
        ("张伟", "2018-08-17", "active", None),
        ("王芳", "2001-05", "active", None),
        ("李娜", "2003", "active", None),
        ("赵敏", None, "transferred_out", "2026-01-31"),
        ("周倩", None, "active", None),
    ]


def test_who_are_said_to_be_no_members_become_none_and_no_branch_is_made_for_them(database: Database) -> None:
    take(database, PEOPLE, members=False)

    assert people(database, "name", "membership.id") == [("张伟", None), ("王芳", None)]
    assert found(database, OrgUnit, "name") == []


def test_a_known_person_who_is_no_member_becomes_one_only_when_the_sheet_says_something_of_it(
    database: Database,
) -> None:
    with database.write("准备") as session:
        add_person(session, "张伟", member=False, id_no=ZHANG)

    assert counted(judge(database, [("姓名", "身份证号"), ("张伟", ZHANG)])) == {"unchanged": 1}
    assert counted(judge(database, PEOPLE[:2], members=False)) == {"changed": 1}
    take(database, PEOPLE[:2])

    assert people(database, "membership.org_unit.name", "membership.joined_on", "membership.status") == [
        ("一车间", "2018-08-17", "active")
    ]


def test_a_blank_never_overwrites(database: Database) -> None:
    take(database, PEOPLE)

    judged = judge(database, [HEADINGS, (None, ZHANG, "　", "", None, None)])

    assert counted(judged) == {"unchanged": 1}


def test_a_vaguer_day_that_fits_overwrites_nothing(database: Database) -> None:
    take(database, [("姓名", "身份证号"), ("张伟", ZHANG)])
    assert people(database, "birth_date") == [("1985-03-05",)]

    assert counted(judge(database, [("姓名", "身份证号", "出生年月"), ("张伟", ZHANG, "1985.3")])) == {"unchanged": 1}
    assert counted(judge(database, [("姓名", "身份证号", "出生年月"), ("张伟", ZHANG, "1985.4")])) == {
        "changed": 1,
        "doubtful": 1,
    }


def test_the_branch_changes_from_old_to_new_and_a_new_branch_is_made_once(database: Database) -> None:
    take(database, PEOPLE)
    rows = [("身份证号", "分工会"), (ZHANG, "三车间"), (WANG, "三车间")]

    judged = judge(database, rows)
    take(database, rows)

    shown = [(str(one.label), one.old, one.new) for row in judged.rows for one in row.differences]
    assert shown == [("所在分会（小组）", "一车间", "三车间"), ("所在分会（小组）", "二车间", "三车间")]
    assert found(database, OrgUnit, "name") == [("一车间",), ("二车间",), ("三车间",)]


@pytest.mark.parametrize("nothing", ["无", "/", "—"])
def test_a_dash_makes_no_branch_and_is_no_code(database: Database, nothing: str) -> None:
    take(database, [("姓名", "部门", "会籍变化原因", "民族"), ("张伟", nothing, nothing, nothing)])

    assert found(database, OrgUnit, "name") == []
    assert people(database, "name", "ethnic") == [("张伟", None)]


def test_a_branch_whose_name_is_a_number_is_called_as_the_sheet_shows_it(database: Database) -> None:
    take(database, [("姓名", "分工会"), ("张伟", 3.0), ("王芳", 3)])

    assert found(database, OrgUnit, "name") == [("3",)]


def test_all_go_to_the_branch_chosen_by_the_user(database: Database) -> None:
    with database.write("准备") as session:
        unit = records.add(session, OrgUnit, {"name": "机关分会"}).uids[0]

    take(database, PEOPLE, unit=unit)

    assert people(database, "membership.org_unit.name") == [("机关分会",), ("机关分会",)]
    assert found(database, OrgUnit, "name") == [("机关分会",)]


def test_each_employer_becomes_a_branch_when_the_user_wants_it_so(database: Database) -> None:
    rows = [
        ("姓名", "工作单位", "分工会"),
        ("张伟", "甲公司", "一车间"),
        ("王芳", "乙公司", "二车间"),
        ("李娜", None, "三车间"),
    ]

    take(database, rows, unit_per_employer=True)

    assert people(database, "membership.org_unit.name") == [("甲公司",), ("乙公司",), ("三车间",)]


def test_the_department_is_kept_as_such_where_the_branch_is_given_otherwise(database: Database) -> None:
    rows = [("姓名", "工作单位", "部门"), ("张伟", "甲公司", "一车间")]

    take(database, rows, unit_per_employer=True)

    assert people(database, "membership.org_unit.name", "department") == [("甲公司", "一车间")]


def test_an_employer_whose_name_two_branches_bear_is_asked_about(database: Database) -> None:
    with database.write("准备") as session:
        records.add(session, OrgUnit, [{"name": "甲公司"}, {"name": "甲公司"}])

    judged = judge(database, [("姓名", "工作单位"), ("张伟", "甲公司")], unit_per_employer=True)

    assert told(judged) == [(2, "B", "must", "有 2 个“甲公司”，要说清是哪一个")]


def test_an_event_is_known_again_by_its_type_and_day(database: Database) -> None:
    take(database, [EVENT, ("张伟", ZHANG, "入会", "2018-08-17", None)])

    assert counted(judge(database, [EVENT, ("张伟", ZHANG, "入会", "2018/8/17", None)])) == {"unchanged": 1}
    assert counted(judge(database, [EVENT, ("张伟", ZHANG, "入会", "2018", None)])) == {"unchanged": 1}
    assert counted(judge(database, [EVENT, ("张伟", ZHANG, "入会", None, None)])) == {"unchanged": 1}


def test_another_reason_changes_the_event_and_adds_none(database: Database) -> None:
    take(database, [EVENT, ("张伟", ZHANG, "转入", "2018-08-17", "失业")])
    rows = [EVENT, ("张伟", ZHANG, "转入", "2018-08-17", "所在企业破产")]

    assert differences(judge(database, rows)) == [("会籍变化原因", "失业", "所在企业破产")]
    take(database, rows)

    assert found(database, MembershipChange, *EVENTS) == [("2", "2018-08-17", "4")]


def test_a_day_that_was_unknown_is_filled_in_and_dates_the_joining(database: Database) -> None:
    take(database, [EVENT, ("张伟", ZHANG, "入会", None, None)])

    take(database, [EVENT, ("张伟", ZHANG, "入会", "2018-08-17", None)])

    assert found(database, MembershipChange, *EVENTS) == [("1", "2018-08-17", None)]
    assert people(database, "membership.joined_on") == [("2018-08-17",)]


def test_an_event_of_another_day_is_a_new_one_and_the_status_follows(database: Database) -> None:
    take(database, [EVENT, ("张伟", ZHANG, "入会", "2018-08-17", None)])
    rows = [EVENT, ("张伟", ZHANG, "退会", "2026-06-30", "个人要求退会")]

    assert differences(judge(database, rows)) == [
        ("会籍变化类型", "", "退会"),
        ("会籍变化日期", "", "2026-06-30"),
        ("会籍变化原因", "", "个人要求退会"),
    ]
    take(database, rows)

    assert found(database, MembershipChange, "type", "on") == [("1", "2018-08-17"), ("6", "2026-06-30")]
    assert people(database, "membership.status", "membership.ended_on") == [("withdrawn", "2026-06-30")]
    assert counted(judge(database, [EVENT, ("张伟", ZHANG, "入会", "2018-08-17", None)])) == {"unchanged": 1}


def test_who_left_and_joins_again_begins_a_new_membership(database: Database) -> None:
    with database.write("准备") as session:
        person = add_person(session, "张伟", id_no=ZHANG)
        members.leave(session, membership_of(session, person), "2024-05")
    rows = [(*EVENT, "分工会"), ("张伟", ZHANG, "入会", "2026-09-01", None, "一车间")]

    take(database, rows)

    assert found(database, Membership, "joined_on", "status", "ended_on", "is_current") == [
        ("2020-03", "withdrawn", "2024-05", False),
        ("2026-09-01", "active", None, True),
    ]
    assert people(database, "membership.org_unit.name") == [("一车间",)]
    assert counted(judge(database, rows)) == {"unchanged": 1}
    assert counted(judge(database, [EVENT, ("张伟", ZHANG, "入会", "2020-03", None)])) == {"unchanged": 1}


def test_an_old_joining_of_who_left_on_an_unknown_day_belongs_to_the_membership_that_is_there(
    database: Database,
) -> None:
    heads = ("姓名", "身份证号", "入会日期", "会籍变化类型", "会籍变化日期")
    take(database, [heads, ("张伟", ZHANG, "2019", "退会", None), ("王芳", WANG, "2019", "退会", None)])

    take(database, [EVENT, ("张伟", ZHANG, "入会", "1985-03", None), ("王芳", WANG, "入会", "2024-03", None)])

    assert sorted(found(database, Membership, "person.name", "joined_on", "is_current"), key=str) == [
        ("张伟", "2019", True),
        ("王芳", "2019", False),
        ("王芳", "2024-03", True),
    ]


def test_an_event_without_a_day_is_kept_and_doubted_for_it_changes_no_status(database: Database) -> None:
    take(database, [EVENT, ("张伟", ZHANG, "入会", "2019", None)])

    judged = judge(database, [EVENT, ("张伟", ZHANG, "退会", None, None)])

    assert told(judged) == [(2, "C", "check", "没有变化日期，会籍状态不会跟着变，请补上日期")]


def test_an_event_that_cannot_follow_is_kept_and_doubted(database: Database) -> None:
    take(database, [EVENT, ("张伟", ZHANG, "退会", "2024-05-01", None)])

    judged = judge(database, [EVENT, ("张伟", ZHANG, "转出", "2025-05-01", None)])

    assert told(judged) == [(2, "C", "check", "“已退会”之后一般不会再“转出”，请核对")]
    assert counted(judged) == {"changed": 1, "doubtful": 1}


def test_an_event_without_its_type_cannot_be_kept(database: Database) -> None:
    judged = judge(database, [EVENT, ("张伟", ZHANG, None, "2018-08-17", None)])

    assert told(judged) == [(2, "C", "must", "请填会籍变化类型")]


def test_rows_may_change_branch_event_and_number_of_many_people_at_once(database: Database) -> None:
    take(database, PEOPLE)
    rows = [
        (*HEADINGS, "会员编号"),
        ("张伟", ZHANG, "13900000001", "三车间", "退会", "2026-01-01", "001"),
        ("王芳", WANG, None, "一车间", "入会", "2019-01-15", "002"),
    ]

    done = take(database, rows)

    assert (done.new, done.changed) == (0, 2)
    assert people(database, "phone", "membership.org_unit.name", "membership.member_no", "membership.status") == [
        ("13900000001", "三车间", "001", "withdrawn"),
        ("13800000002", "一车间", "002", "active"),
    ]
    assert found(database, MembershipChange, "type", "on") == [
        ("1", "2018-08-17"),
        ("1", "2019-01-15"),
        ("6", "2026-01-01"),
    ]
    assert only_unchanged(database, rows)


def only_unchanged(database: Database, rows: list[tuple[str | None, ...]]) -> bool:
    """Whether a sheet says nothing new."""
    return {row.outcome for row in judge(database, rows).rows} == {Outcome.UNCHANGED}


def test_a_birth_date_that_the_sheet_knows_in_part_is_completed_by_the_number(database: Database) -> None:
    rows = [("姓名", "身份证号", "出生日期"), ("王芳", "370202197009044755", "1970年9月")]

    take(database, rows)

    assert people(database, "name", "birth_date") == [("王芳", "1970-09-04")]
    assert counted(judge(database, rows)) == {"unchanged": 1}


def told_in_trial(database: Database, judged: Trial, outcome: Outcome) -> list[str]:
    with database.read() as session:
        return [cell for line in telling.tell(session, judged)[str(outcome)] for cell in line.cells]


def test_what_a_sheet_says_doubtfully_never_replaces_what_is_in_no_doubt(database: Database) -> None:
    first: Rows = [("姓名", "身份证号", "手机号码", "学历"), ("王芳", WANG, "1380013800", None)]
    take(database, first)
    with database.write("核实") as session:
        person = session.scalars(select(Person)).one()
        records.edit(session, person, {"phone": "13800138000"})

    again = judge(database, first)
    more = judge(database, [*first[:1], ("王芳", WANG, "1380013800", "本科")])

    assert counted(again) == {"unchanged": 1} and counted(more) == {"changed": 1}
    said = "没有改：表里的“1380013800”有疑问（手机号要11位，现在10位，请核对）"
    assert any(said in cell for cell in told_in_trial(database, again, Outcome.UNCHANGED))
    assert said in told_in_trial(database, more, Outcome.CHANGED)
    apply(database, more)
    assert people(database, "phone", "education", "in_doubt") == [("13800138000", "3", None)]


def test_what_is_doubtful_in_the_file_as_well_is_replaced(database: Database) -> None:
    take(database, [("姓名", "身份证号", "手机号码"), ("王芳", WANG, "1380013800")])

    take(database, [("姓名", "身份证号", "手机号码"), ("王芳", WANG, "1380013801")])

    assert people(database, "phone", "in_doubt") == [("1380013801", True)]


def test_a_name_with_a_hidden_character_is_in_no_doubt_once_that_is_gone(database: Database) -> None:
    take(database, [("姓名", "身份证号"), ("王芳", WANG)])

    take(database, [("姓名", "身份证号"), ("王芳芳\u200b", WANG)])

    assert people(database, "name") == [("王芳芳",)]
