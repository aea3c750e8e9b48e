"""What a row will write: the record itself and its facets, each made or changed; a blank changes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Any

from app.frozen import dataclass
from app.i18n import Label
from app.models import Person, kinds
from app.models.declare import Field, Record, fields_of, table_of
from app.services.importing.known import full_number
from app.services.importing.plan import facet_places, import_fields

Values = dict[str, Any]
_Layout = list[tuple[str, list[tuple[str, str]]]]  # places, and in each the attributes with their paths
LAYOUTS = 1_000  # kept


@dataclass(frozen=True)
class Difference:
    """One field that a row changes, as people read it."""

    path: str
    label: Label
    old: str
    new: str


@dataclass(slots=True)
class Write:
    """One record to be made (`record_id` None) or changed, with its new values by attribute name.

    `place` is the path of the facet that it is, empty for the record itself; `owner_id` what a facet belongs to, None
    where the same row makes that.
    """

    place: str
    record_id: int | None
    values: Values = field(default_factory=dict)
    owner_id: int | None = None


class Shape:
    """Where the values of a record type's import paths belong."""

    def __init__(self, record: type[Record]) -> None:
        self.record = record
        self.is_person = issubclass(record, Person)
        self.fields = import_fields(record)
        self.places = facet_places(record)
        self.records: dict[str, type[Record]] = {"": record} | {place.path: place.record for place in self.places}
        self._homes = {path: (path.rpartition(".")[0], spec.name) for path, spec in self.fields.items()}
        self._paths = {home: path for path, home in self._homes.items()}
        self._layouts: dict[tuple[str, ...], _Layout] = {}
        links = {place.path: place.link for place in self.places}
        self._needed = {place: list(_needed(kind, links.get(place))) for place, kind in self.records.items()}

    def split(self, values: Mapping[str, Any]) -> dict[str, Values]:
        """Values by path as values by place and attribute name; the uid is left out."""
        layout = self._layouts.get(paths := tuple(values)) or self._layout(paths)
        return {place: {name: values[path] for name, path in held} for place, held in layout}

    def _layout(self, paths: tuple[str, ...]) -> _Layout:
        """Where the values of rows that fill these paths belong: most rows of a sheet fill the same few sets."""
        found: dict[str, list[tuple[str, str]]] = {"": []}
        for path in paths:
            place, name = self._homes[path]
            if path != "uid":
                found.setdefault(place, []).append((name, path))
        if len(self._layouts) < LAYOUTS:
            self._layouts[paths] = list(found.items())
        return list(found.items())

    def path(self, place: str, name: str) -> str:
        """The path of an attribute, or of what only bears a path's last word."""
        spec = fields_of(self.records[place]).get(name)
        key = spec.key if spec else name
        return self._paths.get((place, name)) or (f"{place}.{key}" if place else key)

    def missing(self, place: str, values: Mapping[str, Any]) -> list[Field]:
        """The fields without which a new record of this place cannot be kept and that nothing fills."""
        return [spec for spec in self._needed[place] if values.get(spec.name) is None]


def _needed(record: type[Record], owner_link: str | None) -> list[Field]:
    """The required fields that nobody but the sheet can fill."""
    table = table_of(record)
    return [
        spec
        for spec in fields_of(record).values()
        if spec.required and not spec.derived and table.c[spec.name].default is None and spec.name != owner_link
    ]


def differs(kind: kinds.Kind, old: Any, new: Any) -> bool:
    """Whether a sheet says something new: a vaguer day that fits, or the old form of the same number, does not."""
    if old == new:
        return False
    if isinstance(kind, kinds.PartialDay) and old is not None:
        return not str(old).startswith(f"{new}-")
    if isinstance(kind, kinds.ResidentId) and len(new) < len(old or ""):
        return bool(full_number(new) != old)
    return True
