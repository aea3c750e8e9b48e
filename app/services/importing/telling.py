"""A trial in words, for the one who has to say yes to it: what each row will do, where it stands, why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice

from sqlalchemy.orm import Session

from app.frozen import dataclass
from app.i18n import Label
from app.models.declare import Record
from app.models.values.text import plain_text
from app.models.words import FileWords
from app.services import listing
from app.services.importing.plan import EMPLOYER_PATH, UNIT_PATH, Column, Plan, SheetRow, import_fields
from app.services.importing.trial import Judged, Outcome, Trial
from app.services.listing import View
from app.services.today import today

DOUBTFUL = "doubtful"
# How many cells of a row are told in one line, and how many of a person who may be meant.
CELLS, FACTS = 6, 4


@dataclass(frozen=True)
class Candidate:
    """Somebody in the file whom a row may be, in words that tell two of one name apart."""

    uid: str
    words: str


@dataclass(frozen=True)
class Line:
    """One line about a row: its number in the sheet, texts, and whom it may be."""

    row: int
    cells: Sequence[str]
    candidates: Sequence[Candidate] = ()


def tell(session: Session, found: Trial) -> dict[str, list[Line]]:
    """Lines by outcome, and by `doubtful`.

    Cells: new (name, what the sheet says) · changed (name, field, old, new, why it is this person) · unchanged (name,
    why) · wrong and doubtful (name, column, what stands there, what is wrong) · ambiguous (name, why, what is said).
    """
    teller = _Teller(session, found)
    told: dict[str, list[Line]] = {name: [] for name in (*map(str, Outcome), DOUBTFUL)}
    for one in found.rows:
        told[str(one.outcome)] += teller.lines(one)
        if one.doubtful:
            told[DOUBTFUL] += teller.problems(one)
    return told


class _Teller:
    def __init__(self, session: Session, found: Trial) -> None:
        self._plan = found.plan
        self._fields = import_fields(found.plan.record)
        self._words = FileWords(session, today())
        self._known = _candidates(session, found.plan.record, found.rows)

    def lines(self, one: Judged) -> list[Line]:
        at, who, why = one.row.number, self._name(one), str(one.reason or "")
        match one.outcome:
            case Outcome.NEW:
                return [Line(at, [who, self._said(one)])]
            case Outcome.CHANGED:
                changes = [Line(at, [who, str(each.label), each.old, each.new, why]) for each in one.differences]
                return changes + [Line(at, [who, str(each.label), each.old, str(each.why), why]) for each in one.left]
            case Outcome.UNCHANGED:
                stays = [str(Label("{label}{why}", label=each.label, why=each.why)) for each in one.left]
                return [Line(at, [who, "；".join(filter(None, (why, *stays)))])]
            case Outcome.WRONG:
                return self.problems(one)
        reasons = [str(each.what) for each in one.row.problems if each.grade == "must"]
        may_be = [self._known[each] for each in one.candidates if each in self._known]
        return [Line(at, [who, "；".join(reasons), self._said(one)], may_be)]

    def problems(self, one: Judged) -> list[Line]:
        return [
            Line(one.row.number, [self._name(one), self._where(each.column, each.field), each.value, str(each.what)])
            for each in one.row.problems
        ]

    def _name(self, one: Judged) -> str:
        title = self._plan.record.title_path
        value = one.row.values.get(title)
        return self._fields[title].kind.show(value, self._words) if title in self._fields else ""

    def _where(self, letter: str, path: str) -> str:
        label = str(self._fields[path].label) if path in self._fields else ""
        return str(Label("{letter} 列 {label}", letter=letter, label=label)) if letter else label

    def _said(self, one: Judged) -> str:
        """The first cells of a row as the sheet has them."""
        title = self._plan.record.title_path
        columns = [each for each in self._plan.columns if each.path and each.path != title]
        said = (plain_text(one.row.source.cell(each)).strip() for each in columns if each.path in one.row.values)
        return "　".join(islice(filter(None, said), CELLS))


def _candidates(session: Session, record: type[Record], rows: Sequence[Judged]) -> Mapping[int, Candidate]:
    wanted = sorted({each for one in rows for each in one.candidates})
    fields = import_fields(record)
    telling = [path for path in ("sex", "birth_date", UNIT_PATH, EMPLOYER_PATH, "id_no") if path in fields]
    view = View(record, columns=(record.title_path, *telling[:FACTS]))
    uids = {found["id"]: found["uid"] for found in listing.values(session, view, wanted)}
    shown = dict(zip(wanted, listing.rows(session, view, wanted), strict=True))
    return {at: Candidate(uid, "　".join(dict.fromkeys(filter(None, shown[at])))) for at, uid in uids.items()}


def in_new_branch(plan: Plan, name: str) -> Plan:
    """The plan as if the sheet had one more column that names a branch which the file does not have yet."""
    at = max([len(row.cells) for row in plan.rows] + [column.index + 1 for column in plan.columns], default=0)
    rows = [SheetRow(row.number, [*row.cells, *[None] * (at - len(row.cells)), name], row.hidden) for row in plan.rows]
    columns = [column for column in plan.columns if column.path != UNIT_PATH]
    return Plan(
        plan.record,
        [*columns, Column("", at, "", UNIT_PATH)],
        rows,
        members=plan.members,
        chosen=plan.chosen,
        date1904=plan.date1904,
    )
