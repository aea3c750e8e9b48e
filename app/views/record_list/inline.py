"""One cell changed where it stands: F2 opens it, Enter keeps it and goes down, Tab to the right, Esc gives up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QObject

from app.errors import KnownError, bad_input
from app.i18n import Label
from app.services.cell_changes import Change
from app.views.forms import table as widths
from app.views.forms.cell_editor import CellEditor
from app.views.forms.choices import LinkEditor
from app.views.jobs import DatabaseThread
from app.views.record_list.cells import CellSource
from app.views.theme import theme

if TYPE_CHECKING:
    from app.views.record_list.panel import RecordList

MOST_DIGITS = 30


class CellInPlace(QObject):
    """The editor over the current cell, while there is one."""

    def __init__(self, people: RecordList, cells: CellSource, jobs: DatabaseThread) -> None:
        super().__init__(people)
        self._people, self._cells, self._jobs = people, cells, jobs
        self._editor: CellEditor | None = None
        self._cell = (0, "")
        self._before = ""
        people.model.modelAboutToBeReset.connect(self.give_up)
        people.table.horizontalScrollBar().valueChanged.connect(self._place)
        people.table.verticalScrollBar().valueChanged.connect(self._place)

    @property
    def editor(self) -> CellEditor | None:
        """The editor that is open."""
        return self._editor

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
        if editor is not None:
            editor.hide()
            editor.deleteLater()

    def _open(self, cell: tuple[int, str], raw: str, label: str) -> None:
        self.give_up()
        table = self._people.table
        table.scrollTo(table.currentIndex())
        made = CellEditor(table.viewport(), self._cells.fields[cell[1]])
        made.editor.show_raw(raw, label)
        made.left.connect(self._leave)
        made.went_on.connect(lambda: self._leave(1, 0))
        made.given_up.connect(self._back)
        made.block_pasted.connect(lambda _: self._paste_block())
        if isinstance(made.editor, LinkEditor):
            link = made.editor
            link.find_asked.connect(lambda text: self._find(cell[1], link, text))
        self._editor, self._cell, self._before = made, cell, raw
        self._place()
        made.show()
        made.editor.control.setFocus()
        select = getattr(made.editor.control, "selectAll", None)
        if select is not None:
            select()

    def _find(self, name: str, editor: LinkEditor, text: str) -> None:
        cells = self._cells
        self._jobs.run(lambda: cells.choices(name, text), editor.found, owner=editor)

    def _place(self, *_: int) -> None:
        """Over its cell, as wide as the kind wants; away from the right edge."""
        if self._editor is None:
            return
        table, room = self._people.table, self._people.table.viewport().width()
        box = table.visualRect(table.currentIndex())
        digits = min(widths.digits(self._cells.fields[self._cell[1]]) or MOST_DIGITS, MOST_DIGITS)
        box.setWidth(min(max(box.width(), theme().digits(digits) + theme().chars(2)), room - 2))
        box.moveRight(min(box.right(), room - 1))
        middle = box.center()
        box.setHeight(theme().field_height)
        box.moveCenter(middle)
        self._editor.setGeometry(box)

    def _back(self) -> None:
        self.give_up()
        self._people.table.setFocus()

    def _paste_block(self) -> None:
        """A block of several cells does not fit into one: it goes into the list, from this cell on."""
        self._back()
        if self._people.changer is not None:
            self._people.changer.paste()

    def _leave(self, rows: int, columns: int) -> None:
        """Keep what was typed; go on from the cell. 0, 0: the focus went elsewhere."""
        if self._editor is None:
            return
        text, cell, before = self._editor.editor.raw(), self._cell, self._before
        self.give_up()
        table = self._people.table
        if rows or columns:
            table.setFocus()
            table.step(rows, columns)
        if text == before:
            return
        cells = self._cells
        change = Change(*cell, text)

        def keep() -> int:
            seen = cells.preview([change])
            if seen and seen[0].refusal is not None:
                raise bad_input([], seen[0].refusal)
            return cells.apply([change])

        words = Label("已改好“{column}”。", column=self._cells.fields[cell[1]].label)
        self._jobs.run(keep, lambda _: self._people.changed.emit(words), self._refused, owner=self)

    def _refused(self, fault: KnownError) -> None:
        self._people.failed.emit(fault)
