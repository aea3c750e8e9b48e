"""Which sheet, which row holds the headings, and which column is which field: guessed, shown, and changeable."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QGridLayout, QSplitter, QWidget

from app.errors import KnownError
from app.i18n import Label
from app.models.values.text import plain_text
from app.services.importing.source import Source
from app.services.sheets.book import column_letter, column_number
from app.services.sheets.columns import ColumnMatch, How
from app.views import theme
from app.views.forms.source import Choice
from app.views.importing.column_line import ColumnLine
from app.views.importing.steps import State, Step
from app.views.importing.tables import LEFT_OUT, find_table
from app.views.kit.choice_box import ChoiceBox
from app.views.kit.deeds import button
from app.views.kit.layout import STRETCH, column, row, scrolled
from app.views.kit.note import Note
from app.views.kit.plain_table import PlainTable
from app.views.kit.text import Text

NO_HEADER = Label(
    "没有认出标题行。表里有标题，就选中那一行，按“把第 n 行当标题”；没有，就在 Excel 里给最上面加一行"
    "（姓名、身份证号……），存好再选这个文件。"
)
SHOWN_ROWS = 20
EXAMPLES = 3
COLUMNS_CHARS = 26
# How many lines are made before the window gets its turn again.
AT_ONCE = 4


class ColumnsStep(Step):
    """认表头和列."""

    title = Label("认表头和列")

    def __init__(self, state: State) -> None:
        super().__init__(state)
        self._lines: list[ColumnLine] = []
        self._waiting: list[ColumnMatch] = []  # columns whose lines are still to be made
        self._showing: Sequence[ColumnMatch] = ()
        self._shown: Source | None = None
        self._first = 1  # the number of the first row shown
        self._sheets = ChoiceBox(Label("工作表"))
        self._sheets.activated.connect(self._choose_sheet)
        self._sheet_words = Text(Label("工作表"))
        self._header = button(Label("把选中的这一行当标题"), self._choose_header)
        self._preview = PlainTable(Label("表里的前 20 行"))
        self._preview.current_changed.connect(self._name_header)
        self._notes = Note()
        self._fault = Note("error")
        self._twice = Note("error")
        self._unknown = Note("warning")
        self._grid = QGridLayout()
        self._matched = Text(role="strong")
        self._lay_out()

    def _lay_out(self) -> None:
        self._grid.setContentsMargins(0, 0, theme.NORMAL, 0)
        self._grid.setVerticalSpacing(theme.NARROW)
        self._grid.setColumnStretch(0, 1)
        scroll = scrolled(column(self._grid, STRETCH))
        left, right = QWidget(), QWidget()
        top = row(self._sheet_words, self._sheets, STRETCH, self._header)
        left.setLayout(column(top, self._preview))
        told = column(self._unknown, self._matched, self._twice, scroll, STRETCH)
        told.setStretchFactor(scroll, 1)
        told.setStretch(told.count() - 1, 0)  # below what is said, while there are no columns to match
        right.setLayout(told)
        right.setMinimumWidth(theme.theme().chars(COLUMNS_CHARS))
        left.setMinimumWidth(theme.theme().chars(12))
        split = QSplitter()
        split.setChildrenCollapsible(False)
        split.addWidget(left)
        split.addWidget(right)
        split.setStretchFactor(0, 1)
        split.setStretchFactor(1, 1)
        layout = column(self._fault, split, self._notes)
        layout.setStretchFactor(split, 1)
        self.setLayout(layout)
        self.setTabOrder(self._preview, self._header)  # made before it, Tab would jump over it to where the focus goes
        self.setFocusProxy(self._preview)

    def came(self) -> None:
        if self.state.read and self.state.read.source is not self._shown:
            self._show(self.state.read.source)

    def blocked(self) -> Label | None:
        if self._waiting:
            return Label("正在读取")
        if not self._is_header_known:
            return Label("先选中标题那一行，把它当标题")
        if twice := self._doubles():
            return Label("“{label}”对到了两列，先改一处", label=twice[0])
        if not any(line.path for line in self._lines):
            return Label("一列都没有对上，先选一列")
        return None

    # --- show what was found

    @property
    def _is_header_known(self) -> bool:
        return self.state.read is not None and self.state.read.is_header_known

    def _show(self, source: Source) -> None:
        assert self.state.read is not None
        self._shown = source
        self.state.read = replace(self.state.read, source=source)
        self._show_sheets(source)
        self._show_preview(source)
        self._show_columns(source)
        self._fault.say("")
        self._unknown.say("" if self._is_header_known else NO_HEADER)
        self._matched.setVisible(self._is_header_known)
        self._notes.say("\n".join(map(str, source.remarks())) if self._is_header_known else "")

    def _show_sheets(self, source: Source) -> None:
        self._sheets.clear()
        for sheet in source.book.sheets:
            name = Label("{name}（隐藏的）", name=sheet.name) if sheet.hidden else Label("{name}", name=sheet.name)
            self._sheets.addItem(str(name), sheet.name)
        self._sheets.setCurrentIndex(self._sheets.findData(source.sheet.name))
        several = self._sheets.count() > 1
        self._sheets.setVisible(several)
        self._sheet_words.setVisible(several)

    def _show_preview(self, source: Source) -> None:
        first = max(1, source.header.row - SHOWN_ROWS // 2)
        numbers = range(first, min(len(source.sheet.rows), first + SHOWN_ROWS - 1) + 1)
        rows = [[plain_text(cell) for cell in source.sheet.row(number)] for number in numbers]
        widest = max((len(cells) for cells in rows), default=1)
        headings = source.header.rows_used if self._is_header_known else 0
        used = range(source.header.row, source.header.row + headings)
        self._first = first
        self._preview.show_rows(
            [column_letter(at) for at in range(1, widest + 1)],
            rows,
            numbers=[str(number) for number in numbers],
            marked=lambda at: first + at in used,
            widest=9,
            stretch=False,
        )
        self._preview.go_to(source.header.row - first)

    def _show_columns(self, source: Source) -> None:
        assert self.state.read is not None
        self._showing = source.columns
        for line in self._lines:
            line.drop()
        choices = [Choice(LEFT_OUT, str(Label("不导入")))]
        choices += [Choice(path, label, keys) for path, label, keys in self.state.read.fields if path != "uid"]
        if any(match.field == "uid" for match in source.columns):
            choices += [Choice(path, label) for path, label, _ in self.state.read.fields if path == "uid"]
        # What headings mean is asked once it is known where they stand.
        self._lines, self._waiting = [], list(source.columns) if self._is_header_known else []
        if not self._waiting:
            self.changed.emit()
            return
        QTimer.singleShot(0, self, lambda: self._add_lines(source, choices))  # the sheet above has taken its time

    def _add_lines(self, source: Source, choices: Sequence[Choice]) -> None:
        """A few lines at a time: many columns at once would hold up the window."""
        if source.columns is not self._showing:
            return
        before = self._lines[-1].editor.control if self._lines else self._header
        now, self._waiting = self._waiting[:AT_ONCE], self._waiting[AT_ONCE:]
        for match in now:
            line = ColumnLine(match, self._examples(source, match), choices)
            line.put_into(self._grid, len(self._lines))
            # Made last, it would come after the buttons below. The editor stays there and must not lead Tab back.
            line.editor.setFocusProxy(None)  # type: ignore[arg-type]  # PySide takes None
            self.setTabOrder(before, line.editor.control)
            before = line.editor.control
            line.editor.edited.connect(self._chosen)
            line.editor.left.connect(self._chosen)
            self._lines.append(line)
        if self._waiting:
            QTimer.singleShot(0, self, lambda: self._add_lines(source, choices))
        else:
            self._chosen()

    def _examples(self, source: Source, match: ColumnMatch) -> str:
        at = column_number(match.column) - 1
        cells = (source.sheet.row(number) for number in source.header.rows[:SHOWN_ROWS])
        said = (plain_text(row[at]).strip() for row in cells if at < len(row))
        return "、".join(list(dict.fromkeys(filter(None, said)))[:EXAMPLES])

    def _say_matched(self) -> None:
        found = sum(1 for line in self._lines if line.path)
        self._matched.say(Label("{n} 列里对上了 {found} 列", n=len(self._lines), found=found))

    # --- what the user chooses

    def _choose_sheet(self) -> None:
        self._understand(self._sheets.currentData(), None)

    def _choose_header(self) -> None:
        assert self._shown is not None
        self._understand(self._shown.sheet.name, self._first + self._preview.current_row)

    def _understand(self, sheet: str, header_row: int | None) -> None:
        shown, record, database = self._shown, self.state.record, self.state.shell.database
        assert shown is not None
        self.state.shell.jobs.run(
            lambda: find_table(database, shown.book, record, sheet=sheet, header_row=header_row),
            self._show_again,
            self._failed,
            owner=self,
        )

    def _show_again(self, found: tuple[Source, bool]) -> None:
        """Show what was found now; columns that the user had chosen and that are still there stay chosen."""
        source, is_known = found
        assert self.state.read is not None
        self.state.read = replace(self.state.read, is_header_known=is_known)
        mine = {(line.match.column, line.match.heading): line for line in self._lines if line.match.how is How.MAP}
        kept = [
            mine[key].match if (key := (match.column, match.heading)) in mine else match for match in source.columns
        ]
        self.state.chosen.clear()
        self._show(replace(source, columns=kept))

    def _failed(self, fault: KnownError) -> None:
        self._fault.tell_fault(fault)

    def _name_header(self, at: int) -> None:
        if self._shown is None or at < 0:
            return
        number = self._first + at
        if number == self._shown.header.row and self._is_header_known:
            self._header.deed.rename(Label("第 {n} 行是标题", n=number))
            self._header.deed.off(Label("要换标题，先选另一行"))
        else:
            self._header.deed.on()
            self._header.deed.rename(Label("把第 {n} 行当标题", n=number))

    def _chosen(self) -> None:
        if self._waiting:
            return  # looked at when all lines are there
        assert self._shown is not None and self.state.read is not None
        for line in self._lines:
            line.look()
        columns = [line.match for line in self._lines]
        if columns != self._shown.columns:
            self._shown = replace(self._shown, columns=columns)
            self.state.read = replace(self.state.read, source=self._shown)
        twice = self._doubles()
        self._twice.say(Label("“{label}”对到了两列，只能留一列。", label=twice[0]) if twice else "")
        self._say_matched()
        self.changed.emit()

    def _doubles(self) -> Sequence[str]:
        """The labels of fields that two columns fill."""
        paths = [line.path for line in self._lines if line.path]
        labels = {path: label for path, label, _ in self.state.read.fields} if self.state.read else {}
        return [labels.get(path, path) for path in dict.fromkeys(paths) if paths.count(path) > 1]
