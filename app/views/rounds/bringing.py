"""Bringing people onto a round's list: proposed, picked by hand, or taken over from a former round."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from app.i18n import Label
from app.views.forms.source import Choice
from app.views.rounds import copying, finding
from app.views.rounds.not_visited import Missed, NotVisitedStep, missed
from app.views.rounds.picking import PickingStep
from app.views.rounds.proposal import proposal_step
from app.views.rounds.work import Preview

if TYPE_CHECKING:
    from app.views.rounds.round_page import RoundView


class Bringer(QObject):
    """Acts for one page: shows the steps that stand in the place of its list, and does what was prepared in them."""

    def __init__(self, page: RoundView) -> None:
        super().__init__(page)
        self._page, self._shell, self._work = page, page.shell, page.work

    def propose(self) -> None:
        """Show whom the program proposes."""

        def show(preview: Preview) -> None:
            step = proposal_step(preview)
            step.taken.connect(self._take_proposed)
            self._page.show_step(step)

        self._run(self._work.preview, show)

    def _take_proposed(self, left_out: set[int]) -> None:
        def done(count: int) -> None:
            self._page.close_step()
            self._shell.done(Label("已列入 {n} 户。", n=count))

        self._run(lambda: self._work.take_proposed(left_out), done)

    def copy_former(self) -> None:
        """Ask which former round's list is taken over, and show what has changed since."""

        def show(found: copying.CopyPreview) -> None:
            step = copying.copy_step(found)
            step.taken.connect(
                lambda left_out: self._run(lambda: copying.take(self._work, found.former_id, left_out), self._added)
            )
            self._page.show_step(step)

        def ask(choices: list[Choice]) -> None:
            if choices:
                copying.ask_former(self._page, self._shell.jobs, self._work, choices, show)
            else:
                self._shell.say(Label("还没有别的批次"))

        self._run(lambda: copying.former_rounds(self._work), ask)

    def _added(self, count: int) -> None:
        self._page.close_step()
        self._shell.done(Label("已添加 {n} 人。", n=count))

    def paste(self) -> None:
        """Let people be picked whose names or numbers were copied elsewhere."""
        self.pick(QGuiApplication.clipboard().text())

    def pick(self, text: str = "") -> None:
        """Let people be typed or pasted; `text` stands in the box already."""
        database, round_id = self._work.database, self._work.round_id
        step = PickingStep(
            self._shell.jobs, lambda lines: finding.find(database, round_id, lines), self._shell.tell_fault
        )
        step.picked.connect(lambda people, texts: self._add(people, texts, step))
        step.box.setPlainText(text)
        self._page.show_step(step)

    def _add(self, people: Sequence[int], texts: Mapping[str, str], step: PickingStep) -> None:
        def done(count: int) -> None:
            step.added()
            if not step.waiting:
                self._page.close_step()
            self._shell.done(Label("已添加 {n} 人。", n=count))

        self._run(lambda: self._work.add(people, texts), done)

    def show_not_visited(self) -> None:
        """Show whom no round of the year reached yet."""
        state, database = self._page.state, self._work.database

        def show(rows: Sequence[Missed]) -> None:
            step = NotVisitedStep(state.year, rows, None if state.is_open else Label("这一批的名单不能再改"))
            step.picked.connect(self._add_missed)
            self._page.show_step(step)

        self._run(lambda: missed(database, state.round_id, state.year), show)

    def _add_missed(self, people: Sequence[int], listed: int) -> None:
        def done(count: int) -> None:
            self._page.close_step()
            told = Label("已添加 {n} 人，另有 {m} 人已在名单里，没有再加。", n=count, m=listed)
            self._shell.done(told if listed else Label("已添加 {n} 人。", n=count))

        self._run(lambda: self._work.add(people, {}), done)

    # --- in the database thread

    def _may(self, enabled: bool, reason: str) -> bool:
        if not enabled:
            self._shell.say(Label("{reason}", reason=reason))
        return enabled

    def _deed(self, work: Callable[[], object], words: Label) -> None:
        self._run(work, lambda _: self._shell.done(words))

    def _run(self, work: Callable[[], Any], done: Callable[[Any], object]) -> None:
        self._shell.jobs.run(work, done, self._shell.tell_fault, owner=self._page)
