"""A stored value of any kind, at random, and a record type's whole row of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import kinds
from app.models.declare import Field, Record, fields_of, record_type, table_of
from app.models.words import FileWords

TODAY = date(2026, 11, 22)
SURNAMES = ("王", "李", "欧阳", "单", "曾", "买买提·", "吕", "𠮷")
GIVEN = ("秀英", "伟", "䶮", "晓明", "艾力", "芳芳")
IDS = ("11010519491231002X", "440524188001010014", "110101199003070011", "130503670401001")
PHONES = ("13800138000", "15912345678", "010-66668888")
PLAUSIBLE = {("PolicyParameter", "value"): "12"}  # a standard's value is a number, though it is kept as text
CREDIT_CODES = ("91350100M000100Y43",)
UNION_CODES = ("81110000MC0000000N",)


def value_of(kind: kinds.Kind, rng: Random, session: Session) -> Any:
    """A value of the kind as it is stored, or None where the file has nothing to link to."""
    make = next(_MAKERS[one] for one in type(kind).__mro__ if one in _MAKERS)
    return make(kind, rng, session)


def _codes(kind: kinds.Codes, rng: Random, session: Session) -> str:
    codes = list(FileWords(session, TODAY).code_list(kind.list_name).labels)
    return ",".join(rng.sample(codes, rng.randint(1, min(kind.most, len(codes), 3))))


def _some_id(session: Session, target: str, rng: Random) -> int | None:
    table = table_of(record_type(target))
    ids = session.scalars(select(table.c.id).where(table.c.deleted_at.is_(None)).order_by(table.c.id)).all()
    return rng.choice(ids) if ids else None


_MAKERS: dict[type[kinds.Kind], Callable[[Any, Random, Session], Any]] = {
    kinds.Link: lambda kind, rng, session: _some_id(session, kind.target, rng),
    kinds.Code: lambda kind, rng, session: rng.choice(list(FileWords(session, TODAY).code_list(kind.list_name).labels)),
    kinds.Codes: _codes,
    kinds.Number: lambda kind, rng, session: rng.randint(kind.low, min(kind.high, kind.low + 1000)),
    kinds.Money: lambda kind, rng, session: rng.randrange(0, 10**9),
    kinds.Day: lambda kind, rng, session: date(2026, 1, 1) + timedelta(days=rng.randrange(0, 320)),
    kinds.PartialDay: lambda kind, rng, session: rng.choice(("1985", "1998-03", "2020-02-29", "2026-11-01")),
    kinds.Moment: lambda kind, rng, session: 1_780_000_000_000 + rng.randrange(10**9),
    kinds.YesNo: lambda kind, rng, session: rng.choice((True, False)),
    kinds.PersonName: lambda kind, rng, session: rng.choice(SURNAMES) + rng.choice(GIVEN),
    kinds.ResidentId: lambda kind, rng, session: rng.choice(IDS),
    kinds.Phone: lambda kind, rng, session: rng.choice(PHONES),
    kinds.CreditCode: lambda kind, rng, session: rng.choice(UNION_CODES if kind.union else CREDIT_CODES),
    kinds.Json: lambda kind, rng, session: f'{{"n":{rng.randrange(100)}}}',
    kinds.LongText: lambda kind, rng, session: f"第一行{rng.randrange(100)}\n第二行",
    kinds.Kind: lambda kind, rng, session: f"文字 {rng.randrange(10_000)}%_\\",
}


def row_of(record: type[Record], rng: Random, session: Session, *, share: float = 0.6) -> dict[str, Any] | None:
    """Stored values for a new row, all that is required and a share of the rest.

    None where a required link finds nothing to link to.
    """
    row: dict[str, Any] = {}
    for name, spec in fields_of(record).items():
        if spec.required or rng.random() < share:
            row[name] = PLAUSIBLE.get((record.__name__, name)) or value_of(spec.kind, rng, session)
            if row[name] is None and spec.required:
                return None
    return row


def typed(spec: Field, value: Any, session: Session) -> Any:
    """A stored value as a person would type it."""
    words = FileWords(session, TODAY)
    if isinstance(spec.kind, kinds.Link) and value is not None:
        return words.link_uid(spec.kind.target, value)
    return spec.kind.write(value, words)
