"""The backup page: 成功 only after a trial restore; going back shows both sides and asks for the union's name."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from app.i18n import Label
from app.models import Person
from app.services import listing, purging
from app.services.backup import backup, known_backups
from app.services.drives import Drive
from app.services.files import OpenFile
from app.services.listing import View
from app.services.today import today
from app.views import backup_page, backup_work
from app.views.backup_page import BackupPage
from app.views.desk import Desk
from app.views.frame import MainWindow
from app.views.jobs import DatabaseThread
from app.views.kit import near
from app.views.kit.plain_table import PlainTable
from app.views.pages import Page
from tests.factories import add_case, add_person
from tests.views.demo import PlainPage
from tests.views.pages.conftest import MakeWindow
from tests.views.pages.driving import FakeDialogs, button, has_button, press, says, texts, wait_for_button, write
from tests.views.seeing import cut_off, nameless, too_low

PAGE = Page("backup", Label("备份"), Label("备份"), "device-usb", backup_page.build, None, backup_page.prepare)
HOME = Page("home", Label("工作台"), Label("今天"), "home", PlainPage)


@pytest.fixture
def stick(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A stick that is plugged in; what the system says of drives is all that is put in the place of the real."""
    folder = tmp_path / "U盘"
    folder.mkdir()
    drive = Drive(folder, "金士顿", "E:", 12_300_000_000)
    monkeypatch.setattr(backup_work, "removable_drives", lambda: [drive] if folder.exists() else [])
    return folder


@pytest.fixture
def without_stick(monkeypatch: pytest.MonkeyPatch) -> None:
    """No stick is plugged in."""
    monkeypatch.setattr(backup_work, "removable_drives", list)


def page_of(window: MainWindow) -> BackupPage:
    assert isinstance(window.page, BackupPage)
    return window.page


def stick_button(page: BackupPage) -> str:
    return "备份到这个U盘：U盘 金士顿 (E:) 剩 12.3 GB"


def made_backup(opened: OpenFile, folder: Path) -> Path:
    """A backup of one member and one household."""
    with opened.database.write("新增") as session:
        add_case(session, add_person(session, "王秀兰"))
    return backup(opened, folder).path


def go_back_to(qtbot: QtBot, page: BackupPage, dialogs: FakeDialogs, path: Path) -> None:
    dialogs.opens = path
    press(qtbot, page, "从备份恢复…")
    qtbot.waitUntil(lambda: not has_button(page, "停止"), timeout=15_000)
    qtbot.wait(1)  # what stands in its place is shown with the next event


def test_a_backup_to_the_stick_is_called_good_only_after_it_was_restored_on_trial(
    qtbot: QtBot, make_window: MakeWindow, opened: OpenFile, stick: Path
) -> None:
    with opened.database.write("新增") as session:
        add_case(session, add_person(session, "王秀兰"))
    page = page_of(make_window(PAGE))
    wait_for_button(qtbot, page, stick_button(page))

    press(qtbot, page, stick_button(page))
    assert not any("成功" in words for words in texts(page))
    qtbot.waitUntil(lambda: says(page, "备份成功"), timeout=15_000)

    assert says(page, "备份成功。已试恢复：会员 1 人，困难职工 1 户。")
    assert [one["place"] for one in known_backups(opened.database)] == [str(stick)]


def test_the_steps_are_told_as_they_happen(
    qtbot: QtBot, make_window: MakeWindow, opened: OpenFile, stick: Path
) -> None:
    page = page_of(make_window(PAGE))
    wait_for_button(qtbot, page, stick_button(page))
    told: list[str] = []

    press(qtbot, page, stick_button(page))
    assert page._steps is not None
    page._steps.told.connect(lambda _, words: told.append(str(words)))
    qtbot.waitUntil(lambda: says(page, "备份成功"), timeout=15_000)

    steps = list(dict.fromkeys(told))
    assert (
        steps.index("正在复制") < steps.index("正在从备份的地方读回来核对，先别拔U盘") < steps.index("正在试着恢复一次")
    )


def test_a_backup_that_was_made_stands_in_the_list(
    qtbot: QtBot, make_window: MakeWindow, opened: OpenFile, stick: Path
) -> None:
    path = made_backup(opened, stick)

    page = page_of(make_window(PAGE))

    row = page._known.rows[0]
    assert (row[1], row[2], row[3], row[4]) == (path.name, str(stick), f"{today():%Y-%m-%d} 试恢复过", "还在")
    assert says(page, "今天备份过")


def test_a_backup_that_was_looked_into_again_says_the_day(
    opened: OpenFile, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = made_backup(opened, stick)
    later = today() + timedelta(days=9)
    monkeypatch.setattr(backup_work, "today", lambda: later)

    backup_work.compare(opened, path, "", lambda *_: None, lambda: False)

    (known,) = backup_work.facts(opened.database).known
    assert known.cells[0].startswith(f"{later - timedelta(days=9):%Y-%m-%d}")
    assert known.cells[3] == f"{later:%Y-%m-%d} 试恢复过"


def test_without_a_stick_the_page_says_what_to_do(qtbot: QtBot, make_window: MakeWindow, without_stick: None) -> None:
    page = page_of(make_window(PAGE))

    assert says(page, "没有看到U盘。插上U盘，几秒钟后会出现在这里。")


def test_a_stick_that_was_pulled_out_is_told_and_nothing_is_called_good(
    qtbot: QtBot, make_window: MakeWindow, opened: OpenFile, stick: Path
) -> None:
    page = page_of(make_window(PAGE))
    wait_for_button(qtbot, page, stick_button(page))
    stick.rmdir()

    press(qtbot, page, stick_button(page))
    qtbot.waitUntil(lambda: says(page, "电脑里的资料和以前的备份都没动"), timeout=15_000)

    assert not says(page, "备份成功") and not known_backups(opened.database)


def test_a_backup_that_is_stopped_leaves_nothing_on_the_stick(
    qtbot: QtBot, make_window: MakeWindow, opened: OpenFile, stick: Path
) -> None:
    page = page_of(make_window(PAGE))
    wait_for_button(qtbot, page, stick_button(page))

    press(qtbot, page, stick_button(page))
    wait_for_button(qtbot, page, "停止备份")
    assert page.chosen_deed.toolTip() == "正在备份，做完再恢复"
    press(qtbot, page, "停止备份")
    qtbot.waitUntil(lambda: says(page, "已停止"), timeout=15_000)
    assert page.chosen_deed.toolTip() != "正在备份，做完再恢复"

    assert list(stick.iterdir()) == []


def test_a_folder_on_this_pc_is_said_to_be_no_safe_place(
    qtbot: QtBot, make_window: MakeWindow, dialogs: FakeDialogs, without_stick: None, tmp_path: Path
) -> None:
    dialogs.chooses = tmp_path / "备份"
    dialogs.chooses.mkdir()
    page = page_of(make_window(PAGE))

    press(qtbot, page, "备份到别的文件夹…")
    qtbot.waitUntil(lambda: says(page, "备份成功"), timeout=15_000)

    assert says(page, "最好再备份到U盘") and not says(page, "现在可以拔U盘")


def test_both_sides_are_shown_before_anything_is_replaced(
    qtbot: QtBot, make_window: MakeWindow, opened: OpenFile, dialogs: FakeDialogs, stick: Path
) -> None:
    path = made_backup(opened, stick)
    with opened.database.write("新增") as session:
        add_person(session, "李建国")
    page = page_of(make_window(PAGE))

    go_back_to(qtbot, page, dialogs, path)

    shown = texts(page)
    assert "登记的人 2 人" in shown and "登记的人 1 人" in shown
    assert says(page, "现在的资料换个名字留在")


def replace_button(page: BackupPage) -> str:
    return next(
        each.accessibleName()
        for each in page.findChildren(type(button(page, "取消")))
        if "替换" in each.accessibleName()
    )


def test_the_union_must_be_named_before_it_is_replaced(
    qtbot: QtBot, make_window: MakeWindow, opened: OpenFile, dialogs: FakeDialogs, stick: Path
) -> None:
    page = page_of(make_window(PAGE))
    go_back_to(qtbot, page, dialogs, made_backup(opened, stick))
    line = next(each for each in page.findChildren(QLineEdit) if each.accessibleName() == "工会名称")

    write(line, "示例")
    assert not button(page, replace_button(page)).isEnabled()
    write(line, "示例工会")

    assert button(page, replace_button(page)).isEnabled()


def test_a_damaged_backup_is_refused_and_cannot_be_chosen(
    qtbot: QtBot, make_window: MakeWindow, opened: OpenFile, dialogs: FakeDialogs, stick: Path
) -> None:
    path = made_backup(opened, stick)
    whole = bytearray(path.read_bytes())
    whole[len(whole) // 2] ^= 1
    path.write_bytes(whole)
    page = page_of(make_window(PAGE))

    go_back_to(qtbot, page, dialogs, path)
    qtbot.waitUntil(lambda: says(page, "这个备份坏了"), timeout=15_000)

    assert not any(
        "替换" in each.accessibleName() and each.isVisible() for each in page.findChildren(type(button(page, "取消")))
    )


def test_leaving_the_restore_changes_nothing(
    qtbot: QtBot, make_window: MakeWindow, opened: OpenFile, dialogs: FakeDialogs, stick: Path
) -> None:
    page = page_of(make_window(PAGE))
    go_back_to(qtbot, page, dialogs, made_backup(opened, stick))

    press(qtbot, page, "取消")

    assert has_button(page, "从备份恢复…")


def test_what_was_said_of_the_last_restore_does_not_stand_beside_the_next(
    qtbot: QtBot, make_window: MakeWindow, opened: OpenFile, dialogs: FakeDialogs, stick: Path
) -> None:
    page, path = page_of(make_window(PAGE)), made_backup(opened, stick)
    go_back_to(qtbot, page, dialogs, path)
    press(qtbot, page, "取消")
    assert says(page.window(), "没有恢复，资料没有改动")

    go_back_to(qtbot, page, dialogs, path)

    assert not says(page.window(), "没有恢复，资料没有改动")


def test_the_backup_takes_the_place_of_the_file_and_brings_back_what_was_deleted(
    qtbot: QtBot, make_window: MakeWindow, opened: OpenFile, jobs: DatabaseThread, dialogs: FakeDialogs, stick: Path
) -> None:
    path = made_backup(opened, stick)
    with opened.database.write("新增") as session:
        add_person(session, "李建国")
    window = make_window(PAGE, HOME)
    desk = Desk(window, jobs)
    desk.enter(opened)
    window.go_to("backup")
    qtbot.waitUntil(lambda: isinstance(window.page, BackupPage))
    page = page_of(window)
    go_back_to(qtbot, page, dialogs, path)
    write(next(each for each in page.findChildren(QLineEdit) if each.accessibleName() == "工会名称"), "示例工会")

    press(qtbot, page, replace_button(page))
    qtbot.waitUntil(lambda: desk.file is not None and desk.file is not opened, timeout=20_000)

    assert desk.file is not None
    with desk.file.database.read() as session:
        view = View(Person, columns=("name",))
        assert listing.rows(session, view, listing.ids(session, view)) == [["王秀兰"]]
    jobs.run(desk.close, lambda _: None)


@pytest.mark.parametrize("size", [{}, {"width": 910, "height": 460}], ids=["1366x690", "910x460"])
def test_nothing_on_the_page_is_cut_off_or_nameless(
    qtbot: QtBot, make_window: MakeWindow, opened: OpenFile, stick: Path, size: dict[str, int]
) -> None:
    made_backup(opened, stick)

    page = page_of(make_window(PAGE, **size))
    wait_for_button(qtbot, page, stick_button(page))
    qtbot.wait(50)

    assert [cut_off(page), too_low(page), nameless(page)] == [[], [], []]


def test_escape_leaves_the_restore(
    qtbot: QtBot, make_window: MakeWindow, opened: OpenFile, dialogs: FakeDialogs, stick: Path
) -> None:
    page = page_of(make_window(PAGE))
    go_back_to(qtbot, page, dialogs, made_backup(opened, stick))

    qtbot.keyClick(button(page, "取消"), Qt.Key.Key_Escape)

    assert has_button(page, "从备份恢复…")


def test_enter_on_a_known_backup_looks_into_it(
    qtbot: QtBot, make_window: MakeWindow, opened: OpenFile, stick: Path
) -> None:
    path = made_backup(opened, stick)
    page = page_of(make_window(PAGE))
    table = next(each for each in page.findChildren(PlainTable) if each.accessibleName() == "做过的备份")

    qtbot.keyClick(table, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: says(page, "这个备份是好的"), timeout=15_000)
    assert says(page, path.name)


def test_what_is_chosen_in_the_list_is_where_the_restore_begins(
    qtbot: QtBot, make_window: MakeWindow, opened: OpenFile, dialogs: FakeDialogs, stick: Path
) -> None:
    older, newer = made_backup(opened, stick), backup(opened, stick).path
    page = page_of(make_window(PAGE))
    table = next(each for each in page.findChildren(PlainTable) if each.accessibleName() == "做过的备份")
    assert [row[1] for row in table.rows] == [newer.name, older.name]
    qtbot.keyClick(table, Qt.Key.Key_Down)

    press(qtbot, page, "从备份恢复…")
    assert dialogs.begun == [older]
    press(qtbot, page, "恢复到选中的这个…")

    qtbot.waitUntil(lambda: says(page, "这个备份是好的"), timeout=15_000)
    assert says(page, older.name)


def test_a_chosen_backup_that_is_not_there_is_not_offered(
    qtbot: QtBot, make_window: MakeWindow, opened: OpenFile, stick: Path
) -> None:
    made_backup(opened, stick).unlink()

    page = page_of(make_window(PAGE))

    assert not button(page, "恢复到选中的这个…").isEnabled()
    assert "插上放它的U盘" in button(page, "恢复到选中的这个…").toolTip()


def test_a_backup_of_the_same_day_says_from_which_hour_work_is_lost(
    qtbot: QtBot, make_window: MakeWindow, opened: OpenFile, dialogs: FakeDialogs, stick: Path
) -> None:
    path = made_backup(opened, stick)
    made = known_backups(opened.database)[-1]["made_at"][11:16]
    page = page_of(make_window(PAGE))

    go_back_to(qtbot, page, dialogs, path)

    assert says(page, f"恢复后，今天 {made} 以后改的内容就看不到了。")
    assert replace_button(page) == f"用 今天 {made} 的备份替换"


def test_who_was_deleted_for_good_since_then_is_told_by_number_and_day(
    qtbot: QtBot, make_window: MakeWindow, opened: OpenFile, dialogs: FakeDialogs, stick: Path
) -> None:
    with opened.database.write("新增") as session:
        ids = [add_person(session, name).id for name in ("陈一", "李二", "王三")]
    purging.purge(opened.database, [("person", ids[2])])
    path = made_backup(opened, stick)
    purging.purge(opened.database, [("person", one) for one in ids[:2]])
    page = page_of(make_window(PAGE))

    go_back_to(qtbot, page, dialogs, path)

    assert says(page, f"这个备份之后彻底删除过：{near.spoken(today())} 2 人。恢复后，这些资料会跟着回来")
    assert cut_off(page) == []


def test_a_backup_made_since_then_brings_nobody_back(
    qtbot: QtBot, make_window: MakeWindow, opened: OpenFile, dialogs: FakeDialogs, stick: Path
) -> None:
    with opened.database.write("新增") as session:
        person = add_person(session, "陈一").id
    purging.purge(opened.database, [("person", person)])
    page = page_of(make_window(PAGE))

    go_back_to(qtbot, page, dialogs, made_backup(opened, stick))

    assert says(page, "这个备份是好的") and not says(page, "彻底删除过")


def test_a_stick_that_is_plugged_in_is_said_and_chosen(
    qtbot: QtBot, make_window: MakeWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    here = [Drive(tmp_path / "旧的", "旧的", "D:", 1_000_000_000)]
    monkeypatch.setattr(backup_work, "removable_drives", lambda: list(here))
    window = make_window(PAGE)
    page = page_of(window)
    wait_for_button(qtbot, page, "备份到这个U盘：U盘 旧的 (D:) 剩 1.0 GB")

    here.append(Drive(tmp_path / "新的", "金士顿", "E:", 12_300_000_000))
    page._sticks.look()

    qtbot.waitUntil(lambda: says(window, "看到了U盘 金士顿 (E:) 剩 12.3 GB。"))
    wait_for_button(qtbot, page, "备份到这个U盘：U盘 金士顿 (E:) 剩 12.3 GB")
    assert button(page, "备份到这个U盘：U盘 金士顿 (E:) 剩 12.3 GB").hasFocus()
