"""Finding the people that somebody typed or pasted: one name, pinyin or number a line. Runs in the database thread."""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.frozen import dataclass
from app.i18n import Label
from app.models import CondolenceRound, Person
from app.models.store.database import Database
from app.models.words import find_keys
from app.services import listing
from app.services.listing import View
from app.services.rounds.result import records_of

COLUMNS = ("name", "membership.org_unit", "birth_date", "sex", "membership.status")
HEADINGS = (
    Label("填的"), Label("姓名"), Label("结果"), Label("所在分会"), Label("出生日期"), Label("性别"), Label("会员状态"),
)  # fmt: skip
MOST = 20
_BREAKS = re.compile(r"[\r\n\t、，,；;]+")


@dataclass(frozen=True)
class Hit:
    """Somebody that a typed line may mean, or (without a person) a line that means nobody. `is_free`: can be added."""

    typed: str
    person_id: int | None
    cells: tuple[str, ...]
    note: Label
    is_free: bool
    is_sure: bool

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done: nobody was found, or somebody who can be added."""
        return self.is_free or self.person_id is None

    @property
    def row(self) -> tuple[str, ...]:
        """The cells as the table shows them, without the tick."""
        return (self.typed, self.cells[0], str(self.note), *self.cells[1:])


def lines_of(text: str) -> list[str]:
    """The names and numbers in what was typed or pasted, each once, in order."""
    return list(dict.fromkeys(part.strip() for part in _BREAKS.split(text) if part.strip()))


def find(database: Database, round_id: int, lines: Sequence[str]) -> list[Hit]:
    """Whom each line means: by number or whole name first, else by what a search finds."""
    found: list[Hit] = []
    with database.read() as session:
        round = session.get_one(CondolenceRound, round_id)
        listed = {one.person_id for one in records_of(session, round) if one.status != "cancelled"}
        met: set[int] = set()
        for typed in lines:
            ids = find_keys(session, Person, typed)
            exact = bool(ids)
            if not exact:
                ids = listing.ids(session, View(Person, search=typed), limit=MOST + 1)
            if len(ids) > MOST:
                found.append(_nobody(typed, Label("找到的太多，多写几个字")))
            elif not ids:
                found.append(_nobody(typed, Label("没有找到")))
            cells = listing.rows(session, View(Person, columns=COLUMNS), ids[:MOST]) if len(ids) <= MOST else []
            for person_id, written in zip(ids, cells, strict=False):
                known = person_id in listed
                again = person_id in met
                note = _note(len(ids), known=known, again=again, exact=exact)
                free = not known and not again
                found.append(Hit(typed, person_id, tuple(written), note, free, free and len(ids) == 1))
            met |= set(ids) if len(ids) == 1 else set()
    return found


def _nobody(typed: str, note: Label) -> Hit:
    return Hit(typed, None, ("",) * len(COLUMNS), note, False, False)


def _note(count: int, *, known: bool, again: bool, exact: bool) -> Label:
    if known:
        return Label("已在名单里")
    if again:
        return Label("上面已有这个人")
    if count > 1:
        return Label("有 {n} 位，选一位（空格）", n=count)
    return Label("找到了") if exact else Label("按拼音或部分号码找到")
