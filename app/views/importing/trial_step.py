"""The trial: what each row would do, why, and whom it means; nothing is written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QSizePolicy, QStackedWidget, QTabBar, QWidget

from app.errors import KnownError
from app.frozen import dataclass
from app.i18n import Label
from app.services.importing.plan import import_fields
from app.services.importing.telling import Line
from app.views import theme
from app.views.importing import work
from app.views.importing.steps import State, Step
from app.views.importing.work import Tried
from app.views.kit.deeds import Button, Deed
from app.views.kit.layout import STRETCH, Area, column, drop, row, scrolled
from app.views.kit.note import Note
from app.views.kit.notices import ProgressStrip
from app.views.kit.plain_table import PlainTable
from app.views.kit.text import Text

NEW_PERSON, SKIP = "new", ""
# How many of the namesakes can be seen at least; more of them are scrolled to in a low window.
LEAST_OFFERS = 2
# The heading, two rows and the bar below them.
LEAST_ROWS = 3.7


@dataclass(frozen=True)
class Tab:
    """One tab of the trial."""

    key: str
    words: Label
    headings: Sequence[Label]
    says: Label


WHO, WHERE, SAYS = Label("姓名"), Label("哪一列"), Label("表里写的")
TABS = (
    Tab("new", Label("新增"), (WHO, SAYS), Label("这些在名册里没有，会新增。")),
    Tab(
        "changed",
        Label("更新"),
        (WHO, Label("栏目"), Label("现在"), Label("改成"), Label("怎么认出的")),
        Label("这些在名册里已经有，只改不同的地方。表里空白的格子不会抹掉已有的内容。"),
    ),
    Tab("unchanged", Label("不变"), (WHO, Label("怎么认出的")), Label("表里写的和名册里一样，不用改。")),
    Tab(
        "wrong",
        Label("有问题"),
        (WHO, WHERE, SAYS, Label("怎么改")),
        Label("这些行不导入。导入完可以存成 Excel，改好再导一次。"),
    ),
    Tab("doubtful", Label("待核实"), (WHO, WHERE, SAYS, Label("要看什么")), Label("这些行照样导入，标为待核实。")),
    Tab(
        "ambiguous",
        Label("要选"),
        (WHO, Label("为什么"), SAYS),
        Label("名册里有同名的，看不出是不是同一位，要由人选。"),
    ),
)
URGENT = ("ambiguous", "wrong", "doubtful", "new", "changed", "unchanged")


class TrialStep(Step):
    """试算."""

    title = Label("试算")
    promise = Label("这只是试算，现在还什么都没有写进资料。")

    def __init__(self, state: State) -> None:
        super().__init__(state)
        self._tried_with: Any = None
        self._tried_chosen: dict[int, str] = {}
        self._tabs = QTabBar()
        self._tabs.setAccessibleName(str(Label("试算结果")))
        self._tabs.setDrawBase(False)
        self._tabs.setExpanding(False)
        self._tabs.setUsesScrollButtons(True)
        for _ in TABS:
            self._tabs.addTab("")
        self._tabs.currentChanged.connect(self._show_tab)
        self._says = Text(tone="secondary", wrap=True)
        self._table = PlainTable(Label("试算的行"))
        self._table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self._table.current_changed.connect(self._show_candidates)
        self._which = _Which(self._take_choice, self.try_again, self._take_all)
        self._fault = Note("error")
        self._stack = QStackedWidget()
        self._waiting = QWidget()
        self._waiting_row = column(STRETCH)
        self._waiting.setLayout(self._waiting_row)
        layout = column(self._tabs, self._says, self._table, self._which, spacing=theme.NARROW)
        layout.setStretchFactor(self._table, 1)
        self._found = scrolled(layout)
        self._stack.addWidget(self._waiting)
        self._stack.addWidget(self._found)
        whole = column(self._fault, self._stack)
        whole.setStretchFactor(self._stack, 1)
        self.setLayout(whole)
        self.setFocusProxy(self._table)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._table.setFocus()

    # --- the trial

    def came(self) -> None:
        if self._tried_with != self._wanted() or self.state.tried is None:
            self.try_again()

    def _wanted(self) -> Any:
        assert self.state.read is not None
        return id(self.state.read.source), self.state.choices

    def try_again(self) -> None:
        """Judge every row anew, with what was chosen since."""
        if self._job is not None:
            return
        state, shell = self.state, self.state.shell
        assert state.read is not None
        source, choices, chosen = state.read.source, state.choices, dict(state.chosen)
        self._tried_with, self._tried_chosen, state.tried = self._wanted(), chosen, None
        self._fault.say("")
        self._strip = ProgressStrip(Label("正在试算"), Label("停止试算"), Label("试算什么都不写，随时可以停。"))
        self._waiting_row.insertWidget(0, self._strip)
        self._stack.setCurrentWidget(self._waiting)
        self._job = shell.jobs.run_long(
            lambda report: work.try_it(shell.database, source, choices, chosen, report),
            self._tried,
            self._failed,
            on_progress=self._strip.show_progress,
            owner=self,
        )
        self._strip.stop.connect(self.stop)
        self.changed.emit()

    def _tried(self, tried: Tried) -> None:
        self._end()
        self.state.tried = tried
        counts = tried.counts
        for at, tab in enumerate(TABS):
            self._tabs.setTabText(at, str(Label("{tab} {n}", tab=tab.words, n=counts[tab.key])))
        urgent = next((key for key in URGENT if counts[key]), "new")
        self._tabs.setCurrentIndex([tab.key for tab in TABS].index(urgent))
        self._show_tab()
        self._stack.setCurrentWidget(self._found)
        self._table.setFocus()
        # With it, Tab would jump over the tabs, from before the step straight into the table. Qt takes None.
        self.setFocusProxy(None)  # type: ignore[arg-type]
        self.changed.emit()

    def _failed(self, fault: KnownError) -> None:
        self._end()
        self._fault.tell_fault(fault)
        self.changed.emit()

    # --- what was found

    def _tab(self) -> Tab:
        return TABS[max(0, self._tabs.currentIndex())]

    def _lines(self) -> Sequence[Line]:
        return self.state.tried.lines[self._tab().key] if self.state.tried else ()

    def _show_tab(self) -> None:
        tab, lines = self._tab(), self._lines()
        choosing = tab.key == "ambiguous"
        who = import_fields(self.state.record)[self.state.record.title_path].label
        headings = [str(Label("行")), *(str(who if each is WHO else each) for each in tab.headings)]
        rows = self.state.tried.cells[tab.key] if self.state.tried else ()
        if choosing:
            headings.insert(2, str(Label("选了")))
            rows = [[*cells[:2], self._chosen_words(line), *cells[2:]] for cells, line in zip(rows, lines, strict=True)]
        self._says.say(tab.says if lines else Label("这一项没有。"))
        self._says.setVisible(not (choosing and lines))  # the question below says it, and a low window is full
        self._which.setVisible(choosing and bool(lines))
        self._table.setMinimumHeight(round(theme.theme().row_height * LEAST_ROWS))
        self._table.show_rows(headings, rows, numbers=(), widest=22)
        self._which.waits(self.state.chosen != self._tried_chosen)

    def _chosen_words(self, line: Line) -> str:
        choice = self.state.chosen.get(line.row, SKIP)
        if choice == NEW_PERSON:
            return str(Label("新人"))
        return next((each.words for each in line.candidates if each.uid == choice), str(Label("还没选")))

    def _show_candidates(self, at: int) -> None:
        lines = self._lines()
        if self._tab().key == "ambiguous" and 0 <= at < len(lines):
            self._which.ask(lines[at], self.state.chosen.get(lines[at].row, SKIP))

    def _take_choice(self, row: int, choice: str) -> None:
        if choice == SKIP:
            self.state.chosen.pop(row, None)
        else:
            self.state.chosen[row] = choice
        self._refresh_choices()

    def _take_all(self, choice: str) -> None:
        """The same answer for every row that has none yet; only where a single person may be meant, unless new."""
        for line in self._lines():
            if line.row not in self.state.chosen and choice == NEW_PERSON:
                self.state.chosen[line.row] = NEW_PERSON
            elif line.row not in self.state.chosen and len(line.candidates) == 1:
                self.state.chosen[line.row] = line.candidates[0].uid
        self._refresh_choices()

    def _refresh_choices(self) -> None:
        at = self._table.current_row
        self._show_tab()
        self._table.go_to(max(at, 0))
        self.changed.emit()

    # --- going on

    def blocked(self) -> Label | None:
        tried = self.state.tried
        if self._job is not None:
            return Label("正在试算")
        if tried is None:
            return Label("先试算")
        if self.state.chosen != self._tried_chosen:
            return Label("先按“把选的算进去”")
        return None if tried.kept else Label("没有可以导入的行")

    def next_words(self) -> Label:
        tried = self.state.tried
        return Label("导入 {n} {unit}", n=tried.kept if tried else 0, unit=self.state.unit)


class _Which(Area):
    """Which of the namesakes a row is."""

    def __init__(self, take: Any, again: Any, take_all: Any) -> None:
        super().__init__("note", tone="warning", name=str(Label("是哪一位")))
        self._take = take
        self._row = 0
        self._words = Text(role="strong", wrap=True)
        self._choices = column(spacing=0)
        self._group = QButtonGroup(self)
        self._group.buttonClicked.connect(self._taken)
        self._made: list[QRadioButton] = []
        self.again = Deed(Label("把选的算进去"), again, parent=self)
        same = Deed(Label("余下只有一位同名的，都算这一位"), lambda: take_all(SKIP), parent=self)
        new = Deed(Label("余下的都是新人"), lambda: take_all(NEW_PERSON), parent=self)
        buttons = row(Button(self.again, kind="main"), Button(same), Button(new), STRETCH)
        self._scroll = scrolled(self._choices)
        self.setLayout(column(self._words, self._scroll, buttons, spacing=4, margins=(12, 6, 12, 6)))

    def waits(self, waits: bool) -> None:
        """Whether there are choices that the trial does not know yet."""
        if waits:
            self.again.on()
        else:
            self.again.off(Label("先选是哪一位"))

    def ask(self, line: Line, chosen: str) -> None:
        """Ask for this row."""
        self._row = line.row
        self._words.say(Label("第 {row} 行“{name}”：这一行是哪一位？", row=line.row, name=line.cells[0]))
        for old in self._made:
            self._group.removeButton(old)
            self._choices.removeWidget(old)
            drop(old)
        offers = [(each.uid, each.words) for each in line.candidates]
        offers += [(NEW_PERSON, str(Label("都不是，是新人"))), (SKIP, str(Label("先不选，这一行不导入")))]
        self._made = [self._radio(value, words, value == chosen) for value, words in offers]
        high = theme.theme().row_height + 4
        self._scroll.setMinimumHeight(high * LEAST_OFFERS)
        self._scroll.setMaximumHeight(high * len(offers))

    def _radio(self, value: str, words: str, checked: bool) -> QRadioButton:
        made = QRadioButton(words.replace("&", "&&"))
        made.setAccessibleName(words)
        made.setProperty("value", value)
        made.setChecked(checked)
        self._group.addButton(made)
        self._choices.addWidget(made)
        return made

    def _taken(self, button: QRadioButton) -> None:
        self._take(self._row, str(button.property("value")))
