"""Filter by conditions: a few lines of column, comparison and value, all of which must hold."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.errors import KnownError
from app.i18n import Label
from app.views import theme
from app.views.forms.choices import ChoiceEditor
from app.views.forms.source import Choice, FormField
from app.views.jobs import DatabaseThread
from app.views.kit.ask import Answer, Dialog
from app.views.kit.choice_box import ChoiceBox
from app.views.kit.deeds import Button, Deed, icon_button
from app.views.kit.layout import STRETCH, column, drop, row
from app.views.kit.note import Note
from app.views.kit.text import Text
from app.views.record_list.conditions import CHOSEN, Comparison, comparisons
from app.views.record_list.source import Column, Filter

MOST_LINES = 6
VALUE_CHARS, COMPARISON_CHARS = 12, 6

Values = Callable[[str], Sequence[tuple[str, int]]]
Use = Callable[[Sequence[Filter]], object]


class ConditionLine(QWidget):
    """One condition."""

    gone = Signal()

    def __init__(self, columns: Sequence[Column], offer: Callable[[Column, ChoiceEditor], object]) -> None:
        super().__init__()
        self._columns, self._offer = columns, offer
        self._column = ChoiceBox(Label("哪一列"), [str(each.label) for each in columns])
        self._comparison = ChoiceBox(Label("怎么比"))
        self._comparison.setMinimumWidth(theme.theme().chars(COMPARISON_CHARS))
        self.value = ChoiceEditor(FormField("value", Label("比什么")))
        self.value.set_width(theme.theme().chars(VALUE_CHARS))
        self.value.describe(str(Label("比什么")), "")
        remove = icon_button(Label("不要这一条"), "x", self.gone.emit)
        self.setLayout(row(self._column, self._comparison, self.value, remove, STRETCH))
        self._column.currentIndexChanged.connect(self._offer_comparisons)
        self._comparison.currentIndexChanged.connect(self._fit)
        self._offer_comparisons()

    @property
    def column(self) -> Column:
        """The column it is about."""
        return self._columns[self._column.currentIndex()]

    @property
    def comparison(self) -> Comparison:
        """How it compares."""
        return comparisons(self.column)[max(0, self._comparison.currentIndex())]

    def show_condition(self, found: Filter) -> None:
        """Show a condition that is in force."""
        names = [each.name for each in self._columns]
        self._column.setCurrentIndex(names.index(found.column) if found.column in names else 0)
        value = found.values[0]
        offered = comparisons(self.column)
        at = next(
            (at for at, one in enumerate(offered) if one.operator == found.operator and one.blank is (not value)), 0
        )
        self._comparison.setCurrentIndex(at)
        self.value.show_raw(value)

    def show_column(self, name: str) -> None:
        """Ask about this column."""
        self._column.setCurrentIndex([each.name for each in self._columns].index(name))

    def condition(self) -> Filter | None:
        """The condition; None where its value is still to be written."""
        value = "" if self.comparison.blank else self.value.raw()
        if not value and not self.comparison.blank:
            return None
        return Filter(self.column.name, (value,), self.comparison.operator)

    def _offer_comparisons(self) -> None:
        self._comparison.clear()
        self._comparison.addItems([str(each.name) for each in comparisons(self.column)])
        self._fit()
        self._offer(self.column, self.value)

    def _fit(self) -> None:
        self.value.setVisible(not self.comparison.blank)


class ConditionDialog(Dialog):
    """Stays open, with everything written, until the list could be filtered so."""

    def __init__(
        self,
        parent: QWidget,
        columns: Sequence[Column],
        conditions: Sequence[Filter],
        jobs: DatabaseThread,
        values: Values,
    ) -> None:
        super().__init__(parent, Label("按条件筛选"))
        self._columns, self._jobs, self._values = columns, jobs, values
        self._work: Callable[[Sequence[Filter]], object] = lambda _: None
        self._use: Use = lambda _: None
        self._fault = Note("error")
        self._lines: list[ConditionLine] = []
        self._box = column(spacing=theme.NORMAL)
        self._more = Deed(Label("再加一条"), self.add, icon="plus", parent=self)
        self._go = Deed(Label("筛选"), self.go, kind="main", parent=self)
        main = Button(self._go)
        main.setDefault(True)
        self.body.addWidget(Text(Label("几条都对得上的才显示。"), tone="secondary"))
        self.body.addLayout(self._box)
        self.body.addLayout(row(Button(self._more), STRETCH))
        self.body.addWidget(self._fault)
        self.add_answers([Answer(Label("取消"))])
        self._buttons.insertWidget(1, main)
        for each in conditions:
            self.add().show_condition(each)

    def begin(self, work: Callable[[Sequence[Filter]], object], use: Use, about: str = "") -> None:
        """Ask; `work` tries the conditions in the database thread, `use` gets them once they make sense."""
        self._work, self._use = work, use
        if about or not self._lines:
            line = self.add()
            if about:
                line.show_column(about)
        self.open()
        self._lines[-1].value.control.setFocus()

    def add(self) -> ConditionLine:
        """Another condition."""
        line = ConditionLine(self._columns, self._offer)
        line.gone.connect(partial(self._remove, line))
        self._lines.append(line)
        self._box.addWidget(line)
        line.value.went_on.connect(self.go)
        self._fit()
        return line

    def conditions(self) -> list[Filter]:
        """The conditions that are written."""
        return [found for line in self._lines if (found := line.condition()) is not None]

    def go(self) -> None:
        """Filter so."""
        found = self.conditions()
        work = self._work

        def done(_: object) -> None:
            self.accept()
            self._use(found)

        self._go.off(Label("正在读取"))
        self._jobs.run(lambda: work(found), done, self._refused, owner=self)

    def _refused(self, fault: KnownError) -> None:
        self._go.on()
        told = [str(problem.what) for problem in fault.problems] or [str(fault.what)]
        self._fault.say("\n".join(dict.fromkeys(told)))

    def _remove(self, line: ConditionLine) -> None:
        self._lines.remove(line)
        self._box.removeWidget(line)
        drop(line)
        self._fit()
        (self._lines[-1].value.control if self._lines else self).setFocus()

    def _fit(self) -> None:
        if len(self._lines) < MOST_LINES:
            self._more.on()
        else:
            self._more.off(Label("最多 {n} 条", n=MOST_LINES))

    def _offer(self, about: Column, editor: ChoiceEditor) -> None:
        """What may stand in a column of choices."""
        editor.offer(())
        if about.kind not in CHOSEN:
            return
        values = self._values

        def offer(found: Sequence[tuple[str, int]]) -> None:
            editor.offer([Choice(text, text, note=f"{count:,}") for text, count in found if text])

        self._jobs.run(lambda: values(about.name), offer, owner=editor)
