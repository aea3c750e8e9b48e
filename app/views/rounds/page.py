"""慰问: the list of the rounds; opening one shows it in the place of the list."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.frozen import dataclass
from app.i18n import Label
from app.models import CondolenceRecord, CondolenceRound
from app.models.store.database import Database
from app.services.drafts import Draft
from app.views.drafts import CELL
from app.views.forms.source import Saved
from app.views.history_panel import HistoryDeed
from app.views.kit.deeds import Deed
from app.views.kit.layout import column
from app.views.page import PageView, Shell
from app.views.record_list.layout import KeptLayout
from app.views.record_list.source import ListWords
from app.views.record_page import RecordPage, RecordParts, RecordWords
from app.views.removing import remove
from app.views.rounds.people import RoundParts
from app.views.rounds.record_form import RecordOfRoundForm, round_of
from app.views.rounds.round_form import RoundForm
from app.views.rounds.round_page import RoundView
from app.views.rounds.rows import AllRounds
from app.views.rounds.state import RoundState
from app.views.rounds.work import RoundWork
from app.views.sources import RecordForm

TYPES = frozenset({"condolence_round"})
WORDS = RecordWords(
    Label("慰问"),
    Label("新建批次…"),
    ListWords(
        Label("慰问批次"),
        Label("批"),
        Label("还没有慰问批次"),
        Label("一次慰问是一批：提出名单，定金额，打印走访名单和签收表，走访后打勾。"),
        icon="gift",
        search_hint=Label("搜批次名称"),
    ),
)


@dataclass(frozen=True)
class Prepared:
    """What the page knows of the file before it is built."""

    round_form: RoundForm
    parts: RoundParts


def prepare(database: Database) -> Prepared:
    """Read the choices of the forms; runs in the database thread."""
    choices = {field.name: field.choices for field in RecordForm(database, CondolenceRecord).fields}
    forms = RecordOfRoundForm(database), RecordOfRoundForm(database, closed=True)
    return Prepared(RoundForm(database), RoundParts(*forms, choices))


def build(shell: Shell, prepared: Prepared) -> RoundsPage:
    """The page of the rounds."""
    return RoundsPage(shell, prepared)


class RoundList(RecordPage):
    """The list of the rounds: Enter opens the round itself, its form is for what stands in its head."""

    round_opened = Signal(int)

    def __init__(self, shell: Shell, form: RoundForm) -> None:
        self._edit_deed = Deed(Label("批次资料…"), self._edit_current, icon="pencil", hint="F2")
        self._history_deed = HistoryDeed(shell, CondolenceRound, self.current_id)
        rows = AllRounds(shell.database)
        parts = RecordParts(
            rows, form, TYPES, name_field="title", table="condolence_round",
            columns=KeptLayout(shell.database, "condolence_round"),
            row_deeds=[self._edit_deed, self._history_deed], more=[self._edit_deed, self._history_deed],
        )  # fmt: skip
        super().__init__(shell, WORDS, parts)
        for deed in (self._edit_deed, self._history_deed):
            deed.setParent(self)
        self.delete_asked.connect(self._remove)

    def open(self, record_id: int) -> None:
        """Show the round."""
        self.leave(lambda: self.round_opened.emit(record_id))

    def edit(self, record_id: int) -> None:
        """Show the round's own form."""
        self.list.table.show_record(record_id)
        self._open_form(record_id)

    def _edit_current(self) -> None:
        current = self.list.table.chosen.current_id()
        if current is None:
            self.shell.say(Label("先选一个批次"))
        else:
            self.edit(current)

    def _saved(self, saved: Saved, go_on: bool) -> None:
        super()._saved(saved, go_on)
        if not go_on and not self.form.draft():  # what was typed meanwhile is still to be saved
            self._close_form()
            self.round_opened.emit(saved.record_id)

    def _remove(self, ids: Sequence[int]) -> None:
        def many(title: str, n: int) -> Label:
            return Label("已把“{title}”等 {n} 批慰问移到回收站。", title=title, n=n)

        remove(self, CondolenceRound, ids, many)


class RoundsPage(PageView):
    """The list of the rounds, or one of them."""

    def __init__(self, shell: Shell, prepared: Prepared) -> None:
        super().__init__(shell)
        self._parts = prepared.parts
        self.rounds = RoundList(shell, prepared.round_form)
        self.round: RoundView | None = None
        self._wanted: RoundWork | None = None  # the round that was asked for last
        self._stack = QStackedWidget()
        self._stack.addWidget(self.rounds)
        self.setLayout(column(self._stack, spacing=0))
        self.rounds.round_opened.connect(lambda round_id: self.open_round(round_id))
        self.rounds.status_changed.connect(self.status_changed)

    @property
    def shown(self) -> PageView:
        """The page in view."""
        return self.round or self.rounds

    def open_round(self, round_id: int, then: Callable[[RoundView], object] = lambda made: None) -> None:
        """Show a round in the place of the list, once what was typed until it is read is decided on."""
        work = RoundWork(self.shell.database, round_id)
        self._wanted = work

        def show(state: RoundState) -> None:
            made = RoundView(self.shell, work, state, self._parts)
            self._show_round(made)
            then(made)

        def take(state: RoundState | None) -> None:
            if state is not None and self._wanted is work:
                self.leave(lambda: show(state))

        self.shell.jobs.run(work.look, take, self.shell.tell_fault, owner=self)

    def _show_round(self, made: RoundView) -> None:
        self._drop_round()
        self.round = made
        made.closed.connect(self.close_round)
        made.edit_asked.connect(lambda round_id: made.leave(lambda: self._edit(round_id)))
        made.status_changed.connect(self.status_changed)
        made.deeds_changed.connect(self.deeds_changed)
        self._stack.addWidget(made)
        self._stack.setCurrentWidget(made)
        self.deeds_changed.emit()
        made.came()

    def close_round(self) -> None:
        """Back to the list, where the same round is selected."""
        self._drop_round()
        self.deeds_changed.emit()
        self.rounds.came()

    def _edit(self, round_id: int) -> None:
        self.close_round()
        self.rounds.edit(round_id)

    def _drop_round(self) -> None:
        if self.round is not None:
            self._stack.removeWidget(self.round)
            self.round.deleteLater()
            self.round = None

    # --- what the window asks

    def menu_deeds(self) -> Mapping[str, Sequence[Deed]]:
        return self.shown.menu_deeds()

    def areas(self) -> Sequence[QWidget]:
        return self.shown.areas()

    def came(self) -> None:
        self.shown.came()

    def take_focus(self) -> None:
        self.shown.take_focus()

    def to_top(self) -> None:
        if self.round is not None:
            self.leave(self.close_round)
        else:
            self.rounds.to_top()

    def records_changed(self, types: frozenset[str]) -> None:
        self.rounds.records_changed(types)
        if self.round is not None:
            self.round.records_changed(types)

    def show_back(self, back: Mapping[str, Sequence[int]]) -> None:
        self.shown.show_back(back)

    def show_record(self, record_id: int) -> None:
        self.leave(lambda: self.open_round(record_id))

    def resume(self, draft: Draft) -> None:
        def show() -> None:
            if draft.part == CELL:
                self._resume_cell(draft)
                return
            if draft.part:
                self.open_round(int(draft.part), lambda made: made.people.resume(draft))
                return
            if self.round is not None:
                self.close_round()
            self.rounds.resume(draft)

        self.leave(show)

    def _resume_cell(self, draft: Draft) -> None:
        """A cell of the list of some round: which one is told by its record."""
        database, record_id = self.shell.database, int(draft.content["record_id"])
        self.shell.jobs.run(
            lambda: round_of(database, record_id),
            lambda round_id: self.open_round(round_id, lambda made: made.people.resume(draft)),
            self.shell.tell_fault,
            owner=self,
        )

    def to_search(self) -> None:
        self.shown.to_search()

    def leave(self, then: Callable[[], object]) -> None:
        self.shown.leave(then)
