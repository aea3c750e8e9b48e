"""The judge of a trial: whom each row means, and what it would write."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from app.errors import Grade, Problem
from app.i18n import Label
from app.models.declare import fields_of
from app.models.words import FileWords
from app.services.importing.judged import Judged, Outcome
from app.services.importing.known import UID, Alike, Known
from app.services.importing.left import leave_doubtful
from app.services.importing.plan import Plan
from app.services.importing.planner import Planned, Planner
from app.services.importing.review import Reviewer
from app.services.importing.rows import ReadRow
from app.services.importing.writes import Shape, Write
from app.services.records import DOUBT, find, taken_by


class Judge:
    """Judges rows: first who each one is, for sure or perhaps, then what it would write."""

    def __init__(self, session: Session, plan: Plan, shape: Shape, words: FileWords) -> None:
        self._session = session
        self._plan = plan
        self._shape = shape
        self._words = words
        self._known = Known(session, plan.record, plan.paths())
        self._alike: Alike | None = None
        self._claimed: dict[int, int] = {}
        self._reviewer = Reviewer(plan, shape, words)
        self._marks = DOUBT in fields_of(plan.record)

    def who(self, row: ReadRow) -> Judged:
        """Whether a row is new or a known record, and which; known ones count as unchanged for now."""
        choice = self._plan.chosen.get(row.number)
        match = self._known.match(row.values)
        if row.wrong:
            return Judged(row, Outcome.WRONG, match.ids[0] if match.ids and match.sure else None, match.reason)
        if choice == "new":
            return Judged(row, Outcome.NEW)
        if choice:
            return self._claim(Judged(row, Outcome.UNCHANGED, self._chosen(choice), Label("由人选定")))
        if match.ids and match.sure:
            return self._claim(Judged(row, Outcome.UNCHANGED, match.ids[0], match.reason))
        if match.ids:
            row.problems.append(self._question(row, match.ids, match.reason))
            return Judged(row, Outcome.AMBIGUOUS, candidates=match.ids)
        return Judged(row, Outcome.NEW)

    def who_else(self, one: Judged) -> None:
        """Whom no other row is for sure, an unknown row may be: somebody of the same name.

        A row without any key is the record that says the same, so that importing a list twice doubles nothing.
        """
        row, record = one.row, self._plan.record
        if one.outcome != Outcome.NEW or row.number in self._plan.chosen:
            return
        namesakes = [each for each in self._known.namesakes(row.values) if each not in self._claimed]
        if namesakes:
            row.problems.append(self._question(row, namesakes, None))
            one.outcome, one.candidates = Outcome.AMBIGUOUS, namesakes
        elif not record.match_paths and not any(path in row.values for path in record.key_paths):
            if self._alike is None:
                own = [path for path in self._plan.paths() if path != UID and "." not in path]
                self._alike = Alike(self._session, record, own)
            found = self._alike.find(row.values, self._claimed)
            if found is not None:
                one.outcome, one.record_id, one.reason = Outcome.UNCHANGED, found, Label("内容相同")
                self._claim(one)

    def _chosen(self, uid: str) -> int:
        return find(self._session, self._plan.record, uid).id

    def _claim(self, judged: Judged) -> Judged:
        """A record that two rows mean: the second one is wrong."""
        assert judged.record_id is not None
        other = self._claimed.setdefault(judged.record_id, judged.row.number)
        if other != judged.row.number:
            what = Label("和第{row}行是同一个人，只能留一行", row=other)
            if not self._plan.record.match_paths:
                what = Label("和第{row}行是同一条，只能留一行", row=other)
            judged.row.problems.append(self._about(judged.row, what))
            judged.outcome, judged.record_id, judged.reason = Outcome.WRONG, None, None
        return judged

    def _question(self, row: ReadRow, candidates: Sequence[int], reason: Label | None) -> Problem:
        title = row.values.get(self._plan.record.title_path) or ""
        what = Label("名册里有 {n} 位“{name}”。这一行是哪一位？", n=len(candidates), name=title)
        if reason is not None and not self._plan.record.match_paths:
            what = Label("有 {n} 个“{name}”。这一行是哪一个？", n=len(candidates), name=title)
        elif reason is not None:
            whose = self._words.link_title(self._plan.record.__name__, candidates[0])
            what = Label("{reason}的是“{name}”，别的对不上。这一行是哪一位？", reason=reason, name=whose)
        return self._about(row, what)

    def _about(self, row: ReadRow, what: Label) -> Problem:
        path = self._plan.record.title_path
        value = str(row.values.get(path, ""))
        return Problem(what, path if path in self._shape.fields else "", row.number, self._plan.letter(path), value)

    def what(self, judged: Sequence[Judged]) -> None:
        """What each row would write; rows that break a rule become wrong."""
        ids = [one.record_id for one in judged if one.record_id is not None]
        planner = Planner(self._session, self._shape, self._words, ids, members=self._plan.members)
        for one in judged:
            if one.outcome == Outcome.WRONG:
                self._wrong(one, planner)
            elif one.outcome == Outcome.NEW:
                self._take(one, planner.new(one.row.values), None)
            elif one.outcome == Outcome.UNCHANGED:
                self._compare(one, planner)

    def _wrong(self, one: Judged, planner: Planner) -> None:
        """What cannot be read but says what the file holds is no problem; else all problems of the row at once."""
        if one.record_id is not None:
            self._reviewer.forgive(one.row, planner.before[one.record_id])
            if not one.row.wrong and self._claim(one).record_id is not None:
                self._compare(one, planner)
                return
        else:
            self._reviewer.missing(one.row, planner.new(one.row.values))
        self._reviewer.doubts(one.row, self._shape.split(one.row.values), None)
        one.record_id = one.reason = None

    def _compare(self, one: Judged, planner: Planner) -> None:
        assert one.record_id is not None
        if one.row.problems:
            one.left = leave_doubtful(self._shape, one.row, planner.before[one.record_id], self._words)
        planned = planner.known(one.record_id, one.row.values)
        one.row.problems += [self._reviewer.placed(one.row, "", problem) for problem in planned.problems]
        if planned.writes:
            one.outcome, one.differences = Outcome.CHANGED, planned.differences
            one.row.problems += self._other_name(one, planner.before[one.record_id])
            self._take(one, planned, planner.before[one.record_id])
        else:
            one.outcome, one.row.problems = Outcome.UNCHANGED, []

    def _take(self, one: Judged, planned: Planned, before: dict[str, object] | None) -> None:
        row = one.row
        row.problems += self._numbers_of_others(one)
        parts = {write.place: write.values for write in planned.writes} if before is None else None
        doubtful = self._reviewer.doubts(row, parts or self._shape.split(row.values), before)
        self._reviewer.missing(row, planned)
        self._reviewer.rules(row, planned, before)
        if row.wrong:
            one.outcome, one.record_id, one.reason, one.differences = Outcome.WRONG, None, None, ()
        elif before is None:
            one.marked = doubtful and self._marks
        else:
            one.writes = planned.writes
            if self._marks and doubtful != bool(before[DOUBT]):
                self._mark(one, planned.writes, doubtful)

    def _mark(self, one: Judged, writes: list[Write], doubtful: bool) -> None:
        if writes[0].place:
            writes.insert(0, Write("", one.record_id))
        writes[0].values[DOUBT] = doubtful or None

    def _numbers_of_others(self, one: Judged) -> list[Problem]:
        """Doubts about numbers that somebody else has already, or had before going into the recycle bin."""
        found = []
        for path, whose in self._known.others(one.row.values, one.record_id):
            found.append(self._doubt(one.row, path, taken_by(self._words, self._plan.record, whose)))
        if one.outcome == Outcome.NEW and (gone := self._known.deleted(one.row.values)):
            found.append(self._doubt(one.row, gone, Label("回收站里有同一个，要的是那一个就先恢复它，再导入")))
        return found

    def _other_name(self, one: Judged, before: dict[str, object]) -> list[Problem]:
        """A doubt where a number leads to somebody with a wholly different name; an export that says who it is may."""
        row, path = one.row, self._plan.record.title_path
        old, new = before.get(path), row.values.get(path)
        if not (isinstance(old, str) and isinstance(new, str)) or UID in row.values or row.number in self._plan.chosen:
            return []
        if set(old) & set(new):
            return []
        return [self._doubt(row, path, Label("名册里这个号码是“{name}”的。导入后会改成现在这个姓名，请核对", name=old))]

    def _doubt(self, row: ReadRow, path: str, what: Label) -> Problem:
        return Problem(what, path, row.number, self._plan.letter(path), str(row.values[path]), Grade.CHECK)
