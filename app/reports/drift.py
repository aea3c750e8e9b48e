"""Whether a list was changed since it was printed: the same form filled now, beside what stands in the archive."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from sqlalchemy.orm import Session

from app.errors import ErrorCode, KnownError
from app.frozen import dataclass
from app.models import PrintedForm
from app.reports.collect import collect
from app.reports.parameters import read_parameters
from app.reports.registry import FORMS

_Row = Mapping[str, Any]


@dataclass(frozen=True)
class Drift:
    """The names that are new, that are gone, and those of which something else is different now."""

    added: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()

    @property
    def is_any(self) -> bool:
        """Whether anything was changed."""
        return bool(self.added or self.lost or self.changed)


def drift(session: Session, printed: PrintedForm) -> Drift | None:
    """What was changed since a form was printed, asked as of the day of the print; None where it cannot be told.

    It cannot be told of a form whose round is gone, nor of one that an older program printed from a list.
    """
    request = read_parameters(printed.form, printed.parameters)
    if request is None or printed.snapshot is None:
        return None
    try:
        now = as_snapshot(collect(session, request))
    except KnownError as fault:
        if fault.code is ErrorCode.NOT_FOUND:
            return None
        raise
    return compare(json.loads(printed.snapshot)["rows"], json.loads(now)["rows"], FORMS[printed.form].row_name)


def as_snapshot(data: Any) -> str:
    """The data of a form as the archive keeps them."""
    return json.dumps(data, ensure_ascii=False, default=_plain)


def compare(before: Iterable[_Row], after: Iterable[_Row], name: str) -> Drift:
    """Rows told apart by their names; of two of one name it counts how many there are."""
    old, new = _by_name(before, name), _by_name(after, name)
    had, has = (Counter({key: len(rows) for key, rows in each.items()}) for each in (old, new))
    same = [key for key in old if had[key] == has[key]]
    changed = tuple(key for key in same if sorted(old[key]) != sorted(new[key]))
    return Drift(tuple((has - had).elements()), tuple((had - has).elements()), changed)


def _by_name(rows: Iterable[_Row], name: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(str(row[name]), []).append(json.dumps(row, sort_keys=True, ensure_ascii=False))
    return found


def _plain(one: Any) -> Any:
    """What JSON does not know: a row as its fields (`asdict` copies every value of 10,000 rows), the rest as text."""
    return {each.name: getattr(one, each.name) for each in fields(one)} if is_dataclass(one) else str(one)
