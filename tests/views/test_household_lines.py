"""Tables of a household: whose incomes are whose follows the names, and hidden numbers never go to somebody else."""

from __future__ import annotations

import pytest

from app.services.hardship import DraftRow
from app.views.hardship.lines import Lines, Pasted, renames

FIRST, SECOND = "460199198001010083", "110105195001010027"
LIKE_FIRST = "110105195001010083"  # with the same last four signs
NAMES = ["name", "id_no"]


def family(*people: tuple[str, str]) -> Lines:
    made = Lines()
    made.show([DraftRow({"name": name, "id_no": number}, uid=f"u{at}") for at, (name, number) in enumerate(people)])
    return made


def texts(lines: Lines) -> list[tuple[str, str]]:
    return [(row.texts["name"], row.texts["id_no"]) for row in lines.rows()]


def hidden(number: str) -> str:
    return "*" * 14 + number[-4:]


@pytest.mark.parametrize(
    ("before", "now", "found"),
    [
        (["王芳", "刘小明"], ["王芬", "刘小明"], {"王芳": "王芬"}),
        (["王芳", "刘小明"], ["王芬", "刘明"], {"王芳": "王芬", "刘小明": "刘明"}),
        (["王芳", "刘小明"], ["刘小明", "王芳"], {}),  # sorted anew
        (["王芳", "刘小明", "李四"], ["刘小明", "李四", "李四"], {}),  # moved up
        (["王芳", "王芳"], ["王芳", "王芬"], {}),
        (["王芳", "王芳"], ["王一", "王二"], {}),
        (["王芳"], [""], {}),
        ([""], ["王芳"], {}),
    ],
)
def test_only_who_is_no_longer_there_under_the_old_name_is_renamed(
    before: list[str], now: list[str], found: dict[str, str]
) -> None:
    old, new = (family(*((name, "") for name in names)).copies() for names in (before, now))

    assert renames(old, new) == found


def test_a_block_in_the_same_order_keeps_the_numbers_that_it_hides() -> None:
    lines = family(("王芳", FIRST), ("刘小明", SECOND))

    said = lines.paste(0, NAMES, [["王小芳", hidden(FIRST)], ["刘小明", hidden(SECOND)]])

    assert texts(lines) == [("王小芳", FIRST), ("刘小明", SECOND)]
    assert said == Pasted(2, kept=2)


def test_a_block_in_another_order_gives_nobody_the_number_of_another() -> None:
    lines = family(("王芳", FIRST), ("刘小明", SECOND))

    said = lines.paste(0, NAMES, [["刘小明", hidden(SECOND)], ["王芳", hidden(FIRST)]])

    assert texts(lines) == [("刘小明", hidden(SECOND)), ("王芳", hidden(FIRST))]
    assert said == Pasted(2, strange=2)


def test_nor_where_two_numbers_end_alike() -> None:
    lines = family(("王芳", FIRST), ("刘小明", LIKE_FIRST))

    said = lines.paste(0, NAMES, [["刘小明", hidden(FIRST)], ["王芳", hidden(FIRST)]])

    assert texts(lines) == [("刘小明", hidden(FIRST)), ("王芳", hidden(FIRST))]
    assert said == Pasted(2, strange=2)


def test_whose_an_income_is_follows_also_in_the_steps_that_can_be_taken_back() -> None:
    incomes = Lines()
    incomes.show([DraftRow({"member": "王芳", "yuan": "1"}, uid="u")])
    incomes.begin()
    incomes[0].write("yuan", "2")
    incomes.end()

    assert incomes.rename("王芳", "王芬")
    incomes.undo()

    assert incomes[0].texts == {"member": "王芬", "yuan": "1"}
