"""The menu 文件 leads to what people look for there: taking a sheet in, and making a backup."""

from __future__ import annotations

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from app.views.importing.wizard import ImportWizard
from tests.views.pages.room import Room


def entry(room: Room, name: str) -> QAction:
    menu = next(each for each in room.window.menuBar().findChildren(QMenu) if each.title() == "文件")
    return next(action for action in menu.actions() if action.text() == name)


def test_importing_begins_from_the_menu_and_only_once(room: Room) -> None:
    room.open()
    for _ in range(2):
        entry(room, "导入会员…").trigger()
        room.settle()

    room.qtbot.waitUntil(lambda: room.window.current_key == "members")
    assert len(room.window.findChildren(ImportWizard)) == 1


def test_the_way_to_a_backup_stands_there_too(room: Room) -> None:
    room.open()

    entry(room, "备份到U盘或文件夹…").trigger()
    room.settle()

    assert room.window.current_key == "backup"


def test_a_narrow_navigation_calls_a_page_as_it_is_called(room: Room) -> None:
    names = {button.page.key: str(button.page.short) for button in room.window.navigation.buttons}

    assert names["home"] == "工作台"
