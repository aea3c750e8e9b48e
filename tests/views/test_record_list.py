"""The list: cells select, rows act; selection and place outlive every change."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QElapsedTimer, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from app.i18n import Label
from app.views.jobs import DatabaseThread
from app.views.kit.text import Text
from app.views.record_list.counting import Status
from app.views.record_list.layout import ColumnState, Layout
from app.views.record_list.model import PAGE
from app.views.record_list.panel import RecordList
from app.views.record_list.source import Filter, Only, Query
from tests.views.demo import NAMES, WORDS, FakeRows
from tests.views.real import longest_wait

NO_ONE = "没有这个人"

Key, Held = Qt.Key, Qt.KeyboardModifier
Make = Callable[..., RecordList]


class Widths:
    """A `LayoutStore` in memory."""

    def __init__(self) -> None:
        self.layout = Layout()

    @property
    def states(self) -> tuple[ColumnState, ...]:
        return self.layout.columns

    def load(self) -> Layout:
        return self.layout

    def save(self, layout: Layout) -> None:
        self.layout = layout


@pytest.fixture
def make(qtbot: QtBot, jobs: DatabaseThread) -> Make:
    """Make a shown list over `count` people, with the focus in the table."""

    def build(count: int = 300, *, store: Widths | None = None, wait: bool = True) -> RecordList:
        made = RecordList(FakeRows(count), jobs, WORDS, store=store)
        qtbot.addWidget(made)
        made.resize(1100, 600)
        made.show()
        made.show_query(Query())
        if wait:
            qtbot.waitUntil(lambda: made.model.is_loaded)
            made.table.setFocus()
        return made

    return build


def press(
    qtbot: QtBot, people: RecordList, key: Qt.Key, held: Qt.KeyboardModifier = Held.NoModifier, times: int = 1
) -> None:
    for _ in range(times):
        qtbot.keyClick(people.table, key, held)


def place(people: RecordList) -> tuple[int, int]:
    current = people.table.currentIndex()
    return current.row(), current.column()


def reload(qtbot: QtBot, people: RecordList, change: Callable[[], object]) -> None:
    with qtbot.waitSignal(people.model.changed):
        change()


def test_rows_are_read_in_the_database_thread_only(make: Make) -> None:
    people = make()
    people.table.grab()
    source: FakeRows = people._source  # type: ignore[assignment]
    assert source.threads == {"database"}


def test_a_row_let_go_while_the_list_is_read_leaves_no_row_in_view_unread(qtbot: QtBot, make: Make) -> None:
    people = make(3_000)
    model, far = people.model, 2_500
    people.table.chosen.go(far, 0)
    model.hold(model.ids[far])
    people.show_query(Query(filters=(Filter("sex", ("男",)),)))
    qtbot.waitUntil(lambda: len(model.ids) < 3_000)
    source: FakeRows = people._source  # type: ignore[assignment]
    held = next(each for each, cells in source.people.items() if each > far and cells[1] == "女")
    model.hold(held)
    people.refresh()
    model.let_go()  # while the list is read

    with qtbot.waitSignals([model.changed, model.changed]):
        pass

    row = people.table.currentIndex().row()
    assert row > 500 and held not in model.ids
    assert row // PAGE in model._pages


def test_only_the_pages_in_view_are_read(qtbot: QtBot, make: Make) -> None:
    people = make(100_000)
    people.table.scrollToBottom()
    qtbot.waitUntil(lambda: bool(people.model.cell(99_999, 0)))
    source: FakeRows = people._source  # type: ignore[assignment]
    assert source.rows_read <= 500


@pytest.mark.parametrize(
    ("key", "held", "goal"),
    [
        (Key.Key_Down, Held.NoModifier, (6, 2)),
        (Key.Key_Right, Held.NoModifier, (5, 3)),
        (Key.Key_Home, Held.NoModifier, (5, 0)),
        (Key.Key_End, Held.NoModifier, (5, 11)),
        (Key.Key_Down, Held.ControlModifier, (299, 2)),
        (Key.Key_Left, Held.ControlModifier, (5, 0)),
        (Key.Key_Home, Held.ControlModifier, (0, 0)),
        (Key.Key_End, Held.ControlModifier, (299, 11)),
    ],
)
def test_keys_go_where_they_go_in_a_spreadsheet_and_select(
    qtbot: QtBot, make: Make, key: Qt.Key, held: Qt.KeyboardModifier, goal: tuple[int, int]
) -> None:
    people = make()
    people.table.chosen.go(5, 2)

    press(qtbot, people, key, held)

    assert place(people) == goal
    assert people.table.chosen.rows() == [goal[0]]


def test_shift_extends_from_where_it_began(qtbot: QtBot, make: Make) -> None:
    people = make()
    people.table.chosen.go(5, 2)

    press(qtbot, people, Key.Key_Down, Held.ShiftModifier, times=5)
    press(qtbot, people, Key.Key_Up, Held.ShiftModifier, times=2)

    assert people.table.chosen.rows() == [5, 6, 7, 8]


def test_a_click_on_the_row_number_selects_the_row(qtbot: QtBot, make: Make) -> None:
    people = make()
    header = people.table.verticalHeader()

    at = QPoint(5, header.sectionViewportPosition(3) + 5)
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=at)

    assert people.table.chosen.whole_rows()
    assert list(people.selected_ids()) == [4]


def test_delete_acts_on_whole_rows_and_explains_itself_on_cells(qtbot: QtBot, make: Make) -> None:
    people = make()
    people.table.chosen.go(3, 1)
    said: list[str] = []
    people.said.connect(lambda words: said.append(str(words)))
    press(qtbot, people, Key.Key_Delete)
    assert said == ["先选整行：点左边的行号，或按 Home 再按 Shift+End，然后按 Delete"]

    people.table.selectRow(3)
    with qtbot.waitSignal(people.delete_asked) as asked:
        press(qtbot, people, Key.Key_Delete)
    assert list(asked.args[0]) == [4]


def test_select_all_is_a_flag_that_any_key_takes_back(qtbot: QtBot, make: Make) -> None:
    people = make(100_000)
    clock = QElapsedTimer()
    clock.start()

    press(qtbot, people, Key.Key_A, Held.ControlModifier)
    people.table.grab()

    assert clock.elapsed() < 500
    assert len(people.selected_ids()) == 100_000
    assert people.table.selectionModel().selection().size() == 0
    press(qtbot, people, Key.Key_Down)
    assert len(people.selected_ids()) == 1


def test_letters_go_to_the_search_box_with_the_focus(qtbot: QtBot, make: Make) -> None:
    people = make()
    people.search.show()
    qtbot.keyClick(people.table, "l")
    assert people.search.text() == "l"


def test_searching_shows_hits_and_clearing_brings_back_the_person(qtbot: QtBot, make: Make) -> None:
    people = make()
    people.table.chosen.go(50, 0)
    person = people.table.chosen.current_id()
    name = people.model.cell(50, 0)
    reload(qtbot, people, lambda: people.search.setText(name or ""))
    assert len(people.model.ids) < 300
    assert people.table.chosen.current_id() == person

    reload(qtbot, people, people.search.clear_now)

    assert people.table.chosen.current_id() == person
    assert people.table.viewport().rect().contains(people.table.visualRect(people.table.currentIndex()))


def test_a_search_without_hits_offers_the_way_back(qtbot: QtBot, make: Make) -> None:
    people = make()
    reload(qtbot, people, lambda: people.search.setText(NO_ONE))
    clear = next(each for each in people.findChildren(QPushButton) if each.accessibleName() == "清除搜索")

    reload(qtbot, people, clear.click)

    assert len(people.model.ids) == 300


@pytest.mark.parametrize(("way", "left"), [("清除搜索", ("", True)), ("不管筛选，在全部里找", (NO_ONE, False))])
def test_a_search_without_hits_in_a_narrowed_list_offers_both_ways_back(
    qtbot: QtBot, make: Make, way: str, left: tuple[str, bool]
) -> None:
    people = make()
    narrowed = Query(only=Only((1, 2), Label("只看 2 人")))
    reload(qtbot, people, lambda: people.show_query(narrowed))
    reload(qtbot, people, lambda: people.search.setText(NO_ONE))
    button = next(each for each in people.findChildren(QPushButton) if each.accessibleName() == way)

    reload(qtbot, people, button.click)

    assert (people.query.search, people.query.only is not None) == left
    assert people.search.text() == left[0]


def test_selection_survives_a_sort_by_record(qtbot: QtBot, make: Make) -> None:
    people = make()
    people.table.chosen.go(5, 2)
    press(qtbot, people, Key.Key_Down, Held.ShiftModifier, times=3)
    before = set(people.selected_ids())

    reload(qtbot, people, lambda: people.sort_by(NAMES.index("id_no")))

    assert set(people.selected_ids()) == before
    assert people.table.chosen.current_id() == 9


def test_a_deleted_current_row_leaves_the_focus_on_the_next(qtbot: QtBot, make: Make) -> None:
    people = make()
    people.table.chosen.go(7, 3)
    source: FakeRows = people._source  # type: ignore[assignment]

    del source.people[8]
    reload(qtbot, people, people.refresh)

    assert place(people) == (7, 3)
    assert people.table.chosen.current_id() == 9


def test_a_new_record_is_gone_to_after_a_refresh(qtbot: QtBot, make: Make) -> None:
    people = make()
    reload(qtbot, people, lambda: people.refresh(go_to=290))
    assert people.table.chosen.current_id() == 290
    assert people.table.viewport().rect().contains(people.table.visualRect(people.table.currentIndex()))


def test_a_click_on_a_heading_sorts_up_then_down_and_selects_nothing(qtbot: QtBot, make: Make) -> None:
    people = make()
    header = people.table.horizontalHeader()
    at = QPoint(header.sectionViewportPosition(2) + 20, 10)

    for descending in (False, True):
        with qtbot.waitSignal(people.model.changed):
            qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=at)
        assert (people.query.sort, people.query.descending) == ("birth", descending)

    assert len(people.table.chosen.rows()) == 1


def test_the_status_bar_counts_and_adds_up_the_selected_cells(qtbot: QtBot, make: Make) -> None:
    people = make()
    told: list[Status] = []
    people.status_changed.connect(told.append)
    people.table.chosen.go(0, NAMES.index("amount"))

    press(qtbot, people, Key.Key_Down, Held.ShiftModifier, times=4)

    qtbot.waitUntil(lambda: bool(told) and bool(told[-1].figures))
    cells = [people.model.cell(row, NAMES.index("amount")) or "" for row in range(5)]
    total = sum(int(cell.replace(",", "").split(".")[0]) for cell in cells)
    assert told[-1].counts == "共 300 人，已选 5 行"
    assert told[-1].figures.startswith(f"计数 5　合计 {total:,}.00 元")


def test_copy_keeps_eighteen_digits_whole_in_both_forms(qtbot: QtBot, make: Make) -> None:
    people = make()
    people.table.chosen.go(0, NAMES.index("id_no"))
    press(qtbot, people, Key.Key_Right, Held.ShiftModifier)
    press(qtbot, people, Key.Key_Down, Held.ShiftModifier)

    with qtbot.waitSignal(people.said):
        press(qtbot, people, Key.Key_C, Held.ControlModifier)

    data = QGuiApplication.clipboard().mimeData()
    lines = [[people.model.cell(row, column) for column in (3, 4)] for row in (0, 1)]
    assert data.text() == "\n".join("\t".join(map(str, line)) for line in lines)
    assert data.html().count("mso-number-format:'\\@'") == data.html().count('sdnum="2052;0;@"') == 4


def test_a_filter_is_said_and_can_be_taken_away(qtbot: QtBot, make: Make) -> None:
    people = make()
    reload(qtbot, people, lambda: people.show_query(people.query.with_filter("unit", ["生产一车间"])))
    shown = len(people.model.ids)
    assert 0 < shown < 300
    away = next(each for each in people.findChildren(QPushButton) if each.accessibleName() == "不再筛选")
    assert away.isVisible()

    reload(qtbot, people, away.click)

    assert len(people.model.ids) == 300


def test_widths_and_order_are_kept(qtbot: QtBot, make: Make) -> None:
    store = Widths()
    people = make(store=store)
    people.table.setColumnWidth(0, 150)
    people.table.horizontalHeader().moveSection(5, 1)
    people.columns.hide(NAMES.index("sex"))
    qtbot.waitUntil(lambda: bool(store.states))

    again = make(store=store)

    assert again.table.columnWidth(0) == 150
    assert [NAMES[at] for at in again.table.shown_columns()][:3] == ["name", "unit", "birth"]


def test_the_name_column_stays_in_view_when_the_list_scrolls_sideways(qtbot: QtBot, make: Make) -> None:
    people = make()
    assert not people.table.frozen.isVisible()

    people.table.horizontalScrollBar().setValue(people.table.horizontalScrollBar().maximum())

    assert people.table.frozen.isVisible()
    assert people.table.frozen.focusPolicy() is Qt.FocusPolicy.NoFocus


def test_the_scale_reaches_rows_and_columns(make: Make, look) -> None:  # type: ignore[no-untyped-def]
    people = make()
    width = people.table.columnWidth(3)

    look.use(scale=150)

    assert people.table.rowHeight(0) == look.row_height > 28
    assert people.table.columnWidth(3) == pytest.approx(width * 1.5, rel=0.1)


def test_a_hundred_thousand_rows_never_hold_up_the_window(qtbot: QtBot, make: Make) -> None:
    people = make(100_000)
    with longest_wait() as longest:
        press(qtbot, people, Key.Key_End, Held.ControlModifier)
        qtbot.wait(100)
        press(qtbot, people, Key.Key_A, Held.ControlModifier)
        qtbot.wait(100)
        press(qtbot, people, Key.Key_Home, Held.ControlModifier)
        qtbot.wait(100)

    assert longest() < 0.1


def test_an_empty_list_says_what_it_will_be_good_for(qtbot: QtBot, make: Make) -> None:
    people = make(0, wait=False)
    qtbot.waitUntil(lambda: people.model.is_loaded)
    words = [each.text() for each in people.findChildren(Text)]
    assert "还没有会员" in words


def test_after_a_sort_no_row_in_view_is_painted_empty(make: Make, qtbot: QtBot) -> None:
    people = make(3000)
    people.table.chosen.go(2, 0)

    reload(qtbot, people, lambda: people.show_query(Query(sort="id_no")))

    top, bottom = people.table.rowAt(0), people.table.rowAt(people.table.viewport().height() - 1)
    assert top > 100
    assert all(people.model.cell(row, 0) for row in range(top, bottom + 1))
    assert people.table.chosen.current_id() == 3


def test_many_selected_rows_are_selected_again_after_a_sort(make: Make, qtbot: QtBot) -> None:
    people = make(300)
    people.table.chosen.go(10, 0)
    people.table.chosen.go(39, 2, extend=True)
    before = set(people.selected_ids())

    reload(qtbot, people, lambda: people.show_query(Query(sort="id_no")))

    assert (len(before), set(people.selected_ids())) == (30, before)
