"""The lines of a table that is being filled in: texts, what they are called, what is wrong with them; nothing is kept.

Below the last line there is always a blank one to go on in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from app.errors import Grade, Problem
from app.i18n import Label
from app.services.hardship import DraftRow, Written
from app.views.forms.source import Choice, FormField
from app.views.hardship.blocks import Block, columns_of
from app.views.kit.text import plain

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
_TOP = QModelIndex()
# The column whose text fills in others.
TELLING = "id_no"


@dataclass
class Line:
    """One line. `shown` is how people read a text, `followed` what the resident number `told_by` filled in."""

    uid: str = ""
    is_self: bool = False
    texts: dict[str, str] = field(default_factory=dict)
    shown: dict[str, str] = field(default_factory=dict)
    followed: dict[str, str] = field(default_factory=dict)
    told_by: str = ""

    @property
    def is_blank(self) -> bool:
        """Whether nothing stands in it."""
        return not any(self.texts.values())

    def copy(self) -> Line:
        """The same, to keep aside."""
        return Line(self.uid, self.is_self, dict(self.texts), dict(self.shown), dict(self.followed), self.told_by)


class LinesModel(QAbstractTableModel):
    """A table of raw texts; every change of the user is a step that Ctrl+Z takes back."""

    edited = Signal()  # by the user: look at the draft again
    renamed = Signal(str, str)  # a name was changed: from, to

    def __init__(
        self,
        name: str,
        type_name: str,
        fields: Sequence[FormField],
        locked: Sequence[str] = (),
        parent: QObject | None = None,
    ) -> None:
        """`name` is the table's in the draft; `locked` cells of the worker's own line are only shown."""
        super().__init__(parent)
        self.name, self.fields = name, fields
        self._type_name, self._locked = type_name, locked
        self._lines: list[Line] = [Line()]
        self._choices = {each.name: each.choices for each in fields}
        self._problems: dict[tuple[int, str], Problem] = {}
        self._done: list[list[Line]] = []
        self._undone: list[list[Line]] = []
        self._open: list[Line] | None = None

    # --- what it holds

    def show(self, rows: Sequence[DraftRow]) -> None:
        """Show these lines; what was done before cannot be taken back any more."""
        self._done.clear()
        self._undone.clear()
        self._put_lines(
            [Line(row.uid, row.is_self, dict(row.texts), told_by=row.texts.get(TELLING, "")) for row in rows]
        )

    def rows(self) -> tuple[DraftRow, ...]:
        """The lines, without the blank ones at the end."""
        lines = list(self._lines)
        while lines and lines[-1].is_blank and not lines[-1].uid:
            lines.pop()
        return tuple(DraftRow(dict(line.texts), line.uid, line.is_self) for line in lines)

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
        return self._lines[index.row()].is_self and self.fields[index.column()].name in self._locked

    def problem(self, row: int, name: str) -> Problem | None:
        """What is wrong with a cell."""
        return self._problems.get((row, name))

    def problems_of(self, row: int) -> list[tuple[FormField, Problem]]:
        """What is wrong with the cells of a line, in their order."""
        found = [(each, self._problems.get((row, each.name))) for each in self.fields]
        return [(each, problem) for each, problem in found if problem is not None]

    def wrong_cells(self, *, refused_only: bool = False) -> list[tuple[int, int]]:
        """Row and column of the cells with a problem, in reading order."""
        names = [each.name for each in self.fields]
        found = [
            (row, names.index(name))
            for (row, name), problem in self._problems.items()
            if not refused_only or problem.grade is Grade.MUST
        ]
        return sorted(found)

    # --- what the program says about it

    def show_problems(self, problems: Mapping[tuple[int, str], Problem]) -> None:
        """Show what is wrong, by row from 0 and field."""
        rows = len(self._lines)
        self._problems = {place: problem for place, problem in problems.items() if place[0] < rows}
        self._changed()

    def take_written(self, written: Mapping[tuple[int, str], Written], left_out: tuple[int, str] | None) -> None:
        """Write texts as they will be kept, but not the one that is being typed."""
        for (row, name), each in written.items():
            if row < len(self._lines):
                self._lines[row].shown[name] = each.shown
                if (row, name) != left_out:
                    self._lines[row].texts[name] = each.raw
        self._changed()

    def take_follows(self, follows: Mapping[tuple[int, str], Written]) -> bool:
        """Fill what a number newly typed tells into blank cells and those filled by an earlier one; whether any was."""
        filled = False
        told = [line for line in self._lines if line.texts.get(TELLING, "") != line.told_by]
        for (row, name), each in follows.items():
            line = self._lines[row]
            now = line.texts.get(name, "")
            if line in told and now != each.raw and (not now or now == line.followed.get(name)):
                line.texts[name] = line.followed[name] = each.raw
                line.shown[name] = each.shown
                filled = True
        for line in told:
            line.told_by = line.texts.get(TELLING, "")
        return filled

    # --- what the user does

    def begin(self) -> None:
        """A cell is going to be typed in: remember how things were."""
        self._open = [line.copy() for line in self._lines]

    def type_in(self, index: Index, text: str) -> None:
        """A text as it is being typed."""
        row, name = index.row(), self.fields[index.column()].name
        if self.text(row, name) == text:
            return
        self._write(row, name, text)
        self._grow()
        self._changed()
        self.edited.emit()

    def end(self, *, keep: bool) -> None:
        """The cell was left; with `keep` off everything is as before."""
        before, self._open = self._open, None
        if before is None or _same(before, self._lines):
            return
        if not keep:
            self._put_lines(before)
            self.edited.emit()
            return
        self._step(before)
        for old, new in zip(before, self._lines, strict=False):
            if "name" in new.texts and old.texts.get("name") and old.texts["name"] != new.texts["name"]:
                self.renamed.emit(old.texts["name"], new.texts["name"])

    def clear_cells(self, cells: Sequence[tuple[int, int]]) -> int:
        """Empty these cells; gives how many there were to empty."""
        before = [line.copy() for line in self._lines]
        places = [(row, self.fields[at].name) for row, at in cells if not self.is_locked(self.index(row, at))]
        filled = [(row, name) for row, name in places if self.text(row, name)]
        for row, name in filled:
            self._write(row, name, "")
        self._finish(before)
        return len(filled)

    def remove(self, rows: Sequence[int]) -> int:
        """Take lines out, but never the worker's own; gives how many went."""
        going = {row for row in rows if not self._lines[row].is_self and not self._is_last_blank(row)}
        if going:
            before = [line.copy() for line in self._lines]
            self._put_lines([line for row, line in enumerate(self._lines) if row not in going])
            self._finish(before)
        return len(going)

    def paste(self, row: int, column: int, block: Block) -> int:
        """Write a block of cells, from this cell on, or below the last line by its own headings; gives how many lines.

        A line of the worker himself goes into his own line, where only what the register does not say is written.
        """
        names = columns_of(block, self._type_name, self.fields)
        if names is None:
            names = [each.name for each in self.fields[column:]]
        else:
            block, row = block[1:], len(self._lines) - 1
        before = [line.copy() for line in self._lines]
        for cells in block:
            texts = {name: text for name, text in zip(names, cells, strict=False) if name}
            own = self._own_line(texts)
            if own is None and self._lines[row].is_self and "name" in texts:
                row += 1
            at = row if own is None else own
            while at >= len(self._lines):
                self._lines.append(Line())
            for name, text in texts.items():
                if not (self._lines[at].is_self and name in self._locked):
                    self._write(at, name, text)
            row += own is None
        self._put_lines(self._lines)
        self._finish(before)
        return len(block)

    def _own_line(self, texts: Mapping[str, str]) -> int | None:
        """The worker's own line, if these texts are his."""
        found = (
            row for row, line in enumerate(self._lines) if line.is_self and line.texts.get("name") == texts.get("name")
        )
        return next(found, None)

    def rename(self, old: str, new: str) -> None:
        """Somebody of the family is called otherwise now: so is whose income it is."""
        touched = [line for line in self._lines if line.texts.get("member") == old]
        for line in touched:
            line.texts["member"] = new
            line.shown["member"] = new
        if touched:
            self._changed()
            self.edited.emit()

    def undo(self) -> bool:
        """Take the last step back; whether there was one."""
        return self._back(self._done, self._undone)

    def redo(self) -> bool:
        """Do the step again."""
        return self._back(self._undone, self._done)

    # --- inside

    def _write(self, row: int, name: str, text: str) -> None:
        line = self._lines[row]
        line.texts[name] = text
        line.shown.pop(name, None)
        self._problems.pop((row, name), None)

    def _finish(self, before: list[Line]) -> None:
        if not _same(before, self._lines):
            self._step(before)
            self._grow()
            self._changed()
            self.edited.emit()

    def _step(self, before: list[Line]) -> None:
        self._done.append(before)
        self._undone.clear()

    def _back(self, steps: list[list[Line]], others: list[list[Line]]) -> bool:
        if not steps:
            return False
        others.append([line.copy() for line in self._lines])
        self._put_lines(steps.pop())
        self.edited.emit()
        return True

    def _put_lines(self, lines: list[Line]) -> None:
        self.beginResetModel()
        self._lines = [line for line in lines if line.uid or line.is_self or not line.is_blank]
        self._lines.append(Line())
        self._problems.clear()
        self.endResetModel()

    def _grow(self) -> None:
        """Keep a blank line at the end."""
        if not self._is_last_blank(len(self._lines) - 1):
            self.beginInsertRows(_TOP, len(self._lines), len(self._lines))
            self._lines.append(Line())
            self.endInsertRows()

    def _is_last_blank(self, row: int) -> bool:
        line = self._lines[row]
        return row == len(self._lines) - 1 and line.is_blank and not line.uid

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
            return str(problem.what)
        if role == Role.ToolTipRole:
            return plain(self._tip(index, problem))
        return None

    def _tip(self, index: Index, problem: Problem | None) -> str:
        if problem is not None:
            return str(problem.what)
        if self.is_locked(index):
            return str(Label("来自会员资料，在“会员”里改"))
        return self._shown(index.row(), self.fields[index.column()].name)

    def _shown(self, row: int, name: str) -> str:
        line = self._lines[row]
        text = line.texts.get(name, "")
        if not text or name in line.shown:
            return line.shown.get(name, "") if text else ""
        return next((each.label for each in self._choices[name] if each.value == text), text)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Vertical:
            return ("+" if self._is_last_blank(section) else str(section + 1)) if role == Role.DisplayRole else None
        wanted = self.fields[section]
        if role == Role.DisplayRole:
            return f"{wanted.label} *" if wanted.required else str(wanted.label)
        return None


def _same(one: Sequence[Line], other: Sequence[Line]) -> bool:
    def texts(lines: Sequence[Line]) -> list[tuple[str, dict[str, str]]]:
        return [
            (line.uid, {k: v for k, v in line.texts.items() if v}) for line in lines if line.uid or not line.is_blank
        ]

    return texts(one) == texts(other)
