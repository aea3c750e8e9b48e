"""The page of one household: filled in as a draft, looked at while one types, kept whole by 保存."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.errors import ErrorCode, KnownError
from app.i18n import Label
from app.models.store.database import Database
from app.services.hardship import CaseDraft, Looked, Move
from app.views.drafts import DraftKeeper, Unsaved
from app.views.hardship import work
from app.views.hardship.case_ahead import PartsAhead
from app.views.hardship.case_deeds import CaseDeeds
from app.views.hardship.case_foot import CaseFoot, ResultLine
from app.views.hardship.case_head import CaseHead
from app.views.hardship.case_parts import MONEY, CaseParts
from app.views.hardship.case_saving import CaseSaving
from app.views.hardship.numbers import FamilyNumbers
from app.views.hardship.safekeeping import plain
from app.views.hardship.work import OpenedCase, Shape
from app.views.kit.ask import Answer, ask
from app.views.kit.deeds import Deed
from app.views.kit.layout import column
from app.views.page import Shell
from app.views.settings_places import Place

# The draft is looked at this long after the last key.
LOOK_AFTER_MS = 120


class CasePage(QWidget):
    """One file; `show_case` begins, `leave` ends (and asks when something was changed)."""

    closed = Signal()
    saved = Signal(int)  # the id of the file
    step_asked = Signal(int)  # −1 previous, +1 next, in the list's order

    def __init__(self, shell: Shell, database: Database, more: Sequence[Deed] = ()) -> None:
        """`more` stands in 更多 besides its own."""
        super().__init__()
        self._shell, self._database = shell, database
        self.opened: OpenedCase | None = None
        self._before = CaseDraft(0)
        self.parts: CaseParts | None = None
        self._shape: Shape | None = None  # what they were made from
        self._ahead: PartsAhead | None = None  # the parts that come next
        self.deeds = CaseDeeds(self, self)
        self.numbers = FamilyNumbers(self, shell, database)
        others = [self.deeds.back_to_draft, self.deeds.drop, self.numbers.deed, *more]
        self._head = CaseHead([self.deeds.file, self.deeds.remove], others)
        self._result = ResultLine(self._explain, self._to_standards, lambda: self.show_tab(MONEY))
        self._foot = CaseFoot(self.deeds.save, self.deeds.drop, self._result)
        self._column: QVBoxLayout = column(self._head, self._foot, spacing=0)
        self.setLayout(self._column)
        self._head.left.connect(self.go_back)
        self._head.step_asked.connect(self.step)
        self._saving = CaseSaving(self, shell, database)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(LOOK_AFTER_MS)
        self._pause.timeout.connect(self.look)
        self.keeper = DraftKeeper(self, shell, self._unsaved)

    # --- open and leave

    @property
    def case_id(self) -> int | None:
        """The file shown; None for one not kept yet, or for none."""
        return self.opened.sheet.draft.case_id if self.opened is not None else None

    def show_case(self, opened: OpenedCase, unsaved: CaseDraft | None = None, *, focus: bool = False) -> None:
        """Show a file from the beginning, or as somebody had begun to change it."""
        self._build(opened)
        assert self.parts is not None
        self.numbers.hide()
        self.parts.show_case(opened)
        self._before = self.parts.draft(opened.sheet.draft)
        if unsaved is not None:
            self.parts.show_draft(unsaved)
            self._edited()
        self.keeper.now()
        self.deeds.offer(opened.sheet.stage)
        self._head.show_sheet(opened.sheet)
        self._take(self._before, opened.looked)
        if focus:
            self.parts.setCurrentIndex(0)
            self.parts.focus_first(is_new=opened.sheet.draft.case_id is None)

    def make_ready(self, opened: OpenedCase, then: Callable[[], object]) -> None:
        """Go on with `then` once the parts are there: made in two pieces, between which the window gets its turn."""
        if self._fits(opened) or (ahead := self._ahead_for(opened.shape)).is_made:
            then()
            return
        ahead.make_body()
        QTimer.singleShot(0, self, then)

    def make_ahead(self, shape: Shape) -> None:
        """Make the parts for the first file while nobody waits for them."""
        if self.parts is None:
            self._ahead_for(shape).begin()

    def _ahead_for(self, shape: Shape) -> PartsAhead:
        if self._ahead is not None and self._ahead.shape != shape:
            self._ahead.discard()
            self._ahead = None
        if self._ahead is None:
            self._ahead = PartsAhead(shape, self._to_standards, self)
        return self._ahead

    def _fits(self, opened: OpenedCase) -> bool:
        """Whether the parts that are there have the same fields and choices."""
        return self.parts is not None and self._shape == opened.shape

    def _build(self, opened: OpenedCase) -> None:
        """The parts are made anew only when fields or choices are others."""
        fits = self._fits(opened)
        self.opened = opened
        if fits:
            return
        if self.parts is not None:
            self._column.removeWidget(self.parts)
            self.parts.deleteLater()
        self.parts, self._ahead = self._ahead_for(opened.shape).make(), None
        self._shape = opened.shape
        self.parts.offer_numbers(self.numbers.deed)
        self._column.insertWidget(1, self.parts, 1)
        self.parts.show()  # now, not with the next event: a cell of it gets the focus at once
        self.parts.edited.connect(self._edited)
        self.parts.said.connect(self._shell.say)
        self.parts.finished.connect(self._foot.save_button.setFocus)

    def reload(self) -> None:
        """Something was changed elsewhere: read the file again, or only look, where something is unsaved."""
        case_id = self.case_id
        if self.opened is None or self._saving.is_going_on:
            return
        if case_id is None or self.changes():
            self.look()
            return

        def again(opened: OpenedCase) -> None:
            if self.opened is not None and not self.changes() and self.case_id == case_id:
                same = opened.sheet == self.opened.sheet and self._fits(opened)
                self._refresh_around(opened) if same else self.show_case(opened)

        self._shell.jobs.run(lambda: work.open_case(self._database, case_id), again, self._lost, owner=self)

    def _refresh_around(self, opened: OpenedCase) -> None:
        self.opened = opened
        self._take(self.draft(), opened.looked)

    def _lost(self, fault: KnownError) -> None:
        """The file is no longer there."""
        self.opened = None
        self.closed.emit()
        self._shell.tell_fault(fault)

    def draft(self) -> CaseDraft:
        """What stands on the screen."""
        assert self.parts is not None and self.opened is not None
        return self.parts.draft(self.opened.sheet.draft)

    def changes(self) -> int:
        """How many fields, cells and lines are not kept."""
        return self.draft().changes(self._before) if self.opened is not None else 0

    def _unsaved(self) -> Unsaved | None:
        if self.opened is None or not self.changes():
            return None
        return self.opened.sheet.name, plain(self.draft())

    def leave(self, then: Callable[[], object]) -> None:
        """Go on with `then`: at once when nothing was changed, else after the user has decided, or after the saving."""
        if self._saving.is_going_on and self.opened is not None:
            self.save(then=then)
            return
        changed = self.changes()
        if not changed or self.opened is None:
            then()
            return

        def drop_and_go() -> None:
            self.drop()
            then()

        name = self.opened.sheet.name
        ask(
            self,
            Label("还没保存"),
            Label("{name}的档案改了 {n} 处，还没保存。", name=name, n=changed),
            [
                Answer(Label("保存"), lambda: self.save(then=then), "main"),
                Answer(Label("不保存"), drop_and_go),
                Answer(Label("继续填"), self.setFocus),
            ],
        )

    def drop(self) -> None:
        """Show the file again as it is kept."""
        if self.opened is not None:
            self.show_case(self.opened)

    def go_back(self) -> None:
        """Back to the list."""
        self.leave(self.closed.emit)

    # --- while filling in

    def _edited(self) -> None:
        self.refresh()
        self._pause.start()
        self.keeper.soon()

    def look(self) -> None:
        """Look at what stands on the screen: what is wrong, where the household stands."""
        if self.opened is None:
            return
        draft = self.draft()
        self._shell.jobs.run(
            lambda: work.look(self._database, draft),
            lambda looked: self._take(draft, looked),
            self._look_failed,
            owner=self,
        )

    def _take(self, draft: CaseDraft, looked: Looked) -> None:
        if self.opened is None or self.parts is None or draft != self.draft():
            return  # typed on meanwhile: the next look is on its way
        self.parts.take(looked, self.opened)
        self._result.show_result(looked)
        self.refresh()

    def _look_failed(self, fault: KnownError) -> None:
        if fault.code is ErrorCode.NOT_FOUND:
            self._lost(fault)
        else:
            self._shell.tell_fault(fault)

    def refresh(self) -> None:
        """Say what is left to do; switch the buttons."""
        changed = self.changes()
        self._foot.tell(self.parts.problems() if self.parts is not None else [], changed=bool(changed))
        self.deeds.switch(changed=bool(changed), saving=self._saving.is_going_on)

    # --- keep

    def save(self, move: Move | None = None, *, then: Callable[[], object] | None = None) -> None:
        """Keep everything in one deed, with a step to another stage; what is wrong is shown beside its cell."""
        self._saving.save(move, then=then)

    def save_and_step(self) -> None:
        """Keep everything, then show the next file of the list."""
        self.save(then=lambda: self.step(1))

    def ask_removal(self) -> None:
        """撤档: its day and its reason; what stands on the page is kept with it."""
        self._saving.ask_removal()

    # --- ways

    def areas(self) -> Sequence[QWidget]:
        """The areas that F6 goes round."""
        return [self._head, *([self.parts] if self.parts is not None else []), self._foot]

    def _to_standards(self) -> None:
        self._shell.go_to("settings", Place.STANDARDS)

    def _explain(self) -> None:
        if self.parts is not None:
            self.parts.show_reckoning()

    def step(self, steps: int) -> None:
        """To the next or previous file."""
        self.step_asked.emit(steps)

    def show_tab(self, at: int) -> None:
        """Show one of the parts."""
        if self.parts is not None:
            self.parts.enter(at)

    def show_column(self, column: str) -> None:
        """Go to what a column of the list tells."""
        if self.parts is not None:
            self.parts.enter_at(column)

    def next_problem(self, steps: int) -> None:
        """Go to the next thing that is wrong."""
        if self.parts is not None:
            self.parts.next_problem(steps)
