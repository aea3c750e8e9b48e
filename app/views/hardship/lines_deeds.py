"""What can be done with the selected cells and lines of a table that is filled in; each says what it did."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

from app.i18n import Label
from app.views.forms.blocks import is_block, read_block
from app.views.record_list.clipboard import mime
from app.views.record_list.source import Column

if TYPE_CHECKING:
    from app.views.hardship.lines_table import LinesTable

SELECT_FIRST = Label("先选整行：点左边的行号，或按 Home 再按 Shift+End")
NOTHING_THERE = Label("剪贴板里没有文字")


def copy_cells(table: LinesTable) -> None:
    """Put the selected cells on the clipboard, as they are shown."""
    cells = table.selectionModel().selectedIndexes()
    if not cells:
        return
    rows = sorted({each.row() for each in cells})
    columns = sorted({each.column() for each in cells})
    chosen = {(each.row(), each.column()): str(each.data() or "") for each in cells}
    fields = [table.lines.fields[at] for at in columns]
    shown = [Column(each.name, each.label, each.kind) for each in fields]
    texts = [[chosen.get((row, at), "") for at in columns] for row in rows]
    QGuiApplication.clipboard().setMimeData(mime(shown, texts))


def paste_text(table: LinesTable, text: str) -> Label:
    """Write what the clipboard holds from the current cell on."""
    block = read_block(text) if is_block(text) else [[text.strip()]]
    current = table.currentIndex()
    if not text.strip() or not current.isValid():
        return NOTHING_THERE
    count, kept, strange = table.lines.paste(current.row(), current.column(), block)
    if strange:
        return Label("粘贴了 {n} 行，{m} 行隐藏的身份证号对不上，要填完整。按 Ctrl+Z 可以退回去", n=count, m=strange)
    if kept:
        return Label("粘贴了 {n} 行，隐藏的身份证号没有改，还没有保存。按 Ctrl+Z 可以退回去", n=count)
    return Label("粘贴了 {n} 行，还没有保存。按 Ctrl+Z 可以退回去", n=count)


def clear_or_remove(table: LinesTable) -> Label:
    """Whole lines go, cells are emptied."""
    if table.whole_rows():
        return remove_lines(table)
    cells = [(each.row(), each.column()) for each in table.selectionModel().selectedIndexes()]
    return Label("清空了 {n} 格，按 Ctrl+Z 可以退回去", n=table.lines.clear_cells(cells))


def remove_lines(table: LinesTable) -> Label:
    """Take the lines out that are selected as a whole."""
    rows = table.whole_rows()
    own = any(table.lines.line(row).is_self for row in rows)
    count = table.lines.remove(rows)
    if not count:
        return Label("“本人”这一行不能去掉") if own else SELECT_FIRST
    return Label("去掉了 {n} 行，按 Ctrl+Z 可以退回去", n=count)


def take_back(table: LinesTable, *, back: bool) -> Label:
    """Take the last step in this table back, or do it again."""
    done = table.lines.undo() if back else table.lines.redo()
    if back:
        return Label("退回了这张表里的上一步") if done else Label("这张表里没有可以退回的了")
    return Label("又做了一遍") if done else Label("这张表里没有可以重做的了")
