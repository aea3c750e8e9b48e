"""The children of a facet that are known again by a key: an event of the same type and day is the same event."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import FromClause, select
from sqlalchemy.orm import Session

from app.frozen import dataclass
from app.models.declare import fields_of, table_of
from app.services import listing
from app.services.importing.plan import FacetPlace


@dataclass(frozen=True)
class Child:
    """One child as it is in the file; `values` by attribute name."""

    id: int
    owner_id: int
    shown: bool
    values: Mapping[str, Any]


class Children:
    """All children of one keyed facet under some records, whichever facet of them they belong to."""

    def __init__(self, session: Session, places: Sequence[FacetPlace], place: FacetPlace, ids: Sequence[int]) -> None:
        self.key = place.facet.key
        self._found: dict[int, list[Child]] = defaultdict(list)
        table = table_of(place.record)
        source: FromClause = table
        above, alive = table.c[place.link], [table.c.deleted_at.is_(None)]
        owner = next((one for one in places if one.path == place.owner), None)
        while owner is not None:
            owners = table_of(owner.record)
            source = source.join(owners, owners.c.id == above)
            above = owners.c[owner.link]
            alive.append(owners.c.deleted_at.is_(None))
            owner = next((one for one in places if one.path == owner.owner), None)
        names = list(fields_of(place.record))
        query = select(above, table.c.id, table.c[place.link], *(table.c[name] for name in names)).select_from(source)
        for start in range(0, len(ids), listing.PAGE):
            within = above.in_(ids[start : start + listing.PAGE])
            for row in session.execute(query.where(*alive, within).order_by(table.c.id.desc())):
                values = dict(zip(names, row[3:], strict=True))
                self._found[row[0]].append(Child(row[1], row[2], bool(values[place.facet.flag]), values))

    def of(self, record_id: int, owner_id: int | None) -> list[Child]:
        """The children under one owner, newest first."""
        return [child for child in self._found.get(record_id, ()) if child.owner_id == owner_id]

    def find(self, record_id: int, given: Mapping[str, Any], owner_id: int | None) -> Child | None:
        """The child that a row means: of this very key, else one that the key fits; what is unknown fits anything."""
        children = sorted(
            self._found.get(record_id, ()), key=lambda child: (child.owner_id != owner_id, not child.shown)
        )
        for fit in (_same, _fits):
            for child in children:
                if all(fit(given.get(name), child.values[name]) for name in self.key):
                    return child
        return None


def _same(given: Any, stored: Any) -> bool:
    return bool(given == stored)


def _fits(given: Any, stored: Any) -> bool:
    """A day known in part fits a whole one (2018 and 2018-08-17)."""
    if given is None or stored is None or given == stored:
        return True
    return f"{stored}".startswith(f"{given}-") or f"{given}".startswith(f"{stored}-")
