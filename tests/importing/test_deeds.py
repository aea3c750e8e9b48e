"""An import is one deed: all or nothing, taken back whole, and just what the trial showed."""

from __future__ import annotations

import pytest

from app.errors import ErrorCode, KnownError
from app.models import Household, HouseholdMember, Membership, OrgUnit, Person
from app.models.store import undo
from app.models.store.database import Database
from app.services import records
from app.services.checking import check_file
from app.services.importing import source, trial
from app.services.importing.apply import apply
from tests.factories import add_person, digests, membership_of
from tests.importing.tables import (
    HEADINGS,
    LI,
    PEOPLE,
    WANG,
    ZHANG,
    book,
    counted,
    found,
    judge,
    people,
    take,
    told,
)

CHANGES = [
    (*HEADINGS, "性别"),
    ("张伟", ZHANG, "139", "三车间", "退会", "2026-01-01", None),
    ("王芳", WANG, None, "二车间", "入会", "2019-01-15", "男"),
    ("李娜", LI, None, "四车间", "转入", "2020", None),
]


def test_undo_takes_a_first_import_back_whole_and_redo_brings_it_again(database: Database) -> None:
    before = digests(database)

    done = take(database, PEOPLE)
    after = digests(database)
    undo.undo(database)

    assert done.deed is not None and digests(database) == before
    undo.redo(database)
    assert digests(database) == after


def test_undo_takes_changes_and_new_people_of_one_import_back_together(database: Database) -> None:
    take(database, PEOPLE)
    before = digests(database)

    done = take(database, CHANGES)
    undo.undo(database, done.deed)

    assert (done.new, done.changed) == (1, 2)
    assert digests(database) == before


def test_what_an_import_writes_is_what_derivation_and_the_journal_say(database: Database) -> None:
    take(database, PEOPLE)
    take(database, CHANGES)

    assert check_file(database, deep=True) == []


def test_the_deed_is_named_after_what_was_imported(database: Database) -> None:
    take(database, PEOPLE)

    assert str(undo.deeds(database)[0].name) == "导入会员 2 人"


def test_importing_the_same_sheet_again_leaves_no_deed(database: Database) -> None:
    take(database, PEOPLE)
    before = database.last_deed()

    done = take(database, PEOPLE)

    assert (done.deed, done.new, done.changed, database.last_deed()) == (None, 0, 0, before)


def test_a_trial_writes_nothing(database: Database) -> None:
    before = digests(database)

    judge(database, PEOPLE)

    assert digests(database) == before and found(database, OrgUnit, "name") == []


def test_wrong_and_ambiguous_rows_refuse_the_whole_import(database: Database) -> None:
    with database.write("准备") as session:
        add_person(session, "李娜")
    before = digests(database)

    with pytest.raises(KnownError) as refused:
        take(
            database,
            [("姓名", "手机", "身份证号"), ("张伟", "1.38E+10", ZHANG), ("李娜", None, None), ("王芳", None, WANG)],
        )

    assert refused.value.code == ErrorCode.BAD_INPUT and len(refused.value.problems) == 2
    assert str(refused.value.what) == "有 1 行不能导入，1 行要先选是哪一位，所以一行也没有导入。"
    assert digests(database) == before


def test_skipping_the_wrong_rows_keeps_the_others(database: Database) -> None:
    judged = judge(database, [("姓名", "手机", "部门"), ("张伟", "1.38E+10", "一车间"), ("王芳", None, "二车间")])

    done = apply(database, judged, skip_wrong=True)

    assert (done.new, done.skipped) == (1, 1)
    assert people(database, "name") == [("王芳",)]
    assert found(database, OrgUnit, "name") == [("二车间",)]


def test_a_trial_older_than_the_last_deed_is_refused(database: Database) -> None:
    judged = judge(database, PEOPLE)
    with database.write("新增") as session:
        add_person(session, "张伟", id_no=ZHANG)

    with pytest.raises(KnownError) as refused:
        apply(database, judged)

    assert refused.value.code == ErrorCode.STATE
    assert people(database, "name") == [("张伟",)]


def test_stopping_an_import_keeps_nothing(database: Database) -> None:
    rows = [("姓名", "部门"), *((f"张{number}", "一车间") for number in range(1200))]
    before = digests(database)
    told_so_far: list[tuple[int, int]] = []

    def progress(done: int, count: int) -> bool:
        told_so_far.append((done, count))
        return done < 1000

    with pytest.raises(KnownError) as stopped:
        apply(database, judge(database, rows), progress=progress)

    assert stopped.value.code == ErrorCode.CANCELLED and str(stopped.value.what) == "已停止，一行也没有导入。"
    assert told_so_far == [(500, 1200), (1000, 1200)]
    assert digests(database) == before and database.last_deed() == 1


def test_stopping_a_trial_is_possible(database: Database) -> None:
    plan = source.understand(book([("姓名",), *((f"张{number}",) for number in range(500))]), Person).plan()

    with database.read() as session, pytest.raises(KnownError) as stopped:
        trial.trial(session, plan, lambda done, count: False)

    assert stopped.value.code == ErrorCode.CANCELLED


def test_an_import_cannot_be_undone_under_what_stands_on_it(database: Database) -> None:
    done = take(database, PEOPLE)
    with database.write("改") as session:
        records.edit(session, records.find(session, Person, ZHANG), {"phone": "13900000009"})

    with pytest.raises(KnownError) as refused:
        undo.undo(database, done.deed)

    assert refused.value.code == ErrorCode.HAS_DEPENDENTS


def test_people_of_households_come_in_by_the_households_name_and_never_twice(database: Database) -> None:
    with database.write("准备") as session:
        records.add(session, Household, [{"name": "张伟户"}, {"name": "王芳户"}])
    rows = [
        ("家庭", "姓名", "关系", "出生日期", "月收入"),
        ("张伟户", "张小明", "子", "2015-06", None),
        ("王芳户", "李强", "配偶", "1988", "3,500"),
        ("王芳户", "李小红", "女", None, None),
    ]

    done = take(database, rows, HouseholdMember)

    assert done.new == 3
    assert found(database, Household, "name", "size") == [("张伟户", 1), ("王芳户", 2)]
    assert counted(judge(database, rows, HouseholdMember)) == {"unchanged": 3}
    assert check_file(database, deep=True) == []


def test_two_rows_alike_are_two_records_and_known_again_as_two(database: Database) -> None:
    with database.write("准备") as session:
        records.add(session, Household, {"name": "王芳户"})
    rows = [("家庭", "姓名", "关系"), ("王芳户", "无名氏", "其他亲属"), ("王芳户", "无名氏", "其他亲属")]

    take(database, rows, HouseholdMember)

    assert counted(judge(database, rows, HouseholdMember)) == {"unchanged": 2}
    assert counted(judge(database, [*rows, rows[1]], HouseholdMember)) == {"unchanged": 2, "new": 1}


def test_memberships_come_in_by_their_person_with_their_event(database: Database) -> None:
    with database.write("准备") as session:
        add_person(session, "张伟", id_no=ZHANG, member=False)
    rows = [
        ("会员", "会员编号", "所在分会（小组）", "入会日期", "会籍变化类型", "会籍变化日期"),
        (ZHANG, "001", "一车间", "2018", "保留", "2026-05-01"),
    ]

    take(database, rows, Membership)

    assert people(database, "membership.member_no", "membership.org_unit.name", "membership.status") == [
        ("001", "一车间", "retained")
    ]
    assert counted(judge(database, rows, Membership)) == {"unchanged": 1}
    assert check_file(database, deep=True) == []


def test_a_known_membership_changes_its_branch(database: Database) -> None:
    with database.write("准备") as session:
        person = add_person(session, "张伟", id_no=ZHANG)
        records.edit(session, membership_of(session, person), {"member_no": "001"})

    take(database, [("会员编号", "所在分会（小组）"), ("001", "二车间")], Membership)

    assert people(database, "membership.org_unit.name") == [("二车间",)]


def test_a_copy_of_a_whole_row_is_refused_where_names_are_the_key(database: Database) -> None:
    judged = judge(database, [("名称", "负责人"), ("一车间", "张伟"), ("一车间", "张伟")], OrgUnit)

    assert told(judged) == [(3, "", "must", "和第2行一样，只能留一行")]
