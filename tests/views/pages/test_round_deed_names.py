"""What 撤销历史 calls the deeds of a 慰问 round, and that these names go with whom they name."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from app.models.store import undo
from app.models.store.database import Database
from app.models.store.journal import DEED
from app.services import purging, rounds
from app.services.rounds.result import records_of
from app.views.rounds.work import RoundWork
from tests.factories import add_person, add_round

TITLE = "2027年春节送温暖"
BLANK = "已按本人要求删除"
MARK = {"to": "visited", "visited_on": "2026-11-22"}


def begin(database: Database, *names: str, unlisted: str = "") -> tuple[RoundWork, list[int], list[int]]:
    """A round with these people on its list: its work, their records, and all people with the one not listed last."""
    with database.write("准备") as session:
        found = add_round(session, TITLE)
        people = [add_person(session, name) for name in names]
        rounds.add(session, found, people)
        if unlisted:
            people.append(add_person(session, unlisted))
        session.flush()
        work = RoundWork(database, found.id)
        return work, [one.id for one in records_of(session, found)], [one.id for one in people]


def last(database: Database) -> str:
    return str(undo.deeds(database)[0].name)


def params(database: Database) -> str:
    with database.read() as session:
        return "\n".join(session.scalars(select(DEED.c.params)))


@pytest.mark.parametrize(
    ("deed", "name"),
    [
        (lambda work, ids: work.put_in_group(ids, "第一组"), "分慰问组"),
        (lambda work, ids: work.mark(ids, MARK), "记慰问情况"),
        (lambda work, ids: work.set_amounts({"cash": "800"}, record_ids=ids), "定慰问金额"),
        (lambda work, ids: work.place(ids, None), "排慰问名单的次序"),
        (lambda work, ids: work.move(ids, 1), "排慰问名单的次序"),
        (lambda work, ids: work.remove(ids), "移出慰问名单"),
    ],
)
def test_a_deed_of_a_round_names_whom_it_was_done_to(
    database: Database, deed: Callable[[RoundWork, list[int]], object], name: str
) -> None:
    work, ids, _ = begin(database, "王芳", "李强", "赵静", "陈伟")

    deed(work, ids[:3])
    assert last(database) == f"{name}：王芳等 3 人（{TITLE}）"
    undo.undo(database)
    deed(work, ids[1:2])
    assert last(database) == f"{name}：李强（{TITLE}）"


def test_who_is_added_is_named_and_amounts_for_the_whole_list_name_the_round(database: Database) -> None:
    work, _, people = begin(database, "王芳", unlisted="李强")

    work.add(people[1:], {})
    assert last(database) == f"加入慰问名单：李强（{TITLE}）"
    work.set_amounts({"cash": "800"})
    assert last(database) == f"定慰问金额：{TITLE}"


def test_deeds_of_a_round_lose_the_name_of_whom_is_deleted_for_good(database: Database) -> None:
    work, ids, people = begin(database, "诸葛金丝雀", "李强", "赵静")
    work.put_in_group(ids[:2], "第一组")
    work.mark(ids[:1], MARK)
    undo.undo(database)
    work.place(ids[:1], None)
    work.put_in_group(ids[1:], "第二组")

    purging.purge(database, [("person", people[0])])

    assert "诸葛金丝雀" not in params(database)
    names = [str(line.name) for line in undo.deeds(database)]
    assert f"分慰问组：{BLANK}等 2 人（{TITLE}）" in names and f"排慰问名单的次序：{BLANK}（{TITLE}）" in names
    assert f"分慰问组：李强等 2 人（{TITLE}）" in names
    assert database.chain_problems() == []


def test_a_deed_that_changed_nothing_of_whom_it_names_loses_a_name_that_others_bear_too(database: Database) -> None:
    work, ids, people = begin(database, "王芳", "李强", unlisted="王芳")
    work.put_in_group(ids[:1], "第一组")
    work.put_in_group(ids, "第一组")  # 王芳 is in it already

    purging.purge(database, [("person", people[0])])

    names = [str(line.name) for line in undo.deeds(database)]
    assert f"分慰问组：{BLANK}等 2 人（{TITLE}）" in names and not any("王芳" in one for one in names)


def test_the_order_as_older_files_call_it_is_still_translated(database: Database) -> None:
    assert "排慰问名单的次序：{title}" in [one.msgid for one in undo.FORMER]
