"""What can be done on a household's page, with its keys; they work while the focus is on the page."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.i18n import Label
from app.services.hardship import Move
from app.views.hardship.case_parts import TABS
from app.views.kit.deeds import Deed


class Doer(Protocol):
    """Whoever carries the deeds out."""

    def save(self, move: Move | None = None) -> None: ...
    def save_and_step(self) -> None: ...
    def drop(self) -> None: ...
    def ask_removal(self) -> None: ...
    def show_tab(self, at: int) -> None: ...
    def next_problem(self, steps: int) -> None: ...
    def step(self, steps: int) -> None: ...
    def go_back(self) -> None: ...


class CaseDeeds:
    """The deeds of one page."""

    def __init__(self, page: QWidget, doer: Doer) -> None:
        self._page = page
        self.save = self._deed(Label("保存"), doer.save, "Ctrl+S", kind="main")
        self.save_on = self._deed(Label("保存并看下一户"), doer.save_and_step, "Ctrl+Return")
        self.drop = self._deed(Label("放弃修改"), doer.drop)
        self.file = self._deed(Label("转为在档"), lambda: doer.save(Move("on_file")), icon="check")
        self.remove = self._deed(Label("撤档…"), doer.ask_removal, icon="x")
        self.back_to_draft = self._deed(Label("退回草稿"), lambda: doer.save(Move("draft")))
        self.tabs = [self._deed(words, partial(doer.show_tab, at), f"Ctrl+{at + 1}") for at, words in enumerate(TABS)]
        self._deed(Label("下一处问题"), lambda: doer.next_problem(1), "F8")
        self._deed(Label("上一处问题"), lambda: doer.next_problem(-1), "Shift+F8")
        self._deed(Label("上一户"), lambda: doer.step(-1), "Ctrl+PgUp")
        self._deed(Label("下一户"), lambda: doer.step(1), "Ctrl+PgDown")
        self._deed(Label("离开"), doer.go_back, "Esc")

    def offer(self, stage: str) -> None:
        """Offer the steps that a file of this stage can take."""
        self.file.setVisible(stage == "draft")
        self.remove.setVisible(stage == "on_file")
        self.back_to_draft.setVisible(stage == "on_file")

    def switch(self, *, changed: bool, saving: bool) -> None:
        """Switch 保存 and 放弃修改; switched off they say why."""
        if changed:
            self.drop.on()
        else:
            self.drop.off(Label("还没有改动"))
        if saving:
            self.save.off(Label("正在保存"))
        else:
            self.save.on()

    def _deed(self, label: Label, run: Callable[[], object], key: str = "", kind: str = "", icon: str = "") -> Deed:
        made = Deed(label, run, key=key, kind=kind, icon=icon, parent=self._page)
        made.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._page.addAction(made)
        return made
