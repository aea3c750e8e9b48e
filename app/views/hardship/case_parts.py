"""The parts of a household's file as tabs: family, incomes and expenses, the file itself, what was received."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QSizePolicy, QTabWidget, QWidget

from app.errors import Grade, Problem
from app.i18n import Label
from app.models.values.money import show_money
from app.services.hardship import CaseDraft, Looked, Written, incomes_of_months
from app.services.hardship.draft import COLUMNS, FROM_REGISTER
from app.services.hardship.facts import MONTHS, SELF
from app.views import theme
from app.views.forms.body import FormBody
from app.views.forms.row import ICONS
from app.views.forms.source import Choice, FormField
from app.views.hardship.case_problems import Place, Problems, of_table
from app.views.hardship.lines_model import LinesModel
from app.views.hardship.lines_part import LinesPart, PartsColumn
from app.views.hardship.lines_table import LinesTable
from app.views.hardship.reckoning import Reckoning
from app.views.hardship.timeline import Timeline
from app.views.hardship.work import OpenedCase
from app.views.kit.deeds import Deed
from app.views.kit.layout import row

FAMILY, MONEY, FILE, RECEIVED = range(4)
TABS = (Label("家庭"), Label("收入与支出"), Label("档案"), Label("得到过的慰问"))
TYPES = {"members": "household-member", "incomes": "income-item", "expenses": "expense-item"}
NAMES = {"members": Label("家庭成员"), "incomes": Label("收入"), "expenses": Label("刚性支出")}
ON_TAB = {"members": FAMILY, "incomes": MONEY, "expenses": MONEY}
PASTE = Label("选一格直接打字，也可以从 Excel 复制几行粘贴进来")
WHOLE = Label("填全年合起来的数：每月 2,000 元，填 24000")
HINTS = {"members": PASTE, "incomes": WHOLE, "expenses": PASTE}
# Widths in 字; the last column of a table takes what is left.
CHARS = {
    "members": {
        "name": 5.4, "relation": 5.4, "sex": 3.1, "born": 6.3, "id_no": 11, "identity": 6.6, "workplace": 7.2,
        "monthly_income": 7, "health": 6, "idle_able": 6.1, "medical_insurance": 5.1, "is_head": 3.3, "remark": 4.2,
    },
    "incomes": {"member": 5.2, "kind": 9, "yuan": 10, "from": 6.8, "to": 6.8, "remark": 5},
    "expenses": {"member": 5.2, "kind": 10.6, "yuan": 10, "remark": 5},
}  # fmt: skip
# What the list says of a file and nobody types: it follows from incomes and expenses.
RECKONED = ("per_capita", "category")
RECKONING_CHARS = (20, 30)
AMOUNT = COLUMNS["incomes"].index("yuan")


class CaseParts(QTabWidget):
    """All that can be filled in of one file; nothing here is kept."""

    edited = Signal()
    said = Signal(object)  # a Label
    finished = Signal()  # Enter in the last field

    def __init__(
        self, columns: Mapping[str, Sequence[FormField]], body: FormBody, to_standards: Callable[[], object]
    ) -> None:
        """`columns` are those of its tables."""
        super().__init__()
        self.setDocumentMode(True)
        self.tabBar().setAccessibleName(str(Label("档案的几部分")))
        self._models = {
            name: LinesModel(TYPES[name], fields, FROM_REGISTER if name == "members" else (), self)
            for name, fields in columns.items()
        }
        self.tables = {name: LinesTable(model, NAMES[name], CHARS[name]) for name, model in self._models.items()}
        self._parts = {name: LinesPart(NAMES[name], table, HINTS[name]) for name, table in self.tables.items()}
        self.body = body
        self.reckoning = Reckoning(to_standards)
        self._timeline = Timeline()
        self._problems = Problems(self.tables, self.body)
        self._looked: Looked | None = None
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        money = QWidget()
        left = PartsColumn(self._parts["incomes"], self._parts["expenses"])
        line = row(left, self.reckoning, spacing=0, margins=(0, 0, theme.WIDE, theme.NORMAL))
        line.setStretch(0, 3)
        line.setStretch(1, 2)
        money.setLayout(line)
        self.reckoning.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        for words, widget in zip(
            TABS, (PartsColumn(self._parts["members"]), money, self.body, self._timeline), strict=True
        ):
            self.addTab(widget, str(words))
        theme.theme().changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        least, most = RECKONING_CHARS
        self.reckoning.setMinimumWidth(theme.theme().chars(least))
        self.reckoning.setMaximumWidth(theme.theme().chars(most))
        side = theme.theme().icon_size(16)
        self.setIconSize(QSize(side, side))

    def _connect(self) -> None:
        for name, model in self._models.items():
            model.edited.connect(self.edited)
            self.tables[name].said.connect(self.said)
        self.edited.connect(self._outdate)
        self._models["members"].renamed.connect(self._rename)
        self.reckoning.monthly_asked.connect(self._take_monthly)
        self.body.edited.connect(lambda _: self.edited.emit())
        self.body.left.connect(lambda _: self.edited.emit())
        self.body.finished.connect(self.finished)

    def _rename(self, old: str, new: str) -> None:
        for name in ("incomes", "expenses"):
            self._models[name].rename(old, new)

    def _outdate(self) -> None:
        """What was looked at is no longer what stands here: nothing is reckoned from it until the next look."""
        self._looked = None
        self.reckoning.outdate()

    def _take_monthly(self) -> None:
        """What the family table tells of monthly incomes becomes lines among the incomes."""
        looked = self._looked
        self._outdate()  # a second press must not add the same incomes again
        if looked is None or not looked.uncounted:
            return
        rows = incomes_of_months(self.draft(CaseDraft(0)), looked.uncounted, looked.months)
        first = self._models["incomes"].add(rows)
        self.tables["incomes"].focus_cell(first, AMOUNT)
        self.said.emit(Label("按月收入加了 {n} 行收入，可以改，还没有保存。按 Ctrl+Z 可以退回去", n=len(rows)))

    # --- what it holds

    def show_case(self, opened: OpenedCase) -> None:
        """Show a file as it was opened."""
        self._problems.forget()
        self.show_draft(opened.sheet.draft)
        self._timeline.show_received(opened.received)

    def show_draft(self, draft: CaseDraft) -> None:
        """Put these texts into all cells and fields."""
        for name, model in self._models.items():
            model.show(draft.rows(name))
        self.body.show_texts({name: draft.texts.get(name, "") for name in self.body.rows})

    def draft(self, base: CaseDraft) -> CaseDraft:
        """What stands on the screen."""
        members, incomes, expenses = (self._models[name].rows() for name in TYPES)
        return replace(base, texts=self.body.texts(), members=members, incomes=incomes, expenses=expenses)

    def take(self, looked: Looked, opened: OpenedCase) -> None:
        """Show what came of looking at the draft."""
        self._looked = looked
        for name, model in self._models.items():
            model.take_written(of_table(name, looked.written), self.tables[name].open_cell())
        self._write_fields(looked.written)
        self._offer_members()
        self._parts["members"].tell(Label("{n} 人", n=looked.persons))
        self._tell_sums(looked)
        self.reckoning.show_result(looked, opened.sheet)
        self.show_problems(looked.problems)
        for name, model in self._models.items():
            model.take_follows(of_table(name, looked.follows))

    def _tell_sums(self, looked: Looked) -> None:
        """Sums and headings say for how many months the amounts are."""
        whole_year = looked.months == MONTHS
        for name, sum_ in (("incomes", looked.income), ("expenses", looked.expense)):
            told = {"sum": show_money(sum_)}
            said = Label("{n} 个月共 {sum} 元", n=looked.months, **told)
            self._parts[name].tell(Label("全年共 {sum} 元", **told) if whole_year else said)
            heading = Label("全年合计（元）") if whole_year else Label("{n} 个月合计（元）", n=looked.months)
            self._models[name].call("yuan", heading)

    def _write_fields(self, written: Mapping[str, Written]) -> None:
        """Days and amounts as they will be kept; choices show their words already."""
        for name, made in self.body.rows.items():
            chosen = made.field.choices or made.field.kind == "yes_no"
            if name in written and not chosen and not made.editor.control.hasFocus():
                made.editor.show_raw(written[name].raw)

    def _offer_members(self) -> None:
        """Incomes and expenses are somebody's of the family as it stands above."""
        rows = self._models["members"].rows()
        names = dict.fromkeys(row.texts.get("name", "") for row in rows if not row.is_self)
        choices = [Choice(name, name) for name in (SELF, *names) if name]
        for name in ("incomes", "expenses"):
            self._models[name].offer("member", choices)

    def show_numbers(self, whole: bool) -> None:
        """Show the resident numbers of the family whole, or hide them."""
        self._models["members"].show_numbers(whole)

    def offer_numbers(self, deed: Deed) -> None:
        """Offer to show them beside the family."""
        self._parts["members"].offer(deed)

    # --- what is wrong

    def ask_for(self, problems: Sequence[Problem]) -> None:
        """A saving was refused: show all of it, also what was left blank."""
        self._problems.ask_for(problems)
        self.show_problems(problems)

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Show what is due to be said beside its cell or field, the rest above the family; mark the tabs."""
        general = self._problems.show(problems)
        self._parts["members"].warn(general)
        marked = {FAMILY: _graver(one.grade for one in general)} if general else {}
        for place in self._problems.places():
            at = ON_TAB.get(place.table, FILE)
            marked[at] = _graver(grade for grade in (marked.get(at), place.problem.grade) if grade is not None)
        for at in range(self.count()):
            self.setTabIcon(at, theme.theme().icon(*ICONS[marked[at]], 16) if at in marked else QIcon())

    def problems(self) -> list[Problem]:
        """All that is shown to be wrong."""
        return [place.problem for place in self._problems.places()]

    def next_problem(self, steps: int = 1) -> None:
        """Go to the next thing that is wrong, through all tabs."""
        self._go_to(self._problems.next(steps))

    def first_refusal(self) -> bool:
        """Go to the first thing that keeps from saving; whether there is one on the page."""
        return self._go_to(self._problems.first_refusal())

    def _go_to(self, place: Place | None) -> bool:
        if place is not None:
            self.setCurrentIndex(ON_TAB.get(place.table, FILE))
            self._problems.focus(place)
        return place is not None

    # --- where one is

    def enter(self, at: int) -> None:
        """Go to a part, to where its work begins."""
        self.setCurrentIndex(at)
        if at == FILE:
            self.body.focus_first()
        else:
            {FAMILY: self.tables["members"], MONEY: self.tables["incomes"], RECEIVED: self._timeline}[at].setFocus()

    def enter_at(self, column: str) -> None:
        """Go to where a column of the list of files is filled in: a field of the file, the incomes, or the family."""
        made = self.body.rows.get(column)
        if made is not None and not made.field.read_only:
            self.setCurrentIndex(FILE)
            self.body.go_to(made)
        elif column in RECKONED:
            self.enter(MONEY)

    def focus_first(self, *, is_new: bool) -> None:
        """Begin in the family: a new file below the worker's own line."""
        family = self.tables["members"]
        family.setFocus()
        if is_new:
            family.go(1, 0)
        else:
            family.go_first()

    def show_reckoning(self) -> None:
        """Go to the calculation."""
        self.setCurrentIndex(MONEY)
        self.reckoning.setFocus()


def _graver(grades: Iterable[Grade]) -> Grade:
    return Grade.MUST if Grade.MUST in grades else Grade.CHECK
