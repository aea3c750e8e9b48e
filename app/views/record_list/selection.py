"""Which cells are selected, as rows and columns; told in ranges, never cell by cell (trap 1 of screen.md §13)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from app.frozen import dataclass


@dataclass(frozen=True)
class Range:
    """A rectangle of cells, bounds included; columns as numbers of the model."""

    top: int
    bottom: int
    left: int
    right: int


@dataclass(frozen=True)
class Selected:
    """The selection by record: for each group of columns the ids of the rows, so that it outlives a new order."""

    groups: tuple[tuple[tuple[int, int], tuple[int, ...]], ...]
    current: tuple[int, int] | None  # record id, column
    row: int  # where that record stood
    top: int | None  # id of the first row in view
    everything: bool = False


def rows_touched(ranges: Iterable[Range]) -> list[int]:
    """The rows that any range touches, ascending."""
    spans = sorted((each.top, each.bottom) for each in ranges)
    rows: list[int] = []
    for top, bottom in spans:
        start = max(top, rows[-1] + 1) if rows else top
        rows.extend(range(start, bottom + 1))
    return rows


def runs(rows: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Ascending rows as spans without gaps."""
    first = last = -1
    for row in rows:
        if first >= 0 and row == last + 1:
            last = row
            continue
        if first >= 0:
            yield first, last
        first = last = row
    if first >= 0:
        yield first, last


def separate(ranges: Sequence[Range]) -> list[tuple[tuple[int, ...], list[int]]]:
    """Blocks (columns, rows) in which no cell stands twice, although ranges may overlap."""
    by_column: dict[int, list[Range]] = {}
    for each in ranges:
        for column in range(each.left, each.right + 1):
            by_column.setdefault(column, []).append(each)
    by_rows: dict[tuple[tuple[int, int], ...], list[int]] = {}
    for column, parts in sorted(by_column.items()):
        key = tuple(sorted({(part.top, part.bottom) for part in parts}))
        by_rows.setdefault(key, []).append(column)
    return [
        (tuple(columns), rows_touched(Range(top, bottom, 0, 0) for top, bottom in key))
        for key, columns in by_rows.items()
    ]
