"""Filling forms from the file: one collector per form, each returning the form's data class."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session

from app.models.declare import Record, record_type
from app.reports.collect_registers import hardship, members, register
from app.reports.collect_rounds import notice, sign_off, visits
from app.reports.request import Request


def collect(session: Session, request: Request) -> Any:
    """The data of the form that is asked for; raises NOT_FOUND, AMBIGUOUS or `bad_input` (no round named)."""
    return _COLLECTORS[request.code](session, request)


def list_type(code: str) -> type[Record] | None:
    """The record type of a `LIST:TYPE` code; None for other forms. `KeyError` for an unknown type."""
    return record_type(code.removeprefix("LIST:")) if code.startswith("LIST:") else None


_COLLECTORS: dict[str, Callable[[Session, Request], Any]] = {
    "F01": members,
    "F13": notice,
    "F14": hardship,
    "F20": visits,
    "F22": sign_off,
    "LIST": register,
}
