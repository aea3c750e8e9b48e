"""What the home page reads in the database thread. Plain values out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from app.frozen import dataclass
from app.i18n import Label
from app.models import HardshipCase, Organization, OrgUnit, Person
from app.models.declare import record_type
from app.models.store.database import Database
from app.models.values.money import show_money
from app.services import due, figures, listing, records, reminding, samples
from app.services.backup import known_backups
from app.services.due import Matter
from app.services.list_order import ListOrder
from app.services.listing import Condition, View
from app.services.today import today
from app.views.settings_places import Place

MEMBERS = (Condition("membership.status", "!=", ""),)
ACTIVE = (Condition("membership.status", "=", "active"),)
ON_FILE = (Condition("stage", "=", "on_file"),)
WEEKDAYS = (
    Label("星期一"), Label("星期二"), Label("星期三"), Label("星期四"),
    Label("星期五"), Label("星期六"), Label("星期日"),
)  # fmt: skip


@dataclass(frozen=True)
class Task:
    """One thing to be done: a sentence, and a button that leads there."""

    kind: str
    words: Label
    button: Label
    page: str
    record_id: int | None = None


@dataclass(frozen=True)
class Number:
    """One figure of the union, and where it comes from."""

    icon: str
    words: Label
    detail: Label
    page: str
    record_id: int | None = None


@dataclass(frozen=True)
class Home:
    """What the page shows. `of`: the version of the file and the day that it was read on."""

    of: tuple[int, date]
    union: str
    day: Label
    tasks: Sequence[Task]
    nothing: Label  # what is said where there are no tasks
    numbers: Sequence[Number]
    is_new: bool


def read(database: Database) -> Home:
    """What is due, and the union in figures."""
    on, known = today(), known_backups(database)
    of, deed = (database.version, on), database.last_deed()
    with database.read() as session:
        view = View(Organization, columns=("name",))
        union = listing.rows(session, view, listing.ids(session, view, limit=1))
        # Of the backup the banner speaks on every page, and the foot.
        matters = [one for one in due.due_matters(session, on, known[-1] if known else None) if one.kind != "backup"]
        ids = [records.find(session, record_type(one.record), one.uid).id if one.uid else None for one in matters]
        # As the list of the members knows them: to be counted by themselves they would all be read once more.
        order, listed = ListOrder.of(session), View(Person, where=MEMBERS)
        members = len(order.whole(session, listed, deed))
        active = len(order.narrowed(session, listed, replace(listed, where=MEMBERS + ACTIVE), deed))
        people = members or listing.count(session, View(Person))
        cases = listing.count(session, View(HardshipCase, where=ON_FILE))
        units = listing.count(session, View(OrgUnit))
        tally = figures.figures(session, None, date(on.year, 1, 1), date(on.year, 12, 31)).tally
    told = {"n": f"{tally.person_times:,}", "households": f"{tally.households:,}", "amount": show_money(tally.total)}
    numbers = [
        Number("users", Label("会员 {n} 人", n=f"{members:,}"), Label("其中在会 {n} 人", n=f"{active:,}"), "members"),
        Number("heart-handshake", Label("困难职工 {n} 户", n=f"{cases:,}"), Label("在档的户"), "hardship"),
        Number("gift", Label("今年慰问 {n} 人次", **told), Label("共 {amount} 元（含慰问品）", **told), "rounds"),
        Number("building", Label("分会（小组） {n} 个", n=units), Label("会员归到这里"), "settings", Place.BRANCHES),
    ]
    day = Label(
        "{year}年{month}月{day}日 {weekday}",
        year=on.year,
        month=on.month,
        day=on.day,
        weekday=WEEKDAYS[on.weekday()],
    )
    tasks = [_task(one, record_id) for one, record_id in zip(matters, ids, strict=True)]
    is_reminded = reminding.backup_due(database, on) is not None and not samples.is_sample(database.path)
    nothing = Label("眼下没有别的要办的事。") if is_reminded else Label("眼下没有要办的事。")
    return Home(of, union[0][0] if union else "", day, tasks, nothing, numbers, is_new=not people)


def _task(one: Matter, record_id: int | None) -> Task:
    if one.kind == "standard" and one.record == "organization":
        return Task(one.kind, one.what, Label("填所在地区"), "settings", Place.UNION)
    button, page, place = LEADS[one.kind]
    return Task(one.kind, one.what, button, page, record_id if record_id is not None else place)


LEADS: dict[str, tuple[Label, str, int | None]] = {
    "standard": (Label("填标准"), "settings", Place.STANDARDS),
    "round": (Label("打开批次"), "rounds", None),
    "review": (Label("看困难职工"), "hardship", None),
    "doubt": (Label("看会员"), "members", None),
}
