"""A table to fill in: typing opens a cell, Enter goes on to the next, the last one leads to a new line.

Tab goes from cell to cell while somebody fills in, and out of the table otherwise: who only passes is not held.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QStyleOptionViewItem, QWidget

from app.i18n import Label
from app.views.forms import table as widths
from app.views.forms.cell_editor import CellEditor
from app.views.forms.choices import ChoiceEditor
from app.views.hardship import lines_deeds as deeds
from app.views.hardship.lines_model import LinesModel
from app.views.hardship.lines_paint import LineCells
from app.views.hardship.lines_view import LinesView
from app.views.theme import theme

Index = QModelIndex | QPersistentModelIndex
Key, Standard = Qt.Key, QKeySequence.StandardKey
# Keys that belong to this table while it has the focus, also where the window has a use for them.
OWN_KEYS = (Standard.Undo, Standard.Redo, Standard.Copy, Standard.Paste, Standard.Delete)


YES_NO_DIGITS = 4


class OwnKeys(QObject):
    """Claims the table's own keys before the window's shortcuts see them.

    A filter and no `event` of the table: PySide loses a fault that is raised below an overridden `event`, and crashes.
    """

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return False
        is_own = any(event.matches(each) for each in OWN_KEYS)
        if is_own:
            event.accept()
        return is_own


class LineEditors(LineCells):
    """Makes the editors of the cells."""

    def __init__(self, table: LinesTable) -> None:
        super().__init__(table)
        self._editing = table

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        return self._editing.make_editor(parent, index)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Once only: later changes of the model must not write over what is being typed."""
        if isinstance(editor, CellEditor) and not editor.is_filled:
            editor.is_filled = True
            shown = str(index.data() or "") if isinstance(editor.editor, ChoiceEditor) else ""
            editor.editor.show_raw(str(index.data(Qt.ItemDataRole.EditRole) or ""), shown)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Nothing: what is typed goes into the model with every key."""

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        box = self._editing.cell_box(option.rect)  # type: ignore[attr-defined]
        wanted = self._editing.editor_width(index)
        room = self._editing.viewport().width()
        box.setWidth(max(box.width(), min(wanted, room - 2)))
        box.moveRight(min(box.right(), room - 1))
        editor.setGeometry(box)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """The cell's editor knows its ways out itself."""
        return False


class LinesTable(LinesView):
    """Typing opens a cell; every key of it goes into the model at once."""

    said = Signal(object)  # a Label for the status bar

    def __init__(self, lines: LinesModel, name: Label, chars: Mapping[str, float]) -> None:
        super().__init__(lines, name, chars)
        self._editor: CellEditor | None = None
        self._editing = QPersistentModelIndex()
        self._is_filling = False  # a cell was left with Tab, and nothing else was done since
        self.setItemDelegate(LineEditors(self))
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(
            triggers.AnyKeyPressed | triggers.DoubleClicked | triggers.SelectedClicked | triggers.EditKeyPressed
        )
        self.installEventFilter(OwnKeys(self))
        lines.modelAboutToBeReset.connect(self._forget_editor)

    def is_active(self) -> bool:
        return self.hasFocus() or self._editor is not None

    def open_cell(self) -> tuple[int, str] | None:
        """Row and field of the cell that is being typed in."""
        if self._editor is None or not self._editing.isValid():
            return None
        return self._editing.row(), self.lines.fields[self._editing.column()].name

    def editor_width(self, index: Index) -> int:
        """How wide the editor of a cell wants to be."""
        field = self.lines.fields[index.column()]
        icon = theme().chars(2) if field.choices or field.kind in ("partial_day", "yes_no") else 0
        digits = YES_NO_DIGITS if field.kind == "yes_no" else widths.digits(field)
        return theme().digits(digits) + icon + 16

    # --- typing in a cell

    def make_editor(self, parent: QWidget, index: Index) -> CellEditor:
        """The editor of a cell, tied to it."""
        field = self.lines.fields[index.column()]
        called, choices = self.lines.heading(field.name), tuple(self.lines.choices(field.name))
        made = CellEditor(parent, replace(field, label=called, choices=choices))
        made.typed.connect(lambda: self.lines.type_in(self._editing, made.editor.raw()))
        made.went_on.connect(lambda: self._leave(made, onward=True))
        made.left.connect(lambda rows, columns: self._leave(made, rows, columns))
        made.given_up.connect(lambda: self._leave(made, keep=False))
        made.block_pasted.connect(lambda text: self._paste_over(made, text))
        self._editor, self._editing = made, QPersistentModelIndex(index)
        self.lines.begin()
        return made

    def _leave(
        self, made: CellEditor, rows: int = 0, columns: int = 0, *, keep: bool = True, onward: bool = False
    ) -> None:
        if self._editor is not made or not self._editing.isValid():
            return
        if keep:
            self.lines.type_in(self._editing, made.editor.raw())
        self._editor = None
        self.closeEditor(made, LineCells.EndEditHint.NoHint)
        self.lines.end(keep=keep)
        if onward:
            self.go_on()
        elif columns:
            self.go_on(columns)
        elif rows:
            self.go(self.currentIndex().row() + rows, self.currentIndex().column())
        self._is_filling = bool(columns)
        self.lines.edited.emit()

    def _forget_editor(self) -> None:
        """The lines are going to be others: Qt takes the editor away, and what it holds must not be written."""
        self._editor = None

    def _paste_over(self, made: CellEditor, text: str) -> None:
        self._leave(made, keep=False)
        self.said.emit(deeds.paste_text(self, text))

    # --- keys

    def focusNextPrevChild(self, next: bool) -> bool:
        """Tab goes on to the next cell after one was left with Tab: what follows may be passed over as well."""
        if self._is_filling and self.go_on(1 if next else -1):
            return True
        self._is_filling = False
        return super().focusNextPrevChild(next)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._is_filling = False
        super().mousePressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._is_filling = False
        super().focusOutEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._is_filling &= event.key() == Key.Key_Shift  # of Shift+Tab
        alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
        if (
            event.key() in (Key.Key_Return, Key.Key_Enter)
            and not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self.go_on()
        elif event.matches(Standard.Copy):
            deeds.copy_cells(self)
        elif event.matches(Standard.Paste):
            self.said.emit(deeds.paste_text(self, QGuiApplication.clipboard().text()))
        elif event.matches(Standard.Delete):
            self.said.emit(deeds.clear_or_remove(self))
        elif event.matches(Standard.Undo) or event.matches(Standard.Redo):
            self.said.emit(deeds.take_back(self, back=event.matches(Standard.Undo)))
        elif event.key() == Key.Key_F4 or (event.key() == Key.Key_Down and alt):
            self._open_list()
        elif event.key() == Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _open_list(self) -> None:
        self.edit(self.currentIndex())
        if self._editor is not None:
            self._editor.open_list()
