"""Which steps can no longer be undone once somebody is deleted for good: named before, refused and marked after."""

from __future__ import annotations

import pytest

from app.errors import KnownError
from app.models import Person
from app.models.store import undo
from app.models.store.database import Database
from app.services import purging
from tests.factories import add_person


def test_the_step_that_brought_others_too_is_named_before_and_cannot_be_undone_after(database: Database) -> None:
    with database.write("导入会员 {n} 人", n=2) as session:
        canary, other = (add_person(session, name).id for name in ("陈一", "李二"))
    with database.write("修改“{title}”", title="陈一") as session:
        session.get_one(Person, canary).post = "班长"
    with database.write("修改“{title}”", title="李二") as session:
        session.get_one(Person, other).post = "班长"

    asked = purging.question(database, [("person", canary)])
    assert [str(each) for each in asked.stuck] == ["导入会员 2 人"]
    brought = next(line for line in undo.deeds(database) if str(line.name) == "导入会员 2 人")
    assert brought.state == "done" and not brought.is_blanked
    purging.purge(database, [("person", canary)])

    brought = next(line for line in undo.deeds(database) if line.id == brought.id)
    assert brought.state == "fixed" and brought.is_blanked
    with pytest.raises(KnownError) as refused:
        undo.undo(database, brought.id)
    assert "已按本人要求删除" in str(refused.value.what)


def test_who_came_alone_takes_no_other_step_along(database: Database) -> None:
    with database.write("新增") as session:
        canary = add_person(session, "陈一").id

    assert purging.question(database, [("person", canary)]).stuck == []
