"""Many rows of one table, handed to the driver as they are.

SQLAlchemy makes a dictionary of the parameters of each row and looks at every value of it: a third of the time of a
large import. What its types do to values is done here too; nothing else of it is needed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from typing import Any

from sqlalchemy import Boolean, Connection, Dialect, Table, insert

_Row = Mapping[str, Any]
_Maker = Callable[[Any], Any]
AT_ONCE = 50
"""Rows that one statement inserts: what SQLite does for every statement (the numbers given out) it does once."""


def insert_rows(connection: Connection, table: Table, rows: Sequence[_Row]) -> None:
    """Insert rows of stored values by attribute name; what a row does not name stays blank."""
    if rows:
        given = set().union(*rows)
        columns = tuple(column.key for column in table.columns if column.key in given)
        _, makers = _prepared(table, columns, connection.dialect)
        insert_tuples(connection, table, columns, list(_tuples(rows, columns, makers)))


def insert_tuples(connection: Connection, table: Table, columns: tuple[str, ...], rows: list[tuple[Any, ...]]) -> None:
    """Insert rows of values as the driver takes them, in the order of `columns`, which is that of the table."""
    statement, _ = _prepared(table, columns, connection.dialect)
    whole = len(rows) - len(rows) % AT_ONCE
    if whole:
        runs = [tuple(chain.from_iterable(rows[start : start + AT_ONCE])) for start in range(0, whole, AT_ONCE)]
        connection.exec_driver_sql(_of_many(statement), runs)
    if whole < len(rows):
        connection.exec_driver_sql(statement, rows[whole:])


@lru_cache(maxsize=64)
def _of_many(statement: str) -> str:
    """The same statement for `AT_ONCE` rows."""
    opening, values, row = statement.rpartition(" VALUES ")
    return opening + values + ", ".join([row] * AT_ONCE)


def _tuples(rows: Iterable[_Row], columns: tuple[str, ...], makers: Mapping[str, _Maker]) -> Iterable[tuple[Any, ...]]:
    if not makers:
        yield from (tuple(map(row.get, columns)) for row in rows)
        return
    for row in rows:
        made = {name: maker(value) for name, maker in makers.items() if (value := row.get(name)) is not None}
        yield tuple(map({**row, **made}.get if made else row.get, columns))


@lru_cache(maxsize=64)
def _prepared(table: Table, columns: tuple[str, ...], dialect: Dialect) -> tuple[str, dict[str, _Maker]]:
    """The statement, and what turns values into those of the driver, for the columns that need it."""
    compiled = insert(table).compile(dialect=dialect, column_keys=list(columns))
    if tuple(compiled.positiontup or ()) != columns:
        raise AssertionError(f"{table.name}: {compiled.positiontup} instead of {columns}")
    # True and False are taken by the driver as they are.
    others = [name for name in columns if not isinstance(table.c[name].type, Boolean)]
    makers = {name: table.c[name].type.dialect_impl(dialect).bind_processor(dialect) for name in others}
    return str(compiled), {name: maker for name, maker in makers.items() if maker is not None}
