"""The page of the first household is made while somebody looks at the list, and holds what any other would hold."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from app.i18n import Label
from app.models import CodeItem
from app.models.store.database import Database
from app.services import records
from app.services.files import OpenFile
from app.views.frame import MainWindow
from app.views.hardship.case_parts import CaseParts
from app.views.hardship.page import HardshipPage, build, prepare
from app.views.pages import Page
from tests.factories import add_case, add_person
from tests.views.pages.conftest import MakeWindow

PAGE = Page("hardship", Label("困难职工"), Label("困难"), "heart-handshake", build, None, prepare)


def kept(database: Database) -> int:
    with database.write("建档") as session:
        return add_case(session, add_person(session, "刘强")).id


def made_ahead(qtbot: QtBot, window: MainWindow) -> list[CaseParts]:
    qtbot.waitUntil(lambda: bool(window.findChildren(CaseParts)), timeout=10_000)
    return window.findChildren(CaseParts)


def open_first(qtbot: QtBot, window: MainWindow, case_id: int) -> HardshipPage:
    page = window.findChildren(HardshipPage)[0]
    page.open(case_id)
    qtbot.waitUntil(lambda: page.is_open and page.case.case_id == case_id, timeout=10_000)
    return page


def test_the_first_household_takes_the_page_made_beforehand(
    qtbot: QtBot, opened: OpenFile, make_window: MakeWindow
) -> None:
    case_id = kept(opened.database)
    window = make_window(PAGE)
    (ahead,) = made_ahead(qtbot, window)
    assert not ahead.isVisible()

    page = open_first(qtbot, window, case_id)

    assert page.case.parts is ahead and ahead.isVisible()
    assert page.case.draft().rows("members")[0].texts["name"] == "刘强"


def test_what_was_made_for_other_choices_is_not_shown(qtbot: QtBot, opened: OpenFile, make_window: MakeWindow) -> None:
    case_id = kept(opened.database)
    window = make_window(PAGE)
    (ahead,) = made_ahead(qtbot, window)
    with opened.database.write("新增") as session:
        records.add(session, CodeItem, {"list": "hardship_cause", "code": "99", "label": "台风"})

    page = open_first(qtbot, window, case_id)

    assert page.case.parts is not None and page.case.parts is not ahead
    choices = page.case.parts.body.rows["main_cause"].field.choices
    assert "台风" in [each.label for each in choices]


def test_what_was_made_for_other_choices_does_not_stay(qtbot: QtBot, opened: OpenFile, make_window: MakeWindow) -> None:
    case_id = kept(opened.database)
    window = make_window(PAGE)
    (ahead,) = made_ahead(qtbot, window)
    gone: list[bool] = []
    ahead.destroyed.connect(lambda: gone.append(True))
    with opened.database.write("新增") as session:
        records.add(session, CodeItem, {"list": "hardship_cause", "code": "99", "label": "台风"})

    page = open_first(qtbot, window, case_id)

    qtbot.waitUntil(lambda: bool(gone), timeout=10_000)
    assert page.findChildren(CaseParts) == [page.case.parts]
