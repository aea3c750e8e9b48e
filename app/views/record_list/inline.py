"""One cell changed where it stands: F2 opens it, Enter keeps it and goes down, Tab to the right, Esc gives up.

What is half typed outlives a reload of the list and another window; a lock puts it aside as a draft. While a cell is
open its row stays in the list, whatever is filtered; what was refused, or whose row is gone, waits until it can go on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, QObject, Signal
from PySide6.QtWidgets import QApplication, QLineEdit

from app.errors import ErrorCode, KnownError
from app.i18n import Label
from app.services.cell_changes import Change
from app.views.forms.cell_editor import CellEditor
from app.views.forms.choices import LinkEditor
from app.views.jobs import DatabaseThread
from app.views.kit.layout import drop
from app.views.record_list import half_typed
from app.views.record_list.cells import CellSource, keep_one
from app.views.record_list.half_typed import HalfTyped, Unkept
from app.views.record_list.placing import lay_over

if TYPE_CHECKING:
    from app.views.record_list.panel import RecordList


class CellInPlace(QObject):
    """The editor over the current cell, while there is one."""

    typed = Signal()
    settled = Signal()  # kept or given up by the user

    def __init__(self, people: RecordList, cells: CellSource, jobs: DatabaseThread) -> None:
        super().__init__(people)
        self._people, self._cells, self._jobs = people, cells, jobs
        self._editor: CellEditor | None = None
        self._cell = (0, "")
        self._before = self._name = ""
        self._wanted: HalfTyped | None = None  # to be opened once the list is read
        self._unkept = Unkept()
        self.settled.connect(self._take_up)
        people.table.reached.connect(self._take_up)
        people.model.changed.connect(self._reloaded)
        people.table.horizontalScrollBar().valueChanged.connect(self._place)
        people.table.verticalScrollBar().valueChanged.connect(self._place)

    @property
    def editor(self) -> CellEditor | None:
        """The editor that is open."""
        return self._editor

    @property
    def half_typed(self) -> HalfTyped | None:
        """What would be lost if the cell were closed now."""
        if self._editor is None or (text := self._editor.editor.raw()) == self._before:
            return None
        line = self._editor.editor.control
        return HalfTyped(*self._cell, text, line.text() if isinstance(line, QLineEdit) else "", self._name)

    @property
    def unkept(self) -> list[HalfTyped]:
        """All that was typed and is not kept, the open cell first."""
        return [each for each in (self.half_typed, self._wanted) if each is not None] + self._unkept.all()

    def take_over(self, content: Mapping[str, Any]) -> None:
        """Open the cell again with what a draft holds; more of them follow one by one."""
        first, *others = half_typed.read(content)
        self._unkept.refused.extend(others)
        if self._people.search.hasFocus():  # this one was asked for
            self._people.table.setFocus()
        self._resume(first)

    def _resume(self, wanted: HalfTyped) -> None:
        """Open the cell again, with its row in view however the list is narrowed."""
        if self.half_typed is not None:
            self._unkept.refused.insert(0, wanted)
            return
        if self._wanted is not None:
            self._unkept.refused.insert(0, self._wanted)
        self._wanted = wanted
        self._people.model.hold(wanted.record_id)
        self._people.refresh(go_to=wanted.record_id)

    def _take_up(self) -> None:
        """Nothing is typed in now: go on with what waits for that. It takes the keyboard from nobody who searches."""
        if self._editor is None and self._wanted is None and not self._people.search.hasFocus():
            wanted = self._unkept.next(lambda each: self._place_of((each.record_id, each.column)) is not None)
            if wanted is not None:
                self._resume(wanted)

    def open(self, index: QModelIndex) -> None:
        """Read the cell as it is kept, then open it."""
        model, cells = self._people.model, self._cells
        cell = (model.ids[index.row()], model.columns[index.column()].name)

        def show(found: tuple[str, str]) -> None:
            current = self._people.table.currentIndex()
            if current.isValid() and cell == (model.ids[current.row()], model.columns[current.column()].name):
                self._open(cell, *found)

        self._jobs.run(lambda: cells.texts(*cell), show, self._people.failed.emit, owner=self)

    def give_up(self) -> None:
        """Close the cell and leave everything as it was."""
        editor, self._editor = self._editor, None
        if editor is None:
            return
        drop(editor)
        if self._people.model.let_go():  # a row that was in the list for the sake of this cell only
            self._people.refresh()

    def _open(self, cell: tuple[int, str], raw: str, label: str) -> None:
        if self._editor is not None and self._cell == cell:  # F2 was held: what is typed meanwhile stays
            return
        self.leave()
        table = self._people.table
        table.scrollTo(table.currentIndex())
        made = CellEditor(table.viewport(), self._cells.fields[cell[1]])
        made.editor.show_raw(raw, label)
        made.typed.connect(self.typed)
        made.left.connect(self._leave)
        made.went_on.connect(lambda: self._leave(1, 0))
        made.given_up.connect(self._back)
        made.block_pasted.connect(lambda _: self._paste_block())
        if isinstance(made.editor, LinkEditor):
            link = made.editor
            link.find_asked.connect(lambda text: self._find(cell[1], link, text))
        self._editor, self._cell, self._before = made, cell, raw
        model = self._people.model
        model.hold(cell[0])
        self._name = model.cell(model.row_of(cell[0]), 0) or ""
        self._place()
        made.show()
        made.editor.control.setFocus()
        select = getattr(made.editor.control, "selectAll", None)
        if select is not None:
            select()

    def _place_of(self, cell: tuple[int, str]) -> QModelIndex | None:
        """Where a cell stands now; None when its row is not in the list, or its column is no more."""
        model = self._people.model
        row = model.row_of(cell[0])
        names = [each.name for each in model.columns]
        return model.index(row, names.index(cell[1])) if row >= 0 and cell[1] in names else None

    def _reloaded(self) -> None:
        """Other rows, or the same in another order: the open cell goes with its record."""
        if self._editor is not None:
            if self._place_of(self._cell) is None:
                self._close_gone()
            self._place()
        wanted, self._wanted = self._wanted, None
        if wanted is not None:
            self._go_on(wanted)
        else:
            self._take_up()

    def _close_gone(self) -> None:
        """The record of the open cell is gone, as far as was known when the list was read."""
        half = self.half_typed
        self.give_up()
        self._people.table.setFocus()  # or the focus goes to whatever comes next, perhaps to the search
        if half is not None:
            self._resume(half)
        else:
            self._people.said.emit(Label("正在改的这一行不在名单里了，没有改"))
            self.settled.emit()

    def _hold_open(self) -> None:
        """No row is held any more but that of the open cell."""
        if self._editor is None:
            self._people.model.let_go()
        else:
            self._people.model.hold(self._cell[0])

    def _put_by(self, half: HalfTyped) -> None:
        """Its cell is not in the list: it waits, also as a draft, for the row to come back."""
        self._hold_open()
        self._unkept.absent.append(half)
        self.typed.emit()
        has_row = self._people.model.row_of(half.record_id) >= 0
        self._people.said.emit(half_typed.absent_words(half, has_row=has_row))

    def _go_on(self, wanted: HalfTyped) -> None:
        cell, cells = (wanted.record_id, wanted.column), self._cells
        place = self._place_of(cell)
        if place is None:
            self._put_by(wanted)
            self._take_up()
            return

        def show(found: tuple[str, str]) -> None:
            if self._wanted is not wanted:  # the list was read once more: it stands there already
                return
            self._wanted = None
            if self.half_typed is not None or self._people.search.hasFocus():  # somebody was faster: this one follows
                self._unkept.refused.insert(0, wanted)
                self._hold_open()
                return
            self._open(cell, *found)
            self._fill_in(wanted)

        self._wanted = wanted  # until it stands in its cell it is still to be kept
        self._people.table.chosen.go(place.row(), place.column())
        self._jobs.run(lambda: cells.texts(*cell), show, self._people.failed.emit, owner=self)

    def _fill_in(self, wanted: HalfTyped) -> None:
        """What was typed stands in its open cell again, marked where it was refused."""
        if self._editor is None:
            return
        editor = self._editor.editor
        editor.show_raw(wanted.text, wanted.shown)
        if wanted.refusal:
            editor.show_grade("must")
            editor.control.setAccessibleDescription(wanted.refusal)
            self._people.said.emit(wanted.refusal)
        self.typed.emit()  # still not kept
        if isinstance(editor.control, QLineEdit):
            editor.control.end(False)  # what is typed now goes on, and replaces nothing

    def _find(self, name: str, editor: LinkEditor, text: str) -> None:
        cells = self._cells
        self._jobs.run(lambda: cells.choices(name, text), editor.found, owner=editor)

    def _place(self, *_: int) -> None:
        place = self._place_of(self._cell) if self._editor is not None else None
        if self._editor is not None and place is not None:
            lay_over(self._editor, self._people.table, place, self._cells.fields[self._cell[1]])

    def _back(self) -> None:
        self.give_up()
        self.settled.emit()
        self._people.table.setFocus()

    def _paste_block(self) -> None:
        """A block of several cells does not fit into one: it goes into the list, from this cell on."""
        self._back()
        if self._people.changer is not None:
            self._people.changer.paste()

    def leave(self) -> None:
        """Keep what was typed: the page is left."""
        self._keep(0, 0)

    def _leave(self, rows: int, columns: int) -> None:
        """Keep what was typed; go on from the cell. 0, 0: the focus went elsewhere."""
        is_other_window = not rows and not columns and QApplication.activeWindow() is not self._people.window()
        if not is_other_window:  # from another window one comes back to the open cell
            self._keep(rows, columns)

    def _keep(self, rows: int, columns: int) -> None:
        if self._editor is None:
            return
        half = self.half_typed
        if half is not None:
            self._unkept.on_way.append(half)  # a lock does not wait for the answer
        self.give_up()
        table = self._people.table
        if rows or columns:
            table.setFocus()
            table.step(rows, columns)
        if half is None:
            self.settled.emit()
            return
        cells = self._cells
        change, column = Change(half.record_id, half.column, half.text), cells.fields[half.column].label

        def kept(_: int) -> None:
            self._unkept.on_way.remove(half)
            self.settled.emit()
            self._people.done.emit(half_typed.kept_words(half, column), None)

        def refused(fault: KnownError) -> None:
            self._unkept.on_way.remove(half)
            self._refused(fault, half)

        self._jobs.run(lambda: keep_one(cells, change), kept, refused, owner=self)

    def _refused(self, fault: KnownError, half: HalfTyped) -> None:
        """What could not be kept stands in its cell again, at once or after the one that is being typed by now."""
        is_typing, is_searching = self._editor is not None, self._people.search.hasFocus()
        self._unkept.refused.append(replace(half, refusal=str(fault.what)))
        self.typed.emit()
        if fault.code is not ErrorCode.BAD_INPUT or not (is_typing or is_searching):
            self._people.failed.emit(fault)
        if is_typing or is_searching:
            column = self._cells.fields[half.column].label
            self._people.said.emit(half_typed.refused_words(half, column, is_typing=is_typing))
        else:
            self._take_up()
