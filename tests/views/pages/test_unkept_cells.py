"""What was typed in a cell of a list is never lost on its way into the file, nor while it waits to be gone on with."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.models import Person
from app.services import drafts, files
from app.services.drafts import Draft
from app.views.drafts import CELL, DraftKeeper, fill_in_cell
from app.views.record_list import half_typed
from app.views.record_list.half_typed import HalfTyped
from app.views.record_list.inline import CellInPlace
from app.views.record_list.panel import RecordList
from app.views.record_list.source import Query
from tests.factories import add_person
from tests.views.pages.room import Room

Key = Qt.Key
NAMES = ["陈超", "胡艳涛", "李明"]
TOO_LONG = "x" * 300


@pytest.fixture
def members(room: Room) -> Room:
    """The list of three members."""
    with files.open_file(room.path, lambda keys: room.made.dek) as file, file.database.write("新增") as session:
        for name in NAMES:
            add_person(session, name)
    room.open("members")
    room.qtbot.waitUntil(lambda: len(people(room).model.ids) == len(NAMES))
    people(room).table.setFocus()
    return room


def people(room: Room) -> RecordList:
    return room.members.list


def cell(room: Room) -> CellInPlace:
    found = people(room).changer
    assert found is not None
    return found.in_place


def type_in(room: Room, row: int, words: str, column: str = "post") -> None:
    """F2 on a cell, and these words."""
    listed = people(room)
    listed.table.chosen.go(row, [each.name for each in listed.model.columns].index(column))
    room.qtbot.keyClick(listed.table, Key.Key_F2)
    room.qtbot.waitUntil(lambda: cell(room).editor is not None)
    room.qtbot.keyClicks(QApplication.focusWidget(), words)


def enter(room: Room) -> None:
    room.qtbot.keyClick(QApplication.focusWidget(), Key.Key_Return)


def said(room: Room) -> list[str]:
    """What the list says in the status bar from now on."""
    told: list[str] = []
    people(room).said.connect(lambda words: told.append(str(words)))
    return told


def drafted(room: Room) -> list[str]:
    """What of cells would outlive a crash now."""
    return [
        each["text"] for draft in drafts.kept(room.file.database) for each in [draft.content, *draft.content["waiting"]]
    ]


def test_a_lock_right_after_enter_leaves_what_is_then_refused_as_a_draft(members: Room) -> None:
    type_in(members, 0, TOO_LONG)

    enter(members)
    assert [each.text for each in cell(members).unkept] == [TOO_LONG]
    members.lock()
    members.unlock()

    assert drafted(members) == [TOO_LONG]
    assert members.says("上次填到一半的“陈超的岗位”还在。")


def test_a_lock_right_after_enter_leaves_no_draft_of_what_was_kept(members: Room) -> None:
    type_in(members, 0, "driver")

    enter(members)
    members.lock()
    members.unlock()

    assert drafted(members) == []
    people(members).refresh()
    members.settle()
    assert people(members).model.cell(0, [each.name for each in people(members).model.columns].index("post")) == (
        "driver"
    )


def half(room: Room, row: int, text: str, column: str = "post", refusal: str = "") -> HalfTyped:
    """A cell that was left half typed."""
    return HalfTyped(people(room).model.ids[row], column, text, text, NAMES[row], refusal)


def test_two_drafts_taken_up_one_right_after_the_other_both_come_back(members: Room) -> None:
    first, second = half(members, 0, "driver"), half(members, 1, "fitter")

    cell(members).take_over(half_typed.written([first]))
    cell(members).take_over(half_typed.written([second]))
    members.qtbot.waitUntil(lambda: cell(members).half_typed is not None)
    assert {each.text for each in cell(members).unkept} == {"driver", "fitter"}
    enter(members)
    members.qtbot.waitUntil(lambda: cell(members).half_typed is not None)
    enter(members)
    members.settle()

    assert posts(members) == ["driver", "fitter", None]


def test_two_drafts_that_came_back_are_both_forgotten_once_they_are_kept(members: Room) -> None:
    left = [half(members, 0, "driver"), half(members, 1, "fitter")]
    stored = [Draft(f"t{at}", "members", "", half_typed.written([each]), CELL) for at, each in enumerate(left)]
    for each in stored:
        drafts.keep(members.file.database, each)
    keeper = next(each for each in members.members.findChildren(DraftKeeper) if each._part == CELL)

    for each in stored:
        fill_in_cell(people(members), keeper, each)
    members.qtbot.waitUntil(lambda: cell(members).half_typed is not None)
    assert sorted(drafted(members)) == ["driver", "fitter"]
    enter(members)
    members.qtbot.waitUntil(lambda: cell(members).half_typed is not None)
    enter(members)
    members.settle()

    assert posts(members) == ["driver", "fitter", None]
    assert drafted(members) == []


def test_a_refused_cell_takes_the_keyboard_from_nobody_who_searches(members: Room) -> None:
    listed, told = people(members), said(members)
    type_in(members, 0, TOO_LONG)

    listed.search.setFocus()
    members.qtbot.keyClicks(listed.search, "l")
    members.settle()
    assert told == ["“陈超”的岗位没有改好。写的还在，回到名单里就接着改。"]
    members.qtbot.keyClicks(QApplication.focusWidget(), "i")
    members.qtbot.waitUntil(lambda: len(listed.model.ids) == 1)

    assert listed.search.hasFocus() and listed.search.text() == "li"
    assert [each.text for each in cell(members).unkept] == [TOO_LONG]
    members.lock()  # puts away what is open


def test_a_refused_cell_opens_again_once_the_search_is_left(members: Room) -> None:
    listed = people(members)
    type_in(members, 0, TOO_LONG)
    listed.search.setFocus()
    members.settle()
    assert cell(members).editor is None

    members.qtbot.keyClick(listed.search, Key.Key_Down)
    members.qtbot.waitUntil(lambda: cell(members).half_typed is not None)

    assert [each.text for each in cell(members).unkept] == [TOO_LONG]
    members.lock()


def test_a_draft_that_is_asked_for_comes_back_whoever_has_the_keyboard(members: Room) -> None:
    people(members).search.setFocus()

    cell(members).take_over(half_typed.written([half(members, 0, "driver")]))
    members.qtbot.waitUntil(lambda: cell(members).half_typed is not None)

    assert QApplication.focusWidget() is cell(members).editor.editor.control
    members.lock()


def test_a_draft_of_a_column_that_is_no_more_is_kept_and_closes_nothing(members: Room) -> None:
    told = said(members)
    cell(members).take_over(half_typed.written([half(members, 0, "driver", "shoe_size"), half(members, 1, "fitter")]))
    members.qtbot.waitUntil(lambda: cell(members).half_typed is not None)
    assert "“陈超”写到一半的那一栏现在没有了。刚写的“driver”还留着。" in told
    people(members).refresh()
    members.settle()
    keeper = next(each for each in members.members.findChildren(DraftKeeper) if each._part == CELL)
    keeper.now()
    members.settle()

    assert members.bugs == []
    assert sorted(drafted(members)) == ["driver", "fitter"]
    members.lock()


def test_a_row_that_is_gone_lets_go_of_no_other_cell_that_is_open(members: Room) -> None:
    listed = people(members)
    ids = listed.model.ids
    type_in(members, 1, "driv")
    opened = cell(members).editor
    cell(members).take_over(half_typed.written([HalfTyped(999, "post", "welder", "welder", "别人")]))
    members.settle()
    listed.show_query(Query(search="lisi"))
    members.settle()

    assert list(listed.model.ids) == [ids[1]]
    assert cell(members).editor is opened and cell(members).half_typed.text == "driv"
    members.lock()


def posts(room: Room) -> list[str | None]:
    with room.file.database.read() as session:
        return [session.get_one(Person, each).post for each in people(room).model.ids]
