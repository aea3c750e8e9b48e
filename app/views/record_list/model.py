"""Ids of a query plus a cache of the pages that were looked at; nothing is read in the window's own thread."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from app.errors import KnownError
from app.i18n import Label
from app.views.jobs import DatabaseThread, Job
from app.views.record_list.source import Column, Only, Query, RowSource

PAGE = 100
PAGES_KEPT = 12
# So many rows at most stand in a window above or below the one that it is about.
IN_VIEW = 50
# Of fewer records each is looked for by itself.
FEW = 8
# More unanswered pages than this means that the user has scrolled past the older ones.
PAGES_ASKED = 4
HELD = Label("正在改的这一行")

Index = QModelIndex | QPersistentModelIndex
_TOP = QModelIndex()


class RecordModel(QAbstractTableModel):
    """The rows of a `RowSource`, read by page in the database thread."""

    about_to_change = Signal()  # ids are going to be replaced: remember selection and place
    changed = Signal()  # ids were replaced: restore them
    failed = Signal(object)  # a KnownError
    reading = Signal(bool)

    def __init__(self, source: RowSource, jobs: DatabaseThread, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._source, self._jobs = source, jobs
        self._columns: Sequence[Column] = source.columns
        self._ids: Sequence[int] = ()
        self._pages: OrderedDict[int, Sequence[Sequence[str]]] = OrderedDict()
        self._asked: OrderedDict[int, Job] = OrderedDict()
        self._loading: Job | None = None
        self.in_full: Mapping[int, Sequence[str]] = {}
        self.query = Query()
        self.total = 0
        self.is_loaded = False
        self._held: int | None = None
        self._is_guest = False  # the held row is no row of the query

    @property
    def columns(self) -> Sequence[Column]:
        """The columns, in the order of the model."""
        return self._columns

    @property
    def ids(self) -> Sequence[int]:
        """The ids of all rows, in order."""
        return self._ids

    @property
    def is_reading(self) -> bool:
        """Whether other rows are on their way."""
        return self._loading is not None

    def load(self, query: Query, *, look_at: int = 0, look_for: int | None = None) -> None:
        """Ask for `query`; with it come the rows around `look_at`, so that no empty row is ever painted.

        `look_for`: a record; wherever it stands then, the rows around it come instead.
        """
        if self._loading is not None:
            self._loading.cancel()
        source, held, place = self._source, self._held, self.row_of(self._held)

        def work() -> tuple[Sequence[int], bool, int, int, Sequence[Sequence[str]]]:
            found = source.ids(query)
            ids = with_row(source, found, held, place)
            at = row_in(ids, look_for)
            at = at if at >= 0 else min(look_at, len(ids) - 1)
            first = max(0, at - IN_VIEW) // PAGE
            last = min(at + IN_VIEW, len(ids)) // PAGE
            return ids, ids is not found, source.total(), first, source.rows(ids[first * PAGE : (last + 1) * PAGE])

        def take(got: tuple[Sequence[int], bool, int, int, Sequence[Sequence[str]]]) -> None:
            self._take(query, *got)
            if self._is_guest and self._held is None and self._loading is None:  # let go while the list was read
                self.load(query, look_at=look_at, look_for=look_for)

        self.reading.emit(True)
        self._loading = self._jobs.run(work, take, self._fail, owner=self)

    def row_of(self, record_id: int | None) -> int:
        """The row of a record, −1 when it is not in this view."""
        return row_in(self._ids, record_id)

    def hold(self, record_id: int) -> None:
        """Keep a record in the list at every reading, where it stands now if no longer by the query."""
        self._held = record_id

    def let_go(self) -> bool:
        """Hold nothing any more; whether the row held is no row of the query and so should go."""
        self._held, is_guest = None, self._is_guest
        return is_guest

    def rows_of(self, record_ids: Collection[int]) -> list[int]:
        """The rows of those of the records that are in this view, from the top."""
        if len(record_ids) < FEW:
            return sorted(row for row in map(self.row_of, record_ids) if row >= 0)
        wanted = frozenset(record_ids)
        return [row for row, each in enumerate(self._ids) if each in wanted]

    def cell(self, row: int, column: int) -> str | None:
        """The written cell, or None while it is still being read (it is then asked for)."""
        if self.in_full and (whole := self.in_full.get(self._ids[row])):
            return whole[column]
        page, at = divmod(row, PAGE)
        rows = self._pages.get(page)
        if rows is None:
            self._ask(page)
            return None
        return rows[at][column] if at < len(rows) and column < len(rows[at]) else ""

    def mark(self, row: int) -> str:
        """Why a row is marked as one to be looked at, "" where it is not or not read yet."""
        page, at = divmod(row, PAGE)
        rows, after = self._pages.get(page), len(self._columns)
        return rows[at][after] if rows is not None and at < len(rows) and len(rows[at]) > after else ""

    def show_in_full(self, rows: Mapping[int, Sequence[str]]) -> None:
        """Show these cells, by record, with nothing hidden; none: as they are read again."""
        self.in_full = rows
        if self._ids:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._ids) - 1, len(self._columns) - 1))

    def rowCount(self, parent: Index = _TOP) -> int:
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = _TOP) -> int:
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        # A repaint asks six roles for every cell: turn away all but the words first.
        if role == Qt.ItemDataRole.AccessibleDescriptionRole and index.column() == 0:
            return self.mark(index.row()) or None
        if role != Qt.ItemDataRole.DisplayRole and role != Qt.ItemDataRole.EditRole:
            return None
        return self.cell(index.row(), index.column())

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation is Qt.Orientation.Vertical:
            return str(section + 1)
        return str(self._columns[section].label)

    def _take(
        self, query: Query, ids: Sequence[int], guest: bool, total: int, first: int, rows: Sequence[Sequence[str]]
    ) -> None:
        self._loading = None
        self.about_to_change.emit()
        for job in self._asked.values():
            job.cancel()
        self.beginResetModel()
        self.query, self._ids, self._is_guest, self.total, self.is_loaded = query, ids, guest, total, True
        self.in_full = {}  # what was changed meanwhile would stand there as it was
        self._asked.clear()
        self._pages.clear()
        for at in range(0, len(rows), PAGE):
            self._pages[first + at // PAGE] = rows[at : at + PAGE]
        self.endResetModel()
        self.reading.emit(False)
        self.changed.emit()

    def _fail(self, fault: KnownError) -> None:
        self._loading = None
        self.reading.emit(False)
        self.failed.emit(fault)

    def _ask(self, page: int) -> None:
        if page in self._asked:
            return
        wanted = self._ids[page * PAGE : (page + 1) * PAGE]
        source = self._source
        self._asked[page] = self._jobs.run(
            lambda: source.rows(wanted), lambda rows: self._keep(page, rows), self.failed.emit, owner=self
        )
        while len(self._asked) > PAGES_ASKED:
            self._asked.popitem(last=False)[1].cancel()

    def _keep(self, page: int, rows: Sequence[Sequence[str]]) -> None:
        self._asked.pop(page, None)
        self._pages[page] = rows
        while len(self._pages) > PAGES_KEPT:
            self._pages.popitem(last=False)
        first = page * PAGE
        self.dataChanged.emit(self.index(first, 0), self.index(first + len(rows) - 1, len(self._columns) - 1))


def with_row(source: RowSource, ids: Sequence[int], held: int | None, place: int) -> Sequence[int]:
    """These rows, and the record `held` among them at `place`, as long as there is that record."""
    if held is None or held in ids or not source.ids(Query(only=Only((held,), HELD))):
        return ids
    place = max(0, min(place, len(ids)))
    return [*ids[:place], held, *ids[place:]]


def row_in(ids: Sequence[int], record_id: int | None) -> int:
    """Where a record stands, −1 if it does not. By looking along: for 100,000 a table of the rows takes 8 MB."""
    try:
        return -1 if record_id is None else ids.index(record_id)
    except ValueError:
        return -1
