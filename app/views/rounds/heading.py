"""The head of a round's page: where it stands, how many and how much, and what is left of its budget."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.i18n import Label
from app.models.values.money import show_money
from app.views import theme
from app.views.kit.deeds import Button, Deed, button
from app.views.kit.layout import STRETCH, column, row
from app.views.kit.text import ElidedText, Picture, Text
from app.views.rounds.state import RoundState

# Below this width only the present stage is shown, without those around it.
STAGES_FROM_CHARS = 62
BAR_CHARS = 9


class StageWords(QWidget):
    """The stages as words with the present one bold: 筹备 → 进行中 → 已发放 → 已归档."""

    def __init__(self) -> None:
        super().__init__()
        self._words = [Text() for _ in range(4)]
        self._arrows = [Text("→", tone="secondary") for _ in range(3)]
        items: list[QWidget] = [self._words[0]]
        for arrow, words in zip(self._arrows, self._words[1:], strict=True):
            items += [arrow, words]
        self.setLayout(row(*items, spacing=5))
        self._at = 0
        # Until it is known how much room there is: a window never gets narrower by itself than what was shown once.
        self._narrow = True

    def show_stage(self, stages: Sequence[str], at: int) -> None:
        """Show that the round stands at the stage with this number."""
        self._at = at
        for number, (words, label) in enumerate(zip(self._words, stages, strict=True)):
            words.say(label)
            words.set_tone("" if number == at else "secondary")
            theme.set_role(words, "strong" if number == at else "")
        self.setAccessibleName(str(Label("阶段：{stage}", stage=stages[at])))
        self.be_narrow(self._narrow)

    def be_narrow(self, narrow: bool) -> None:
        """Show only the present stage, where there is no room for all."""
        self._narrow = narrow
        for number, words in enumerate(self._words):
            words.setVisible(not narrow or number == self._at)
        for arrow in self._arrows:
            arrow.setVisible(not narrow)


class BudgetBar(QWidget):
    """How much of the budget is given out; over it the bar is full and wears the warning colour."""

    def __init__(self) -> None:
        super().__init__()
        self._spent, self._budget = 0, 0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_sums(self, spent: int, budget: int) -> None:
        """Both in fen."""
        self._spent, self._budget = spent, budget
        self.setAccessibleName(str(Label("预算用了 {n} %", n=spent * 100 // budget if budget else 100)))
        self.update()

    def sizeHint(self) -> QSize:
        look = theme.theme()
        return QSize(look.chars(BAR_CHARS), look.line - 5)

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter = theme.theme(), QPainter(self)
        box = self.rect().adjusted(0, 0, -1, -1)
        painter.setPen(QPen(look.colour("border"), 1))
        painter.setBrush(look.colour("base"))
        painter.drawRect(box)
        over = self._spent > self._budget
        share = 1.0 if over or not self._budget else self._spent / self._budget
        filled = QRect(box.left() + 2, box.top() + 2, round((box.width() - 3) * share), box.height() - 3)
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            filled.moveRight(box.right() - 2)
        painter.fillRect(filled, look.colour("warning" if over else "accent"))


class Heading(QWidget):
    """Title, stage and the deeds about the whole round in one line; counts and budget in the next."""

    def __init__(self, back: Callable[[], object], deeds: Sequence[Deed]) -> None:
        super().__init__()
        self._back = button(Label("返回全部批次"), back, icon="chevron-left")
        self._back.deed.setToolTip(str(Label("返回全部批次　Esc")))
        self._title = ElidedText(role="title", least=6)
        self.stages = StageWords()
        self._counts = ElidedText(least=10)
        self._homeless = ElidedText(tone="secondary", least=6)
        self._bar = BudgetBar()
        self._over = Picture("alert-triangle", "warning")
        self._budget = ElidedText(least=6)
        self._buttons = [Button(deed) for deed in deeds]
        top = row(self._back, self._title, self.stages, STRETCH, *self._buttons, spacing=theme.WIDE)
        below = row(self._counts, self._homeless, theme.NORMAL, self._bar, self._over, self._budget, STRETCH)
        self.setLayout(column(top, below, spacing=4, margins=(theme.WIDE, 8, theme.WIDE, 0)))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_state(self, state: RoundState) -> None:
        """Show how the round stands."""
        for made in self._buttons:
            made.setVisible(made.deed.isVisible())
        self._title.say(state.title)
        codes, labels = zip(*state.stages, strict=True)
        self.stages.show_stage(labels, codes.index(state.status))
        self._counts.say(counts(state))
        why = Label("{n} 人没有困难档案，算人不算户", n=state.homeless) if state.homeless else ""
        self._homeless.say(why)
        self._counts.setAccessibleDescription(str(why))
        self._fit()
        spent, budget = state.tally.total, state.budget
        self._bar.setVisible(budget is not None)
        self._over.setVisible(budget is not None and spent > budget)
        self._bar.show_sums(spent, budget or 0)
        self._budget.set_tone("warning" if budget is not None and spent > budget else "secondary")
        self._budget.say(budget_words(spent, budget))

    def offer_back(self, offered: bool) -> None:
        """Offer the way back to the list of rounds; a step in the place of the list has its own way back."""
        self._back.setVisible(offered)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Without room only what counts is said, and how the budget stands."""
        narrow = self.width() < theme.theme().chars(STAGES_FROM_CHARS)
        self.stages.be_narrow(narrow)
        self._homeless.setVisible(bool(self._homeless.text()) and not narrow)


def counts(state: RoundState) -> Label:
    """户数, 人数, 人次 and 金额, always apart."""
    tally = state.tally
    told = {"households": f"{tally.households:,}", "persons": f"{tally.persons:,}", "times": f"{tally.person_times:,}"}
    return Label("{households} 户，{persons} 人，{times} 人次，共 {amount} 元", amount=show_money(tally.total), **told)


def budget_words(spent: int, budget: int | None) -> Label:
    """The budget against what is spent of it, in fen."""
    if budget is None:
        return Label("没有填预算")
    if spent > budget:
        return Label("预算 {budget} 元，超出 {over} 元", budget=show_money(budget), over=show_money(spent - budget))
    return Label("预算 {budget} 元，还剩 {left} 元", budget=show_money(budget), left=show_money(budget - spent))
