"""Nothing is cut, too low or without a name on the page of a round."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QPushButton

from app.models import CondolenceRound, OrgUnit, Person
from app.models.store.database import Database
from app.models.words import FileWords
from app.reports.collect_rounds import visits
from app.reports.forms.visit_list import compose
from app.reports.request import Request
from app.services import records
from app.services.rounds.result import records_of
from app.views.forms.choices import matching
from app.views.kit.ask import Dialog
from app.views.rounds.round_form import RoundForm
from app.views.rounds.rows import BY_GROUP, COLUMNS
from tests.factories import add_case, add_person, add_standard
from tests.fixed_day import DAY
from tests.views.pages.rounds.desktop import TITLE, Desktop, Held, Key, fill
from tests.views.seeing import cut_off, nameless, too_low


@pytest.mark.parametrize(("width", "height"), [(1366, 690), (910, 460)])
def test_nothing_is_cut_too_low_or_nameless(desktop: Desktop, width: int, height: int) -> None:
    with desktop.database.write("标准") as session:
        add_standard(session, "ceiling_per_time", "800")
        add_case(session, add_person(session, "刘秀英"))
        records.add(session, OrgUnit, {"name": "装配一车间"})
    page = fill(desktop, "王芳", "李强", budget="1000")
    desktop.window.resize(width, height)
    seen: list[tuple[str, list[str]]] = []

    def look(name: str) -> None:
        desktop.settle()
        for root in (desktop.window, *(each for each in desktop.window.findChildren(Dialog) if each.isVisible())):
            seen.append((name, cut_off(root) + too_low(root) + nameless(root)))

    look("list")
    for deed in (page.deeds.propose, page.deeds.not_visited, page.deeds.pick):
        deed.trigger()
        look(str(deed.words))
    desktop.press(Key.Key_Escape)
    for deed in (page.deeds.amounts, page.deeds.group, page.deeds.mark, page.deeds.print):
        deed.trigger()
        look(str(deed.words))
        desktop.dialog().reject()
    page.people.open(page.people.list.model.ids[0])
    look("form")

    assert [each for each in seen if each[1]] == []


def test_the_people_of_a_round_are_found_by_pinyin_and_shown_by_state(desktop: Desktop) -> None:
    page = fill(desktop, "王芳", "李强")
    page.people.list.table.setFocus()
    desktop.press(Key.Key_Space)

    page.people.view.show_view("planned")
    desktop.settle()
    assert desktop.cells("person.name") == ["李强"]

    page.people.view.show_view("")
    desktop.qtbot.keyClicks(page.people.list.table, "wf")
    desktop.qtbot.waitUntil(lambda: desktop.cells("person.name") == ["王芳"])


def test_after_the_visits_the_list_stands_in_the_order_of_the_printed_visit_list(desktop: Desktop) -> None:
    page = fill(desktop, "王一", "王二", "王三", "王四", "王五", "王六")
    groups = {"王二": "第三组", "王三": "第一组", "王四": "第三组", "王六": "第一组"}
    with desktop.database.write("准备") as session:
        found = records.find(session, CondolenceRound, TITLE)
        of = {session.get_one(Person, one.person_id).name: one for one in records_of(session, found)}
        for name, group in groups.items():
            records.edit(session, of[name], {"group": group})
        records.edit(session, of["王三"], {"status": "cancelled", "cancel_reason": "本人不要"})
        printed = compose(visits(session, Request("F20", found.uid, on=DAY)))

    page.people.view.show_view(BY_GROUP)
    desktop.settle()

    in_print = [one.name for group in printed.groups for one in group.rows]
    assert in_print == ["王二", "王四", "王六", "王一", "王五"]
    assert desktop.cells("person.name") == [*in_print, "王三"]
    page.people.list.table.setFocus()
    desktop.press(Key.Key_Home, Held.ControlModifier)
    desktop.press(Key.Key_Space, times=2)
    assert desktop.cells("status")[:3] == ["已签收", "已签收", "待走访"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("春节", ["节日慰问", "困难走访（送温暖）", "一线（节日值守）慰问"]),
        ("送温暖", ["困难走访（送温暖）"]),
        ("swn", ["困难走访（送温暖）"]),
        ("chunjie", ["节日慰问", "困难走访（送温暖）", "一线（节日值守）慰问"]),
        ("白事", ["会员去世", "直系亲属去世"]),
    ],
)
def test_an_occasion_is_found_by_what_a_chair_calls_it(database: Database, typed: str, found: list[str]) -> None:
    [occasion] = [each for each in RoundForm(database).fields if each.name == "occasion"]
    assert [each.label for each in matching(occasion.choices, typed)] == found


def test_a_sheet_that_says_no_more_than_the_festival_is_not_guessed_at(database: Database) -> None:
    with database.read() as session:
        assert FileWords(session, DAY).code_of("occasion", "春节") is None


def test_f2_on_the_amount_opens_the_form_at_the_amount(desktop: Desktop) -> None:
    people = fill(desktop, "王芳").people
    people.table.setFocus()
    people.table.chosen.go(0, COLUMNS.index("cash"))
    desktop.press(Key.Key_F2)
    desktop.qtbot.waitUntil(lambda: "cash" in people.form.body.rows and people.form.record_id is not None)
    desktop.qtbot.waitUntil(lambda: people.form.body.rows["cash"].isAncestorOf(QApplication.focusWidget()))


def test_the_ways_out_of_a_round_say_where_they_lead(desktop: Desktop) -> None:
    fill(desktop, "王芳")

    names = [each.accessibleName() for each in desktop.window.findChildren(QPushButton) if each.isVisible()]

    assert {"返回全部批次", "转到“进行中”"} <= set(names) and "返回名单" not in names
