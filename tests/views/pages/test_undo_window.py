"""Delete and Ctrl+Z in the window: the same people are selected again, and the foot says what was taken back."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

from app.i18n import Label
from app.models import Person
from tests.factories import add_person
from tests.views.pages.driving import has_button, press
from tests.views.pages.room import Room

Key, Held = Qt.Key, Qt.KeyboardModifier
NAMES = ("陈超", "李建国", "刘秀英", "王芳")


def open_members(room: Room) -> None:
    room.open()
    with room.file.database.write("新增") as session:
        for name in NAMES:
            add_person(session, name)
    room.window.go_to("members")
    room.settle()
    room.qtbot.waitUntil(lambda: len(room.members.list.model.ids) == len(NAMES))


def names_of(room: Room, ids: list[int]) -> list[str]:
    with room.file.database.read() as session:
        return sorted(session.get_one(Person, one).name for one in ids)


def delete(room: Room, rows: int) -> list[int]:
    """The rows from the second on, as whole rows."""
    table = room.members.list.table
    table.setFocus()
    for key, held in ((Key.Key_Down, Held.NoModifier), (Key.Key_Home, Held.NoModifier)):
        room.qtbot.keyClick(table, key, held)
    for key in [Key.Key_Down] * (rows - 1) + [Key.Key_End]:
        room.qtbot.keyClick(table, key, Held.ShiftModifier)
    ids = list(room.members.list.selected_ids())
    room.qtbot.keyClick(table, Key.Key_Delete)
    room.settle()
    room.qtbot.waitUntil(lambda: len(room.members.list.model.ids) == len(NAMES) - rows)
    return ids


def take_back(room: Room) -> None:
    room.qtbot.waitUntil(room.window.menus.undo.isEnabled)
    room.qtbot.keyClick(room.members.list.table, Key.Key_Z, Held.ControlModifier)
    room.settle()
    room.qtbot.waitUntil(lambda: len(room.members.list.model.ids) == len(NAMES))
    room.settle()


def test_who_was_deleted_is_selected_again_and_named(room: Room) -> None:
    open_members(room)
    gone = delete(room, 1)

    take_back(room)

    assert list(room.members.list.selected_ids()) == gone
    assert room.members.list.table.chosen.current_id() == gone[0]
    assert room.members.list.table.hasFocus()
    assert room.says(f"已撤销：删除“{names_of(room, gone)[0]}”")


def test_what_was_taken_back_by_mistake_is_done_again_from_the_foot(room: Room) -> None:
    open_members(room)
    delete(room, 1)
    take_back(room)

    press(room.qtbot, room.window.undo_bar, "重做")
    room.settle()

    room.qtbot.waitUntil(lambda: len(room.members.list.model.ids) == len(NAMES) - 1)
    assert has_button(room.window.undo_bar, "撤销") and not has_button(room.window.undo_bar, "重做")


def test_several_who_were_deleted_are_selected_as_whole_rows(room: Room) -> None:
    open_members(room)
    gone = delete(room, 2)

    take_back(room)

    assert sorted(room.members.list.selected_ids()) == sorted(gone)
    assert room.members.list.table.chosen.whole_rows()


def test_the_menus_offer_the_way_into_the_recycle_bin_with_its_key(room: Room) -> None:
    open_members(room)
    menus = room.window.menuBar().findChildren(QMenu)
    edit = next(menu for menu in menus if menu.title() == "编辑")
    found = next(action for action in edit.actions() if action.text().startswith("移到回收站"))
    assert found.text().endswith("\tDelete")
    room.members.list.table.setFocus()
    room.qtbot.keyClick(room.members.list.table, Key.Key_Down)
    name = names_of(room, list(room.members.list.selected_ids()))[0]

    found.trigger()
    room.settle()

    room.qtbot.waitUntil(lambda: len(room.members.list.model.ids) == len(NAMES) - 1)
    assert room.says(f"已把“{name}”移到回收站。")


def test_of_several_who_were_deleted_the_first_is_named(room: Room) -> None:
    open_members(room)

    gone = delete(room, 2)

    with room.file.database.read() as session:
        first = session.get_one(Person, gone[0]).name
    assert room.says(f"已把“{first}”等 2 名会员移到回收站。")
    assert room.window.menus.undo.words == Label(
        "撤销：{deed}", deed=Label("删除会员“{title}”等 {n} 人", title=first, n=2)
    )


def test_an_open_form_shows_what_was_taken_back_and_keeps_what_is_typed(room: Room) -> None:
    open_members(room)
    room.show_member("李建国")
    room.type("post", "班长")
    room.form.save()
    room.settle()
    room.type("remark", "海口某厂")

    room.desk.undo()
    room.qtbot.waitUntil(lambda: room.form.body.texts()["post"] == "")

    assert room.form.draft() == {"remark": "海口某厂"}
