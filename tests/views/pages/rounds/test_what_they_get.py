"""What people get, who visits them, in which order."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QLineEdit

from app.errors import Grade
from app.views.rounds.keys import group_of
from app.views.rounds.record_form import RecordOfRoundForm
from app.views.rounds.rows import COLUMNS
from tests.factories import add_standard
from tests.views.pages.rounds.desktop import Desktop, Held, Key, fill, has_words, shown_texts
from tests.views.seeing import cut_off


def drag(desktop: Desktop, from_row: int, to: QPoint | Callable[[], QPoint]) -> None:
    """Press on a row number, move in two steps, let go; `to` may be looked for once the drag has begun."""
    numbers = desktop.round.people.table.verticalHeader()
    start = QPoint(5, numbers.sectionViewportPosition(from_row) + 5)
    target, mouse = numbers.viewport(), Qt.MouseButton.LeftButton
    desktop.qtbot.mousePress(target, mouse, pos=start)
    end = start
    for step in (start + QPoint(0, 15), to):
        end = step() if callable(step) else step
        event = QMouseEvent(
            QMouseEvent.Type.MouseMove, end, target.mapToGlobal(end), Qt.MouseButton.NoButton, mouse,
            Qt.KeyboardModifier.NoModifier,
        )  # fmt: skip
        QApplication.sendEvent(target, event)
    desktop.qtbot.mouseRelease(target, mouse, pos=end)
    desktop.settle()


def test_selected_rows_are_dragged_to_another_place_in_the_order(desktop: Desktop) -> None:
    page = fill(desktop, "王芳", "李强", "赵静", "陈伟")
    table = page.people.table
    table.selectRow(0)
    bottom = table.verticalHeader().sectionViewportPosition(2) + table.rowHeight(2) - 2

    drag(desktop, 0, QPoint(5, bottom))

    desktop.qtbot.waitUntil(lambda: desktop.cells("person.name") == ["李强", "赵静", "王芳", "陈伟"])
    assert desktop.said() == "已把 1 人移到新的位置。"
    assert page.people.current()[1] == "王芳"


def test_a_press_on_a_selected_row_number_that_is_no_drag_selects_that_row(desktop: Desktop) -> None:
    page = fill(desktop, "王芳", "李强", "赵静")
    table, numbers = page.people.table, page.people.table.verticalHeader()
    table.selectAll()

    place = QPoint(5, numbers.sectionViewportPosition(1) + 5)
    desktop.qtbot.mouseClick(numbers.viewport(), Qt.MouseButton.LeftButton, pos=place)

    assert table.chosen.rows() == [1]
    assert desktop.cells("person.name") == ["王芳", "李强", "赵静"]


def test_rows_dropped_on_a_group_belong_to_it(desktop: Desktop) -> None:
    page = fill(desktop, "王芳", "李强", "赵静")
    table = page.people.table
    table.selectRow(1)
    targets = page.people.dragger.targets

    def goal() -> QPoint:
        place = targets._targets[0][1]
        return table.verticalHeader().viewport().mapFromGlobal(place.mapToGlobal(place.rect().center()))

    drag(desktop, 1, goal)

    desktop.qtbot.waitUntil(lambda: desktop.cells("group") == ["", "第一组", ""])
    assert not targets.isVisible()


def test_alt_and_an_arrow_move_rows_in_the_order_of_the_paper(desktop: Desktop) -> None:
    page = fill(desktop, "王芳", "李强", "赵静")
    page.people.list.table.setFocus()

    desktop.press(Key.Key_Down, Held.AltModifier)
    assert (desktop.cells("person.name"), page.people.current()[1]) == (["李强", "王芳", "赵静"], "王芳")
    assert desktop.said() == "已把 1 人往下移了一位。"

    page.people.list.sort_by(0)
    desktop.settle()
    desktop.press(Key.Key_Up, Held.AltModifier)
    assert "先清除搜索、筛选和排序，再排次序" in shown_texts(desktop.window.status)


def test_amounts_for_all_show_the_budget_and_a_wrong_one_stays_in_the_dialog(desktop: Desktop) -> None:
    page = fill(desktop, "王芳", "李强", budget="3000")
    desktop.click("金额…", page)
    asking = desktop.asking()
    assert asking.fields.texts()["whom"] == "everybody"

    cash = asking.fields.rows["cash"].editor
    cash.show_raw("很多")
    desktop.click("定金额", asking)
    assert asking.isVisible() and asking.fields.rows["cash"].problem is not None

    cash.show_raw("2000")
    desktop.click("定金额", asking)

    assert desktop.cells("cash") == ["2,000.00", "2,000.00"]
    assert "预算 3,000.00 元，超出 1,000.00 元" in shown_texts(page.heading)
    assert desktop.said() == "已定好全部 2 人的金额。"


def test_an_amount_far_above_the_standard_is_asked_about_and_kept_when_pressed_again(desktop: Desktop) -> None:
    page = fill(desktop, "王芳", "李强")
    desktop.click("金额…", page)
    asking = desktop.asking()
    row = asking.fields.rows["cash"]
    row.editor.show_raw("1000000000")

    desktop.click("定金额", asking)

    assert row.problem is not None and row.problem.grade is Grade.CHECK
    assert str(row.problem.what) == "每人 1,000,000,000.00 元，是不是多写了？没写错，就再按一次“定金额”。"
    assert desktop.cells("cash") == ["1,000.00"] * 2, "nothing is kept yet"

    desktop.click("定金额", asking)

    desktop.qtbot.waitUntil(lambda: desktop.cells("cash") == ["1,000,000,000.00"] * 2)
    assert not cut_off(page.people), "and nothing of it is cut"
    table, at = page.people.table, COLUMNS.index("cash")
    written = table.fontMetrics().horizontalAdvance("1,000,000,000.00")
    desktop.qtbot.waitUntil(lambda: table.columnWidth(at) >= written + 16)


def test_another_amount_than_the_one_asked_about_is_asked_about_again(desktop: Desktop) -> None:
    page = fill(desktop, "王芳")
    desktop.click("金额…", page)
    row = desktop.asking().fields.rows["cash"]
    for amount in ("10000", "20000"):
        row.editor.show_raw(amount)
        desktop.click("定金额", desktop.asking())
        assert row.problem is not None and row.problem.grade is Grade.CHECK

    assert desktop.cells("cash") == ["1,000.00"]


def test_what_was_wrong_with_an_amount_is_not_said_of_the_next_one(desktop: Desktop) -> None:
    page = fill(desktop, "王芳")
    desktop.click("金额…", page)
    row = desktop.asking().fields.rows["cash"]
    row.editor.show_raw("-5")
    desktop.click("定金额", desktop.asking())
    assert row.problem is not None

    line = row.editor.control
    assert isinstance(line, QLineEdit)
    line.selectAll()
    desktop.qtbot.keyClicks(line, "5")

    assert row.problem is None


@pytest.mark.parametrize(("amount", "doubted"), [("9999", False), ("10000", True)])
def test_an_amount_far_above_the_standard_is_doubted_in_the_form_too(
    desktop: Desktop, amount: str, doubted: bool
) -> None:
    fill(desktop, "王芳")
    form = RecordOfRoundForm(desktop.database)

    checked = form.check(desktop.listed()[0].id, {"cash": amount}, "cash")

    assert bool(checked.problems) is doubted


def test_a_refused_saving_in_the_form_is_said_at_the_foot_too(desktop: Desktop) -> None:
    page = fill(desktop, "王芳")
    page.people.open(desktop.listed()[0].id)
    desktop.settle()

    page.people.form.body.rows["cash"].editor.show_raw("-5")
    page.people.form.save()

    desktop.qtbot.waitUntil(lambda: has_words(desktop.window.status, "没有保存，有 1 处要改。"))


def test_amounts_for_the_selected_or_for_a_group_leave_the_others_alone(desktop: Desktop) -> None:
    page = fill(desktop, "王芳", "李强", "赵静")
    table = page.people.list.table
    table.setFocus()
    desktop.press(Key.Key_Down, Held.ShiftModifier)
    desktop.press(Key.Key_2)
    assert desktop.cells("group") == ["第二组", "第二组", ""]

    desktop.click("金额…", page)
    asking = desktop.asking()
    assert asking.fields.texts()["whom"] == "chosen"
    focused = asking.fields.focusWidget()
    assert isinstance(focused, QLineEdit)
    assert focused.selectedText() == "选中的 2 人"
    asking.fields.rows["whom"].editor.show_raw("group:第二组")
    asking.fields.show_texts({"cash": "", "goods": "大米10公斤", "goods_value": "80"})
    asking.fields.rows["cash"].editor.show_raw("")
    desktop.click("定金额", asking)

    assert desktop.cells("goods") == ["大米10公斤", "大米10公斤", ""]
    assert desktop.cells("cash") == ["", "", "1,000.00"]


def test_an_amount_typed_over_a_cell_changes_no_group(desktop: Desktop) -> None:
    page = fill(desktop, "王芳", "李强")
    table = page.people.list.table
    table.setFocus()
    desktop.press(Key.Key_1)
    table.setCurrentIndex(table.model().index(0, COLUMNS.index("cash")))

    for digit in (Key.Key_8, Key.Key_0, Key.Key_0):
        desktop.press(digit)

    assert (desktop.cells("group"), desktop.cells("cash")) == (["第一组", ""], ["1,000.00", "1,000.00"])
    assert has_words(desktop.window, "要改金额按 F2")


def test_digits_put_rows_into_groups_and_zero_takes_them_out(desktop: Desktop) -> None:
    page = fill(desktop, "王芳", "李强")
    page.people.list.table.setFocus()

    desktop.press(Key.Key_1)
    assert (desktop.cells("group"), desktop.said()) == (["第一组", ""], "已把 1 人分到“第一组”。")

    desktop.press(Key.Key_0)
    assert (desktop.cells("group"), desktop.said()) == (["", ""], "1 人不再分组。")


@pytest.mark.parametrize(
    ("number", "groups", "expected"),
    [
        (1, [], "第一组"),
        (3, ["第一组"], "第三组"),
        (1, ["张主席带队", "第一组"], "张主席带队"),
        (2, ["张主席带队"], "第二组"),
        (0, ["第一组"], ""),
    ],
)
def test_a_digit_means_the_unions_own_groups_first(number: int, groups: list[str], expected: str) -> None:
    assert group_of(number, groups) == expected


def test_one_of_the_list_is_changed_in_a_form_and_keeps_everything_else(desktop: Desktop) -> None:
    page = fill(desktop, "王芳", goods="大米一袋", goods_value="80")
    with desktop.database.write("标准") as session:
        add_standard(session, "ceiling_per_time", "1500")
    page.people.list.table.setFocus()
    desktop.press(Key.Key_Return)

    page.people.form.body.rows["cash"].editor.show_raw("1800")
    desktop.press(Key.Key_S, Held.ControlModifier)

    record = desktop.listed()[0]
    assert (record.cash, record.goods, record.goods_value, record.status) == (180000, "大米一袋", 8000, "planned")
    problem = page.people.form.body.rows["reason"].problem
    assert problem is not None and "超过每次上限 1,500.00 元" in str(problem.what)
