"""The line over a page: which page it is, turning, and how large it is shown."""

from __future__ import annotations

from PySide6.QtGui import QKeySequence, QResizeEvent
from PySide6.QtWidgets import QWidget

from app.i18n import Label
from app.views import theme
from app.views.kit.deeds import Button, Deed, icon_button
from app.views.kit.layout import STRETCH, row
from app.views.kit.text import ElidedText, Text
from app.views.press.sheet_view import SheetView, Zoom


class Toolbar(QWidget):
    """Belongs to one view of pages; where there is little room the keys and the wheel still zoom."""

    def __init__(self, view: SheetView) -> None:
        super().__init__()
        self._view = view
        self._where = ElidedText(least=8)
        self._percent = Text(tone="secondary")
        back = icon_button(Label("上一页"), "chevron-left", lambda: view.turn(-1), hint="PgUp")
        on = icon_button(Label("下一页"), "chevron-right", lambda: view.turn(1), hint="PgDn")
        deeds = {
            "whole": Deed(Label("整页"), lambda: view.set_zoom(Zoom.WHOLE), key="Ctrl+0", parent=self),
            "width": Deed(Label("页宽"), lambda: view.set_zoom(Zoom.WIDTH), key="Ctrl+1", parent=self),
            "in": Deed(Label("放大"), lambda: view.zoom_by(1), parent=self),
            "out": Deed(Label("缩小"), lambda: view.zoom_by(-1), key="Ctrl+-", parent=self),
        }
        deeds["in"].setShortcuts([QKeySequence("Ctrl+="), QKeySequence("Ctrl++")])
        self.addActions(list(deeds.values()))
        self._first = [Button(deeds["whole"], kind="small"), Button(deeds["width"], kind="small")]
        self._more = [Button(deeds["out"], kind="small"), Button(deeds["in"], kind="small"), self._percent]
        self._turning = [back, on]
        for each in self._turning:
            each.setProperty("deed", "small")
        line = row(back, self._where, on, STRETCH, *self._first, *self._more, margins=(theme.WIDE, 4, theme.WIDE, 4))
        self.setLayout(line)
        view.turned.connect(lambda _: self.refresh())
        view.zoomed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Say which page is shown and how large; turning is off at the ends."""
        view = self._view
        words = Label("第 {n} 页，共 {count} 页", n=view.page + 1, count=view.count)
        self._where.say(words if view.count else Label("正在排页…"))
        self._percent.say(Label("{n} %", n=view.percent) if view.count else "")
        for made, allowed, reason in (
            (self._turning[0], view.page > 0, Label("这是第一页")),
            (self._turning[1], view.page + 1 < view.count, Label("这是最后一页")),
        ):
            if allowed:
                made.deed.on()
            else:
                made.deed.off(reason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        always = [*self._turning, *self._first]
        needed = sum(each.sizeHint().width() + theme.NORMAL for each in always) + theme.theme().chars(9)
        wanted = needed + sum(each.sizeHint().width() + theme.NORMAL for each in self._more)
        for each in self._more:
            each.setVisible(self.width() >= wanted)
