"""What the chair does to memberships from the list of members: several people at once, each time one deed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy.orm import Session

from app.errors import NOTHING_CHANGED, ErrorCode, KnownError, Problem, bad_input
from app.i18n import Label
from app.models import Membership, MembershipChange, Person
from app.models.declare import fields_of
from app.models.kinds import Day
from app.models.people import LIVING_STATUSES
from app.models.store.database import Database
from app.models.words import FileWords
from app.services import members, records
from app.services.members import JOINED
from app.services.today import today

RETAINED, TRANSFERRED_OUT, EXPELLED, WITHDREW = "3", "4", "5", "6"
LEAVING = (WITHDREW, TRANSFERRED_OUT, RETAINED, EXPELLED)
"""What may be entered as a change of somebody who is a member (01 §1.3); joining and death have forms of their own."""
NAMED = 8


def change(database: Database, person_ids: Sequence[int], texts: Mapping[str, str]) -> tuple[int, str]:
    """Enter one event (`type`, `on`, `reason`, `to_org`, `doc_no`, as typed) for each of these members.

    Returns how many, and what the event is called. Raises `bad_input` naming the fields, STATE naming those who are
    no members now, or whose former events do not allow it; nothing is kept then.
    """
    _refuse_blank(texts, "type", "on")
    data = {name: text for name, text in texts.items() if text}
    with database.read() as session:
        event = FileWords(session, today()).code_label("membership_change_type", texts["type"])
    with database.write("会籍变动“{event}”：{n}人", event=event, n=len(person_ids)) as session:
        for membership in _living(session, person_ids):
            members.change(session, membership, data)
    return len(person_ids), event


def mark_deceased(database: Database, person_ids: Sequence[int], texts: Mapping[str, str]) -> int:
    """Note the day of death (`on`, as typed) with each of these people; returns how many.

    Raises `bad_input` for a day that cannot be read or has not come.
    """
    with database.write("记去世：{n}人", n=len(person_ids)) as session:
        on = _day(texts.get("on", ""), FileWords(session, today()))
        for person_id in person_ids:
            members.mark_deceased(session, session.get_one(Person, person_id), on)
    return len(person_ids)


def rejoin(database: Database, person_id: int, texts: Mapping[str, str]) -> str:
    """A new membership of somebody who left: `type` (joined or transferred in), `joined_on`, `org_unit` …, as typed.

    Returns the name. Raises `bad_input`, or STATE when the person is a member now or has died.
    """
    _refuse_blank(texts, "joined_on")
    data = {name: text for name, text in texts.items() if text and name != "type"}
    with database.write("重新入会") as session:
        person = session.get_one(Person, person_id)
        members.rejoin(session, person, data, type=texts.get("type") or JOINED)
        return person.name


def _living(session: Session, person_ids: Sequence[int]) -> list[Membership]:
    """The membership of each of these people that is alive."""
    found, without = [], []
    for person_id in person_ids:
        person = session.get_one(Person, person_id)
        alive = [one for one in members.memberships(session, person) if one.status in LIVING_STATUSES]
        if alive:
            found.append(alive[-1])
        else:
            without.append(person.name)
    if without:
        raise KnownError(
            ErrorCode.STATE,
            Label("选中的人里有 {n} 人现在不在会，会籍不能再变动。", n=len(without)),
            safe=NOTHING_CHANGED,
            next=Label("只选在会的人，再做一次。"),
            problems=[Problem(Label("{name}", name=name)) for name in without[:NAMED]],
        )
    return found


def _refuse_blank(texts: Mapping[str, str], *names: str) -> None:
    specs = {spec.key: spec for record in (MembershipChange, Membership) for spec in fields_of(record).values()}
    problems = [Problem(records.required(specs[name]), field=name) for name in names if not texts.get(name)]
    if problems:
        raise bad_input(problems)


def _day(text: str, words: FileWords) -> date:
    reading = Day().read(text, words)
    if reading.must is not None:
        raise bad_input([Problem(reading.must, field="on", value=text)])
    if reading.value is None:
        raise bad_input([Problem(Label("请填去世日期"), field="on")])
    if reading.value > words.today:
        raise bad_input([Problem(Label("这一天还没有到，请核对"), field="on", value=text)])
    found: date = reading.value
    return found
