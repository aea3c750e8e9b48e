"""The import wizard: nothing is written before the last button, every row says why, and all of it can be taken back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QTabBar, QWidget
from pytestqt.qtbot import QtBot

from app.i18n import Label
from app.models import OrgUnit, Person
from app.models.store import undo
from app.services import listing
from app.services.files import OpenFile
from app.services.listing import View
from app.services.sheets.columns import How
from app.services.sheets.reading import read_workbook
from app.services.sheets.workbook import ColumnKind
from app.services.sheets.writing import write_table
from app.views.forms.choices import ChoiceEditor
from app.views.frame import MainWindow
from app.views.importing import ImportWizard, result_step
from app.views.importing.paper import order_of
from app.views.importing.tables import find_table
from app.views.kit.layout import column
from app.views.kit.plain_table import PlainTable
from app.views.members import MembersPage
from app.views.page import PageView, Shell
from app.views.pages import PAGES as REAL_PAGES
from app.views.pages import Page
from app.views.press.preview import Preview
from tests.factories import add_person
from tests.reports.paper_reader import pdf_text
from tests.views.pages.conftest import MakeWindow
from tests.views.pages.driving import FakeDialogs, button, has_button, press, says, wait_for_button, write
from tests.views.seeing import cut_off, nameless, too_low

HEADINGS = ("姓名", "证件号码", "移动电话", "工作单位")
WANG = ("王秀兰", "460199198503050028", "12812345678", "椰风一车间")
LI = ("李建国", "460199197902130014", "12887654321", "椰风二车间")
FINE = ("王秀兰", "", "12812345678", "椰风一车间")
SHORT = ("周晓燕", "46019919850305002", "12876543210", "椰风一车间")
Start = Callable[..., ImportWizard]


class WizardPage(PageView):
    """A page that holds nothing but the wizard."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.closed = 0
        self.wizard = ImportWizard(shell, Person, self._close)
        self.setLayout(column(self.wizard, spacing=0))

    def _close(self) -> None:
        self.closed += 1


PAGE = Page("people", Label("会员"), Label("会员"), "users", WizardPage)


def sheet(folder: Path, *rows: Sequence[str], headings: Sequence[str] = HEADINGS) -> Path:
    path = folder / "名单.xlsx"
    write_table(path, headings, [ColumnKind.TEXT] * len(headings), rows, sheet_name="会员", overwrite=True)
    return path


def wizard_of(window: MainWindow) -> ImportWizard:
    assert isinstance(window.page, WizardPage)
    return window.page.wizard


def people(opened: OpenFile) -> list[list[str]]:
    with opened.database.read() as session:
        view = View(Person, columns=("name", "phone", "membership.org_unit"), sort=("name",))
        return listing.rows(session, view, listing.ids(session, view))


@pytest.fixture
def start(qtbot: QtBot, make_window: MakeWindow, dialogs: FakeDialogs) -> Start:
    """Start the wizard with a sheet, and wait until its columns are shown."""

    def begin(path: Path, **size: int) -> ImportWizard:
        wizard = wizard_of(make_window(PAGE, **size))
        dialogs.opens = path
        press(qtbot, wizard, "选文件…")
        wait_for_button(qtbot, wizard, "下一步")
        return wizard

    return begin


def to_trial(qtbot: QtBot, wizard: ImportWizard) -> None:
    press(qtbot, wizard, "下一步")
    press(qtbot, wizard, "下一步")
    qtbot.waitUntil(lambda: wizard.state.tried is not None, timeout=15_000)


def show_tab(wizard: QWidget, words: str) -> PlainTable:
    tabs = next(each for each in wizard.findChildren(QTabBar) if each.accessibleName() == "试算结果")
    tabs.setCurrentIndex(next(at for at in range(tabs.count()) if tabs.tabText(at).startswith(words)))
    return next(each for each in wizard.findChildren(PlainTable) if each.accessibleName() == "试算的行")


def column_box(qtbot: QtBot, wizard: QWidget, heading: str) -> ChoiceEditor:
    def found() -> list[ChoiceEditor]:
        boxes = wizard.findChildren(ChoiceEditor)
        return [each for each in boxes if each.isVisible() and each.control.accessibleName() == f"{heading}填到"]

    qtbot.waitUntil(lambda: bool(found()))
    return found()[0]


def choose(box: ChoiceEditor, typed: str) -> None:
    write(box.control, typed)
    box.control.left.emit()  # type: ignore[attr-defined]


def test_a_sheet_becomes_members_by_the_keyboard_alone(
    qtbot: QtBot, start: Start, opened: OpenFile, tmp_path: Path
) -> None:
    wizard = start(sheet(tmp_path, WANG, LI))
    to_trial(qtbot, wizard)
    assert people(opened) == []

    press(qtbot, wizard, "导入 2 人")
    wait_for_button(qtbot, wizard, "看会员名单")

    assert [row[0] for row in people(opened)] == ["李建国", "王秀兰"]
    assert says(wizard, "新增 2 人，更新 0 人。")


def test_until_the_last_button_every_step_says_that_nothing_is_written(
    qtbot: QtBot, start: Start, tmp_path: Path
) -> None:
    wizard = start(sheet(tmp_path, WANG))
    assert says(wizard, "什么都不会写进资料")
    press(qtbot, wizard, "下一步")
    assert says(wizard, "什么都不会写进资料")

    press(qtbot, wizard, "下一步")
    wait_for_button(qtbot, wizard, "导入 1 人")

    assert says(wizard, "还什么都没有写进资料")


def test_an_import_is_taken_back_as_a_whole(qtbot: QtBot, start: Start, opened: OpenFile, tmp_path: Path) -> None:
    wizard = start(sheet(tmp_path, WANG, LI))
    to_trial(qtbot, wizard)
    press(qtbot, wizard, "导入 2 人")
    wait_for_button(qtbot, wizard, "撤销本次导入")

    press(qtbot, wizard, "撤销本次导入")
    qtbot.waitUntil(lambda: says(wizard, "已撤销本次导入"))

    assert people(opened) == []


def test_an_update_shows_old_and_new_and_by_what_the_person_was_known(
    qtbot: QtBot, start: Start, opened: OpenFile, tmp_path: Path
) -> None:
    with opened.database.write("新增") as session:
        add_person(session, "王秀兰", id_no=WANG[1], phone="12811111111", address="一号楼")
    wizard = start(sheet(tmp_path, WANG))
    to_trial(qtbot, wizard)

    table = show_tab(wizard, "更新")

    assert ["2", "王秀兰", "移动电话", "12811111111", "12812345678", "证件号码相同"] in [
        list(row) for row in table.rows
    ]
    assert says(wizard, "空白的格子不会抹掉已有的内容")


def test_a_wrong_row_says_where_and_why_and_is_left_out(
    qtbot: QtBot, start: Start, opened: OpenFile, dialogs: FakeDialogs, tmp_path: Path
) -> None:
    cut = ("周晓燕", "460199198503050000", "", "")
    wizard = start(sheet(tmp_path, WANG, cut))
    to_trial(qtbot, wizard)
    row = show_tab(wizard, "有问题").rows[0]
    assert row[0] == "3" and row[2].startswith("B 列") and "末三位" in row[4]

    press(qtbot, wizard, "导入 1 人")
    wait_for_button(qtbot, wizard, "把 1 行存成 Excel 修改…")
    dialogs.saves = tmp_path / "要改.xlsx"
    press(qtbot, wizard, "把 1 行存成 Excel 修改…")
    qtbot.waitUntil(lambda: says(wizard, "1 行存好了"))

    cells = read_workbook(dialogs.saves).sheets[0].row(2)
    assert cells[0] == "周晓燕" and "末三位" in str(cells[-1])


def test_the_rows_that_were_left_out_are_printed(
    qtbot: QtBot, start: Start, opened: OpenFile, namesake: str, tmp_path: Path
) -> None:
    wizard = start(sheet(tmp_path, WANG, ("周晓燕", "460199198503050000", "", ""), ("李建国", "", "12887654321", "")))
    to_trial(qtbot, wizard)
    press(qtbot, wizard, "导入 1 人")
    wait_for_button(qtbot, wizard, "打印结果…")

    press(qtbot, wizard, "打印结果…")
    qtbot.waitUntil(lambda: wizard.findChild(Preview) is not None)
    tried = wizard.state.tried
    assert tried is not None
    paper = pdf_text(order_of(opened.database, tried, "名单.xlsx").pages)

    assert "导入后要看的行：名单" in paper and "末三位被Excel截成000" in paper.replace("\n", "")
    assert paper.index("王秀兰") < paper.index("周晓燕") and "李建国" not in paper


def test_more_rows_than_anybody_corrects_on_paper_are_not_printed(
    qtbot: QtBot, start: Start, namesake: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(result_step, "MOST", 1)
    wizard = start(sheet(tmp_path, WANG, ("周晓燕", "460199198503050000", "", ""), LI))
    to_trial(qtbot, wizard)
    press(qtbot, wizard, "导入 1 人")

    wait_for_button(qtbot, wizard, "打印结果…")
    press(qtbot, wizard, "打印结果…")

    qtbot.waitUntil(lambda: says(wizard, "有 2 行没有导入，打在纸上太多了。先存成 Excel 修改。"))
    assert wizard.findChild(Preview) is None


def test_rows_that_came_in_with_something_to_check_are_counted_and_printed_with_what_it_is(
    qtbot: QtBot, start: Start, opened: OpenFile, tmp_path: Path
) -> None:
    wizard = start(sheet(tmp_path, FINE, SHORT))
    to_trial(qtbot, wizard)
    press(qtbot, wizard, "导入 2 人")
    wait_for_button(qtbot, wizard, "看待核实的 1 人")

    tried = wizard.state.tried
    assert tried is not None
    paper = pdf_text(order_of(opened.database, tried, "名单.xlsx").pages).replace("\n", "")

    assert says(wizard, "导入的里面有 1 人待核实") and has_button(wizard, "打印结果…")
    assert "周晓燕" in paper and "导入了，待核实" in paper and "少1位" in paper and "王秀兰" not in paper


ROOM_OF_A_LOW_WINDOW = 200  # px: what head, foot, notice and menus leave of 460


def test_the_result_with_everything_it_may_say_fits_a_low_window(
    qtbot: QtBot, start: Start, namesake: str, tmp_path: Path
) -> None:
    wizard = start(sheet(tmp_path, WANG, SHORT))
    to_trial(qtbot, wizard)
    press(qtbot, wizard, "导入 1 人")
    wait_for_button(qtbot, wizard, "看待核实的 1 人")

    assert has_button(wizard, "打印结果…") and says(wizard, "1 行没有导入")
    qtbot.waitUntil(lambda: wizard.step.minimumSizeHint().height() <= ROOM_OF_A_LOW_WINDOW)  # the strip goes first


def test_from_the_result_the_list_shows_only_those_who_came_in_with_something_to_check(
    qtbot: QtBot, make_window: MakeWindow, opened: OpenFile, dialogs: FakeDialogs, tmp_path: Path
) -> None:
    with opened.database.write("新增") as session:
        add_person(session, "李伟", id_no="46019919790213001")
    window = make_window(*(each for each in REAL_PAGES if each.key == "members"))
    assert isinstance(window.page, MembersPage)
    window.page.start_import()
    dialogs.opens = sheet(tmp_path, FINE, SHORT)
    wait_for_button(qtbot, window, "选文件…")
    press(qtbot, window, "选文件…")
    wait_for_button(qtbot, window, "下一步")
    press(qtbot, window, "下一步")
    press(qtbot, window, "下一步")
    wait_for_button(qtbot, window, "导入 2 人")
    press(qtbot, window, "导入 2 人")

    wait_for_button(qtbot, window, "看待核实的 1 人")
    press(qtbot, window, "看待核实的 1 人")
    shown = window.page.page.list
    qtbot.waitUntil(lambda: says(shown, "只看这次导入待核实的 1 人") and len(shown.model.ids) == 1)

    with opened.database.read() as session:
        assert listing.rows(session, View(Person, columns=("name",)), shown.model.ids) == [["周晓燕"]]


def test_after_an_import_was_taken_back_nobody_of_it_can_be_looked_at(
    qtbot: QtBot, start: Start, tmp_path: Path
) -> None:
    wizard = start(sheet(tmp_path, SHORT))
    to_trial(qtbot, wizard)
    press(qtbot, wizard, "导入 1 人")
    wait_for_button(qtbot, wizard, "看待核实的 1 人")

    press(qtbot, wizard, "撤销本次导入")
    qtbot.waitUntil(lambda: says(wizard, "已撤销本次导入"))

    assert not button(wizard, "看待核实的 1 人").isEnabled() and not button(wizard, "打印结果…").isEnabled()


def test_a_sheet_dropped_on_the_step_is_read(qtbot: QtBot, make_window: MakeWindow, tmp_path: Path) -> None:
    wizard = wizard_of(make_window(PAGE))
    dropped = QMimeData()
    dropped.setUrls([QUrl.fromLocalFile(str(sheet(tmp_path, WANG, LI)))])
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    arrives = QDragEnterEvent(QPoint(9, 9), Qt.DropAction.CopyAction, dropped, left, none)
    falls = QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, dropped, left, none)

    QApplication.sendEvent(wizard.step, arrives)
    QApplication.sendEvent(wizard.step, falls)
    wait_for_button(qtbot, wizard, "下一步")

    assert arrives.isAccepted() and wizard.state.name == "名单.xlsx" and wizard.state.read is not None


@pytest.fixture
def namesake(opened: OpenFile) -> Any:
    with opened.database.write("新增") as session:
        return add_person(session, "王秀兰", birth_date="1985-03").uid


def test_a_namesake_is_chosen_by_hand_and_then_updated(
    qtbot: QtBot, start: Start, opened: OpenFile, namesake: str, tmp_path: Path
) -> None:
    wizard = start(sheet(tmp_path, WANG))
    to_trial(qtbot, wizard)
    assert not button(wizard, "导入 0 人").isEnabled()

    offered = next(each for each in ("王秀兰　1985年3月", "王秀兰　女　1985年3月") if has_button(wizard, each))
    press(qtbot, wizard, offered)
    press(qtbot, wizard, "把选的算进去")
    wait_for_button(qtbot, wizard, "导入 1 人")
    press(qtbot, wizard, "导入 1 人")
    wait_for_button(qtbot, wizard, "看会员名单")

    assert [row[1] for row in people(opened)] == ["12812345678"]


def test_a_namesake_may_be_somebody_new(
    qtbot: QtBot, start: Start, opened: OpenFile, namesake: str, tmp_path: Path
) -> None:
    wizard = start(sheet(tmp_path, WANG))
    to_trial(qtbot, wizard)

    press(qtbot, wizard, "余下的都是新人")
    press(qtbot, wizard, "把选的算进去")
    wait_for_button(qtbot, wizard, "导入 1 人")
    press(qtbot, wizard, "导入 1 人")
    wait_for_button(qtbot, wizard, "看会员名单")

    assert len(people(opened)) == 2


def test_a_choice_must_be_counted_in_before_anything_is_imported(
    qtbot: QtBot, start: Start, namesake: str, tmp_path: Path
) -> None:
    wizard = start(sheet(tmp_path, WANG, LI))
    to_trial(qtbot, wizard)

    press(qtbot, wizard, "余下的都是新人")

    assert button(wizard, "导入 1 人").accessibleDescription() == "先按“把选的算进去”"


def test_a_column_that_was_not_known_is_given_its_field_and_stays_so_after_going_back(
    qtbot: QtBot, start: Start, opened: OpenFile, tmp_path: Path
) -> None:
    wizard = start(sheet(tmp_path, (*WANG, "二级"), headings=(*HEADINGS, "甲乙丙")))
    choose(column_box(qtbot, wizard, "甲乙丙"), "岗位")
    press(qtbot, wizard, "下一步")

    press(qtbot, wizard, "上一步")

    assert wizard.state.read is not None
    assert wizard.state.read.source.columns[-1].field == "post"
    assert says(wizard, "你选的")


def test_two_columns_for_one_field_keep_from_going_on(qtbot: QtBot, start: Start, tmp_path: Path) -> None:
    wizard = start(sheet(tmp_path, (*WANG, "x"), headings=(*HEADINGS, "甲乙丙")))

    choose(column_box(qtbot, wizard, "甲乙丙"), "姓名")

    assert "对到了两列" in button(wizard, "下一步").accessibleDescription()
    assert says(wizard, "“姓名”对到了两列")


def test_all_rows_go_to_one_new_branch_that_is_made_with_them(
    qtbot: QtBot, start: Start, opened: OpenFile, tmp_path: Path
) -> None:
    wizard = start(sheet(tmp_path, WANG, LI))
    press(qtbot, wizard, "下一步")
    box = next(each for each in wizard.findChildren(ChoiceEditor) if each.isVisible())
    choose(box, "机关分会")
    press(qtbot, wizard, "下一步")
    wait_for_button(qtbot, wizard, "导入 2 人")
    with opened.database.read() as session:
        assert listing.count(session, View(OrgUnit)) == 0

    press(qtbot, wizard, "导入 2 人")
    wait_for_button(qtbot, wizard, "看会员名单")

    assert {row[2] for row in people(opened)} == {"机关分会"}


def test_each_employer_becomes_a_branch_unless_said_otherwise(
    qtbot: QtBot, start: Start, opened: OpenFile, tmp_path: Path
) -> None:
    wizard = start(sheet(tmp_path, WANG, LI))
    to_trial(qtbot, wizard)

    press(qtbot, wizard, "导入 2 人")
    wait_for_button(qtbot, wizard, "看会员名单")

    assert [row[2] for row in people(opened)] == ["椰风二车间", "椰风一车间"]


def test_another_header_row_is_taken_when_the_user_says_so(qtbot: QtBot, start: Start, tmp_path: Path) -> None:
    wizard = start(sheet(tmp_path, ("姓名", "证件号码", "备注", "工作单位"), WANG))
    preview = next(each for each in wizard.findChildren(PlainTable) if each.accessibleName() == "表里的前 20 行")

    preview.go_to(1)
    press(qtbot, wizard, "把第 2 行当标题")
    qtbot.waitUntil(lambda: wizard.state.read is not None and wizard.state.read.source.header.row == 2)

    assert wizard.state.read is not None
    assert wizard.state.read.source.header.rows == (3,)


def test_where_no_heading_is_known_the_row_is_pointed_at(
    qtbot: QtBot, make_window: MakeWindow, opened: OpenFile, dialogs: FakeDialogs, tmp_path: Path
) -> None:
    dialogs.opens = sheet(tmp_path, ("谁", "哪里"), ("王秀兰", "椰风一车间"), headings=("某厂职工登记", ""))
    wizard = wizard_of(make_window(PAGE))
    press(qtbot, wizard, "选文件…")
    qtbot.waitUntil(lambda: says(wizard, "没有认出标题行。表里有标题"), timeout=15_000)
    assert wizard.step.blocked() is not None

    preview = next(each for each in wizard.findChildren(PlainTable) if each.accessibleName() == "表里的前 20 行")
    preview.go_to(1)
    press(qtbot, wizard, "把第 2 行当标题")
    choose(column_box(qtbot, wizard, "谁"), "姓名")
    qtbot.waitUntil(lambda: wizard.step.blocked() is None)
    assert not says(wizard, "没有认出标题行。表里有标题")
    to_trial(qtbot, wizard)
    press(qtbot, wizard, "导入 1 人")
    wait_for_button(qtbot, wizard, "看会员名单")

    assert [row[0] for row in people(opened)] == ["王秀兰"]


def test_a_file_in_which_nothing_stands_is_refused(
    qtbot: QtBot, make_window: MakeWindow, dialogs: FakeDialogs, tmp_path: Path
) -> None:
    wizard = wizard_of(make_window(PAGE))
    dialogs.opens = sheet(tmp_path, headings=("",))

    press(qtbot, wizard, "选文件…")

    qtbot.waitUntil(lambda: says(wizard, "是空的，里面什么也没有"), timeout=15_000)
    assert wizard.step.blocked() is not None


def test_what_a_column_was_chosen_for_is_known_when_such_a_sheet_comes_again(
    qtbot: QtBot, start: Start, opened: OpenFile, tmp_path: Path
) -> None:
    path = sheet(tmp_path, ("王秀兰", "会计", "是"), headings=("姓名", "干什么的", "在不在"))
    wizard = start(path)
    choose(column_box(qtbot, wizard, "干什么的"), "岗位")
    to_trial(qtbot, wizard)
    press(qtbot, wizard, "导入 1 人")
    wait_for_button(qtbot, wizard, "看会员名单")

    again, known = find_table(opened.database, read_workbook(path), Person)

    assert known and [(match.field is not None, match.how) for match in again.columns] == [
        (True, How.EXACT), (True, How.MAP), (False, How.NONE)
    ]  # fmt: skip


def test_a_file_that_is_no_table_is_refused_with_a_way_out(
    qtbot: QtBot, make_window: MakeWindow, dialogs: FakeDialogs, tmp_path: Path
) -> None:
    path = tmp_path / "照片.xlsx"
    path.write_bytes(b"\x89PNG" + bytes(2000))
    wizard = wizard_of(make_window(PAGE))
    dialogs.opens = path

    press(qtbot, wizard, "选文件…")
    qtbot.waitUntil(lambda: says(wizard, "资料没有改动"), timeout=15_000)

    assert not button(wizard, "下一步").isEnabled()
    assert button(wizard, "选文件…").isEnabled()


def test_a_file_changed_since_the_trial_is_tried_again_before_anything_is_kept(
    qtbot: QtBot, start: Start, opened: OpenFile, tmp_path: Path
) -> None:
    wizard = start(sheet(tmp_path, WANG))
    to_trial(qtbot, wizard)
    with opened.database.write("新增") as session:
        add_person(session, "王秀兰", id_no=WANG[1], phone="12811111111")

    press(qtbot, wizard, "导入 1 人")
    qtbot.waitUntil(
        lambda: wizard.state.tried is not None and wizard.state.tried.counts["changed"] == 1, timeout=15_000
    )

    assert [row[1] for row in people(opened)] == ["12811111111"]


class BranchesPage(PageView):
    """A page that takes in branches instead of people."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.wizard = ImportWizard(shell, OrgUnit, lambda: None)
        self.setLayout(column(self.wizard, spacing=0))


def test_any_record_type_comes_in_the_same_way_without_the_questions_about_people(
    qtbot: QtBot, make_window: MakeWindow, opened: OpenFile, dialogs: FakeDialogs, tmp_path: Path
) -> None:
    window = make_window(Page("units", Label("分会"), Label("分会"), "building", BranchesPage))
    assert isinstance(window.page, BranchesPage)
    wizard = window.page.wizard
    dialogs.opens = sheet(tmp_path, ("一车间", "王芳"), headings=("名称", "负责人"))
    press(qtbot, wizard, "选文件…")
    wait_for_button(qtbot, wizard, "下一步")

    press(qtbot, wizard, "下一步")
    wait_for_button(qtbot, wizard, "导入 1 行")
    press(qtbot, wizard, "导入 1 行")
    wait_for_button(qtbot, wizard, "看名单")

    with opened.database.read() as session:
        view = View(OrgUnit, columns=("name", "leader"))
        assert listing.rows(session, view, listing.ids(session, view)) == [["一车间", "王芳"]]


def test_cancelling_leaves_no_trace(qtbot: QtBot, start: Start, opened: OpenFile, tmp_path: Path) -> None:
    wizard = start(sheet(tmp_path, WANG))
    to_trial(qtbot, wizard)
    wait_for_button(qtbot, wizard, "导入 1 人")

    qtbot.keyClick(wizard, Qt.Key.Key_Escape)

    page = wizard.parentWidget()
    assert isinstance(page, WizardPage) and page.closed == 1
    assert people(opened) == [] and undo.next_names(opened.database)[0] is None


def test_an_empty_table_to_fill_in_can_be_kept(
    qtbot: QtBot, make_window: MakeWindow, dialogs: FakeDialogs, tmp_path: Path
) -> None:
    wizard = wizard_of(make_window(PAGE))
    dialogs.saves = tmp_path / "空表.xlsx"

    press(qtbot, wizard, "先存一张空表来填…")
    qtbot.waitUntil(lambda: says(wizard, "空表存好了"))

    assert "姓名" in read_workbook(dialogs.saves).sheets[0].row(1)


@pytest.mark.parametrize("size", [{}, {"width": 910, "height": 460}], ids=["1366x690", "910x460"])
def test_no_step_cuts_words_or_hides_a_control_from_screen_readers(
    qtbot: QtBot, start: Start, opened: OpenFile, namesake: str, tmp_path: Path, size: dict[str, int]
) -> None:
    wizard = start(sheet(tmp_path, WANG, LI), **size)
    window = wizard.window()
    seen = []
    for _ in range(3):
        qtbot.wait(50)
        seen += [cut_off(wizard), too_low(wizard), nameless(wizard)]
        if has_button(wizard, "下一步"):
            press(qtbot, wizard, "下一步")
            qtbot.waitUntil(lambda: has_button(wizard, "下一步") or wizard.state.tried is not None, timeout=15_000)

    qtbot.waitUntil(lambda: wizard.state.tried is not None, timeout=15_000)
    assert seen == [[]] * len(seen)
    assert window.height() == size.get("height", 690)


def test_after_the_import_the_list_is_one_enter_away(qtbot: QtBot, start: Start, tmp_path: Path) -> None:
    wizard = start(sheet(tmp_path, WANG))
    to_trial(qtbot, wizard)
    press(qtbot, wizard, "导入 1 人")
    wait_for_button(qtbot, wizard, "看会员名单")

    qtbot.waitUntil(button(wizard, "看会员名单").hasFocus)
    qtbot.keyClick(button(wizard, "看会员名单"), Qt.Key.Key_Return)

    assert wizard.parent().closed == 1  # type: ignore[attr-defined]


def test_tab_goes_through_the_columns_before_the_buttons_below(qtbot: QtBot, start: Start, tmp_path: Path) -> None:
    wizard = start(sheet(tmp_path, WANG))
    column_box(qtbot, wizard, "工作单位")
    preview = next(each for each in wizard.findChildren(PlainTable) if each.accessibleName() == "表里的前 20 行")
    preview.setFocus()

    seen = []
    for _ in range(len(HEADINGS) + 1):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        focused = QApplication.focusWidget()
        assert focused is not None
        seen.append(focused.accessibleName())

    assert seen == [*(f"{heading}填到" for heading in HEADINGS), "上一步"]
