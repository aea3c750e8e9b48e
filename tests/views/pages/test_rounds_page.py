"""慰问 as somebody uses it: a real file, a real window, names and keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QMouseEvent
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QTableView, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from app.errors import ErrorCode, Grade, KnownError
from app.i18n import Label
from app.models import CondolenceRecord, CondolenceRound, OrgUnit, Person, PrintedForm
from app.models.store.database import Database
from app.models.words import FileWords
from app.reports.collect_rounds import visits
from app.reports.forms.visit_list import compose
from app.reports.request import Request
from app.services import files, hardship, members, records, rounds, today
from app.services.cell_changes import Change
from app.services.rounds.result import records_of
from app.views import theme
from app.views.desk import HOME, Desk
from app.views.forms.asking import Asking
from app.views.forms.choices import matching
from app.views.frame import MainWindow
from app.views.jobs import DatabaseThread
from app.views.kit.ask import Dialog
from app.views.pages import Page
from app.views.press.preview import Preview
from app.views.rounds import page as rounds_page
from app.views.rounds.keys import group_of
from app.views.rounds.not_visited import NotVisitedStep
from app.views.rounds.page import RoundsPage
from app.views.rounds.picking import PickingStep
from app.views.rounds.proposal import PreviewStep
from app.views.rounds.record_form import RecordOfRoundForm, RoundCells
from app.views.rounds.round_form import RoundForm
from app.views.rounds.round_page import RoundView
from app.views.rounds.rows import BY_GROUP, COLUMNS
from tests.conftest import MadeFile
from tests.factories import add_case, add_person, add_round, add_standard, membership_of
from tests.views.seeing import cut_off, nameless, too_low

Key, Held = Qt.Key, Qt.KeyboardModifier
DAY = date(2026, 11, 22)
TITLE = "2027年春节送温暖"
PAGES = (Page(HOME, Label("慰问"), Label("慰问"), "gift", rounds_page.build, None, rounds_page.prepare),)


@pytest.fixture(autouse=True)
def _day() -> Iterator[None]:
    today.set_today(DAY)
    yield
    today.set_today(None)


class ChosenFile:
    """A file dialog that answers with the path it was given."""

    def __init__(self) -> None:
        self.path: Path | None = None
        self.proposed = ""

    def open_path(self, parent: QWidget, title: Label, pattern: str = "*") -> Path | None:
        return self.path

    def save_path(self, parent: QWidget, title: Label, name: str, pattern: str = "*") -> Path | None:
        self.proposed = name
        return self.path

    def folder(self, parent: QWidget, title: Label) -> Path | None:
        return self.path


@dataclass
class Desktop:
    """The window over an open file, and how a test looks at it."""

    qtbot: QtBot
    window: MainWindow
    desk: Desk
    dialogs: ChosenFile

    @property
    def database(self) -> Database:
        assert self.desk.file is not None
        return self.desk.file.database

    @property
    def page(self) -> RoundsPage:
        assert isinstance(self.window.page, RoundsPage)
        return self.window.page

    @property
    def round(self) -> RoundView:
        assert self.page.round is not None
        return self.page.round

    def settle(self) -> None:
        """Wait until the line of jobs is empty and its answers were delivered; an answer may ask again."""
        for _ in range(3):
            done: list[bool] = []
            self.window.jobs.run(lambda: None, lambda _, done=done: done.append(True))
            self.qtbot.waitUntil(lambda done=done: bool(done))

    def open(self, title: str = TITLE) -> RoundView:
        """Show a round."""
        with self.database.read() as session:
            round_id = records.find(session, CondolenceRound, title).id
        self.page.show_record(round_id)
        self.settle()
        return self.round

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = Held.NoModifier, times: int = 1) -> None:
        """Press a key in whatever has the focus."""
        for _ in range(times):
            # Without a window manager nobody makes the window active again when a dialog closes.
            self.qtbot.keyClick(QApplication.focusWidget() or self.window.focusWidget() or self.window, key, held)
            self.settle()

    def click(self, name: str, inside: QWidget | None = None) -> None:
        """Click the button of this name."""
        self.qtbot.mouseClick(button(inside or self.window, name), Qt.MouseButton.LeftButton)
        self.settle()

    def dialog(self) -> Dialog:
        """The dialog in front."""
        return [each for each in self.window.findChildren(Dialog) if each.isVisible()][-1]

    def asking(self) -> Asking:
        """The dialog in front, with fields."""
        found = self.dialog()
        assert isinstance(found, Asking)
        return found

    def said(self) -> str:
        """What the undo bar says."""
        return shown_texts(self.window.undo_bar)[0]

    def cells(self, name: str) -> list[str]:
        """A column of the round's list."""
        model = self.round.people.list.model
        return [model.cell(row, COLUMNS.index(name)) or "" for row in range(len(model.ids))]

    def listed(self) -> list[CondolenceRecord]:
        """The records of the round as they are kept."""
        with self.database.read() as session:
            found = records_of(session, session.get_one(CondolenceRound, self.round.work.round_id))
            session.expunge_all()
            return found


def button(parent: QWidget, name: str) -> QPushButton:
    return next(each for each in parent.findChildren(QPushButton) if each.accessibleName() == name and each.isVisible())


def shown_texts(parent: QWidget) -> list[str]:
    return [each.text() for each in parent.findChildren(QLabel) if each.isVisible() and each.text()]


def has_words(parent: QWidget, words: str) -> bool:
    return any(words in each for each in shown_texts(parent))


@pytest.fixture
def desktop(qtbot: QtBot, jobs: DatabaseThread, made_file: MadeFile, data_file: Path) -> Iterator[Desktop]:
    """A window of the office PC over an empty file."""
    dialogs = ChosenFile()
    window = MainWindow(jobs, PAGES, dialogs)
    qtbot.addWidget(window)
    window.resize(1366, 690)
    window.show()
    window.activateWindow()
    desk = Desk(window, jobs)
    desk.enter(files.open_file(data_file, files.by_password(made_file.password)))
    made = Desktop(qtbot, window, desk, dialogs)
    qtbot.waitUntil(lambda: isinstance(window.page, RoundsPage))
    made.settle()
    yield made
    made.settle()
    desk.close()


def fill(desktop: Desktop, *names: str, **fields: Any) -> RoundView:
    """A round with these people on its list, shown."""
    with desktop.database.write("准备") as session:
        found = add_round(session, TITLE, **fields)
        if names:
            rounds.add(session, found, [add_person(session, name) for name in names])
    return desktop.open()


# --- the list of rounds


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


# --- who is on the list


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


# --- what they get, who visits them, in which order


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


# --- what became of them


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


def _mark(desktop: Desktop, to: str, reason: str) -> None:
    """Mark the current person, for a reason."""
    desktop.round.people.table.setFocus()
    desktop.click("标记…", desktop.round)
    asking = desktop.asking()
    asking.fields.rows["to"].editor.show_raw(to)
    asking.fields.rows["reason"].editor.show_raw(reason)
    desktop.click("记下", asking)


def test_why_somebody_was_not_reached_stands_in_the_list_and_in_the_form(desktop: Desktop) -> None:
    page = fill(desktop, "李海燕")

    _mark(desktop, "planned", "两次上门家里没人")

    desktop.qtbot.waitUntil(lambda: desktop.cells("remark") == ["两次上门家里没人"])
    assert desktop.said() == "已把 1 人记成“待走访”，原因写在备注里了。"
    page.people.table.setFocus()
    desktop.press(Key.Key_Return)
    rows = page.people.form.body.rows
    assert rows["remark"].editor.raw() == "两次上门家里没人"
    assert not rows["cancel_reason"].isVisible(), "nobody was cancelled"


def test_why_somebody_was_cancelled_stands_in_the_list_and_in_the_form(desktop: Desktop) -> None:
    page = fill(desktop, "李海燕")

    _mark(desktop, "cancelled", "已搬到外省")

    desktop.qtbot.waitUntil(lambda: desktop.cells("cancel_reason") == ["已搬到外省"])
    assert desktop.cells("remark") == [""]
    page.people.table.setFocus()
    desktop.press(Key.Key_Return)
    row = page.people.form.body.rows["cancel_reason"]
    assert row.isVisible() and row.editor.raw() == "已搬到外省"
    cells = RoundCells(desktop.database, RecordOfRoundForm(desktop.database))
    assert "cancel_reason" not in cells.fields, "nobody is cancelled by writing into a cell"


# --- warnings


def _warned(desktop: Desktop) -> RoundView:
    with desktop.database.write("标准") as session:
        add_standard(session, "ceiling_per_time", "800", doc_no="总工发〔2026〕8号")
    return fill(desktop, "王芳", "李强")


def test_a_warning_stands_in_its_row_and_beside_it_with_its_document(desktop: Desktop) -> None:
    page = _warned(desktop)
    said = "这次 1,000.00 元，超过每次上限 800.00 元（依据总工发〔2026〕8号）"

    assert desktop.cells("warning") == [said, said]
    assert said in shown_texts(page.people.strip)
    assert "还有 2 人有提醒，没写原因。按 F8 到下一个。" in shown_texts(page.people.strip)


def test_a_reason_is_kept_with_enter_and_the_next_one_is_asked(desktop: Desktop) -> None:
    page = _warned(desktop)
    page.people.strip.field.setFocus()
    page.people.strip.field.insert("集体研究决定")

    desktop.press(Key.Key_Return)

    assert [record.reason for record in desktop.listed()] == ["集体研究决定", None]
    assert page.people.current()[1] == "李强" and page.people.strip.field.text() == ""
    assert desktop.said() == "已写明 1 人仍要发放的原因。"


def test_a_typed_reason_survives_going_to_others_and_leaving_asks_for_it(desktop: Desktop) -> None:
    page = _warned(desktop)
    page.people.strip.field.setFocus()
    page.people.strip.field.insert("集体研究决定")
    page.people.list.table.setFocus()
    desktop.press(Key.Key_Down)
    assert page.people.strip.field.text() == ""
    desktop.press(Key.Key_Up)
    assert page.people.strip.field.text() == "集体研究决定"

    desktop.press(Key.Key_Escape)
    desktop.click("保存", desktop.dialog())

    assert desktop.page.round is None
    with desktop.database.read() as session:
        reasons = session.scalars(select(CondolenceRecord.reason).order_by(CondolenceRecord.id)).all()
    assert reasons == ["集体研究决定", None]


def test_f8_goes_round_those_without_a_reason(desktop: Desktop) -> None:
    page = _warned(desktop)
    page.people.list.table.setFocus()

    names = []
    for _ in range(3):
        desktop.press(Key.Key_F8)
        names.append(page.people.current()[1])

    assert names == ["李强", "王芳", "李强"]


def test_a_round_without_warnings_shows_no_strip(desktop: Desktop) -> None:
    assert not fill(desktop, "王芳").people.strip.isVisible()


# --- cells


def edit_cell(desktop: Desktop, row: int, name: str, words: str) -> None:
    """F2, write, Enter."""
    people = desktop.round.people
    changer = people.list.changer
    assert changer is not None
    people.table.setFocus()
    people.table.chosen.go(row, COLUMNS.index(name))
    desktop.press(Key.Key_F2)
    desktop.qtbot.waitUntil(lambda: changer.in_place.editor is not None)
    editor = changer.in_place.editor
    assert editor is not None
    desktop.qtbot.keyClicks(editor.editor.control, words)
    desktop.press(Key.Key_Return)


def test_f2_in_the_list_of_rounds_leads_to_the_same_field_of_its_form(desktop: Desktop) -> None:
    with desktop.database.write("准备") as session:
        round_id = add_round(session, title=TITLE).id
    rounds = desktop.page.rounds
    rounds.list.refresh()
    desktop.settle()
    rounds.list.table.setFocus()
    rounds.list.table.chosen.go(0, [each.name for each in rounds.list.model.columns].index("budget"))

    desktop.press(Key.Key_F2)
    desktop.settle()

    assert desktop.page.round is None and rounds.form.record_id == round_id
    assert rounds.form.body.rows["budget"].isAncestorOf(QApplication.focusWidget())


def test_f2_writes_a_group_or_a_reason_where_it_stands(desktop: Desktop) -> None:
    fill(desktop, "王芳", "李强")
    edit_cell(desktop, 0, "group", "B1")
    edit_cell(desktop, 1, "proposal_reason", "flu")
    assert (desktop.cells("group"), desktop.cells("proposal_reason")) == (["B1", ""], ["", "flu"])
    assert desktop.said() == "已改好“李强”的列入原因。"


def test_a_cell_of_a_closed_round_is_refused_and_a_visit_is_never_written_over(desktop: Desktop) -> None:
    page = fill(desktop, "王芳")
    page.doer.mark_quickly("signed")
    desktop.settle()
    page.work.finish()
    cells = RoundCells(desktop.database, RecordOfRoundForm(desktop.database))
    [record] = desktop.listed()

    with pytest.raises(KnownError) as caught:
        cells.apply([Change(record.id, "group", "第一组")])
    [seen] = cells.preview([Change(record.id, "status", "待走访")])

    assert caught.value.code is ErrorCode.STATE
    assert str(seen.refusal) == "这一栏不能在名单里改"


def test_amounts_changed_for_many_are_looked_at_again_in_one_deed(desktop: Desktop) -> None:
    fill(desktop, "王芳", "李强")
    with desktop.database.write("准备") as session:
        add_standard(session, "ceiling_per_time", "1500")
    cells = RoundCells(desktop.database, RecordOfRoundForm(desktop.database))

    count = cells.apply([Change(one.id, "cash", "2000") for one in desktop.listed()])

    assert count == 2
    assert [(one.cash, bool(one.warning)) for one in desktop.listed()] == [(200_000, True)] * 2


# --- the stages


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
    _mark(desktop, "cancelled", "已搬到外省")
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


# --- paper


def _print(desktop: Desktop, form: str, version: str, path: Path | None) -> None:
    desktop.dialogs.path = path
    desktop.press(Key.Key_P, Held.ControlModifier)
    desktop.settle()
    preview = desktop.dialog()
    assert isinstance(preview, Preview)
    preview.panel.body.rows["form"].editor.show_raw(form)
    preview.panel.body.rows["version"].editor.show_raw(version)
    desktop.click("存成PDF", preview)
    desktop.settle()


def _printed(desktop: Desktop) -> list[tuple[str, str, str | None]]:
    with desktop.database.read() as session:
        return [(one.form, one.number, one.reason) for one in session.scalars(select(PrintedForm))]


def test_an_official_sheet_is_written_numbered_and_archived(desktop: Desktop, tmp_path: Path) -> None:
    fill(desktop, "王芳")

    _print(desktop, "F22", "official", tmp_path / "签收表.pdf")

    assert desktop.dialogs.proposed == "2027年春节送温暖签收表.pdf"
    assert (tmp_path / "签收表.pdf").read_bytes().startswith(b"%PDF")
    assert _printed(desktop) == [("F22", "2026-F22-001", None)]
    assert "已存成PDF，共 1 页，签收表编号 2026-F22-001，已存档：签收表.pdf" in desktop.said()


def test_a_draft_takes_no_number(desktop: Desktop, tmp_path: Path) -> None:
    fill(desktop, "王芳")

    _print(desktop, "F20", "draft", tmp_path / "草稿.pdf")

    assert (tmp_path / "草稿.pdf").exists() and _printed(desktop) == []
    assert desktop.dialogs.proposed == "2027年春节送温暖走访名单（草稿）.pdf"


def test_without_a_place_to_store_it_nothing_is_printed(desktop: Desktop) -> None:
    fill(desktop, "王芳")

    _print(desktop, "F22", "official", None)

    assert _printed(desktop) == []


def test_a_public_notice_names_those_without_consent_and_asks_for_the_reason(desktop: Desktop, tmp_path: Path) -> None:
    fill(desktop, "王芳")
    _print(desktop, "F13", "official", tmp_path / "公示.pdf")
    asking = desktop.asking()
    assert any("有 1 人没有登记同意公示的日期：王芳。" in text for text in shown_texts(asking))
    desktop.click("接着打印", asking)
    assert asking.isVisible() and _printed(desktop) == []

    asking.fields.rows["reason"].editor.show_raw("本人口头同意")
    desktop.click("接着打印", asking)

    assert _printed(desktop) == [("F13", "2026-F13-001", "本人口头同意")]


def test_a_character_that_no_font_has_is_told_and_can_be_left_for_the_pen(desktop: Desktop, tmp_path: Path) -> None:
    fill(desktop, "王\U00031350")
    _print(desktop, "F22", "official", tmp_path / "签收表.pdf")
    assert any("U+31350" in text for text in shown_texts(desktop.dialog()))

    desktop.click("缺字留空", desktop.dialog())

    assert _printed(desktop) == [("F22", "2026-F22-001", None)]


# --- for everybody


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
