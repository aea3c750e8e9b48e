"""快速查找 (Ctrl+K): pages, deeds and people by what one types."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.i18n import Label
from app.services.files import OpenFile
from app.services.finding import find
from app.views.frame import MainWindow
from app.views.members import MembersPage
from app.views.pages import PAGES
from app.views.palette import Palette
from tests.factories import add_case, add_person, add_round
from tests.views.pages.conftest import MakeWindow
from tests.views.pages.driving import says
from tests.views.seeing import cut_off, nameless, too_low

ID_NO = "110105194912310021"
Held, Key = Qt.KeyboardModifier, Qt.Key


@pytest.fixture(autouse=True)
def _people(opened: OpenFile) -> None:
    """Two people, a file, a round."""
    with opened.database.write("新增") as session:
        add_person(session, "陈一")
        second = add_person(session, "吕小明", id_no=ID_NO)
        add_case(session, second)
        add_round(session)


@pytest.fixture
def window(qtbot: QtBot, make_window: MakeWindow) -> MainWindow:
    """The whole window, on the page of the members."""
    made = make_window(PAGES[1], *PAGES[:1], *PAGES[2:])
    qtbot.waitUntil(lambda: isinstance(made.page, MembersPage))
    page = made.page
    assert isinstance(page, MembersPage)
    qtbot.waitUntil(page.page.list.table.hasFocus)
    return made


def open_it(qtbot: QtBot, window: MainWindow) -> Palette:
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window)
    qtbot.keyClick(window, Key.Key_K, Held.ControlModifier)
    found = window.findChild(Palette)
    assert isinstance(found, Palette)
    qtbot.waitUntil(found.line.hasFocus)
    return found


def names(palette: Palette) -> list[str]:
    return [palette.list.item(row).text() for row in range(palette.list.count())]


def write(qtbot: QtBot, palette: Palette, text: str, wanted: str) -> None:
    palette.line.setText(text)
    qtbot.waitUntil(lambda: wanted in names(palette))


def test_a_page_is_found_by_its_name_pinyin_and_initials(qtbot: QtBot, window: MainWindow) -> None:
    palette = open_it(qtbot, window)
    for text in ("慰问", "weiwen", "ww"):
        write(qtbot, palette, text, "慰问")
        assert names(palette)[0] == "慰问"

    qtbot.keyClick(palette.line, Key.Key_Return)

    qtbot.waitUntil(lambda: window.current_key == "rounds")


def test_a_part_of_the_settings_is_found(qtbot: QtBot, window: MainWindow) -> None:
    palette = open_it(qtbot, window)
    write(qtbot, palette, "mima", "密码和恢复码")

    qtbot.keyClick(palette.line, Key.Key_Return)

    qtbot.waitUntil(lambda: window.current_key == "settings")


def test_a_deed_is_found_with_its_key_and_done(qtbot: QtBot, window: MainWindow) -> None:
    palette = open_it(qtbot, window)
    write(qtbot, palette, "新增会员", "新增会员")
    assert "Ctrl+N" in palette.list.item(0).data(Qt.ItemDataRole.AccessibleTextRole)

    qtbot.keyClick(palette.line, Key.Key_Return)

    page = window.page
    assert isinstance(page, MembersPage)
    qtbot.waitUntil(lambda: page.page.form.isVisible())


def test_somebody_is_found_in_four_ways_and_opened(qtbot: QtBot, window: MainWindow) -> None:
    palette = open_it(qtbot, window)
    for text in ("吕小明", "lxm", "lüxiaoming", "0021"):
        palette.line.setText("没有这样的")
        assert "吕小明" not in names(palette)
        write(qtbot, palette, text, "吕小明")
    palette.list.setCurrentRow(names(palette).index("吕小明"))

    qtbot.keyClick(palette.line, Key.Key_Return)

    page = window.page
    assert isinstance(page, MembersPage)
    qtbot.waitUntil(lambda: page.page.current_id() == 2 and page.page.form.isVisible())


def test_enter_before_the_file_has_answered_goes_when_it_has(qtbot: QtBot, window: MainWindow) -> None:
    palette = open_it(qtbot, window)
    palette.line.setText("吕小明")

    qtbot.keyClick(palette.line, Key.Key_Return)

    page = window.page
    assert isinstance(page, MembersPage)
    qtbot.waitUntil(lambda: page.page.current_id() == 2)


def test_rounds_and_households_are_found_too(qtbot: QtBot, window: MainWindow) -> None:
    for text, name, key in (("2027", "2027年春节送温暖", "rounds"), ("lxm", "吕小明", "hardship")):
        palette = open_it(qtbot, window)
        write(qtbot, palette, text, name)
        last = len(names(palette)) - 1 - names(palette)[::-1].index(name)
        palette.list.setCurrentRow(last)

        qtbot.keyClick(palette.line, Key.Key_Return)

        qtbot.waitUntil(lambda key=key: window.current_key == key)
        qtbot.waitUntil(lambda: window.findChild(Palette) is None and window.page is not None)


def test_no_hit_is_said_with_what_can_be_looked_for(qtbot: QtBot, window: MainWindow) -> None:
    palette = open_it(qtbot, window)

    palette.line.setText("查无此人")

    qtbot.waitUntil(lambda: says(palette, "没有找到“查无此人”。"))
    assert says(palette, "身份证后四位") and not palette.list.isVisible()
    assert cut_off(palette) == nameless(palette) == []
    write(qtbot, palette, "陈一", "陈一")
    assert palette.list.isVisible() and not says(palette, "没有找到")


def test_esc_closes_and_the_focus_goes_back(qtbot: QtBot, window: MainWindow) -> None:
    before = QApplication.focusWidget()
    palette = open_it(qtbot, window)

    qtbot.keyClick(palette.line, Key.Key_Escape)
    window.activateWindow()

    qtbot.waitUntil(lambda: QApplication.focusWidget() is before)


def test_whoever_types_a_name_never_does_a_deed_by_enter(qtbot: QtBot, window: MainWindow) -> None:
    window.menus.name_undo(Label("新增会员"), None)
    palette = open_it(qtbot, window)

    write(qtbot, palette, "ch", "陈一")

    assert names(palette)[0] == "陈一" and names(palette)[-1].startswith("撤销")


def test_the_arrows_go_through_the_list_from_the_line(qtbot: QtBot, window: MainWindow) -> None:
    palette = open_it(qtbot, window)

    for key in (Key.Key_Down, Key.Key_Down, Key.Key_Up):
        qtbot.keyClick(palette.line, key)

    assert palette.list.currentRow() == 1
    assert palette.line.hasFocus()


def test_nothing_is_found_behind_the_cover_of_a_locked_window(qtbot: QtBot, window: MainWindow) -> None:
    window.cover(QWidget())

    qtbot.keyClick(window, Key.Key_K, Held.ControlModifier)

    assert window.findChild(Palette) is None


def test_numbers_beside_a_name_are_never_whole(opened: OpenFile) -> None:
    with opened.database.read() as session:
        hits = find(session, ["person", "hardship-case", "round"], "吕小明")

    assert [hit.type for hit in hits] == ["person", "hardship-case"]
    assert not any(ID_NO in hit.note for hit in hits)


def test_nothing_is_cut_off_and_everything_has_a_name(qtbot: QtBot, window: MainWindow) -> None:
    window.resize(910, 460)
    palette = open_it(qtbot, window)

    assert cut_off(palette) == too_low(palette) == nameless(palette) == []
    assert palette.width() < 910 and palette.height() < 460
