"""A few fields and one deed in a dialog; it stays open, with everything typed, until the deed was kept.

While the deed is on its way nothing but the lock closes it: whoever pressed Esc then would not hear what came of it.
Nor can anything be typed: it would go with the dialog, though nobody had kept it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QLineEdit, QWidget

from app.errors import ErrorCode, Grade, KnownError
from app.i18n import Label
from app.views import theme
from app.views.forms.body import FormBody
from app.views.forms.source import FormField
from app.views.jobs import DatabaseThread
from app.views.kit.ask import Dialog, tell_fault
from app.views.kit.deeds import Button, Deed
from app.views.kit.held import Held
from app.views.kit.text import Text

WIDE_CHARS, MOST_ROWS = 29, 12

Texts = Mapping[str, str]


class Asking(Dialog):
    """`work` runs in the database thread with the texts of the fields; `done` gets its result and the texts."""

    def __init__(
        self,
        parent: QWidget,
        title: Label,
        words: Label | str,
        fields: Sequence[FormField],
        deed: Label,
    ) -> None:
        super().__init__(parent, title)
        self.fields = FormBody(fields)
        self._work: Callable[[Texts], Any] = lambda texts: None
        self._done: Callable[[Any, Texts], object] = lambda result, texts: None
        self._jobs: DatabaseThread | None = None
        self._is_saving = False
        self._held = Held(self)
        self._deed = Deed(deed, self.go, kind="main", parent=self)
        self._main = Button(self._deed)
        self._main.setDefault(True)
        if str(words):
            self.body.addWidget(Text(words, wrap=True))
        self.body.addWidget(self.fields)
        self.body.setStretchFactor(self.fields, 1)
        self._buttons.addStretch(1)
        self._buttons.addWidget(self._main)
        self._cancel = Deed(Label("取消"), self.reject, parent=self)
        self._buttons.addWidget(Button(self._cancel))
        self.fields.finished.connect(self._main.setFocus)
        self.fields.edited.connect(self._edited)
        self._fit(len(fields))

    def begin(
        self,
        texts: Texts,
        jobs: DatabaseThread,
        work: Callable[[Texts], Any],
        done: Callable[[Any, Texts], object],
    ) -> None:
        """Show it, filled with these texts."""
        self._jobs, self._work, self._done = jobs, work, done
        jobs.bug_found.connect(self._free)  # no answer will come
        self.fields.show_texts(texts)
        self.open()
        self.fields.focus_first()
        if isinstance(first := self.fields.focusWidget(), QLineEdit):
            first.selectAll()  # typing takes the place of what is suggested

    @property
    def is_on_way(self) -> bool:
        return self._is_saving

    def go(self) -> None:
        """Do it with what stands in the fields."""
        assert self._jobs is not None
        texts = self.fields.texts()
        self._is_saving = True
        self._held.hold(self.fields)
        for deed in (self._deed, self._cancel):
            deed.off(Label("正在保存"))
        self._jobs.run(lambda: self._work(texts), lambda result: self._kept(result, texts), self._refused, owner=self)

    def _free(self) -> None:
        self._is_saving = False
        self._held.release()
        for deed in (self._deed, self._cancel):
            deed.on()
        if self.focusWidget() is None:  # the button had it, and was off
            self._main.setFocus()

    def _kept(self, result: Any, texts: Texts) -> None:
        self._free()
        self.accept()
        self._done(result, texts)

    def _refused(self, fault: KnownError) -> None:
        self._free()
        self.fields.show_problems(fault.problems)
        named = any(problem.field in self.fields.rows for problem in fault.problems)
        if fault.code is ErrorCode.BAD_INPUT and named:
            self.fields.first_refusal()
            self._show_first_problem()
        else:
            tell_fault(self, fault)

    def _edited(self, name: str) -> None:
        """What was wrong with a text is not said of another one; whether that is right is seen when it is kept."""
        made = self.fields.rows[name]
        if made.problem is not None:
            made.show_problem(None)

    def _show_first_problem(self) -> None:
        """What is only doubtful takes no focus, but must be seen too."""
        doubtful = [made for made in self.fields.rows.values() if made.problem is not None]
        if doubtful and doubtful[0].problem is not None and doubtful[0].problem.grade is Grade.CHECK:
            self.fields.ensureWidgetVisible(doubtful[0], 0, theme.theme().line)

    def _fit(self, rows: int) -> None:
        look = theme.theme()
        self.fields.setMinimumWidth(look.chars(WIDE_CHARS))
        wanted = self.fields.widget().sizeHint().height() + theme.NORMAL
        self.fields.setMinimumHeight(min(wanted, MOST_ROWS * look.row_height))
