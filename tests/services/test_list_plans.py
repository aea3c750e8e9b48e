"""What is read of a large register at every visit of a page reads one index, not 39 MB of whole rows here and there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from sqlalchemy import event

from app.models import Person
from app.models.store.database import Database
from app.services import listing
from app.services.due import due_matters
from app.services.list_order import ListOrder
from app.services.listing import Condition, View

MEMBERS = View(Person, where=(Condition("membership.status", "!=", ""),))
BY_OWNER = "ix_membership_person_id_is_current_deleted_at_status_org_unit_id_joined_on_search_text"
SHOWN = "ix_person_id_deleted_at_in_doubt_sex_birth_date_education_id_no_phone_post"


@contextmanager
def plans(database: Database, table: str) -> Iterator[list[str]]:
    """How SQLite finds its way in this table, for each statement that is sent meanwhile."""
    found: list[str] = []

    def note(connection: Any, cursor: Any, statement: str, parameters: Any, *further: Any) -> None:
        rows = database.raw.execute(f"EXPLAIN QUERY PLAN {statement}", parameters).fetchall()
        found.extend(row[3] for row in rows if row[3].split()[1].startswith(table))

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(database.engine, "before_cursor_execute", note)


def test_who_belongs_to_the_list_of_members_is_read_from_one_index(database: Database) -> None:
    with plans(database, "membership") as found, database.read() as session:
        ListOrder().whole(session, MEMBERS, 1)

    assert found == [f"SCAN membership USING COVERING INDEX {BY_OWNER}"]


def test_a_word_is_looked_for_in_the_memberships_in_one_index(database: Database) -> None:
    with plans(database, "membership") as found, database.read() as session:
        ListOrder().narrowed(session, View(Person), View(Person, "张"), 1)

    assert found == [f"SCAN membership USING COVERING INDEX {BY_OWNER}"]


def test_what_a_search_finds_is_counted_by_one_index_of_the_memberships(database: Database) -> None:
    with plans(database, "membership") as found, database.read() as session:
        listing.count(session, View(Person, "张"))

    assert found == [f"SCAN membership_1 USING COVERING INDEX {BY_OWNER}"]


def test_who_is_to_be_checked_is_counted_in_the_order_of_the_rows(database: Database) -> None:
    with plans(database, "person") as found, database.read() as session:
        due_matters(session, date(2026, 11, 22), None)

    assert found[-1] == f"SCAN person USING COVERING INDEX {SHOWN}"


def test_the_usual_order_of_people_is_walked_along_in_one_index(database: Database) -> None:
    with plans(database, "person") as found, database.read() as session:
        ListOrder().whole(session, View(Person), 1)

    assert found == ["SEARCH person USING COVERING INDEX ix_person_deleted_at_name_pinyin_id (deleted_at=?)"]


def test_a_word_is_looked_for_in_the_people_in_one_index(database: Database) -> None:
    with plans(database, "person") as found, database.read() as session:
        ListOrder().narrowed(session, View(Person), View(Person, "张"), 1)

    assert found[-1] == "SCAN person USING COVERING INDEX ix_person_id_search_text"


def test_the_list_is_filtered_by_what_it_shows_of_people_in_one_index(database: Database) -> None:
    women = View(Person, among=(("sex", ("女",)),))

    with plans(database, "person") as found, database.read() as session:
        ListOrder().narrowed(session, View(Person), women, 1)

    assert found[-1] == f"SCAN person USING COVERING INDEX {SHOWN}"


@pytest.mark.parametrize("column", ["sex", "birth_date", "id_no", "phone", "education", "post"])
def test_the_list_is_sorted_by_what_it_shows_of_people_in_one_index(database: Database, column: str) -> None:
    with plans(database, "person") as found, database.read() as session:
        ListOrder().whole(session, View(Person, sort=(column,)), 1)

    assert found[-1] == f"SCAN person USING COVERING INDEX {SHOWN}"


@pytest.mark.parametrize("column", ["org_unit", "status", "joined_on"])
def test_the_list_is_sorted_by_what_it_shows_of_memberships_in_one_index(database: Database, column: str) -> None:
    with plans(database, "membership") as found, database.read() as session:
        ListOrder().whole(session, View(Person, sort=(f"membership.{column}",)), 1)

    assert found == [f"SCAN membership USING COVERING INDEX {BY_OWNER}"]
