"""What stands above and below the fields of a form: whom it is about and the ways on; what is left to do, and 保存."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QWidget

from app.errors import Problem
from app.i18n import Label
from app.views import theme
from app.views.kit.deeds import Button, Deed, button, icon_button
from app.views.kit.layout import STRETCH, Area, column, row
from app.views.kit.text import ElidedText, Text


class FormHead(QWidget):
    """The title, and the ways to the list and to the records before and after."""

    def __init__(self, leave: Callable[[], object], step: Callable[[int], object]) -> None:
        """`leave` goes back to the list, `step` to the previous (−1) or next (+1) record."""
        super().__init__()
        self._title = ElidedText(role="heading", least=3)
        self._subtitle = ElidedText(tone="secondary", least=2)
        self._back = button(Label("返回名单"), leave, icon="chevron-left")
        self._close = icon_button(Label("收起"), "x", leave, hint="Esc")
        before = icon_button(Label("上一个"), "chevron-left", lambda: step(-1), hint="Ctrl+PgUp")
        after = icon_button(Label("下一个"), "chevron-right", lambda: step(1), hint="Ctrl+PgDn")
        self._ways = [self._back, self._close, before, after]
        line = row(self._back, self._title, self._subtitle, STRETCH, before, after, self._close, spacing=theme.NORMAL)
        line.setContentsMargins(12, 6, 8, 6)
        self.setLayout(line)

    def say(self, title: str, subtitle: str | None = None) -> None:
        """Say what the record is called; what stands beside that stays where it is None."""
        self._title.say(title)
        if subtitle is not None:
            self._subtitle.say(subtitle)

    def be_page(self, alone: bool) -> None:
        """Lead back to the list, or close with a ×."""
        self._back.setVisible(alone)
        self._close.setVisible(not alone)

    def be_only(self) -> None:
        """No list to go back to, none before it and none after."""
        for way in self._ways:
            way.setVisible(False)


class FormFoot(Area):
    """What is left to do, and the buttons."""

    def __init__(self, save: Deed, drop: Deed) -> None:
        self._left = Text(role="message")
        self._save = Button(save)
        buttons = row(self._save, Button(drop), STRETCH, spacing=theme.NORMAL)
        self._inside = column(self._left, buttons, spacing=2, margins=(12, 4, 12, 10))
        super().__init__("buttons", self._inside)
        theme.theme().changed.connect(self._fit)
        self._fit()

    def be_page(self, alone: bool) -> None:
        """A page is wide and often low: what is left to do then stands at the right of the buttons."""
        self._inside.setDirection(QBoxLayout.Direction.RightToLeft if alone else QBoxLayout.Direction.TopToBottom)
        self._inside.setContentsMargins(12, 8 if alone else 4, 12, 10)

    def say(self, problems: Sequence[Problem], *, is_changed: bool) -> None:
        """Say what must be mended, else what is doubtful, else whether something is unsaved."""
        must = sum(problem.grade.value == "must" for problem in problems)
        if must:
            self._left.set_tone("error")
            self._left.say(Label("还有 {n} 处要改，到下一处 (F8)", n=must))
        elif problems:
            self._left.set_tone("warning")
            self._left.say(Label("有 {n} 处待核实，可以先保存", n=len(problems)))
        else:
            self._left.set_tone("secondary")
            self._left.say(Label("改过，还没保存") if is_changed else "")

    def to_save(self) -> None:
        """Give the focus to 保存."""
        self._save.setFocus(Qt.FocusReason.TabFocusReason)

    def _fit(self) -> None:
        self._left.setFixedHeight(theme.theme().line + 4)
