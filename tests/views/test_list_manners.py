"""How a list answers: the menu of a heading, the keys that lead far, the mouse, the tooltip of what is cut."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QContextMenuEvent, QHelpEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QWidget
from pytestqt.qtbot import QtBot

from app.views.jobs import DatabaseThread
from app.views.record_list import widths
from app.views.record_list.condition_dialog import ConditionDialog
from app.views.record_list.dialogs import ColumnChooser, ColumnFilter, GoToRow
from app.views.record_list.panel import RecordList
from app.views.record_list.source import Query
from app.views.theme import theme
from tests.views.demo import NAMES, WORDS, FakeRows

Key, Held, Left = Qt.Key, Qt.KeyboardModifier, Qt.MouseButton.LeftButton
AMOUNT, ADDRESS, POST = (NAMES.index(name) for name in ("amount", "address", "post"))
Kind = TypeVar("Kind", bound=QWidget)
HEADING_MENU = ["升序", "降序", "", "筛选此列…", "", "隐藏此列", "列设置…", "", "适合宽度", "恢复默认"]


@pytest.fixture
def people(qtbot: QtBot, jobs: DatabaseThread) -> RecordList:
    """A shown list of 300 people with the focus in its table; the current cell is an amount in row 6."""
    made = RecordList(FakeRows(300), jobs, WORDS)
    qtbot.addWidget(made)
    made.search.setParent(made)
    made.resize(1100, 600)
    made.show()
    made.search.show()
    made.activateWindow()
    made.show_query(Query())
    qtbot.waitUntil(lambda: made.model.is_loaded)
    made.table.setFocus()
    made.table.chosen.go(5, AMOUNT)
    return made


def open_menu(wait: QtBot, ask: Callable[[], object]) -> QMenu:
    ask()
    wait.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    found = QApplication.activePopupWidget()
    assert isinstance(found, QMenu)
    return found


def heading_menu(qtbot: QtBot, people: RecordList, at: int = AMOUNT) -> QMenu:
    """A right click on a heading."""
    header = people.table.horizontalHeader()
    place = QPoint(header.sectionViewportPosition(at) + 20, 8)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, header.viewport().mapToGlobal(place))
    return open_menu(qtbot, lambda: QApplication.sendEvent(header.viewport(), event))


def words(menu: QMenu) -> list[str]:
    return [each.text().partition("\t")[0] for each in menu.actions()]


def choose(menu: QMenu, name: str) -> None:
    found: QAction = menu.actions()[words(menu).index(name)]
    menu.close()
    found.trigger()


def dialog(qtbot: QtBot, people: RecordList, kind: type[Kind]) -> Kind:
    qtbot.waitUntil(lambda: any(each.isVisible() for each in people.findChildren(kind)))
    return next(each for each in people.findChildren(kind) if each.isVisible())


# --- the menu of a heading


def test_a_right_click_on_a_heading_offers_what_can_be_done_with_the_column(qtbot: QtBot, people: RecordList) -> None:
    menu = heading_menu(qtbot, people)

    assert words(menu) == HEADING_MENU
    menu.close()


def test_shift_f10_offers_the_same_for_the_column_of_the_current_cell(qtbot: QtBot, people: RecordList) -> None:
    menu = open_menu(qtbot, lambda: qtbot.keyClick(people.table, Key.Key_F10, Held.ShiftModifier))

    below = menu.findChildren(QMenu)[-1]
    assert words(menu)[-1] == below.title() == "“金额（元）”这一列"
    assert words(below) == HEADING_MENU
    assert "复制" in words(menu)
    menu.close()


def test_the_menu_of_a_heading_sorts_both_ways(qtbot: QtBot, people: RecordList) -> None:
    for name, descending in (("降序", True), ("升序", False)):
        with qtbot.waitSignal(people.model.changed):
            choose(heading_menu(qtbot, people), name)
        assert (people.query.sort, people.query.descending) == ("amount", descending)


def test_the_menu_of_a_heading_filters_and_opens_the_columns(qtbot: QtBot, people: RecordList) -> None:
    choose(heading_menu(qtbot, people, NAMES.index("unit")), "筛选此列…")
    asked = dialog(qtbot, people, ColumnFilter)
    assert asked.windowTitle() == "筛选：所在部门"
    asked.reject()

    choose(heading_menu(qtbot, people), "列设置…")
    dialog(qtbot, people, ColumnChooser).reject()


def test_the_menu_of_a_heading_hides_fits_and_restores(qtbot: QtBot, people: RecordList) -> None:
    table, declared = people.table, people.table.columnWidth(ADDRESS)
    choose(heading_menu(qtbot, people, POST), "隐藏此列")
    assert table.isColumnHidden(POST)

    table.setColumnWidth(ADDRESS, 60)
    choose(heading_menu(qtbot, people, NAMES.index("address")), "适合宽度")
    assert table.columnWidth(ADDRESS) == fitting(people, ADDRESS) > 60

    with qtbot.waitSignal(people.model.changed):
        choose(heading_menu(qtbot, people), "恢复默认")
    assert not table.isColumnHidden(POST)
    assert table.columnWidth(ADDRESS) == declared


def fitting(people: RecordList, at: int) -> int:
    """The width that the rows in view need."""
    last = people.table.rowAt(people.table.viewport().height() - 1)
    first = people.table.rowAt(0)
    return widths.fit(
        people.model.columns[at], theme(), [people.model.cell(row, at) or "" for row in range(first, last + 1)]
    )


# --- keys


def test_letters_take_the_focus_to_the_search_box(qtbot: QtBot, people: RecordList) -> None:
    qtbot.keyClick(people.table, Key.Key_L)

    assert people.search.hasFocus() and people.search.text() == "l"


def test_ctrl_g_goes_to_the_row_that_is_asked_for(qtbot: QtBot, people: RecordList) -> None:
    qtbot.keyClick(people.table, Key.Key_G, Held.ControlModifier)
    asked = dialog(qtbot, people, GoToRow)
    line = asked.findChild(QLineEdit)
    assert line is not None
    qtbot.waitUntil(line.hasFocus)

    qtbot.keyClicks(line, "250")
    qtbot.keyClick(line, Key.Key_Return)

    current = people.table.currentIndex()
    assert (current.row(), current.column()) == (249, AMOUNT)
    assert people.table.viewport().rect().contains(people.table.visualRect(current))


def test_page_keys_turn_a_screen_of_rows(qtbot: QtBot, people: RecordList) -> None:
    page = people.table.viewport().height() // people.table.rowHeight(0) - 1

    qtbot.keyClick(people.table, Key.Key_PageDown)
    assert people.table.currentIndex().row() == 5 + page > 10
    qtbot.keyClick(people.table, Key.Key_PageDown, Held.ShiftModifier)
    assert people.table.chosen.rows() == list(range(5 + page, 5 + 2 * page + 1))
    qtbot.keyClick(people.table, Key.Key_PageUp)
    qtbot.keyClick(people.table, Key.Key_PageUp)

    assert (people.table.currentIndex().row(), people.table.chosen.rows()) == (5, [5])


def test_alt_with_the_page_keys_turns_a_screen_of_columns(qtbot: QtBot, people: RecordList) -> None:
    people.table.chosen.go(5, 0)

    qtbot.keyClick(people.table, Key.Key_PageDown, Held.AltModifier)
    there = people.table.currentIndex()
    assert there.row() == 5 and there.column() > 3
    qtbot.keyClick(people.table, Key.Key_PageUp, Held.AltModifier)

    assert (people.table.currentIndex().row(), people.table.currentIndex().column()) == (5, 0)


def test_ctrl_shift_l_asks_for_conditions(qtbot: QtBot, people: RecordList) -> None:
    qtbot.keyClick(people.table, Key.Key_L, Held.ControlModifier | Held.ShiftModifier)

    dialog(qtbot, people, ConditionDialog).reject()


# --- the mouse


def middle(people: RecordList, row: int, at: int) -> QPoint:
    return people.table.visualRect(people.model.index(row, at)).center()


def drag(people: RecordList, start: QPoint, end: QPoint) -> None:
    viewport = people.table.viewport()
    kinds = ((QEvent.Type.MouseButtonPress, start), (QEvent.Type.MouseMove, end), (QEvent.Type.MouseButtonRelease, end))
    for kind, at in kinds:
        button = Qt.MouseButton.NoButton if kind is QEvent.Type.MouseMove else Left
        down = Qt.MouseButton.NoButton if kind is QEvent.Type.MouseButtonRelease else Left
        place = QPointF(viewport.mapToGlobal(at))
        QApplication.sendEvent(viewport, QMouseEvent(kind, QPointF(at), place, button, down, Held.NoModifier))


def selected(people: RecordList) -> set[tuple[int, int]]:
    return {
        (row, at)
        for each in people.table.chosen.ranges()
        for row in range(each.top, each.bottom + 1)
        for at in range(each.left, each.right + 1)
    }


def test_dragging_selects_the_cells_between(people: RecordList) -> None:
    people.table.horizontalScrollBar().setValue(0)

    drag(people, middle(people, 2, 1), middle(people, 4, 2))

    assert selected(people) == {(row, at) for row in (2, 3, 4) for at in (1, 2)}


def test_shift_and_a_click_select_from_the_current_cell_to_there(qtbot: QtBot, people: RecordList) -> None:
    people.table.horizontalScrollBar().setValue(0)
    viewport = people.table.viewport()

    qtbot.mouseClick(viewport, Left, Held.NoModifier, middle(people, 6, 2))
    qtbot.mouseClick(viewport, Left, Held.ShiftModifier, middle(people, 4, 1))

    assert selected(people) == {(row, at) for row in (4, 5, 6) for at in (1, 2)}


def test_a_double_click_on_the_edge_of_a_heading_fits_the_rows_in_view(qtbot: QtBot, people: RecordList) -> None:
    header = people.table.horizontalHeader()
    people.table.horizontalScrollBar().setValue(0)
    people.table.setColumnWidth(2, 200)
    before = people.query

    edge = QPoint(header.sectionViewportPosition(2) + header.sectionSize(2) - 2, 10)
    qtbot.mouseDClick(header.viewport(), Left, Held.NoModifier, edge)

    assert people.table.columnWidth(2) == fitting(people, 2) < 200
    assert people.query == before


def tooltip(people: RecordList, row: int, at: int) -> str:
    place = middle(people, row, at)
    event = QHelpEvent(QEvent.Type.ToolTip, place, people.table.viewport().mapToGlobal(place))
    QApplication.sendEvent(people.table.viewport(), event)
    return people.table.viewport().toolTip()


def test_only_what_is_cut_is_told_whole_and_as_plain_text(qtbot: QtBot, people: RecordList) -> None:
    people.table.horizontalScrollBar().setValue(0)
    source: FakeRows = people._source  # type: ignore[assignment]
    source.people[1][1] = "<b>男</b>和别的很长很长的字"
    with qtbot.waitSignal(people.model.changed):
        people.refresh()

    assert tooltip(people, 0, 1) == "&lt;b>男&lt;/b>和别的很长很长的字"
    assert tooltip(people, 1, 1) == ""
