"""Every key of the table in screen.md §9 does something where it is to work; the table stands here, line by line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QMenu, QWidget
from pytestqt.qtbot import QtBot

from app.i18n import Label
from app.models import CondolenceRound
from app.services import rounds
from app.services.files import OpenFile
from app.views.frame import MainWindow
from app.views.help_dialog import HelpDialog
from app.views.kit.notices import Notice
from app.views.kit.plain_table import PlainTable
from app.views.members import MembersPage
from app.views.pages import PAGES
from app.views.record_list.panel import RecordList
from app.views.rounds.page import RoundsPage
from app.views.theme import Look, theme
from tests.factories import add_person, add_round
from tests.views.pages.conftest import MakeWindow
from tests.views.pages.driving import FakeDialogs, has_button

PEOPLE = 60
PATIENCE_MS = 700
COPIED = "李明"

ANYWHERE = (
    "F1", "Ctrl+K", "Ctrl+L", *(f"Alt+{number}" for number in range(1, min(len(PAGES), 9) + 1) if number != 2),
    "Alt+Left", "F6", "Shift+F6", "Ctrl+N", "Ctrl+Shift+N", "Ctrl+P", "Ctrl+Z", "Ctrl+Y", "Ctrl+F",
    "Ctrl++", "F11", "F12",
)  # fmt: skip
IN_A_LIST = (
    "Return", "Shift+Return", "F2", "Up", "Down", "Left", "Right", "Home", "End",
    "Ctrl+Up", "Ctrl+Down", "Ctrl+Left", "Ctrl+Right", "Ctrl+Home", "Ctrl+End",
    "PgUp", "PgDown", "Alt+PgUp", "Alt+PgDown", "Shift+Up", "Shift+Down", "Shift+Right", "Shift+End",
    "Ctrl+A", "Ctrl+C", "Ctrl+V", "Ctrl+D", "Ctrl+H", "Ctrl+G", "Ctrl+Shift+L", "Delete", "Escape",
    "F8", "Shift+F8", "Alt+Down", "F4", "Ctrl+Shift+E", "Ctrl+Shift+H", "Shift+F10", "Tab", "L", "7",
)  # fmt: skip
IN_A_FORM = (
    "Return", "Tab", "Shift+Tab", "Ctrl+S", "Ctrl+Return", "Ctrl+PgUp", "Ctrl+PgDown", "F8", "Shift+F8", "Escape",
    "Ctrl+Z", "Ctrl+A", "Ctrl+Shift+H",
)  # fmt: skip


class Told:
    """Counts what the window asks of its desk, and remembers the last words."""

    def __init__(self, window: MainWindow) -> None:
        self.seen: list[str] = []
        for name in ("undo_asked", "redo_asked", "lock_asked", "help_asked"):
            getattr(window, name).connect(lambda *_, name=name: self.seen.append(name))


@pytest.fixture
def window(qtbot: QtBot, make_window: MakeWindow, opened: OpenFile, dialogs: Any) -> Iterator[MainWindow]:
    """The whole window with sixty members and a round; the page of the members is the second one shown."""
    with opened.database.write("新增") as session:
        people = [
            add_person(session, f"陈{number:02}", id_no=f"11010519491231{number:03}X") for number in range(PEOPLE)
        ]
        found = add_round(session)
        rounds.add(session, found, people[:3], reason="大病")
    made: MainWindow = make_window(PAGES[0], *PAGES[1:])
    made.menus.name_undo(Label("新增会员"), Label("新增会员"))
    made.go_to("members")
    qtbot.waitUntil(lambda: isinstance(made.page, MembersPage))
    qtbot.waitUntil(list_of(made).table.hasFocus)
    yield made
    theme().use(Look.LIGHT, 100)


def list_of(window: MainWindow) -> RecordList:
    assert isinstance(window.page, MembersPage)
    return window.page.page.list


def press(key: str) -> None:
    focused = QApplication.focusWidget()
    assert focused is not None, f"nothing has the focus for {key}"
    QTest.keySequence(focused, QKeySequence(key))


def front() -> list[str]:
    """The dialogs and menus that stand open."""
    shown = [each for each in QApplication.topLevelWidgets() if each.isVisible()]
    return sorted(f"{type(each).__name__} {each.windowTitle()}" for each in shown if isinstance(each, QDialog | QMenu))


def state(window: MainWindow, told: Told) -> tuple[Any, ...]:
    """Everything that a person could notice."""
    focused = QApplication.focusWidget()
    text = (focused.text(), focused.selectedText()) if isinstance(focused, QLineEdit) else None
    listed: tuple[Any, ...] = ()
    if isinstance(window.page, MembersPage):
        page, table = window.page.page, list_of(window).table
        at = table.currentIndex()
        listed = (
            at.row(), at.column(), table.chosen.ranges(), table.chosen.everything, list_of(window).query,
            page._both.is_open, page.form.record_id if page._both.is_open else None, dict(table.rows_model.in_full),
        )  # fmt: skip
    return (
        window.current_key, id(focused), text, listed, front(), len(window.others.all()), theme().scale,
        window.windowState(), list(told.seen), QGuiApplication.clipboard().text(),
        window.status._counts.text(), window.undo_bar.isVisible(), asked_for(window),
    )  # fmt: skip


def asked_for(window: MainWindow) -> int:
    """How often a file was asked for."""
    assert isinstance(window.dialogs, FakeDialogs)
    return len(window.dialogs.asked)


def close_all(qtbot: QtBot, window: MainWindow) -> None:
    """As it was before the key."""
    qtbot.waitUntil(lambda: window.jobs.is_idle)
    while isinstance(popup := QApplication.activePopupWidget(), QWidget):
        popup.close()
    for each in QApplication.topLevelWidgets():
        if isinstance(each, QDialog) and each.isVisible():
            each.reject()
    window.others.close()
    if theme().scale != 100:
        theme().use(Look.LIGHT, 100)
    if window.windowState() != Qt.WindowState.WindowNoState:
        window.setWindowState(Qt.WindowState.WindowNoState)
    window.go_to("members")
    page = window.page
    assert isinstance(page, MembersPage)
    if page.page._both.is_open:
        page.page.form.drop()
        page.page._close_form()
    page.page.list.search.clear_now()
    page.page.list.hider.hide() if page.page.list.hider else None
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window)
    page.page.list.table.setFocus()
    page.page.list.table.chosen.go(20, 2)
    page.page.list.table.chosen.go(22, 3, extend=True)
    window.foot.close_undo_bar()
    window.status.say(page.page.list.table.rows_model.columns[0].label)
    QGuiApplication.clipboard().setText(COPIED)
    qtbot.waitUntil(lambda: window.jobs.is_idle)


def dead_keys(
    qtbot: QtBot, window: MainWindow, keys: tuple[str, ...], arrange: Callable[[], object] = lambda: None
) -> list[str]:
    """The keys after which nothing is different."""
    told, dead = Told(window), []
    for key in keys:
        close_all(qtbot, window)
        arrange()
        before = state(window, told)
        press(key)
        try:
            qtbot.waitUntil(lambda before=before: state(window, told) != before, timeout=PATIENCE_MS)  # type: ignore[misc]
        except Exception:
            dead.append(key)
    close_all(qtbot, window)
    return dead


def test_every_key_of_the_window_does_something(qtbot: QtBot, window: MainWindow) -> None:
    assert dead_keys(qtbot, window, ANYWHERE) == []


def test_ctrl_minus_makes_the_letters_smaller_again(qtbot: QtBot, window: MainWindow) -> None:
    press("Ctrl++")
    assert theme().scale == 110

    press("Ctrl+-")

    assert theme().scale == 100


def test_ctrl_0_goes_back_to_the_usual_size(qtbot: QtBot, window: MainWindow) -> None:
    press("Ctrl++")
    press("Ctrl++")
    assert theme().scale == 125

    press("Ctrl+0")

    assert theme().scale == 100


def test_every_key_of_a_list_does_something(qtbot: QtBot, window: MainWindow) -> None:
    assert dead_keys(qtbot, window, IN_A_LIST) == []


def test_every_key_of_a_form_does_something(qtbot: QtBot, window: MainWindow) -> None:
    page = window.page
    assert isinstance(page, MembersPage)

    def begin() -> None:
        current = page.page.list.table.chosen.current_id()
        assert current is not None
        page.page.open(current)
        qtbot.waitUntil(lambda: page.page.form.body.rows["name"].editor.control.hasFocus())
        press("Ctrl+A")
        QTest.keyClicks(QApplication.focusWidget(), " ")  # a blank name is refused: F8 has somewhere to go
        page.page.form.body.rows["phone"].editor.control.setFocus()
        QTest.keyClicks(QApplication.focusWidget(), "138")
        qtbot.waitUntil(lambda: page.page.form.body.rows["name"].problem is not None)

    assert dead_keys(qtbot, window, IN_A_FORM, begin) == []


def test_lists_and_days_of_a_form_open_by_key(qtbot: QtBot, window: MainWindow) -> None:
    page = window.page
    assert isinstance(page, MembersPage)
    page.page.new()
    qtbot.waitUntil(lambda: page.page.form.body.rows["name"].editor.control.hasFocus())
    for name, key in (("ethnic", "Alt+Down"), ("ethnic", "F4"), ("birth_date", "Alt+Down"), ("birth_date", "F4")):
        page.page.form.body.rows[name].editor.control.setFocus()
        press(key)
        assert QApplication.activePopupWidget() is not None, (name, key)
        QApplication.activePopupWidget().close()

    page.page.form.body.rows["consent_on"].editor.control.setFocus()
    press("Ctrl+;")

    assert page.page.form.body.rows["consent_on"].editor.raw()


def test_space_ticks_in_a_list_of_ticks(qtbot: QtBot, window: MainWindow, opened: OpenFile) -> None:
    with opened.database.write("开始") as session:
        rounds.advance(session, session.get_one(CondolenceRound, 1), "open")
    window.go_to("rounds", 1)
    qtbot.waitUntil(lambda: isinstance(window.page, RoundsPage) and window.page.round is not None)
    page = window.page
    assert isinstance(page, RoundsPage) and page.round is not None
    listed = page.round.people.list
    qtbot.waitUntil(listed.table.hasFocus)

    press("Space")

    qtbot.waitUntil(window.undo_bar.isVisible)


def test_the_help_lists_the_keys_of_the_page_too(qtbot: QtBot, window: MainWindow) -> None:
    page = window.page
    assert isinstance(page, MembersPage)
    deeds = [deed for deeds in page.menu_deeds().values() for deed in deeds]

    help_ = HelpDialog(window, [*window.actions(), *deeds])

    listed = dict(tuple(row) for row in help_.findChildren(PlainTable)[0].rows)
    assert {"Ctrl+K", "Ctrl+N", "Ctrl+Shift+E", "Ctrl+Shift+H", "Ctrl+G", "Shift + Enter"} <= set(listed)
    help_.deleteLater()


def test_f6_reaches_the_banner_and_the_undo_bar(qtbot: QtBot, window: MainWindow) -> None:
    window.add_notice(Notice("backup", Label("已 9 天没有备份。"), actions=[(Label("现在备份"), lambda: None)]))
    window.done(Label("已保存"))
    qtbot.waitUntil(lambda: has_button(window.banner, "现在备份"))
    reached = set()

    for _ in range(6):
        press("F6")
        focused = QApplication.focusWidget()
        reached |= {area for area in (window.banner, window.undo_bar) if focused and area.isAncestorOf(focused)}

    assert reached == {window.banner, window.undo_bar}
