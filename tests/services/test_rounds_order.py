"""The order of a round's list: people put before others, where they were dragged."""

from __future__ import annotations

import pytest

from app.models import CondolenceRecord
from app.models.store.database import Database
from app.services import rounds
from app.services.rounds.result import records_of
from tests.factories import add_person, add_round

NAMES = "甲乙丙丁"


@pytest.mark.parametrize(
    ("moved", "before", "order"),
    [
        ("甲", "丁", "乙丙甲丁"),
        ("丁", "甲", "丁甲乙丙"),
        ("甲丙", "", "乙丁甲丙"),
        ("丙甲", "丁", "乙甲丙丁"),
        ("乙丙", "丙", "甲乙丙丁"),
        ("甲丁", "乙", "甲丁乙丙"),
    ],
)
def test_people_are_put_together_before_somebody_in_their_order(
    database: Database, moved: str, before: str, order: str
) -> None:
    with database.write("准备") as session:
        found = add_round(session)
        people = {name: add_person(session, name) for name in NAMES}
        rounds.add(session, found, list(people.values()))

        changed = rounds.place(session, found, [people[name] for name in moved], people.get(before))

        names = {person.id: name for name, person in people.items()}
        assert "".join(names[one.person_id] for one in records_of(session, found)) == order
        assert changed is (order != NAMES)


def test_the_cancelled_stay_behind_all_others(database: Database) -> None:
    with database.write("准备") as session:
        found = add_round(session)
        people = [add_person(session, name) for name in NAMES]
        rounds.add(session, found, people)
        rounds.mark(session, found, people[:1], "cancelled", reason="已搬走")

        rounds.place(session, found, people[1:2], None)

        left = [one.person_id for one in records_of(session, found) if one.status != "cancelled"]
        assert left == [people[2].id, people[3].id, people[1].id]
        assert session.query(CondolenceRecord).count() == len(NAMES)
