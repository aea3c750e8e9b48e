"""回收站: what was deleted, of every kind, and the way back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from app.i18n import Label
from app.models import HardshipCase, OrgUnit, Person
from app.models.store import undo
from app.services import records, recycle_bin
from app.services.files import OpenFile
from app.views import recycle_page
from app.views.frame import MainWindow
from app.views.history_panel import HistoryPanel
from app.views.kit.ask import Dialog
from app.views.pages import Page
from app.views.recycle_page import RecyclePage
from tests.factories import add_case, add_person
from tests.views.pages.conftest import MakeWindow
from tests.views.pages.driving import button, press, says
from tests.views.seeing import cut_off, nameless, too_low

BIN = Page("recycle", Label("回收站"), Label("回收"), "trash", recycle_page.build)


@pytest.fixture
def people(opened: OpenFile) -> list[int]:
    """Three people; the first has a hardship file."""
    with opened.database.write("新增{n}人", n=3) as session:
        found = [add_person(session, name) for name in ("陈一", "李二", "王三")]
        add_case(session, found[0])
        return [one.id for one in found]


def page_of(qtbot: QtBot, make_window: MakeWindow) -> RecyclePage:
    page = make_window(BIN).page
    assert isinstance(page, RecyclePage)
    qtbot.waitUntil(lambda: page.list.model.is_loaded)
    return page


def cells(page: RecyclePage, column: int = 0) -> list[str | None]:
    return [page.list.model.cell(row, column) for row in range(len(page.list.model.ids))]


def wait_until_empty(qtbot: QtBot, page: RecyclePage) -> None:
    window = page.window()
    assert isinstance(window, MainWindow)
    qtbot.waitUntil(window.undo_bar.isVisible)
    window.records_changed(frozenset({"person"}))  # as the desk tells it after every deed
    qtbot.waitUntil(lambda: not page.list.model.ids)


def delete_case(opened: OpenFile) -> None:
    with opened.database.read() as session:
        case = session.scalars(select(HardshipCase.id)).one()
    recycle_bin.put_away(opened.database, HardshipCase, [case])


def gone(opened: OpenFile) -> int:
    with opened.database.read() as session:
        return sum(at is not None for at in session.scalars(select(Person.deleted_at)))


def test_an_empty_bin_says_that_nothing_goes_by_itself(qtbot: QtBot, make_window: MakeWindow) -> None:
    page = page_of(qtbot, make_window)

    assert says(page, "回收站是空的") and says(page, "不会自己消失")


def test_what_was_deleted_stands_there_with_its_kind_when_and_by_whom(
    qtbot: QtBot, make_window: MakeWindow, opened: OpenFile, people: list[int]
) -> None:
    delete_case(opened)
    recycle_bin.put_away(opened.database, Person, people[1:])

    page = page_of(qtbot, make_window)

    assert sorted(cells(page)) == ["李二", "王三", "陈一"]
    assert sorted(cells(page, 2)) == ["会员", "会员", "困难职工档案"]
    assert cells(page, 5) == ["0", "0", "0"]
    assert set(cells(page, 6)) == {opened.database.actor}


def test_restoring_takes_all_that_went_with_it_back_as_one_deed(
    qtbot: QtBot, make_window: MakeWindow, opened: OpenFile, people: list[int]
) -> None:
    recycle_bin.put_away(opened.database, Person, people[1:])
    page = page_of(qtbot, make_window)
    assert cells(page, 3) == ["1", "1"]
    page.list.table.selectAll()

    press(qtbot, page, "还原 2 项")
    wait_until_empty(qtbot, page)

    assert says(page.window(), "已还原 2 项。")
    assert gone(opened) == 0
    undo.undo(opened.database)
    assert gone(opened) == 2


def test_what_needs_another_thing_of_the_bin_is_refused_alone_and_comes_back_with_it(
    qtbot: QtBot, make_window: MakeWindow, opened: OpenFile, people: list[int]
) -> None:
    with opened.database.write("分会") as session:
        unit = records.add(session, OrgUnit, {"name": "一车间"}).records[0].id
        records.edit(session, session.get_one(Person, people[1]), {"membership.org_unit": "一车间"})
    recycle_bin.put_away(opened.database, Person, [people[1]])
    recycle_bin.put_away(opened.database, OrgUnit, [unit])
    page = page_of(qtbot, make_window)
    page.list.table.chosen.go(cells(page).index("李二"), 0)

    press(qtbot, page, "还原")
    qtbot.waitUntil(lambda: page.window().findChild(Dialog) is not None)
    assert says(page.window().findChild(Dialog), "分会（小组）：一车间")
    page.window().findChild(Dialog).close()
    page.list.table.selectAll()
    press(qtbot, page, "还原 2 项")

    wait_until_empty(qtbot, page)


def test_searching_finds_by_pinyin(qtbot: QtBot, make_window: MakeWindow, opened: OpenFile, people: list[int]) -> None:
    recycle_bin.put_away(opened.database, Person, people[1:])
    page = page_of(qtbot, make_window)

    with qtbot.waitSignal(page.list.model.changed):
        page.list.search.setText("wang")

    assert cells(page) == ["王三"]


def test_the_list_sorts_and_filters(qtbot: QtBot, make_window: MakeWindow, opened: OpenFile, people: list[int]) -> None:
    delete_case(opened)
    recycle_bin.put_away(opened.database, Person, people[1:])
    page = page_of(qtbot, make_window)

    with qtbot.waitSignal(page.list.model.changed):
        page.list.show_query(page.list.query.with_filter("type", ["会员"]))
    with qtbot.waitSignal(page.list.model.changed):
        page.list.sort_by(0, descending=True)

    assert cells(page) == ["王三", "李二"]


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_F2])
def test_enter_and_f2_show_what_happened_to_it(
    qtbot: QtBot, make_window: MakeWindow, opened: OpenFile, people: list[int], key: Qt.Key
) -> None:
    recycle_bin.put_away(opened.database, Person, people[2:])
    page = page_of(qtbot, make_window)
    qtbot.waitUntil(lambda: page.list.table.currentIndex().isValid())

    qtbot.keyClick(page.list.table, key)
    qtbot.waitUntil(lambda: page.findChild(HistoryPanel) is not None)

    panel = page.findChild(HistoryPanel)
    assert isinstance(panel, HistoryPanel)
    assert panel.table.rows[0][3] == "移到回收站"


def test_nothing_is_cut_off_and_everything_has_a_name(
    qtbot: QtBot, make_window: MakeWindow, opened: OpenFile, people: list[int]
) -> None:
    recycle_bin.put_away(opened.database, Person, people[1:])
    page = page_of(qtbot, make_window)

    qtbot.waitUntil(lambda: not cut_off(page))
    assert too_low(page) == nameless(page) == []
    assert button(page, "还原").isEnabled()
