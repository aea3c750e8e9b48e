"""Every file of a workbook judged against what is kept, nothing written; then the same in one deed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, replace

from sqlalchemy.orm import Session

from app.errors import NOTHING_CHANGED, ErrorCode, Grade, KnownError, Problem
from app.frozen import dataclass
from app.i18n import Label
from app.models import HardshipCase, Person
from app.models.declare import new_uid
from app.models.store.database import Database
from app.models.values import text
from app.models.words import find_keys
from app.services import hardship
from app.services.casebook.columns import CASES, NUMBER, SHEETS, STAGE, UID, WORKER
from app.services.casebook.reading import CaseLine, CaseSheet
from app.services.hardship import CaseDraft, DraftRow, Move
from app.services.hardship.draft import FROM_REGISTER, TABLES
from app.services.hardship.reading import read_draft
from app.services.hardship.saving import keep_draft
from app.services.importing.trial import Outcome

FIRST_STAGES = ("draft", "on_file")
# By what a line of a table is known again.
_KNOWN_BY = {
    "members": ("name", "relation"),
    "incomes": ("member", "kind", "from", "to"),
    "expenses": ("member", "kind"),
}


@dataclass
class JudgedCase:
    """One row of 档案 with its family, incomes and expenses, and what will happen to it."""

    line: CaseLine
    outcome: Outcome
    draft: CaseDraft | None = None
    move: Move | None = None
    problems: list[Problem] = field(default_factory=list)

    @property
    def doubtful(self) -> bool:
        """Kept with doubts."""
        kept = self.outcome in (Outcome.NEW, Outcome.CHANGED)
        return kept and any(problem.grade is Grade.CHECK for problem in self.problems)


@dataclass(frozen=True)
class CaseTrial:
    """All files judged. `strays`: rows of the other sheets whose worker has no row in 档案."""

    sheets: Mapping[str, CaseSheet]
    cases: list[JudgedCase]
    strays: list[Problem]

    def counts(self) -> dict[str, int]:
        """new, changed, unchanged, wrong, ambiguous, doubtful; files, and stray rows among the wrong."""
        counted = Counter(str(case.outcome) for case in self.cases)
        found = {str(outcome): counted[str(outcome)] for outcome in Outcome}
        found["wrong"] += len(self.strays)
        return found | {"doubtful": sum(case.doubtful for case in self.cases)}

    def problems(self) -> list[Problem]:
        """Every problem in the order of the files, then the stray rows."""
        return [problem for case in self.cases for problem in case.problems] + self.strays


def trial(session: Session, sheets: Mapping[str, CaseSheet]) -> CaseTrial:
    """Judge every file; a blank never overwrites, and a line that the workbook lacks stays."""
    lines: dict[str, dict[str, list[CaseLine]]] = defaultdict(lambda: {name: [] for name in TABLES})
    own = {_key(line): None for line in sheets[CASES].lines}
    strays = []
    for name in TABLES:
        for line in sheets[name].lines if name in sheets else ():
            if _key(line) in own and _key(line):
                lines[_key(line)][name].append(line)
            else:
                strays.append(_problem(line, WORKER, Label("“档案”里没有这位职工")))
    judge = _Judge(session, set())
    return CaseTrial(sheets, [judge.judge(line, lines[_key(line)]) for line in sheets[CASES].lines], strays)


def _key(line: CaseLine) -> str:
    return text.fold(line.texts.get(WORKER, ""))


def _problem(line: CaseLine, path: str, what: Label, grade: Grade = Grade.MUST) -> Problem:
    """A problem with its sheet, row and column."""
    whole = what if line.sheet == CASES else Label("{sheet}：{what}", sheet=SHEETS[line.sheet], what=what)
    return Problem(whole, path, line.number, line.letters.get(path, ""), line.texts.get(path, ""), grade)


@dataclass
class _Judge:
    """Judges the files of one workbook; `seen` are the households that had their turn."""

    session: Session
    seen: set[int]

    def judge(self, line: CaseLine, tables: Mapping[str, Sequence[CaseLine]]) -> JudgedCase:
        """One file."""
        broken = [_problem(one, path, fault.what) for one in _all(line, tables) for path, fault in one.faults.items()]
        if broken:
            return JudgedCase(line, Outcome.WRONG, problems=broken)
        ids = find_keys(self.session, Person, line.texts.get(WORKER, "")) if line.texts.get(WORKER) else []
        if len(ids) != 1:
            return _nobody(line, len(ids))
        if ids[0] in self.seen:
            return _wrong(line, WORKER, Label("同一位职工写了两行"))
        self.seen.add(ids[0])
        case = self._case(line, ids[0])
        if case is not None and case.person_id != ids[0]:
            return _wrong(line, WORKER, Label("档案号和职工对不上"))
        try:
            sheet = hardship.open_sheet(self.session, case.id) if case else hardship.new_sheet(self.session, ids[0])
        except KnownError as fault:  # the household has a file in another worker's name
            return _wrong(line, WORKER, fault.what)
        return self._compare(line, tables, sheet)

    def _case(self, line: CaseLine, person_id: int) -> HardshipCase | None:
        for path in (UID, NUMBER):
            found = find_keys(self.session, HardshipCase, line.texts[path]) if line.texts.get(path) else []
            if len(found) == 1:
                return self.session.get_one(HardshipCase, found[0])
        household = hardship.household_of(self.session, self.session.get_one(Person, person_id))
        case = hardship.open_case_of(self.session, household.id) if household else None
        return case if case is not None and case.person_id == person_id else None

    def _compare(self, line: CaseLine, tables: Mapping[str, Sequence[CaseLine]], sheet: hardship.Sheet) -> JudgedCase:
        laid = _Laid(line, sheet.draft)
        for name, lines in tables.items():
            for one in lines:
                laid.lay(name, one)
        move = _move(line, sheet)
        if sheet.draft.case_id is None and move is not None and move.stage not in FIRST_STAGES:
            return _wrong(line, STAGE, Label("新档案只能是草稿或在档"))
        read = read_draft(self.session, laid.draft, move)
        if read.refused:
            return JudgedCase(line, Outcome.WRONG, problems=laid.placed(read.problems))
        if sheet.draft.case_id is None:
            outcome = Outcome.NEW
        else:
            changed = move is not None or laid.draft.changes(sheet.draft)
            outcome = Outcome.CHANGED if changed else Outcome.UNCHANGED
        problems = [] if outcome is Outcome.UNCHANGED else laid.placed(read.doubts)
        return JudgedCase(line, outcome, laid.draft, move, problems)


def _all(line: CaseLine, tables: Mapping[str, Sequence[CaseLine]]) -> Iterator[CaseLine]:
    yield line
    for lines in tables.values():
        yield from lines


def _nobody(line: CaseLine, found: int) -> JudgedCase:
    if found:
        judged = _wrong(line, WORKER, Label("名册里有 {n} 位，要写证件号码", n=found))
        return replace(judged, outcome=Outcome.AMBIGUOUS)
    return _wrong(line, WORKER, Label("名册里没有这位职工") if line.texts.get(WORKER) else Label("请填职工证件号码"))


def _wrong(line: CaseLine, path: str, what: Label) -> JudgedCase:
    return JudgedCase(line, Outcome.WRONG, problems=[_problem(line, path, what)])


def _move(line: CaseLine, sheet: hardship.Sheet) -> Move | None:
    """The step to the stage that the workbook names, if it is another one."""
    stage = line.texts.get(STAGE, sheet.stage)
    if stage == sheet.stage:
        return None
    if stage == "closed":
        return Move(stage, line.texts.get("removed_on", ""), line.texts.get("removal_reason", ""))
    return Move(stage, line.texts.get("filed_on", ""))


class _Laid:
    """A draft with the workbook's rows laid over it; knows which line came from which row."""

    def __init__(self, line: CaseLine, draft: CaseDraft) -> None:
        self._line = line
        own = {path: text for path, text in line.texts.items() if path not in (WORKER, NUMBER, STAGE, UID)}
        self.draft = replace(draft, texts={**draft.texts, **own})
        self._rows: dict[tuple[str, int], CaseLine] = {}

    def lay(self, table: str, line: CaseLine) -> None:
        """Lay one row over the line of the table that it is known by, or put it behind the others."""
        texts = {path: text for path, text in line.texts.items() if path != WORKER}
        rows = list(self.draft.rows(table))
        at = self._place(table, texts, rows)
        if at is None:
            rows.append(DraftRow(texts))
            at = len(rows) - 1
        else:
            kept = FROM_REGISTER if rows[at].is_self else ()
            laid = {path: text for path, text in texts.items() if path not in kept}
            rows[at] = replace(rows[at], texts={**rows[at].texts, **laid})
        self._rows[table, at + 1] = line
        self.draft = _with_rows(self.draft, table, rows)

    def _place(self, table: str, texts: Mapping[str, str], rows: Sequence[DraftRow]) -> int | None:
        wanted = _identity(table, texts)
        for at, row in enumerate(rows):
            if (table, at + 1) not in self._rows and _identity(table, row.texts) == wanted:
                return at
        return None

    def placed(self, problems: Sequence[Problem]) -> list[Problem]:
        """The draft's problems with the rows and columns of the workbook."""
        return [self._placed(problem) for problem in problems]

    def _placed(self, problem: Problem) -> Problem:
        table, _, rest = problem.field.partition(".")
        number, _, path = rest.partition(".")
        line = self._rows.get((table, int(number))) if table in TABLES and number.isdecimal() else None
        if line is None:
            return _problem(self._line, problem.field, problem.what, problem.grade)
        return _problem(line, path, problem.what, problem.grade)


def _with_rows(draft: CaseDraft, table: str, rows: Sequence[DraftRow]) -> CaseDraft:
    found = {name: draft.rows(name) for name in TABLES} | {table: tuple(rows)}
    return replace(draft, members=found["members"], incomes=found["incomes"], expenses=found["expenses"])


def _identity(table: str, texts: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(text.fold(texts.get(name, "")) for name in _KNOWN_BY[table])


def apply(database: Database, judged: CaseTrial, *, skip_wrong: bool = False) -> None:
    """Keep what the trial showed as new or changed, in one deed; wrong or ambiguous files refuse it all otherwise."""
    counts = judged.counts()
    if (counts["wrong"] or counts["ambiguous"]) and not skip_wrong:
        raise refused(judged)
    going = [case for case in judged.cases if case.outcome in (Outcome.NEW, Outcome.CHANGED)]
    name = "导入困难职工档案{n}份"
    with database.write(name, import_id=new_uid(), n=len(going)) as session:
        for case in going:
            assert case.draft is not None
            keep_draft(session, case.draft, case.move)


def refused(judged: CaseTrial) -> KnownError:
    """The refusal of a workbook with files that cannot be kept."""
    return KnownError(
        ErrorCode.BAD_INPUT,
        Label("有 {wrong} 处不能导入，{ambiguous} 行要先说清是哪一位，所以一份也没有导入。", **judged.counts()),
        safe=NOTHING_CHANGED,
        next=Label("在原表改好再导入，或者选择跳过这些行。"),
        problems=judged.problems(),
    )
