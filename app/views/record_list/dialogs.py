"""Small dialogs of the list: which columns, which rows of a column, which row."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QListWidget, QListWidgetItem, QPlainTextEdit, QWidget

from app.i18n import Label
from app.views.kit.ask import Answer, Dialog
from app.views.kit.deeds import button
from app.views.kit.layout import STRETCH, column, row
from app.views.kit.text import Text
from app.views.record_list.layout import ColumnState
from app.views.record_list.source import Column, Found
from app.views.theme import theme

SHOWN_VALUES = 300
# Of a tick list; the rest of its dialog is about as high as so many other rows.
MOST_ROWS, OTHER_ROWS = 10, 9


class ColumnChooser(Dialog):
    """Tick the columns to show, move them up and down; nothing changes until 应用."""

    def __init__(
        self,
        parent: QWidget,
        columns: Sequence[Column],
        states: Sequence[ColumnState],
        use: Callable[[list[ColumnState]], object],
    ) -> None:
        super().__init__(parent, Label("列设置"))
        labels = {each.name: str(each.label) for each in columns}
        self._states = {state.name: state for state in states}
        self._list = _tick_list(Label("显示哪些列"))
        for state in states:
            _add(self._list, labels[state.name], state.name, ticked=state.shown)
        _fit(self._list, parent)
        self._list.setCurrentRow(0)
        self._list.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        up = button(Label("上移"), lambda: self._move(-1), icon="chevron-up", key="Alt+Up")
        down = button(Label("下移"), lambda: self._move(1), icon="chevron-down", key="Alt+Down")
        self.body.addWidget(Text(Label("打勾的列会显示，从上到下就是从左到右。"), tone="secondary", wrap=True))
        self.body.addLayout(row(self._list, column(up, down, STRETCH)))
        self.add_answers([Answer(Label("应用"), lambda: use(self.chosen()), "main"), Answer(Label("取消"))], default=0)
        self._list.setFocus()

    def chosen(self) -> list[ColumnState]:
        """The arrangement as ticked and ordered."""
        found = []
        for at in range(self._list.count()):
            item = self._list.item(at)
            name = str(item.data(Qt.ItemDataRole.UserRole))
            found.append(ColumnState(name, self._states[name].width, item.checkState() is Qt.CheckState.Checked))
        return found

    def _move(self, steps: int) -> None:
        at = self._list.currentRow()
        if 0 <= at + steps < self._list.count():
            item = self._list.takeItem(at)
            self._list.insertItem(at + steps, item)
            self._list.setCurrentItem(item)


class ColumnFilter(Dialog):
    """Tick what a column may hold; how often it stands there is written beside it."""

    def __init__(
        self,
        parent: QWidget,
        label: Label,
        values: Sequence[tuple[str, int]],
        ticked: Sequence[str],
        use: Callable[[list[str]], object],
        by_condition: Callable[[], object],
    ) -> None:
        super().__init__(parent, Label("筛选：{column}", column=label))
        self._find = QLineEdit()
        self._find.setAccessibleName(str(Label("在下面找")))
        self._find.setPlaceholderText(str(Label("在下面找")))
        self._find.textChanged.connect(self._narrow)
        self._list = _tick_list(Label("只看这些"))
        for text, count in values[:SHOWN_VALUES]:
            words = Label("{text}　（{count}）", text=text or Label("空白"), count=f"{count:,}")
            _add(self._list, str(words), text, ticked=text in ticked)
        _fit(self._list, parent)
        self.body.addWidget(Text(Label("打勾的才显示，一个都不勾就全部显示。"), tone="secondary", wrap=True))
        self.body.addWidget(self._find)
        self.body.addWidget(self._list)
        if len(values) > SHOWN_VALUES:
            self.body.addWidget(Text(Label("只列出前 {n} 种，别的用“按条件…”。", n=SHOWN_VALUES), tone="secondary"))
        answers = [
            Answer(Label("筛选"), lambda: use(self.chosen()), "main"),
            Answer(Label("清除这一列的筛选"), lambda: use([])),
            Answer(Label("按条件…"), by_condition),
            Answer(Label("取消")),
        ]
        self.add_answers(answers, default=0)
        self._find.setFocus()

    def chosen(self) -> list[str]:
        """The ticked values."""
        items = [self._list.item(at) for at in range(self._list.count())]
        return [
            str(each.data(Qt.ItemDataRole.UserRole)) for each in items if each.checkState() is Qt.CheckState.Checked
        ]

    def _narrow(self, text: str) -> None:
        for at in range(self._list.count()):
            item = self._list.item(at)
            item.setHidden(text.strip() not in item.text())


class GoToRow(Dialog):
    """Asks for a row number."""

    def __init__(self, parent: QWidget, last: int, use: Callable[[int], object]) -> None:
        super().__init__(parent, Label("转到第几行"))
        self._number = QLineEdit()
        self._number.setValidator(QIntValidator(1, last, self))
        words = Label("行号，1 到 {last}", last=f"{last:,}")
        self._number.setAccessibleName(str(words))
        self.body.addWidget(Text(words))
        self.body.addWidget(self._number)
        self.add_answers([Answer(Label("转到"), lambda: self._go(use), "main"), Answer(Label("取消"))], default=0)
        self._number.setFocus()

    def _go(self, use: Callable[[int], object]) -> None:
        if self._number.hasAcceptableInput():
            use(int(self._number.text()) - 1)


class NotFound(Dialog):
    """Which pasted lines mean nobody here, or several; the others can still be shown."""

    def __init__(self, parent: QWidget, lines: int, found: Found, unit: Label, use: Callable[[], object]) -> None:
        super().__init__(parent, Label("粘贴的名单"))
        count = f"{len(found.ids):,}"
        told = Label("粘贴了 {n} 行，找到 {found} {unit}。", n=f"{lines:,}", found=count, unit=unit)
        self.body.addWidget(Text(told, role="heading"))
        for words, which in (
            (Label("这 {n} 行在这份名单里没有找到：", n=f"{len(found.missing):,}"), found.missing),
            (Label("这 {n} 行有同名的，都列出来：", n=f"{len(found.several):,}"), found.several),
        ):
            if which:
                box = QPlainTextEdit("\n".join(which))
                box.setReadOnly(True)
                box.setTabChangesFocus(True)
                box.setAccessibleName(str(words))
                box.setMinimumWidth(theme().chars(18))
                box.setFixedHeight(theme().row_height * min(6, len(which) + 1))
                self.body.addWidget(Text(words))
                self.body.addWidget(box)
        only = Label("只看找到的 {n} {unit}", n=count, unit=unit)
        show = [Answer(only, use, "main")] if found.ids else []
        self.add_answers([*show, Answer(Label("关闭"))], default=0)


def _tick_list(name: Label) -> QListWidget:
    made = QListWidget()
    made.setAccessibleName(str(name))
    made.setMinimumWidth(theme().chars(18))
    return made


def _fit(made: QListWidget, beside: QWidget) -> None:
    """As many rows as there are, as far as a dialog in this window has room for them."""
    room = beside.window().height() // theme().row_height - OTHER_ROWS
    made.setMinimumHeight(theme().row_height * max(3, min(made.count() + 1, MOST_ROWS, room)))


def _add(into: QListWidget, words: str, value: str, *, ticked: bool) -> None:
    item = QListWidgetItem(words)
    item.setData(Qt.ItemDataRole.UserRole, value)
    item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
    item.setSizeHint(QSize(0, theme().row_height))
    item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
    into.addItem(item)
