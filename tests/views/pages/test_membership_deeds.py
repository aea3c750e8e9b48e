"""退会、转出、去世、重新入会 from the list of members."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.errors import KnownError
from app.i18n import Label
from app.models import Person
from app.models.store import undo
from app.services import members as memberships
from app.services import membership_deeds
from app.services.files import OpenFile
from app.services.today import today
from app.views import members
from app.views.forms.asking import Asking
from app.views.frame import MainWindow
from app.views.members import MembersPage
from app.views.pages import Page
from tests.factories import add_person
from tests.views.pages.conftest import MakeWindow
from tests.views.pages.driving import press, says

MEMBERS = Page("members", Label("会员"), Label("会员"), "users", members.build, None, members.prepare)

Open = Callable[..., MainWindow]


@pytest.fixture
def ids(opened: OpenFile) -> list[int]:
    """Three members in the file."""
    with opened.database.write("新增{n}人", n=3) as session:
        return [add_person(session, name).id for name in ("陈一", "李二", "王三")]


def page_of(qtbot: QtBot, window: MainWindow) -> MembersPage:
    page = window.page
    assert isinstance(page, MembersPage)
    qtbot.waitUntil(lambda: page.page.list.model.is_loaded and page.page.list.table.currentIndex().isValid())
    return page


def asked(qtbot: QtBot, page: MembersPage) -> Asking:
    qtbot.waitUntil(lambda: page.findChild(Asking) is not None)
    found = page.findChild(Asking)
    assert isinstance(found, Asking)
    return found


def status(opened: OpenFile, person_id: int) -> list[str | None]:
    with opened.database.read() as session:
        return [one.status for one in memberships.memberships(session, session.get_one(Person, person_id))]


def test_several_members_leave_in_one_deed_that_can_be_taken_back(
    qtbot: QtBot, make_window: MakeWindow, opened: OpenFile, ids: list[int]
) -> None:
    window = make_window(MEMBERS)
    page = page_of(qtbot, window)
    table = page.page.list.table
    table.chosen.go(0, 0)
    table.chosen.go(1, 0, extend=True)

    page.membership.change.trigger()
    press(qtbot, asked(qtbot, page), "记下")
    qtbot.waitUntil(window.undo_bar.isVisible)

    assert says(window, "已给 2 人记下“退会”。")
    assert [status(opened, one) for one in ids] == [["withdrawn"], ["withdrawn"], ["active"]]
    undo.undo(opened.database)
    assert [status(opened, one) for one in ids] == [["active"]] * 3


def test_a_day_that_cannot_be_read_is_told_beside_its_field(
    qtbot: QtBot, make_window: MakeWindow, opened: OpenFile, ids: list[int]
) -> None:
    page = page_of(qtbot, make_window(MEMBERS))

    page.membership.deceased.trigger()
    dialog = asked(qtbot, page)
    dialog.fields.show_texts({"on": "去年"})
    press(qtbot, dialog, "记下")
    qtbot.waitUntil(lambda: dialog.fields.rows["on"].problem is not None)

    assert dialog.isVisible()
    assert status(opened, ids[0]) == ["active"]


def test_who_died_is_no_longer_a_member(
    qtbot: QtBot, make_window: MakeWindow, opened: OpenFile, ids: list[int]
) -> None:
    window = make_window(MEMBERS)
    page = page_of(qtbot, window)

    page.membership.deceased.trigger()
    dialog = asked(qtbot, page)
    dialog.fields.show_texts({"on": "2026-01-05"})
    press(qtbot, dialog, "记下")
    qtbot.waitUntil(window.undo_bar.isVisible)

    assert status(opened, ids[0]) == ["deceased"]


def test_who_left_comes_back_with_a_new_membership(
    qtbot: QtBot, make_window: MakeWindow, opened: OpenFile, ids: list[int]
) -> None:
    membership_deeds.change(opened.database, ids[:1], {"type": "6", "on": "2026-01-05"})
    window = make_window(MEMBERS)
    page = page_of(qtbot, window)

    page.membership.rejoin.trigger()
    press(qtbot, asked(qtbot, page), "重新入会")
    qtbot.waitUntil(window.undo_bar.isVisible)

    assert says(window, "“陈一”已重新入会。")
    assert status(opened, ids[0]) == ["withdrawn", "active"]


def test_who_is_no_member_cannot_leave_and_is_named(opened: OpenFile, ids: list[int]) -> None:
    membership_deeds.change(opened.database, ids[:1], {"type": "6", "on": "2026-01-05"})

    with pytest.raises(KnownError) as refused:
        membership_deeds.change(opened.database, ids, {"type": "6", "on": today().isoformat()})

    assert [str(one.what) for one in refused.value.problems] == ["陈一"]
    assert status(opened, ids[1]) == ["active"]


def test_the_form_of_somebody_new_says_so(qtbot: QtBot, make_window: MakeWindow, ids: list[int]) -> None:
    page = page_of(qtbot, make_window(MEMBERS))

    qtbot.keyClick(page, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)

    qtbot.waitUntil(lambda: says(page, "新会员"))
