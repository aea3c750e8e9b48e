"""From the values of a row to what will be written, old against new."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from app.errors import Grade, Problem
from app.models.kinds import Words
from app.services import listing
from app.services.importing import joining
from app.services.importing.children import Child, Children
from app.services.importing.plan import FacetPlace
from app.services.importing.rows import NewUnit
from app.services.importing.writes import Difference, Shape, Values, Write, differs
from app.services.records import DOUBT


@dataclass
class Planned:
    """What one row will write, and which fields that changes."""

    writes: list[Write] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


class Planner:
    """Plans the writes of rows; `ids` are the records that the rows are."""

    def __init__(self, session: Session, shape: Shape, words: Words, ids: Sequence[int], *, members: bool) -> None:
        self.shape = shape
        self._words = words
        self._members = members
        wanted = sorted(set(ids))
        paths = [path for path in shape.fields if path != "uid"]
        paths += [f"{place.path}.id" for place in shape.places if not place.facet.key]
        paths += joining.FACTS if shape.is_person else ()
        paths += [DOUBT] if hasattr(shape.record, DOUBT) else []
        view = listing.View(shape.record, columns=tuple(dict.fromkeys(paths)))
        self.before = {row["id"]: row for row in listing.values(session, view, wanted)} if wanted else {}
        self._children = {
            place.path: Children(session, shape.places, place, wanted) for place in shape.places if place.facet.key
        }

    def new(self, values: Mapping[str, Any]) -> Planned:
        """The writes of a row that is nobody whom the file knows."""
        return Planned(new_writes(self.shape, values, members=self._members))

    def known(self, record_id: int, values: Mapping[str, Any]) -> Planned:
        """The writes of a row that is a known record; none when it says nothing new."""
        before, planned = self.before[record_id], Planned()
        if all(before.get(path) == value for path, value in values.items() if path != "uid"):
            return planned  # most rows of a list that comes again
        parts = self.shape.split(values)
        old = {name: before[self.shape.path("", name)] for name in parts[""]}
        if changed := self._compare(planned, "", parts[""], old):
            planned.writes.append(Write("", record_id, changed))
        owners: dict[str, int | None] = {"": record_id}
        if self.shape.is_person:
            owners |= self._settle_membership(planned, record_id, parts)
        for place in self.shape.places:
            mine = parts.get(place.path)
            if mine is None and not _reaches_below(place, parts):
                continue
            self._plan_facet(planned, place, record_id, mine or {}, owners)
        return planned

    def _plan_facet(
        self, planned: Planned, place: FacetPlace, record_id: int, mine: Values, owners: dict[str, int | None]
    ) -> None:
        before = self.before[record_id]
        if place.facet.key:
            child = self._children[place.path].find(record_id, mine, owners[place.owner])
            found, old = (child.id, child.values) if child else (None, {})
        else:
            found = owners.get(place.path, before[f"{place.path}.id"])
            old = {name: before[self.shape.path(place.path, name)] for name in mine} if found is not None else {}
        owners[place.path] = found
        written = self._compare(planned, place.path, mine, old)
        if found is None:
            planned.writes.append(Write(place.path, None, mine, owners[place.owner]))
        elif written:
            planned.writes.append(Write(place.path, found, written))

    def _compare(self, planned: Planned, place: str, mine: Values, old: Mapping[str, Any]) -> Values:
        """The values that differ from those of the file, by attribute name."""
        changed = {}
        for name, value in mine.items():
            path = self.shape.path(place, name)
            kind = self.shape.fields[path].kind
            was = old.get(name)
            if isinstance(value, NewUnit) or differs(kind, was, value):
                changed[name] = value
                now = value.name if isinstance(value, NewUnit) else kind.show(value, self._words)
                label = self.shape.fields[path].label
                planned.differences.append(Difference(path, label, kind.show(was, self._words), now))
        return changed

    def _settle_membership(self, planned: Planned, record_id: int, parts: dict[str, Values]) -> dict[str, int | None]:
        """What the row means for a person's membership; returns the owner of the event where that is a new one."""
        before = self.before[record_id]
        if before["membership.id"] is None and not self._members:
            joining.leave_out(parts)
        event = parts.get(joining.CHANGE)
        if event is None:
            return {}
        children = self._children[joining.CHANGE]
        known = children.find(record_id, event, before["membership.id"])
        if known is None and joining.begins_anew(parts, before):
            joining.date_joining(parts, None)
            return {joining.MEMBERSHIP: None}
        if known is None or _says_more(known, event):
            joining.date_joining(parts, before["membership.joined_on"])
        if known is None and event.get("type"):
            others = [child.values for child in children.of(record_id, before["membership.id"])]
            doubt = joining.out_of_order(others, event, self._words)
            if doubt is not None:
                planned.problems.append(Problem(doubt, f"{joining.CHANGE}.type", grade=Grade.CHECK))
        return {}


def new_writes(shape: Shape, values: Mapping[str, Any], *, members: bool) -> list[Write]:
    """The writes of a row that is nobody whom the file knows; they follow from the row alone."""
    parts = shape.split(values)
    if shape.is_person and members:
        joining.date_joining(parts, None)
        parts.setdefault(joining.MEMBERSHIP, {})
    elif shape.is_person:
        joining.leave_out(parts)
    writes = [Write("", None, parts.pop(""))]
    for place in shape.places:
        if place.path in parts or _reaches_below(place, parts):
            writes.append(Write(place.path, None, parts.get(place.path, {})))
    return writes


def _reaches_below(place: FacetPlace, parts: Mapping[str, Values]) -> bool:
    """Whether a row speaks of what belongs to a facet."""
    return any(path.startswith(place.path + ".") for path in parts)


def _says_more(known: Child, event: Values) -> bool:
    return event.get("on") is not None and known.values["on"] != event["on"]
