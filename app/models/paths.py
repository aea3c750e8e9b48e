"""Paths from one record to what it is linked to, such as `person.membership.org_unit`, as portable SQL joins."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, FromClause, and_, true

from app.models import kinds
from app.models.declare import Field, Record, children_of, field_named, record_type, table_of

# What every record has beside its declared fields.
_COMMON = {"id": kinds.Number(), "uid": kinds.Kind(), "deleted_at": kinds.Moment(), "search_text": kinds.Kind()}


class UnknownPath(LookupError):
    """A path that names no field; the argument is the path."""


class Joined:
    """The tables of one query, joined as paths are asked for."""

    def __init__(self, record: type[Record]) -> None:
        self.record = record
        self.root = table_of(record)
        self.source: FromClause = self.root
        self._tables: dict[tuple[str, ...], tuple[type[Record], FromClause]] = {(): (record, self.root)}

    def column(self, path: str) -> tuple[ColumnElement[Any], Field]:
        """The column at the end of a path, with its declaration; raises `UnknownPath`."""
        *steps, last = path.split(".")
        record, table = self._table(tuple(steps), path)
        spec = field_named(record, last)
        if spec is None:
            if last in _COMMON:
                return table.c[last], Field(_COMMON[last], record.record_label, last)
            raise UnknownPath(path)
        return table.c[spec.name], spec

    def shown(self, path: str) -> tuple[ColumnElement[Any], Field]:
        """The column that is shown for a path: a link shows the title of its target."""
        column, spec = self.column(path)
        while isinstance(spec.kind, kinds.Link):
            path = f"{path}.{record_type(spec.kind.target).title_path}"
            column, spec = self.column(path)
        return column, spec

    def _table(self, steps: tuple[str, ...], path: str) -> tuple[type[Record], FromClause]:
        if steps not in self._tables:
            self._tables[steps] = self._join(steps, path)
        return self._tables[steps]

    def _join(self, steps: tuple[str, ...], path: str) -> tuple[type[Record], FromClause]:
        record, table = self._table(steps[:-1], path)
        step = steps[-1]
        if step in record.facets:
            facet = record.facets[step]
            target = record_type(facet.target)
            link = next(link for child, link in children_of(record).values() if child is target)
            alias = table_of(target).alias()
            condition = and_(alias.c[link] == table.c.id, alias.c[facet.flag] == true(), alias.c.deleted_at.is_(None))
        else:
            spec = field_named(record, step)
            if spec is None or not isinstance(spec.kind, kinds.Link):
                raise UnknownPath(path)
            target = record_type(spec.kind.target)
            alias = table_of(target).alias()
            condition = alias.c.id == table.c[spec.name]
        self.source = self.source.outerjoin(alias, condition)
        return target, alias


def field_at(record: type[Record], path: str) -> Field:
    """The declaration at the end of a path; raises `UnknownPath`."""
    return Joined(record).column(path)[1]


def record_at(record: type[Record], steps: tuple[str, ...]) -> type[Record]:
    """The record type that a chain of links and facets leads to; raises `UnknownPath`."""
    return Joined(record)._table(steps, ".".join(steps))[0]
