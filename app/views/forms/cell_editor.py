"""The editor of one cell: the form's own editors, in a cell, with the spreadsheet's ways out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QWidget

from app.views.forms.blocks import is_block
from app.views.forms.choices import ChoiceEditor, LinkEditor, yes_no
from app.views.forms.days import DayEditor
from app.views.forms.editors import Editor, LineEditor, ResidentIdEditor
from app.views.forms.source import FormField
from app.views.kit.layout import column

Key = Qt.Key
# In cells everything that is chosen has a list: radio buttons find no room there.
EDITORS: dict[str, Callable[[FormField], Editor]] = {
    "code": ChoiceEditor,
    "link": LinkEditor,
    "yes_no": ChoiceEditor,
    "partial_day": DayEditor,
    "resident_id": ResidentIdEditor,
}
LEAVING = {Key.Key_Up: (-1, 0), Key.Key_Down: (1, 0), Key.Key_Tab: (0, 1), Key.Key_Backtab: (0, -1)}


class CellEditor(QWidget):
    """Says what is typed at once, and which way it was left."""

    typed = Signal()
    left = Signal(int, int)  # rows and columns to go on; 0, 0: the focus went elsewhere
    went_on = Signal()  # Enter
    given_up = Signal()  # Esc
    block_pasted = Signal(str)

    def __init__(self, parent: QWidget, field: FormField) -> None:
        super().__init__(parent)
        wanted = replace(field, choices=yes_no()) if field.kind == "yes_no" else field
        self.editor = EDITORS.get("code" if field.choices else field.kind, LineEditor)(wanted)
        self.is_filled = False
        self.setLayout(column(self.editor, spacing=0))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFocusProxy(self.editor.control)
        self.setAutoFillBackground(True)
        self.editor.describe(str(field.label), "")
        self.editor.control.installEventFilter(self)
        self.editor.edited.connect(self.typed)
        self.editor.left.connect(lambda: self.left.emit(0, 0))
        self.editor.went_on.connect(self.went_on)

    def open_list(self) -> None:
        """Show the list of choices, or the calendar."""
        if isinstance(self.editor, ChoiceEditor):
            self.editor.open_list()
        elif isinstance(self.editor, DayEditor):
            self.editor.open_calendar()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent):
            return False
        if event.type() == QEvent.Type.ShortcutOverride and event.key() == Key.Key_Escape:
            event.accept()  # or the page would be left instead of the cell
            return True
        return event.type() == QEvent.Type.KeyPress and self._take_key(event)

    def _take_key(self, event: QKeyEvent) -> bool:
        if isinstance(self.editor, ChoiceEditor) and self.editor.line.list_is_open():
            return False
        alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
        if event.key() in LEAVING and not alt:
            self.left.emit(*LEAVING[Key(event.key())])
        elif event.key() == Key.Key_Escape:
            self.given_up.emit()
        elif event.matches(QKeySequence.StandardKey.Paste) and is_block(QGuiApplication.clipboard().text()):
            self.block_pasted.emit(QGuiApplication.clipboard().text())
        else:
            return False
        return True

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """The list hands a composition begun in it to this widget, not to the line that has the focus."""
        QApplication.sendEvent(self.editor.control, event)

    def inputMethodQuery(self, arg__1: Qt.InputMethodQuery) -> object:
        return self.editor.control.inputMethodQuery(arg__1)
