"""改动历史 of every record, and putting one old value back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from app.models import CodeItem, Organization, OrgUnit, Person
from app.models.store import undo
from app.services import records
from app.services.files import OpenFile
from app.views.frame import MainWindow
from app.views.history_panel import HistoryPanel
from app.views.page import PageView
from app.views.pages import PAGES
from app.views.record_list.panel import RecordList
from app.views.settings_page import SettingsPage
from app.views.settings_places import PARTS, Place
from tests.factories import add_case, add_person, add_round, add_standard
from tests.views.pages.conftest import MakeWindow
from tests.views.pages.driving import button, press, says
from tests.views.seeing import cut_off, nameless, too_low

ID_NO = "110105194912310021"
Keys = Qt.KeyboardModifier


@pytest.fixture(autouse=True)
def _story(opened: OpenFile) -> None:
    """A member whose post was changed, her hardship file, a round."""
    with opened.database.write("新增会员") as session:
        person = add_person(session, "陈一", post="班长", id_no=ID_NO)
        add_case(session, person)
        add_round(session)
    with opened.database.write("修改人员") as session:
        records.edit(session, session.get_one(Person, person.id), {"post": "组长"})


def arrive(qtbot: QtBot, make_window: MakeWindow, key: str) -> PageView:
    window = make_window(next(page for page in PAGES if page.key == key))
    assert isinstance(window.page, PageView)
    listed = window.page.findChild(RecordList)
    assert isinstance(listed, RecordList)
    qtbot.waitUntil(listed.table.hasFocus)
    return window.page


def open_panel(qtbot: QtBot, page: PageView) -> HistoryPanel:
    focused = QApplication.focusWidget()
    qtbot.keyClick(focused, Qt.Key.Key_H, Keys.ControlModifier | Keys.ShiftModifier)
    qtbot.waitUntil(lambda: page.findChild(HistoryPanel) is not None)
    panel = page.findChild(HistoryPanel)
    assert isinstance(panel, HistoryPanel)
    return panel


@pytest.mark.parametrize(("key", "title"), [("members", "陈一"), ("hardship", "陈一"), ("rounds", "2027年春节送温暖")])
def test_a_list_and_an_opened_record_show_the_history_by_one_key(
    qtbot: QtBot, make_window: MakeWindow, key: str, title: str
) -> None:
    page = arrive(qtbot, make_window, key)
    panel = open_panel(qtbot, page)
    assert panel.windowTitle() == f"改动历史：{title}" and panel.table.rows
    panel.reject()
    qtbot.waitUntil(lambda: page.findChild(HistoryPanel) is None)
    page.window().activateWindow()
    listed = page.findChild(RecordList)
    assert isinstance(listed, RecordList)
    qtbot.waitUntil(listed.table.hasFocus)

    qtbot.keyClick(listed.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: QApplication.focusWidget() not in (None, listed.table))
    panel = open_panel(qtbot, page)

    assert panel.windowTitle() == f"改动历史：{title}" and panel.table.rows


@pytest.mark.parametrize("place", [Place.UNION, Place.STANDARDS, Place.BRANCHES, Place.CODES])
def test_what_stands_in_the_settings_has_its_history_too(
    qtbot: QtBot, make_window: MakeWindow, opened: OpenFile, place: Place
) -> None:
    with opened.database.write("修改") as session:
        standard, branch = add_standard(session), OrgUnit(name="一分会")
        session.add(branch)
        session.flush()
        records.edit(session, branch, {"name": "机加分会"})
        records.edit(session, standard, {"value": "900"})
        records.edit(session, session.scalars(select(Organization)).one(), {"chair": "符永明"})
        code = session.scalars(select(CodeItem).where(CodeItem.list == "ethnic_gbt3304").limit(1)).one()
        records.edit(session, code, {"label": "改过的选项"})
        ids = {Place.STANDARDS: standard.id, Place.BRANCHES: branch.id, Place.CODES: code.id}
    window = make_window(next(page for page in PAGES if page.key == "settings"))
    page = window.page
    assert isinstance(page, SettingsPage)
    window.go_to("settings", place)
    if place in ids:
        shown = page.codes.page if place is Place.CODES else getattr(page, PARTS[place][0])
        qtbot.waitUntil(lambda: bool(shown.list.model.ids))
        shown.list.table.show_record(ids[place])
        shown.list.take_focus()
    else:
        qtbot.waitUntil(lambda: page.union.form.title != "")
        page.take_focus()

    menus = window.menuBar().findChildren(QMenu)
    assert "改动历史…" in [entry.text() for menu in menus for entry in menu.actions()]
    panel = open_panel(qtbot, page)

    told = {Place.UNION: "符永明", Place.STANDARDS: "900", Place.BRANCHES: "机加分会", Place.CODES: "改过的选项"}
    assert any(told[place] in cells[-1] for cells in panel.table.rows)


def test_a_value_goes_back_as_one_deed_and_the_panel_stays(
    qtbot: QtBot, make_window: MakeWindow, opened: OpenFile
) -> None:
    page = arrive(qtbot, make_window, "members")
    panel = open_panel(qtbot, page)
    assert panel.table.rows[0][3:] == ["岗位", "班长", "组长"]

    press(qtbot, panel, "把这个值改回去")
    qtbot.waitUntil(lambda: list(panel.table.rows[0][3:]) == ["岗位", "组长", "班长"])

    assert post(opened) == "班长" and panel.isVisible()
    assert says(page.window(), "已把“岗位”改回去。")
    undo.undo(opened.database)
    assert post(opened) == "组长"


def post(opened: OpenFile) -> str | None:
    with opened.database.read() as session:
        return session.get_one(Person, 1).post


def test_what_cannot_go_back_says_why(qtbot: QtBot, make_window: MakeWindow) -> None:
    panel = open_panel(qtbot, arrive(qtbot, make_window, "members"))

    panel.table.go_to(len(panel.table.rows) - 1)

    found = button(panel, "把这个值改回去")
    assert not found.isEnabled() and found.accessibleDescription()


def test_numbers_are_masked_until_they_are_asked_for_and_that_is_noted(
    qtbot: QtBot, make_window: MakeWindow, opened: OpenFile
) -> None:
    panel = open_panel(qtbot, arrive(qtbot, make_window, "members"))
    assert not any(ID_NO in cell for row in panel.table.rows for cell in row)

    press(qtbot, panel, "显示完整号码")
    qtbot.waitUntil(lambda: any(ID_NO in cell for row in panel.table.rows for cell in row))

    last = undo.deeds(opened.database)[0]
    assert (str(last.name), last.state) == ("查看完整号码：陈一", "fixed")
    assert not opened.database.chain_problems()


@pytest.mark.parametrize(("width", "height"), [(1366, 690), (910, 460)])
def test_nothing_is_cut_off_and_everything_has_a_name(
    qtbot: QtBot, make_window: MakeWindow, opened: OpenFile, width: int, height: int
) -> None:
    window: MainWindow = make_window(PAGES[1], width=width, height=height)
    assert window.page is not None
    listed = window.page.findChild(RecordList)
    assert isinstance(listed, RecordList)
    qtbot.waitUntil(listed.table.hasFocus)

    panel = open_panel(qtbot, window.page)

    qtbot.waitUntil(lambda: not cut_off(panel))
    assert too_low(panel) == nameless(panel) == []
    assert panel.height() <= height
