"""The lines of a table for Qt: what the cells are called, what is wrong with them; nothing is kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from app.errors import Problem
from app.i18n import Label
from app.models.values.resident_id import mask_resident_id
from app.services.hardship import DraftRow, Written
from app.views.forms.blocks import Block, columns_of
from app.views.forms.choices import told
from app.views.forms.source import Choice, FormField
from app.views.hardship.lines import TELLING, Line, Lines, Pasted, renames
from app.views.kit.text import plain

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
_TOP = QModelIndex()


class LinesModel(QAbstractTableModel):
    """A table of raw texts; every change of the user is a step that Ctrl+Z takes back."""

    edited = Signal()  # by the user: look at the draft again
    renamed = Signal(str, str)  # a name was changed: from, to

    def __init__(
        self, type_name: str, fields: Sequence[FormField], locked: Sequence[str] = (), parent: QObject | None = None
    ) -> None:
        """`type_name` is the record's, for the headings of what is pasted; `locked` cells of 本人 are only shown."""
        super().__init__(parent)
        self.fields, self._type_name = fields, type_name
        self._lines = Lines(locked)
        self._choices = {each.name: each.choices for each in fields}
        self._headings = {each.name: each.label for each in fields}
        self._problems: dict[tuple[int, str], Problem] = {}
        self._shows_numbers = False

    # --- what it holds

    def show(self, rows: Sequence[DraftRow]) -> None:
        """Show these lines; what was done before cannot be taken back any more."""
        self._anew(lambda: self._lines.show(rows))

    def rows(self) -> tuple[DraftRow, ...]:
        """The lines, without the blank ones at the end."""
        return self._lines.rows()

    def line(self, row: int) -> Line:
        """One line."""
        return self._lines[row]

    def text(self, row: int, name: str) -> str:
        """The raw text of a cell."""
        return self._lines[row].texts.get(name, "")

    def choices(self, name: str) -> Sequence[Choice]:
        """What can be chosen in a column."""
        return self._choices[name]

    def offer(self, name: str, choices: Sequence[Choice]) -> None:
        """Offer other choices in a column from now on."""
        self._choices[name] = choices

    def is_locked(self, index: Index) -> bool:
        """Whether a cell comes from the register and is only shown."""
        return self._lines.is_locked(index.row(), self.fields[index.column()].name)

    def show_numbers(self, whole: bool) -> None:
        """Show resident numbers that are kept whole, or their last four signs."""
        self._shows_numbers = whole
        self._changed()

    def is_hidden(self, row: int, name: str) -> bool:
        """Whether a cell shows the last four signs of its number only."""
        kept = self._lines[row].kept_number
        return name == TELLING and not self._shows_numbers and bool(kept) and kept == self.text(row, name)

    # --- what the program says about it

    def problem(self, row: int, name: str) -> Problem | None:
        """What is wrong with a cell."""
        return self._problems.get((row, name))

    def told(self, row: int, field: FormField, problem: Problem) -> Label:
        """What is wrong with a cell, in words."""
        return told(replace(field, choices=self._choices[field.name]), self.text(row, field.name), problem)

    def problems_of(self, row: int) -> list[tuple[FormField, Problem]]:
        """What is wrong with the cells of a line, in their order."""
        found = [(each, self._problems.get((row, each.name))) for each in self.fields]
        return [(each, problem) for each, problem in found if problem is not None]

    def wrong_cells(self) -> list[tuple[int, int]]:
        """Row and column of the cells with a problem, in reading order."""
        names = [each.name for each in self.fields]
        return sorted((row, names.index(name)) for row, name in self._problems)

    def show_problems(self, problems: Mapping[tuple[int, str], Problem]) -> None:
        """Show what is wrong, by row from 0 and field."""
        self._problems = {place: problem for place, problem in problems.items() if place[0] < len(self._lines)}
        self._changed()

    def take_written(self, written: Mapping[tuple[int, str], Written], left_out: tuple[int, str] | None) -> None:
        """Write texts as they will be kept, but not the one that is being typed."""
        for (row, name), each in written.items():
            if row < len(self._lines):
                self._lines[row].shown[name] = each.shown
                if (row, name) != left_out:
                    self._lines[row].take_written(name, each.raw)
        self._changed()

    def take_follows(self, follows: Mapping[tuple[int, str], Written]) -> None:
        """Fill in what resident numbers tell."""
        if self._lines.take_follows(follows):
            self._changed()
            self.edited.emit()

    # --- what the user does

    def begin(self) -> None:
        """A cell is going to be typed in."""
        self._lines.begin()

    def type_in(self, index: Index, text: str) -> None:
        """A text as it is being typed."""
        row, name = index.row(), self.fields[index.column()].name
        if self.text(row, name) == text:
            return
        self._lines[row].write(name, text)
        self._problems.pop((row, name), None)
        if not self._lines.is_last(len(self._lines) - 1):
            self.beginInsertRows(_TOP, len(self._lines), len(self._lines))
            self._lines.grow()
            self.endInsertRows()
        self._changed()
        self.edited.emit()

    def end(self, *, keep: bool) -> None:
        """The cell was left; with `keep` off everything is as before."""
        if not keep:
            if self._anew(self._lines.give_up):
                self.edited.emit()
            return
        self._tell_renames(self._lines.end())

    def clear_cells(self, cells: Sequence[tuple[int, int]]) -> int:
        """Empty these cells; gives how many there were to empty."""
        places = [(row, self.fields[at].name) for row, at in cells]
        filled = [place for place in places if self.text(*place) and not self._lines.is_locked(*place)]
        self._lines.begin()
        for row, name in filled:
            self._lines[row].write(name, "")
        self._finish()
        return len(filled)

    def remove(self, rows: Sequence[int]) -> int:
        """Take lines out, but never the worker's own; gives how many went."""
        self._lines.begin()
        count: int = self._anew(lambda: self._lines.remove(rows))
        self._finish()
        return count

    def paste(self, row: int, column: int, block: Block) -> Pasted:
        """Write a block, from this cell on, or below the last line by its own headings."""
        names = columns_of(block, self._type_name, self.fields)
        if names is None:
            names = [each.name for each in self.fields[column:]]
        else:
            block, row = block[1:], len(self._lines) - 1
        self._lines.begin()
        pasted: Pasted = self._anew(lambda: self._lines.paste(row, names, block))
        self._finish()
        return pasted

    def add(self, rows: Sequence[DraftRow]) -> int:
        """Write lines below the last one, as one step; the number of the first of them, from 0."""
        first = len(self._lines) - 1
        names = [each.name for each in self.fields]
        block = [[row.texts.get(name, "") for name in names] for row in rows]
        self._lines.begin()
        self._anew(lambda: self._lines.paste(first, names, block))
        self._finish()
        return first

    def call(self, name: str, heading: Label) -> None:
        """Give a column another heading on the screen; what is pasted is still known by its own label."""
        if self.heading(name) != heading:
            self._headings[name] = heading
            at = [each.name for each in self.fields].index(name)
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, at, at)

    def heading(self, name: str) -> Label:
        """What a column is called on the screen."""
        return self._headings[name]

    def rename(self, old: str, new: str) -> None:
        """Somebody of the family is called otherwise now: so is whose income it is."""
        if self._lines.rename(old, new):
            self._changed()
            self.edited.emit()

    def names_away(self) -> set[str]:
        """Who is called otherwise, or nothing yet, in the cell that is being typed in."""
        return self._lines.names_away()

    def undo(self) -> bool:
        """Take the last step back; whether there was one."""
        return self._step(self._lines.undo)

    def redo(self) -> bool:
        """Do the step again."""
        return self._step(self._lines.redo)

    # --- inside

    def _step(self, way: Callable[[], bool]) -> bool:
        before = self._lines.copies()
        done: bool = self._anew(way)
        self._tell_renames(before)
        self.edited.emit()
        return done

    def _finish(self) -> None:
        """Also where nothing has changed: what was wrong with the lines is to be said again."""
        self._tell_renames(self._lines.end())
        self._changed()
        self.edited.emit()

    def _tell_renames(self, before: Sequence[Line] | None) -> None:
        for old, new in renames(before or (), self._lines.copies()).items():
            self.renamed.emit(old, new)

    def _anew(self, change: Callable[[], Any]) -> Any:
        """Change which lines there are."""
        self.beginResetModel()
        found = change()
        self._problems.clear()
        self.endResetModel()
        return found

    def _changed(self) -> None:
        self.dataChanged.emit(self.index(0, 0), self.index(len(self._lines) - 1, len(self.fields) - 1))

    # --- Qt

    def rowCount(self, parent: Index = _TOP) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = _TOP) -> int:
        return 0 if parent.isValid() else len(self.fields)

    def flags(self, index: Index) -> Qt.ItemFlag:
        found = super().flags(index)
        return found if self.is_locked(index) else found | Qt.ItemFlag.ItemIsEditable

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        name = self.fields[index.column()].name
        if role == Role.DisplayRole:
            return self._shown(index.row(), name)
        if role == Role.EditRole:
            return self.text(index.row(), name)
        problem = self._problems.get((index.row(), name))
        if role == Role.AccessibleDescriptionRole and problem is not None:
            return str(self.told(index.row(), self.fields[index.column()], problem))
        if role == Role.ToolTipRole:
            return plain(self._tip(index, problem))
        return None

    def _tip(self, index: Index, problem: Problem | None) -> str:
        if problem is not None:
            return str(self.told(index.row(), self.fields[index.column()], problem))
        if self.is_hidden(index.row(), self.fields[index.column()].name):
            return str(Label("按 Ctrl+Shift+E 显示完整号码"))
        if self.is_locked(index):
            return str(Label("来自会员资料，在“会员”里改"))
        return self._shown(index.row(), self.fields[index.column()].name)

    def _shown(self, row: int, name: str) -> str:
        text = self.text(row, name)
        if not text:
            return ""
        if self.is_hidden(row, name):
            return mask_resident_id(text)
        known = next((each.label for each in self._choices[name] if each.value == text), text)
        return self._lines[row].shown.get(name, known)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        if role != Role.DisplayRole:
            return None
        if orientation is Qt.Orientation.Vertical:
            return "+" if self._lines.is_last(section) else str(section + 1)
        wanted = self.fields[section]
        heading = self.heading(wanted.name)
        return f"{heading} *" if wanted.required else str(heading)
