"""Adding, changing, deleting and finding one record of any type."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select

from app.errors import ErrorCode, KnownError
from app.models import Household, Membership, OrgUnit, Person
from app.models.declare import Record
from app.models.store.database import Database
from app.models.words import FileWords
from app.services import records, recycle_bin
from app.services.records import Kept
from app.services.today import today

ID = "11010519491231002X"


def add(database: Database, record: type[Record], data: Any) -> Kept:
    with database.write("新增") as session:
        return records.add(session, record, data)


def edit(database: Database, record: type[Record], key: str, data: dict[str, object]) -> list[str]:
    with database.write("修改") as session:
        return records.edit(session, records.find(session, record, key), data)[0]


def delete(database: Database, record: type[Record], key: str) -> int:
    with database.write("删除") as session:
        return len(records.delete(session, records.find(session, record, key)))


def restore(database: Database, record: type[Record], key: str) -> int:
    with database.write("恢复") as session:
        return len(records.restore(session, records.find(session, record, key, deleted=True)))


def refused(database: Database, record: type[Record], data: Any) -> list[str]:
    """The fields that keep from adding."""
    with pytest.raises(KnownError) as refusal:
        add(database, record, data)
    assert refusal.value.code == ErrorCode.BAD_INPUT
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(record)) == 0
    return sorted(problem.field for problem in refusal.value.problems)


@pytest.mark.parametrize(
    ("data", "fields"),
    [
        ({}, ["name"]),
        ({"name": None}, ["name"]),
        ({"name": "王芳", "nothing": "x"}, ["nothing"]),
        ({"name": "王芳", "in_doubt": True}, ["in_doubt"]),
        ({"name": ["王芳"]}, ["name"]),
        ({"name": {"first": "王"}}, ["name"]),
        ({"name": "王芳", "sex": "外星人", "birth_date": "昨天"}, ["birth_date", "sex"]),
        ({"name": "王芳", "memberships": "会员"}, ["memberships.1"]),
        ({"name": "王芳", "memberships": [3, {"joined_on": "昨天"}]}, ["memberships.1", "memberships.2.joined_on"]),
        ({"memberships": [{"changes": [{"type": "99"}, {}]}]},
         ["memberships.1.changes.1.type", "memberships.1.changes.2.type", "name"]),
        ([{"name": "王芳"}, {"name": ""}, "李伟"], ["2.name", "3"]),
    ],
)  # fmt: skip
def test_everything_wrong_is_named_at_once_and_nothing_is_kept(
    database: Database, data: Any, fields: list[str]
) -> None:
    assert refused(database, Person, data) == fields


def test_a_child_may_be_given_without_a_list(database: Database) -> None:
    add(database, Person, {"name": "王芳", "memberships": {"member_no": "1"}})

    with database.read() as session:
        assert records.find(session, Membership, "1")


@pytest.mark.parametrize("key", ["王芳", " 王 芳", ID, ID.lower(), "会员7", "卡8"])
def test_a_person_is_found_by_what_people_use(database: Database, key: str) -> None:
    membership = {"member_no": "会员7", "card_no": "卡8"}
    [uid] = add(database, Person, {"name": "王芳", "id_no": ID, "memberships": [membership]}).uids

    with database.read() as session:
        assert records.find(session, Person, key).uid == records.find(session, Person, uid).uid == uid


def test_a_key_that_means_two_names_both(database: Database) -> None:
    uids = add(database, Person, [{"name": "王芳"}, {"name": "王芳"}]).uids

    with database.read() as session, pytest.raises(KnownError) as refusal:
        records.find(session, Person, "王芳")

    assert refusal.value.code == ErrorCode.AMBIGUOUS
    assert [problem.value for problem in refusal.value.problems] == uids


def test_a_key_that_means_nobody_is_not_found(database: Database) -> None:
    with database.read() as session, pytest.raises(KnownError) as refusal:
        records.find(session, Person, "王芳")

    assert refusal.value.code == ErrorCode.NOT_FOUND


def test_an_edit_tells_what_changed_and_blanks_can_be_set(database: Database) -> None:
    add(database, Person, {"name": "王芳", "phone": "13800138000", "memberships": [{}]})
    add(database, OrgUnit, {"name": "一组"})

    changed = edit(
        database, Person, "王芳", {"name": "王芳", "phone": "", "post": "钳工", "membership.org_unit": "一组"}
    )

    assert changed == ["phone", "post", "membership.org_unit"]
    with database.read() as session:
        found = records.show(session, records.find(session, Person, "王芳"))
    assert (found["phone"], found["post"], found["memberships"][0]["org_unit_label"]) == (None, "钳工", "一组")


def test_a_membership_is_made_when_the_form_of_a_person_fills_it_in(database: Database) -> None:
    add(database, Person, {"name": "王芳"})

    nothing = edit(database, Person, "王芳", {"membership.card_no": ""})
    changed = edit(database, Person, "王芳", {"membership.card_no": "8"})

    assert (nothing, changed) == ([], ["membership.card_no"])
    with database.read() as session:
        assert records.find(session, Membership, "8").status == "active"


def test_an_edit_that_is_refused_keeps_nothing(database: Database) -> None:
    add(database, Person, {"name": "王芳", "memberships": [{}]})

    with pytest.raises(KnownError):
        edit(database, Person, "王芳", {"post": "钳工", "membership.org_unit": "没有的组"})

    with database.read() as session:
        assert records.find(session, Person, "王芳").post is None


def test_what_others_link_to_is_not_deleted_and_they_are_named(database: Database) -> None:
    add(database, OrgUnit, {"name": "一组"})
    add(database, Person, [{"name": f"王{n}", "memberships": [{"org_unit": "一组"}]} for n in "甲乙丙"])

    with pytest.raises(KnownError) as refusal:
        delete(database, OrgUnit, "一组")

    assert refusal.value.code == ErrorCode.HAS_DEPENDENTS
    assert [str(problem.what) for problem in refusal.value.problems] == ["会籍：王甲", "会籍：王乙", "会籍：王丙"]


def test_thousands_that_stand_in_the_way_are_counted_and_some_are_named(database: Database) -> None:
    add(database, OrgUnit, {"name": "一组"})
    with database.write("批量") as session:
        people = session.insert_many(Person, [{"name": "王芳"} for _ in range(1200)])
        session.insert_many(Membership, [{"person_id": one, "org_unit_id": 1} for one in people])

    with pytest.raises(KnownError) as refusal:
        delete(database, OrgUnit, "一组")

    assert "1200" in str(refusal.value.what)
    assert len(refusal.value.problems) == recycle_bin.LISTED


def test_records_that_stand_on_each_other_are_deleted_together(database: Database) -> None:
    add(database, OrgUnit, [{"name": "一分会"}, {"name": "一组", "parent": "一分会"}])

    with pytest.raises(KnownError):
        delete(database, OrgUnit, "一分会")

    assert recycle_bin.put_away(database, OrgUnit, [1, 2]) == "一分会"


def test_where_nobody_is_nobody_belongs_anywhere(database: Database) -> None:
    """As a title is empty there: a record may be gone between two questions."""
    with database.read() as session:
        words = FileWords(session, today())
        assert words.place("Person", 4711) == words.link_title("Person", 4711) == ""


def test_a_person_goes_with_memberships_and_changes_and_comes_back_with_them(database: Database) -> None:
    add(database, Person, {"name": "王芳", "memberships": [{"member_no": "1", "changes": [{"type": "1"}]}]})

    gone = delete(database, Person, "王芳")
    back = restore(database, Person, "王芳")

    assert (gone, back) == (3, 3)
    with database.read() as session:
        assert records.find(session, Membership, "1").status == "active"


def test_what_was_deleted_before_stays_deleted(database: Database) -> None:
    add(database, Person, {"name": "王芳", "memberships": [{"member_no": "1"}, {"member_no": "2"}]})
    delete(database, Membership, "1")
    delete(database, Person, "王芳")

    back = restore(database, Person, "王芳")

    assert back == 2
    with database.read() as session, pytest.raises(KnownError):
        records.find(session, Membership, "1")


def test_a_child_is_not_restored_without_its_owner(database: Database) -> None:
    add(database, Person, {"name": "王芳", "memberships": [{"member_no": "1"}]})
    delete(database, Person, "王芳")

    with pytest.raises(KnownError) as refusal:
        restore(database, Membership, "1")

    assert refusal.value.code == ErrorCode.STATE
    assert [str(problem.what) for problem in refusal.value.problems] == ["人员：王芳"]


def test_a_deleted_record_cannot_be_linked_to(database: Database) -> None:
    add(database, OrgUnit, {"name": "一组"})
    delete(database, OrgUnit, "一组")

    assert refused(database, Person, {"name": "王芳", "memberships": [{"org_unit": "一组"}]}) == [
        "memberships.1.org_unit"
    ]


def test_doubts_are_kept_marked_and_told(database: Database) -> None:
    kept = add(database, Person, {"name": "王芳", "id_no": "110105194912310021"})

    assert [problem.field for problem in kept.warnings] == ["id_no"]
    with database.read() as session:
        assert records.find(session, Person, "王芳").in_doubt is True
    edit(database, Person, "王芳", {"id_no": ID})
    with database.read() as session:
        assert records.find(session, Person, "王芳").in_doubt is None


def test_a_required_field_cannot_be_blanked(database: Database) -> None:
    add(database, Household, {"name": "甲户"})

    with pytest.raises(KnownError) as refusal:
        edit(database, Household, "甲户", {"name": ""})

    assert [str(problem.what) for problem in refusal.value.problems] == ["请填户名"]
