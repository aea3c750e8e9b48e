"""The deeds of a round's page, and why some of them are off at a stage."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QObject, Qt

from app.i18n import Label
from app.views.history_panel import HISTORY_KEY
from app.views.kit.deeds import Deed
from app.views.rounds.state import RoundState

Run = Callable[[], object]


class Doer(Protocol):
    """What the deeds ask for; the page does it."""

    def propose(self) -> None: ...
    def copy_former(self) -> None: ...
    def pick(self) -> None: ...
    def paste(self) -> None: ...
    def ask_amounts(self) -> None: ...
    def ask_mark(self) -> None: ...
    def ask_group(self) -> None: ...
    def remove(self) -> None: ...
    def print(self) -> None: ...
    def go_on(self) -> None: ...
    def finish(self) -> None: ...
    def go_back(self) -> None: ...
    def edit_round(self) -> None: ...
    def show_history(self) -> None: ...
    def show_not_visited(self) -> None: ...
    def tick(self) -> None: ...
    def mark_quickly(self, status: str) -> None: ...
    def move(self, steps: int) -> None: ...
    def next_warning(self, steps: int) -> None: ...


@dataclass
class RoundDeeds:
    """One object for menu, key and button of each deed."""

    propose: Deed
    copy: Deed
    pick: Deed
    paste: Deed
    amounts: Deed
    mark: Deed
    group: Deed
    remove: Deed
    print: Deed
    onward: Deed
    back: Deed
    edit: Deed
    not_visited: Deed
    signed: Deed
    visited: Deed
    planned: Deed
    up: Deed
    down: Deed
    next_warning: Deed
    former_warning: Deed
    history: Deed
    finish: Deed

    @classmethod
    def of(cls, page: Doer, parent: QObject) -> RoundDeeds:
        """The deeds of a page."""

        def deed(label: Label, run: Run, icon: str = "", key: str = "", hint: str = "", kind: str = "") -> Deed:
            return Deed(label, run, key=key, icon=icon, hint=hint, kind=kind, parent=parent)

        def in_list(made: Deed) -> Deed:
            """A key that belongs to the list alone: space presses buttons and writes elsewhere."""
            made.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            return made

        return cls(
            deed(Label("提出名单…"), page.propose, "list-details"),
            deed(Label("照以前的名单…"), page.copy_former, "copy"),
            deed(Label("添加人员…"), page.pick, "user-plus", key="Ctrl+N"),
            in_list(deed(Label("粘贴人员…"), page.paste, key="Ctrl+V")),
            deed(Label("金额…"), page.ask_amounts, "coins"),
            deed(Label("标记…"), page.ask_mark, "check", hint=str(Label("空格记已签收"))),
            deed(Label("分组…"), page.ask_group, "users-group", hint=str(Label("数字键 1–9，0 是不分组"))),
            deed(Label("移出批次"), page.remove, "trash", hint="Delete"),
            deed(Label("打印…"), page.print, "printer", key="Ctrl+P"),
            deed(Label("转到下一阶段"), page.go_on, "chevron-right", kind="main"),
            deed(Label("退回"), page.go_back, "arrow-back-up"),
            deed(Label("批次资料…"), page.edit_round, "pencil"),
            deed(Label("未慰问名单"), page.show_not_visited, "users"),
            in_list(deed(Label("已签收"), page.tick, key="Space")),
            deed(Label("已走访"), lambda: page.mark_quickly("visited")),
            deed(Label("改回待走访"), lambda: page.mark_quickly("planned")),
            in_list(deed(Label("上移一位"), lambda: page.move(-1), "chevron-up", key="Alt+Up")),
            in_list(deed(Label("下移一位"), lambda: page.move(1), "chevron-down", key="Alt+Down")),
            deed(Label("下一个有提醒的"), lambda: page.next_warning(1), key="F8"),
            deed(Label("上一个有提醒的"), lambda: page.next_warning(-1), key="Shift+F8"),
            deed(Label("改动历史…"), page.show_history, "history", key=HISTORY_KEY),
            deed(Label("记成“已发放”"), page.finish, kind="small"),
        )

    def fit(self, state: RoundState, chosen: int) -> None:
        """Switch the deeds by the stage of the round and by how many rows are selected."""
        closed = Label("这一批已是“{status}”，名单不能再改", status=state.label(state.status))
        nobody = Label("先在名单里选人")
        for each in (self.propose, self.copy, self.pick, self.paste):
            _switch(each, None if state.is_open else closed)
        for each in (self.amounts, self.group, self.remove, self.up, self.down):
            _switch(each, closed if not state.is_open else None if chosen else nobody)
        for each in (self.mark, self.signed, self.visited, self.planned):
            _switch(each, Label("这一批已归档") if state.status == "archived" else None if chosen else nobody)
        _switch(self.planned, closed if not state.is_open else None if chosen else nobody)
        empty = not state.tally.person_times
        _switch(self.print, Label("名单还是空的") if empty else None)
        self._fit_stages(state, empty=empty)

    def _fit_stages(self, state: RoundState, *, empty: bool) -> None:
        onward, back = state.following, state.former
        self.onward.setVisible(onward is not None)
        self.back.setVisible(back is not None)
        if onward is not None:
            self.onward.rename(Label("转到“{stage}”", stage=state.label(onward)))
            _switch(self.onward, Label("名单还是空的") if empty else None)
        if back is not None:
            self.back.rename(Label("退回“{stage}”", stage=state.label(back)))

    def in_header(self, status: str = "draft") -> Sequence[Deed]:
        """The buttons over the list, in order: what a round at this stage is waiting for comes first."""
        making = (self.propose, self.pick, self.amounts)
        return (*making, self.mark) if status == "draft" else (self.mark, *reversed(making))

    def in_more(self) -> Sequence[Deed]:
        """What stands in 更多."""
        return (self.group, self.remove, self.copy, self.not_visited, self.edit, self.history, self.back)

    def of_row(self) -> Sequence[Deed]:
        """What stands in the menu of a row."""
        return (
            self.signed, self.visited, self.planned, self.mark, self.amounts, self.group, self.remove,
        )  # fmt: skip

    def in_menu(self) -> Sequence[Deed]:
        """What stands in the menu bar under 名单."""
        ways = (self.up, self.down, self.next_warning, self.former_warning)
        return (
            *self.in_header(),
            self.paste,
            self.group,
            self.signed,
            *ways,
            self.print,
            self.onward,
            *self.in_more()[1:],
        )


def _switch(deed: Deed, reason: Label | None) -> None:
    if reason is None:
        deed.on()
    else:
        deed.off(reason)
