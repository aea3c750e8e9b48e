"""The home page: what is due with one button each, and what to do first in a new file."""

from __future__ import annotations

from typing import ClassVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from app.i18n import Label
from app.services.files import OpenFile
from app.views import home_page, members
from app.views.frame import MainWindow
from app.views.home_page import HomePage
from app.views.page import PageView
from app.views.pages import Page
from app.views.settings_places import Place
from tests.factories import add_case, add_person, add_round, add_standard
from tests.views.demo import PlainPage
from tests.views.pages.conftest import MakeWindow
from tests.views.pages.driving import button, has_button, press, says
from tests.views.pages.room import Room
from tests.views.seeing import cut_off, nameless, too_low

MEMBERS = Page("members", Label("会员"), Label("会员"), "users", members.build, None, members.prepare)
HOME = Page("home", Label("工作台"), Label("今天"), "home", home_page.build, None, home_page.prepare)


class Remembering(PlainPage):
    """A page that remembers which record it was asked for."""

    asked: ClassVar[list[int]] = []

    def show_record(self, record_id: int) -> None:
        Remembering.asked = [record_id]


def others() -> list[Page]:
    keys = ("members", "hardship", "rounds", "backup", "settings")
    return [Page(key, Label(key), Label(key[:2]), "users", Remembering) for key in keys]


def home_of(window: MainWindow) -> HomePage:
    assert isinstance(window.page, HomePage)
    return window.page


def test_a_new_file_says_what_to_do_first(qtbot: QtBot, make_window: MakeWindow) -> None:
    page = home_of(make_window(HOME, *others()))

    assert says(page, "先把会员名单放进来")
    assert all(has_button(page, name) for name in ("从 Excel 导入会员…", "新增会员", "填本年低保标准"))


def test_the_import_begins_on_the_page_of_the_members(qtbot: QtBot, make_window: MakeWindow) -> None:
    window = make_window(HOME, MEMBERS)
    qtbot.waitUntil(button(window, "从 Excel 导入会员…").hasFocus)

    qtbot.keyClick(button(window, "从 Excel 导入会员…"), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: has_button(window, "选文件…"))

    assert window.current_key == "members"
    assert button(window, "会员").isChecked()


def test_the_members_chosen_once_more_end_the_import(qtbot: QtBot, make_window: MakeWindow) -> None:
    window = make_window(HOME, MEMBERS)
    press(qtbot, window, "从 Excel 导入会员…")
    qtbot.waitUntil(lambda: has_button(window, "选文件…"))

    press(qtbot, window, "会员")

    assert not has_button(window, "选文件…")
    qtbot.waitUntil(lambda: has_button(window, "从 Excel 导入…"))


def test_the_standard_is_one_button_away(qtbot: QtBot, make_window: MakeWindow) -> None:
    window = make_window(HOME, *others())

    press(qtbot, home_of(window), "填本年低保标准")

    assert window.current_key == "settings" and Remembering.asked == [Place.STANDARDS]


def test_of_a_missing_backup_the_banner_speaks_and_not_the_page(room: Room) -> None:
    room.open()
    with room.file.database.write("新增") as session:
        add_person(session)
    room.settle()

    page = home_of(room.window)
    room.qtbot.waitUntil(lambda: says(page, "眼下没有别的要办的事。"))
    assert says(room.window.banner, "还没有备份过") and not says(page, "备份")


def test_a_household_without_a_standard_leads_to_the_standards(
    qtbot: QtBot, make_window: MakeWindow, opened: OpenFile
) -> None:
    with opened.database.write("新增") as session:
        add_case(session, add_person(session))
    window = make_window(HOME, *others())
    page = home_of(window)
    name = next(each for each in _buttons(page) if each.startswith("填标准："))

    press(qtbot, page, name)

    assert window.current_key == "settings" and Remembering.asked == [Place.STANDARDS]


def test_an_open_round_leads_to_that_very_round(qtbot: QtBot, make_window: MakeWindow, opened: OpenFile) -> None:
    with opened.database.write("新增") as session:
        add_person(session)
        add_round(session, "2026年中秋慰问")
        wanted = add_round(session, "2027年春节送温暖").id
    window = make_window(HOME, *others())
    page = home_of(window)

    press(qtbot, page, next(each for each in _buttons(page) if "2027年春节送温暖" in each))

    assert window.current_key == "rounds" and Remembering.asked == [wanted]


def test_the_union_is_shown_in_figures(qtbot: QtBot, make_window: MakeWindow, opened: OpenFile) -> None:
    with opened.database.write("新增") as session:
        add_standard(session)
        add_case(session, add_person(session))
        add_person(session)
        add_person(session, member=False)

    page = home_of(make_window(HOME, *others()))

    assert says(page, "会员 2 人") and says(page, "困难职工 1 户")


def test_the_figures_follow_a_deed(qtbot: QtBot, make_window: MakeWindow, opened: OpenFile) -> None:
    window = make_window(HOME, *others())
    with opened.database.write("新增") as session:
        add_person(session)

    window.records_changed(frozenset({"person"}))

    qtbot.waitUntil(lambda: says(window, "会员 1 人"))


@pytest.mark.parametrize("size", [{}, {"width": 910, "height": 460}], ids=["1366x690", "910x460"])
@pytest.mark.parametrize("people", [0, 1])
def test_nothing_is_cut_off_or_nameless(
    qtbot: QtBot, make_window: MakeWindow, opened: OpenFile, people: int, size: dict[str, int]
) -> None:
    with opened.database.write("新增") as session:
        for _ in range(people):
            add_case(session, add_person(session))

    page = home_of(make_window(HOME, *others(), **size))
    qtbot.wait(50)

    assert [cut_off(page), too_low(page), nameless(page)] == [[], [], []]


def _buttons(page: PageView) -> list[str]:
    return [each.accessibleName() for each in page.findChildren(QPushButton) if each.isVisible()]
