"""What is in the recycle bin, of every type, as the rows of one list."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from app.i18n import Label
from app.models import Person
from app.models.declare import record_type, record_types
from app.models.kinds import show_moment
from app.models.store.database import Database
from app.models.values import pinyin, text
from app.services import recycle_bin
from app.services.history import who
from app.services.recycle_bin import Binned
from app.services.today import today
from app.views.record_list.source import Block, Column, Figures, Filter, Found, Query

COLUMNS = (
    Column("title", Label("名称"), chars=11),
    Column("number", Label("号码"), "resident_id"),
    Column("type", Label("是什么"), filterable=True, chars=8),
    Column("parts", Label("一起删的条数"), "number", chars=6),
    Column("at", Label("什么时候删的"), "moment"),
    Column("days", Label("放了几天"), "number", chars=5),
    Column("actor", Label("谁删的"), filterable=True, chars=7),
)
MEMBER = Label("会员")
COMPARED: Mapping[str, Callable[[str, str], bool]] = {
    "=": lambda cell, value: cell == value,
    "!=": lambda cell, value: cell != value,
    "<": lambda cell, value: _ranked(cell) < _ranked(value),
    "<=": lambda cell, value: _ranked(cell) <= _ranked(value),
    ">": lambda cell, value: _ranked(cell) > _ranked(value),
    ">=": lambda cell, value: _ranked(cell) >= _ranked(value),
    "~": lambda cell, value: value in cell,
}


class BinRows:
    """A `RowSource`; an id here tells the type as well, so that two types never get in each other's way."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._types = list(record_types())
        self._known: dict[int, tuple[str, ...]] = {}
        self._version = -1  # of the database, when it was read

    @property
    def columns(self) -> Sequence[Column]:
        """All columns of the list."""
        return COLUMNS

    def record_of(self, row_id: int) -> tuple[str, int]:
        """(type on the command line, id) of the record that a row stands for."""
        record_id, at = divmod(row_id, len(self._types))
        return self._types[at], record_id

    def row_of(self, type_name: str, record_id: int) -> int:
        """The id of the row that stands for a record."""
        return record_id * len(self._types) + self._types.index(type_name)

    def ids(self, query: Query) -> Sequence[int]:
        """The rows of the query, the latest first unless another order is asked for."""
        self._read()
        wanted = [row_id for row_id, cells in self._known.items() if _fits(cells, query)]
        if query.only is not None:
            wanted = [row_id for row_id in wanted if row_id in set(query.only.ids)]
        if query.sort:
            at = _at(query.sort)
            wanted.sort(key=lambda row_id: _ranked(self._known[row_id][at]), reverse=query.descending)
        return wanted

    def _read(self) -> None:
        """Read the bin, unless nothing was written since: who searches presses many keys."""
        version = self._database.version
        if version != self._version:
            with self._database.read() as session:
                found = recycle_bin.binned(session)
            self._known = {self.row_of(one.type, one.id): _cells(one) for one in found}
            self._version = version

    def total(self) -> int:
        """How many there are; they were read with the ids just now."""
        return len(self._known)

    def rows(self, ids: Sequence[int]) -> Sequence[Sequence[str]]:
        """The written cells."""
        return [self._known.get(row_id, ()) for row_id in ids]

    def figures(self, query: Query, blocks: Sequence[Block]) -> Figures:
        """How many cells are filled; nothing here is to be added up."""
        whole = self.ids(query) if any(block.ids is None for block in blocks) else ()
        count = 0
        for block in blocks:
            at = [_at(name) for name in block.columns]
            rows = self.rows(whole if block.ids is None else block.ids)
            count += sum(bool(cells[each]) for cells in rows if cells for each in at)
        return Figures(count)

    def values(self, column: str, query: Query) -> Sequence[tuple[str, int]]:
        """What stands in a column, and how often."""
        at, counts = _at(column), dict[str, int]()
        for cells in self.rows(self.ids(query)):
            counts[cells[at]] = counts.get(cells[at], 0) + 1
        return sorted(counts.items())

    def understood(self, found: Filter) -> tuple[str, ...]:
        """Every value: what lies here is compared as it is written."""
        return found.values

    def find(self, lines: Sequence[str], query: Query) -> Found:
        """The rows that these names mean."""
        ids = self.ids(query)
        hits = {line: [row_id for row_id in ids if self._known[row_id][0] == line] for line in lines}
        return Found(
            tuple(dict.fromkeys(row_id for found in hits.values() for row_id in found)),
            tuple(line for line, found in hits.items() if not found),
            tuple(line for line, found in hits.items() if len(found) > 1),
        )

    def doubtful(self, query: Query) -> Sequence[int] | None:
        """Nothing here is to be checked."""
        return None


def _cells(one: Binned) -> tuple[str, ...]:
    moment, record = show_moment(one.at), record_type(one.type)
    gone = (today() - type(today()).fromisoformat(moment[:10])).days
    parts = str(one.parts) if one.parts else ""
    kind = MEMBER if record is Person else record.record_label
    return one.title, one.number, str(kind), parts, moment, str(max(gone, 0)), who(one.actor)


def _fits(cells: Sequence[str], query: Query) -> bool:
    passes = all(_passes(cells[_at(each.column)], each) for each in query.filters)
    if not passes or not query.search:
        return passes
    title = pinyin.search_forms(cells[0], pinyin.name_pinyin(cells[0]))
    words = text.fold(" ".join(cells)) + " " + title
    return all(text.fold(word) in words for word in query.search.split())


def _passes(cell: str, wanted: Filter) -> bool:
    if wanted.operator:
        return COMPARED[wanted.operator](cell, wanted.values[0])
    return cell in wanted.values


def _at(name: str) -> int:
    return next(at for at, column in enumerate(COLUMNS) if column.name == name)


def _ranked(cell: str) -> tuple[int, str]:
    """Numbers by their size, everything else by its signs."""
    return (int(cell), "") if cell.isascii() and cell.isdigit() else (0, cell)
