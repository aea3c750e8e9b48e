"""A draft of a household's file, read: values, and everything that is wrong or doubtful about any part of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field
from datetime import date
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.errors import Grade, Problem
from app.frozen import dataclass
from app.i18n import Label
from app.models import HardshipCase, Household, HouseholdMember, Person
from app.models.declare import Record
from app.models.words import FileWords
from app.services import records
from app.services.cell_changes import HIDDEN_DIGITS
from app.services.hardship.cases import SELF_RELATION, household_of, open_case_of
from app.services.hardship.draft import COLUMNS, HOME, TABLES, CaseDraft, DraftRow, gone
from app.services.hardship.rules import family_problems, item_problems, same_text
from app.services.today import today

Values = dict[str, Any]


@dataclass(frozen=True)
class Move:
    """A step to another stage, as typed: `on` the day (blank: today), `reason` only for removal."""

    stage: str
    on: str = ""
    reason: str = ""


@dataclass
class ReadDraft:
    """What a draft says. `rows` holds the values of each table's lines by their number from 1."""

    draft: CaseDraft
    person: Person
    case: HardshipCase | None
    household: Household | None
    stage: str
    values: Values = field(default_factory=dict)
    home: Values = field(default_factory=dict)
    rows: dict[str, dict[int, Values]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def refused(self) -> list[Problem]:
        """What keeps from saving."""
        return [problem for problem in self.problems if problem.grade is Grade.MUST]

    @property
    def doubts(self) -> list[Problem]:
        """What is kept as it is and ought to be looked at."""
        return [problem for problem in self.problems if problem.grade is Grade.CHECK]

    def doubt(self, what: Label, where: str, value: str = "") -> None:
        """Note a doubt."""
        self.problems.append(Problem(what, where, value=value, grade=Grade.CHECK))


def read_draft(session: Session, draft: CaseDraft, move: Move | None = None) -> ReadDraft:
    """Read all of a draft, as it would be after `move`. Raises NOT_FOUND when its file is gone."""
    words = FileWords(session, today())
    found = _found(session, draft, move)
    found.values = _fields(found, HardshipCase, "", words) | _moved(found, move, words)
    found.home = _fields(found, Household, HOME, words)
    for table in TABLES:
        found.rows[table] = dict(_lines(found, table, words))
    _check_case(found)
    _check_worker(session, found)
    _check_family(session, found, words)
    names = [row["name"] for row in found.rows["members"].values() if row.get("name")]
    for table in ("incomes", "expenses"):
        found.problems += item_problems(found.rows[table], names, table)
    return found


def _found(session: Session, draft: CaseDraft, move: Move | None) -> ReadDraft:
    person = session.get_one(Person, draft.person_id)
    case = session.get(HardshipCase, draft.case_id) if draft.case_id is not None else None
    if draft.case_id is not None and (case is None or case.deleted_at is not None):
        raise gone()
    household = session.get_one(Household, case.household_id) if case else household_of(session, person)
    stage = move.stage if move else case.stage if case else "draft"
    return ReadDraft(draft, person, case, household, stage)


def _fields(found: ReadDraft, record: type[Record], prefix: str, words: FileWords) -> Values:
    """The fields of the file (without a prefix) or of the household."""
    texts = {
        name.removeprefix(prefix): text
        for name, text in found.draft.texts.items()
        if name.startswith(HOME) == bool(prefix)
    }
    checked = records.read_values(record, texts, words, prefix)
    found.problems += checked.problems
    return checked.values


def _moved(found: ReadDraft, move: Move | None, words: FileWords) -> Values:
    """What a step to another stage fills in."""
    if move is None or move.stage == "draft":
        return {}
    if move.stage == "on_file":
        return (
            {}
            if found.draft.texts.get("filed_on") and not move.on
            else {"filed_on": _day(found, "filed_on", move, words)}
        )
    checked = records.read_values(HardshipCase, {"removal_reason": move.reason}, words)
    found.problems += checked.problems
    return {"removed_on": _day(found, "removed_on", move, words), **checked.values}


def _day(found: ReadDraft, name: str, move: Move, words: FileWords) -> date | None:
    if not move.on:
        return words.today
    checked = records.read_values(HardshipCase, {name: move.on}, words)
    found.problems += checked.problems
    value: date | None = checked.values.get(name)
    return value


def _lines(found: ReadDraft, table: str, words: FileWords) -> Iterator[tuple[int, Values]]:
    record = TABLES[table]
    for number, row in found.draft.numbered(table):
        where = f"{table}.{number}."
        texts = {key: row.texts.get(key, "") for key in COLUMNS[table]}
        checked = records.read_values(record, texts, words, where)
        found.problems += checked.problems
        if table == "members":
            found.problems += _reviewed(checked.values, where, words)
        yield number, checked.values


def _reviewed(values: Values, where: str, words: FileWords) -> Iterator[Problem]:
    """Sex and birth date against the number, as for everybody in the register."""
    for one in Person.review(values, [], words.today):
        yield Problem(one.what, where + records.field_key(HouseholdMember, one.field), value=one.value, grade=one.grade)


def _check_case(found: ReadDraft) -> None:
    """The stage's own rules; a day that cannot be read is named once only."""
    named = {problem.field for problem in found.refused}
    before = {"stage": found.case.stage} if found.case and found.case.stage != found.stage else {}
    looked_at = HardshipCase(**found.values | {"stage": found.stage})
    found.problems += [problem for problem in looked_at.check(before) if problem.field not in named]
    filed, removed = found.values.get("filed_on"), found.values.get("removed_on")
    if found.stage == "closed" and filed and removed and removed < filed:
        found.problems.append(Problem(Label("撤档日期早于建档日期"), "removed_on", value=str(removed)))


def _check_worker(session: Session, found: ReadDraft) -> None:
    if found.person.deceased_on is not None:
        found.doubt(Label("这位职工已去世，请核对"), "person")
    existing = open_case_of(session, found.household.id) if found.household and found.case is None else None
    if existing is not None:
        what = Label("这一户已有档案 {number}，一户只建一份", number=existing.case_no or "")
        found.problems.append(Problem(what, "person", value=existing.uid))


def _check_family(session: Session, found: ReadDraft, words: FileWords) -> None:
    rows = found.rows["members"]
    found.problems += family_problems(rows, found.person.name, "members")
    if not any(line.is_self for line in found.draft.members):
        found.problems.append(Problem(Label("“本人”这一行不能少"), "members"))
    first: dict[str, int] = {}
    for number, row in rows.items():
        line = found.draft.members[number - 1]
        if id_no := row.get("id_no"):
            if HIDDEN_DIGITS in id_no and id_no != _kept_number(session, found, line):
                what = Label("这个号码有几位是隐藏的。先用“显示完整号码”，再复制、粘贴")
                found.problems.append(Problem(what, f"members.{number}.id_no", value=id_no))
            elif id_no in first:
                what = Label("和第 {n} 行是同一个号码", n=first[id_no])
                found.problems.append(Problem(what, f"members.{number}.id_no", value=id_no))
            first.setdefault(id_no, number)
        if row.get("relation") == SELF_RELATION and not line.is_self and same_text(row.get("name"), found.person.name):
            found.problems.append(Problem(Label("“本人”已经有一行了"), f"members.{number}.relation"))
        _check_elsewhere(session, found, number, line, words)


def _kept_number(session: Session, found: ReadDraft, line: DraftRow) -> str | None:
    """The number that a line has in the file: one that came into it with hidden digits can stay."""
    if line.is_self:
        return found.person.id_no
    return session.scalar(select(HouseholdMember.id_no).where(HouseholdMember.uid == line.uid))


def _check_elsewhere(session: Session, found: ReadDraft, number: int, line: DraftRow, words: FileWords) -> None:
    """The same person in another household, and a number that the register knows under another name."""
    row = found.rows["members"][number]
    id_no = row.get("id_no")
    if id_no and not line.is_self:
        query = select(Person.name).where(Person.id_no == id_no, Person.deleted_at.is_(None))
        names = session.scalars(query).all()
        if names and not any(same_text(name, row.get("name")) for name in names):
            what = Label("会员名单里这个号码是“{name}”的，请核对", name=names[0])
            found.doubt(what, f"members.{number}.id_no", id_no)
    for other in _elsewhere(session, found, row, found.person.id if line.is_self else None):
        home = session.get_one(Household, other.household_id)
        relation = words.code_label("family_relation_gbt4761", other.relation)
        case = open_case_of(session, home.id)
        facts = {"home": home.name, "relation": relation}
        if case is None:
            what = Label("“{home}”一户里也有这个人（{relation}），请核对", **facts)
        else:
            what = Label(
                "“{home}”一户（档案 {number}）里也有这个人（{relation}），请核对", number=case.case_no, **facts
            )
        found.doubt(what, f"members.{number}.name", row.get("name") or "")


def _elsewhere(
    session: Session, found: ReadDraft, row: Mapping[str, Any], person_id: int | None
) -> list[HouseholdMember]:
    """The rows of other households with the same number, the same person, or the same name and birth date."""
    table = HouseholdMember
    same = []
    if person_id is not None:
        same.append(table.person_id == person_id)
    if row.get("id_no"):
        same.append(table.id_no == row["id_no"])
    if row.get("name") and len(row.get("birth_date") or "") == len("2010-05-01"):
        same.append((table.name == row["name"]) & (table.birth_date == row["birth_date"]))
    if not same:
        return []
    query = (
        select(table)
        .join(Household, table.household_id == Household.id)
        .where(
            or_(*same),
            table.household_id != (found.household.id if found.household else 0),
            table.deleted_at.is_(None),
            Household.deleted_at.is_(None),
        )
    )
    return list(session.scalars(query.order_by(table.id)))
