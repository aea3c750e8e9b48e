"""Ctrl+K finds a deed by its pinyin and by its initials, and the print centre says by whom and when."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.models import CondolenceRecord
from app.reports import press as paper
from app.services import records
from app.services.files import OpenFile
from app.services.today import today
from app.views.pages import PAGES
from app.views.palette import Palette
from app.views.press.centre import PrintCentre
from tests.factories import add_person, add_round
from tests.views.pages.conftest import MakeWindow

ROUND = "2027年春节送温暖"


@pytest.mark.parametrize("typed", ["xzhy", "xinzenghuiyuan"])
def test_a_deed_is_found_by_pinyin(qtbot: QtBot, make_window: MakeWindow, typed: str) -> None:
    window = make_window(PAGES[1], *PAGES[:1], *PAGES[2:])
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    palette = window.findChild(Palette)
    assert palette is not None

    palette.line.setText(typed)

    def names() -> list[str]:
        return [palette.list.item(row).text() for row in range(palette.list.count())]

    qtbot.waitUntil(lambda: "新增会员" in names())


def test_the_print_centre_says_by_whom_and_when(qtbot: QtBot, make_window: MakeWindow, opened: OpenFile) -> None:
    with opened.database.write("批次") as session:
        found = add_round(session)
        records.add(session, CondolenceRecord, {"round": found.uid, "person": add_person(session).uid})
    paper.print_form(opened.database, paper.request_for("F22", of=ROUND))
    window = make_window(next(each for each in PAGES if each.key == "prints"))
    page = window.page
    assert isinstance(page, PrintCentre)
    qtbot.waitUntil(lambda: bool(page.list.model.ids) and page.list.model.cell(0, 1) is not None)

    cells = {each.name: page.list.model.cell(0, at) or "" for at, each in enumerate(page.list.model.columns)}

    assert cells["printed_by"] == opened.database.actor != ""
    assert cells["printed_at"].startswith(today().isoformat())
