"""Whole columns in one value: of 100,000 ids that come row by row, most of the time goes into making rows of them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, Select, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class Gathered(FunctionElement[list[Any]]):
    """All values of a column as one list, in the order in which the query meets them."""

    name = "gathered"
    inherit_cache = True
    type = JSON()


@compiles(Gathered)
def _standard(element: Gathered, compiler: SQLCompiler, **options: Any) -> str:
    return f"json_agg({compiler.process(element.clauses, **options)})"


@compiles(Gathered, "sqlite")
def _sqlite(element: Gathered, compiler: SQLCompiler, **options: Any) -> str:
    return f"json_group_array({compiler.process(element.clauses, **options)})"


def columns(session: Session, query: Select[Any]) -> list[list[Any]]:
    """The columns of a query, each as one list, rows in its order; texts, whole numbers and blanks only.

    The file's own thread lets go of the interpreter once, not once for each row.
    """
    # An order counts: SQLite keeps that of a subquery whose rows are put together by anything but count, min and max.
    rows = query.subquery()
    found = session.execute(select(*(Gathered(column) for column in rows.c))).one()
    return [each or [] for each in found]
