"""Views that people save: names that tell them apart, and a file that keeps them."""

from __future__ import annotations

import pytest

from app.errors import KnownError
from app.models import Person
from app.models.store.database import Database
from app.services import listing, purging
from app.services.filtering import understood
from app.services.listing import View
from app.services.saved_views import NAME, SavedViews
from tests.factories import add_person

ONE, OTHER = {"search": "王"}, {"search": "李"}


@pytest.fixture
def views(database: Database) -> SavedViews:
    return SavedViews(database, "person")


def names(views: SavedViews) -> list[str]:
    return [one.name for one in views.all()]


def test_a_view_is_kept_under_its_trimmed_name_for_its_own_list_and_is_no_deed(
    database: Database, views: SavedViews
) -> None:
    before = database.last_deed()

    views.add("  一车间 女会员 ", ONE)

    assert [(one.name, one.content) for one in SavedViews(database, "person").all()] == [("一车间 女会员", ONE)]
    assert SavedViews(database, "hardship_case").all() == []
    assert database.last_deed() == before


@pytest.mark.parametrize("typed", ["", "   ", "一" * 21, "女会员", " 女 会员 ", "在会"])
def test_a_name_that_is_empty_too_long_or_taken_is_refused_beside_the_field(views: SavedViews, typed: str) -> None:
    views.add("女会员", ONE)

    with pytest.raises(KnownError) as refused:
        views.add(typed, OTHER, taken=["全部会员", "在会"])

    assert [problem.field for problem in refused.value.problems] == [NAME]
    assert names(views) == ["女会员"]


def test_twenty_characters_are_not_too_long(views: SavedViews) -> None:
    views.add("一" * 20, ONE)

    assert names(views) == ["一" * 20]


def test_a_view_may_keep_its_own_name_but_not_take_another_ones(views: SavedViews) -> None:
    views.add("女会员", ONE)
    views.add("男会员", OTHER)

    views.rename("女会员", "女会员 ")
    with pytest.raises(KnownError):
        views.rename("女会员", "男会员")
    views.rename("女会员", "全体女会员")

    assert names(views) == ["全体女会员", "男会员"]


def test_a_deleted_view_comes_back_at_its_place_unless_its_name_was_given_away(views: SavedViews) -> None:
    for name in ("甲", "乙", "丙"):
        views.add(name, ONE)

    gone = views.delete("乙")
    views.put_back(*gone)
    assert names(views) == ["甲", "乙", "丙"]

    gone = views.delete("甲")
    views.add("甲", OTHER)
    with pytest.raises(KnownError):
        views.put_back(*gone)
    assert names(views) == ["乙", "丙", "甲"]


def test_a_changed_view_gives_back_what_it_was(views: SavedViews) -> None:
    views.add("甲", ONE)

    before = views.change("甲", OTHER)

    assert (before.content, views.all()[0].content) == (ONE, OTHER)


def test_a_view_that_was_deleted_meanwhile_cannot_be_changed(views: SavedViews) -> None:
    with pytest.raises(KnownError):
        views.change("甲", OTHER)
    assert views.all() == []


def test_who_is_deleted_for_good_is_named_in_no_view_any_more(database: Database, views: SavedViews) -> None:
    with database.write("准备") as session:
        add_person(session, "欧阳秀英", id_no="460105197902130021")
    views.add("欧阳秀英", {"search": "欧阳秀英", "filters": [{"column": "name", "values": ["欧阳秀英"]}]})
    with database.read() as session:
        ids = listing.ids(session, View(Person))

    purging.purge(database, [(Person.type_name, ids[0])])

    assert len(views.all()) == 1
    assert "欧阳秀英" not in str(views.all())


def test_only_what_still_means_something_is_understood(database: Database) -> None:
    with database.read() as session:
        assert understood(session, Person, "sex", "", ("女", "", "旧的写法")) == ("女", "")
        assert understood(session, Person, "membership.org_unit", "", ("没有的车间",)) == ()
        assert understood(session, Person, "membership.org_unit", "=", ("没有的车间",)) == ()
        assert understood(session, Person, "post", "", ("电工",)) == ("电工",)
        assert understood(session, Person, "name", "~", ("王",)) == ("王",)
        assert understood(session, Person, "nothing_of_this_name", "", ("王",)) == ()
