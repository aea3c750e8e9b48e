"""Changing cells of a list: seen first, then kept as one deed, all or none."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select

from app.errors import ErrorCode, KnownError
from app.models import OrgUnit, Person
from app.models.store import undo
from app.models.store.database import Database
from app.models.store.journal import DEED
from app.services import cell_changes, records
from app.services.cell_changes import Change, Seen
from tests.factories import add_person


@pytest.fixture
def ids(database: Database) -> list[int]:
    """陈超 with a phone, 胡艳涛 without."""
    with database.write("准备") as session:
        return [add_person(session, "陈超", phone="13900000001").id, add_person(session, "胡艳涛").id]


def seen(database: Database, *changes: Change) -> list[Seen]:
    with database.read() as session:
        return cell_changes.preview(session, Person, changes)


def phones(database: Database, ids: list[int]) -> list[str | None]:
    with database.read() as session:
        return [session.get_one(Person, each).phone for each in ids]


def test_old_and_new_are_shown_as_people_read_them_and_the_old_number_is_hidden(
    database: Database, ids: list[int]
) -> None:
    found = seen(database, Change(ids[0], "phone", "139 1111 2222"), Change(ids[1], "sex", "女"))

    assert [(one.title, str(one.label), one.before, one.after) for one in found] == [
        ("陈超", "移动电话", "139****0001", "13911112222"),
        ("胡艳涛", "性别", "", "女"),
    ]


def test_what_cannot_stand_in_a_cell_is_refused_there_and_a_doubt_is_only_said(
    database: Database, ids: list[int]
) -> None:
    nowhere, nameless, derived, short = seen(
        database,
        Change(ids[0], "membership.org_unit", "没有这个组"),
        Change(ids[0], "name", ""),
        Change(ids[0], "membership.status", "在会"),
        Change(ids[0], "phone", "1390000"),
    )

    assert [str(one.refusal) for one in (nowhere, nameless, derived)] == [
        "没有找到“没有这个组”",
        "请填姓名",
        "这一栏不能在名单里改",
    ]
    assert short.refusal is None
    assert short.doubt is not None


def test_a_cell_that_holds_the_value_already_is_no_change(database: Database, ids: list[int]) -> None:
    same, other = seen(database, Change(ids[0], "phone", "13900000001"), Change(ids[1], "phone", "13900000001"))

    assert (same.is_same, other.is_same) == (True, False)


def test_all_changes_are_one_deed(database: Database, ids: list[int]) -> None:
    told: list[tuple[int, int]] = []
    changes = [Change(each, "phone", f"1380000000{at}") for at, each in enumerate(ids)]

    assert cell_changes.apply(database, Person, changes, lambda done, total: told.append((done, total))) == 2
    assert phones(database, ids) == ["13800000000", "13800000001"]
    assert told == [(1, 2), (2, 2)]

    undo.undo(database)
    assert phones(database, ids) == ["13900000001", None]


def test_a_change_of_many_names_nobody_in_its_deed(database: Database, ids: list[int]) -> None:
    cell_changes.apply(database, Person, [Change(each, "phone", "13900000001") for each in ids])

    with database.read() as session:
        params = session.scalars(select(DEED.c.params).order_by(DEED.c.id.desc())).first()
    assert str(undo.deeds(database, limit=1)[0].name) == "修改 2 条人员"
    assert json.loads(str(params)).keys() == {"type", "n"}


def test_a_change_of_one_says_whom_it_was_about(database: Database, ids: list[int]) -> None:
    cell_changes.apply(database, Person, [Change(ids[1], "phone", "13900000001"), Change(ids[1], "sex", "女")])

    assert str(undo.deeds(database, limit=1)[0].name) == "修改人员：胡艳涛"


def test_one_refusal_keeps_back_all(database: Database, ids: list[int]) -> None:
    changes = [Change(ids[0], "phone", "13800000000"), Change(ids[1], "sex", "不知道")]

    with pytest.raises(KnownError) as caught:
        cell_changes.apply(database, Person, changes)

    assert caught.value.code is ErrorCode.BAD_INPUT
    assert phones(database, ids) == ["13900000001", None]


def test_a_link_is_filled_down_though_two_units_bear_one_name(database: Database, ids: list[int]) -> None:
    with database.write("准备") as session:
        first, second = (records.add(session, OrgUnit, {"name": "一车间"}).records[0] for _ in range(2))
        records.edit(session, session.get_one(Person, ids[0]), {"membership.org_unit": second.uid})
        assert first.id != second.id

    with database.read() as session:
        changes = cell_changes.filled(session, Person, "membership.org_unit", ids[0], ids[1:])
    cell_changes.apply(database, Person, changes)

    with database.read() as session:
        people = [session.get_one(Person, each) for each in ids]
        units = [records.show(session, one)["memberships"][0]["org_unit"] for one in people]
    assert units[0] == units[1]


def test_a_number_filled_down_is_not_shown_whole(database: Database, ids: list[int]) -> None:
    with database.write("准备") as session:
        records.edit(session, session.get_one(Person, ids[0]), {"phone": "13812345678"})

    with database.read() as session:
        changes = cell_changes.filled(session, Person, "phone", ids[0], ids[1:2])

    assert [one.after for one in seen(database, *changes)] == ["138****5678"]


def test_too_many_cells_at_once_are_refused(database: Database, ids: list[int]) -> None:
    with pytest.raises(KnownError):
        seen(database, *[Change(ids[0], "phone", "1")] * (cell_changes.MOST + 1))
