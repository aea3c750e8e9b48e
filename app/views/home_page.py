"""工作台: what is to be done, each with one button that leads there; the union in figures; how to begin."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QGridLayout, QStackedWidget, QWidget

from app.i18n import Label
from app.models.store.database import Database
from app.services.today import today
from app.views import home_work as work
from app.views import theme
from app.views.home_work import Home, Number, Task
from app.views.kit.deeds import Deed, button
from app.views.kit.header import HeaderLine
from app.views.kit.layout import STRETCH, Area, clear, column, row, scrolled
from app.views.kit.notices import EmptyState
from app.views.kit.text import Picture, Text
from app.views.page import PageView, Shell
from app.views.settings_places import Place

ICONS = {
    "standard": ("coins", "warning"),
    "round": ("gift", "accent"),
    "review": ("clock", "warning"),
    "doubt": ("alert-triangle", "warning"),
}
COLUMNS = 2


def prepare(database: Database) -> Home:
    """What the page shows at first."""
    return work.read(database)


def build(shell: Shell, home: Home) -> PageView:
    """The home page."""
    return HomePage(shell, home)


class HomePage(PageView):
    """What is due and how the union stands; or, in a new file, what to do first."""

    def __init__(self, shell: Shell, home: Home) -> None:
        super().__init__(shell)
        self._header = HeaderLine(Label("工作台"))
        self._tasks, self._numbers = column(spacing=0), QGridLayout()
        self._numbers.setSpacing(theme.WIDE)
        self._stack = QStackedWidget()
        margins = (theme.WIDE, theme.WIDE, theme.WIDE, theme.WIDE)
        tasks = column(Text(Label("要办的事"), role="heading"), self._tasks, margins=margins)
        whole = column(
            Area("card", tasks), self._numbers, STRETCH,
            spacing=theme.WIDE, margins=(theme.WIDE, 0, theme.WIDE, theme.WIDE),
        )  # fmt: skip
        self._stack.addWidget(scrolled(whole))
        self._beginning: QWidget | None = None  # only a new file shows it
        self.setLayout(column(self._header, self._stack, spacing=0))
        self._show(home)

    def _first_steps(self) -> QWidget:
        deeds = [
            Deed(Label("从 Excel 导入会员…"), self.start_import, icon="file-spreadsheet", parent=self),
            Deed(Label("新增会员"), lambda: self.shell.go_to("members"), icon="user-plus", parent=self),
            Deed(
                Label("填本年低保标准"),
                lambda: self.shell.go_to("settings", Place.STANDARDS),
                icon="coins",
                parent=self,
            ),
        ]
        reason = Label("有了会员名单，困难建档、慰问名单和各种表就都从这里选人。导入前先试算，随时可以撤销。")
        return EmptyState(Label("先把会员名单放进来"), reason, deeds, icon="users")

    def start_import(self) -> None:
        """Begin with the list of the members, on their own page."""
        self.shell.go_and("members", lambda page: page.start_import())

    def came(self) -> None:
        if self._of != (self.shell.database.version, today()):
            self._read()

    def take_focus(self) -> None:
        if self._beginning is not None and self._stack.currentWidget() is self._beginning:
            self._beginning.setFocus()
        else:
            super().take_focus()

    def records_changed(self, types: frozenset[str]) -> None:
        if self.isVisible():
            self._read()

    def _read(self) -> None:
        database = self.shell.database
        self.shell.jobs.run(lambda: work.read(database), self._show, owner=self)

    def _show(self, home: Home) -> None:
        self._of = home.of
        self._header.count(home.day)
        if home.is_new and self._beginning is None:
            self._beginning = self._first_steps()
            self._stack.addWidget(self._beginning)
        self._stack.setCurrentIndex(1 if home.is_new else 0)
        self._show_tasks(home.tasks, home.nothing)
        self._show_numbers(home.numbers)

    def _show_tasks(self, tasks: Sequence[Task], nothing: Label) -> None:
        clear(self._tasks)
        for at, task in enumerate(tasks):
            self._tasks.addWidget(self._task(task, is_first=at == 0))
        if not tasks:
            line = QWidget()
            words = Text(nothing, tone="secondary")
            line.setLayout(row(Picture("check", "good", 24), words, STRETCH, margins=(0, 8, 0, 0)))
            self._tasks.addWidget(line)

    def _task(self, task: Task, *, is_first: bool) -> QWidget:
        icon, token = ICONS[task.kind]
        words = Text(task.words, wrap=True)
        deed = button(task.button, lambda: self.shell.go_to(task.page, task.record_id), kind="main" if is_first else "")
        deed.setAccessibleName(str(Label("{button}：{words}", button=task.button, words=task.words)))
        line = QWidget()
        layout = row(Picture(icon, token, 24), words, deed, spacing=theme.WIDE, margins=(0, 6, 0, 6))
        layout.setStretchFactor(words, 1)
        line.setLayout(layout)
        return line

    def _show_numbers(self, numbers: Sequence[Number]) -> None:
        clear(self._numbers)
        for at, number in enumerate(numbers):
            self._numbers.addWidget(self._number(number), at // COLUMNS, at % COLUMNS)

    def _number(self, number: Number) -> QWidget:
        deed = button(Label("打开"), lambda: self.shell.go_to(number.page, number.record_id), kind="link")
        deed.setAccessibleName(str(Label("打开：{words}", words=number.words)))
        words = column(Text(number.words, role="title"), Text(number.detail, tone="secondary"), spacing=2)
        layout = row(Picture(number.icon, "accent", 32), words, STRETCH, deed, spacing=theme.WIDE)
        layout.setContentsMargins(theme.WIDE, theme.WIDE, theme.WIDE, theme.WIDE)
        return Area("card", layout, name=str(number.words))
