"""What stands in the way of an undo, and how the steps are told."""

from __future__ import annotations

import gc
from typing import Any

import pytest
from sqlalchemy import event, text

from app.errors import ErrorCode, KnownError
from app.i18n import Label
from app.models import Membership, MembershipChange, OrgUnit, Person
from app.models.declare import Record
from app.models.store import undo
from app.models.store.database import Database
from app.services import records
from app.services.numbering import next_number


def deed(database: Database, name: str, record: type[Record], data: dict[str, object], key: str = "") -> int:
    """Add a record, or edit the one with this key; the deed's id."""
    with database.write(name) as session:
        if key:
            records.edit(session, records.find(session, record, key), data)
        else:
            records.add(session, record, data)
    return database.last_deed() or 0


def refusal(database: Database, target: int) -> KnownError:
    with pytest.raises(KnownError) as refused:
        undo.undo(database, target)
    assert refused.value.code == ErrorCode.HAS_DEPENDENTS
    return refused.value


def states(database: Database) -> list[tuple[str, str]]:
    return [(str(line.name), line.state) for line in undo.deeds(database)]


def test_a_deed_is_not_undone_past_a_later_one_on_the_same_row_which_is_named(database: Database) -> None:
    added = deed(database, "新增会员", Person, {"name": "王芳"})
    changed = deed(database, "修改电话", Person, {"phone": "13800138000"}, "王芳")

    refused = refusal(database, added)

    assert [(str(one.what), one.value) for one in refused.problems] == [("修改电话", str(changed))]
    assert "修改电话" in str(refused.next)
    with database.read() as session:
        assert records.find(session, Person, "王芳").phone == "13800138000"


def test_a_deed_is_not_undone_when_an_older_record_was_linked_to_what_it_made(database: Database) -> None:
    deed(database, "新增会员", Person, {"name": "王芳", "memberships": [{}]})
    unit = deed(database, "新增小组", OrgUnit, {"name": "一组"})
    moved = deed(database, "调到一组", Person, {"membership.org_unit": "一组"}, "王芳")

    refused = refusal(database, unit)

    assert [one.value for one in refused.problems] == [str(moved)]


def test_a_deed_is_not_undone_when_a_later_one_took_away_the_link_to_what_it_made(database: Database) -> None:
    unit = deed(database, "新增小组", OrgUnit, {"name": "一组"})
    member = deed(database, "新增会员", Person, {"name": "王芳", "memberships": [{"org_unit": "一组"}]})
    left = deed(database, "离开一组", Person, {"membership.org_unit": None}, "王芳")

    refused = refusal(database, unit)

    assert [one.value for one in refused.problems] == [str(member), str(left)]


def test_a_deed_is_not_undone_past_a_later_one_on_another_child_of_the_same_owner(database: Database) -> None:
    """Else the membership would show the status that followed from what is no longer there."""
    deed(database, "新增会员", Person, {"name": "王芳", "memberships": [{"member_no": "1"}]})
    with database.write("入会") as session:
        records.add(session, MembershipChange, {"membership": "1", "type": "1", "on": "2001"})
    with database.write("恢复") as session:
        records.add(session, MembershipChange, {"membership": "1", "type": "2", "on": "2005"})
    middle = database.last_deed() or 0
    with database.write("转出") as session:
        records.add(session, MembershipChange, {"membership": "1", "type": "4", "on": "2010"})

    refused = refusal(database, middle)

    assert [str(one.what) for one in refused.problems] == ["转出"]


def test_the_deeds_named_are_all_that_have_to_go_first(database: Database) -> None:
    first = deed(database, "新增会员", Person, {"name": "王芳"})
    deed(database, "改名", Person, {"name": "王方"}, "王芳")
    deed(database, "新增小组", OrgUnit, {"name": "一组"})
    with database.write("入会") as session:
        person = records.find(session, Person, "王方")
        records.add(session, Membership, {"person": person.uid, "member_no": "7", "org_unit": "一组"})
    deed(database, "改会员证号", Person, {"membership.card_no": "8"}, "7")

    refused = refusal(database, first)
    for problem in reversed(refused.problems):
        undo.undo(database, int(problem.value))
    undo.undo(database, first)

    assert [str(one.what) for one in refused.problems] == ["改名", "入会", "改会员证号"]
    with database.read() as session:
        assert session.query(Person).count() == 0


def test_two_deeds_that_took_a_number_of_one_sequence_do_not_hinder_each_other(database: Database) -> None:
    numbers = []
    for name in ("甲", "乙"):
        with database.write("建档") as session:
            numbers.append(next_number(session, "困字〔2026〕{n}号"))
            records.add(session, Person, {"name": name * 2})
    first = (database.last_deed() or 0) - 1

    undo.undo(database, first)
    with database.write("建档") as session:
        numbers.append(next_number(session, "困字〔2026〕{n}号"))

    assert numbers == ["困字〔2026〕001号", "困字〔2026〕002号", "困字〔2026〕003号"]


def test_a_deed_that_only_gives_out_a_number_is_no_undo_step(database: Database) -> None:
    with database.write("取号") as session:
        next_number(session, "困字〔2026〕{n}号")

    assert states(database)[0] == ("取号", "fixed")
    assert undo.next_names(database) == (None, None)


def test_what_cannot_be_undone_stands_in_the_way_of_undo_and_redo(database: Database) -> None:
    deed(database, "新增会员", Person, {"name": "王芳"})
    edited = deed(database, "修改电话", Person, {"phone": "13800138000"}, "王芳")
    undo.undo(database)
    with database.write("打印时记下", undoable=False) as session:
        records.find(session, Person, "王芳").put(remark="已打印")

    with pytest.raises(KnownError) as no_redo:
        undo.redo(database)
    with pytest.raises(KnownError) as no_undo:
        undo.undo(database)

    assert (no_redo.value.code, no_undo.value.code) == (ErrorCode.HAS_DEPENDENTS, ErrorCode.HAS_DEPENDENTS)
    assert [str(one.what) for one in no_undo.value.problems] == ["打印时记下"]
    assert edited > 0


def test_a_deed_whose_content_was_deleted_for_good_is_not_undone(database: Database) -> None:
    target = deed(database, "新增会员", Person, {"name": "王芳"})
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE journal SET changes = NULL, nonce = NULL WHERE deed_id = :id"), {"id": target})

    with pytest.raises(KnownError) as refused:
        undo.undo(database)

    assert refused.value.code == ErrorCode.STATE
    assert "已按本人要求删除" in str(refused.value.what)


def test_the_list_of_deeds_says_what_is_done_undone_or_fixed(database: Database) -> None:
    deed(database, "新增会员", Person, {"name": "王芳"})
    deed(database, "修改会员", Person, {"phone": "13800138000"}, "王芳")
    undo.undo(database)

    assert states(database) == [
        ("撤销：修改会员", "fixed"),
        ("修改会员", "undone"),
        ("新增会员", "done"),
        ("建立资料", "fixed"),
    ]
    assert undo.next_names(database) == (Label("新增会员"), Label("修改会员"))


def test_what_was_undone_is_called_so_after_a_new_deed_as_well(database: Database) -> None:
    deed(database, "新增会员", Person, {"name": "王芳"})
    undo.undo(database)
    deed(database, "新增会员", Person, {"name": "李建国"})

    assert [state for _, state in states(database)] == ["done", "fixed", "undone", "fixed"]


def test_a_new_deed_ends_what_could_be_done_again_and_a_print_does_not(database: Database) -> None:
    deed(database, "新增会员", Person, {"name": "王芳"})
    undo.undo(database)
    with database.write("打印", undoable=False) as session:
        next_number(session, "打{n}")
    after_print = undo.next_names(database)[1]
    deed(database, "新增会员", Person, {"name": "李伟"})

    assert after_print == Label("新增会员")
    assert undo.next_names(database)[1] is None
    with pytest.raises(KnownError) as refused:
        undo.redo(database)
    assert refused.value.code == ErrorCode.STATE


def test_a_deed_undone_and_done_again_keeps_its_name_and_its_numbers(database: Database) -> None:
    with database.write("导入{type}{n}行", type=Label("会员"), n=3) as session:
        records.add(session, Person, {"name": "王芳"})

    for _ in range(2):
        undo.undo(database)
        undo.redo(database)

    names = [str(line.name) for line in undo.deeds(database)]
    assert names[:3] == ["重做：导入会员3行", "撤销：导入会员3行", "重做：导入会员3行"]
    assert names[4] == "导入会员3行"


def test_an_undone_id_is_never_given_to_another_record(database: Database) -> None:
    deed(database, "新增会员", Person, {"name": "王芳"})
    with database.read() as session:
        gone = records.find(session, Person, "王芳").id
    undo.undo(database)

    with database.write("新增会员") as session:
        added = records.add(session, Person, {"name": "李伟"}).records[0].id
        many = session.insert_many(Person, [{"name": "张强"}])

    assert gone < added < many[0]


def test_nothing_is_undone_twice(database: Database) -> None:
    target = deed(database, "新增会员", Person, {"name": "王芳"})
    undo.undo(database, target)

    with pytest.raises(KnownError) as refused:
        undo.undo(database, target)

    assert refused.value.code == ErrorCode.STATE


@pytest.mark.parametrize("was_on", [True, False])
def test_a_deed_is_taken_back_and_done_again_without_the_collector_which_then_is_as_it_was(
    database: Database, was_on: bool
) -> None:
    deed(database, "新增会员", Person, {"name": "王芳"})
    seen: list[bool] = []

    def look(connection: Any, cursor: Any, statement: str, *further: Any) -> None:
        if "person" in statement.split()[:3]:
            seen.append(gc.isenabled())

    event.listen(database.engine, "before_cursor_execute", look)
    try:
        if not was_on:
            gc.disable()
        undo.undo(database)
        undo.redo(database)
        after = gc.isenabled()
    finally:
        gc.enable()

    assert seen
    assert (set(seen), after) == ({False}, was_on)
