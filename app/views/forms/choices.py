"""Editors for choosing: from a code list, yes or no, several codes, or another record."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QSignalBlocker, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QFocusEvent, QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QButtonGroup, QCompleter, QLineEdit, QRadioButton, QWidget

from app.errors import Problem
from app.i18n import Label
from app.models.kinds.choices import FEW_CHOICES
from app.services.forms import found_by
from app.views import theme
from app.views.forms.editors import Editor, Line
from app.views.forms.source import Choice, FormField
from app.views.kit.layout import row

SHOWN = 10
RADIO_MOST = 3
FIND_AFTER_MS = 150
VALUE = Qt.ItemDataRole.UserRole


def matching(choices: Sequence[Choice], typed: str) -> list[Choice]:
    """The choices that `typed` finds, by characters, pinyin or code: the nearest first (`_distance`)."""
    wanted = typed.strip().casefold()
    if not wanted:
        return list(choices)
    found = [(_distance(each, wanted), each) for each in choices]
    near = [(distance, each) for distance, each in found if distance is not None]
    return [each for _, each in sorted(near, key=lambda one: one[0])]


def told(field: FormField, raw: str, problem: Problem) -> Label:
    """What is wrong with a field; where nothing of a long list was meant, also how to see the whole list."""
    labels = {word for each in field.choices for word in (each.label, each.value)}
    is_unknown = any(part not in labels for part in _parts(raw))
    if field.kind in ("code", "codes") and is_unknown and len(field.choices) > FEW_CHOICES:
        return Label("{what}。按 F4 看全部", what=problem.what)
    return problem.what


def _distance(choice: Choice, wanted: str) -> tuple[bool, bool, bool] | None:
    """How far a choice is from what was typed; None: it is not found.

    What begins so is nearer than what has it within; what the choice itself is called is nearer than its other names
    (子 is nearer to “zi” than 本人, which is also called 自己); and a whole word nearer than a longer one.
    Pinyin is looked up only now: reading its dictionary takes a tenth of a second, which no start should.
    """
    distances = (
        (at > 0, number > 1, wanted not in forms)  # label, code, other names
        for number, word in enumerate((choice.label, *choice.keys.split()))
        for at, forms in enumerate(found_by(word))
        if any(form.startswith(wanted) for form in forms)
    )
    return min(distances, default=None)


class ChoiceEditor(Editor):
    """A line with a list below it that narrows while one types; what is typed and not in the list stays as typed."""

    def __init__(self, field: FormField) -> None:
        super().__init__()
        self._choices: Sequence[Choice] = field.choices
        self._value = ""
        self.line = Line()
        if field.hint is not None:
            self.line.setPlaceholderText(str(field.hint))
        self._open = QAction(str(Label("打开列表")), self)
        self._open.setToolTip(str(Label("打开列表　Alt+↓")))
        self._open.triggered.connect(self.open_list)
        self.line.addAction(self._open, QLineEdit.ActionPosition.TrailingPosition)
        self._model = QStandardItemModel(self)
        self._list = QCompleter(self._model, self)
        self._list.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._list.setMaxVisibleItems(SHOWN)
        self._list.setWidget(self.line)
        self.line.list_is_open = self._list.popup().isVisible
        self._list.activated[QModelIndex].connect(self._picked)  # type: ignore[index]
        self.line.written.connect(self._typed)
        self.line.textEdited.connect(self.narrow)  # what a screen reader writes opens no list
        self.line.list_asked.connect(self.open_list)
        self.line.left.connect(self._leave)
        self.line.went_on.connect(self.went_on)
        self.take_control(self.line)
        theme.theme().changed.connect(self._draw)
        self._draw()

    def raw(self) -> str:
        return self._value or self.line.text().strip()

    def show_raw(self, raw: str, label: str = "") -> None:
        self._value = raw
        self.line.setText(label or next((each.label for each in self._choices if each.value == raw), raw))
        self.line.setCursorPosition(0)

    def lock(self) -> None:
        self.line.setReadOnly(True)
        self.line.removeAction(self._open)

    def offer(self, choices: Sequence[Choice]) -> None:
        """Offer other choices from now on."""
        self._choices = choices

    def open_list(self) -> None:
        """Show all choices."""
        if not self.line.isReadOnly():
            self.line.setFocus()
            self.show_list(self._choices)

    def show_list(self, choices: Sequence[Choice]) -> None:
        """Show these choices below the line; the first one is marked, so that Enter takes it."""
        self._model.clear()
        for each in choices:
            item = QStandardItem(f"{each.label}　{each.note}" if each.note else each.label)
            item.setData(each, VALUE)
            item.setSizeHint(QSize(0, theme.theme().row_height))
            self._model.appendRow(item)
        if not choices:
            self._list.popup().hide()
            return
        popup = self._list.popup()
        popup.setMinimumWidth(max(self.line.width(), popup.sizeHintForColumn(0) + 40))
        self._list.complete()
        marked = next((at for at, each in enumerate(choices) if each.value == self._value), 0)
        popup.setCurrentIndex(self._list.completionModel().index(marked, 0))

    def _typed(self, text: str) -> None:
        self._value = ""
        self.edited.emit()

    def narrow(self, text: str) -> None:
        """Show what the typed text finds."""
        found = matching(self._choices, text) if text.strip() else []
        self.show_list(found)

    def _picked(self, index: QModelIndex) -> None:
        choice: Choice = index.data(VALUE)
        self.show_raw(choice.value, choice.label)
        self.edited.emit()
        if self.line.entered:
            self.went_on.emit()

    def _leave(self) -> None:
        """A label typed out in full is a choice as well."""
        text = self.line.text().strip()
        if not self._value and text:
            exact = [each for each in self._choices if text in (each.label, each.value)]
            if len(exact) == 1:
                self.show_raw(exact[0].value, exact[0].label)
        self.left.emit()

    def _draw(self) -> None:
        self._open.setIcon(theme.theme().icon("chevron-down", "secondary"))


class LinkEditor(ChoiceEditor):
    """Chooses another record: typing asks the file for people or units of that name."""

    find_asked = Signal(str)

    def __init__(self, field: FormField) -> None:
        super().__init__(field)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(FIND_AFTER_MS)
        self._pause.timeout.connect(self._ask)

    def open_list(self) -> None:
        if not self.line.isReadOnly():
            self.line.setFocus()
            self.find_asked.emit("")

    def narrow(self, text: str) -> None:
        self._pause.start()

    def found(self, choices: Sequence[Choice]) -> None:
        """The answer: shown only while the user is still here."""
        self.offer(choices)
        if self.line.hasFocus():
            self.show_list(choices)

    def _ask(self) -> None:
        self.find_asked.emit(self.line.text().strip())


class CodesEditor(ChoiceEditor):
    """Several codes in one line, joined with 、; the list adds one at a time."""

    def raw(self) -> str:
        return self.line.text().strip(" 、")

    def show_raw(self, raw: str, label: str = "") -> None:
        self.line.setText(label or "、".join(self._label(part) for part in _parts(raw)))
        self.line.setCursorPosition(0)

    def narrow(self, text: str) -> None:
        last = text.replace("，", "、").replace(",", "、").rpartition("、")[2]
        super().narrow(last)

    def _picked(self, index: QModelIndex) -> None:
        choice: Choice = index.data(VALUE)
        known = {each.label for each in self._choices}
        kept = [part for part in _parts(self.line.text()) if part in known and part != choice.label]
        self.line.setText("、".join([*kept, choice.label]))
        self.edited.emit()

    def _label(self, part: str) -> str:
        return next((each.label for each in self._choices if part in (each.value, each.label)), part)

    def _leave(self) -> None:
        self.left.emit()


def _parts(raw: str) -> list[str]:
    return [part.strip() for part in raw.replace("，", "、").replace(",", "、").split("、") if part.strip()]


class RadioEditor(Editor):
    """At most three choices stand open in one line; the chosen one can be taken back by pressing it again.

    Of a required field, and of one that always has a value, it stays.
    """

    def __init__(self, field: FormField) -> None:
        super().__init__()
        self._buttons = [_Radio(each, self) for each in field.choices]
        self._group = QButtonGroup(self)
        self._group.setExclusive(False)
        self._stays = field.required or field.always
        for made in self._buttons:
            self._group.addButton(made)
            # Not `clicked`: a screen reader chooses without clicking.
            made.toggled.connect(lambda on, made=made: self._choose(made, on))
            made.went_on.connect(self.went_on)
            made.left.connect(self.left)
        self.control = self._buttons[0]
        self.setLayout(row(*self._buttons, None, spacing=14))
        self.setFocusProxy(self.control)

    def raw(self) -> str:
        return next((made.choice.value for made in self._buttons if made.isChecked()), "")

    def show_raw(self, raw: str, label: str = "") -> None:
        for made in self._buttons:
            with QSignalBlocker(made):
                made.setChecked(raw in (made.choice.value, made.choice.label) and bool(raw))

    def set_width(self, width: int) -> None:
        """As wide as its words."""

    def controls(self) -> Sequence[QWidget]:
        return self._buttons

    def describe(self, name: str, description: str) -> None:
        for made in self._buttons:
            made.setAccessibleName(f"{name} {made.choice.label}")
            made.setAccessibleDescription(description)

    def _choose(self, chosen: _Radio, on: bool) -> None:
        if self._stays and not on:
            with QSignalBlocker(chosen):
                chosen.setChecked(True)
            return
        for made in self._buttons:
            with QSignalBlocker(made):
                made.setChecked(made is chosen and on)
        self.edited.emit()


class _Radio(QRadioButton):
    went_on = Signal()
    left = Signal()

    def __init__(self, choice: Choice, parent: Editor) -> None:
        super().__init__(choice.label.replace("&", "&&"), parent)
        self.choice = choice
        self.setAutoExclusive(False)

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(hint.width(), theme.theme().field_height)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.went_on.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()


def yes_no() -> tuple[Choice, Choice]:
    """The two choices of a yes/no field."""
    return Choice("是", str(Label("是"))), Choice("否", str(Label("否")))
