"""What a form is asked for, and what every collector needs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.frozen import dataclass
from app.models import Organization
from app.models.values import days
from app.reports.options import AS_IT_IS, Options
from app.services import listing
from app.services.listing import View


@dataclass(frozen=True)
class Request:
    """What is asked of a form: of which record (a round's key), which rows, on which day, with which options."""

    code: str
    of: str = ""
    view: View | None = None
    on: date = date.min
    strict: bool = False
    options: Options = AS_IT_IS


def union_name(session: Session) -> str:
    """The name of the union whose file this is."""
    return session.scalar(select(Organization.name).where(Organization.deleted_at.is_(None)).limit(1)) or ""


def signers(session: Session) -> dict[str, str]:
    """The names that stand in the signature row, by the words of the form."""
    own = session.scalars(select(Organization).limit(1)).first()
    if own is None:
        return {}
    names = {
        "制表人": own.preparer,
        "经办人": own.handler,
        "审核人（财务）": own.auditor,
        "工会主席（批准）": own.chair,
        "证明人": own.witness,
    }
    return {title: name for title, name in names.items() if name}


def written_rows(
    session: Session, view: View, shown: tuple[str, ...], counted: tuple[str, ...]
) -> Iterator[tuple[dict[str, str], dict[str, Any]]]:
    """(written cells by path, stored values by path) of every row of a view."""
    ids = listing.ids(session, view)
    written = listing.rows(session, View(view.record, columns=shown), ids)
    stored = listing.values(session, View(view.record, columns=counted), ids)
    for cells, values in zip(written, stored, strict=True):
        yield dict(zip(shown, cells, strict=True)), values


def age_at(born: str | None, on: date) -> int | None:
    """Full years of age on a day; None where the birth date is not known."""
    return days.age_on(days.first_day(born), on) if born else None
