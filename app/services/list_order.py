"""The order of a list that is shown: worked out once after each deed; searches, filters and sorts start from it.

`listing.ids` asks one query for everything, which joins whatever the conditions reach. For a list of 100,000 it is
faster to read each table once and to put together by id what was found; a test holds the two against each other.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import chain, filterfalse
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, not_, or_, select, true
from sqlalchemy.orm import Session

from app.frozen import dataclass
from app.models import kinds
from app.models.declare import Face, Record, children_of, field_named, fields_of, record_type, table_of
from app.models.paths import Joined, field_at
from app.models.store import gathered
from app.models.store.kept import lasting
from app.models.values import text
from app.models.words import FileWords
from app.services import listing
from app.services.filtering import Condition, is_among, matches
from app.services.listing import View
from app.services.today import today

Ids = Sequence[int]
FEW = 500
"""So many ids are handed to a query as they are."""
PART = 20_000
"""So many are put in order at once, while everything else waits."""


def _packed(found: Iterable[int]) -> array[int]:
    """Ids that are kept, as plain numbers: 100,000 in a list take 4 MB, so 0.8."""
    return array("q", found)


class ListOrder:
    """Knows the order of lists until the next deed; `ListOrder.of` is the one that all pages of an open file share."""

    def __init__(self) -> None:
        self._stamp: tuple[int | None, date] | None = None
        self._own: dict[View, Ids] = {}
        self._sorted: dict[View, tuple[tuple[str, ...], Ids]] = {}  # of each list the last sort that was asked for

    @classmethod
    def of(cls, session: Session) -> ListOrder:
        """The one that lives as long as the connection; in a session that writes one for this once."""
        return lasting(session, "list_order", cls)

    def whole(self, session: Session, base: View, deed: int | None) -> Ids:
        """The ids of a list that nobody has narrowed. `deed`: the newest one; what was known before it is forgotten."""
        if self._stamp != (deed, today()):
            self._stamp, self._own, self._sorted = (deed, today()), {}, {}
        own = _in_no_order(base)
        if own not in self._own:
            self._own[own] = _packed(_in_own_order(session, own))
        if base.sort in ((), base.record.default_sort):
            return self._own[own]
        found = self._last_sorted(base)
        if found is None:
            found = _packed(_sort(session, base, self._own[own]))
            self._sorted[own] = (base.sort, found)
        return found

    def narrowed(self, session: Session, base: View, view: View, deed: int | None) -> Ids:
        """The ids of `view`: the list `base` with a search, or with more conditions behind its own ones."""
        more = replace(view, where=view.where[len(base.where) :])
        if more == replace(base, where=()):
            return self.whole(session, base, deed)
        own = self.whole(session, replace(base, sort=()), deed)
        ordered = self._last_sorted(base)
        if ordered is not None:
            return _packed(_narrow(session, more, ordered))
        found = _narrow(session, more, own)
        return _packed(_sort(session, base, found) if base.sort else found)

    def _last_sorted(self, base: View) -> Ids | None:
        """The list in this order, where that was the last one asked for."""
        sort, found = self._sorted.get(_in_no_order(base), (None, []))
        return found if sort == base.sort else None


def _in_no_order(view: View) -> View:
    """What tells lists apart: neither what is shown of the records nor in which order."""
    return replace(view, sort=(), columns=())


def _in_own_order(session: Session, view: View) -> Ids:
    """The ids of the whole list; where the type has an index in that order, by nothing but walking along it."""
    record, joined = view.record, Joined(view.record)
    if view.deleted or record.listed_by != tuple(_end_of(record, item)[1] for item in record.default_sort):
        return _narrow(session, view, listing.ids(session, View(record, deleted=view.deleted)))
    order = [listing.ordered(joined, item) for item in record.default_sort]
    query = select(joined.root.c.id).where(joined.root.c.deleted_at.is_(None)).order_by(*order, joined.root.c.id)
    return _narrow(session, view, gathered.columns(session, query)[0])


# --- narrowing


@dataclass(frozen=True)
class _Asked:
    """One condition: where it leads, what it asks there, and whether it holds where there is nothing to ask."""

    path: str
    test: Callable[[Joined, str], ColumnElement[bool]]
    takes_blank: bool


def _narrow(session: Session, view: View, found: Ids) -> Ids:
    """Those of `found` that hold to the search and to the conditions of a view, in their order."""
    words, joined = FileWords(session, today()), Joined(view.record)
    parts = []
    for word in view.search.split():
        found = list(filter(_hits(session, view.record, text.fold(word)).__contains__, found))
    for one in _conditions(words, view):
        step, _, rest = one.path.partition(".")
        if rest and step in view.record.facets:
            ids = set(gathered.columns(session, _owners(view.record, step, rest, one))[0])
            found = list((filterfalse if one.takes_blank else filter)(ids.__contains__, found))
        else:
            parts.append(one.test(joined, one.path))
    if parts:
        ids = set(gathered.columns(session, select(joined.root.c.id).select_from(joined.source).where(*parts))[0])
        found = list(filter(ids.__contains__, found))
    if view.only is not None:
        ids = set(view.only)
        found = list(filter(ids.__contains__, found))
    return found


def _conditions(words: FileWords, view: View) -> Iterator[_Asked]:
    for one in view.where:
        matches(words, Joined(view.record), one)  # refuses by its whole path what makes no sense
        yield _Asked(one.path, partial(_matches, words, one), _takes_blank(words, view.record, one))
    for path, texts in view.among:
        yield _Asked(path, partial(_is_among, words, texts), "" in texts)


def _matches(words: FileWords, condition: Condition, joined: Joined, path: str) -> ColumnElement[bool]:
    return matches(words, joined, replace(condition, path=path))


def _is_among(words: FileWords, texts: Sequence[str], joined: Joined, path: str) -> ColumnElement[bool]:
    return is_among(words, joined, path, texts)


def _takes_blank(words: FileWords, record: type[Record], condition: Condition) -> bool:
    """Whether a condition holds for a blank: = nothing, or != something."""
    if condition.operator not in ("=", "!="):
        return False
    blank = field_at(record, condition.path).kind.read(condition.value, words).value is None
    return blank is (condition.operator == "=")


def _owners(record: type[Record], step: str, rest: str, one: _Asked) -> Select[Any]:
    """The records whose facet passes the test; of a test that takes blanks those whose facet fails it."""
    child, link = _facet(record, step)
    joined = Joined(child)
    passes = one.test(joined, rest)
    wanted = not_(func.coalesce(passes, false())) if one.takes_blank else passes
    return select(joined.root.c[link]).select_from(joined.source).where(_is_facet(record, step, joined.root), wanted)


def _hits(session: Session, record: type[Record], folded: str) -> set[int]:
    """The records that one word of a search finds: `listing.hits`, each table by itself.

    SQLite would take 10 MB for each list of ids that it thinks may be long.
    """
    found = set(_hits_in(session, record, "id", folded))
    for step, facet in record.facets.items():
        if not facet.key:
            child, link = _facet(record, step)
            found.update(_hits_in(session, child, link, folded, facet_of=(record, step)))
    return found


def _hits_in(
    session: Session, record: type[Record], column: str, folded: str, facet_of: tuple[type[Record], str] | None = None
) -> Ids:
    """What stands in a column of the records whose own search text has the word, or that of what they link to."""
    table = table_of(record)
    tests = [table.c.search_text.contains(folded, autoescape=True)]
    for spec in fields_of(record).values():
        if isinstance(spec.kind, kinds.Link) and spec.has(Face.SEARCH) and not (facet_of and spec.kind.owner):
            target = table_of(record_type(spec.kind.target))
            query = select(target.c.id).where(target.c.search_text.contains(folded, autoescape=True))
            if ids := gathered.columns(session, query)[0]:
                tests.append(table.c[spec.name].in_(ids if len(ids) <= FEW else query))
    query = select(table.c[column]).where(or_(*tests))
    return gathered.columns(session, query.where(_is_facet(*facet_of, table)) if facet_of else query)[0]


def _facet(record: type[Record], step: str) -> tuple[type[Record], str]:
    """The type of a facet, and its link to the record."""
    child = record_type(record.facets[step].target)
    return child, next(link for kind, link in children_of(record).values() if kind is child)


def _is_facet(record: type[Record], step: str, table: Any) -> ColumnElement[bool]:
    return and_(table.c[record.facets[step].flag] == true(), listing.alive(table))


# --- sorting


def _sort(session: Session, view: View, found: Ids) -> Ids:
    """The same ids by the sort of a view: blanks at the end, equal ones in the order of their making."""
    ordered = sorted(found)
    for item in reversed(view.sort):
        listing.ordered(Joined(view.record), item)  # refuses what makes no sense
        values = _values(session, view.record, *_end_of(view.record, item))
        known = list(filter(values.__contains__, ordered))
        filled = _by_parts(known, values.__getitem__, descending=item.endswith(":desc"))
        ordered = filled if len(filled) == len(ordered) else [*filled, *filterfalse(values.__contains__, ordered)]
    return ordered


def _by_parts(found: list[int], key: Callable[[int], Any], *, descending: bool) -> list[int]:
    """`sorted`, but the window has its turn after each part: in one go a list of 100,000 keeps it for 0.1 s.

    What consists of a few parts in order already is put together in a small part of that time.
    """
    parts = (sorted(found[at : at + PART], key=key, reverse=descending) for at in range(0, len(found), PART))
    return sorted(chain.from_iterable(parts), key=key, reverse=descending)


def _end_of(record: type[Record], item: str) -> tuple[tuple[str, ...], str]:
    """The steps of what is shown for a path, and the column there that it is sorted by."""
    path = item.partition(":")[0]
    while isinstance((spec := field_at(record, path)).kind, kinds.Link):
        path = f"{path}.{record_type(spec.kind.target).title_path}"
    return tuple(path.split(".")[:-1]), spec.sort_by or spec.name


def _values(
    session: Session,
    record: type[Record],
    steps: Sequence[str],
    name: str,
    facet_of: tuple[type[Record], str] | None = None,
) -> dict[int, Any]:
    """What stands at the end of the steps, blanks left out, by id of the record or of the owner whose facet it is."""
    table, value = table_of(record), name
    further: dict[int, Any] | None = None
    if steps and steps[0] in record.facets:
        value = "id"
        further = _values(session, _facet(record, steps[0])[0], steps[1:], name, (record, steps[0]))
    elif steps:
        spec = field_named(record, steps[0])
        assert spec is not None
        assert isinstance(spec.kind, kinds.Link)
        value, further = spec.name, _values(session, record_type(spec.kind.target), steps[1:], name)
    query = select(table.c.id, table.c[value])
    if facet_of is not None:
        query = select(table.c[_facet(*facet_of)[1]], table.c[value]).where(_is_facet(*facet_of, table))
    elif further is not None and value == "id":
        return further
    found = dict(zip(*gathered.columns(session, query.where(table.c[value].is_not(None))), strict=True))
    return found if further is None else {each: further[to] for each, to in found.items() if to in further}
