"""Commands about lists: rows, counts and sums of any record type."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from app.cli.context import Context
from app.cli.result import Result, key_label, named, table
from app.i18n import Label
from app.models import kinds
from app.models.declare import Field
from app.models.kinds import Words
from app.models.words import FileWords
from app.services import listing, records
from app.services.listing import View
from app.services.today import today


def view_of(context: Context) -> View:
    """The view that the arguments ask for."""
    given = vars(context.arguments)
    return View(
        context.record_type(),
        search=given.get("search", ""),
        where=tuple(listing.parse_condition(written) for written in given.get("where", [])),
        sort=tuple(given.get("sort", [])),
        columns=tuple(name for name in given.get("fields", "").split(",") if name),
    )


def run_list(context: Context) -> Result:
    """The rows of a list: values for scripts, written cells for people."""
    view = view_of(context)
    given = context.arguments
    with context.database() as database, database.read() as session:
        wanted = listing.ids(session, view, limit=given.limit, offset=given.offset)
        total = listing.count(session, view)
        columns = listing.columns_of(view)
        if context.options.json:
            rows = _rows(session, view, columns, wanted)
            return Result({"total": total, "rows": rows})
        lines = table([str(spec.label) for spec in columns], listing.rows(session, view, wanted))
    return Result({}, [*lines, str(Label("共 {n} 份", n=total))])


def _rows(session: Session, view: View, columns: list[Field], wanted: list[int]) -> list[dict[str, Any]]:
    words = FileWords(session, today())
    links: dict[tuple[str, Any], dict[str, Any]] = {}
    return [_row(columns, values, words, links) for values in listing.values(session, view, wanted)]


def _row(
    columns: list[Field], values: Mapping[str, Any], words: Words, links: dict[tuple[str, Any], dict[str, Any]]
) -> dict[str, Any]:
    """One row as JSON; what a link leads to is looked up once."""
    row = {"uid": values["uid"]}
    for spec in columns:
        value = values[spec.name]
        if not isinstance(spec.kind, kinds.Link):
            row |= records.out(spec, value, words, key=spec.name)
            continue
        key = (spec.name, value)
        if key not in links:
            links[key] = records.out(spec, value, words, key=spec.name)
        row |= links[key]
    return row


def run_count(context: Context) -> Result:
    """How many, how much, and both by groups."""
    view = view_of(context)
    by, paths = context.arguments.by, context.arguments.sum
    with context.database() as database, database.read() as session:
        words = FileWords(session, today())
        summed = View(view.record, columns=tuple(paths))
        specs = {spec.name: spec for spec in listing.columns_of(summed)} if paths else {}
        total = listing.count(session, view)
        sums = _written(listing.sums(session, view, paths), specs, words)
        groups: list[dict[str, Any]] = [
            {"key": key[0] if len(by) == 1 else list(key), "count": count, "sums": _written(amounts, specs, words)}
            for key, count, amounts in (listing.groups(session, view, by, paths) if by else ())
        ]
    lines = [named(key_label("total"), total), *(named(specs[path].label, amount) for path, amount in sums.items())]
    headings = [key_label("key"), key_label("count"), *(str(specs[path].label) for path in paths)]
    rows = [[_shown(one["key"]), str(one["count"]), *map(str, one["sums"].values())] for one in groups]
    return Result({"total": total, "sums": sums, "groups": groups}, lines + (table(headings, rows) if by else []))


def _shown(key: str | list[str]) -> str:
    return key if isinstance(key, str) else " / ".join(key)


def _written(amounts: Mapping[str, int], specs: Mapping[str, Field], words: Words) -> dict[str, Any]:
    return {path: specs[path].kind.out(amount, words) for path, amount in amounts.items()}
