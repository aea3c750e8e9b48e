"""The line at the top of a household's page: the way back, whose file it is, its stage, what can be done with it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.i18n import Label
from app.services.hardship import Sheet
from app.views import theme
from app.views.hardship.stages import StageLine
from app.views.kit.deeds import Button, Deed, MenuButton, button, icon_button
from app.views.kit.layout import STRETCH, row
from app.views.kit.text import ElidedText, Text


class CaseHead(QWidget):
    """Name, number, unit, stage; the next step as a button, the rest in 更多."""

    left = Signal()
    step_asked = Signal(int)

    def __init__(self, deeds: Sequence[Deed], more: Sequence[Deed]) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._name = Text(role="title")
        self._around = ElidedText(tone="secondary", least=3)
        self._stage = StageLine()
        self._buttons = [Button(deed) for deed in deeds]
        self._more = MenuButton(Label("更多"), list(more))
        back = button(Label("返回名单"), self.left.emit, icon="chevron-left")
        previous = icon_button(Label("上一户"), "chevron-left", lambda: self.step_asked.emit(-1), hint="Ctrl+PgUp")
        following = icon_button(Label("下一户"), "chevron-right", lambda: self.step_asked.emit(1), hint="Ctrl+PgDn")
        line = row(
            back, self._name, self._around, STRETCH, self._stage, theme.NORMAL, *self._buttons, self._more,
            previous, following, margins=(theme.WIDE, 6, theme.NORMAL, 6),
        )  # fmt: skip
        self.setLayout(line)

    def show_sheet(self, sheet: Sheet) -> None:
        """Say whose file this is, and offer the steps that its stage allows."""
        self._name.say(sheet.name)
        number = sheet.number or str(Label("还没有保存"))
        self._around.say(Label("{number}　{unit}", number=number, unit=sheet.unit) if sheet.unit else number)
        self._stage.show_stage(sheet.stages, sheet.stage)
        for made in self._buttons:
            made.setVisible(made.deed.isVisible())
