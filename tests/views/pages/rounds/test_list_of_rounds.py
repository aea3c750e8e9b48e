"""The list of rounds: new ones, opening one and going back."""

from __future__ import annotations

from app.errors import Grade
from app.models import CondolenceRound
from app.services import records
from tests.factories import add_round
from tests.views.pages.rounds.desktop import TITLE, Desktop, Held, Key, button, fill, shown_texts


def test_a_new_round_gets_its_title_from_year_and_occasion_and_is_shown_at_once(desktop: Desktop) -> None:
    assert "还没有慰问批次" in shown_texts(desktop.window)

    desktop.press(Key.Key_N, Held.ControlModifier)
    form = desktop.page.rounds.form.body
    form.rows["occasion"].editor.show_raw("HARD")
    form.rows["cash"].editor.control.setFocus()
    desktop.settle()
    desktop.qtbot.keyClicks(form.rows["cash"].editor.control, "1000")
    desktop.press(Key.Key_S, Held.ControlModifier)

    assert desktop.round.state.title == TITLE
    assert desktop.round.state.usual["cash"] == "1000.00"
    assert desktop.said() == "已新建“2027年春节送温暖”。"
    desktop.qtbot.waitUntil(lambda: "名单还是空的" in shown_texts(desktop.window))
    assert desktop.window.focusWidget() is button(desktop.round.people.list, "提出名单…")


def test_a_new_round_whose_title_is_taken_says_so_beside_the_year_until_it_is_another_one(desktop: Desktop) -> None:
    with desktop.database.write("准备") as session:
        add_round(session, TITLE)
    desktop.press(Key.Key_N, Held.ControlModifier)
    form = desktop.page.rounds.form.body
    form.rows["occasion"].editor.show_raw("HARD")
    form.left.emit("occasion")
    desktop.settle()
    problem = form.rows["year"].problem
    assert problem is not None and problem.grade is Grade.CHECK
    assert str(problem.what) == "已经有“2027年春节送温暖”了。是下一年的，改年度；再建一批，改名称。"

    form.rows["year"].editor.show_raw("2028")
    form.left.emit("year")
    desktop.settle()

    assert form.rows["year"].problem is None
    assert form.rows["title"].editor.raw() == "2028年春节送温暖"


def test_enter_opens_a_round_and_escape_goes_back_to_the_list(desktop: Desktop) -> None:
    fill(desktop, "王芳")
    desktop.press(Key.Key_Escape)
    assert desktop.page.round is None

    desktop.qtbot.waitUntil(desktop.page.rounds.list.table.hasFocus)
    desktop.press(Key.Key_Return)

    assert desktop.round.state.title == TITLE


def test_the_name_of_a_round_takes_the_free_room_when_it_becomes_longer(desktop: Desktop) -> None:
    with desktop.database.write("准备") as session:
        made = add_round(session, "送温暖")
    desktop.page.rounds.list.refresh()
    desktop.settle()
    table = desktop.page.rounds.list.table
    desktop.qtbot.waitUntil(lambda: desktop.page.rounds.list.model.cell(0, 0) == "送温暖")
    longer = "2027年元旦春节期间送温暖走访慰问困难职工"
    assert table.fontMetrics().horizontalAdvance(longer) > table.columnWidth(0)

    with desktop.database.write("改名") as session:
        records.edit(session, session.get_one(CondolenceRound, made.id), {"title": longer})
    desktop.page.rounds.list.refresh()
    desktop.qtbot.waitUntil(lambda: desktop.page.rounds.list.model.cell(0, 0) == longer)

    desktop.qtbot.waitUntil(lambda: table.columnWidth(0) >= table.fontMetrics().horizontalAdvance(longer) + 16)
    assert table.horizontalHeader().length() <= table.viewport().width(), "and no more than the free room"


def test_a_round_whose_beginning_is_undone_gives_way_to_the_list(desktop: Desktop) -> None:
    with desktop.database.write("新建") as session:
        add_round(session)
    desktop.open()

    desktop.desk.undo()
    desktop.settle()

    assert desktop.page.round is None
