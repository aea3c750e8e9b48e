"""The menus lead to what people look for there: taking a sheet in, making a backup; going back to one, apart."""

from __future__ import annotations

import threading

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from app.views.importing.wizard import ImportWizard
from app.views.loading import Later
from app.views.members import MembersPage
from tests.views.pages.room import Room


def menu(room: Room, title: str) -> QMenu:
    return next(each for each in room.window.menuBar().findChildren(QMenu) if each.title() == title)


def entry(room: Room, name: str, title: str = "文件") -> QAction:
    return next(action for action in menu(room, title).actions() if action.text() == name)


def test_importing_begins_from_the_menu_and_only_once(room: Room) -> None:
    room.open()
    for _ in range(2):
        entry(room, "导入会员…").trigger()
    room.qtbot.waitUntil(lambda: len(room.window.findChildren(ImportWizard)) > 0)
    entry(room, "导入会员…").trigger()
    room.settle()

    assert room.window.current_key == "members"
    assert len(room.window.findChildren(ImportWizard)) == 1


class Elsewhere(Later):
    """Knows where it was loaded."""

    def load(self) -> threading.Thread:
        return threading.current_thread()


def test_what_an_import_is_made_of_is_loaded_away_from_the_window(room: Room) -> None:
    room.open()
    room.window.go_to("members")
    room.qtbot.waitUntil(lambda: isinstance(room.window.page, MembersPage))
    page, threads = room.window.page, list[threading.Thread]()
    assert isinstance(page, MembersPage)

    page.await_guest(Elsewhere("nowhere"), threads.append)
    room.settle()

    assert [one is threading.current_thread() for one in threads] == [False]


def test_the_way_to_a_backup_stands_there_too(room: Room) -> None:
    room.open()

    entry(room, "备份到U盘或文件夹…").trigger()
    room.settle()

    assert room.window.current_key == "backup"


def test_going_back_to_a_backup_stands_in_another_menu_than_making_one(room: Room) -> None:
    room.open()

    entry(room, "从备份恢复…", "工具").trigger()
    room.settle()

    assert room.window.current_key == "backup" and room.dialogs.asked == ["选一个备份"]
    assert not any("恢复" in action.text() for action in menu(room, "文件").actions())


def test_a_narrow_navigation_calls_a_page_as_it_is_called(room: Room) -> None:
    names = {button.page.key: str(button.page.short) for button in room.window.navigation.buttons}

    assert names["home"] == "工作台"
