"""The names and numbers of the people who go, and what else in the file carries them.

A word that nobody else bears is taken out wherever it stands. One that somebody who stays bears too (a namesake, a
telephone that a couple shares) is left there: it may well be the other one's.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import String, func, or_, select
from sqlalchemy.orm import Session

from app.models import HardshipCase, Household, HouseholdMember, Person, PrintedForm
from app.models.declare import Record, record_types, table_of
from app.models.store import blanking
from app.models.store.blanking import BLANKED_AT, without
from app.services.purging.going import Going

NAMES, NUMBERS = ("name", "former_name"), ("id_no", "phone", "phone2", "email")
SHORTEST_NAME, SHORTEST_NUMBER = 2, 6


@dataclass(frozen=True)
class Words:
    """`sure`: nobody else bears them. `shared`: somebody who stays does. `beside`: those of relatives who go too."""

    sure: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()

    @property
    def own(self) -> tuple[str, ...]:
        """All words of the people themselves."""
        return self.sure + self.shared


def words_of(session: Session, found: Going) -> Words:
    """What the people who go were ever called, and their numbers."""
    connection = session.connection()
    people, cases = sorted(found.people), sorted(found.removed.get(HardshipCase, ()))
    called = blanking.values_ever(connection, Person, people, NAMES)
    numbers = blanking.values_ever(connection, Person, people, NUMBERS) if people else set()
    numbers |= blanking.values_ever(connection, HardshipCase, cases, ("bank_account",)) if people else set()
    own = _long(called, SHORTEST_NAME) | _long(numbers, SHORTEST_NUMBER)
    shared = {word for word in own if _is_borne(session, found, word)}
    relatives, homes = sorted(found.removed.get(HouseholdMember, ())), sorted(found.removed.get(Household, ()))
    beside = blanking.values_ever(connection, HouseholdMember, relatives, ("name", "id_no"))
    beside |= blanking.values_ever(connection, Household, homes, ("name",))
    return Words(tuple(sorted(own - shared)), tuple(sorted(shared)), tuple(sorted(_long(beside, SHORTEST_NAME) - own)))


def _long(words: Iterable[str], least: int) -> set[str]:
    return {word for word in words if len(word) >= least and word not in blanking.BLANK}


def _is_borne(session: Session, found: Going, word: str) -> bool:
    """Whether somebody who stays has this name, as a part of theirs too, or this number."""
    bearers = select(Person.id).where(
        or_(*(getattr(Person, name).contains(word, autoescape=True) for name in (*NAMES, *NUMBERS))),
        func.coalesce(Person.deleted_at, 0) != BLANKED_AT,
    )
    if set(session.scalars(bearers)) - found.people:
        return True
    member = HouseholdMember
    kin = select(member.id).where(member.person_id.is_not(None) | member.id_no.is_not(None) | (member.name != word))
    kin = kin.where(member.name.contains(word, autoescape=True))
    if any(not found.goes(member, one) and (member, one) not in found.anew for one in session.scalars(kin)):
        return True
    homes = session.scalars(select(Household.id).where(Household.phone.contains(word, autoescape=True)))
    return any(not found.goes(Household, one) for one in homes)


def wipe_elsewhere(session: Session, found: Going, words: Words) -> None:
    """Let every other record that carries one of the `sure` words begin anew without it."""
    by_table = {record.__tablename__: record for record in record_types().values()}
    for name, ids in blanking.hits(session.connection(), words.sure).items():
        record = by_table[name]
        for one in sorted(ids):
            if record is PrintedForm or found.goes(record, one):
                continue
            if session.get(record, one) is None:
                found.undone.setdefault(record, set()).add(one)
            else:
                found.stays(record, one, **_cleaned(session, found, record, one, words.sure))


def _cleaned(
    session: Session, found: Going, record: type[Record], record_id: int, words: Sequence[str]
) -> dict[str, Any]:
    table = table_of(record)
    row = session.execute(select(table).where(table.c.id == record_id)).mappings().one()
    new = {**row, **found.anew.get((record, record_id), {})}
    texts = [column.key for column in table.columns if isinstance(column.type, String) and column.key != "uid"]
    cleaned = {name: without(new[name], words) for name in texts if new[name] is not None}
    return {name: text for name, text in cleaned.items() if text != new[name] and name != "search_text"}


def prints_with(session: Session, words: Words) -> dict[int, str]:
    """The archived prints on which one of these people stands, shared names too: id → number.

    Whose name it is cannot be told there, and the pages cannot be changed.
    """
    ids = blanking.hits(session.connection(), words.own, PrintedForm).get(PrintedForm.__tablename__, set())
    rows = session.execute(select(PrintedForm.id, PrintedForm.number).where(PrintedForm.id.in_(sorted(ids))))
    return {row[0]: row[1] for row in rows}


def undecided(session: Session, found: Going, words: Words) -> int:
    """In how many other records a word stands that may be somebody else's."""
    hits = blanking.hits(session.connection(), words.shared)
    by_table = {record.__tablename__: record for record in record_types().values()}
    records = [(by_table[name], one) for name, ids in hits.items() for one in ids]
    return sum(
        record is not PrintedForm
        and not found.goes(record, one)
        and (record, one) not in found.anew
        and session.get(record, one) is not None
        for record, one in records
    )
