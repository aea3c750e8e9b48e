"""Opening a hardship file: worker, household, incomes and expenses in one go (domain 02 §2.2, `cli.md`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import NOTHING_CHANGED, ErrorCode, Grade, KnownError, Problem, bad_input
from app.i18n import Label
from app.models import ExpenseItem, HardshipCase, Household, HouseholdMember, IncomeItem, Person
from app.models.declare import Record
from app.models.words import FileWords
from app.services import records
from app.services.hardship.cases import SELF_RELATION, household_of, members_of, open_case_of
from app.services.hardship.rules import family_problems, item_problems, same_text
from app.services.numbering import next_number
from app.services.records import Kept
from app.services.today import today
from app.services.typed_values import Judged

# 02 §2.4: this step has no application and inquiry, so a file starts as a draft or is on file at once.
FIRST_STAGES = ("draft", "on_file")
# The lists of a file: record type, and the links that are filled in here.
LISTS: dict[str, tuple[type[Record], str]] = {
    "household": (HouseholdMember, "household_id"),
    "incomes": (IncomeItem, "case_id"),
    "expenses": (ExpenseItem, "case_id"),
}


@dataclass
class _Draft(Judged):
    """One file as read, before anything of it is kept."""

    prefix: str
    values: dict[str, Any] = field(default_factory=dict)
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    person: Person | None = None
    household: Household | None = None
    existing: HardshipCase | None = None
    problems: list[Problem] = field(default_factory=list)

    def refuse(self, what: Label, where: str, value: str = "") -> None:
        self.problems.append(Problem(what, field=self.prefix + where, value=value))

    def doubt(self, what: Label, where: str) -> None:
        self.problems.append(Problem(what, field=self.prefix + where, grade=Grade.CHECK))


def add_case(session: Session, data: Mapping[str, object] | Sequence[Mapping[str, object]]) -> Kept:
    """Open one hardship file or several, all or nothing, in the shape of `cli.md` (add … hardship-case).

    The household is the person's own, made when there is none; 本人 becomes a row of it by itself. Rows given again are
    known by name and relation, and their blanks change nothing. Raises `bad_input` with all problems at once, EXISTS
    when all that is wrong is a file that the household has already.
    """
    items = [data] if isinstance(data, Mapping) else list(data)
    kept, refused, existing = Kept(), list[Problem](), 0
    for number, item in enumerate(items, start=1):
        draft = _read(session, item, f"{number}." if len(items) > 1 else "")
        kept.warnings += draft.doubts
        refused += draft.refused
        existing += draft.existing is not None
        if not draft.refused:
            kept.records.append(_keep(session, draft))
    if refused:
        raise _exists(refused) if existing == len(refused) else bad_input(refused)
    return kept


def _read(session: Session, item: Mapping[str, object], prefix: str) -> _Draft:
    """Read one file; whatever is wrong with any part of it is in the draft's problems."""
    words = FileWords(session, today())
    draft = _Draft(prefix)
    own = {name: value for name, value in item.items() if name not in LISTS}
    checked = records.read_values(HardshipCase, own, words, prefix)
    draft.values, draft.problems = checked.values, checked.problems
    named = {problem.field for problem in checked.refused}
    wanted = records.missing(HardshipCase, checked.values | {"household_id": 0}, prefix)
    draft.problems += [problem for problem in wanted if problem.field not in named]
    for name in LISTS:
        draft.rows[name] = list(_read_rows(draft, name, item.get(name), words))
    if "person_id" in draft.values:
        _find_household(session, draft, session.get_one(Person, draft.values["person_id"]))
    _check_stage(draft)
    _check_household(draft)
    _check_members(session, draft)
    return draft


def _read_rows(draft: _Draft, name: str, given: object, words: FileWords) -> Iterator[dict[str, Any]]:
    record, link = LISTS[name]
    if given is None:
        return
    if not isinstance(given, list) or not all(isinstance(row, Mapping) for row in given):
        draft.refuse(Label("“{name}”要是一张表", name=name), name)
        return
    for number, row in enumerate(given, start=1):
        where = f"{draft.prefix}{name}.{number}."
        checked = records.read_values(record, row, words, where)
        named = {problem.field for problem in checked.refused}
        draft.problems += checked.problems
        draft.problems += [
            problem
            for problem in records.missing(record, checked.values | {link: 0}, where)
            if problem.field not in named
        ]
        yield checked.values


def _find_household(session: Session, draft: _Draft, person: Person) -> None:
    draft.person = person
    if person.deceased_on is not None:
        draft.doubt(Label("这位职工已去世，请核对"), "person")
    draft.household = household_of(session, person)
    if draft.household is None:
        return
    draft.existing = open_case_of(session, draft.household.id)
    if draft.existing is not None:
        what = Label("这一户已有档案 {number}，一户只建一份", number=draft.existing.case_no or "")
        draft.refuse(what, "person", draft.existing.uid)
    rows = members_of(session, draft.household.id)
    if all(row.relation != SELF_RELATION or row.person_id != person.id for row in rows):
        draft.doubt(Label("这一户的家庭关系是按另一位职工填的，请核对"), "household")


def _check_stage(draft: _Draft) -> None:
    """A file starts as a draft or on file (this step's part of 02 §2.4), with the days that it needs."""
    stage = draft.values.get("stage") or "draft"
    if stage not in FIRST_STAGES:
        draft.refuse(Label("新档案只能是草稿或在档"), "stage", stage)
    else:
        found = HardshipCase(**draft.values | {"stage": stage}).check({})
        draft.problems += [Problem(one.what, draft.prefix + one.field, value=one.value) for one in found]


def _check_household(draft: _Draft) -> None:
    worker = draft.person.name if draft.person else None
    draft.problems += family_problems(_numbered(draft, "household"), worker, f"{draft.prefix}household")


def _check_members(session: Session, draft: _Draft) -> None:
    """Incomes and expenses name somebody of the household, also of what is known of it already."""
    names = [row["name"] for row in draft.rows["household"] if row.get("name")]
    if draft.person is not None:
        names.append(draft.person.name)
    if draft.household is not None:
        names += [row.name for row in members_of(session, draft.household.id)]
    for name in ("incomes", "expenses"):
        draft.problems += item_problems(_numbered(draft, name), names, f"{draft.prefix}{name}")


def _numbered(draft: _Draft, name: str) -> dict[int, dict[str, Any]]:
    return dict(enumerate(draft.rows[name], start=1))


def _keep(session: Session, draft: _Draft) -> HardshipCase:
    person = draft.person
    assert person is not None
    household = draft.household or start_household(session, person)
    _keep_members(session, draft, household, person)
    case = start_case(session, household, draft.values)
    session.add_all(IncomeItem(**row, case_id=case.id) for row in draft.rows["incomes"])
    session.add_all(ExpenseItem(**row, case_id=case.id) for row in draft.rows["expenses"])
    session.flush()
    return case


def start_household(session: Session, person: Person) -> Household:
    """A household named after the worker through whom the union knows it."""
    household = Household(name=person.name, address=person.address, phone=person.phone)
    session.add(household)
    session.flush()
    return household


def start_case(session: Session, household: Household, values: Mapping[str, Any]) -> HardshipCase:
    """A numbered file of a household; the number's year is that of the filing, else this year."""
    filed_on = values.get("filed_on") or today()
    case = HardshipCase(**values, household_id=household.id)
    case.case_no = next_number(session, f"困字〔{filed_on.year}〕{{n}}号")
    session.add(case)
    session.flush()
    return case


def itself(household: Household, person: Person) -> HouseholdMember:
    """The worker's own row of the household."""
    row = HouseholdMember(household_id=household.id, person_id=person.id, relation=SELF_RELATION)
    row.put(name=person.name, sex=person.sex, birth_date=person.birth_date, id_no=person.id_no)
    return row


def _keep_members(session: Session, draft: _Draft, household: Household, person: Person) -> None:
    present = members_of(session, household.id)
    if all(row.person_id != person.id for row in present):
        present.insert(0, itself(household, person))
        session.add(present[0])
    for row in draft.rows["household"]:
        linked = row.get("person_id") or registered(session, row.get("id_no"))
        values = {name: value for name, value in (row | {"person_id": linked}).items() if value is not None}
        found = next((one for one in present if _is_row(one, row)), None)
        if found is None:
            found = HouseholdMember(household_id=household.id)
            present.append(found)
            session.add(found)
        found.put(**values)
    session.flush()


def _is_row(one: HouseholdMember, row: Mapping[str, Any]) -> bool:
    return same_text(one.name, row["name"]) and one.relation == row["relation"]


def registered(session: Session, id_no: str | None) -> int | None:
    """The one person of the register with this number; with several, none is taken."""
    if not id_no:
        return None
    found = session.scalars(select(Person.id).where(Person.id_no == id_no, Person.deleted_at.is_(None))).all()
    return found[0] if len(found) == 1 else None


def _exists(problems: Sequence[Problem]) -> KnownError:
    return KnownError(
        ErrorCode.EXISTS,
        Label("这一户已经有档案，不能再建一份。"),
        safe=NOTHING_CHANGED,
        next=Label("打开原来的档案改；已经分户的，先把这个人从原来那一户去掉。"),
        problems=problems,
    )
