"""What tests do on the page of 困难职工, and how they look at it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtWidgets import QApplication, QTabWidget, QWidget
from pytestqt.qtbot import QtBot

from app.i18n import Label
from app.models.store.database import Database
from app.views.frame import MainWindow
from app.views.hardship.lines_table import LinesTable
from app.views.hardship.page import HardshipPage, build, prepare
from app.views.kit.ask import Dialog
from app.views.page import PageView
from app.views.pages import Page
from tests.factories import add_case, add_person, add_standard
from tests.views.pages.driving import says

Key, Held = Qt.Key, Qt.KeyboardModifier

PAGES = (
    Page("hardship", Label("困难职工"), Label("困难"), "heart-handshake", build, None, prepare),
    Page("settings", Label("设置"), Label("设置"), "settings", PageView),
)

WIFE = {"name": "王芳", "relation": "10"}

FAMILY: dict[str, Any] = {
    "household": [WIFE],
    "incomes": [{"member": "本人", "kind": "wage", "yuan": "24000"}],
    "expenses": [{"kind": "illness", "yuan": "6000", "member": "王芳"}],
}


def page_of(window: MainWindow) -> HardshipPage:
    assert isinstance(window.page, HardshipPage)
    return window.page


def kept(database: Database, name: str = "刘强", **fields: Any) -> int:
    """A file on file with a wife, an income and an expense; 750 元 a head."""
    with database.write("准备") as session:
        return add_case(session, add_person(session, name, id_no=fields.pop("id_no", None)), **(FAMILY | fields)).id


def standard(database: Database, value: str = "800") -> None:
    with database.write("填标准") as session:
        add_standard(session, "dibao_monthly", value)


def open_file(qtbot: QtBot, window: MainWindow, case_id: int) -> HardshipPage:
    """The page of one household, its family in focus."""
    page = page_of(window)
    page.list.refresh()
    page.open(case_id)
    qtbot.waitUntil(lambda: page.is_open and page.case.case_id == case_id and table(page, "家庭成员").hasFocus())
    qtbot.waitUntil(lambda: window.jobs.is_idle and not page.case.changes())
    return page


def table(root: QWidget, name: str) -> LinesTable:
    """The table of this name, its tab brought to the front."""
    found = next(each for each in root.findChildren(LinesTable) if each.accessibleName() == name)
    tabs = root.findChild(QTabWidget)
    tabs.setCurrentIndex(0 if name == "家庭成员" else 1)
    return found


def cell(lines: LinesTable, row: int, column: int) -> QModelIndex:
    return lines.lines.index(row, column)


def shown(lines: LinesTable, row: int) -> list[str]:
    return [str(cell(lines, row, at).data()) for at in range(lines.lines.columnCount())]


def at(lines: LinesTable) -> tuple[int, int]:
    return lines.currentIndex().row(), lines.currentIndex().column()


def enter(qtbot: QtBot) -> None:
    """Enter goes to the list of choices while one is open, as on a desktop."""
    qtbot.keyClick(QApplication.activePopupWidget() or QApplication.focusWidget(), Key.Key_Return)


def write(qtbot: QtBot, words: str) -> None:
    """Type into the current cell: digits and letters by keys, Chinese by an input method."""
    if words.isascii():
        for sign in words:
            qtbot.keyClick(QApplication.focusWidget(), sign)
        return
    for preedit, commit in (("x", ""), ("", words)):
        event = QInputMethodEvent(preedit, [])
        event.setCommitString(commit)
        QApplication.sendEvent(QApplication.focusWidget(), event)


def fill(qtbot: QtBot, lines: LinesTable, row: int, column: int, words: str) -> None:
    """Fill a cell and go on with Enter."""
    lines.setFocus()
    lines.go(row, column)
    write(qtbot, words)
    enter(qtbot)


def paste(qtbot: QtBot, lines: LinesTable, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    lines.setFocus()
    qtbot.keyClick(lines, Key.Key_V, Held.ControlModifier)


def wait_said(qtbot: QtBot, root: QWidget, words: str) -> None:
    qtbot.waitUntil(lambda: says(root, words), timeout=10_000)


def problem(lines: LinesTable, row: int, column: int) -> str:
    return str(cell(lines, row, column).data(Qt.ItemDataRole.AccessibleDescriptionRole) or "")


def wait_problem(qtbot: QtBot, lines: LinesTable, row: int, column: int, words: str) -> None:
    qtbot.waitUntil(lambda: words in problem(lines, row, column), timeout=10_000)


def looked_at(qtbot: QtBot, page: HardshipPage) -> None:
    """Wait until the page has looked at everything that was typed."""
    assert page.case.parts is not None
    qtbot.waitUntil(lambda: page.case.parts is not None and page.case.parts._looked is not None)


def stage(page: HardshipPage) -> str:
    return next(
        each.accessibleName().removeprefix("阶段：")
        for each in page.findChildren(QWidget)
        if each.accessibleName().startswith("阶段：")
    )


def dialog(window: MainWindow, kind: type[Dialog] = Dialog) -> Dialog:
    return next(each for each in window.findChildren(kind) if each.isVisible())


def copy_line(qtbot: QtBot, lines: LinesTable, row: int) -> str:
    lines.setFocus()
    lines.go(row, 0)
    whole = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
    lines.selectionModel().select(cell(lines, row, 0), whole)  # `selectRow` asks which keys were held last
    qtbot.keyClick(lines, Key.Key_C, Held.ControlModifier)
    return QGuiApplication.clipboard().text()
