"""Where a list gets its rows: ids of a query, and cells already written, fetched page by page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from app.i18n import Label


@dataclass(frozen=True)
class Column:
    """One column. `kind` is the name of the field's kind and decides width and side."""

    name: str
    label: Label
    kind: str = "text"
    shown: bool = True
    sortable: bool = True
    filterable: bool = False


@dataclass(frozen=True)
class Filter:
    """Only rows whose `column` reads as one of `values`."""

    column: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Query:
    """What the list is asked for. `view` is one of the page's ready-made views, "" the whole list."""

    search: str = ""
    sort: str = ""
    descending: bool = False
    filters: tuple[Filter, ...] = ()
    view: str = ""

    def with_filter(self, column: str, values: Sequence[str]) -> Query:
        """The same with this filter in place of the column's former one; no values: without it."""
        others = tuple(each for each in self.filters if each.column != column)
        return replace(self, filters=(*others, Filter(column, tuple(values))) if values else others)


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
        """The cells of these rows, one text for each column, in the order of `ids`; a row that is gone has none."""
        ...

    def figures(self, query: Query, blocks: Sequence[Block]) -> Figures:
        """Count, sum and average of the filled cells of `blocks` (no cell stands in two of them)."""
        ...

    def values(self, column: str, query: Query) -> Sequence[tuple[str, int]]:
        """What stands in a column, and how often, for its filter."""
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
