"""A household's file as its page holds it: raw texts only, nothing of it kept until it is saved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import NOTHING_CHANGED, ErrorCode, KnownError, Problem
from app.frozen import dataclass
from app.i18n import Label
from app.models import ExpenseItem, HardshipCase, Household, HouseholdMember, IncomeItem, Person, kinds
from app.models.declare import Face, Field, Record, default_of, fields_of, table_of
from app.models.values.resident_id import resident_id_facts
from app.models.words import FileWords
from app.services import forms
from app.services.forms import FormItem
from app.services.hardship.cases import SELF_RELATION, household_of, members_of, open_case_of
from app.services.hardship.facts import SELF
from app.services.members import memberships
from app.services.today import today

HOME = "household."
"""Before the names of the household's own fields among those of the file."""

TABLES: dict[str, type[Record]] = {"members": HouseholdMember, "incomes": IncomeItem, "expenses": ExpenseItem}
# The columns in the order in which they are filled in.
COLUMNS = {
    "members": (
        "name", "relation", "sex", "born", "id_no", "identity", "workplace", "monthly_income", "health", "idle_able",
        "medical_insurance", "is_head", "remark",
    ),
    "incomes": ("member", "kind", "yuan", "from", "to", "remark"),
    "expenses": ("member", "kind", "yuan", "remark"),
}  # fmt: skip
# What the worker's own row says comes from the register and is changed there.
FROM_REGISTER = ("name", "relation", "sex", "born", "id_no")
STAGES = ("draft", "on_file", "closed")
OF_REMOVAL = ("removed_on", "removal_reason")
# A stage is a deed of its own, and a household is named after its worker.
_NOT_TYPED: dict[type[Record], tuple[str, ...]] = {HardshipCase: ("stage",), Household: ("name",)}


@dataclass(frozen=True)
class DraftRow:
    """One line of a table: raw texts by field key. `uid` is empty for a new line, `is_self` marks 本人."""

    texts: Mapping[str, str] = field(default_factory=dict)
    uid: str = ""
    is_self: bool = False

    @property
    def is_blank(self) -> bool:
        """Whether nothing stands in it."""
        return not any(self.texts.values())

    @property
    def key(self) -> str:
        """What tells a line of the file apart, also the worker's own one before it is kept; empty for a new line."""
        return SELF if self.is_self else self.uid


@dataclass(frozen=True)
class CaseDraft:
    """One file with its household: `texts` of the file and, behind `household.`, of the household; three tables.

    `case_id` is None for a file not kept yet; `known` are the uids of the lines that were there when it was opened.
    """

    person_id: int
    case_id: int | None = None
    texts: Mapping[str, str] = field(default_factory=dict)
    members: tuple[DraftRow, ...] = ()
    incomes: tuple[DraftRow, ...] = ()
    expenses: tuple[DraftRow, ...] = ()
    known: frozenset[str] = frozenset()

    def rows(self, table: str) -> tuple[DraftRow, ...]:
        """The lines of `members`, `incomes` or `expenses`."""
        found: tuple[DraftRow, ...] = getattr(self, table)
        return found

    def numbered(self, table: str) -> Iterator[tuple[int, DraftRow]]:
        """The lines in which something stands, with their numbers from 1 as on the screen."""
        return ((number, row) for number, row in enumerate(self.rows(table), start=1) if not row.is_blank)

    def changes(self, before: CaseDraft) -> int:
        """How many fields, cells and lines differ from `before`."""
        names = {*self.texts, *before.texts}
        found = sum(self.texts.get(name, "") != before.texts.get(name, "") for name in names)
        for table in TABLES:
            old = {row.key: row for row in before.rows(table) if row.key}
            kept = {row.key for _, row in self.numbered(table)}
            found += sum(key not in kept for key in old)
            found += sum(_differing(row, old.get(row.key, DraftRow())) for _, row in self.numbered(table))
        return found


def _differing(row: DraftRow, before: DraftRow) -> int:
    return sum(text != before.texts.get(key, "") for key, text in row.texts.items())


@dataclass(frozen=True)
class Sheet:
    """A file as its page opens it: the draft as kept, and what stands around it."""

    draft: CaseDraft
    name: str
    unit: str = ""
    number: str = ""
    stage: str = "draft"
    stages: tuple[tuple[str, str], ...] = ()
    kept: str = ""
    kept_on: date | None = None


def form_items(session: Session, stage: str) -> list[FormItem]:
    """The fields of the file and of its household, those of one group together; removal only where it happened."""
    home = [
        replace(item, path=HOME + item.path, spec=replace(item.spec, group=Label("家庭")))
        for item in forms.form_items(session, Household)
        if _is_typed(Household, item.spec)
    ]
    items = [item for item in forms.form_items(session, HardshipCase) if _is_typed(HardshipCase, item.spec)] + home
    items = [item for item in items if stage == "closed" or item.path not in OF_REMOVAL]
    groups = list(dict.fromkeys(item.spec.group for item in items))
    return sorted(items, key=lambda item: groups.index(item.spec.group))


def table_items(session: Session, table: str) -> list[FormItem]:
    """The columns of one of the tables."""
    items = {item.path: item for item in forms.form_items(session, TABLES[table])}
    return [items[key] for key in COLUMNS[table]]


def new_sheet(session: Session, person_id: int) -> Sheet:
    """A new file for a worker, on the household that is known of him already.

    Raises EXISTS when the household has an open file; its uid is the value of the problem.
    """
    person = session.get_one(Person, person_id)
    household = household_of(session, person)
    existing = open_case_of(session, household.id) if household else None
    if existing is not None:
        raise _exists(existing)
    words = FileWords(session, today())
    home = household or Household(name=person.name, address=person.address, phone=person.phone)
    texts = {spec.key: str(value) for spec, value in _defaults()} | _texts(home, HOME, words)
    members = tuple(_members(session, household, person, words))
    return replace(_around(session, person, words), draft=_known(CaseDraft(person.id, None, texts, members)))


def open_sheet(session: Session, case_id: int) -> Sheet:
    """A file as it is kept; raises NOT_FOUND when it is gone (deleted, or its opening was taken back)."""
    case = session.get(HardshipCase, case_id)
    if case is None or case.deleted_at is not None:
        raise gone()
    words = FileWords(session, today())
    person = session.get_one(Person, case.person_id)
    household = session.get_one(Household, case.household_id)
    draft = CaseDraft(
        person.id,
        case.id,
        _texts(case, "", words) | _texts(household, HOME, words),
        tuple(_members(session, household, person, words)),
        tuple(_items(session, "incomes", case.id, words)),
        tuple(_items(session, "expenses", case.id, words)),
    )
    return replace(
        _around(session, person, words),
        draft=_known(draft),
        number=case.case_no or "",
        stage=case.stage,
        kept=words.code_label("hardship_category_current", case.category) if case.category else "",
        kept_on=case.assessed_on,
    )


def _known(draft: CaseDraft) -> CaseDraft:
    return replace(draft, known=frozenset(row.uid for table in TABLES for row in draft.rows(table) if row.uid))


def _around(session: Session, person: Person, words: FileWords) -> Sheet:
    """What a page says of the worker, without a file yet."""
    current = next((one for one in memberships(session, person) if one.is_current and one.org_unit_id), None)
    unit = words.link_title("OrgUnit", current.org_unit_id) if current and current.org_unit_id else ""
    stages = tuple((code, words.code_label("case_stage", code)) for code in STAGES)
    return Sheet(CaseDraft(person.id), person.name, unit or person.department or "", stages=stages)


def _defaults() -> Iterator[tuple[Field, object]]:
    for name, spec in fields_of(HardshipCase).items():
        value = default_of(HardshipCase, name)
        if value is not None and _is_typed(HardshipCase, spec):
            yield spec, value


def _is_typed(record: type[Record], spec: Field) -> bool:
    return spec.has(Face.FORM) and not isinstance(spec.kind, kinds.Link) and spec.key not in _NOT_TYPED.get(record, ())


def _members(session: Session, household: Household | None, person: Person, words: FileWords) -> Iterator[DraftRow]:
    """The worker's own row first, as the register knows him today; then the others as they were entered."""
    rows = members_of(session, household.id) if household else []
    own = next((row for row in rows if row.person_id == person.id), None)
    register = HouseholdMember(relation=SELF_RELATION)
    register.put(name=person.name, sex=person.sex, birth_date=person.birth_date, id_no=person.id_no)
    texts = {key: text for key, text in _texts(register, "", words).items() if key in FROM_REGISTER}
    kept = _cells(own, "members", words) if own else {}
    yield DraftRow({key: texts.get(key, kept.get(key, "")) for key in COLUMNS["members"]}, own.uid if own else "", True)
    for row in rows:
        if row is not own:
            yield DraftRow(_told_by_number(_cells(row, "members", words)), row.uid)


def _told_by_number(cells: dict[str, str]) -> dict[str, str]:
    """Sex and birth date where nobody filled them in and the number tells them."""
    facts = resident_id_facts(cells["id_no"])
    told = {"sex": facts.sex, "born": facts.birth_date.isoformat() if facts.birth_date else None}
    return cells | {key: text for key, text in told.items() if text and not cells[key]}


def _items(session: Session, table: str, case_id: int, words: FileWords) -> Iterator[DraftRow]:
    record = TABLES[table]
    query = select(record).where(table_of(record).c.case_id == case_id, record.deleted_at.is_(None))
    for row in session.scalars(query.order_by(record.id)):
        yield DraftRow(_cells(row, table, words), row.uid)


def _cells(row: Record, table: str, words: FileWords) -> dict[str, str]:
    texts = _texts(row, "", words)
    return {key: texts.get(key, "") for key in COLUMNS[table]}


def _texts(row: Record, prefix: str, words: FileWords) -> dict[str, str]:
    """The raw texts of what is filled in by hand."""
    record = type(row)
    return {
        prefix + spec.key: raw_text(spec.kind, getattr(row, name), words)
        for name, spec in fields_of(record).items()
        if _is_typed(record, spec)
    }


def raw_text(kind: kinds.Kind, value: object, words: FileWords) -> str:
    """A value as text that reads as the same value; codes as codes."""
    if value is None:
        return ""
    return str(value) if isinstance(kind, kinds.Code | kinds.Codes) else kind.write(value, words)


def gone() -> KnownError:
    """The fault of a file that is no longer there."""
    return KnownError(
        ErrorCode.NOT_FOUND,
        Label("这份档案已经不在了：可能刚撤销了建立，或已移到回收站。"),
        safe=NOTHING_CHANGED,
        next=Label("回到名单看看；移到回收站的可以还原。"),
    )


def _exists(case: HardshipCase) -> KnownError:
    what = Label("这一户已有档案 {number}，一户只建一份。", number=case.case_no or "")
    return KnownError(
        ErrorCode.EXISTS,
        what,
        safe=NOTHING_CHANGED,
        next=Label("打开原来的档案改；已经分户的，先把这个人从原来那一户去掉。"),
        problems=[Problem(what, field="person", value=case.uid)],
    )
