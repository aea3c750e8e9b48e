"""The foot of a household's page: where it stands, in one sentence, and the buttons that keep what was filled in."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from app.errors import Grade, Problem
from app.i18n import Label
from app.services.hardship import Looked
from app.views import theme
from app.views.hardship.reckoning import UNFILLED
from app.views.kit.deeds import Button, Deed
from app.views.kit.layout import STRETCH, Area, row
from app.views.kit.text import ElidedText, Picture, Text


class ResultLine(QWidget):
    """人均 666.67 元，低于 750.00 元：深度困难职工 — or that a standard or the incomes lack, with the way to them."""

    def __init__(
        self, explain: Callable[[], object], to_standards: Callable[[], object], to_incomes: Callable[[], object]
    ) -> None:
        super().__init__()
        self._icon = Picture("info-circle", "accent")
        self._words = ElidedText(role="strong", least=12)
        self._words.setAccessibleDescription(str(Label("核算结果")))  # the name stays what is read
        self._explain = Button(Deed(Label("怎么算的"), explain, kind="link", parent=self))
        self._to_standards = Button(Deed(Label("去填标准"), to_standards, kind="link", parent=self))
        self._to_incomes = Button(Deed(Label("去填收入"), to_incomes, kind="link", parent=self))
        line = row(self._icon, self._words, self._explain, self._to_standards, self._to_incomes, STRETCH)
        self.setLayout(line)

    def show_result(self, looked: Looked) -> None:
        """Say it."""
        doubtful = looked.result is None or bool(looked.result.warnings) or bool(looked.unread)
        self._icon.show_icon(*(("alert-triangle", "warning") if doubtful else ("info-circle", "accent")))
        conclusion = looked.conclusion
        if conclusion is not None:
            self._words.say(conclusion)
        elif looked.fault is not None:
            self._words.say(looked.fault.what)
        elif looked.is_unfilled:
            self._words.say(UNFILLED)
        self._explain.setVisible(looked.result is not None)
        self._to_standards.setVisible(looked.fault is not None)
        self._to_incomes.setVisible(looked.is_unfilled)


class CaseFoot(Area):
    """Result, what is left to do, 保存 and 放弃修改."""

    def __init__(self, save: Deed, drop: Deed, result: ResultLine) -> None:
        super().__init__("buttons")
        self._sum = Text(role="message")
        self.save_button = Button(save)
        line = row(
            self.save_button, Button(drop), theme.NORMAL, result, self._sum, margins=(theme.WIDE, 8, theme.WIDE, 8)
        )
        line.setStretchFactor(result, 1)
        self.setLayout(line)

    def tell(self, problems: Sequence[Problem], *, changed: bool) -> None:
        """Say what is left to do."""
        must = sum(problem.grade is Grade.MUST for problem in problems)
        if must:
            self._say(Label("还有 {n} 处要改 (F8)", n=must), "error")
        elif problems:
            self._say(Label("{n} 处待核实 (F8)", n=len(problems)), "warning")
        else:
            self._say(Label("改过，还没保存") if changed else "", "secondary")

    def _say(self, words: Label | str, tone: str) -> None:
        self._sum.set_tone(tone)
        self._sum.say(words)
