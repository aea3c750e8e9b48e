"""Frozen dataclasses behave as Python's own do, wherever the program looks at them."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from collections.abc import Callable
from typing import Any

import pytest

from app.frozen import dataclass


@dataclass(frozen=True)
class Place:
    """A place."""

    name: str
    rooms: tuple[int, ...] = ()
    seen: int = dataclasses.field(default=0, compare=False, repr=False)


@dataclass(frozen=True)
class Town(Place):
    """A place with people."""

    people: int = 0


@dataclass(frozen=True)
class Nothing:
    """No field at all."""


@dataclass(frozen=True)
class Odd:
    """Says itself what is equal, and how it reads."""

    name: str

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Odd)

    def __repr__(self) -> str:
        return "odd"


def test_equal_values_are_equal_and_found_again() -> None:
    assert Place("海口", (1, 2)) == Place("海口", (1, 2), seen=7)
    assert {Place("海口"): 1}[Place("海口")] == 1
    assert Nothing() == Nothing()
    assert len({Nothing(), Nothing()}) == 1


def test_what_differs_in_value_or_type_is_not_equal() -> None:
    assert Place("海口") != Place("三亚")
    assert Place("海口") != Town("海口")
    assert Place("海口") != "海口"
    assert Nothing() != Place("海口")


def test_it_reads_as_it_was_written() -> None:
    assert repr(Town("海口", (1,), people=3)) == "Town(name='海口', rooms=(1,), people=3)"
    assert repr(Nothing()) == "Nothing()"


def test_what_a_class_says_itself_stays() -> None:
    assert (Odd("a") == Odd("b"), repr(Odd("a"))) == (True, "odd")


@pytest.mark.parametrize("again", [copy.deepcopy, lambda one: pickle.loads(pickle.dumps(one)), dataclasses.replace])
def test_copies_of_all_kinds_are_equal(again: Callable[[Any], Any]) -> None:
    assert again(Town("海口", (1,), people=3)) == Town("海口", (1,), people=3)


def test_other_dataclasses_are_pythons_own() -> None:
    @dataclass
    class Plain:
        name: str

    one = Plain("a")
    one.name = "b"
    assert one == Plain("b")
    assert Plain.__hash__ is None
