"""Editors of one line or several: what a person types is a raw text; reading it is the affair of its kind."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from app.views import theme
from app.views.forms.source import FormField
from app.views.kit.layout import row
from app.views.kit.text import Text

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def closes_only(event: QKeyEvent) -> bool:
    """Whether this is Esc before anybody's shortcut: what is open takes it, or the page would be left as well."""
    return event.type() == QEvent.Type.ShortcutOverride and event.key() == Qt.Key.Key_Escape


class Editor(QWidget):
    """What every editor can do. `control` is the widget that has the focus."""

    edited = Signal()  # by the user
    left = Signal()  # the focus went elsewhere
    went_on = Signal()  # Enter: to the next field

    control: QWidget

    def take_control(self, control: QWidget, *beside: QWidget) -> None:
        """Lay out the control, and what stands beside it."""
        self.control = control
        layout = row(control, *beside, spacing=6)
        layout.setStretchFactor(control, 1)
        layout.setAlignment(Qt.AlignmentFlag.AlignLeft)
        self.setLayout(layout)
        self.setFocusProxy(control)

    def raw(self) -> str:
        """The text as it will be kept."""
        raise NotImplementedError

    def show_raw(self, raw: str, label: str = "") -> None:
        """Show a text that the user has not typed; `label` is what people call it, for links."""
        raise NotImplementedError

    def controls(self) -> Sequence[QWidget]:
        """What is marked and locked: the control, or each of the choices that stand open."""
        return [self.control]

    def show_grade(self, grade: str) -> None:
        """Mark the field as `must`, `check` or "" (nothing wrong)."""
        for each in self.controls():
            if each.property("grade") != grade:
                each.setProperty("grade", grade)
                theme.refresh(each)

    def describe(self, name: str, description: str) -> None:
        """Tell screen readers what the field is called and what is wrong with it."""
        self.control.setAccessibleName(name)
        self.control.setAccessibleDescription(description)

    def set_width(self, width: int) -> None:
        """Make the control so many pixels wide."""
        self.control.setFixedWidth(width)

    def lock(self) -> None:
        """Show only."""
        for each in self.controls():
            each.setEnabled(False)


class Line(QLineEdit):
    """A line edit that says when it is left and when Enter asks to go on.

    `written` is Qt's `textEdited`, and also tells what a screen reader puts in without any key. What the program shows
    goes through `setText` and `clear` of this class and is not told.
    """

    written = Signal(str)
    went_on = Signal()
    left = Signal()
    list_asked = Signal()  # Alt+↓ or F4
    today_asked = Signal()  # Ctrl+;

    def __init__(self) -> None:
        super().__init__()
        # While a list of choices is open, Enter belongs to the list.
        self.list_is_open: Callable[[], bool] = lambda: False
        self.entered = False
        self._is_showing = self._is_typed = False
        self.textEdited.connect(self._tell_typed)
        self.textChanged.connect(self._tell)

    def setText(self, text: str | None) -> None:
        """Show a text that nobody has typed."""
        self._is_showing = True
        super().setText(text)
        self._is_showing = False

    def clear(self) -> None:
        """Show nothing."""
        self.setText("")

    def _tell_typed(self, text: str) -> None:
        self._is_typed = True
        self.written.emit(text)

    def _tell(self, text: str) -> None:
        if self._is_showing:  # what the program shows says nothing of what was typed just before
            return
        was_typed, self._is_typed = self._is_typed, False
        if not was_typed:
            self.written.emit(text)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and closes_only(event) and self.list_is_open():
            event.accept()
            return True
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Tab:
            self.entered = self.list_is_open()
            if self.entered:  # the list takes what is marked and goes on, as with Enter; the focus is not lost
                event.ignore()
                return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = event.modifiers()
        alt_down = event.key() == Qt.Key.Key_Down and held & Qt.KeyboardModifier.AltModifier
        self.entered = event.key() in ENTER and self.list_is_open()
        if self.entered:
            event.ignore()
        elif event.key() in ENTER and not held & Qt.KeyboardModifier.ControlModifier:
            self.went_on.emit()
        elif alt_down or event.key() == Qt.Key.Key_F4:
            self.list_asked.emit()
        elif event.key() == Qt.Key.Key_Semicolon and held == Qt.KeyboardModifier.ControlModifier:
            self.today_asked.emit()
        elif event.key() in ENTER or event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self.setSelection(len(self.text()), -len(self.text()))  # backwards, so that a long text shows its beginning

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.setCursorPosition(0)
            self.left.emit()


class LineEditor(Editor):
    """Text of one line; numbers and money stand at the right."""

    def __init__(self, field: FormField) -> None:
        super().__init__()
        self.line = Line()
        if field.kind in ("money", "number"):
            self.line.setAlignment(Qt.AlignmentFlag.AlignRight)
        if field.hint is not None:
            self.line.setPlaceholderText(str(field.hint))
        self.line.written.connect(self.edited)
        self.line.left.connect(self.left)
        self.line.went_on.connect(self.went_on)
        self.take_control(self.line, *([Text(field.unit, tone="secondary")] if field.unit else []))

    def raw(self) -> str:
        return self.line.text().strip()

    def show_raw(self, raw: str, label: str = "") -> None:
        if self.line.text() != raw:
            self.line.setText(raw)
            self.line.setCursorPosition(0)

    def lock(self) -> None:
        self.line.setReadOnly(True)


class ResidentIdEditor(LineEditor):
    """Shows spaces after the 6th and the 14th digit, which are not kept; x becomes X, full width half width."""

    _HALF = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0x2019: 0x27, 0x2018: 0x27}

    def __init__(self, field: FormField) -> None:
        super().__init__(field)
        self.line.written.connect(self._space)

    def raw(self) -> str:
        return "".join(self._clean(self.line.text()).split())

    def show_raw(self, raw: str, label: str = "") -> None:
        super().show_raw(spaced(self._clean(raw)))

    def _clean(self, text: str) -> str:
        return text.translate(self._HALF).strip(" '").replace("x", "X")

    def _space(self, text: str) -> None:
        """Write the text anew with its spaces; as typed input, so that Ctrl+Z still takes it back."""
        wanted = spaced("".join(self._clean(text).split()))
        if text == wanted or not self._forward():
            return
        before = len("".join(self._clean(text[: self.line.cursorPosition()]).split()))
        self.line.blockSignals(True)
        self.line.selectAll()
        self.line.insert(wanted)
        self.line.blockSignals(False)
        self.line.setCursorPosition(before + (before > 6) + (before > 14))

    def _forward(self) -> bool:
        """Whether this text was not reached by Ctrl+Z, which would otherwise be undone at once."""
        return not self.line.isRedoAvailable()


def spaced(number: str) -> str:
    """`460105197902130021` → `460105 19790213 0021`; anything but a number of digits stays as it is."""
    if not number[:17].isdigit() or len(number) > 18 or len(number) == 15:
        return number
    return " ".join(part for part in (number[:6], number[6:14], number[14:]) if part)


class LongEditor(Editor):
    """Text of several lines; Enter goes on, Shift+Enter begins a line."""

    LINES = 3

    def __init__(self, field: FormField) -> None:
        super().__init__()
        self.box = _Box()
        if field.hint is not None:
            self.box.setPlaceholderText(str(field.hint))
        self._shown = ""
        self.box.textChanged.connect(self._typed)
        self.box.left.connect(self.left)
        self.box.went_on.connect(self.went_on)
        self.take_control(self.box)
        theme.theme().changed.connect(self._size)
        self._size()

    def raw(self) -> str:
        return self.box.toPlainText().strip()

    def show_raw(self, raw: str, label: str = "") -> None:
        self._shown = raw
        if self.box.toPlainText() != raw:
            self.box.setPlainText(raw)

    def lock(self) -> None:
        self.box.setReadOnly(True)

    def _typed(self) -> None:
        if self.box.toPlainText() != self._shown:
            self._shown = self.box.toPlainText()
            self.edited.emit()

    def _size(self) -> None:
        self.box.setFixedHeight(theme.theme().line * self.LINES + 16)


class _Box(QPlainTextEdit):
    went_on = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = event.modifiers()
        if event.key() in ENTER and not held & Qt.KeyboardModifier.ShiftModifier:
            if held & Qt.KeyboardModifier.ControlModifier:
                event.ignore()
            else:
                self.went_on.emit()
        elif event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()
