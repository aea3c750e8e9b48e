"""Whom a row may be: found by uid and by numbers; a same name alone is only a suggestion (peers §3.1–2)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.frozen import dataclass
from app.i18n import Label
from app.models import kinds
from app.models.declare import Record
from app.models.paths import Joined
from app.models.values import text
from app.models.values.resident_id import check_digit
from app.services import listing

UID = "uid"
Index = dict[Any, list[int]]


@dataclass(frozen=True)
class Match:
    """The records that a row may be, and by what it was known. Not `sure`: somebody has to say."""

    ids: Sequence[int] = ()
    reason: Label | None = None
    sure: bool = True


class Known:
    """The keys of all records of one type that are in the file, read once; only those that the sheet fills."""

    def __init__(self, session: Session, record: type[Record], paths: Collection[str]) -> None:
        self._session = session
        self.record = record
        self.numbers = [path for path in record.match_paths if path in paths]
        keys = self.numbers if record.match_paths else record.key_paths
        self._paths = [path for path in (UID, *keys) if path in paths]
        self._kinds: dict[str, kinds.Kind] = {}
        self._by_key = {path: self._index(path) for path in self._paths}
        self._names: dict[int, tuple[str, Any]] = {}
        self._by_name: dict[str, list[int]] = defaultdict(list)
        self._deleted: dict[str, Index] | None = None
        if record.match_paths:
            self._read_names()

    def _index(self, path: str, *, deleted: bool = False) -> Index:
        joined = Joined(self.record)
        column, spec = joined.column(path)
        self._kinds[path] = spec.kind
        gone = joined.root.c.deleted_at.is_not(None) if deleted else joined.root.c.deleted_at.is_(None)
        query = select(column, joined.root.c.id).select_from(joined.source).where(gone, column.is_not(None)).distinct()
        found: Index = defaultdict(list)
        for value, record_id in self._session.execute(query.order_by(joined.root.c.id)):
            found[identity(spec.kind, value)].append(record_id)
        return dict(found)

    def _read_names(self) -> None:
        joined = Joined(self.record)
        name, _ = joined.column(self.record.title_path)
        number, _ = joined.column(self.record.match_paths[0])
        query = select(joined.root.c.id, name, number).select_from(joined.source)
        for record_id, title, value in self._session.execute(query.where(joined.root.c.deleted_at.is_(None))):
            self._names[record_id] = (text.fold(title or ""), value)
            self._by_name[text.fold(title or "")].append(record_id)

    def match(self, values: Mapping[str, Any]) -> Match:
        """Whom the row is by its uid, else by its first number that is known here."""
        for path in self._paths:
            index = self._by_key[path]
            if index and (ids := index.get(self._key(path, values), ())):
                proof = path in (UID, *self.record.match_paths[:1]) or not self.record.match_paths
                sure = len(ids) == 1 and (proof or self._fits(ids[0], values))
                return Match(ids, _REASONS.get(path, Label("编号相同")), sure)
        return Match()

    def _key(self, path: str, values: Mapping[str, Any]) -> Any:
        value = values.get(path)
        return None if value is None else identity(self._kinds[path], value)

    def _fits(self, record_id: int, values: Mapping[str, Any]) -> bool:
        """Whether someone with the same card or member number may be the row's person: numbers are given out anew."""
        name, number = self._names[record_id]
        wanted = values.get(self.record.title_path)
        other_number = number is not None and values.get(self.record.match_paths[0]) is not None
        return not other_number and (wanted is None or text.fold(wanted) == name)

    def namesakes(self, values: Mapping[str, Any]) -> Sequence[int]:
        """People of the same name who may be the same person: at least one of the two lacks a number."""
        if not self._by_name:
            return ()
        same = self._by_name.get(text.fold(values.get(self.record.title_path) or ""), [])
        if self.record.match_paths and values.get(self.record.match_paths[0]) is not None:
            return [one for one in same if self._names[one][1] is None]
        return same

    def others(self, values: Mapping[str, Any], own_id: int | None) -> Iterator[tuple[str, int]]:
        """Numbers of the row that somebody else has: (path, whose)."""
        for path in self.numbers:
            if index := self._by_key[path]:
                ids = index.get(self._key(path, values), ())
                yield from ((path, one) for one in ids[:1] if one != own_id)

    def deleted(self, values: Mapping[str, Any]) -> str | None:
        """The path of the key by which the row is a record in the recycle bin, or None."""
        if self._deleted is None:
            paths = [path for path in (UID, *self.numbers[:1]) if path in self._paths]
            found = {path: self._index(path, deleted=True) for path in paths}
            self._deleted = {path: index for path, index in found.items() if index}
        if not self._deleted:
            return None
        return next((path for path, index in self._deleted.items() if self._key(path, values) in index), None)


class Alike:
    """Records of a type that has no numbers: a row is the record that says all that the row says; each one once."""

    def __init__(self, session: Session, record: type[Record], paths: Sequence[str]) -> None:
        view = listing.View(record, columns=tuple(paths))
        self._records = listing.values(session, view, listing.ids(session, listing.View(record)))
        self._paths = paths
        self._indexes: dict[str, Index] = {}

    def find(self, values: Mapping[str, Any], taken: Collection[int]) -> int | None:
        """The id of a record that holds all values of a row, none of those taken."""
        said = {path: values[path] for path in self._paths if path in values}
        candidates = min((self._at(path).get(value, []) for path, value in said.items()), key=len, default=[])
        for place in candidates:
            found = self._records[place]
            if found["id"] not in taken and all(found[path] == value for path, value in said.items()):
                return int(found["id"])
        return None

    def _at(self, path: str) -> Index:
        if path not in self._indexes:
            index: Index = defaultdict(list)
            for place, found in enumerate(self._records):
                index[found[path]].append(place)
            self._indexes[path] = dict(index)
        return self._indexes[path]


def identity(kind: kinds.Kind, value: Any) -> Any:
    """A value as it is compared to know a record again."""
    return full_number(value) if isinstance(kind, kinds.ResidentId) else value


def full_number(number: str) -> str:
    """An old resident number of 15 digits as the one of 18 that followed it; any other as it is."""
    if len(number) != 15 or not number.isdigit():
        return number
    body = f"{number[:6]}19{number[6:]}"
    return body + check_digit(body)


_REASONS = {
    UID: Label("标识相同"),
    "id_no": Label("证件号码相同"),
    "membership.card_no": Label("会员证号相同"),
    "membership.member_no": Label("会员编号相同"),
    "name": Label("名称相同"),
    "title": Label("名称相同"),
}
