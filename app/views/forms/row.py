"""One field of a form with its label and with what is wrong with it, said below it in words."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from app.errors import Grade, Problem
from app.i18n import Label
from app.views import theme
from app.views.forms import table
from app.views.forms.choices import told
from app.views.forms.source import FormField, Suggestion
from app.views.kit.deeds import button
from app.views.kit.layout import STRETCH, column, row
from app.views.kit.text import Picture, Text

LABEL_CHARS = 7
ICONS = {Grade.MUST: ("alert-circle", "error"), Grade.CHECK: ("alert-triangle", "warning")}
# Room below every field, whether or not something is said there, so that a message moves little.
GAP = 6
# The edge of a field and the room at both ends of its text.
FRAME = 24


class Message(QWidget):
    """What is wrong with a field, or where its text comes from: an icon and at most a few words."""

    opened = Signal(str, int)  # another record that the problem is about: its type and its id

    def __init__(self) -> None:
        super().__init__()
        self._about: tuple[str, int] = ("", 0)
        self._open = button(Label("打开看看"), lambda: self.opened.emit(*self._about), kind="link")
        self._open.hide()
        self._icon = Picture("alert-circle", "error", 16)
        self._words = Text(role="message", wrap=True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        said = column(self._words, row(self._open, STRETCH), spacing=0)
        layout = row(column(2, self._icon, STRETCH, spacing=0), said, spacing=4, margins=(0, 1, 0, 0))
        layout.setStretchFactor(said, 1)
        self.setLayout(layout)
        self.hide()

    def show_problem(self, problem: Problem, words: Label) -> None:
        """Say it in these words, in the colour of its grade."""
        name, tone = ICONS[problem.grade]
        self._icon.show_icon(name, tone)
        self._icon.show()
        self._words.set_tone(tone)
        self._words.say(words)
        self._about = problem.about or ("", 0)
        self._open.setVisible(problem.about is not None)
        self.show()

    def show_note(self, note: Label) -> None:
        """Say something that is not a problem."""
        self._icon.hide()
        self._open.hide()
        self._words.set_tone("secondary")
        self._words.say(note)
        self.show()


class FieldRow(QWidget):
    """Label, editor, message. `edited` and `left` say that the user did something here."""

    edited = Signal(str)  # the field's name
    left = Signal(str)
    opened = Signal(str, int)  # another record that a problem is about

    def __init__(self, field: FormField) -> None:
        super().__init__()
        self.field = field
        self.editor = table.editor(field)
        self.problem: Problem | None = None
        self._suggested: str | None = None
        self._label = QLabel(self._label_text())
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setWordWrap(True)
        self._label.setBuddy(self.editor.control)
        self._box: QVBoxLayout = column(self._one_line(), spacing=0)
        self._layout = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._layout.setContentsMargins(0, 0, 0, GAP)
        self._layout.setSpacing(theme.NORMAL)
        self._layout.addWidget(self._label, 0, Qt.AlignmentFlag.AlignTop)
        self._layout.addLayout(self._box, 1)
        self.setLayout(self._layout)
        self.editor.edited.connect(self._edited)
        self.editor.left.connect(lambda: self.left.emit(field.name))
        theme.theme().changed.connect(self.fit)
        self._above = False
        self.fit()
        self._describe()

    @cached_property
    def _message(self) -> Message:
        """Made when there is something to say: most fields never have anything."""
        made = Message()
        made.opened.connect(self.opened)
        self._box.addWidget(made)
        return made

    def _quiet(self) -> None:
        if "_message" in self.__dict__:
            self._message.hide()

    def _label_text(self) -> str:
        return f"{self.field.label} *" if self.field.required else str(self.field.label)

    def _in_lines(self) -> str:
        """The label where it stands beside its field: one that is too long breaks before what is in brackets."""
        words = self._label_text()
        room = theme.theme().chars(LABEL_CHARS)
        return words if self._label.fontMetrics().horizontalAdvance(words) <= room else words.replace("（", "\n（", 1)

    def _one_line(self) -> QBoxLayout:
        line = row(self.editor, STRETCH, spacing=0)
        if not table.digits(self.field):
            line.setStretch(0, 1)
            line.setStretch(1, 0)
        return line

    def fit(self) -> None:
        """Follow the scale: width by kind, or by a hint that is longer; label as high as the field."""
        digits = table.digits(self.field)
        if digits:
            self.editor.set_width(max(theme.theme().digits(digits), self._hint_width()) + FRAME)
        self._place_label()

    def _hint_width(self) -> int:
        line = self.editor.control
        return line.fontMetrics().horizontalAdvance(line.placeholderText()) if isinstance(line, QLineEdit) else 0

    def put_label_above(self, above: bool) -> None:
        """In narrow rooms the label stands above its field."""
        self._above = above
        self._place_label()

    def _place_label(self) -> None:
        look = theme.theme()
        self._label.setText(self._label_text() if self._above else self._in_lines())
        if self._above:
            self._layout.setDirection(QBoxLayout.Direction.TopToBottom)
            self._layout.setSpacing(2)
            self._label.setMinimumHeight(look.line)
            self._label.setMaximumWidth(16777215)
            self._label.setMinimumWidth(0)
            self._label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        else:
            self._layout.setDirection(QBoxLayout.Direction.LeftToRight)
            self._layout.setSpacing(theme.NORMAL)
            self._label.setFixedWidth(look.chars(LABEL_CHARS))
            self._label.setMinimumHeight(look.field_height)
            self._label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    # --- what it holds

    def suggest(self, found: Suggestion) -> None:
        """Fill in what follows from another field; never over what the user typed."""
        current = self.editor.raw()
        if current and current != self._suggested:
            return
        self._suggested = found.text
        self.editor.show_raw(found.text, found.label)
        if isinstance(self.editor.control, QLineEdit) and self.editor.control.hasFocus():
            self.editor.control.selectAll()  # what is typed or pasted now stands instead of it, not before it
        self.show_problem(None)
        self._message.show_note(found.note)
        self._describe(str(found.note))

    def show_problem(self, problem: Problem | None) -> None:
        """Say what is wrong, or take it away."""
        self.problem = problem
        self.editor.show_grade(problem.grade.value if problem else "")
        if problem is None:
            self._quiet()
            self._describe()
        else:
            words = told(self.field, self.editor.raw(), problem)
            self._message.show_problem(problem, words)
            self._describe(str(words))

    def _edited(self) -> None:
        if self._suggested is not None and self.editor.raw() != self._suggested:
            self._suggested = None
            if self.problem is None:
                self._quiet()
                self._describe()
        self.edited.emit(self.field.name)

    def _describe(self, description: str = "") -> None:
        required = str(Label("必填")) if self.field.required else ""
        self.editor.describe(str(self.field.label), description or required)


def by_field(problems: Sequence[Problem]) -> dict[str, Problem]:
    """The gravest problem of each field; of several doubts the one that leads to another record, else the first."""
    found: dict[str, Problem] = {}
    for problem in problems:
        former = found.get(problem.field)
        if former is None or _weight(problem) > _weight(former):
            found[problem.field] = problem
    return found


def _weight(problem: Problem) -> tuple[bool, bool]:
    return problem.grade is Grade.MUST, problem.about is not None
