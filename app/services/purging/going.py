"""Which records go when some are deleted for good, and which stay without the name.

Money that was handed out stays in the accounts (domain 08 §8.3: vouchers and ledgers 30 years): the record keeps round,
amount and day, and the person stays as a row without anything in it. A household goes with the last file that needs it.
A row about the person in somebody else's household counts there, so it stays without name and numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.errors import NOTHING_CHANGED, ErrorCode, KnownError, Problem
from app.i18n import Label
from app.models import Attachment, CondolenceRecord, HardshipCase, Household, HouseholdMember, Person, kinds
from app.models.declare import Record, children_of, fields_of, record_type, record_types, table_of
from app.models.store import blanking
from app.models.store.blanking import BLANK, BLANKED_AT
from app.models.words import FileWords
from app.services.rounds.ledger import HANDED_OUT
from app.services.today import today

MOST = 10
"""So many people at once are deleted for good."""
LISTED = 50
_PAGE = 500
# What a row about a person in another household keeps is what counts there: relation, income, able to work.
MEMBER_BLANKS = (
    "person_id", "sex", "birth_date", "id_no", "workplace", "health", "medical_insurance", "remark",
)  # fmt: skip
PAID_BLANKS = (
    "proposal_reason",
    "planned_on",
    "proxy",
    "proxy_relation",
    "cancel_reason",
    "warning",
    "reason",
    "remark",
)


@dataclass
class Going:
    """What goes, by type; what stays with other values; links that are cut."""

    roots: Sequence[tuple[type[Record], int]]
    removed: dict[type[Record], set[int]] = field(default_factory=dict)
    anew: dict[tuple[type[Record], int], dict[str, Any]] = field(default_factory=dict)
    cut: list[tuple[type[Record], int, str]] = field(default_factory=list)
    paid: set[int] = field(default_factory=set)
    """The payouts to these people; they stay without the name."""
    undone: dict[type[Record], set[int]] = field(default_factory=dict)
    """What was there once and was undone: only the journal tells of it."""

    @property
    def people(self) -> set[int]:
        """The people among those that were chosen."""
        return {one for record, one in self.roots if record is Person}

    def goes(self, record: type[Record], record_id: int) -> bool:
        """Whether this one goes."""
        return record_id in self.removed.get(record, ())

    def stays(self, record: type[Record], record_id: int, **values: Any) -> None:
        """Keep it with these values."""
        self.anew.setdefault((record, record_id), {}).update(values)


def going(session: Session, roots: Sequence[tuple[type[Record], int]]) -> Going:
    """What follows from deleting these for good.

    Raises STATE for a payout that was handed out and for what is no person and not in the recycle bin, HAS_DEPENDENTS
    for what others that stay cannot do without.
    """
    found = Going(roots)
    _refuse_many(roots)
    _refuse_in_use(session, roots)
    for record, record_id in roots:
        _take(session, found, record, [record_id])
    _refuse_money(session, found)
    _households(session, found)
    _rows_elsewhere(session, found)
    _attachments(session, found)
    _people(session, found)
    _cut_links(session, found)
    _undone(session, found)
    return found


def _refuse_many(roots: Sequence[tuple[type[Record], int]]) -> None:
    """The whole file is searched for the names and numbers of each."""
    n = sum(record is Person for record, _ in roots)
    if n > MOST:
        raise KnownError(
            ErrorCode.STATE,
            Label("一次最多彻底删除 {n} 人，现在选了 {chosen} 人。", n=MOST, chosen=f"{n:,}"),
            safe=NOTHING_CHANGED,
            next=Label("少选几人，分几次删。"),
        )


def _refuse_in_use(session: Session, roots: Sequence[tuple[type[Record], int]]) -> None:
    """Things go into the recycle bin first: what follows from them elsewhere has followed then."""
    if any(record is not Person and session.get_one(record, one).deleted_at is None for record, one in roots):
        raise KnownError(
            ErrorCode.STATE,
            Label("只有回收站里的才能彻底删除。"),
            safe=NOTHING_CHANGED,
            next=Label("先移到回收站，再彻底删除。"),
        )


def _take(session: Session, found: Going, record: type[Record], ids: Iterable[int]) -> None:
    """These, and whatever is nothing without them."""
    new = sorted(set(ids) - found.removed.get(record, set()))
    if not new:
        return
    found.removed.setdefault(record, set()).update(new)
    for child, link in children_of(record).values():
        _take(session, found, child, _linking(session, child, link, new))
    if record is Person:
        _take(session, found, HardshipCase, _linking(session, HardshipCase, "person_id", new))
        for one in _linking(session, CondolenceRecord, "person_id", new):
            if session.get_one(CondolenceRecord, one).status in HANDED_OUT:
                found.paid.add(one)
                found.stays(CondolenceRecord, one, **dict.fromkeys(PAID_BLANKS))
            else:
                _take(session, found, CondolenceRecord, [one])


def _linking(session: Session, record: type[Record], link: str, targets: Sequence[int]) -> list[int]:
    table = table_of(record)
    parts = (targets[start : start + _PAGE] for start in range(0, len(targets), _PAGE))
    return [one for part in parts for one in session.scalars(select(table.c.id).where(table.c[link].in_(part)))]


def _refuse_money(session: Session, found: Going) -> None:
    records = [session.get_one(CondolenceRecord, one) for one in sorted(found.removed.get(CondolenceRecord, ()))]
    served = [one for one in records if one.status in HANDED_OUT]
    if not served:
        return
    words = FileWords(session, today())
    raise KnownError(
        ErrorCode.STATE,
        Label("有 {n} 笔慰问已经发出去了，账要留着，不能彻底删除。", n=len(served)),
        safe=NOTHING_CHANGED,
        next=Label("本人要求删除的，选那个人彻底删除：钱数留着，名字去掉。"),
        problems=[
            Problem(Label("{title}", title=words.link_title("CondolenceRound", one)))
            for one in dict.fromkeys(record.round_id for record in served[:LISTED])
        ],
    )


def _households(session: Session, found: Going) -> None:
    """Households of files that go, unless there is a file that stays; payouts do without, they lose the link."""
    cases = [session.get_one(HardshipCase, one) for one in sorted(found.removed.get(HardshipCase, ()))]
    for household_id in sorted({case.household_id for case in cases}):
        others = _linking(session, HardshipCase, "household_id", [household_id])
        if all(found.goes(HardshipCase, one) for one in others):
            _take(session, found, Household, [household_id])


def _rows_elsewhere(session: Session, found: Going) -> None:
    """Rows about these people in households that stay: known by the link, or by the identity number."""
    numbers = {session.get_one(Person, one).id_no for one in found.people} - {None}
    member = HouseholdMember
    about = or_(member.person_id.in_(found.people), member.id_no.in_(numbers))
    for one in session.scalars(select(member.id).where(about)):
        if not found.goes(member, one):
            found.stays(member, one, name=BLANK, **dict.fromkeys(MEMBER_BLANKS))


def _attachments(session: Session, found: Going) -> None:
    """Scans and photos put beside what goes."""
    uids = [session.get_one(record, one).uid for record, ids in list(found.removed.items()) for one in ids]
    for start in range(0, len(uids), _PAGE):
        part = uids[start : start + _PAGE]
        _take(session, found, Attachment, session.scalars(select(Attachment.id).where(Attachment.of_uid.in_(part))))


def _people(session: Session, found: Going) -> None:
    """A person to whom payouts were made stays as a row with nothing in it."""
    for one in sorted({session.get_one(CondolenceRecord, each).person_id for each in found.paid}):
        found.removed[Person].discard(one)
        blank: dict[str, Any] = dict.fromkeys(fields_of(Person))
        found.stays(Person, one, **{**blank, "name": BLANK, "deleted_at": BLANKED_AT})


def _cut_links(session: Session, found: Going) -> None:
    """Links of what stays to what goes: cut where a row can do without, refused where it cannot."""
    blocked: list[tuple[type[Record], int]] = []
    for record, name, target, required in _links():
        ids = sorted(found.removed.get(target, ()))
        for one in _linking(session, record, name, ids):
            if found.goes(record, one):
                continue
            if required:
                blocked.append((record, one))
            elif (record, one) in found.anew:
                found.stays(record, one, **{name: None})
            else:
                found.cut.append((record, one, name))
    if blocked:
        raise _needed(session, list(dict.fromkeys(blocked)))


def _undone(session: Session, found: Going) -> None:
    """What once belonged to them and was undone; a link that may be missing may have been to somebody else's row."""
    if twice := _people_undone(session, found):
        found.undone[Person] = twice
        _take_undone(session, found, Person, twice)
    for record, name, target, required in _links():
        people = found.people | found.undone.get(Person, set()) if target is Person else set()
        ids = found.removed.get(target, set()) | people
        if required and ids and (gone := blanking.undone_below(session.connection(), record, name, ids)):
            found.undone.setdefault(record, set()).update(gone)
            _take_undone(session, found, record, gone)


def _people_undone(session: Session, found: Going) -> set[int]:
    """The same people entered once before and undone: known by the identity number, or by name and day of birth."""
    wanted: list[dict[str, str]] = []
    for one in (session.get_one(Person, each) for each in sorted(found.people)):
        if one.id_no:
            wanted.append({"id_no": one.id_no})
        if one.birth_date:
            wanted.append({"name": one.name, "birth_date": one.birth_date})
    return blanking.undone_like(session.connection(), Person, wanted)


def _take_undone(session: Session, found: Going, record: type[Record], ids: set[int]) -> None:
    for child, link in children_of(record).values():
        if gone := blanking.undone_below(session.connection(), child, link, ids):
            found.undone.setdefault(child, set()).update(gone)
            _take_undone(session, found, child, gone)


def _links() -> Iterator[tuple[type[Record], str, type[Record], bool]]:
    for record in record_types().values():
        for name, spec in fields_of(record).items():
            if isinstance(spec.kind, kinds.Link):
                yield record, name, record_type(spec.kind.target), spec.required


def _needed(session: Session, blocked: Sequence[tuple[type[Record], int]]) -> KnownError:
    words = FileWords(session, today())
    return KnownError(
        ErrorCode.HAS_DEPENDENTS,
        Label("还有 {n} 处用到它，不能彻底删除。", n=len(blocked)),
        safe=NOTHING_CHANGED,
        next=Label("先彻底删除下面列出的内容，或者和它一起选中。"),
        problems=[
            Problem(
                Label("{type}：{title}", type=record.record_label, title=words.link_title(record.__name__, one)),
                field=record.type_name,
                value=session.get_one(record, one).uid,
            )
            for record, one in blocked[:LISTED]
        ],
    )


def paid_for(session: Session, found: Going) -> tuple[int, int]:
    """How many payouts stay without a name, and how much money (fen, goods by their value) they are."""
    records = [session.get_one(CondolenceRecord, one) for one in found.paid]
    return len(records), sum((one.cash or 0) + (one.goods_value or 0) for one in records)
