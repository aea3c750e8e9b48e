"""The order of a list that is shown says what one query for everything says, for every column of every type."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import KnownError
from app.models import CodeItem, HardshipCase, Membership, MembershipChange, OrgUnit, Person, kinds
from app.models.declare import Base, Record, children_of, record_types, table_of
from app.models.paths import field_at
from app.models.store.database import Database
from app.services import list_order, listing, records
from app.services.list_order import ListOrder
from app.services.listing import Condition, View
from app.services.today import set_today
from tests.conftest import MadeFile
from tests.core.sample_values import TODAY, row_of

# Those that are linked to before those that link.
TYPES = sorted(record_types().values(), key=lambda record: Base.metadata.sorted_tables.index(table_of(record)))
DEEP = [Person, Membership, HardshipCase]
ROWS = {Person: 40, Membership: 40, MembershipChange: 40, HardshipCase: 20}
# Paths over a facet and a link, besides what the types show by themselves.
FURTHER = {Person: ("membership.change.type", "membership.change.on", "membership.org_unit.parent", "id", "in_doubt")}


@pytest.fixture(scope="module")
def filled(made_file: MadeFile, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """Random rows of every type; every seventh is deleted; of a facet one at most is shown."""
    path, rng = made_file.copy_to(tmp_path_factory.mktemp("lists")), Random(5)
    set_today(TODAY)
    with Database.open(path, made_file.dek, actor="张主席") as database:
        with database.write("准备") as session:
            for record in TYPES:
                found = [row_of(record, rng, session) for _ in range(ROWS.get(record, 6))]
                rows = [row for row in found if row is not None and record is not CodeItem]
                session.insert_many(record, [row | shown(record, row, rows[:at]) for at, row in enumerate(rows)])
                gone = [
                    {"id": at, "uid": uid, "deleted_at": None}
                    for at, uid in session.execute(select(record.id, record.uid))
                    if at % 7 == 3
                ]
                session.update_many(record, [(row, {"deleted_at": 1_780_000_000_000}) for row in gone])
        yield database
    set_today(None)


def shown(record: type[Record], row: dict[str, Any], before: list[dict[str, Any]]) -> dict[str, Any]:
    """The flag of a facet, for the first one of its owner."""
    for owner in TYPES:
        for facet in owner.facets.values():
            if facet.target == record.__name__:
                link = next(name for child, name in children_of(owner).values() if child is record)
                return {facet.flag: all(one[link] != row[link] for one in before)}
    return {}


def paths_of(record: type[Record]) -> list[str]:
    return [*View(record).shown_columns(), *FURTHER.get(record, ())]


def conditions_on(session: Session, record: type[Record], path: str) -> list[Condition]:
    """Conditions that some records meet and others do not: about a value that stands there, and about nothing."""
    view = View(record, columns=(path,))
    written = {cells[0] for cells in listing.rows(session, view, listing.ids(session, view))} - {""}
    kind = field_at(record, path).kind
    ordered = not isinstance(kind, kinds.YesNo | kinds.Codes | kinds.Link | kinds.Code)
    signs = ("=", "!=", "<", ">=") if ordered else ("=", "!=")
    found = [Condition(path, "=", ""), Condition(path, "!=", "")]
    for value in sorted(written)[:1]:
        found += [Condition(path, sign, value) for sign in signs] + [Condition(path, "~", value[:2])]
    return found


def both(session: Session, base: View, view: View) -> tuple[list[int], list[int]]:
    """What the order says and what one query says; a refusal says nothing."""
    try:
        asked = listing.ids(session, view)
    except KnownError:
        with pytest.raises(KnownError):
            ListOrder().narrowed(session, base, view, 1)
        return [], []
    return list(ListOrder().narrowed(session, base, view, 1)), asked


@pytest.mark.parametrize("part", [list_order.PART, 3], ids=["at once", "in parts"])
@pytest.mark.parametrize("record", TYPES, ids=lambda record: record.type_name)
def test_every_sort_gives_the_order_of_one_query(
    filled: Database, record: type[Record], part: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(list_order, "PART", part)
    with filled.read() as session:
        for path in paths_of(record):
            for sort in ((path,), (f"{path}:desc", "id:desc")):
                found, asked = both(session, View(record, sort=sort), View(record, sort=sort))
                assert found == asked, sort


@pytest.mark.parametrize("record", DEEP, ids=lambda record: record.type_name)
def test_every_condition_leaves_what_one_query_leaves(filled: Database, record: type[Record]) -> None:
    with filled.read() as session:
        for path in paths_of(record):
            for condition in conditions_on(session, record, path):
                found, asked = both(session, View(record), View(record, where=(condition,)))
                assert found == asked, condition


@pytest.mark.parametrize("record", DEEP, ids=lambda record: record.type_name)
def test_what_is_ticked_leaves_what_one_query_leaves(filled: Database, record: type[Record]) -> None:
    with filled.read() as session:
        for path in View(record).shown_columns():
            texts = sorted({cells[0] for cells in listing.rows(session, View(record, columns=(path,)), range(1, 30))})
            for ticked in ((texts[0],), tuple(texts[-2:]), ("", texts[-1])):
                found, asked = both(session, View(record), View(record, among=((path, ticked),)))
                assert found == asked, (path, ticked)


@pytest.mark.parametrize("search", ["张", "zh", "1", "一组", "没有这个人", "张 1"])
def test_a_search_under_conditions_and_a_sort_finds_what_one_query_finds(filled: Database, search: str) -> None:
    base = View(Person, where=(Condition("membership.status", "!=", ""),), sort=("membership.org_unit:desc",))
    view = View(Person, search, (*base.where, Condition("sex", "!=", "女")), base.sort, among=(("education", ("",)),))
    with filled.read() as session:
        found, asked = both(session, base, view)

    assert found == asked


def test_exactly_these_are_shown_in_the_order_of_the_list(filled: Database) -> None:
    with filled.read() as session:
        everybody = listing.ids(session, View(Person))
        found, _ = both(session, View(Person), View(Person, only=(everybody[3], everybody[1], 99_999)))

    assert found == [everybody[1], everybody[3]]


def test_the_deleted_have_a_list_of_their_own(filled: Database) -> None:
    with filled.read() as session:
        pairs = [both(session, View(record, deleted=True), View(record, deleted=True)) for record in TYPES]

    assert any(found for found, _ in pairs)
    assert all(found == asked for found, asked in pairs)


def test_a_list_is_known_until_the_next_deed(database: Database) -> None:
    order, view = ListOrder(), View(OrgUnit, sort=("name:desc",))

    def shown() -> Sequence[int]:
        deed = database.last_deed()
        with database.read() as session:
            return order.whole(session, view, deed)

    with database.write("新增分会") as session:
        first, second = session.insert_many(OrgUnit, [{"name": "丁"}, {"name": "乙"}])
    before, again = shown(), shown()
    with database.write("改名") as session:
        records.edit(session, records.find(session, OrgUnit, "乙"), {"name": "一"})

    assert before is again
    assert (list(before), list(shown())) == ([second, first], [first, second])


def test_two_lists_that_share_one_order_keep_each_its_sort(database: Database) -> None:
    with database.write("新增") as session:
        units = session.insert_many(OrgUnit, [{"name": "丁"}, {"name": "乙"}])
        people = session.insert_many(Person, [{"name": "王伟"}, {"name": "李娜"}])
    views = View(OrgUnit, sort=("id:desc",)), View(Person, sort=("id:desc",), columns=("name",))
    found = []
    for view in views * 2:
        with database.read() as session:
            found.append(ListOrder.of(session).whole(session, view, 1))

    assert [list(ids) for ids in found[:2]] == [units[::-1], people[::-1]]
    assert (found[0] is found[2], found[1] is found[3]) == (True, True)
