"""The names and numbers of the people who go, and what else in the file carries them.

A word that nobody else bears is taken out wherever it stands (`standing`). One that somebody who stays bears too (a
namesake, a telephone or a bank card that a couple shares), or that is also what a place or a unit is called, is left
there: it may well be the other one's. The same goes for a short name within a longer word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from app.frozen import dataclass
from app.i18n import Label
from app.models import (
    CodeItem,
    CondolenceRecord,
    CondolenceRound,
    HardshipCase,
    Household,
    HouseholdMember,
    Organization,
    OrgUnit,
    Person,
    PrintedForm,
)
from app.models.declare import Record, fields_of, record_types, table_of
from app.models.store import blanking
from app.models.store.blanking import BLANKED_AT, texts_of
from app.models.store.journal import DEED
from app.models.store.standing import stands, without
from app.models.words import FileWords
from app.services.purging.going import Going
from app.services.today import today

NAMES, NUMBERS = ("name", "former_name"), ("id_no", "phone", "phone2", "email")
SHORTEST_NAME, SHORTEST_NUMBER = 2, 6
NO_WORDS = frozenset(
    ("没有", "不详", "未知", "不明", "不清", "不清楚", "不知道", "暂无", "未填", "待补", "待查", "待核实", "保密")
)
"""What people write where there is no name."""
# What the union, its units and the choices in forms are called; a name in there is an ordinary word as well.
_CALLED = (
    (Organization, ("name", "employer_name", "superior_name", "region", "address")),
    (OrgUnit, ("name",)),
    (CodeItem, ("label", "synonyms", "export_labels")),
)


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
    own = _names(called) | _numbers(numbers)
    shared = {word for word in own if _is_borne(session, found, word, called)}
    relatives, homes = sorted(found.removed.get(HouseholdMember, ())), sorted(found.removed.get(Household, ()))
    beside = blanking.values_ever(connection, HouseholdMember, relatives, ("name", "id_no"))
    beside |= blanking.values_ever(connection, Household, homes, ("name",))
    return Words(tuple(sorted(own - shared)), tuple(sorted(shared)), tuple(sorted(_names(beside) - own)))


def _names(words: Iterable[str]) -> set[str]:
    long = {word for word in words if len(word) >= SHORTEST_NAME}
    return {word for word in long - NO_WORDS if word not in blanking.BLANK}


def _numbers(words: Iterable[str]) -> set[str]:
    """Those by which somebody can be known: not 无, not 000000."""
    return {word for word in words if len(_letters(word)) >= SHORTEST_NUMBER and len(set(_letters(word))) > 1}


def _letters(word: str) -> list[str]:
    return re.findall("[0-9A-Za-z]", word)


def _is_borne(session: Session, found: Going, word: str, called: Iterable[str]) -> bool:
    """Whether somebody who stays has this name, as a part of theirs too, or this number, or something is called so."""
    for record, names, condition in (
        (Person, NAMES, func.coalesce(Person.deleted_at, 0) != BLANKED_AT),
        (Person, NUMBERS, func.coalesce(Person.deleted_at, 0) != BLANKED_AT),
        (HouseholdMember, ("name",), _may_be_another(word)),
        (HouseholdMember, ("id_no",), HouseholdMember.name.not_in(sorted(called))),
        (HardshipCase, ("bank_account",), None),
        (Household, ("phone",), None),
        (Organization, ("phone", "audit_phone"), None),
    ):
        is_part = names == NAMES or names == ("name",)
        for one in _having(session, record, names, word, condition, is_part=is_part):
            if not _is_about(found, record, one):
                return True
    if any(any(_having(session, record, names, word, None, is_part=True)) for record, names in _CALLED):
        return True
    return any(not _is_for(session, found, one) for one in _having(session, CondolenceRound, ("title",), word, None))


def _may_be_another(word: str) -> Any:
    """A relative of whom more than this very name is known."""
    member = HouseholdMember
    return member.person_id.is_not(None) | member.id_no.is_not(None) | (member.name != word)


def _having(
    session: Session, record: type[Record], names: Sequence[str], word: str, condition: Any, *, is_part: bool = False
) -> Iterator[int]:
    """The ids of the records in one of whose fields a word stands, or with `is_part` is written at all."""
    columns = [table_of(record).c[name] for name in names]
    query = select(table_of(record).c.id, *columns).where(or_(*(func.instr(column, word) > 0 for column in columns)))
    for one, *texts in session.execute(query if condition is None else query.where(condition)).all():
        if is_part or any(text and stands(text, (word,)) for text in texts):
            yield one


def _is_about(found: Going, record: type[Record], record_id: int) -> bool:
    """Whether this record is about the people who go."""
    if record is Person:
        return record_id in found.people
    return found.goes(record, record_id) or (record is HouseholdMember and (record, record_id) in found.anew)


def _is_for(session: Session, found: Going, round_id: int) -> bool:
    """Whether a round is for these people alone, or goes: its title may well name them (看望…)."""
    if found.goes(CondolenceRound, round_id):
        return True
    of = CondolenceRecord.round_id == round_id
    people = set(session.scalars(select(CondolenceRecord.person_id).where(of)))
    return bool(people) and people <= found.people


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
    texts = {name: is_json for name, is_json in texts_of(record).items() if new[name]}
    cleaned = {name: without(new[name], words, is_json=is_json) for name, is_json in texts.items()}
    return {name: text for name, text in cleaned.items() if text != new[name]}


def prints_with(session: Session, words: Words) -> dict[int, str]:
    """The archived prints on which one of these people stands, shared names too: id → number.

    Whose name it is cannot be told there, and the pages cannot be changed.
    """
    ids = blanking.hits(session.connection(), words.own, PrintedForm).get(PrintedForm.__tablename__, set())
    rows = session.execute(select(PrintedForm.id, PrintedForm.number).where(PrintedForm.id.in_(sorted(ids))))
    return {row[0]: row[1] for row in rows}


@dataclass(frozen=True)
class Place:
    """Where a word stands that may be somebody else's: the kind of record, which one, in which field.

    `is_past`: only in the history, which nobody can mend.
    """

    kind: Label
    title: str
    field: Label
    is_past: bool = False


EARLIER = Label("改动历史（以前写过）")


def undecided(session: Session, found: Going, words: Words) -> list[Place]:
    """Where else a word stands that may be somebody else's, or a short name within another word; left as it is."""
    hits = blanking.hits(session.connection(), words.own, parts=True)
    by_table = {record.__tablename__: record for record in record_types().values()}
    printed, named = prints_with(session, words), FileWords(session, today())
    return [
        Place(record.record_label, named.link_title(record.__name__, one), label, is_past=label is EARLIER)
        for record, one in ((by_table[name], one) for name, ids in hits.items() for one in sorted(ids))
        if not (record is PrintedForm and one in printed)
        and not found.goes(record, one)
        and session.get(record, one) is not None
        for label in _fields_with(session, record, one, words.own, found.anew.get((record, one)))
    ]


def _fields_with(
    session: Session, record: type[Record], record_id: int, words: Sequence[str], anew: Mapping[str, Any] | None
) -> list[Label]:
    """The fields in which one of these words will stand; the history where it is in none and is not blanked."""
    table = table_of(record)
    row = session.execute(select(table).where(table.c.id == record_id)).mappings().one()
    values = {**row, **(anew or {})}
    texts = {name: is_json for name, is_json in texts_of(record).items() if values[name]}
    left = [name for name, is_json in texts.items() if stands(values[name], words, parts=True, is_json=is_json)]
    return [fields_of(record)[name].label for name in left] or ([EARLIER] if anew is None else [])


def acted(session: Session, words: Words) -> int:
    """How many deeds and prints say that one of these people made them: who did something belongs to the accounts."""
    did = select(func.count()).select_from(DEED).where(DEED.c.actor.in_(words.own))
    printed = select(func.count(PrintedForm.id)).where(PrintedForm.printed_by.in_(words.own))
    return (session.scalar(did) or 0) + (session.scalar(printed) or 0)
