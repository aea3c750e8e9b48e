"""The list of a round with its tools: header line, list, warnings beside it, and the form of one of the list."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from app.frozen import dataclass
from app.i18n import Label
from app.services.drafts import Draft
from app.views import theme
from app.views.drafts import CELL, fill_in, fill_in_cell, keep_cell
from app.views.forms.form import FormView
from app.views.forms.source import Choice, Saved
from app.views.kit.beside import PANEL_FROM_CHARS, Beside
from app.views.kit.deeds import Button
from app.views.kit.header import HeaderLine
from app.views.kit.layout import column, row
from app.views.page import Shell
from app.views.record_list.layout import KeptLayout
from app.views.record_list.menus import list_deeds
from app.views.record_list.panel import RecordList
from app.views.record_list.source import ListWords
from app.views.record_list.view_choice import ViewChoice
from app.views.rounds.deeds import RoundDeeds
from app.views.rounds.dragging import RowDragger
from app.views.rounds.form_box import FormBoxes
from app.views.rounds.keys import RoundKeys
from app.views.rounds.painting import RoundPainter
from app.views.rounds.record_form import RecordOfRoundForm, RoundCells
from app.views.rounds.rows import AND, COLUMNS, REASON, STATUS, VIEWS, WARNING, RoundRows
from app.views.rounds.state import RoundState
from app.views.rounds.strip import WarningStrip
from app.views.rounds.through import ThroughLine

WORDS = ListWords(
    Label("慰问名单"),
    Label("人"),
    Label("名单还是空的"),
    Label("在档的困难职工可以一次提出来，其他人按姓名或身份证号添加。"),
    icon="gift",
    search_hint=Label("搜姓名、拼音、身份证后四位"),
)


@dataclass(frozen=True)
class RoundParts:
    """What a round's page knows of the file beforehand: the form of one of its list, the choices of its dialogs.

    `closed` is the form for a list that can no longer be changed.
    """

    form: RecordOfRoundForm
    closed: RecordOfRoundForm
    choices: Mapping[str, Sequence[Choice]]


class ListWithStrip(QWidget):
    """The list, and beside it or, where there is no room, below it what is to be said about the current row."""

    def __init__(self, people: RecordList, strip: WarningStrip) -> None:
        super().__init__()
        self._strip = strip
        self._box: QBoxLayout = row(people, strip, spacing=0)
        self._box.setStretchFactor(people, 1)
        self.setLayout(self._box)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = self.width() >= theme.theme().chars(PANEL_FROM_CHARS)
        ways = QBoxLayout.Direction
        self._box.setDirection(ways.LeftToRight if beside else ways.TopToBottom)
        self._strip.put_beside(beside)


class RoundPeople(QWidget):
    """Whom a round is for."""

    form_changed = Signal()  # the form of one of the list was opened or closed

    def __init__(self, shell: Shell, state: RoundState, parts: RoundParts, deeds: RoundDeeds) -> None:
        super().__init__()
        self._shell, self._state, self._deeds = shell, state, deeds
        self._labels = {each.value: each.label for each in parts.choices["status"]}
        rows = RoundRows(shell.database, state.uid)
        # Each list begins in the order of its printed sheets; the views are those of all rounds.
        store = KeptLayout(shell.database, "condolence_record", sorts=False)
        self.list = RecordList(
            rows, shell.jobs, WORDS, store=store,
            empty_deeds=[deeds.propose, deeds.pick, deeds.copy], row_deeds=deeds.of_row(),
            cells=RoundCells(shell.database, parts.form),
        )  # fmt: skip
        self.cell_keeper = keep_cell(self.list, shell)
        if self.list.changer is not None:
            self.list.changer.paste_deed.setShortcut("")  # here Ctrl+V brings people
        self.table = self.list.table
        for each in (self.table, self.table.frozen):
            each.setItemDelegate(RoundPainter(self.table, self._labels))
        self.keys, self.dragger = RoundKeys(self.list), RowDragger(self.table)
        self.table.addActions([deeds.signed, deeds.up, deeds.down, deeds.paste])
        self.strip = WarningStrip()
        sources = {True: parts.form, False: parts.closed}
        self.list_deeds = list_deeds(self.list, self)
        names = {key: label for key, (label, _) in VIEWS.items()}
        self.view = ViewChoice(self.list, rows, shell.jobs, names, store.views)
        self.header = HeaderLine(
            Label("名单"), deeds.in_header(state.status), search=self.list.search, view=self.view,
            more=[*deeds.in_more(), *self.list_deeds],
        )  # fmt: skip
        body = ListWithStrip(self.list, self.strip)
        self._through = ThroughLine(deeds.finish)
        layout = column(self.header, body, self._through, spacing=0)
        layout.setStretchFactor(body, 1)
        listed = QWidget()
        listed.setLayout(layout)
        self._both = Beside(listed)
        self._forms = FormBoxes(shell, self._both, sources, state, self._connect_form)
        self.setLayout(column(self._both, spacing=0))
        self._connect()

    def _connect(self) -> None:
        people = self.list
        people.opened.connect(self.open)
        people.opened_at.connect(self.open)
        people.current_changed.connect(lambda _: self._show_current())
        people.model.changed.connect(self._show_current)
        people.model.changed.connect(self._focus_first_deed)
        people.model.dataChanged.connect(self._show_current)
        people.selection_changed.connect(self._fit_deeds)

    @property
    def form(self) -> FormView:
        """The form of one of the list; built when it is first needed."""
        return self._forms.box.view

    def _connect_form(self, made: FormView) -> None:
        made.closed.connect(self._close_form)
        made.saved.connect(self._saved)
        made.refused.connect(self._shell.say)
        made.step_asked.connect(self._step)

    def areas(self) -> Sequence[QWidget]:
        """The areas that F6 goes round."""
        return [self.header, self.list, self.strip, *([self.form.body] if self._both.is_open else [])]

    # --- what is shown

    def show_state(self, state: RoundState) -> None:
        """Show how the round stands."""
        self._state = state
        self.dragger.targets.offer(state.groups)
        self.header.arrange(self._deeds.in_header(state.status))
        self._fit_deeds()
        self._forms.fit(state)
        self._fit_strip()
        self.strip.show_left(len(state.unanswered))
        is_leaving = self._through.focusWidget() is not None and self._through.focusWidget().hasFocus()
        self._through.show_state(state)
        if is_leaving and not state.is_through:
            self.list.take_focus()  # its button was pressed, and is no longer there

    @property
    def form_stands_alone(self) -> bool:
        """Whether the form of one of the list has taken the place of the list."""
        return self._both.is_open and not self._both.is_beside

    def _fit_deeds(self) -> None:
        self._deeds.fit(self._state, len(self.chosen()))

    def _fit_strip(self) -> None:
        """The form of somebody says the same as the strip."""
        self.strip.setVisible(bool(self._state.warned) and not self._both.is_open)

    def _focus_first_deed(self) -> None:
        """Where the list is empty, the work begins with a button; what is typed in the search box stays there."""
        if not self.list.model.ids and self.isVisible() and not self.list.search.hasFocus():
            first = next((each for each in self.list.findChildren(Button) if each.isVisible()), None)
            if first is not None:
                first.setFocus()

    def _show_current(self) -> None:
        at = self.table.currentIndex().row()
        record_id = self.table.chosen.current_id()
        name = self.list.model.cell(at, 0) if record_id is not None else None
        if record_id is None or name is None:
            self.strip.show_nobody()
            return
        warning, reason = (self._cell(at, each) for each in (WARNING, REASON))
        self.strip.show_person(record_id, name, [part for part in warning.split(AND) if part], reason)

    def _cell(self, at: int, name: str) -> str:
        return self.list.model.cell(at, COLUMNS.index(name)) or ""

    # --- who is chosen

    def chosen(self) -> list[int]:
        """The records of the selected rows."""
        return list(self.list.selected_ids())

    @property
    def is_in_printed_order(self) -> bool:
        """Whether the whole list is shown in the order of the printed sheets."""
        query = self.list.query
        return not (query.is_narrowed or query.sort or query.view)

    def whom(self) -> Label:
        """The selected people in words."""
        ids = self.chosen()
        if len(ids) == 1:
            return Label("“{name}”", name=self.list.model.cell(self.list.model.row_of(ids[0]), 0) or "")
        return Label("选中的 {n} 人", n=len(ids))

    def current(self) -> tuple[int | None, str, str]:
        """The current record, its name and its status."""
        at = self.table.currentIndex().row()
        return self.table.chosen.current_id(), self.list.model.cell(at, 0) or "", self._cell(at, STATUS)

    def status_label(self, status: str) -> str:
        """What a status of somebody on the list is called."""
        return self._labels.get(status, status)

    def next_row(self) -> None:
        """One row down."""
        current = self.table.currentIndex()
        self.table.chosen.go(current.row() + 1, current.column())

    def go_to_unanswered(self, steps: int, answered: set[int]) -> bool:
        """Go to the next record with a warning and no reason; False when there is none in this view."""
        wanted = set(self._state.unanswered) - answered
        ids = list(self.list.model.ids)
        at = self.table.currentIndex().row()
        order = [*ids[at + 1 :], *ids[: at + 1]] if steps > 0 else [*ids[:at][::-1], *ids[at:][::-1]]
        found = next((each for each in order if each in wanted), None)
        return found is not None and self.table.show_record(found)

    # --- the form of one of the list

    def resume(self, draft: Draft) -> None:
        """Go on with what was typed before a lock or a crash."""
        if draft.part == CELL:
            if self.cell_keeper is not None:
                fill_in_cell(self.list, self.cell_keeper, draft)
            return
        form = self.form
        self._open_form(True)
        fill_in(form, self._forms.box.keeper, draft)

    def open(self, record_id: int, field: str = "") -> None:
        """Show what somebody gets as a form, and go to this field, or to the first one."""

        def show() -> None:
            form = self.form
            self._open_form(True)
            form.open_record(record_id, focus=True, field=field)

        self.leave(show)

    def leave(self, then: Callable[[], object]) -> None:
        """Go on once nothing in the form is unsaved; what stands in an open cell is kept."""
        if self.list.changer is not None:
            self.list.changer.in_place.leave()
        if self._both.is_open:
            self.form.leave(then)
        else:
            then()

    def _close_form(self) -> None:
        self._open_form(False)
        self.list.take_focus()

    def _open_form(self, wanted: bool) -> None:
        self._both.open(wanted)
        self._fit_strip()
        self.form_changed.emit()

    def _saved(self, saved: Saved, go_on: bool) -> None:
        self._shell.done(saved.said)
        if go_on:
            self._step(1)

    def _step(self, steps: int) -> None:
        ids, shown = self.list.model.ids, self.form.record_id
        goal = (self.list.model.row_of(shown) if shown is not None else -1) + steps
        if 0 <= goal < len(ids):
            self.form.leave(lambda: self._go_to(ids[goal]))
        else:
            self._shell.say(Label("这是最后一个") if steps > 0 else Label("这是第一个"))

    def _go_to(self, record_id: int) -> None:
        self.table.show_record(record_id)
        self.form.open_record(record_id, focus=True)
