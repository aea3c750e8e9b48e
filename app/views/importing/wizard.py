"""The import wizard: one page in the frame, its steps at the left, one of them shown, the buttons below."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.errors import KnownError
from app.i18n import Label
from app.models import Person
from app.models.declare import Record
from app.views import theme
from app.views.importing import work
from app.views.importing.columns_step import ColumnsStep
from app.views.importing.file_step import FileStep
from app.views.importing.result_step import ResultStep, must_try_again
from app.views.importing.steps import State, Step
from app.views.importing.trial_step import TrialStep
from app.views.importing.where_step import WhereStep
from app.views.kit.deeds import Button, Deed
from app.views.kit.header import HeaderLine
from app.views.kit.layout import STRETCH, Area, column, row
from app.views.kit.text import Text
from app.views.page import Shell

STEPS_CHARS = 8


class _Steps(QStackedWidget):
    """Needs no more room than the step that is shown: the others were never laid out."""

    def minimumSizeHint(self) -> QSize:
        shown = self.currentWidget()
        return shown.minimumSizeHint() if shown is not None else QSize()


class ImportWizard(QWidget):
    """Takes a list into the file; stands in the place of a page's content until `on_closed`."""

    look_asked = Signal(object)  # Only: it has closed, and these are to be shown

    def __init__(self, shell: Shell, record: type[Record], on_closed: Callable[[], object]) -> None:
        super().__init__()
        self.setProperty("area", "page")
        self.state = State(shell, record)
        self._on_closed = on_closed
        self._last, self._trial = ResultStep(self.state), TrialStep(self.state)
        self._file = FileStep(self.state)
        steps: list[Step] = [self._file, ColumnsStep(self.state)]
        steps += [WhereStep(self.state)] if record is Person else []
        self._steps: Sequence[Step] = [*steps, self._trial, self._last]
        self._at = 0
        self._names = [Text() for _ in self._steps]
        self._stack = _Steps()
        self._promise = Text(tone="secondary", wrap=True)
        self._back = Deed(Label("上一步"), self.back, icon="chevron-left", parent=self)
        self._next = Deed(Label("下一步"), self.go_on, kind="main", parent=self)
        self._cancel = Deed(Label("取消"), self.close_wizard, parent=self)
        self._header = HeaderLine(
            Label("导入会员") if record is Person else Label("导入{type}", type=record.record_label)
        )
        for step in self._steps:
            self._stack.addWidget(step)
        self._lay_out()  # after the steps: Tab goes through all in the order in which they came
        for step in self._steps:
            step.changed.connect(self._refresh)
            step.finished.connect(self.go_on)
        self._last.kept.connect(self._next_button.setFocus)
        self._last.look_asked.connect(self._close_and_look)
        self._show(0)

    def _lay_out(self) -> None:
        names = column(*self._names, STRETCH, spacing=theme.WIDE, margins=(theme.WIDE, 14, theme.WIDE, 8))
        self._side = Area("panel", names, name=str(Label("步骤")))
        self._back_button, self._next_button = Button(self._back), Button(self._next)
        self._cancel_button = Button(self._cancel)
        foot = row(
            self._promise,
            self._back_button,
            self._next_button,
            self._cancel_button,
            margins=(theme.WIDE, 8, theme.WIDE, 8),
        )
        foot.setStretchFactor(self._promise, 1)
        shown = column(self._stack, margins=(theme.WIDE, theme.NORMAL, theme.WIDE, theme.NORMAL))
        middle = row(self._side, shown, spacing=0)
        middle.setStretch(1, 1)
        layout = column(self._header, middle, Area("buttons", foot), spacing=0)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        theme.theme().changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        self._side.setMinimumWidth(theme.theme().chars(STEPS_CHARS) + 2 * theme.WIDE)

    @property
    def step(self) -> Step:
        """The step shown."""
        return self._steps[self._at]

    def open_file(self, path: Path) -> None:
        """Begin with this file (it was dropped on the list)."""
        self._file.take(path)

    def leave(self, then: Callable[[], object]) -> None:
        """Go on with `then`; while rows are being written the page stays."""
        if self._last.is_busy:
            self.state.shell.say(Label("正在导入。等它做完，或者先停止。"))
        else:
            then()

    # --- going

    def go_on(self) -> None:
        """The next step, when this one has all it needs."""
        if self.step is self._last:
            self.close_wizard()
        elif self.step.blocked() is None:
            self.step.go_on(self._forward)

    def _forward(self) -> None:
        writes = self.step is self._trial
        self._show(self._at + 1)
        if writes:
            self._last.keep(self._not_kept)

    def _not_kept(self, fault: KnownError) -> None:
        """Nothing was written: back to the trial, and what happened is told."""
        self._show(self._at - 1)
        self.state.shell.tell_fault(fault)
        if must_try_again(fault):
            self._trial.try_again()

    def back(self) -> None:
        """The step before; everything chosen stays."""
        if self._at:
            self.step.stop()
            self._show(self._at - 1)

    def close_guest(self) -> None:
        """The page is chosen once more in the navigation: the list again."""
        self.close_wizard()

    def close_wizard(self) -> None:
        """Leave; before the last button that leaves no trace."""
        if self._last.is_busy:
            self.state.shell.say(Label("正在导入。等它做完，或者先停止。"))
            return
        self.step.stop()
        work.release()
        if self.state.result is None:
            self.state.shell.say(Label("没有导入，资料没有改动"))
        elif self._last.words is not None:
            self.state.shell.done(self._last.words)
        self._on_closed()

    def _close_and_look(self, only: object) -> None:
        self.close_wizard()
        self.look_asked.emit(only)

    def _show(self, at: int) -> None:
        self._at = at
        self._stack.setCurrentWidget(self.step)
        self.setFocusProxy(self.step)
        self.step.came()
        self._refresh()
        self.step.setFocus()

    def _refresh(self) -> None:
        for at, (name, step) in enumerate(zip(self._names, self._steps, strict=True)):
            theme.set_role(name, "strong" if at == self._at else "")
            name.set_tone("accent" if at == self._at else "" if at < self._at else "secondary")
            name.say(Label("{n}　{step}", n=at + 1, step=step.title))
        self._header.count(self.state.name)
        self._promise.say(self.step.promise)
        is_last = self.step is self._last
        self._back_button.setVisible(bool(self._at) and not is_last)
        self._cancel_button.setVisible(not is_last)
        self._next.rename(self.step.next_words())
        blocked = Label("正在导入") if self._last.is_busy else self.step.blocked()
        if blocked is None:
            self._next.on()
        else:
            self._next.off(blocked)
        self.setAccessibleName(str(Label("第 {n} 步：{step}", n=self._at + 1, step=self.step.title)))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.step.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_wizard()
        else:
            super().keyPressEvent(event)
