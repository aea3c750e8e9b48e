"""The window around the pages: navigation, menus, one door for undo, banner and undo bar that never move the list."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QAction, QKeyEvent
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.errors import ErrorCode, KnownError
from app.i18n import Label
from app.views.frame import MainWindow
from app.views.jobs import DatabaseThread
from app.views.kit.ask import Answer, Dialog, ask
from app.views.kit.notices import Notice
from app.views.kit.text import Text
from app.views.menus import LOOKS
from app.views.theme import Look, Theme
from tests.views.demo import PAGES, DemoPage

Key, Held = Qt.Key, Qt.KeyboardModifier
Make = Callable[..., MainWindow]


@pytest.fixture
def make(qtbot: QtBot, jobs: DatabaseThread) -> Make:
    """Make a shown window on the page of the members."""

    def build(width: int = 1366, height: int = 690) -> MainWindow:
        made = MainWindow(jobs, PAGES)
        qtbot.addWidget(made)
        made.resize(width, height)
        made.show()
        made.activateWindow()
        made.go_to("people")
        page = people(made)
        qtbot.waitUntil(lambda: page.list.model.is_loaded)
        return made

    return build


def people(window: MainWindow) -> DemoPage:
    assert isinstance(window.page, DemoPage)
    return window.page


def button(parent: QWidget, name: str) -> QPushButton:
    return next(each for each in parent.findChildren(QPushButton) if each.accessibleName() == name and each.isVisible())


def menu_texts(window: MainWindow, menu: str) -> list[str]:
    found = next(each for each in window.menuBar().actions() if each.text() == menu)
    return [each.text() for each in found.menu().actions()]  # type: ignore[attr-defined]


def test_the_list_has_the_focus_when_its_page_comes(qtbot: QtBot, make: Make) -> None:
    window = make()
    qtbot.waitUntil(people(window).list.table.hasFocus)


def test_alt_and_a_number_goes_to_a_page_and_alt_left_back(qtbot: QtBot, make: Make) -> None:
    window = make()
    qtbot.keyClick(window, Key.Key_5, Held.AltModifier)
    assert window.current_key == "backup"

    qtbot.keyClick(window, Key.Key_Left, Held.AltModifier)

    assert window.current_key == "people"


def test_a_page_puts_its_deeds_into_the_menus_and_takes_them_away(make: Make) -> None:
    window = make()
    assert "新增会员" in menu_texts(window, "名单")

    window.go_to("backup")

    assert not any(each.text() == "名单" and each.isVisible() for each in window.menuBar().actions())


def test_undo_and_redo_are_named_in_the_menu(make: Make) -> None:
    window = make()
    assert not window.menus.undo.isEnabled() and window.menus.undo.toolTip() == "还没有可以撤销的"

    window.menus.name_undo(Label("新增会员“刘秀英”"), None)

    assert "撤销：新增会员“刘秀英”" in menu_texts(window, "编辑")


def test_ctrl_z_in_a_text_never_takes_back_a_deed(qtbot: QtBot, make: Make) -> None:
    window = make()
    window.menus.name_undo(Label("新增会员"), None)
    asked: list[bool] = []
    window.undo_asked.connect(lambda: asked.append(True))
    search = people(window).list.search
    search.setFocus()
    qtbot.keyClicks(search, "ab")

    for _ in range(4):
        qtbot.keyClick(search, Key.Key_Z, Held.ControlModifier)

    assert asked == []
    people(window).list.table.setFocus()
    qtbot.keyClick(people(window).list.table, Key.Key_Z, Held.ControlModifier)
    assert asked == [True]


def test_f6_goes_round_the_areas(qtbot: QtBot, make: Make) -> None:
    window = make()
    qtbot.waitUntil(people(window).list.table.hasFocus)
    people(window).open(7)
    qtbot.waitUntil(lambda: people(window).form.body.rows["name"].editor.control.hasFocus())
    seen = []
    for _ in range(4):
        qtbot.keyClick(window, Key.Key_F6)
        focused = QApplication.focusWidget()
        seen.append(focused.accessibleName())

    assert seen == ["会员", "查找", "会员列表", "姓名"]


def test_enter_presses_the_button_that_has_the_focus(qtbot: QtBot, make: Make) -> None:
    window = make()
    new = button(window, "新增会员")
    new.setFocus()

    qtbot.keyClick(new, Key.Key_Return)

    qtbot.waitUntil(lambda: people(window).form.body.rows["name"].editor.control.hasFocus())


def test_a_finger_that_rests_on_enter_presses_once(qtbot: QtBot, make: Make) -> None:
    window = make()
    window.done(Label("已把“王芳”等 12 名会员移到回收站。"))
    asked: list[bool] = []
    window.undo_asked.connect(lambda: asked.append(True))
    undo = button(window, "撤销")

    for again in (False, True, True):
        press = QKeyEvent(QEvent.Type.KeyPress, Key.Key_Enter, Held.KeypadModifier, "\r", again)
        QApplication.sendEvent(undo, press)

    assert asked == [True]


def test_enter_opens_the_menu_of_a_button(qtbot: QtBot, make: Make) -> None:
    window = make()
    more = button(window, "更多")

    qtbot.keyClick(more, Key.Key_Return)

    menu = QApplication.activePopupWidget()
    assert menu is not None and menu.parent() is more
    menu.close()


def test_the_present_page_chosen_once_more_shows_its_list(qtbot: QtBot, make: Make) -> None:
    window = make(910, 460)
    people(window).open(7)
    qtbot.waitUntil(lambda: people(window).form.body.rows["name"].editor.control.hasFocus())

    qtbot.keyClick(window, Key.Key_2, Held.AltModifier)

    qtbot.waitUntil(people(window).list.table.hasFocus)
    assert not people(window).form.isVisible()


def test_a_double_click_in_the_navigation_counts_once(qtbot: QtBot, make: Make) -> None:
    window = make()
    chosen: list[str] = []
    window.navigation.chosen.connect(chosen.append)

    for click in (qtbot.mouseClick, qtbot.mouseDClick):
        click(window.navigation.buttons[1], Qt.MouseButton.LeftButton)

    assert chosen == ["people"]


def test_a_page_takes_the_focus_that_was_in_the_page_before(qtbot: QtBot, make: Make) -> None:
    window = make()
    window.add_notice(Notice("backup", Label("已 9 天没有备份。"), "warning", [(Label("现在备份"), window.show)]))
    qtbot.waitUntil(people(window).list.table.hasFocus)
    window.go_to("today")

    window.go_to("people")

    qtbot.waitUntil(people(window).list.table.hasFocus)


def test_the_undo_bar_takes_the_place_of_the_status_bar(make: Make) -> None:
    window = make()
    before = people(window).geometry()

    window.done(Label("已把“王芳”等 12 名会员移到回收站。"))

    assert people(window).geometry() == before
    assert window.undo_bar.isVisible() and not window.status.isVisible()
    button(window, "收起").click()
    assert window.status.isVisible()


def test_the_undo_bar_takes_the_deed_back(qtbot: QtBot, make: Make) -> None:
    window = make()
    window.done(Label("已把“王芳”等 12 名会员移到回收站。"))
    with qtbot.waitSignal(window.undo_asked):
        button(window, "撤销").click()


def test_what_was_done_on_a_page_goes_with_it_once_it_could_be_read(qtbot: QtBot, make: Make) -> None:
    window = make()
    window.foot.least_ms = 300
    window.done(Label("已把“王芳”等 12 名会员移到回收站。"))
    window.go_to("backup")
    assert window.undo_bar.isVisible()

    qtbot.waitUntil(lambda: not window.undo_bar.isVisible())


def test_what_was_done_stays_while_its_page_stays(qtbot: QtBot, make: Make) -> None:
    window = make()
    window.foot.least_ms = 0
    window.go_to("backup")

    window.done(Label("已从备份恢复。"))
    qtbot.wait(50)

    assert window.undo_bar.isVisible()


def test_the_gravest_notice_is_shown_and_the_rest_counted(make: Make) -> None:
    window = make()
    window.add_notice(Notice("backup", Label("已 9 天没有备份。"), "warning"))
    window.add_notice(Notice("damage", Label("资料文件有一处读不出来。"), "error"))
    shown = [each.text() for each in window.banner.findChildren(Text)]
    assert "资料文件有一处读不出来。" in shown and "还有 1 条" in shown

    window.remove_notice("damage")

    assert "已 9 天没有备份。" in [each.text() for each in window.banner.findChildren(Text)]


def test_the_entry_of_the_page_shown_is_in_view_in_a_low_window(qtbot: QtBot, make: Make) -> None:
    window = make(910, 250)
    entry = window.navigation.buttons[-1]

    window.go_to("settings")

    qtbot.waitUntil(lambda: entry.visibleRegion().boundingRect().height() == entry.height())


def test_a_narrow_window_shows_icons_over_two_characters(make: Make) -> None:
    wide, narrow = make(1366, 690), make(910, 460)
    assert wide.navigation.width() > 1.8 * narrow.navigation.width()


def test_the_form_stands_beside_the_list_or_in_its_place(qtbot: QtBot, make: Make) -> None:
    for width, beside in ((1366, True), (910, False)):
        window = make(width, 600)
        page = people(window)

        page.open(7)
        qtbot.waitUntil(page.form.isVisible)

        assert page.list.isVisible() is beside
        page.form.closed.emit()
        assert page.list.isVisible() and not page.form.isVisible()


def test_a_search_without_hits_offers_to_add_the_name(qtbot: QtBot, make: Make) -> None:
    window = make()
    page = people(window)
    with qtbot.waitSignal(page.list.model.changed):
        page.list.search.setText("张伟伟")

    button(page, "新增“张伟伟”").click()

    qtbot.waitUntil(lambda: page.form.draft().get("name") == "张伟伟")


def test_saving_a_new_record_shows_it_and_says_so(qtbot: QtBot, make: Make) -> None:
    window = make()
    page = people(window)
    page.new()
    qtbot.waitUntil(page.form.isVisible)
    page.form.body.show_texts({"name": "王新", "unit": "综合办公室"})

    with qtbot.waitSignal(page.form.saved):
        page.form.save()

    assert window.undo_bar.isVisible()


def test_an_unsaved_form_holds_the_page_until_it_is_decided(qtbot: QtBot, make: Make) -> None:
    window = make()
    page = people(window)
    page.open(7)
    qtbot.waitUntil(lambda: page.form.record_id == 7)
    page.form.body.show_texts({"post": "班长"})

    window.go_to("backup")
    assert window.current_key == "people"
    button(page.form.findChild(Dialog), "不保存").click()

    assert window.current_key == "backup"


def test_closing_the_window_asks_for_what_is_unsaved(qtbot: QtBot, make: Make) -> None:
    window = make()
    page = people(window)
    page.open(7)
    qtbot.waitUntil(lambda: page.form.record_id == 7)
    page.form.body.show_texts({"post": "班长"})

    window.close()

    assert window.isVisible()
    button(page.form.findChild(Dialog), "不保存").click()
    assert not window.isVisible()


def test_a_known_fault_says_what_happened_what_is_safe_and_what_next(make: Make) -> None:
    window = make()
    said = ["没有保存：D盘满了。", "没有丢。", "删掉一些文件。"]
    what, safe, after = map(Label, said)
    fault = KnownError(ErrorCode.DISK_FULL, what, safe=safe, next=after)

    window.tell_fault(fault)

    words = [each.text() for each in window.findChild(Dialog).findChildren(Text)]
    assert [each for each in words if each in said] == said


def test_a_cover_hides_everything_until_it_is_taken_away(make: Make) -> None:
    window = make()
    window.cover(QWidget())
    assert not people(window).isVisible() and not window.menuBar().isVisible()

    window.cover(None)

    assert people(window).isVisible() and window.menuBar().isVisible()


@pytest.mark.parametrize("look_name", [Look.LIGHT, Look.DARK, Look.HIGH_CONTRAST])
def test_the_look_changes_live_and_is_ticked_in_the_menu(
    qtbot: QtBot, make: Make, look: Theme, look_name: Look
) -> None:
    window = make()
    with qtbot.waitSignal(window.look_changed):
        window.use_look(look_name)
    window.grab()

    looks = [str(each) for each in LOOKS.values()]
    ticked = [each.text() for each in window.findChildren(QAction) if each.isChecked() and each.text() in looks]
    assert ticked == [str(LOOKS[look_name])]
    assert look.look is look_name


def test_every_button_in_the_window_has_a_name_and_every_disabled_one_a_reason(make: Make) -> None:
    window = make()
    for each in window.findChildren(QPushButton):
        assert each.accessibleName(), each.text()
        assert each.isEnabled() or each.accessibleDescription(), each.text()


def test_buttons_that_find_no_room_move_into_the_menu(make: Make) -> None:
    window = make(900, 600)
    assert not any(each.accessibleName() == "打印…" and each.isVisible() for each in window.findChildren(QPushButton))
    assert people(window).list.search.width() >= 12 * 14


def test_a_screen_reader_is_told_the_words_of_a_question_before_its_buttons(make: Make) -> None:
    dialog = ask(
        make(), Label("还没保存"), Label("刘秀英的资料改了 3 处。"), [Answer(Label("保存")), Answer(Label("取消"))]
    )

    told = spoken(QAccessible.queryAccessibleInterface(dialog))

    assert [each for each in told if each in ("刘秀英的资料改了 3 处。", "保存", "取消")] == [
        "刘秀英的资料改了 3 处。", "保存", "取消"
    ]  # fmt: skip
    dialog.close()


def spoken(node: QAccessibleInterface) -> list[str]:
    """The names of everything in it, as a screen reader comes to them."""
    children = [node.child(at) for at in range(node.childCount())]
    return [node.text(QAccessible.Text.Name), *(name for child in children for name in spoken(child))]
