"""The menu bar: the window's own deeds, and between them those of the page shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu

from app.i18n import Label
from app.views import theme
from app.views.kit.deeds import Deed
from app.views.loading import PALETTE
from app.views.page import EDIT, FILE, HELP, LIST, TOOLS, VIEW
from app.views.theme import Look

if TYPE_CHECKING:
    from app.views.frame import MainWindow
    from app.views.pages import Offered, Page

MENUS = {
    FILE: Label("文件"),
    EDIT: Label("编辑"),
    VIEW: Label("查看"),
    LIST: Label("名单"),
    TOOLS: Label("工具"),
    HELP: Label("帮助"),
}
LOOKS = {
    Look.SYSTEM: Label("跟随电脑"),
    Look.LIGHT: Label("浅色"),
    Look.DARK: Label("深色"),
    Look.HIGH_CONTRAST: Label("高对比"),
}
NUMBERED = 9
PALETTE_NAME = Label("快速查找…")


class Menus(QObject):
    """Builds the menu bar of a window and keeps it in step with the page."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.undo = self._deed(Label("撤销"), window.undo, "Ctrl+Z", "arrow-back-up")
        self.redo = self._deed(Label("重做"), window.redo, "Ctrl+Y", "arrow-forward-up")
        self._looks = {each: self._look(each) for each in LOOKS}
        history = self._deed(Label("撤销历史…"), window.history_asked.emit, icon="history")
        find = self._deed(Label("查找"), window.to_search, "Ctrl+F", "search")
        palette = self._deed(PALETTE_NAME, lambda: PALETTE.load().open_palette(window), "Ctrl+K", "search")
        lock = self._deed(Label("锁定"), window.lock_asked.emit, "Ctrl+L", "lock")
        leave = self._deed(Label("退出"), window.close, "Ctrl+Q", "logout")
        help_ = self._deed(Label("帮助"), lambda: window.help_asked.emit(window.current_key), "F1", "help-circle")
        # Parts of a menu are divided by a line; None is where the page's own deeds stand.
        self._parts: dict[str, list[Sequence[Deed] | None]] = {
            FILE: [self._offered(lambda page: page.offers), None, [lock], [leave]],
            EDIT: [[self.undo, self.redo, history], [find, palette], None],
            VIEW: [self._pages(), self._ways(), self._scales(), list(self._looks.values()), None],
            LIST: [None],
            TOOLS: [None, self._offered(lambda page: page.tools)],
            HELP: [[help_], None],
        }
        self._menus: dict[str, QMenu] = {}
        for key, label in MENUS.items():
            self._menus[key] = window.menuBar().addMenu(str(label))
            self._menus[key].setToolTipsVisible(True)
        self._named: tuple[Label | None, Label | None] = (None, None)
        self._show_names()
        window.foot.way_back_changed.connect(self._show_names)
        theme.theme().changed.connect(self._mark_look)
        self._mark_look()
        self.fill()

    def fill(self) -> None:
        """Show the deeds of the page that is shown now; a menu without any is not there."""
        page = self._window.page
        from_page = page.menu_deeds() if page is not None else {}
        for key, menu in self._menus.items():
            menu.clear()
            for part in self._parts[key]:
                deeds = from_page.get(key, ()) if part is None else part
                if deeds:
                    menu.addSeparator()
                    menu.addActions(list(deeds))
            menu.menuAction().setVisible(not menu.isEmpty())

    def name_undo(self, undo: Label | None, redo: Label | None) -> None:
        """Name the deeds that 撤销 and 重做 would take back and do again; None: there is none."""
        self._named = undo, redo
        self._show_names()

    def _show_names(self) -> None:
        undo, redo = self._named
        if (way_back := self._window.foot.way_back) is not None:
            undo = way_back.name
        self.undo.rename(Label("撤销：{deed}", deed=undo) if undo else Label("撤销"))
        self.redo.rename(Label("重做：{deed}", deed=redo) if redo else Label("重做"))
        for deed, label, reason in (
            (self.undo, undo, Label("还没有可以撤销的")),
            (self.redo, redo, Label("没有可以重做的")),
        ):
            if label is None:
                deed.off(reason)
            else:
                deed.on()

    def _deed(self, label: Label, run: Callable[[], object], key: str = "", icon: str = "") -> Deed:
        made = Deed(label, run, key=key, icon=icon, parent=self)
        self._window.addAction(made)
        return made

    def _look(self, look: Look) -> Deed:
        made = self._deed(LOOKS[look], lambda: self._window.use_look(look))
        made.setCheckable(True)
        return made

    def _mark_look(self) -> None:
        for each, made in self._looks.items():
            made.setChecked(each is theme.theme().look)

    def _offered(self, of: Callable[[Page], Sequence[Offered]]) -> list[Deed]:
        """What pages do that people look for in a menu."""
        return [
            self._deed(label, partial(self._window.go_and, page.key, then), icon=icon)
            for page in self._window.pages
            for label, icon, then in of(page)
        ]

    def _pages(self) -> list[Deed]:
        return [
            self._deed(page.label, partial(self._window.go_area, page.key), f"Alt+{number}", page.icon)
            for number, page in enumerate(self._window.pages[:NUMBERED], start=1)
        ]

    def _ways(self) -> list[Deed]:
        window = self._window
        return [
            self._deed(Label("下一个区域"), window.next_area, "F6"),
            self._deed(Label("上一个区域"), lambda: window.next_area(-1), "Shift+F6"),
            self._deed(Label("返回"), window.back, "Alt+Left"),
            self._deed(Label("再开一个窗口"), window.open_aside, "Ctrl+Shift+N"),
            self._deed(
                Label("全屏"),
                lambda: window.setWindowState(window.windowState() ^ Qt.WindowState.WindowFullScreen),
                "F11",
            ),
        ]

    def _scales(self) -> list[Deed]:
        window = self._window
        bigger = self._deed(Label("字大一些"), lambda: window.step_scale(1))
        bigger.setShortcuts([QKeySequence("Ctrl++"), QKeySequence("Ctrl+=")])
        return [
            bigger,
            self._deed(Label("字小一些"), lambda: window.step_scale(-1), "Ctrl+-"),
            self._deed(Label("字回到 100 %"), lambda: window.step_scale(0), "Ctrl+0"),
        ]
