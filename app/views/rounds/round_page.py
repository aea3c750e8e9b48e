"""One round: its head, its list with the warnings, and the steps that stand in the place of the list."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QStackedWidget, QWidget

from app.i18n import Label
from app.views import theme
from app.views.forms.form import FormView
from app.views.forms.source import Choice, Saved
from app.views.kit.ask import Answer, ask
from app.views.kit.beside import PANEL_FROM_CHARS, Beside
from app.views.kit.deeds import Deed, MenuButton
from app.views.kit.header import HeaderLine
from app.views.kit.layout import column, row
from app.views.page import EDIT, LIST, PageView, Shell
from app.views.record_list.panel import RecordList
from app.views.record_list.source import ListWords
from app.views.rounds.deeds import RoundDeeds
from app.views.rounds.doing import RoundDoer
from app.views.rounds.heading import Heading
from app.views.rounds.keys import RoundKeys
from app.views.rounds.painting import RoundPainter
from app.views.rounds.picking import PickingStep
from app.views.rounds.record_form import RecordOfRoundForm
from app.views.rounds.rows import AND, COLUMNS, REASON, STATUS, VIEWS, WARNING, RoundRows
from app.views.rounds.step import Step
from app.views.rounds.strip import WarningStrip
from app.views.rounds.work import RoundState, RoundWork

# Three or four characters, and the signs that stand beside them.
NAME_CHARS = 8
TYPES = frozenset({"condolence_round", "condolence_record", "person", "membership", "hardship_case", "household"})
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
    """What a round's page knows of the file beforehand: the form of one of its list, the choices of its dialogs."""

    form: RecordOfRoundForm
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


class RoundView(PageView):
    """The page of one round; `closed` leads back to the list of rounds."""

    closed = Signal()
    edit_asked = Signal(int)

    def __init__(self, shell: Shell, work: RoundWork, state: RoundState, parts: RoundParts) -> None:
        super().__init__(shell)
        self.work, self.state, self.choices = work, state, parts.choices
        self.doer = RoundDoer(self)
        self.deeds = RoundDeeds.of(self.doer, self)
        deeds = self.deeds
        self.people = RecordList(
            RoundRows(shell.database, state.uid), shell.jobs, WORDS,
            empty_deeds=[deeds.propose, deeds.pick], row_deeds=deeds.of_row(),
        )  # fmt: skip
        table, labels = self.people.table, {each.value: each.label for each in parts.choices["status"]}
        for each in (table, table.frozen):
            each.setItemDelegate(RoundPainter(table, labels))
        self.keys = RoundKeys(self.people)
        self.strip = WarningStrip()
        self.heading = Heading(self.back, [deeds.print, deeds.onward])
        self.form = FormView(parts.form, shell.jobs)
        self._view = MenuButton(VIEWS[""][0], self._view_deeds())
        self.columns_deed = Deed(Label("列设置…"), self.people.ask_columns, icon="columns", parent=self)
        self.copy_deed = Deed(Label("复制"), self.people.copy, icon="copy", parent=self)
        self._lay_out()
        self._connect()
        self.show_state(state)

    def _lay_out(self) -> None:
        self._header = HeaderLine(
            Label("名单"), self.deeds.in_header(), search=self.people.search, view=self._view,
            more=[*self.deeds.in_more(), self.columns_deed],
        )  # fmt: skip
        listed = QWidget()
        body = ListWithStrip(self.people, self.strip)
        layout = column(self._header, body, spacing=0)
        layout.setStretchFactor(body, 1)
        listed.setLayout(layout)
        self._both = Beside(listed, self.form, self.form)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._both)
        whole = column(self.heading, self._stack, spacing=0)
        whole.setStretchFactor(self._stack, 1)
        self.setLayout(whole)

    def _connect(self) -> None:
        people, doer = self.people, self.doer
        self.addActions([*self.deeds.in_menu(), *self.deeds.in_more(), self.copy_deed])
        people.counted.connect(self._header.count)
        people.status_changed.connect(self.status_changed)
        people.failed.connect(self.shell.tell_fault)
        people.said.connect(self.shell.say)
        people.opened.connect(self.open)
        people.delete_asked.connect(lambda _: doer.remove())
        people.current_changed.connect(lambda _: self._show_current())
        people.model.changed.connect(self._widen_names)
        people.model.changed.connect(self._show_current)
        people.model.dataChanged.connect(self._show_current)
        people.selection_changed.connect(self._fit_deeds)
        self.keys.ticked.connect(doer.tick)
        self.keys.grouped.connect(doer.group_by_key)
        self.keys.left.connect(self.back)
        self.strip.kept.connect(doer.keep_reasons)
        self.form.closed.connect(self._close_form)
        self.form.saved.connect(self._saved)
        self.form.step_asked.connect(self._step)

    def _widen_names(self) -> None:
        """Once, at the first rows: names have signs beside them here."""
        if self.people.model.ids:
            self.people.table.setColumnWidth(0, theme.theme().chars(NAME_CHARS))
            self.people.model.changed.disconnect(self._widen_names)

    # --- what the window asks

    def menu_deeds(self) -> Mapping[str, Sequence[Deed]]:
        return {LIST: [*self.deeds.in_menu(), self.columns_deed], EDIT: [self.copy_deed]}

    def areas(self) -> Sequence[QWidget]:
        step = self._stack.currentWidget()
        inside = [step] if isinstance(step, Step) else [self._header, self.people, self.strip, self.form.body]
        return [self.heading, *inside]

    def came(self) -> None:
        self.refresh()
        self.people.take_focus()

    def records_changed(self, types: frozenset[str]) -> None:
        if types & TYPES:
            self.refresh()

    def to_search(self) -> None:
        self._leave_step(self._to_search)

    def _to_search(self) -> None:
        self.close_step()
        self.people.search.setFocus()
        self.people.search.selectAll()

    def leave(self, then: Callable[[], object]) -> None:
        """Go on once nothing typed can be lost: in the form, in the reasons, in the box of names."""
        self.form.leave(lambda: self._leave_reasons(lambda: self._leave_step(then)))

    def _leave_reasons(self, then: Callable[[], object]) -> None:
        typed = dict(self.strip.drafts)
        if not typed:
            then()
            return

        def drop() -> None:
            self.strip.forget()
            then()

        words = Label("有 {n} 人仍要发放的原因写了，还没保存。", n=len(typed))
        answers = [
            Answer(Label("保存"), lambda: self.doer.keep_reasons(typed, then), "main"),
            Answer(Label("不保存"), drop),
            Answer(Label("继续填"), self.strip.field.setFocus),
        ]
        ask(self, Label("还没保存"), words, answers)

    def _leave_step(self, then: Callable[[], object]) -> None:
        step = self._stack.currentWidget()
        if not (isinstance(step, PickingStep) and step.has_text):
            then()
            return
        words = Label("左边写的人还没有列入名单。")
        answers = [Answer(Label("不列入了"), then), Answer(Label("继续添加"), step.take_focus, "main")]
        ask(self, Label("还没列入"), words, answers)

    def back(self) -> None:
        """Back to the list of rounds."""
        self.leave(self.closed.emit)

    # --- what is shown

    def refresh(self) -> None:
        """Read the round and its list again."""
        self.people.refresh()
        self.shell.jobs.run(self.work.look, self._take_state, self.shell.tell_fault, owner=self)

    def _take_state(self, state: RoundState | None) -> None:
        if state is None:
            self.closed.emit()
        else:
            self.show_state(state)

    def show_state(self, state: RoundState) -> None:
        """Show how the round stands."""
        self.state = state
        self.deeds.fit(state, len(self.chosen()))
        self.heading.show_state(state)
        self._fit_parts()
        self.strip.show_left(len(state.unanswered))

    def _fit_parts(self) -> None:
        """The form of somebody says the same as the strip, and where it stands alone it has its own way back."""
        form_open, step = self._both.is_open, isinstance(self._stack.currentWidget(), Step)
        self.strip.setVisible(bool(self.state.warned) and not form_open)
        self.heading.setVisible(step or not form_open or self._both.is_beside)
        self.heading.offer_back(not step)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_parts()

    def _fit_deeds(self) -> None:
        self.deeds.fit(self.state, len(self.chosen()))

    def _show_current(self) -> None:
        at = self.people.table.currentIndex().row()
        record_id = self.people.table.chosen.current_id()
        name = self.people.model.cell(at, 0) if record_id is not None else None
        if record_id is None or name is None:
            self.strip.show_nobody()
            return
        warning, reason = (self._cell(at, each) for each in (WARNING, REASON))
        self.strip.show_person(record_id, name, [part for part in warning.split(AND) if part], reason)

    def _cell(self, at: int, name: str) -> str:
        return self.people.model.cell(at, COLUMNS.index(name)) or ""

    def chosen(self) -> list[int]:
        """The records of the selected rows."""
        return list(self.people.selected_ids())

    def whom(self) -> Label:
        """The selected people in words."""
        ids = self.chosen()
        if len(ids) == 1:
            return Label("“{name}”", name=self.people.model.cell(self.people.model.row_of(ids[0]), 0) or "")
        return Label("选中的 {n} 人", n=len(ids))

    def current(self) -> tuple[int | None, str, str]:
        """The current record, its name and its status."""
        at = self.people.table.currentIndex().row()
        record_id = self.people.table.chosen.current_id()
        return record_id, self.people.model.cell(at, 0) or "", self._cell(at, STATUS)

    def status_label(self, status: str) -> str:
        """What a status of somebody on the list is called."""
        return next((each.label for each in self.choices["status"] if each.value == status), status)

    def next_row(self) -> None:
        """One row down."""
        current = self.people.table.currentIndex()
        self.people.table.chosen.go(current.row() + 1, current.column())

    def go_to_unanswered(self, steps: int, answered: set[int]) -> bool:
        """Go to the next record with a warning and no reason; False when there is none in this view."""
        wanted = set(self.state.unanswered) - answered
        ids = list(self.people.model.ids)
        at = self.people.table.currentIndex().row()
        order = [*ids[at + 1 :], *ids[: at + 1]] if steps > 0 else [*ids[:at][::-1], *ids[at:][::-1]]
        found = next((each for each in order if each in wanted), None)
        return found is not None and self.people.table.show_record(found)

    def _view_deeds(self) -> list[Deed]:
        return [Deed(label, partial(self._show_view, name), parent=self) for name, (label, _) in VIEWS.items()]

    def _show_view(self, name: str) -> None:
        self._view.rename(VIEWS[name][0])
        self.people.show_query(replace(self.people.query, view=name))

    # --- steps in the place of the list

    def show_step(self, step: Step) -> None:
        """Show a step in the place of the list, or of another step."""
        self._leave_step(lambda: self._put_step(step))

    def _put_step(self, step: Step) -> None:
        self.close_step()
        step.left.connect(lambda: self._leave_step(self.close_step))
        self._stack.addWidget(step)
        self._stack.setCurrentWidget(step)
        self._fit_parts()
        step.take_focus()

    def close_step(self) -> None:
        """Back to the list."""
        step = self._stack.currentWidget()
        if isinstance(step, Step):
            self._stack.removeWidget(step)
            step.deleteLater()
            self._fit_parts()
            self.people.take_focus()

    # --- the form of one of the list

    def open(self, record_id: int) -> None:
        """Show what somebody gets as a form."""

        def show() -> None:
            self._both.open(True)
            self._fit_parts()
            self.form.open_record(record_id, focus=True)

        self.form.leave(show)

    def _close_form(self) -> None:
        self._both.open(False)
        self._fit_parts()
        self.people.take_focus()

    def _saved(self, saved: Saved, go_on: bool) -> None:
        self.shell.done(saved.said)
        if go_on:
            self._step(1)

    def _step(self, steps: int) -> None:
        ids, shown = self.people.model.ids, self.form.record_id
        goal = (self.people.model.row_of(shown) if shown is not None else -1) + steps
        if 0 <= goal < len(ids):
            self.form.leave(lambda: self._go_to(ids[goal]))
        else:
            self.shell.say(Label("这是最后一个") if steps > 0 else Label("这是第一个"))

    def _go_to(self, record_id: int) -> None:
        self.people.table.show_record(record_id)
        self.form.open_record(record_id, focus=True)
