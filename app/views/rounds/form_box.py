"""The form of one of a round's list, and above it, where the list is closed, why and what to do first."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QSizePolicy, QWidget

from app.i18n import Label
from app.views.drafts import keep_form
from app.views.forms.form import FormView
from app.views.kit.beside import Beside
from app.views.kit.layout import column
from app.views.kit.note import Note
from app.views.page import Shell
from app.views.rounds.record_form import CANCELLED, RecordOfRoundForm
from app.views.rounds.state import RoundState


class FormBox(QWidget):
    """Built when it is first needed; an open list and a closed one have each their own."""

    def __init__(self, shell: Shell, source: RecordOfRoundForm, part: str) -> None:
        """`part` tells the drafts of one round from those of another."""
        super().__init__()
        self.view = FormView(source, shell.jobs)
        self._note = Note()
        flat = self._note.sizePolicy()
        flat.setHorizontalPolicy(QSizePolicy.Policy.Ignored)  # its words do not make the panel wider
        self._note.setSizePolicy(flat)
        self.view.settled.connect(self._fit)
        self.keeper = keep_form(self.view, shell, part=part)
        layout = column(self._note, self.view, spacing=0)
        layout.setStretchFactor(self.view, 1)
        self.setLayout(layout)

    def show_state(self, state: RoundState) -> None:
        """Say why fields are closed, as far as they are."""
        words = closed_words(state)
        if str(words) != self._note.words:
            self._note.say(words)

    def _fit(self) -> None:
        """Why somebody was cancelled has a field where somebody was."""
        made = self.view.body.rows[CANCELLED]
        made.setVisible(bool(made.editor.raw()))


class FormBoxes:
    """Both of a page, and which of them stands beside the list."""

    def __init__(
        self,
        shell: Shell,
        both: Beside,
        sources: Mapping[bool, RecordOfRoundForm],
        state: RoundState,
        connect: Callable[[FormView], object],
    ) -> None:
        """`sources` by whether the list can be changed; `connect` is told of each form that is built."""
        self._shell, self._both, self._sources, self._connect = shell, both, sources, connect
        self._state, self._writable = state, state.is_open
        self._made: dict[bool, FormBox] = {}

    @property
    def box(self) -> FormBox:
        """The one in use."""
        made = self._made.get(self._writable)
        if made is None:
            made = FormBox(self._shell, self._sources[self._writable], str(self._state.round_id))
            self._made[self._writable] = made
            self._connect(made.view)
            made.show_state(self._state)
            self._both.hold(made, made.view)
        return made

    def fit(self, state: RoundState) -> None:
        """Follow whether the list can be changed, unless something is typed in the form that is shown."""
        self._state = state
        former = self._made.get(self._writable)
        is_shown = former is not None and self._both.is_open
        if former is not None and (state.is_open == self._writable or (is_shown and former.view.draft())):
            former.show_state(state)
            return
        self._writable = state.is_open
        if former is not None:
            self._change(former, is_shown=is_shown)

    def _change(self, former: FormBox, *, is_shown: bool) -> None:
        former.hide()
        made = self.box
        made.show_state(self._state)
        self._both.hold(made, made.view)
        if is_shown:
            made.view.open_record(former.view.record_id)


def closed_words(state: RoundState) -> Label | str:
    """Why what somebody is given can no longer be changed, and how it could be; nothing while it can."""
    if state.is_open:
        return ""
    told = {"status": state.label(state.status)}
    if state.former is None:
        return Label("这一批“{status}”了，这里只能写原因和备注。", **told)
    told["stage"] = state.label(state.former)
    return Label("这一批“{status}”了，这里只能写原因和备注。要改别的，先用名单上面的“更多”退回“{stage}”。", **told)
