"""The stages of a round, from 筹备 to 已归档."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton

from app.models import CondolenceRound
from app.services import rounds
from tests.views.pages.rounds.desktop import Desktop, Held, Key, button, fill, has_words, mark, shown_texts


def test_the_next_step_names_who_is_still_waited_for_and_then_goes_on_to_the_archive(desktop: Desktop) -> None:
    page = fill(desktop, "王芳")
    desktop.click("转到“进行中”", page)
    desktop.click("转到“已发放”", page)
    assert "王芳待走访" in shown_texts(desktop.dialog())
    desktop.click("知道了", desktop.dialog())

    page.people.list.table.setFocus()
    desktop.press(Key.Key_Space)
    desktop.click("转到“已发放”", page)
    assert page.deeds.pick.toolTip() == "这一批已是“已发放”，名单不能再改"
    desktop.click("转到“已归档”", page)

    assert page.heading.stages.accessibleName() == "阶段：已归档"
    assert desktop.said() == "这一批已转到“已归档”。"
    assert not page.deeds.mark.isEnabled() and not page.deeds.onward.isVisible()


def test_of_a_round_that_was_handed_out_only_reasons_and_remarks_can_be_written(desktop: Desktop) -> None:
    page = fill(desktop, "王芳")
    page.people.table.setFocus()
    desktop.press(Key.Key_Return)
    assert not page.people.form.body.rows["cash"].field.read_only
    desktop.press(Key.Key_Escape)
    desktop.press(Key.Key_Space)
    desktop.qtbot.waitUntil(lambda: page.state.is_through)
    page.doer.finish()
    desktop.qtbot.waitUntil(lambda: page.state.status == "done")
    page.people.table.setFocus()

    desktop.press(Key.Key_Return)

    rows = page.people.form.body.rows
    desktop.qtbot.waitUntil(lambda: page.people.form.body.focused() == "reason")
    assert {name for name, row in rows.items() if not row.field.read_only} == {"reason", "remark"}
    said = "这一批“已发放”了，这里只能写原因和备注。要改别的，先用名单上面的“更多”退回“进行中”。"
    assert has_words(page.people, said)

    rows["remark"].editor.show_raw("由女儿接待")
    desktop.press(Key.Key_S, Held.ControlModifier)
    page.deeds.back.trigger()
    desktop.qtbot.waitUntil(lambda: not page.people.form.body.rows["cash"].field.read_only)
    desktop.qtbot.waitUntil(lambda: page.people.form.body.rows["remark"].editor.raw() == "由女儿接待")

    assert desktop.listed()[0].remark == "由女儿接待"
    assert not has_words(page.people, said), "the open form has come back with its person"


def test_what_is_typed_in_the_form_outlasts_the_end_of_the_round(desktop: Desktop) -> None:
    page = fill(desktop, "王芳")
    page.people.table.setFocus()
    desktop.press(Key.Key_Return)
    page.people.form.body.rows["cash"].editor.show_raw("900")
    with desktop.database.write("记成已发放") as session:
        found = session.get_one(CondolenceRound, page.work.round_id)
        rounds.mark(session, found, None, "signed")
        for stage in ("open", "done"):
            rounds.advance(session, found, stage)

    page.refresh()
    desktop.qtbot.waitUntil(lambda: page.state.status == "done")
    desktop.settle()

    assert page.people.form.draft() == {"cash": "900"}


def test_the_deed_that_a_round_waits_for_comes_first_and_stays_where_room_is_short(desktop: Desktop) -> None:
    page = fill(desktop, "王芳")
    desktop.window.resize(910, 460)
    desktop.settle()
    assert button(page.people.header, "提出名单…")

    desktop.click("转到“进行中”", page)
    desktop.qtbot.waitUntil(lambda: page.state.status == "open")

    assert button(page.people.header, "标记…").x() < page.people.header.width()
    made = [each.accessibleName() for each in page.people.header.findChildren(QPushButton) if each.isVisible()]
    assert "提出名单…" not in made


def test_once_everybody_has_signed_the_round_is_called_done_with_one_press_and_one_undo(desktop: Desktop) -> None:
    page = fill(desktop, "王芳", "李强")
    assert not has_words(page, "都签收了")
    for status in ("signed", "visited"):
        page.people.list.table.setFocus()
        page.doer.mark_quickly(status)
        desktop.settle()
        page.people.table.chosen.go(1, 0)
    assert has_words(page, "都走访了，还有 1 人没有签收。")
    page.doer.mark_quickly("signed")
    desktop.settle()
    assert has_words(page, "名单上的人都签收了，可以把这一批记成“已发放”。")

    button(page, "记成“已发放”").setFocus()
    desktop.click("记成“已发放”", page)

    desktop.qtbot.waitUntil(lambda: desktop.window.focusWidget() is page.people.table)  # the keyboard stays there
    assert page.heading.stages.accessibleName() == "阶段：已发放"
    assert not has_words(page, "都签收了")
    desktop.press(Key.Key_Z, Held.ControlModifier)
    assert page.heading.stages.accessibleName() == "阶段：筹备"


def test_those_who_were_cancelled_are_not_told_among_those_who_signed(desktop: Desktop) -> None:
    page = fill(desktop, "王芳", "李强", "赵静")
    mark(desktop, "cancelled", "已搬到外省")
    desktop.qtbot.waitUntil(lambda: desktop.cells("person.name") == ["李强", "赵静", "王芳"])
    page.people.table.setFocus()
    page.people.table.selectRow(0)
    page.doer.mark_quickly("visited")
    desktop.settle()
    page.people.table.selectRow(1)
    page.doer.mark_quickly("signed")
    desktop.settle()
    desktop.qtbot.waitUntil(lambda: has_words(page, "除了取消的 1 人都走访了，还有 1 人没有签收。"))

    page.people.table.selectRow(0)
    page.doer.mark_quickly("signed")
    desktop.settle()

    desktop.qtbot.waitUntil(lambda: has_words(page, "2 人签收，1 人取消，可以把这一批记成“已发放”。"))


def test_who_has_no_file_is_counted_as_a_person_and_it_is_said_why_no_household_is(desktop: Desktop) -> None:
    page = fill(desktop, "王芳")
    assert "0 户，1 人，1 人次，共 1,000.00 元" in shown_texts(page.heading)
    assert "1 人没有困难档案，算人不算户" in shown_texts(page.heading)
