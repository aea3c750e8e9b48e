"""What is imported: a record type, the table found in a sheet, and the user's choices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from app.i18n import Label
from app.models import kinds
from app.models.declare import Face, Field, Record, fields_of, record_type

UNIT_PATH = "membership.org_unit"
EMPLOYER_PATH = "employer_name"


@dataclass(frozen=True)
class Column:
    """One column of the sheet: letter, heading, and the path of the field it fills (None: left out)."""

    letter: str
    index: int
    heading: str
    path: str | None


@dataclass(frozen=True)
class SheetRow:
    """One row of people: its number in the sheet, its cells, whether it was hidden."""

    number: int
    cells: Sequence[Any]
    hidden: bool = False


@dataclass(frozen=True)
class Plan:
    """What is imported and how.

    `unit`: uid, name or number of the one branch that all rows go to; `unit_per_employer`: one branch per 工作单位.
    Without either, the sheet's own branch column counts. `members`: new people become members.
    `chosen`: row number → uid of the person that an ambiguous row is, or "new".
    """

    record: type[Record]
    columns: Sequence[Column]
    rows: Sequence[SheetRow]
    unit: str | None = None
    unit_per_employer: bool = False
    members: bool = True
    chosen: dict[int, str] = field(default_factory=dict)
    date1904: bool = False

    def paths(self) -> list[str]:
        """The paths that the sheet fills, each once."""
        return list(dict.fromkeys(column.path for column in self.columns if column.path))


def import_fields(record: type[Record], prefix: str = "") -> dict[str, Field]:
    """The fields that a sheet may fill, by path, those of facets included; `uid` first."""
    found: dict[str, Field] = {}
    if not prefix:
        found["uid"] = Field(kinds.ShortText(40), Label("标识（勿改）"), "uid")
    for spec in fields_of(record).values():
        owner = isinstance(spec.kind, kinds.Link) and spec.kind.owner
        if spec.has(Face.IMPORT) and not spec.derived and not (prefix and owner):
            found[prefix + spec.key] = spec
    for name, facet in record.facets.items():
        found |= import_fields(record_type(facet.target), f"{prefix}{name}.")
    return found
