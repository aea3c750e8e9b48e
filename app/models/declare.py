"""One declaration, many faces: `field(...)` describes a column once, `Record` carries what every record has.

Table columns, list, form, search, import matching, export, printed list, history and command line all read the
declaration; none of them keeps a list of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from enum import Flag, auto
from functools import cache
from typing import Any, ClassVar

import uuid_utils
from sqlalchemy import BigInteger, ForeignKey, Index, Integer, MetaData, String, Table, inspect
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedColumn, Session, declared_attr, mapped_column

from app.errors import Problem
from app.frozen import dataclass
from app.i18n import Label
from app.models import kinds
from app.models.values import pinyin, text


class Face(Flag):
    """Where a field appears."""

    LIST = auto()
    FORM = auto()
    SEARCH = auto()
    IMPORT = auto()
    EXPORT = auto()
    PRINT = auto()


ALL = Face.LIST | Face.FORM | Face.IMPORT | Face.EXPORT | Face.PRINT
FOUND = ALL | Face.SEARCH
FORM_ONLY = Face.FORM | Face.IMPORT | Face.EXPORT
READ_ONLY = Face.LIST | Face.EXPORT | Face.PRINT
HIDDEN = Face(0)


@dataclass(frozen=True)
class Field:
    """The description of one field; it lies in the column's `info`."""

    kind: kinds.Kind
    label: Label
    name: str = ""
    required: bool = False
    faces: Face = ALL
    group: Label | None = None
    sensitive: bool = False
    derived: bool = False
    sort_by: str = ""
    external: str = ""

    @property
    def key(self) -> str:
        """The name on the command line and in JSON (links drop their `_id`)."""
        return self.external or self.name.removesuffix("_id")

    def has(self, face: Face) -> bool:
        """Whether the field appears there."""
        return bool(self.faces & face)


def field(
    kind: kinds.Kind,
    label: Label,
    *,
    required: bool = False,
    faces: Face = ALL,
    group: Label | None = None,
    sensitive: bool = False,
    derived: bool = False,
    sort_by: str = "",
    external: str = "",
    default: Any = None,
) -> MappedColumn[Any]:
    """Declare one column and all its faces.

    `derived` fields are filled by the record itself and are read-only everywhere; `sort_by` names the field whose
    order stands for this one (a name sorts by its pinyin); `external` is the name on the command line where the
    attribute's own name cannot serve; `sensitive` values are masked on screen and left out of public paper.
    """
    spec = Field(kind, label, "", required, faces, group, sensitive, derived, sort_by, external)
    arguments: list[Any] = [kind.column_type()]
    if isinstance(kind, kinds.Link):
        arguments.append(ForeignKey(f"{snake(kind.target)}.id"))
    return mapped_column(
        *arguments,
        nullable=not required,
        default=default,
        active_history=True,
        index=isinstance(kind, kinds.Link),
        info={"field": spec},
    )


def snake(name: str) -> str:
    """`HardshipCase` → `hardship_case`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def new_uid() -> str:
    """A fresh UUIDv7 in its canonical text form."""
    return str(uuid_utils.uuid7())


@dataclass(frozen=True)
class Facet:
    """A child of which one at most is shown as part of its owner's row.

    `flag` is the child's yes/no field that marks the one shown; `key` the fields by which a child is known again
    at re-import (empty: the marked one itself is edited).
    """

    target: str
    flag: str
    key: tuple[str, ...] = ()


class Base(DeclarativeBase):
    """All tables of the file."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


_TYPES: dict[str, type[Record]] = {}


class Record(Base):
    """What every record has: an id never used twice, a uid that never changes, deletion with a way back.

    Its indexes cover the list in its usual order (`listed_by`) and the search, so that neither reads whole rows; those
    that a search, a filter or a sort walks along begin with the id: rows that come later are only put at their end.
    """

    __abstract__ = True

    record_label: ClassVar[Label]
    type_name: ClassVar[str]
    title_path: ClassVar[str] = "name"
    place_paths: ClassVar[tuple[str, ...]] = ()
    """Where somebody belongs, the nearest first: said beside the title where two could be taken for one another."""
    key_paths: ClassVar[tuple[str, ...]] = ()
    facets: ClassVar[dict[str, Facet]] = {}
    list_columns: ClassVar[tuple[str, ...]] = ()
    match_paths: ClassVar[tuple[str, ...]] = ()
    default_sort: ClassVar[tuple[str, ...]] = ()
    undoable: ClassVar[bool] = True
    listed_by: ClassVar[tuple[str, ...]] = ()
    indexes: ClassVar[tuple[tuple[str, ...], ...]] = ()

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True, sort_order=-3)
    uid: Mapped[str] = mapped_column(String(36), nullable=False, unique=True, sort_order=-2)
    deleted_at: Mapped[int | None] = mapped_column(BigInteger, active_history=True, sort_order=-1)
    search_text: Mapped[str | None] = mapped_column(String, sort_order=90)

    def __init_subclass__(cls, *, label: Label, type_name: str = "", **arguments: Any) -> None:
        cls.record_label = label
        cls.type_name = type_name or snake(cls.__name__).replace("_", "-")
        cls.__tablename__ = snake(cls.__name__)
        _drop_annotations(cls)
        super().__init_subclass__(**arguments)
        _TYPES[cls.type_name] = cls
        fields_of.cache_clear()
        children_of.cache_clear()

    @declared_attr.directive
    def __table_args__(cls) -> tuple[Any, ...]:
        usual = [("deleted_at", *cls.listed_by, "id"), ("id", "search_text")]
        listed = usual if cls.listed_by else [("deleted_at", "id", "search_text")]
        return (*(Index(None, *columns) for columns in (*listed, *cls.indexes)), {"sqlite_autoincrement": True})

    def check(self, before: Mapping[str, Any]) -> list[Problem]:
        """Rules across fields; `before` holds the old values of changed fields (empty for a new record)."""
        return []

    @classmethod
    def review(cls, row: Mapping[str, Any], doubts: Sequence[Problem], today: date) -> list[Problem]:
        """The doubts about a row as a whole: those of its values, less or more what the other values say.

        `row` holds stored values by attribute name.
        """
        return list(doubts)

    def put(self, **values: Any) -> None:
        """Set attributes, touching only those that differ (a touched record is flushed and derived again)."""
        for name, value in values.items():
            if getattr(self, name) != value:
                setattr(self, name, value)

    def derive(self, session: Session) -> None:
        """Fill derived fields from the record's own values; called before every flush of it."""

    def gather(self, session: Session) -> None:
        """Fill derived fields from the record's children; called after it or one of its children was flushed.

        Whatever this sets may depend on nothing but the children that link here as their owner (undo relies on that).
        """

    def former(self, *names: str) -> dict[str, Any]:
        """The values that these attributes had before they were changed in this session."""
        found = {}
        for name in names:
            past = inspect(self).attrs[name].history
            found[name] = past.deleted[0] if past.deleted else (None if past.added else getattr(self, name))
        return found


def _drop_annotations(record: type[Record]) -> None:
    """Keep SQLAlchemy from evaluating what is for readers only: the columns say type and `NULL` themselves.

    To look at the annotations takes a fourth of the time that the record types take at every start.
    """
    record.__annotations__.clear()


_drop_annotations(Record)  # each of its types would look at them anew


def record_types() -> dict[str, type[Record]]:
    """Every record type by its name on the command line, in order of declaration."""
    return dict(_TYPES)


def record_type(name: str) -> type[Record]:
    """A record type by its command-line name or its class name; `KeyError` when there is none."""
    for record in _TYPES.values():
        if name in (record.type_name, record.__name__):
            return record
    raise KeyError(name)


def forget_type(record: type[Record]) -> None:
    """Take a record type out of the register again (tests declare types of their own)."""
    _TYPES.pop(record.type_name, None)
    Base.metadata.remove(table_of(record))
    # SQLAlchemy's public door lets go of whole registries only; without this the class's name stays taken.
    manager = record.__mapper__.class_manager
    Base.registry._dispose_manager_and_mapper(manager)
    Base.registry._managers.pop(manager, None)  # else it is met again, without its mapper, until it is collected
    fields_of.cache_clear()
    children_of.cache_clear()
    _searched.cache_clear()


def table_of(record: type[Record]) -> Table:
    """The table of a record type."""
    table = record.__table__
    assert isinstance(table, Table)
    return table


@cache
def fields_of(record: type[Record]) -> dict[str, Field]:
    """The declared fields of a record type by attribute name, in order of declaration."""
    found = {}
    for column in table_of(record).columns:
        spec = column.info.get("field")
        if isinstance(spec, Field):
            found[column.key] = replace(spec, name=column.key)
    return found


def default_of(record: type[Record], name: str) -> Any:
    """The value that a new record has in this field, or None."""
    default = table_of(record).c[name].default
    return getattr(default, "arg", None)


def field_named(record: type[Record], name: str) -> Field | None:
    """A field by its attribute name or by its name on the command line."""
    fields = fields_of(record)
    return fields.get(name) or next((spec for spec in fields.values() if spec.key == name), None)


@cache
def children_of(record: type[Record]) -> dict[str, tuple[type[Record], str]]:
    """The child types of a record type: list name → (child type, name of its link to the owner)."""
    found = {}
    for child in _TYPES.values():
        for spec in fields_of(child).values():
            if isinstance(spec.kind, kinds.Link) and spec.kind.owner and spec.kind.target == record.__name__:
                found[spec.kind.owner] = (child, spec.name)
    return found


def owner_links(record: type[Record]) -> Iterator[tuple[str, type[Record]]]:
    """The links of a record type to its owners: (attribute, owner's type)."""
    for spec in fields_of(record).values():
        if isinstance(spec.kind, kinds.Link) and spec.kind.owner:
            yield spec.name, record_type(spec.kind.target)


def gathers(record: type[Record]) -> bool:
    """Whether a record type has derived fields that follow from its children."""
    return record.gather is not Record.gather


def defaults_of(record: type[Record]) -> dict[str, Any]:
    """The values that a new record has where none is given."""
    return {name: default_of(record, name) for name in fields_of(record)}


@cache
def _searched(record: type[Record]) -> tuple[Field, ...]:
    """The fields that a search looks through in the record itself; links are searched where they lead."""
    specs = fields_of(record).values()
    return tuple(spec for spec in specs if spec.has(Face.SEARCH) and not isinstance(spec.kind, kinds.Link))


def search_text(record: type[Record], row: Mapping[str, Any]) -> str | None:
    """What a search looks through for one row: the folded search fields, names with pinyin and initials."""
    parts = []
    for spec in _searched(record):
        value = row.get(spec.name)
        if value is None:
            continue
        if isinstance(spec.kind, kinds.PersonName):
            reading = row.get(spec.sort_by) if spec.sort_by else None
            parts.append(pinyin.search_forms(value, reading or pinyin.name_pinyin(value)))
        else:
            parts.append(text.fold(str(value)))
    return "\n".join(parts) or None
