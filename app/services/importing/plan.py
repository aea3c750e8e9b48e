"""What is imported: a record type, the table found in a sheet, and the user's choices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from typing import Any

from app.frozen import dataclass
from app.i18n import Label
from app.models import kinds
from app.models.declare import Face, Facet, Field, Record, children_of, fields_of, record_type
from app.services.sheets.columns import heading_forms

UNIT_PATH = "membership.org_unit"
EMPLOYER_PATH = "employer_name"
DEPARTMENT_PATH = "department"


@dataclass(frozen=True)
class Column:
    """One column of the sheet: letter, heading, and the path of the field it fills (None: left out)."""

    letter: str
    index: int
    heading: str
    path: str | None


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row of people: its number in the sheet, its cells, whether it was hidden."""

    number: int
    cells: Sequence[Any]
    hidden: bool = False

    def cell(self, column: Column) -> Any:
        """What stands in a column; None beyond the end of the row."""
        return self.cells[column.index] if column.index < len(self.cells) else None


@dataclass(frozen=True)
class Plan:
    """What is imported and how.

    `unit`: uid, name or number of the one branch that all rows go to; `unit_per_employer`: one branch per 工作单位.
    Without either, the sheet's own branch column counts. `members`: new people become members; when not, what the
    sheet says of a membership counts only for those who are members already.
    `chosen`: row number → uid of the person that an ambiguous row is, or "new".
    """

    record: type[Record]
    columns: Sequence[Column]
    rows: Sequence[SheetRow]
    unit: str | None = None
    unit_per_employer: bool = False
    members: bool = True
    chosen: Mapping[int, str] = field(default_factory=dict)
    date1904: bool = False

    def paths(self) -> list[str]:
        """The paths that the sheet fills, each once."""
        return list(dict.fromkeys(column.path for column in self.columns if column.path))

    def letter(self, path: str) -> str:
        """The letter of the column that fills a path, or nothing."""
        return next((column.letter for column in self.columns if column.path == path), "")


@dataclass(frozen=True)
class FacetPlace:
    """A facet within a record type: `membership`, or `membership.change` below it."""

    path: str
    owner: str  # the path of what it belongs to; empty for the record itself
    record: type[Record]
    link: str  # the attribute that links it to its owner
    facet: Facet


def facet_places(record: type[Record], prefix: str = "") -> list[FacetPlace]:
    """The facets of a record type and theirs, owners first."""
    found = []
    for name, facet in record.facets.items():
        child = record_type(facet.target)
        link = next(link for kind, link in children_of(record).values() if kind is child)
        path = f"{prefix}.{name}" if prefix else name
        found += [FacetPlace(path, prefix, child, link, facet), *facet_places(child, path)]
    return found


def import_fields(record: type[Record]) -> dict[str, Field]:
    """The fields that a sheet may fill, by path, those of facets included; `uid` first.

    No two have one label: the second of two bears its record's name too, so that an export's heading means one field.
    """
    found = {"uid": Field(kinds.ShortText(40), Label("标识（勿改）"), "uid")} | _own_fields(record)
    for place in facet_places(record):
        taken = {_folded(spec.label) for spec in found.values()}
        for path, spec in _own_fields(place.record, place.path + ".").items():
            label = spec.label
            if _folded(label) in taken:
                label = Label("{of}的{label}", of=place.record.record_label, label=label)
            found[path] = replace(spec, label=label)
    return found


def _own_fields(record: type[Record], prefix: str = "") -> dict[str, Field]:
    return {
        prefix + spec.key: spec
        for spec in fields_of(record).values()
        if spec.has(Face.IMPORT) and not spec.derived and not (prefix and _is_owner(spec))
    }


def _is_owner(spec: Field) -> bool:
    return isinstance(spec.kind, kinds.Link) and bool(spec.kind.owner)


def _folded(label: Label) -> tuple[str, ...]:
    return heading_forms(str(label))
