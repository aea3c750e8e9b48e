"""What became of the people on a list: visited, signed, cancelled."""

from __future__ import annotations

from app.views.rounds.record_form import RecordOfRoundForm, RoundCells
from tests.views.pages.rounds.desktop import Desktop, Key, fill, mark, shown_texts


def test_space_ticks_in_the_order_of_the_list_and_goes_on(desktop: Desktop) -> None:
    page = fill(desktop, "王芳", "李强", "赵静")
    page.people.list.table.setFocus()

    desktop.press(Key.Key_Space, times=2)

    assert desktop.cells("status") == ["已签收", "已签收", "待走访"]
    assert desktop.cells("visited_on") == ["2026-11-22", "2026-11-22", ""]
    assert desktop.said() == "“李强”已签收，2026年11月22日。"
    assert page.people.current()[1] == "赵静"


def test_space_on_somebody_who_has_signed_only_goes_on(desktop: Desktop) -> None:
    page = fill(desktop, "王芳", "李强")
    page.people.list.table.setFocus()
    desktop.press(Key.Key_Space)
    desktop.press(Key.Key_Up)

    desktop.press(Key.Key_Space)

    assert desktop.cells("status") == ["已签收", "待走访"]
    assert "“王芳”已经签收过了" in shown_texts(desktop.window.status)


def test_space_goes_on_with_the_day_that_was_written_last(desktop: Desktop) -> None:
    page = fill(desktop, "王芳", "李强")
    page.people.list.table.setFocus()
    desktop.click("标记…", page)
    desktop.asking().fields.show_texts({"visited_on": "11月20日", "proxy": "王小梅"})
    desktop.asking().fields.rows["visited_on"].editor.show_raw("2026.11.20")
    desktop.click("记下", desktop.asking())
    page.people.list.table.setFocus()
    desktop.press(Key.Key_Down)

    desktop.press(Key.Key_Space)

    assert desktop.cells("visited_on") == ["2026-11-20", "2026-11-20"]
    assert desktop.cells("proxy") == ["王小梅", ""]


def test_cancelling_wants_a_reason_and_puts_the_person_at_the_end_out_of_the_counts(desktop: Desktop) -> None:
    page = fill(desktop, "王芳", "李强")
    page.people.list.table.setFocus()
    desktop.click("标记…", page)
    asking = desktop.asking()
    asking.fields.rows["to"].editor.show_raw("cancelled")
    desktop.click("记下", asking)
    assert asking.isVisible() and str(asking.fields.rows["reason"].problem.what) == "取消要写原因"  # type: ignore[union-attr]

    asking.fields.rows["reason"].editor.show_raw("已外出务工")
    desktop.click("记下", asking)

    assert desktop.cells("person.name") == ["李强", "王芳"]
    assert "0 户，1 人，1 人次，共 1,000.00 元" in shown_texts(page.heading)


def test_who_has_signed_goes_back_only_with_a_reason(desktop: Desktop) -> None:
    page = fill(desktop, "王芳")
    page.people.table.setFocus()
    desktop.press(Key.Key_Space)
    assert desktop.listed()[0].status == "signed"

    page.deeds.visited.trigger()
    desktop.settle()
    asking = desktop.asking()
    desktop.click("记下", asking)
    assert asking.isVisible()
    assert str(asking.fields.rows["reason"].problem.what) == "从已签收改回要写原因"
    asking.fields.rows["reason"].editor.control.setText("记错了人")
    desktop.click("记下", asking)

    record = desktop.listed()[0]
    assert (record.status, record.remark) == ("visited", "记错了人")


def test_why_somebody_was_not_reached_stands_in_the_list_and_in_the_form(desktop: Desktop) -> None:
    page = fill(desktop, "李海燕")

    mark(desktop, "planned", "两次上门家里没人")

    desktop.qtbot.waitUntil(lambda: desktop.cells("remark") == ["两次上门家里没人"])
    assert desktop.said() == "已把 1 人记成“待走访”，原因写在备注里了。"
    page.people.table.setFocus()
    desktop.press(Key.Key_Return)
    rows = page.people.form.body.rows
    assert rows["remark"].editor.raw() == "两次上门家里没人"
    assert not rows["cancel_reason"].isVisible(), "nobody was cancelled"


def test_why_somebody_was_cancelled_stands_in_the_list_and_in_the_form(desktop: Desktop) -> None:
    page = fill(desktop, "李海燕")

    mark(desktop, "cancelled", "已搬到外省")

    desktop.qtbot.waitUntil(lambda: desktop.cells("cancel_reason") == ["已搬到外省"])
    assert desktop.cells("remark") == [""]
    page.people.table.setFocus()
    desktop.press(Key.Key_Return)
    row = page.people.form.body.rows["cancel_reason"]
    assert row.isVisible() and row.editor.raw() == "已搬到外省"
    cells = RoundCells(desktop.database, RecordOfRoundForm(desktop.database))
    assert "cancel_reason" not in cells.fields, "nobody is cancelled by writing into a cell"
