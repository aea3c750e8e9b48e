"""Who is on the list of a round: proposed, picked, pasted, copied, taken off."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QTableView

from app.services import hardship, members, rounds
from app.views import theme
from app.views.rounds.not_visited import NotVisitedStep
from app.views.rounds.picking import PickingStep
from app.views.rounds.proposal import PreviewStep
from tests.factories import add_case, add_person, add_round, add_standard, membership_of
from tests.fixed_day import DAY
from tests.views.pages.rounds.desktop import TITLE, Desktop, Held, Key, fill, has_words, shown_texts


def right(table: QTableView, column: int) -> bool:
    """Whether a column and its heading stand right, as amounts do."""
    model, role = table.model(), Qt.ItemDataRole.TextAlignmentRole
    sides = [model.index(0, column).data(role), model.headerData(column, Qt.Orientation.Horizontal, role)]
    return all(side is not None and bool(side & Qt.AlignmentFlag.AlignRight) for side in sides)


def test_proposing_shows_who_comes_in_and_who_does_not_before_anything_is_kept(desktop: Desktop) -> None:
    with desktop.database.write("准备") as session:
        add_standard(session)
        case = add_case(session, add_person(session, "刘秀英"), main_cause="6")
        hardship.keep_assessment(session, case, DAY)
        closed = add_case(session, add_person(session, "周立"))
        hardship.advance(session, closed, "closed", on=date(2026, 8, 1), reason="2")
    page = fill(desktop)

    desktop.click("提出名单…", page)

    step = page.step
    assert isinstance(step, PreviewStep)
    first, second = (step.tabs.widget(at) for at in range(2))
    assert first.rows[0][:4] == ("列入", "刘秀英", "", "深度困难职工：患重特大疾病")
    assert second.rows == (("周立", "", "档案已于2026-08-01撤档"),)
    assert desktop.listed() == []
    assert [right(first, at) for at in range(1, 8)] == [False, False, False, True, False, True, False]

    desktop.press(Key.Key_Return, Held.ControlModifier)

    assert desktop.cells("person.name") == ["刘秀英"]
    assert desktop.said() == "已列入 1 户。"
    assert "1 户，1 人，1 人次，共 1,000.00 元" in shown_texts(page.heading)


def test_a_household_whose_tick_is_taken_away_does_not_come_in(desktop: Desktop) -> None:
    with desktop.database.write("准备") as session:
        for name in ("王芳", "李强", "赵静"):
            add_case(session, add_person(session, name))
    page = fill(desktop)
    desktop.click("提出名单…", page)
    step = page.step
    assert isinstance(step, PreviewStep)
    names = [row[1] for row in step.tables[0].rows]

    desktop.press(Key.Key_Down)
    desktop.press(Key.Key_Space)
    assert [row[0] for row in step.tables[0].rows] == ["列入", "不列入", "列入"]
    assert step.tabs.tabText(0) == "会列入 2 户"
    desktop.click("列入 2 户", step)

    assert desktop.cells("person.name") == [names[0], names[2]]


def proposed(desktop: Desktop, *names: str) -> PreviewStep:
    """The households of these people, proposed for a round."""
    with desktop.database.write("准备") as session:
        for name in names:
            add_case(session, add_person(session, name))
    page = fill(desktop)
    desktop.click("提出名单…", page)
    assert isinstance(page.step, PreviewStep)
    return page.step


def test_enter_in_the_proposal_changes_no_tick_and_goes_on_to_the_button(desktop: Desktop) -> None:
    step = proposed(desktop, "王芳", "李强")

    desktop.press(Key.Key_Return)

    assert [row[0] for row in step.ticks.rows] == ["列入", "列入"]
    assert QApplication.focusWidget() is step.main
    desktop.press(Key.Key_Return)
    assert desktop.said() == "已列入 2 户。"


def test_a_click_on_the_box_takes_the_tick_away_and_no_other_click_does(desktop: Desktop) -> None:
    step = proposed(desktop, "王芳", "李强")

    for column in (0, 1):
        place = step.ticks.visualRect(step.ticks.model().index(1, column)).center()
        desktop.qtbot.mouseClick(step.ticks.viewport(), Qt.MouseButton.LeftButton, pos=place)

    assert [row[0] for row in step.ticks.rows] == ["列入", "不列入"]


def test_with_no_tick_left_every_count_says_none_and_enter_goes_to_the_way_back(desktop: Desktop) -> None:
    step = proposed(desktop, "王芳")

    desktop.press(Key.Key_Space)
    desktop.press(Key.Key_Return)

    assert (step.tabs.tabText(0), step.main.accessibleName()) == ("会列入 0 户", "列入 0 户")
    assert "一个都没有打勾。按空格打勾，或者点前面的方框。" in shown_texts(step)
    assert QApplication.focusWidget() is step.back


def test_a_household_left_out_has_a_box_that_can_be_seen(desktop: Desktop) -> None:
    step = proposed(desktop, "王芳", "李强")
    desktop.press(Key.Key_Down)
    desktop.press(Key.Key_Space)
    look = theme.theme()

    grabbed = step.ticks.viewport().grab().toImage()
    scale = grabbed.devicePixelRatio()
    cell = step.ticks.visualRect(step.ticks.model().index(1, 0))
    middle = round(cell.center().y() * scale)
    line = {grabbed.pixelColor(round(at * scale), middle).name() for at in range(cell.left() + 2, cell.right() - 2)}

    assert look.colour("base").name() in line, "the box is empty and white on the selected row"
    assert len(line) >= 3, "it has a frame of its own"


def test_a_pasted_column_is_found_or_said_to_be_unclear_unknown_or_there_already(desktop: Desktop) -> None:
    page = fill(desktop, "已在")
    with desktop.database.write("准备") as session:
        add_person(session, "王芳", id_no="460105197902130021")
        add_person(session, "李强")
        add_person(session, "李强")
    desktop.press(Key.Key_N, Held.ControlModifier)
    step = page.step
    assert isinstance(step, PickingStep)

    step.box.setPlainText("460105197902130021\n李强\n没有这人\n已在")
    desktop.qtbot.waitUntil(lambda: len(step.table.rows) == 5)

    assert [row[0] for row in step.table.rows] == ["列入", "不列入", "不列入", "", ""]
    assert [row[3] for row in step.table.rows] == [
        "找到了", "有 2 位，选一位（空格）", "有 2 位，选一位（空格）", "没有找到", "已在名单里",
    ]  # fmt: skip
    assert step.report.text() == (
        "选好 1 人，1 行有几位，还要选，1 行没有找到，1 行不用再加\n"
        "没有找到的，看看有没有写错；还没登记的，先到“会员”里新增，再回来添加。"
    )

    step.table.setFocus()
    step.table.go_to(2)
    desktop.press(Key.Key_Space)
    step.reason.setText("本人近期患病")
    desktop.press(Key.Key_Return, Held.ControlModifier)

    assert desktop.cells("person.name") == ["已在", "王芳", "李强"]
    assert desktop.cells("proposal_reason") == ["", "本人近期患病", "本人近期患病"]
    assert step.box.toPlainText() == "没有这人\n已在"
    assert desktop.said() == "已添加 2 人。"


def test_names_not_added_yet_are_not_lost_by_leaving(desktop: Desktop) -> None:
    page = fill(desktop, "王芳")
    desktop.press(Key.Key_N, Held.ControlModifier)
    step = page.step
    assert isinstance(step, PickingStep)
    step.box.setPlainText("没有这人")

    desktop.press(Key.Key_Escape)

    assert "左边还有 1 行没有列入名单。" in shown_texts(desktop.dialog())
    desktop.click("继续添加", desktop.dialog())
    assert step.box.toPlainText() == "没有这人"


def test_whoever_is_on_the_list_already_is_not_among_those_still_to_be_added(desktop: Desktop) -> None:
    page = fill(desktop, "已在")
    desktop.press(Key.Key_N, Held.ControlModifier)
    step = page.step
    assert isinstance(step, PickingStep)
    step.box.setPlainText("已在\n没有这人")
    desktop.qtbot.waitUntil(lambda: len(step.table.rows) == 2)
    assert step.waiting == 1

    step.box.setPlainText("已在")
    desktop.qtbot.waitUntil(lambda: len(step.table.rows) == 1)
    desktop.press(Key.Key_Escape)

    assert page.step is None, "nothing is lost by leaving, so nobody is asked"


def test_delete_takes_whole_rows_off_the_list_and_undo_brings_them_back(desktop: Desktop) -> None:
    page = fill(desktop, "王芳", "李强")
    table = page.people.list.table
    table.setFocus()
    table.selectRow(0)

    desktop.press(Key.Key_Delete)
    assert (desktop.cells("person.name"), desktop.said()) == (["李强"], "已把 1 人移出这一批。")

    desktop.press(Key.Key_Z, Held.ControlModifier)
    assert desktop.cells("person.name") == ["王芳", "李强"]


def test_whom_nobody_visited_this_year_can_be_added_from_their_list(desktop: Desktop) -> None:
    with desktop.database.write("准备") as session:
        add_case(session, add_person(session, "刘秀英", phone="13812345678"))
        add_case(session, add_person(session, "周立"))
    page = fill(desktop)

    page.deeds.not_visited.trigger()
    desktop.settle()
    step = page.step
    assert isinstance(step, NotVisitedStep)
    assert "2027年还没有慰问到的在档户：2 户" in shown_texts(step)
    assert step.table.model().index(0, 7).data() == "138****5678"
    step.table.selectAll()
    desktop.click("加进这一批", step)

    assert desktop.cells("person.name") == ["刘秀英", "周立"]


def test_who_waits_on_the_list_already_is_told_of_and_left_out_of_what_is_added(desktop: Desktop) -> None:
    with desktop.database.write("准备") as session:
        people = [add_person(session, "刘秀英"), add_person(session, "周立")]
        for each in people:
            add_case(session, each)
        rounds.add(session, add_round(session, TITLE), people[:1])
    page = desktop.open()
    page.deeds.not_visited.trigger()
    desktop.qtbot.waitUntil(lambda: page.step is not None)
    step = page.step
    assert isinstance(step, NotVisitedStep)
    assert [row[:2] for row in step.table.rows] == [("刘秀英", "在名单里，待走访"), ("周立", "")]

    step.table.selectRow(0)
    desktop.click("加进这一批", step)
    assert step.words.text() == "选中的 1 户都已在这一批的名单里，等着走访。"
    step.table.selectAll()
    desktop.click("加进这一批", step)

    desktop.qtbot.waitUntil(lambda: desktop.cells("person.name") == ["刘秀英", "周立"])
    desktop.qtbot.waitUntil(lambda: desktop.said() == "已添加 1 人，另有 1 人已在名单里，没有再加。")


def test_a_former_list_is_taken_over_with_what_has_changed(desktop: Desktop) -> None:
    with desktop.database.write("准备") as session:
        people = [add_person(session, "王芳"), add_person(session, "李强")]
        rounds.add(session, add_round(session, "2026年春节送温暖", year=2026), people)
        members.leave(session, membership_of(session, people[1]), "2026-05-04")
    page = fill(desktop)

    page.deeds.copy.trigger()
    desktop.settle()
    desktop.click("看变化", desktop.asking())
    step = page.step
    assert isinstance(step, PreviewStep)
    assert [step.tabs.tabText(at) for at in range(3)] == ["会列入 1 人", "不列入 1 人", "新建档、那时没有的 0 户"]
    desktop.click("列入 1 人", step)

    assert (desktop.cells("person.name"), desktop.said()) == (["王芳"], "已添加 1 人。")


@pytest.mark.parametrize(
    ("own", "told", "given"), [("800", "金额按这一批的标准。", "800.00"), ("", "金额照那一批每人的。", "1,000.00")]
)
def test_before_a_former_list_is_taken_over_it_is_said_whose_amounts_count(
    desktop: Desktop, own: str, told: str, given: str
) -> None:
    with desktop.database.write("准备") as session:
        rounds.add(session, add_round(session, "2026年春节送温暖", year=2026), [add_person(session, "王芳")])
    page = fill(desktop, cash=own)

    page.deeds.copy.trigger()
    desktop.settle()
    assert has_words(desktop.asking(), "金额按这一批的标准；没有定标准的，照那一批每人的。")
    desktop.click("看变化", desktop.asking())

    step = page.step
    assert isinstance(step, PreviewStep)
    assert step.words.text().startswith(told)
    assert step.ticks.rows[0][4] == given
    desktop.click("列入 1 人", step)
    desktop.qtbot.waitUntil(lambda: desktop.cells("cash") == [given])


def test_ctrl_v_in_the_list_looks_for_the_people_who_were_copied(desktop: Desktop) -> None:
    page = fill(desktop, "已在")
    with desktop.database.write("准备") as session:
        add_person(session, "王芳")
        add_person(session, "李强")
    page.people.table.setFocus()
    QGuiApplication.clipboard().setText("王芳\r\n李强\r\n查无此人\r\n")

    desktop.press(Key.Key_V, Held.ControlModifier)
    step = page.step
    assert isinstance(step, PickingStep)
    desktop.qtbot.waitUntil(lambda: step.report.text().startswith("选好 2 人，1 行没有找到"))
    desktop.click("列入 2 人", step)

    assert desktop.cells("person.name") == ["已在", "王芳", "李强"]
    assert step.box.toPlainText() == "查无此人"
