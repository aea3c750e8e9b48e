"""Whom a row is: numbers know people again, names only suggest."""

from __future__ import annotations

import pytest

from app.errors import ErrorCode, KnownError
from app.models import OrgUnit, Person
from app.models.store.database import Database
from app.services import records
from app.services.importing.trial import Outcome
from tests.factories import add_person
from tests.importing.tables import (
    HEADINGS,
    LI,
    PEOPLE,
    WANG,
    ZHANG,
    counted,
    found,
    judge,
    only,
    outcomes,
    people,
    take,
    told,
)


def test_a_person_is_known_again_by_the_resident_number_however_it_is_written(database: Database) -> None:
    take(database, PEOPLE)

    judged = judge(
        database, [("姓名", "身份证号", "手机"), ("张伟", f" '{ZHANG[:6]} {ZHANG[6:14]} {ZHANG[14:]}", "13900000001")]
    )

    row = only(judged)
    assert row.outcome == Outcome.CHANGED and str(row.reason) == "证件号码相同"
    assert [(str(one.label), one.old, one.new) for one in row.differences] == [
        ("移动电话", "13800000001", "13900000001")
    ]


@pytest.mark.parametrize(("name", "asked"), [("赵新来", True), ("张伟民", False)])
def test_a_known_number_beside_a_wholly_different_name_is_told(database: Database, name: str, asked: bool) -> None:
    take(database, PEOPLE)

    row = only(judge(database, [("姓名", "身份证号"), (name, ZHANG)]))

    assert row.outcome == Outcome.CHANGED
    said = ["名册里这个号码是“张伟”的。导入后会改成现在这个姓名，请核对"] if asked else []
    assert [str(one.what) for one in row.row.problems] == said


def test_the_old_number_of_fifteen_digits_is_the_same_person_and_overwrites_nothing(database: Database) -> None:
    take(database, PEOPLE)
    old_number = ZHANG[:6] + ZHANG[8:17]

    assert counted(judge(database, [("姓名", "身份证号"), ("张伟", old_number)])) == {"unchanged": 1}


def test_an_old_number_in_the_register_gives_way_to_the_new_one(database: Database) -> None:
    take(database, [("姓名", "身份证号"), ("张伟", ZHANG[:6] + ZHANG[8:17])])

    take(database, [("姓名", "身份证号"), ("张伟", ZHANG)])

    assert people(database, "id_no", "in_doubt") == [(ZHANG, None)]


def test_a_person_is_known_again_by_the_card_number_when_the_sheet_has_no_other(database: Database) -> None:
    take(database, [("姓名", "身份证号", "会员证号"), ("张伟", ZHANG, "K001")])

    judged = judge(database, [("姓名", "会员证号", "学历"), ("张伟", "K001", "本科")])

    assert only(judged).outcome == Outcome.CHANGED and str(only(judged).reason) == "会员证号相同"


@pytest.mark.parametrize("row", [("李娜", LI, "K001"), ("李娜", None, "K001"), ("张伟", LI, "K001")])
def test_a_card_number_given_out_anew_asks_instead_of_overwriting_somebody(
    database: Database, row: tuple[str | None, ...]
) -> None:
    take(database, [("姓名", "身份证号", "会员证号"), ("张伟", ZHANG, "K001")])

    judged = judge(database, [("姓名", "身份证号", "会员证号"), row])

    assert outcomes(judged) == [Outcome.AMBIGUOUS]
    assert told(judged) == [(2, "A", "must", "会员证号相同的是“张伟”，别的对不上。这一行是哪一位？")]


def test_the_resident_number_wins_and_the_card_number_of_another_is_doubted(database: Database) -> None:
    people = [("张伟", ZHANG, "K001", "一车间"), ("王芳", WANG, "K002", "二车间")]
    take(database, [("姓名", "身份证号", "会员证号", "部门"), *people])

    judged = judge(database, [("姓名", "身份证号", "会员证号"), ("张伟", ZHANG, "K002")])

    assert counted(judged) == {"changed": 1, "doubtful": 1}
    assert told(judged) == [(2, "C", "check", "这个号码已是“王芳”（二车间）的，请核对")]


def test_a_namesake_is_only_a_suggestion(database: Database) -> None:
    with database.write("准备") as session:
        one, other = add_person(session, "张伟"), add_person(session, "张伟")
        ids = [one.id, other.id]

    judged = judge(database, [("部门", "姓名"), ("一车间", "张伟")])

    assert only(judged).outcome == Outcome.AMBIGUOUS and list(only(judged).candidates) == ids
    assert told(judged) == [(2, "B", "must", "名册里有 2 位“张伟”。这一行是哪一位？")]


def test_a_namesake_who_is_another_row_of_the_sheet_is_no_suggestion(database: Database) -> None:
    take(database, PEOPLE)

    judged = judge(database, [("姓名", "身份证号"), ("张伟", None), ("张伟", ZHANG)])

    assert outcomes(judged) == [Outcome.NEW, Outcome.UNCHANGED]


def test_namesakes_with_different_numbers_are_two_people(database: Database) -> None:
    take(database, PEOPLE)

    assert counted(judge(database, [("姓名", "身份证号"), ("张伟", LI)])) == {"new": 1}


def test_a_namesake_without_a_number_may_be_the_one_whose_number_the_sheet_brings(database: Database) -> None:
    with database.write("准备") as session:
        add_person(session, "张伟")

    assert counted(judge(database, [("姓名", "身份证号"), ("张伟", ZHANG)])) == {"ambiguous": 1}


def test_who_an_ambiguous_row_is_may_be_chosen(database: Database) -> None:
    with database.write("准备") as session:
        add_person(session, "张伟")
        wanted = add_person(session, "张伟").uid
    rows = [("姓名", "学历"), ("张伟", "本科"), ("张伟", "大专")]

    done = take(database, rows, chosen={2: wanted, 3: "new"})

    assert (done.new, done.changed) == (1, 1)
    assert people(database, "name", "education") == [("张伟", None), ("张伟", "3"), ("张伟", "4")]


def test_two_rows_chosen_to_be_one_person_are_refused(database: Database) -> None:
    with database.write("准备") as session:
        wanted = add_person(session, "张伟").uid

    judged = judge(database, [("姓名", "学历"), ("张伟", "本科"), ("张伟", "大专")], chosen={2: wanted, 3: wanted})

    assert outcomes(judged) == [Outcome.CHANGED, Outcome.WRONG]
    assert told(judged) == [(3, "A", "must", "和第2行是同一个人，只能留一行")]


def test_a_choice_that_is_nobody_is_refused(database: Database) -> None:
    with pytest.raises(KnownError) as refused:
        judge(database, [("姓名",), ("张伟",)], chosen={2: "0198-nobody"})

    assert refused.value.code == ErrorCode.NOT_FOUND


def test_one_person_met_under_two_numbers_is_taken_once(database: Database) -> None:
    take(database, [("姓名", "身份证号", "会员证号"), ("张伟", ZHANG, "K001")])

    judged = judge(
        database,
        [("姓名", "身份证号", "会员证号", "学历"), ("张伟", ZHANG, None, "本科"), ("张伟", None, "K001", "大专")],
    )

    assert outcomes(judged) == [Outcome.CHANGED, Outcome.WRONG]


def test_the_same_number_twice_in_the_sheet_keeps_the_first_row(database: Database) -> None:
    judged = judge(database, [HEADINGS, *PEOPLE[1:], ("张 伟", ZHANG.lower(), None, None, None, None)])

    assert outcomes(judged) == [Outcome.NEW, Outcome.NEW, Outcome.WRONG]
    assert told(judged) == [(4, "B", "must", "证件号码和第2行的相同，只能留一行")]


def test_the_same_number_under_two_names_keeps_neither(database: Database) -> None:
    judged = judge(database, [("姓名", "身份证号"), ("张伟", ZHANG), ("李娜", ZHANG)])

    assert [(row, what) for row, _, _, what in told(judged)] == [
        (2, "证件号码和第3行的相同，只能留一行"),
        (3, "证件号码和第2行的相同，只能留一行"),
    ]


def test_the_same_card_number_for_two_people_is_doubtful(database: Database) -> None:
    judged = judge(database, [("姓名", "身份证号", "会员证号"), ("张伟", ZHANG, "K1"), ("王芳", WANG, "K1")])

    assert counted(judged) == {"new": 2, "doubtful": 2}
    assert told(judged)[0] == (2, "C", "check", "会员证（卡）号和第3行的相同，请核对")


@pytest.mark.parametrize("nothing", ["无", "/", "-", "—"])
def test_a_number_that_says_there_is_none_tells_nobody_apart(database: Database, nothing: str) -> None:
    rows = [
        ("姓名", "身份证号", "会员编号"),
        ("张伟", ZHANG, nothing),
        ("王芳", WANG, nothing),
        ("李娜", nothing, nothing),
    ]

    take(database, rows)

    assert people(database, "id_no", "membership.member_no") == [(ZHANG, None), (WANG, None), (None, None)]


def test_who_is_in_the_recycle_bin_comes_as_new_with_a_doubt(database: Database) -> None:
    take(database, PEOPLE)
    with database.write("删除") as session:
        records.delete(session, records.find(session, Person, ZHANG))

    judged = judge(database, PEOPLE)

    assert counted(judged) == {"new": 1, "unchanged": 1, "doubtful": 1}
    assert told(judged) == [(2, "B", "check", "回收站里有同一个，要的是那一个就先恢复它，再导入")]


def test_a_type_known_by_its_name_asks_when_two_bear_it(database: Database) -> None:
    with database.write("准备") as session:
        records.add(session, OrgUnit, [{"name": "一组"}, {"name": "一组"}])

    judged = judge(database, [("名称", "负责人"), ("一组", "张伟")], OrgUnit)

    assert told(judged) == [(2, "A", "must", "有 2 个“一组”。这一行是哪一个？")]


def test_rows_of_a_type_known_by_its_name_may_bear_one_name_only_once_each(database: Database) -> None:
    take(database, [("名称", "负责人"), ("一车间", "张伟")], OrgUnit)

    judged = judge(database, [("名称", "负责人"), ("一车间", "王芳"), ("一车间", "李娜")], OrgUnit)

    assert told(judged) == [(3, "A", "must", "和第2行是同一条，只能留一行")]
    assert found(database, OrgUnit, "leader") == [("张伟",)]
