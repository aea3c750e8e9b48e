"""A list as a spreadsheet: the same columns come back in, so that importing an export changes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from app.frozen import dataclass
from app.models import HardshipCase, kinds
from app.models.declare import Face, Field, Record, fields_of, record_type
from app.models.words import FileWords, find_keys
from app.services import listing
from app.services.casebook import writing as casebook
from app.services.casebook.columns import as_written
from app.services.importing.plan import import_fields
from app.services.listing import View
from app.services.sheets.workbook import ColumnKind, Table, Value
from app.services.sheets.writing import write_tables
from app.services.today import today

UID = "uid"
_KINDS = ((kinds.Money, ColumnKind.MONEY), (kinds.Number, ColumnKind.NUMBER), (kinds.Day, ColumnKind.DAY))


@dataclass(frozen=True)
class _Column:
    """One column: the path of its field, its declaration, and what stands above it."""

    path: str
    spec: Field

    @property
    def heading(self) -> str:
        return self.spec.label.msgid

    @property
    def kind(self) -> ColumnKind:
        return next((cell for kind, cell in _KINDS if isinstance(self.spec.kind, kind)), ColumnKind.TEXT)


def export(session: Session, view: View, path: Path, *, overwrite: bool = False) -> int:
    """Write the records of a view to an .xlsx or .csv file; returns how many.

    Which columns there are follows from the declaration, not from what the screen shows: those that an import reads,
    then those that follow from others, and last the uid by which a record is known again.
    """
    if view.record is HardshipCase:
        return casebook.export_cases(session, view, path, overwrite=overwrite)
    return write_tables(path, [table_of_view(session, view)], overwrite=overwrite)


def export_blank(session: Session, record: type[Record], path: Path, *, overwrite: bool = False) -> None:
    """Write a table to be filled in: the columns that an import reads, and no rows."""
    if record is HardshipCase:
        casebook.export_blank_cases(session, path, overwrite=overwrite)
        return
    columns = [_Column(name, spec) for name, spec in import_fields(record).items() if name != UID]
    write_tables(path, [_table(record, columns, ())], overwrite=overwrite)


def table_of_view(session: Session, view: View) -> Table:
    """The records of a view as a table to be written."""
    columns = list(_columns(view.record))
    return _table(view.record, columns, _rows(session, view, columns))


def _table(record: type[Record], columns: Sequence[_Column], rows: Iterable[Sequence[Value]]) -> Table:
    return Table(
        str(record.record_label), [column.heading for column in columns], [column.kind for column in columns], rows
    )


def _columns(record: type[Record]) -> Iterator[_Column]:
    read = import_fields(record)
    yield from (_Column(path, spec) for path, spec in read.items() if path != UID)
    yield from (_Column(path, spec) for path, spec in _shown_fields(record) if path not in read)
    yield _Column(UID, read[UID])


def _shown_fields(record: type[Record], prefix: str = "") -> Iterator[tuple[str, Field]]:
    """Every field that is declared for export, those of facets included."""
    for spec in fields_of(record).values():
        owner = isinstance(spec.kind, kinds.Link) and spec.kind.owner
        if spec.has(Face.EXPORT) and not (prefix and owner):
            yield prefix + spec.key, spec
    for name, facet in record.facets.items():
        yield from _shown_fields(record_type(facet.target), f"{prefix}{name}.")


def _rows(session: Session, view: View, columns: Sequence[_Column]) -> Iterator[list[Value]]:
    writer = _Writer(session)
    wanted = listing.ids(session, view)
    shown = View(view.record, columns=tuple(column.path for column in columns if column.path != UID))
    for start in range(0, len(wanted), listing.PAGE):
        for values in listing.values(session, shown, wanted[start : start + listing.PAGE]):
            yield [writer.cell(column, values[column.path]) for column in columns]


class _Writer:
    """Writes values so that reading them again gives the same; what a link is called is looked up once."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._words = FileWords(session, today())
        self._links: dict[tuple[str, int], str] = {}
        self._codes: dict[tuple[str, str], str] = {}

    def cell(self, column: _Column, value: Any) -> Value:
        """One cell."""
        stored: Value = value
        kind = column.spec.kind
        if stored is None or column.path == UID:
            return stored
        if isinstance(kind, kinds.Link):
            return self._link(kind.target, value)
        return self._text(kind, value) if column.kind is ColumnKind.TEXT else stored

    def _text(self, kind: kinds.Kind, value: Any) -> str:
        if not isinstance(kind, kinds.Code | kinds.Codes):
            return kind.write(value, self._words)
        key = (kind.list_name, value)
        if key not in self._codes:
            self._codes[key] = as_written(kind, value, self._words)
        return self._codes[key]

    def _link(self, target: str, record_id: int) -> str:
        """What people call the record, or its uid where that name could mean another one too."""
        key = (target, record_id)
        if key not in self._links:
            title = self._words.link_title(target, record_id)
            alone = bool(title) and find_keys(self._session, record_type(target), title) == [record_id]
            self._links[key] = title if alone else self._words.link_uid(target, record_id)
        return self._links[key]
