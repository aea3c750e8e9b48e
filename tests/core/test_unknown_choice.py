"""Where something is written that nobody can choose, it is said what can be (screen.md §8)."""

from __future__ import annotations

from app.models.kinds import Code
from app.models.store.database import Database
from app.models.values.reading import Reading
from app.models.words import FileWords
from app.services.today import today


def read(database: Database, list_name: str, written: str) -> Reading[str]:
    with database.read() as session:
        return Code(list_name).read(written, FileWords(session, today()))


def test_of_a_short_list_all_choices_are_named(database: Database) -> None:
    refusal = str(read(database, "sex_gbt2261_1", "雄").must)

    assert refusal.startswith("“雄”不在可选的内容里，可以填：") and "男" in refusal and "女" in refusal


def test_of_a_long_list_those_that_look_alike_are_named(database: Database) -> None:
    assert str(read(database, "ethnic_gbt3304", "满洲族").must) == "“满洲族”不在可选的内容里，相近的有：满族"


def test_where_nothing_looks_alike_nothing_is_named(database: Database) -> None:
    assert str(read(database, "ethnic_gbt3304", "火星人").must) == "“火星人”不在可选的内容里"
