"""Conditions on any field at the end of a path, as people write them, as portable SQL."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, String, cast, false, or_
from sqlalchemy.orm import Session

from app.errors import KnownError, Problem, bad_input
from app.frozen import dataclass
from app.i18n import Label
from app.models import kinds
from app.models.declare import Field, Record
from app.models.paths import Joined, UnknownPath
from app.models.words import FileWords
from app.services.today import today

_CONDITION = re.compile(r"^([A-Za-z_.0-9]+)\s*(!=|<=|>=|=|<|>|~)(.*)$", re.DOTALL)
_WITHOUT_ORDER = (kinds.YesNo, kinds.Link, kinds.Codes)
_PAST_ITS_END = "-99"
"""Put behind a partial day, greater than every day within it: 1985-99 comes after 1985-12-31."""


@dataclass(frozen=True)
class Condition:
    """One condition on a field at the end of a path; `value` is text as a person writes it.

    `operator` is one of = != < <= > >= ~ (contains). An empty value with = or != asks for blank or not blank.
    """

    path: str
    operator: str
    value: str


NOT_ASKED = Label("要找的写法看不懂，名单没有列出。")


def refused(problems: list[Problem]) -> KnownError:
    """Refuse a search, a filter or an order that cannot be understood."""
    return bad_input(problems, NOT_ASKED)


def parse_condition(written: str) -> Condition:
    """`FIELD=VALUE` and its like as written on the command line; raises `bad_input`."""
    match = _CONDITION.match(written)
    if match is None:
        raise refused([Problem(Label("条件看不懂，例 name=张伟"), value=written)])
    return Condition(match[1], match[2], match[3])


def asked(resolve: Any, path: str) -> tuple[Any, Field]:
    """The column and declaration that a path names; `bad_input` when it names none."""
    try:
        column, spec = resolve(path)
    except UnknownPath:
        raise refused([Problem(Label("没有“{name}”这一栏", name=path), field=path)]) from None
    return column, spec


def is_among(words: FileWords, joined: Joined, path: str, texts: Sequence[str]) -> ColumnElement[bool]:
    """Whether the cell at a path reads as one of the texts ("" is blank)."""
    column, spec = asked(joined.shown, path)
    stored = [spec.kind.read(one, words).value for one in texts if one]
    hits: ColumnElement[bool] = column.in_([value for value in stored if value is not None])
    return or_(hits, column.is_(None)) if "" in texts else hits


def matches(words: FileWords, joined: Joined, condition: Condition) -> ColumnElement[bool]:
    """One condition as SQL; `bad_input` when its path, its operator or its value make no sense."""
    if condition.operator == "~":
        return _contains(words, joined, condition)
    column, spec = asked(joined.column, condition.path)
    ordering = condition.operator not in ("=", "!=")
    if ordering and isinstance(spec.kind, _WITHOUT_ORDER):
        raise refused([Problem(Label("这一栏只能用“=”或“!=”比较"), field=condition.path, value=condition.value)])
    reading = spec.kind.read(condition.value, words)
    if reading.must is not None:
        raise refused([Problem(reading.must, field=condition.path, value=condition.value)])
    if reading.value is None and ordering:
        raise refused([Problem(Label("比较要写一个值"), field=condition.path, value=condition.value)])
    value: Any = reading.value
    if isinstance(spec.kind, kinds.PartialDay) and condition.operator in ("<=", ">"):
        value += _PAST_ITS_END
    return _COMPARISONS[condition.operator](column, value)


def understood(
    session: Session, record: type[Record], path: str, operator: str, values: Sequence[str]
) -> tuple[str, ...]:
    """Those of the values of a kept filter that still mean something; "" as operator: they were ticked."""
    words, joined = FileWords(session, today()), Joined(record)
    try:
        if operator:
            matches(words, joined, Condition(path, operator, values[0]))
            return tuple(values)
        kind = asked(joined.column, path)[1].kind
    except KnownError:
        return ()
    if isinstance(kind, kinds.Link):  # two of one name are looked for both
        return tuple(one for one in values if not one or words.find_links(kind.target, one))
    return tuple(one for one in values if not one or kind.read(one, words).value is not None)


_COMPARISONS: dict[str, Callable[[ColumnElement[Any], Any], ColumnElement[bool]]] = {
    "=": lambda column, value: column.is_(None) if value is None else column == value,
    "!=": lambda column, value: column.is_not(None) if value is None else or_(column != value, column.is_(None)),
    "<": lambda column, value: column < value,
    "<=": lambda column, value: column <= value,
    ">": lambda column, value: column > value,
    ">=": lambda column, value: column >= value,
}


def _contains(words: FileWords, joined: Joined, condition: Condition) -> ColumnElement[bool]:
    """Whether what is shown contains the value: the labels of codes, the titles of links."""
    column, spec = asked(joined.shown, condition.path)
    if isinstance(spec.kind, kinds.Code | kinds.Codes):
        labels = words.code_list(spec.kind.list_name).labels
        codes = [code for code, label in labels.items() if condition.value in label]
        if isinstance(spec.kind, kinds.Code):
            return or_(false(), column.in_(codes))
        kept = "," + column + ","
        return or_(false(), *(kept.contains(f",{code},", autoescape=True) for code in codes))
    written = column if isinstance(column.type, String) else cast(column, String)
    contained: ColumnElement[bool] = written.icontains(condition.value, autoescape=True)
    return contained
