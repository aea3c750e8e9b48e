"""How a list looks, as a saved view keeps it: what it is asked for and its columns; and what is left of it later."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, field, replace
from typing import Any

from app.frozen import dataclass
from app.i18n import Label
from app.views.record_list.layout import ColumnState
from app.views.record_list.source import Column, Filter, Only, Query, RowSource

# Widths are kept in 字 and shown in whole pixels: so much of a 字 is lost on the way.
WIDTH_SLACK = 0.2


@dataclass(frozen=True)
class Shape:
    """What a list is asked for, and its columns from the left; none: they stay as they are."""

    query: Query = field(default_factory=Query)
    columns: tuple[ColumnState, ...] = ()

    def is_like(self, other: Shape) -> bool:
        """Whether the two look the same; widths may differ by what rounding does."""
        if self.query != other.query:
            return False
        return not (self.columns and other.columns) or _same(self.columns, other.columns)


@dataclass(frozen=True)
class Left:
    """What is left of a kept shape, and what of it is no more, in the words in which it was kept."""

    shape: Shape
    lost: tuple[str, ...] = ()


def written(shape: Shape, columns: Sequence[Column]) -> dict[str, Any]:
    """A shape in plain values, with the words for its columns, by which one that is gone can be told."""
    query, labels = shape.query, {each.name: str(each.label) for each in columns}
    return {
        "search": query.search,
        "sort": query.sort,
        "descending": query.descending,
        "view": query.view,
        "filters": [asdict(each) for each in query.filters],
        "only": None if query.only is None else list(query.only.ids),
        "columns": [asdict(each) for each in shape.columns],
        "labels": labels,
    }


def left_of(content: Mapping[str, Any], source: RowSource, views: Collection[str], unit: Label) -> Left:
    """What a list can still show of it, in the database thread; `views` are the list's ready-made ones."""
    try:
        kept, labels = _read(content, unit)
    except (TypeError, KeyError, ValueError):
        return Left(Shape(), (str(Label("存下的样子")),))
    query, lost = kept.query, list[str]()
    columns = {each.name: each for each in source.columns}
    lost += [labels.get(each.name, each.name) for each in kept.columns if each.shown and each.name not in columns]
    filters = []
    for each in query.filters:
        if each.column not in columns:
            lost.append(labels.get(each.column, each.column))
            continue
        understood = source.understood(each)
        lost += [value for value in each.values if value not in understood]
        filters += [replace(each, values=understood)] if understood else []
    if query.sort and (query.sort not in columns or not columns[query.sort].sortable):
        lost.append(labels.get(query.sort, query.sort))
        query = replace(query, sort="", descending=False)
    if query.view not in views:
        lost.append(query.view)
        query = replace(query, view="")
    states = tuple(each for each in kept.columns if each.name in columns)
    shape = Shape(replace(query, filters=tuple(filters)), states if any(each.shown for each in states) else ())
    return Left(shape, tuple(dict.fromkeys(lost)))


def _read(content: Mapping[str, Any], unit: Label) -> tuple[Shape, dict[str, str]]:
    ids = content["only"]
    query = Query(
        str(content["search"]),
        str(content["sort"]),
        bool(content["descending"]),
        tuple(
            Filter(str(each["column"]), tuple(map(str, each["values"])), str(each["operator"]))
            for each in content["filters"]
        ),
        str(content["view"]),
        None if ids is None else _only(tuple(map(int, ids)), unit),
    )
    columns = tuple(
        ColumnState(str(each["name"]), float(each["width"]), bool(each["shown"])) for each in content["columns"]
    )
    return Shape(query, columns), {str(key): str(value) for key, value in content["labels"].items()}


def _only(ids: tuple[int, ...], unit: Label) -> Only:
    return Only(ids, Label("只看存下的 {n} {unit}", n=f"{len(ids):,}", unit=unit))


def _same(one: Sequence[ColumnState], other: Sequence[ColumnState]) -> bool:
    """Whether the columns in view are the same ones, in one order and about as wide."""
    mine, theirs = ([each for each in states if each.shown] for states in (one, other))
    return [each.name for each in mine] == [each.name for each in theirs] and all(
        abs(each.width - its.width) <= WIDTH_SLACK for each, its in zip(mine, theirs, strict=True)
    )
