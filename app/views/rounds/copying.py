"""Taking over the list of a former round, with what has changed since."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace

from PySide6.QtWidgets import QWidget

from app.errors import Problem, bad_input
from app.frozen import dataclass
from app.i18n import Label
from app.models import CondolenceRound, Person
from app.models.store.database import WriteSession
from app.services import listing, rounds
from app.services.listing import View
from app.views.forms.asking import Asking
from app.views.forms.source import Choice, FormField
from app.views.jobs import DatabaseThread
from app.views.rounds.given import amounts, written_amounts
from app.views.rounds.proposal import Part, PreviewStep
from app.views.rounds.work import RoundWork

COMING = (
    Label("姓名"), Label("所在分会"), Label("变化"), Label("慰问金（元）"), Label("慰问品"), Label("折价（元）"),
    Label("列入原因"), Label("慰问组"),
)  # fmt: skip
MONEY = (3, 5)
GONE = (Label("姓名"), Label("没有列入的原因"))
NEW = (Label("姓名"), Label("列入原因"))

Rows = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class CopyPreview:
    """What taking over the list of a former round would do, as written cells; `people` are those of `coming`.

    `as_then`: everybody gets what was given then, since this round has no amounts of its own.
    """

    former_id: int
    title: str
    people: tuple[int, ...]
    coming: Rows
    gone: Rows
    new: Rows
    as_then: bool


def former_rounds(work: RoundWork) -> list[Choice]:
    """The other rounds, those of the same occasion first, the newest first; runs in the database thread."""
    with work.database.read() as session:
        own = session.get_one(CondolenceRound, work.round_id)
        ids = [each for each in listing.ids(session, View(CondolenceRound)) if each != own.id]
        found = [session.get_one(CondolenceRound, each) for each in ids]
        found.sort(key=lambda one: one.occasion != own.occasion)
        return [Choice(str(one.id), one.title) for one in found]


def preview(work: RoundWork, former_id: int) -> CopyPreview:
    """What taking over would do; runs in the database thread."""
    with work.database.read() as session:
        former, own = (session.get_one(CondolenceRound, each) for each in (former_id, work.round_id))
        copy = rounds.copy_of(session, own, former)
        people = [one.person.id for one in copy.rows]
        units = listing.rows(session, View(Person, columns=("membership.org_unit",)), people)
        coming = tuple(
            (
                one.person.name,
                unit[0],
                "；".join(map(str, one.changes)),
                *written_amounts(rounds.giver(own, one.former)),
                one.reason or "",
                one.former.visit_group or "",
            )
            for one, unit in zip(copy.rows, units, strict=True)
        )
        gone = tuple((one.person.name, str(one.reason)) for one in copy.gone)
        new = tuple((person.name, reason) for person, reason in copy.new)
        as_then = not any(amounts(own).values())
        return CopyPreview(former_id, former.title, tuple(people), coming, gone, new, as_then)


def take(work: RoundWork, former_id: int, left_out: Collection[int] = ()) -> int:
    """Take the list over without those who were left out; how many came in. Runs in the database thread."""

    def deed(session: WriteSession, found: CondolenceRound) -> int:
        copy = rounds.copy_of(session, found, session.get_one(CondolenceRound, former_id))
        kept = tuple(one for one in copy.rows if one.person.id not in left_out)
        rounds.take_over(session, found, replace(copy, rows=kept))
        return len(kept)

    return work.do("照以前的名单列入：{title}", deed)


def ask_former(
    parent: QWidget,
    jobs: DatabaseThread,
    work: RoundWork,
    choices: list[Choice],
    show: Callable[[CopyPreview], object],
) -> Asking:
    """Ask which round's list is taken over."""
    known = {each.value for each in choices}

    def look(texts: Mapping[str, str]) -> CopyPreview:
        if texts["former"] not in known:
            raise bad_input([Problem(Label("从列表里选一个批次"), "former")])
        return preview(work, int(texts["former"]))

    fields = [FormField("former", Label("哪一批"), "code", choices=choices, width=26)]
    words = Label(
        "照那一批的名单、次序和分组列入。金额按这一批的标准；没有定标准的，照那一批每人的。先看看有什么变化。"
    )
    made = Asking(parent, Label("照以前的名单"), words, fields, Label("看变化"))
    made.begin({"former": choices[0].value}, jobs, look, lambda found, _: show(found))
    return made


def copy_step(found: CopyPreview) -> PreviewStep:
    """The preview as a step."""
    parts = [
        Part(lambda n: Label("会列入 {n} 人", n=n), COMING, found.coming, MONEY),
        Part(lambda n: Label("不列入 {n} 人", n=n), GONE, found.gone),
        Part(lambda n: Label("新建档、那时没有的 {n} 户", n=n), NEW, found.new),
    ]
    own = Label("金额按这一批的标准。打勾的会列入，空格去掉或加上一人。新建档的户，以后再用“提出名单”。")
    then = Label("金额照那一批每人的。打勾的会列入，空格去掉或加上一人。新建档的户，以后再用“提出名单”。")
    words = then if found.as_then else own
    return PreviewStep(
        Label("照“{title}”的名单", title=found.title), words, lambda n: Label("列入 {n} 人", n=n), parts, found.people
    )
