"""Lists of any record type: search, filter, sort, count; ids first, cells only for the rows that are shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, and_, func, or_, select, true
from sqlalchemy.orm import Session

from app.errors import Problem
from app.frozen import dataclass
from app.i18n import Label
from app.models import kinds
from app.models.declare import Face, Field, Record, children_of, fields_of, record_type, table_of
from app.models.kinds import Words
from app.models.paths import Joined
from app.models.store import gathered
from app.models.values import text
from app.models.words import FileWords
from app.services.filtering import Condition as Condition
from app.services.filtering import asked, is_among, matches, refused
from app.services.filtering import parse_condition as parse_condition
from app.services.today import today

PAGE = 500


@dataclass(frozen=True)
class View:
    """What a list shows: a record type, which of its records, in which order, with which columns.

    `among`: (path, texts): only records whose cell at the path reads as one of the texts ("" is blank).
    `only`: no other records than those with these ids; None: any.
    """

    record: type[Record]
    search: str = ""
    where: tuple[Condition, ...] = ()
    sort: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    among: tuple[tuple[str, tuple[str, ...]], ...] = ()
    deleted: bool = False
    only: tuple[int, ...] | None = None

    def shown_columns(self) -> tuple[str, ...]:
        """The paths of the columns: those asked for, else the type's own list."""
        return self.columns or self.record.list_columns or default_columns(self.record)


def default_columns(record: type[Record]) -> tuple[str, ...]:
    """The fields that a type declares for its list, in order."""
    return tuple(spec.key for spec in fields_of(record).values() if spec.has(Face.LIST))


def ids(session: Session, view: View, *, limit: int | None = None, offset: int = 0) -> list[int]:
    """The ids of the view's records in their order."""
    return gathered.columns(session, ids_query(session, view).limit(limit).offset(offset))[0]


def ids_query(session: Session, view: View) -> Select[Any]:
    """The query behind `ids`; portable SQL."""
    joined = Joined(view.record)
    condition = _filter(FileWords(session, today()), joined, view)
    order = [ordered(joined, item) for item in view.sort or view.record.default_sort or ("id",)]
    # Not plainly by id: for its sake SQLite would read the whole rows in the order of an index, here and there.
    query = select(joined.root.c.id).where(condition).order_by(*order, joined.root.c.id + 0)
    return query.select_from(joined.source)


def count(session: Session, view: View) -> int:
    """How many records the view has."""
    joined = Joined(view.record)
    condition = _filter(FileWords(session, today()), joined, view)
    query = select(func.count()).select_from(joined.source).where(condition)
    return int(session.scalar(query) or 0)


def sums(session: Session, view: View, paths: Sequence[str]) -> dict[str, int]:
    """The sums of number fields over the view (money in fen)."""
    return next(iter(groups(session, view, (), paths)))[2]


def groups(
    session: Session, view: View, by: Sequence[str], sum_paths: Sequence[str] = ()
) -> Iterator[tuple[tuple[str, ...], int, dict[str, int]]]:
    """(values shown, number of records, sums by path) for each combination of the fields in `by`."""
    words = FileWords(session, today())
    joined = Joined(view.record)
    condition = _filter(words, joined, view)
    keys = [asked(joined.shown, path) for path in by]
    totals = [asked(joined.column, path) for path in sum_paths]
    if text_ones := [path for path, (_, spec) in zip(sum_paths, totals, strict=True) if not spec.kind.numeric]:
        raise refused([Problem(Label("这一栏不是数，不能合计"), field=path) for path in text_ones])
    columns = [column for column, _ in keys]
    query = select(*columns, func.count(), *(func.coalesce(func.sum(column), 0) for column, _ in totals))
    query = query.select_from(joined.source).where(condition).group_by(*columns).order_by(*columns)
    for row in session.execute(query):
        shown = tuple(spec.kind.show(value, words) for value, (_, spec) in zip(row, keys, strict=False))
        amounts = [int(value) for value in row[len(keys) + 1 :]]
        yield shown, int(row[len(keys)]), dict(zip(sum_paths, amounts, strict=True))


@dataclass(frozen=True)
class Figures:
    """Filled cells and the sum of the number cells among them (money in fen); `kind` of the numbers when it is one."""

    count: int
    total: int
    numbers: int
    kind: kinds.Kind | None


def figures(session: Session, view: View, blocks: Sequence[tuple[Sequence[str], Sequence[int] | None]]) -> Figures:
    """Figures of cells: (paths, ids or None for the whole view) for each block."""
    joined = Joined(view.record)
    condition = _filter(FileWords(session, today()), joined, view)
    filled = total = numbers = 0
    found: dict[str, kinds.Kind] = {}
    for paths, wanted in blocks:
        shown = [asked(joined.column, path) for path in paths]
        added = [
            (path, *one) for path, one in zip(paths, shown, strict=True) if one[1].kind.numeric and one[1].kind.adds
        ]
        found |= {_measure(path, spec): spec.kind for path, _, spec in added}
        columns: list[ColumnElement[Any]] = [func.count(column) for column, _ in shown]
        columns += [func.coalesce(func.sum(column), 0) for _, column, _ in added]
        for part in _parts(wanted):
            query = select(*columns).select_from(joined.source).where(condition)
            row = list(session.execute(query if part is None else query.where(joined.root.c.id.in_(part))).one())
            counts = dict(zip((id(column) for column, _ in shown), row, strict=False))
            filled += sum(row[: len(shown)])
            numbers += sum(counts[id(column)] for _, column, _ in added)
            total += sum(int(one) for one in row[len(shown) :])
    return Figures(filled, total, numbers, next(iter(found.values())) if len(found) == 1 else None)


def _measure(path: str, spec: Field) -> str:
    """What numbers have in common that may be added: money is money, other columns count each something else."""
    return spec.kind.name if isinstance(spec.kind, kinds.Money) else path


def _parts(wanted: Sequence[int] | None) -> Iterator[Sequence[int] | None]:
    if wanted is None:
        yield None
        return
    for start in range(0, len(wanted), PAGE):
        yield wanted[start : start + PAGE]


def spoken(session: Session, view: View) -> list[str]:
    """What the view is narrowed to, in words: 搜“张”, 所在分会（小组）= 一车间."""
    words = FileWords(session, today())
    joined = Joined(view.record)
    told = [str(Label("搜“{text}”", text=view.search))] if view.search else []
    for one in view.where:
        spec = asked(joined.column, one.path)[1]
        value = spec.kind.read(one.value, words).value if one.value and one.operator != "~" else None
        shown = spec.kind.show(value, words) if value is not None else one.value
        told.append(f"{spec.label}{_SPOKEN[one.operator]}{shown or Label('空')}")
    for path, texts in view.among:
        spec = asked(joined.column, path)[1]
        told.append(f"{spec.label}＝{'、'.join(text or str(Label('空')) for text in texts)}")
    if view.only is not None:
        told.append(str(Label("指定的 {n} 条", n=len(view.only))))
    return told


_SPOKEN = {"=": "＝", "!=": "≠", "<": "＜", "<=": "≤", ">": "＞", ">=": "≥", "~": "含"}


def columns_of(view: View) -> list[Field]:
    """The declarations of the view's columns, each named by its path."""
    joined = Joined(view.record)
    return [replace(asked(joined.column, path)[1], name=path) for path in view.shown_columns()]


def rows(
    session: Session, view: View, wanted: Sequence[int], words: Words | None = None, *, masked: bool = False
) -> list[list[str]]:
    """The written cells of the records with these ids, in this order, one list a record; sensitive ones `masked`."""
    found = words or FileWords(session, today())
    joined = Joined(view.record)
    shown = [asked(joined.shown, path) for path in view.shown_columns()]
    writers = [spec.kind.mask if masked and spec.sensitive else spec.kind.show for _, spec in shown]
    cells = {
        key: [write(value, found) for value, write in zip(values, writers, strict=True)]
        for key, values in _fetch(session, joined, [column for column, _ in shown], wanted)
    }
    return [cells.get(key) or [""] * len(shown) for key in wanted]


def values(session: Session, view: View, wanted: Sequence[int]) -> list[dict[str, Any]]:
    """The stored values of the view's columns by path, with `id` and `uid`; links as ids."""
    joined = Joined(view.record)
    paths = view.shown_columns()
    columns = [asked(joined.column, path)[0] for path in paths]
    found = {
        key: {"id": key, "uid": row[0]} | dict(zip(paths, row[1:], strict=True))
        for key, row in _fetch(session, joined, [joined.root.c.uid, *columns], wanted)
    }
    return [found[key] for key in wanted if key in found]


def _fetch(
    session: Session, joined: Joined, columns: list[ColumnElement[Any]], wanted: Sequence[int]
) -> Iterator[tuple[int, list[Any]]]:
    root = joined.root.c.id
    for start in range(0, len(wanted), PAGE):
        query = select(root, *columns).select_from(joined.source).where(root.in_(wanted[start : start + PAGE]))
        for row in session.execute(query):
            yield row[0], list(row[1:])


def _filter(words: FileWords, joined: Joined, view: View) -> ColumnElement[bool]:
    parts: list[ColumnElement[bool]] = [~alive(joined.root) if view.deleted else alive(joined.root)]
    parts += [hits(view.record, joined.root, text.fold(word)) for word in view.search.split()]
    parts += [matches(words, joined, condition) for condition in view.where]
    parts += [is_among(words, joined, path, texts) for path, texts in view.among]
    parts += [joined.root.c.id.in_(view.only)] if view.only is not None else []
    return and_(*parts)


def alive(table: FromClause) -> ColumnElement[bool]:
    """Whether a record is not deleted, for a query that reads most of a large table.

    Not IS NULL: SQLite would think that few rows are alive and look each of them up by the list's index.
    """
    return func.coalesce(table.c.deleted_at, 0) == 0


def hits(record: type[Record], table: FromClause, folded: str, *, below: bool = False) -> ColumnElement[bool]:
    """One word of a search: in the record's own search text, or in that of what it is searched by.

    People by their membership, units by their name. As subqueries, so that a large register is narrowed before it is
    joined with anything.
    """
    found = [table.c.search_text.contains(folded, autoescape=True)]
    for spec in fields_of(record).values():
        if isinstance(spec.kind, kinds.Link) and spec.has(Face.SEARCH) and not (below and spec.kind.owner):
            target = table_of(record_type(spec.kind.target)).alias()
            hit = target.c.search_text.contains(folded, autoescape=True)
            found.append(table.c[spec.name].in_(select(target.c.id).where(hit)))
    for facet in record.facets.values():
        if not facet.key:
            child = record_type(facet.target)
            link = next(link for kind, link in children_of(record).values() if kind is child)
            alias = table_of(child).alias()
            shown = and_(alias.c[facet.flag] == true(), alive(alias))
            hit = hits(child, alias, folded, below=True)
            found.append(table.c.id.in_(select(alias.c[link]).where(shown, hit)))
    return or_(*found)


def ordered(joined: Joined, item: str) -> ColumnElement[Any]:
    """A path, `path:asc` or `path:desc` as what a query is ordered by, blanks last; or `bad_input`."""
    path, _, direction = item.partition(":")
    column, spec = asked(joined.shown, path)
    if spec.sort_by:
        column = column.table.c[spec.sort_by]
    if direction not in ("", "asc", "desc"):
        raise refused([Problem(Label("排序看不懂，例 name 或 name:desc"), value=item)])
    ordered: ColumnElement[Any] = column.desc() if direction == "desc" else column.asc()
    return ordered.nulls_last()
