"""Drafts: kept in the file without a deed, never one over another, gone once they were saved or given up."""

from __future__ import annotations

from app.models.store import undo
from app.models.store.database import Database
from app.services import drafts
from app.services.drafts import Draft


def draft(token: str = "a", name: str = "刘秀英", post: str = "班长") -> Draft:
    return Draft(token, "members", name, {"record_id": 7, "texts": {"post": post}}, "part")


def test_a_draft_comes_back_as_it_was(database: Database) -> None:
    drafts.keep(database, draft())

    assert drafts.kept(database) == [draft()]


def test_a_later_draft_under_the_same_token_takes_the_place_of_the_earlier(database: Database) -> None:
    drafts.keep(database, draft())
    drafts.keep(database, draft(post="组长"))

    assert drafts.kept(database) == [draft(post="组长")]


def test_two_forms_do_not_write_over_each_other(database: Database) -> None:
    drafts.keep(database, draft("a"))
    drafts.keep(database, draft("b", "王强"))
    drafts.drop(database, "a")

    assert [each.name for each in drafts.kept(database)] == ["王强"]


def test_a_draft_is_no_deed(database: Database) -> None:
    before, names = database.last_deed(), undo.next_names(database)

    drafts.keep(database, draft())

    assert (database.last_deed(), undo.next_names(database)) == (before, names)
    assert not database.chain_problems()


def test_keeping_the_same_again_writes_nothing(database: Database) -> None:
    drafts.keep(database, draft())
    written: list[frozenset[str]] = []
    database.subscribe(written.append)

    drafts.keep(database, draft())
    drafts.drop(database, "unknown")

    assert written == []


def test_a_token_is_never_given_twice() -> None:
    assert len({drafts.new_token() for _ in range(100)}) == 100
