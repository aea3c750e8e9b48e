"""Keeping a draft: the file, its household and all lines of its tables in one deed (architecture.md, law 7)."""

from __future__ import annotations

import json

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import ErrorCode, KnownError, Problem, bad_input
from app.frozen import dataclass
from app.i18n import Label
from app.models import HardshipCase, HouseholdMember, Person
from app.models.declare import Record
from app.models.store.database import Database
from app.services import records
from app.services.hardship.assessment import Assessment, assess, keep_assessment
from app.services.hardship.cases import advance
from app.services.hardship.draft import TABLES, CaseDraft
from app.services.hardship.facts import facts_of
from app.services.hardship.opening import registered, start_case, start_household
from app.services.hardship.reading import Move, ReadDraft, read_draft
from app.services.today import today

# The deed and what is said of it, by the stage that the file moves to.
MOVED = {
    "on_file": ("建档：{name}", Label("已转为在档")),
    "closed": ("撤档：{name}", Label("已撤档")),
    "draft": ("退回草稿：{name}", Label("已退回草稿")),
}
# Nothing can be said of a category where a standard lacks, or where several regions' standards fit.
_UNSAID = (ErrorCode.NO_STANDARD, ErrorCode.AMBIGUOUS)


@dataclass(frozen=True)
class SavedCase:
    """A draft that was kept: the file, what to say of it, and the doubts that were kept with it."""

    case_id: int
    said: Label
    problems: tuple[Problem, ...]


def save_draft(database: Database, draft: CaseDraft, move: Move | None = None) -> SavedCase:
    """Keep a draft, and let the file take a step, in one deed; also keep the category of the day.

    Lines that were there when the draft was opened and are not in it any more go to the recycle bin. Raises
    `bad_input` with every problem of the draft at once, NOT_FOUND when the file is gone, STATE for a wrong step.
    """
    with database.read() as session:
        name = session.get_one(Person, draft.person_id).name
    with database.write(_deed(draft, move), name=name) as session:
        case, doubts = keep_draft(session, draft, move)
        saved = SavedCase(case.id, _said(draft, move, name), tuple(doubts))
    return saved


def keep_draft(session: Session, draft: CaseDraft, move: Move | None = None) -> tuple[HardshipCase, list[Problem]]:
    """Keep a draft within a deed that is open already: the file and its doubts. Raises what `save_draft` raises."""
    read = read_draft(session, draft, move)
    if read.refused:
        raise bad_input(read.problems)
    return _keep(session, read, move), read.doubts


def _deed(draft: CaseDraft, move: Move | None) -> str:
    if move is not None:
        return MOVED[move.stage][0]
    return "新建困难职工档案：{name}" if draft.case_id is None else "修改困难职工档案：{name}"


def _said(draft: CaseDraft, move: Move | None, name: str) -> Label:
    if move is not None:
        return Label("{done}：“{name}”", done=MOVED[move.stage][1], name=name)
    if draft.case_id is None:
        return Label("已新建“{name}”的档案，现在是草稿。", name=name)
    return Label("已保存“{name}”的档案。", name=name)


def _keep(session: Session, read: ReadDraft, move: Move | None) -> HardshipCase:
    before = facts_of(session, read.case) if read.case else None
    household = read.household or start_household(session, read.person)
    household.put(**read.home)
    case = read.case
    if case is None:
        case = start_case(session, household, {"person_id": read.person.id} | read.values)
    else:
        case.put(**read.values)
    for table in TABLES:
        _keep_lines(
            session, read, table, {"household_id": household.id} if table == "members" else {"case_id": case.id}
        )
    if move is not None:
        on = read.values.get("removed_on" if move.stage == "closed" else "filed_on")
        advance(session, case, move.stage, on=on, reason=read.values.get("removal_reason"))
    keep_category(session, case, changed=facts_of(session, case) != before)
    return case


def _keep_lines(session: Session, read: ReadDraft, table: str, owner: dict[str, int]) -> None:
    """Change, add and delete lines, so that the table is as on the screen."""
    alive = _alive(session, table, read.draft)
    for number, values in read.rows[table].items():
        line = read.draft.rows(table)[number - 1]
        row = alive.pop(line.uid, None) or TABLES[table]()
        if isinstance(row, HouseholdMember):
            values = values | {"person_id": _linked(session, read, line.is_self, row.person_id, values.get("id_no"))}
        row.put(**values | owner)
        session.add(row)
    for row in alive.values():
        records.delete(session, row)
    session.flush()


def _alive(session: Session, table: str, draft: CaseDraft) -> dict[str, Record]:
    """The lines that were there when the draft was opened and are there still, by their uid."""
    record = TABLES[table]
    query = select(record).where(record.uid.in_(draft.known), record.deleted_at.is_(None))
    return {row.uid: row for row in session.scalars(query)}


def _linked(session: Session, read: ReadDraft, is_self: bool, person_id: int | None, id_no: str | None) -> int | None:
    """Who of the register a line of the family is: known by the number; without one the link stays as it is."""
    if is_self:
        return read.person.id
    found = registered(session, id_no)
    if found is not None or person_id is None:
        return found
    return None if id_no and session.get_one(Person, person_id).id_no else person_id


def keep_category(session: Session, case: HardshipCase, *, changed: bool) -> None:
    """Keep the day's assessment where it says something new; one that its facts no longer bear out goes.

    As long as no income is filled in there is none: blank is not the same as poor.
    """
    session.flush()
    if case.stage == "closed" and not changed:
        return
    found = _assessed(session, case)
    if found is None or found.is_unfilled:
        if changed:
            case.put(category=None, per_capita=None, assessed_on=None, assessment=None)
        return
    kept = json.loads(case.assessment) if case.assessment else {}
    if kept | {"on": ""} != found.snapshot() | {"on": ""}:
        keep_assessment(session, case, today())


def _assessed(session: Session, case: HardshipCase) -> Assessment | None:
    """The assessment of today; None where nothing can be said of a category."""
    try:
        return assess(session, case, today())
    except KnownError as fault:
        if fault.code not in _UNSAID:
            raise
        return None
