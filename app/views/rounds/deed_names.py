"""What the deeds of a round are called: after whom they were done to, so that 撤销历史 can be read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.models import CondolenceRecord, Person
from app.models.store.database import Database

# For one person, and for several.
Names = tuple[str, str]
ADDED: Names = ("加入慰问名单：{person}（{title}）", "加入慰问名单：{person}等 {n} 人（{title}）")
REMOVED: Names = ("移出慰问名单：{person}（{title}）", "移出慰问名单：{person}等 {n} 人（{title}）")
GROUPED: Names = ("分慰问组：{person}（{title}）", "分慰问组：{person}等 {n} 人（{title}）")
MARKED: Names = ("记慰问情况：{person}（{title}）", "记慰问情况：{person}等 {n} 人（{title}）")
AMOUNTED: Names = ("定慰问金额：{person}（{title}）", "定慰问金额：{person}等 {n} 人（{title}）")
MOVED: Names = ("排慰问名单的次序：{person}（{title}）", "排慰问名单的次序：{person}等 {n} 人（{title}）")


def listed(database: Database, record_ids: Sequence[int]) -> dict[str, Any]:
    """Whom these records of a list are about, for the name of a deed; see `picked`."""
    with database.read() as session:
        first = session.get_one(CondolenceRecord, record_ids[0]).person_id
    return {**picked(database, [first]), "n": len(record_ids)}


def picked(database: Database, person_ids: Sequence[int]) -> dict[str, Any]:
    """For the name of a deed: the first one's name and uid, and how many these people are.

    By the uid the name is found when that person is deleted for good: a deed names the first of several even where
    it changed nothing of his, and somebody who stays may bear the same name.
    """
    with database.read() as session:
        first = session.get_one(Person, person_ids[0])
        return {"person": first.name, "uid": first.uid, "n": len(person_ids)}
