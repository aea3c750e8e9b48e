"""One round: its head, its list, and the steps that stand in the place of the list."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.i18n import Label
from app.views.kit.ask import Answer, ask
from app.views.kit.deeds import Deed
from app.views.kit.layout import column
from app.views.page import EDIT, LIST, VIEW, PageView, Shell
from app.views.rounds.deeds import RoundDeeds
from app.views.rounds.doing import RoundDoer
from app.views.rounds.heading import Heading
from app.views.rounds.people import RoundParts, RoundPeople
from app.views.rounds.picking import PickingStep
from app.views.rounds.state import RoundState
from app.views.rounds.step import Step
from app.views.rounds.work import RoundWork

TYPES = frozenset({"condolence_round", "condolence_record", "person", "membership", "hardship_case", "household"})


class RoundView(PageView):
    """The page of one round; `closed` leads back to the list of rounds."""

    closed = Signal()
    edit_asked = Signal(int)

    def __init__(self, shell: Shell, work: RoundWork, state: RoundState, parts: RoundParts) -> None:
        super().__init__(shell)
        self.work, self.state, self.choices = work, state, parts.choices
        self.doer = RoundDoer(self)
        self.deeds = RoundDeeds.of(self.doer, self)
        self.heading = Heading(self.back, [self.deeds.print, self.deeds.onward])
        self.people = RoundPeople(shell, state, parts, self.deeds)
        self.copy_deed = Deed(Label("复制"), self.people.list.copy, icon="copy", parent=self)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.people)
        whole = column(self.heading, self._stack, spacing=0)
        whole.setStretchFactor(self._stack, 1)
        self.setLayout(whole)
        self._connect()
        self.show_state(state)

    def _connect(self) -> None:
        people, doer = self.people, self.doer
        self.addActions([*self.deeds.in_menu(), *self.deeds.in_more(), self.copy_deed])
        self.hear(people.list, people.header)
        people.list.delete_asked.connect(lambda _: doer.remove())
        people.list.opened_aside.connect(lambda _: self.shell.open_aside(self.work.round_id))
        people.form_changed.connect(self._fit_heading)
        people.keys.ticked.connect(doer.tick)
        people.keys.grouped.connect(doer.group_by_key)
        people.keys.amount_begun.connect(doer.explain_digits)
        people.keys.left.connect(self.back)
        people.strip.kept.connect(doer.keep_reasons)
        people.dragger.dropped.connect(doer.drop)
        people.dragger.grouped.connect(doer.put_in_group)

    # --- what the window asks

    def menu_deeds(self) -> Mapping[str, Sequence[Deed]]:
        return {
            LIST: [*self.deeds.in_menu(), *self.people.list_deeds],
            EDIT: [self.copy_deed, *self.people.list.cell_deeds()],
            VIEW: [self.people.view.deed],
        }

    def areas(self) -> Sequence[QWidget]:
        step, people = self.step, self.people
        return [self.heading, *([step] if step else people.areas())]

    def came(self) -> None:
        self.refresh()
        self.people.list.take_focus()

    def show_back(self, back: Mapping[str, Sequence[int]]) -> None:
        self.people.list.select_back(back.get("condolence_record", ()))

    def take_focus(self) -> None:
        self.people.list.take_focus()

    def records_changed(self, types: frozenset[str]) -> None:
        if types & TYPES:
            self.refresh()

    def to_search(self) -> None:
        self._leave_step(self._to_search)

    def _to_search(self) -> None:
        self.close_step()
        search = self.people.list.search
        search.setFocus()
        search.selectAll()

    def leave(self, then: Callable[[], object]) -> None:
        """Go on once nothing typed can be lost: in the form, in the reasons, in the box of names."""
        self.people.leave(lambda: self._leave_reasons(lambda: self._leave_step(then)))

    def _leave_reasons(self, then: Callable[[], object]) -> None:
        strip = self.people.strip
        typed = dict(strip.drafts)
        if not typed:
            then()
            return

        def drop() -> None:
            strip.forget()
            then()

        words = Label("有 {n} 人仍要发放的原因写了，还没保存。", n=len(typed))
        answers = [
            Answer(Label("保存"), lambda: self.doer.keep_reasons(typed, then), "main"),
            Answer(Label("不保存"), drop),
            Answer(Label("继续填"), strip.field.setFocus),
        ]
        ask(self, Label("还没保存"), words, answers)

    def _leave_step(self, then: Callable[[], object]) -> None:
        step = self.step
        if not (isinstance(step, PickingStep) and step.waiting):
            then()
            return
        words = Label("左边还有 {n} 行没有列入名单。", n=step.waiting)
        answers = [Answer(Label("不列入了"), then), Answer(Label("继续添加"), step.take_focus, "main")]
        ask(self, Label("还没列入"), words, answers)

    def back(self) -> None:
        """Back to the list of rounds."""
        self.leave(self.closed.emit)

    # --- what is shown

    def refresh(self) -> None:
        """Read the round and its list again."""
        self.people.list.refresh()
        self.shell.jobs.run(self.work.look, self._take_state, self.shell.tell_fault, owner=self)

    def _take_state(self, state: RoundState | None) -> None:
        if state is None:
            self.closed.emit()
        else:
            self.show_state(state)

    def show_state(self, state: RoundState) -> None:
        """Show how the round stands."""
        self.state = state
        self.heading.show_state(state)
        self.people.show_state(state)
        self._fit_heading()

    def _fit_heading(self) -> None:
        """A step, and a form that stands alone, have their own way back."""
        self.heading.setVisible(self.step is not None or not self.people.form_stands_alone)
        self.heading.offer_back(self.step is None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_heading()

    # --- steps in the place of the list

    @property
    def step(self) -> Step | None:
        """The step that stands in the place of the list."""
        shown = self._stack.currentWidget()
        return shown if isinstance(shown, Step) else None

    def show_step(self, step: Step) -> None:
        """Show a step in the place of the list, or of another step."""
        self._leave_step(lambda: self._put_step(step))

    def _put_step(self, step: Step) -> None:
        self.close_step()
        step.left.connect(lambda: self._leave_step(self.close_step))
        self._stack.addWidget(step)
        self._stack.setCurrentWidget(step)
        self._fit_heading()
        step.take_focus()

    def close_step(self) -> None:
        """Back to the list."""
        step = self.step
        if step is not None:
            self._stack.removeWidget(step)
            step.deleteLater()
            self._fit_heading()
            self.people.list.take_focus()
