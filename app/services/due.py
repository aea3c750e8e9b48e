"""What is due, for the home page 工作台: each matter in one sentence, with where it leads."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.errors import KnownError
from app.frozen import dataclass
from app.i18n import Label
from app.models import CondolenceRecord, CondolenceRound, HardshipCase, Person
from app.models.declare import table_of
from app.models.policy import parameter_facts
from app.services import listing, standards

# reliability B: a stick a week; screen.md §8 words it "已 9 天没有备份".
BACKUP_DAYS = 7


@dataclass(frozen=True)
class Matter:
    """One thing to be done.

    `kind`: backup, standard, round, review or doubt. `record` and `where` name the list it leads to, in the words of
    the command line; `uid` the one record, where it is one.
    """

    kind: str
    what: Label
    count: int = 1
    record: str = ""
    where: tuple[str, ...] = ()
    uid: str = ""


def due_matters(session: Session, on: date, last_backup: Mapping[str, Any] | None) -> list[Matter]:
    """Everything that is due on a day, the gravest first; `last_backup` as the file remembers it, or None."""
    return [
        *_backup(session, on, last_backup),
        *_standards(session, on),
        *_rounds(session),
        *_reviews(session, on),
        *_deceased(session),
        *_doubts(session),
    ]


def backup_age(on: date, last_backup: Mapping[str, Any] | None) -> int | None:
    """Days since the last backup that was restored on trial; None when there never was one."""
    if last_backup is None:
        return None
    return max((on - datetime.fromisoformat(str(last_backup["made_at"])).date()).days, 0)


def _backup(session: Session, on: date, last_backup: Mapping[str, Any] | None) -> Iterator[Matter]:
    age = backup_age(on, last_backup)
    if age is None:
        if session.scalar(select(Person.id).limit(1)):
            yield Matter("backup", Label("还没有备份过。资料只在这台电脑上。"))
    elif age >= BACKUP_DAYS:
        yield Matter("backup", Label("已 {n} 天没有备份。资料只在这台电脑上。", n=age), age)


def _standards(session: Session, on: date) -> Iterator[Matter]:
    """Without this year's 低保 standard no household can be assessed; asked for once there is a file."""
    used = session.scalar(select(func.count()).select_from(HardshipCase).where(HardshipCase.deleted_at.is_(None)))
    if not used:
        return
    try:
        missing = standards.standard(session, "dibao_monthly", on) is None
    except KnownError as several:  # rows of several regions, and our own region is not known
        yield Matter("standard", several.what, record="organization")
        return
    if missing:
        what = Label("{year}年的低保标准还没有填，困难类别算不出来。", year=on.year)
        yield Matter("standard", what, record="parameter")


def _rounds(session: Session) -> Iterator[Matter]:
    record = CondolenceRecord
    query = (
        select(
            CondolenceRound,
            func.count(record.id).filter(record.status == "planned"),
            func.count(record.id).filter(record.status != "cancelled"),
        )
        .outerjoin(record, (record.round_id == CondolenceRound.id) & record.deleted_at.is_(None))
        .where(CondolenceRound.deleted_at.is_(None), CondolenceRound.status.in_(("draft", "open")))
        .group_by(CondolenceRound.id)
        .order_by(CondolenceRound.id)
    )
    for round, waiting, listed in session.execute(query):
        if waiting:
            what = Label("“{round}”还有 {n} 人待走访。", round=round.title, n=waiting)
        elif not listed:
            what = Label("“{round}”的名单上还没有人。", round=round.title)
        else:
            what = Label("“{round}”都走访了，可以记为已发放。", round=round.title)
        yield Matter("round", what, waiting, "round", uid=round.uid)


def _reviews(session: Session, on: date) -> Iterator[Matter]:
    """Files not looked at again for a review cycle (02 §2.4: at least once a year)."""
    entered = standards.standard(session, "review_months", on)
    months = int(entered.value) if entered else int(parameter_facts("review_months")["usual"])
    last = months_before(on, months)
    reviewed = func.coalesce(HardshipCase.reviewed_on, HardshipCase.filed_on)
    count = session.scalar(
        select(func.count(HardshipCase.id)).where(
            HardshipCase.deleted_at.is_(None), HardshipCase.stage == "on_file", reviewed <= last
        )
    )
    if count:
        what = Label("{n} 户的档案已满 {months} 个月没有复核。", n=count, months=months)
        yield Matter("review", what, count, "hardship-case", ("stage=on_file",))


def _deceased(session: Session) -> Iterator[Matter]:
    """Households that are still on file though the worker has died: who looks after them now must be decided."""
    of_dead = HardshipCase.person_id.in_(select(Person.id).where(Person.deceased_on.is_not(None)))
    query = select(func.count(HardshipCase.id)).where(HardshipCase.stage == "on_file", of_dead)
    count = session.scalar(query.where(HardshipCase.deleted_at.is_(None)))
    if count:
        what = Label("{n} 户在档的职工已去世，请核对档案。", n=count)
        yield Matter("review", what, count, "hardship-case", ("stage=on_file", "person.deceased_on!="))


def _doubts(session: Session) -> Iterator[Matter]:
    alive = listing.alive(table_of(Person))
    count = session.scalar(select(func.count(Person.id)).where(alive, Person.in_doubt.is_(True)))
    if count:
        yield Matter("doubt", Label("{n} 人的资料待核实。", n=count), count, "person", ("in_doubt=是",))


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier; the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
