"""Where a list gets its rows: ids of a query, and cells already written, fetched page by page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from app.frozen import dataclass
from app.i18n import Label


@dataclass(frozen=True)
class Column:
    """One column. `kind` is the name of the field's kind and decides width and side."""

    name: str
    label: Label
    kind: str = "text"
    shown: bool = True
    sortable: bool = True
    filterable: bool = False  # by ticking what stands in it; every column can be filtered by a condition
    chars: float = 0  # the width in 字 where the kind does not tell it
    most: float = 0  # up to so many 字 it grows with what stands in it, later too while there is free room
    masked: bool = False  # numbers of which a few digits only are shown, until somebody asks for the whole


def unsortable(column: Column) -> Label:
    """Why the rows cannot be put into the order of a column that is not `sortable`."""
    return Label("“{column}”写的是一句句的话，不能按它排序。", column=column.label)


@dataclass(frozen=True)
class Filter:
    """Only rows whose `column` reads as one of `values`; with an `operator` a condition on the one value there.

    Operators are = != < <= > >= ~ (contains); an empty value asks for blank (=) or not blank (!=).
    """

    column: str
    values: tuple[str, ...]
    operator: str = ""


@dataclass(frozen=True)
class Only:
    """Exactly these rows, and how that came about in words."""

    ids: tuple[int, ...]
    words: Label


@dataclass(frozen=True)
class Query:
    """What the list is asked for. `view` is one of the page's ready-made views, "" the whole list."""

    search: str = ""
    sort: str = ""
    descending: bool = False
    filters: tuple[Filter, ...] = ()
    view: str = ""
    only: Only | None = None

    def with_filter(self, column: str, values: Sequence[str]) -> Query:
        """The same with these ticked values in place of the column's former ones; no values: without them."""
        others = tuple(each for each in self.filters if each.operator or each.column != column)
        return replace(self, filters=(*others, Filter(column, tuple(values))) if values else others)

    @property
    def conditions(self) -> tuple[Filter, ...]:
        """The filters that compare with a value."""
        return tuple(each for each in self.filters if each.operator)

    def with_conditions(self, conditions: Sequence[Filter]) -> Query:
        """The same with these comparisons in place of the former ones."""
        ticked = tuple(each for each in self.filters if not each.operator)
        return replace(self, filters=(*ticked, *conditions))

    def without(self, found: Filter) -> Query:
        """The same without one of its filters."""
        return replace(self, filters=tuple(each for each in self.filters if each != found))

    @property
    def is_narrowed(self) -> bool:
        """Whether a search or a filter leaves rows out."""
        return bool(self.search or self.filters or self.only)


@dataclass(frozen=True)
class Block:
    """Cells: these columns of these rows; `ids` None means all rows of the query."""

    columns: tuple[str, ...]
    ids: Sequence[int] | None


@dataclass(frozen=True)
class Figures:
    """What the status bar says of the selected cells, written out; empty where it makes no sense."""

    count: int
    total: str = ""
    average: str = ""


@dataclass(frozen=True)
class Found:
    """What became of a pasted column: the rows that are meant, and the lines that mean none or several of them."""

    ids: tuple[int, ...]
    missing: tuple[str, ...] = ()
    several: tuple[str, ...] = ()


class RowSource(Protocol):
    """A list of records; every method but `columns` is called in the database thread."""

    @property
    def columns(self) -> Sequence[Column]:
        """All columns, in the order of the paper; the first one names the row and stays in view."""
        ...

    def ids(self, query: Query) -> Sequence[int]:
        """The ids of all rows of the query, in order."""
        ...

    def total(self) -> int:
        """How many rows there are without any search or filter."""
        ...

    def rows(self, ids: Sequence[int]) -> Sequence[Sequence[str]]:
        """The cells of these rows, one text for each column, in the order of `ids`; a row that is gone has none.

        One text more says why a row is marked as one to be looked at, "" where it is not.
        """
        ...

    def figures(self, query: Query, blocks: Sequence[Block]) -> Figures:
        """Count, sum and average of the filled cells of `blocks` (no cell stands in two of them)."""
        ...

    def values(self, column: str, query: Query) -> Sequence[tuple[str, int]]:
        """What stands in a column, and how often, for its filter."""
        ...

    def understood(self, found: Filter) -> tuple[str, ...]:
        """Those of the values of a filter that still mean something: a branch or a choice may be no more."""
        ...

    def find(self, lines: Sequence[str], query: Query) -> Found:
        """The rows of the query that these numbers or names mean, one a line."""
        ...

    def doubtful(self, query: Query) -> Sequence[int] | None:
        """The rows of the query that are to be checked; None where rows of this kind are never in doubt."""
        ...


class HidingSource(Protocol):
    """What a `RowSource` with masked columns can do besides; called in the database thread."""

    def in_full(self, ids: Sequence[int], *, copied: bool) -> Sequence[Sequence[str]]:
        """The cells of these rows with nothing hidden; that somebody looked, or copied, is noted first."""
        ...


@dataclass(frozen=True)
class ListWords:
    """How a list speaks: its name for screen readers, the measure word of its rows, its empty state."""

    name: Label
    unit: Label
    empty: Label
    empty_reason: Label
    icon: str = "users"
    offers_new: bool = False  # a search without hits offers to add what was searched for
    search_hint: Label = Label("搜姓名、拼音、身份证后四位、手机、部门")
