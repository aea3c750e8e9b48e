"""How a filter is said: the comparisons that a kind of column knows, and a filter in force as a sentence."""

from __future__ import annotations

from collections.abc import Sequence

from app.frozen import dataclass
from app.i18n import Label
from app.views.record_list.source import Column, Filter

DAYS = frozenset({"day", "partial_day", "moment"})
NUMBERS = frozenset({"money", "number"})
CHOSEN = frozenset({"code", "yes_no", "link"})


@dataclass(frozen=True)
class Comparison:
    """One comparison: its operator, its name in a list, and a filter in words. `blank`: it takes no value."""

    operator: str
    name: Label
    words: Label
    blank: bool = False


CONTAINS = Comparison("~", Label("含有"), Label("{column}含有“{value}”"))
IS = Comparison("=", Label("是"), Label("{column}是“{value}”"))
IS_NOT = Comparison("!=", Label("不是"), Label("{column}不是“{value}”"))
EMPTY = Comparison("=", Label("空着"), Label("{column}空着"), blank=True)
FILLED = Comparison("!=", Label("填了"), Label("{column}填了"), blank=True)
OF_DAYS = (
    Comparison(">=", Label("不早于"), Label("{column}不早于 {value}")),
    Comparison("<=", Label("不晚于"), Label("{column}不晚于 {value}")),
    Comparison(">", Label("晚于"), Label("{column}晚于 {value}")),
    Comparison("<", Label("早于"), Label("{column}早于 {value}")),
    IS,
    IS_NOT,
    EMPTY,
    FILLED,
)
OF_NUMBERS = (
    Comparison(">=", Label("不小于"), Label("{column}不小于 {value}")),
    Comparison("<=", Label("不大于"), Label("{column}不大于 {value}")),
    Comparison(">", Label("大于"), Label("{column}大于 {value}")),
    Comparison("<", Label("小于"), Label("{column}小于 {value}")),
    IS,
    IS_NOT,
    EMPTY,
    FILLED,
)
OF_CHOICES = (IS, IS_NOT, EMPTY, FILLED)
OF_TEXTS = (CONTAINS, IS, IS_NOT, EMPTY, FILLED)


def comparisons(column: Column) -> Sequence[Comparison]:
    """The comparisons of a column, the most used one first."""
    if column.kind in DAYS:
        return OF_DAYS
    if column.kind in NUMBERS:
        return OF_NUMBERS
    return OF_CHOICES if column.kind in CHOSEN else OF_TEXTS


def said(found: Filter, column: Column) -> Label:
    """A filter in force as words."""
    if not found.operator:
        values = "、".join(value or str(Label("空白")) for value in found.values)
        return Label("{column} = {values}", column=column.label, values=values)
    value = found.values[0]
    one = next(each for each in comparisons(column) if each.operator == found.operator and each.blank is (not value))
    return Label(one.words.msgid, column=column.label, value=value)
