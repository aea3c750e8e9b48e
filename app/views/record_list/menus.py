"""The menus of a list: of a row, and of a column."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu

from app.i18n import Label
from app.views.kit.deeds import Deed

if TYPE_CHECKING:
    from app.views.record_list.panel import RecordList


def row_menu(people: RecordList, deeds: Sequence[Deed]) -> QMenu:
    """What can be done with the selected rows and cells, and with the column of the current one."""
    menu = _menu(people)
    menu.addActions(list(deeds))
    menu.addSeparator()
    _add(menu, Label("复制"), people.copy, "Ctrl+C")
    _add(menu, Label("连同列名复制"), lambda: people.copy(headings=True))
    menu.addActions(list(people.hiding_deeds()))
    menu.addActions(list(people.cell_deeds()))
    at = people.table.currentIndex().column()
    if at >= 0:
        menu.addSeparator()
        below = menu.addMenu(str(Label("“{column}”这一列", column=people.model.columns[at].label)).replace("&", "&&"))
        fill_heading_menu(below, people, at)
    return menu


def heading_menu(people: RecordList, at: int) -> QMenu:
    """The menu of a column."""
    menu = _menu(people)
    fill_heading_menu(menu, people, at)
    return menu


def fill_heading_menu(menu: QMenu, people: RecordList, at: int) -> None:
    """升序 降序 | 筛选此列… | 隐藏此列 列设置… | 适合宽度 恢复默认."""
    wanted = people.model.columns[at]
    if wanted.sortable:
        _add(menu, Label("升序"), lambda: people.sort_by(at, descending=False))
        _add(menu, Label("降序"), lambda: people.sort_by(at, descending=True))
        menu.addSeparator()
        _add(menu, Label("筛选此列…"), lambda: people.ask_filter(at), "Alt+Down")
        menu.addSeparator()
    _add(menu, Label("隐藏此列"), lambda: people.columns.hide(at))
    _add(menu, Label("列设置…"), people.ask_columns)
    menu.addSeparator()
    _add(menu, Label("适合宽度"), lambda: people.columns.fit(at))
    _add(menu, Label("恢复默认"), people.reset_columns)


def list_deeds(people: RecordList, parent: QObject) -> Sequence[Deed]:
    """What the menu bar offers for every list; the keys are listened to by its table."""
    return [
        _with_key(Label("按条件筛选…"), people.narrow.ask_conditions, "Ctrl+Shift+L", parent),
        _with_key(Label("转到第几行…"), people.ask_row, "Ctrl+G", parent),
        Deed(Label("列设置…"), people.ask_columns, icon="columns", parent=parent),
    ]


def _with_key(label: Label, run: Callable[[], object], key: str, parent: QObject) -> Deed:
    made = Deed(label, run, hint=key, parent=parent)
    made.setText(f"{made.text()}\t{key}")
    return made


def _menu(people: RecordList) -> QMenu:
    menu = QMenu(people)
    menu.aboutToHide.connect(menu.deleteLater)
    return menu


def _add(menu: QMenu, label: Label, run: Callable[[], object], key: str = "") -> None:
    """An entry; its key is shown, and listened to by the table."""
    menu.addAction(_with_key(label, run, key, menu) if key else Deed(label, run, parent=menu))
