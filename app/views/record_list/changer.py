"""Changing cells in the list: in place, from the clipboard, downwards, for many; always seen first, one undo."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication

from app.i18n import Label
from app.services.cell_changes import MOST, Change, Seen
from app.views.forms.blocks import Block, read_block
from app.views.jobs import DatabaseThread
from app.views.kit.deeds import Deed
from app.views.record_list.bulk_dialog import BulkDialog
from app.views.record_list.cells import CellSource
from app.views.record_list.changes_dialog import ChangesDialog
from app.views.record_list.inline import CellInPlace

if TYPE_CHECKING:
    from app.views.record_list.panel import RecordList


class Changer(QObject):
    """Changes the cells of one list."""

    def __init__(self, people: RecordList, cells: CellSource, jobs: DatabaseThread, unit: Label) -> None:
        super().__init__(people)
        self._people, self._cells, self._jobs, self._unit = people, cells, jobs, unit
        self.in_place = CellInPlace(people, cells, jobs)
        self.edit = self._deed(Label("改这一格"), self.edit_cell, "F2", "pencil")
        self.paste_deed = self._deed(Label("粘贴…"), self.paste, "Ctrl+V")
        self.fill_deed = self._deed(Label("往下填充…"), self.fill_down, "Ctrl+D")
        self.bulk_deed = self._deed(Label("批量修改…"), self.ask_bulk, "Ctrl+H", "list-details")
        people.table.addActions([*self.deeds])

    @property
    def deeds(self) -> Sequence[Deed]:
        """What can be done to the selected cells."""
        return (self.edit, self.paste_deed, self.fill_deed, self.bulk_deed)

    def _deed(self, label: Label, run: Callable[[], object], key: str, icon: str = "") -> Deed:
        """A key of the list alone: in a text it means something else."""
        made = Deed(label, run, key=key, icon=icon, parent=self)
        made.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        return made

    # --- one cell

    def hint(self) -> Label | None:
        """How the current cell is changed: letters typed in a list search, unlike in the tables of a household."""
        current, columns = self._people.table.currentIndex(), self._people.model.columns
        can_change = current.isValid() and columns[current.column()].name in self._cells.inline
        return Label("打字是查找，改这一格按 F2") if can_change else None

    def edit_cell(self) -> None:
        """F2: in the cell where nothing else follows from it, else in the form."""
        table = self._people.table
        current = table.currentIndex()
        if not current.isValid():
            return
        name = self._people.model.columns[current.column()].name
        if name in self._cells.inline:
            self.in_place.open(current)
        else:
            self._people.opened_at.emit(self._people.model.ids[current.row()], name)

    # --- many cells

    def paste(self) -> None:
        """A block from the clipboard, from the first selected cell on; one cell goes into all selected ones."""
        block = read_block(QGuiApplication.clipboard().text())
        corner = self._corner()
        if not block or corner is None:
            self._people.said.emit(Label("没有可以粘贴的：先在 Excel 或 WPS 里复制"))
        elif len(block) == 1 == len(block[0]) and self._selected_cells() > 1:
            self._paste_in_all(block[0][0])
        else:
            block = self._without_headings(block, corner[1])
            changes, remarks = self._from(block, *corner)
            self._preview(Label("粘贴"), lambda: changes, remarks)

    def _paste_in_all(self, text: str) -> None:
        """The same text in every selected cell."""
        if self._selected_cells() > MOST:
            self._people.said.emit(Label("一次最多改 {most} 格，少选一些", most=f"{MOST:,}"))
            return
        changes = self._in_all_selected(text)
        self._preview(Label("粘贴"), lambda: changes)

    def fill_down(self) -> None:
        """The top value of each selected column goes into the cells selected below it."""
        ranges = self._people.table.chosen.ranges()
        rows = self._people.table.chosen.rows()
        if len(rows) < 2:
            self._people.said.emit(Label("先选几行：最上面一格的内容填到下面几格"))
            return
        ids, columns = self._people.model.ids, self._people.model.columns
        top, below = ids[rows[0]], [ids[each] for each in rows[1:]]
        shown = self._people.table.shown_columns()
        wanted = [columns[at].name for at in shown if any(each.left <= at <= each.right for each in ranges)]
        cells = self._cells
        self._preview(Label("往下填充"), lambda: [each for name in wanted for each in cells.filled(name, top, below)])

    def ask_bulk(self) -> None:
        """One field of all selected rows."""
        people = self._people
        ids = list(people.selected_ids())
        if not ids:
            people.said.emit(Label("先在名单里选行"))
            return
        whom = Label("选中的 {n} {unit}", n=f"{len(ids):,}", unit=self._unit)
        at = people.table.currentIndex().column()
        about = people.model.columns[at].name if at >= 0 else ""
        dialog = BulkDialog(people, self._cells, ids, whom, self._jobs)
        dialog.begin(about, lambda seen: self._show(Label("批量修改"), seen))

    # --- what is pasted

    def _corner(self) -> tuple[int, int] | None:
        """The first selected cell: its row, and its place among the shown columns."""
        table = self._people.table
        shown, ranges = table.shown_columns(), table.chosen.ranges()
        places = [at for at, each in enumerate(shown) if any(one.left <= each <= one.right for one in ranges)]
        rows = table.chosen.rows()
        return (rows[0], places[0]) if rows and places else None

    def _selected_cells(self) -> int:
        ranges = self._people.table.chosen.ranges()
        return sum((each.bottom - each.top + 1) * (each.right - each.left + 1) for each in ranges)

    def _in_all_selected(self, text: str) -> list[Change]:
        table, model = self._people.table, self._people.model
        shown = set(table.shown_columns())
        cells = dict.fromkeys(
            (line, at)
            for each in table.chosen.ranges()
            for line in range(each.top, each.bottom + 1)
            for at in range(each.left, each.right + 1)
            if at in shown
        )
        return [Change(model.ids[line], model.columns[at].name, text) for line, at in cells]

    def _without_headings(self, block: Block, place: int) -> Block:
        """The column names, where they were copied as well, are no content."""
        shown = self._people.table.shown_columns()[place:]
        labels = [str(self._people.model.columns[at].label) for at in shown]
        is_headed = len(block) > 1 and any(block[0]) and block[0] == labels[: len(block[0])]
        return block[1:] if is_headed else block

    def _from(self, block: Block, line: int, place: int) -> tuple[list[Change], list[Label]]:
        model, shown = self._people.model, self._people.table.shown_columns()[place:]
        ids = model.ids[line : line + len(block)]
        changes = [
            Change(record_id, model.columns[at].name, text)
            for record_id, texts in zip(ids, block, strict=False)
            for at, text in zip(shown, texts, strict=False)
            if text
        ]
        remarks = []
        if any(not text for texts in block[: len(ids)] for text in texts):
            remarks.append(Label("空着的格子不动原来的内容。"))
        if len(block) > len(ids):
            remarks.append(Label("多出 {n} 行，名单里没有这么多行，没有用上。", n=len(block) - len(ids)))
        if (wide := max(map(len, block))) > len(shown):
            remarks.append(Label("多出 {n} 列，右边没有这么多列，没有用上。", n=wide - len(shown)))
        return changes, remarks

    # --- seen, then kept

    def _preview(self, title: Label, changes: Callable[[], Sequence[Change]], remarks: Sequence[Label] = ()) -> None:
        cells = self._cells
        self._jobs.run(
            lambda: cells.preview(changes()),
            lambda seen: self._show(title, seen, remarks),
            self._people.failed.emit,
            owner=self,
        )

    def _show(self, title: Label, seen: Sequence[Seen], remarks: Sequence[Label] = ()) -> None:
        def done(count: int) -> None:
            self._people.done.emit(Label("已改好 {n} {unit}。", n=f"{count:,}", unit=self._unit), None)

        dialog = ChangesDialog(self._people, title, seen, self._unit, remarks)
        dialog.begin(self._jobs, self._cells.apply, done)
