"""Esc while a list or a calendar is open closes that and nothing else (screen.md §9)."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow
from pytestqt.qtbot import QtBot

from app.i18n import Label
from app.views.forms.form import FormView
from app.views.jobs import DatabaseThread
from app.views.kit.choice_box import ChoiceBox
from app.views.kit.deeds import Deed
from tests.views.demo import FakeForm
from tests.views.pages.popups import open_popup

Key = Qt.Key


def press(window: QMainWindow, key: Qt.Key) -> None:
    """A key as the desktop gives it: to the window in front, so that shortcuts come first."""
    front = QApplication.activePopupWidget() or window
    QTest.keyClick(front.windowHandle(), key)


def come_back(qtbot: QtBot, window: QMainWindow) -> None:
    """The list is closed, and the desktop gives the keyboard back to the window."""
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is None)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)


@pytest.fixture
def window(qtbot: QtBot, jobs: DatabaseThread) -> QMainWindow:
    """A window with the form of somebody new."""
    made, form = QMainWindow(), FormView(FakeForm(), jobs)
    qtbot.addWidget(made)
    made.setCentralWidget(form)
    made.resize(420, 640)
    made.show()
    made.activateWindow()
    form.open_record(None)
    qtbot.waitUntil(lambda: bool(form._loaded.title) and made.isActiveWindow())
    return made


@pytest.mark.parametrize("field", ["ethnic", "unit", "birth"])
def test_escape_closes_the_open_list_and_the_form_stays(qtbot: QtBot, window: QMainWindow, field: str) -> None:
    form = window.centralWidget()
    assert isinstance(form, FormView)
    left: list[bool] = []
    form.closed.connect(lambda: left.append(True))
    form.body.rows[field].editor.control.setFocus()
    press(window, Key.Key_F4)
    open_popup(qtbot)

    press(window, Key.Key_Escape)

    come_back(qtbot, window)
    assert (left, form.body.focused()) == ([], field)
    press(window, Key.Key_Escape)
    assert left == [True]


def test_escape_closes_the_open_list_of_a_choice_and_the_page_stays(qtbot: QtBot) -> None:
    window, choice, left = QMainWindow(), ChoiceBox(Label("工作表"), ["一", "二"]), list[bool]()
    qtbot.addWidget(window)
    window.addAction(Deed(Label("离开"), lambda: left.append(True), key="Esc", parent=window))
    window.setCentralWidget(choice)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    choice.setFocus()
    choice.showPopup()
    open_popup(qtbot)

    press(window, Key.Key_Escape)

    come_back(qtbot, window)
    assert left == []
    press(window, Key.Key_Escape)
    assert left == [True]
