"""Questions of our own: a sentence and buttons that name the deed, never 确定 and 取消 for everything."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QWidget

from app.errors import KnownError
from app.frozen import dataclass
from app.i18n import Label
from app.views import theme
from app.views.kit.deeds import Button, button
from app.views.kit.layout import STRETCH, Area, column, row
from app.views.kit.notices import ICONS, TOKENS
from app.views.kit.text import Picture, Text


@dataclass(frozen=True)
class Answer:
    """One button of a question."""

    label: Label
    run: Callable[[], object] | None = None
    kind: str = ""


class Dialog(QDialog):
    """A window-modal dialog: words above, buttons below; Esc gives the last answer, which harms nothing."""

    def __init__(self, parent: QWidget, title: Label) -> None:
        super().__init__(parent)
        self.setWindowTitle(str(title))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.body = column(spacing=theme.NORMAL, margins=(theme.ROOMY, theme.ROOMY, theme.ROOMY, theme.WIDE))
        self._buttons = row(spacing=theme.NORMAL, margins=(theme.ROOMY, theme.WIDE, theme.ROOMY, theme.WIDE))
        self._foot = Area("buttons", self._buttons)
        layout = column(self.body, self._foot, spacing=0)
        layout.setStretchFactor(self.body, 1)
        self.setLayout(layout)

    def add_answers(self, answers: Sequence[Answer], *, default: int | None = None) -> None:
        """The buttons, from the left. Enter presses the focused one, at first the `default` or else the last."""
        self._buttons.addStretch(1)
        for at, answer in enumerate(answers):
            made = self._button(answer)
            self._buttons.addWidget(made)
            if at == (len(answers) - 1 if default is None else default):
                made.setDefault(True)
                made.setFocus()

    def _button(self, answer: Answer) -> Button:
        def give() -> None:
            self.done(0)
            if answer.run is not None:
                answer.run()

        return button(answer.label, give, kind=answer.kind)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._foot.raise_()  # a screen reader tells the parts in this order: the words first

    @property
    def is_on_way(self) -> bool:
        """Whether its deed is on its way: until what came of it is told, nobody but the lock closes it."""
        return False

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.is_on_way:
            event.ignore()
        else:
            super().closeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.is_on_way:
            return
        focused = self.focusWidget()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(focused, Button):
            focused.click()
            return
        super().keyPressEvent(event)


def ask(
    parent: QWidget,
    title: Label,
    words: Label,
    answers: Sequence[Answer],
    *,
    default: int | None = None,
    tone: str = "warning",
) -> Dialog:
    """Ask; the chosen answer's deed runs after the dialog is closed. Esc closes without any."""
    dialog = Dialog(parent, title)
    text = Text(words, wrap=True)
    text.setMinimumWidth(theme.theme().chars(26))
    dialog.body.addLayout(
        row(column(Picture(ICONS[tone], TOKENS[tone], 24), STRETCH), column(text, STRETCH), spacing=theme.WIDE)
    )
    dialog.setAccessibleDescription(str(words))
    dialog.add_answers(answers, default=default)
    dialog.open()
    return dialog


def tell_fault(parent: QWidget, fault: KnownError, title: Label | None = None) -> Dialog:
    """Show a known fault: what happened, what is safe, what to do next, and the problems it names."""
    dialog = Dialog(parent, title or Label("没有做成"))
    lines = [Text(fault.what, role="heading", wrap=True), Text(fault.safe, wrap=True), Text(fault.next, wrap=True)]
    for label in lines:
        label.setMinimumWidth(theme.theme().chars(28))
    problems = [Text(problem.what, tone="error", wrap=True) for problem in fault.problems[:8]]
    dialog.body.addLayout(
        row(
            column(Picture("alert-circle", "error", 24), STRETCH),
            column(*lines, *problems, STRETCH),
            spacing=theme.WIDE,
        )
    )
    dialog.setAccessibleDescription(" ".join(str(part) for part in (fault.what, fault.safe, fault.next)))
    dialog.add_answers([Answer(Label("知道了"), kind="main")])
    dialog.open()
    return dialog
