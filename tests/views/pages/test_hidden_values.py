"""Numbers of people are hidden in lists, shown for a while to who asks, and that is noted (screen.md §3)."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from app.models import Person
from app.models.store import undo
from app.models.values.phone import mask_digits
from app.services import cell_changes, hidden
from app.services.cell_changes import Change
from app.services.files import OpenFile
from app.views.members import MembersPage
from app.views.pages import PAGES
from app.views.record_list.panel import RecordList
from tests.factories import add_person
from tests.views.pages.conftest import MakeWindow
from tests.views.pages.driving import button, press

ID_NO, PHONE = "110105194912310021", "13876543210"
MASKED_ID, MASKED_PHONE = "*" * 14 + "0021", "138****3210"
Keys = Qt.KeyboardModifier
AT = {"name": 0, "id_no": 3, "phone": 4}


@pytest.fixture
def people(opened: OpenFile) -> list[int]:
    """Two members with their numbers."""
    with opened.database.write("新增会员") as session:
        made = [add_person(session, name, id_no=ID_NO, phone=PHONE) for name in ("陈一", "李二")]
        return [one.id for one in made]


@pytest.fixture
def listed(qtbot: QtBot, make_window: MakeWindow, people: list[int]) -> RecordList:
    """Their list, with the cursor in it."""
    page = make_window(PAGES[1]).page
    assert isinstance(page, MembersPage)
    qtbot.waitUntil(page.page.list.table.hasFocus)
    return page.page.list


def numbers(listed: RecordList, row: int) -> tuple[str | None, str | None]:
    return listed.model.cell(row, AT["id_no"]), listed.model.cell(row, AT["phone"])


def last_deed(opened: OpenFile) -> tuple[str, str]:
    found = undo.deeds(opened.database)[0]
    return str(found.name), found.state


def show(qtbot: QtBot, listed: RecordList) -> None:
    qtbot.keyClick(listed.table, Qt.Key.Key_E, Keys.ControlModifier | Keys.ShiftModifier)


def test_a_list_shows_a_few_digits_only(listed: RecordList) -> None:
    assert [numbers(listed, row) for row in (0, 1)] == [(MASKED_ID, MASKED_PHONE)] * 2


def test_the_numbers_of_the_selected_rows_are_shown_and_that_is_noted(
    qtbot: QtBot, listed: RecordList, opened: OpenFile
) -> None:
    show(qtbot, listed)
    qtbot.waitUntil(lambda: numbers(listed, 0) == (ID_NO, PHONE))

    assert numbers(listed, 1) == (MASKED_ID, MASKED_PHONE)
    assert last_deed(opened) == ("查看完整号码：陈一", "fixed")
    assert not opened.database.chain_problems()


def test_looking_is_no_step_that_undo_takes_back(qtbot: QtBot, listed: RecordList, opened: OpenFile) -> None:
    before = undo.next_names(opened.database)

    show(qtbot, listed)
    qtbot.waitUntil(lambda: numbers(listed, 0)[0] == ID_NO)

    assert undo.next_names(opened.database) == before


def test_after_half_a_minute_they_are_hidden_again(qtbot: QtBot, listed: RecordList) -> None:
    show(qtbot, listed)
    qtbot.waitUntil(lambda: numbers(listed, 0)[0] == ID_NO)
    assert listed.hider is not None
    assert listed.hider._pause.isActive() and listed.hider._pause.interval() == 30_000

    listed.hider._pause.timeout.emit()

    assert numbers(listed, 0) == (MASKED_ID, MASKED_PHONE)


def test_the_eye_in_the_header_shows_and_hides(qtbot: QtBot, listed: RecordList) -> None:
    window = listed.window()
    press(qtbot, window, "显示完整号码")
    qtbot.waitUntil(lambda: numbers(listed, 0)[0] == ID_NO)

    press(qtbot, window, "重新隐藏号码")

    assert numbers(listed, 0)[0] == MASKED_ID and button(window, "显示完整号码").isEnabled()


def test_copy_copies_what_is_shown(qtbot: QtBot, listed: RecordList) -> None:
    listed.table.selectAll()
    with qtbot.waitSignal(listed.said):
        qtbot.keyClick(listed.table, Qt.Key.Key_C, Keys.ControlModifier)
    assert ID_NO not in QGuiApplication.clipboard().text() and MASKED_PHONE in QGuiApplication.clipboard().text()

    listed.table.chosen.go(0, 0)
    show(qtbot, listed)
    qtbot.waitUntil(lambda: numbers(listed, 0)[0] == ID_NO)
    listed.table.selectAll()
    with qtbot.waitSignal(listed.said):
        qtbot.keyClick(listed.table, Qt.Key.Key_C, Keys.ControlModifier)

    assert QGuiApplication.clipboard().text().count(ID_NO) == 1


def test_copying_whole_numbers_is_a_deed_of_its_own(qtbot: QtBot, listed: RecordList, opened: OpenFile) -> None:
    listed.table.selectAll()
    assert listed.hider is not None

    with qtbot.waitSignal(listed.said):
        listed.hider.copy_deed.trigger()

    assert QGuiApplication.clipboard().text().count(ID_NO) == 2
    assert last_deed(opened) == ("复制完整号码：人员 2 条", "fixed")
    assert numbers(listed, 0)[0] == MASKED_ID


def test_more_rows_than_anybody_reads_are_not_shown_and_nothing_is_noted(
    qtbot: QtBot, listed: RecordList, opened: OpenFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hidden, "MOST", 1)
    before = opened.database.last_deed()
    listed.table.selectAll()

    with qtbot.waitSignal(listed.failed):
        show(qtbot, listed)

    assert opened.database.last_deed() == before


def test_a_search_still_finds_by_the_whole_number(qtbot: QtBot, listed: RecordList) -> None:
    with qtbot.waitSignal(listed.model.changed):
        listed.search.setText("1949123100")

    assert len(listed.model.ids) == 2


def test_hidden_digits_are_never_pasted_over_a_number(opened: OpenFile, people: list[int]) -> None:
    changes = [
        Change(people[0], "phone", MASKED_PHONE),
        Change(people[0], "phone", "139****0000"),
        Change(people[0], "id_no", "*" * 14 + "9999"),
    ]
    with opened.database.read() as session:
        own, others, number = cell_changes.preview(session, Person, changes)

    assert own.is_same and own.change.text == PHONE
    assert others.refusal is not None and number.refusal is not None


@pytest.mark.parametrize(
    ("written", "masked"),
    [
        ("0898-66778899", "****-****8899"),
        ("6222 0212 3456 7890 123", "**** **** **** ***0 123"),
        ("13876543210", "138****3210"),
        ("海府路1号1栋1203", "海府路1号1栋1203"),
        ("12号", "12号"),
        ("", ""),
    ],
)
def test_a_number_kept_as_text_shows_its_last_four_digits(written: str, masked: str) -> None:
    assert mask_digits(written) == masked
