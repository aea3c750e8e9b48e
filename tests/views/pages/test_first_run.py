"""The first run: a new file with its code on paper, the made-up union and how it goes again, a backup on another PC."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from app.models.store.keyfile import own_keys_path
from app.services import files, pc_settings, samples
from app.services.backup import backup
from app.services.files import UnlockAhead
from app.views.unlock import FirstRun, Password, RecoveryCode
from app.views.unlock.ready import Ready
from tests.factories import add_person
from tests.views.pages.driving import button, has_button, texts, write
from tests.views.pages.paper_printers import FilePrinters
from tests.views.pages.room import Room
from tests.views.seeing import cut_off, nameless, too_low


def fill(room: Room, name: str, words: str) -> None:
    write(next(each for each in room.window.findChildren(QLineEdit) if each.accessibleName() == name), words)


def begin(room: Room, union: str = "椰风工会") -> RecoveryCode:
    """Up to the page of the recovery code."""
    room.desk.start(None)
    room.press("新建")
    fill(room, "工会名称", union)
    fill(room, "密码", "椰风2026")
    fill(room, "再填一次密码", "椰风2026")
    room.press("建好资料")
    room.qtbot.waitUntil(lambda: isinstance(room.window.covering, RecoveryCode), timeout=10_000)
    assert isinstance(room.window.covering, RecoveryCode)
    return room.window.covering


def code_of(room: Room) -> str:
    found = next(found for each in texts(room.window) if (found := re.search(r"\w{5}( – \w{5}){3} – \w{6}", each)))
    return found[0].replace(" – ", "-")


def type_the_code(room: Room) -> None:
    groups = code_of(room).split("-")
    fill(room, "照着纸填第 2 组", groups[1])
    fill(room, "照着纸填第 4 组", groups[3])
    room.press("抄好了，往下走")


def test_a_new_file_leads_to_the_import_or_to_the_first_page(room: Room) -> None:
    begin(room)
    type_the_code(room)
    assert isinstance(room.window.covering, Ready)

    room.press("以后再说")

    assert room.window.covering is None and room.window.current_key == "home"
    assert room.file.database.path.name == "椰风工会.xiaojia"


def test_a_file_is_made_once_however_often_the_button_is_pressed(room: Room) -> None:
    room.desk.start(None)
    room.press("新建")
    for name, words in (("工会名称", "椰风工会"), ("密码", "椰风2026"), ("再填一次密码", "椰风2026")):
        fill(room, name, words)
    made = button(room.window, "建好资料")

    for _ in range(2):
        room.qtbot.keyClick(made, Qt.Key.Key_Return)
        room.qtbot.mouseClick(made, Qt.MouseButton.LeftButton)
    room.qtbot.waitUntil(lambda: isinstance(room.window.covering, RecoveryCode), timeout=10_000)
    room.settle()

    assert [each.name for each in (room.path.parent / "程序" / "资料").glob("*.xiaojia")] == ["椰风工会.xiaojia"]


def test_what_was_refused_can_be_mended_and_asked_again(room: Room) -> None:
    room.desk.start(None)
    room.press("新建")
    for name, words in (("工会名称", "椰风工会"), ("密码", "1"), ("再填一次密码", "1")):
        fill(room, name, words)

    room.press("建好资料")

    assert room.says("4 位") and button(room.window, "建好资料").isEnabled()
    assert room.qtbot and button(room.window, "建好资料").hasFocus()


def test_the_import_begins_at_once_where_it_is_wanted(room: Room) -> None:
    begin(room)
    type_the_code(room)

    room.press("从 Excel 导入会员…")
    room.settle()

    assert has_button(room.window, "选文件…")


def test_a_code_that_was_printed_need_not_be_typed(room: Room, tmp_path: Path, qtbot: QtBot) -> None:
    room.window.printers = printers = FilePrinters(tmp_path, "办公室")
    begin(room)

    room.press("打印恢复码")
    qtbot.waitUntil(lambda: room.says("已送到打印机。"), timeout=10_000)

    assert printers.sizes("办公室") == [(210, 297)]
    assert button(room.window, "纸拿到了，往下走").isEnabled()


def test_of_several_printers_one_is_chosen(room: Room, tmp_path: Path, qtbot: QtBot) -> None:
    room.window.printers = printers = FilePrinters(tmp_path, "大厅", "办公室")
    begin(room)

    room.press("打印恢复码")
    assert room.says("用哪台打印机打恢复码？")
    room.press("办公室")
    qtbot.waitUntil(lambda: room.says("已送到打印机。"), timeout=10_000)

    assert printers.sizes("办公室") and not printers.sizes("大厅")


@pytest.mark.parametrize("names", [(), ("办公室",)], ids=["no printer", "a silent printer"])
def test_without_a_printer_the_code_is_written_down(room: Room, tmp_path: Path, names: tuple[str, ...]) -> None:
    room.window.printers = printers = FilePrinters(tmp_path, *names)
    printers.silent |= set(names)
    begin(room)

    room.press("打印恢复码")
    room.settle()

    assert room.says("没有看到打印机" if not names else "打印机没有响应")
    assert not button(room.window, "抄好了，往下走").isEnabled()
    type_the_code(room)


def test_a_window_that_is_closed_before_the_code_was_kept_lets_go_of_the_file(room: Room) -> None:
    begin(room)
    path = next((room.path.parent / "程序" / "资料").glob("*.xiaojia"))

    room.desk.close()

    files.open_file(path, files.by_password("椰风2026")).close()


@pytest.fixture
def sample(room: Room) -> Room:
    """看示例, with the made-up union small, since its story is told elsewhere."""
    path = samples.sample_path()
    path.parent.mkdir(parents=True)
    with files.create(path, "示例工会", samples.PASSWORD).file as file, file.database.write("新增") as session:
        add_person(session, "王秀兰")
    room.desk.start(None)
    room.press("看示例")
    room.qtbot.waitUntil(lambda: room.desk.file is not None and room.window.page is not None, timeout=10_000)
    room.settle()
    return room


def test_the_made_up_union_says_that_it_is_one(sample: Room) -> None:
    assert sample.says("这是示例，可以随便改。")


def test_nobodys_own_data_come_to_lie_where_the_sample_is_removed(sample: Room, tmp_path: Path) -> None:
    opened = sample.file

    sample.window.ask_restore(tmp_path / "自己的.xjbak", files.by_password("secret-12"))
    sample.window.ask_move(tmp_path)
    sample.settle()

    assert sample.says("现在开着的是示例")
    assert sample.file is opened and samples.is_sample(opened.database.path)


def test_the_made_up_union_is_removed_whole(sample: Room) -> None:
    folder, keys = sample.file.database.path.parent, own_keys_path(sample.file.database.file_id)
    assert keys.exists()

    sample.press("删除示例")
    assert sample.says("你自己的资料不受影响") and folder.exists()
    sample.press("删除示例")
    sample.qtbot.waitUntil(lambda: isinstance(sample.window.covering, FirstRun), timeout=10_000)

    assert not folder.exists() and not keys.exists()
    assert pc_settings.remembered(pc_settings.load()) is None
    assert not sample.says("这是示例")


def test_the_made_up_union_opens_again_without_a_password(sample: Room) -> None:
    path = sample.file.database.path
    sample.desk.let_go().close()
    sample.desk.forget_held()

    sample.desk.start(path)
    sample.qtbot.waitUntil(lambda: sample.desk.file is not None and sample.window.page is not None, timeout=10_000)


def test_the_made_up_union_does_not_lock_by_itself_and_tells_its_password(sample: Room) -> None:
    sample.desk.lock.idle.look()
    assert not sample.desk.lock.idle._timer.isActive()

    sample.lock()

    assert sample.says(f"密码是：{samples.PASSWORD}")
    sample.unlock(samples.PASSWORD)


def test_nothing_but_the_made_up_union_is_ever_removed(room: Room) -> None:
    room.open()

    with pytest.raises(ValueError, match="made-up"):
        samples.remove_sample(room.file)

    assert room.path.exists()


@pytest.fixture
def at_backup(room: Room, tmp_path: Path) -> Room:
    """从U盘恢复 on a PC where there is nothing yet: a backup was chosen, and its password is asked for."""
    with files.open_file(room.path, lambda keys: room.made.dek) as file:
        with file.database.write("新增") as session:
            add_person(session, "王秀兰")
        room.dialogs.opens = backup(file, tmp_path).path
    room.desk.start(None)
    room.press("从U盘恢复")
    room.qtbot.waitUntil(lambda: isinstance(room.window.covering, Password), timeout=10_000)
    return room


def has_come_back(room: Room) -> bool:
    room.qtbot.waitUntil(lambda: room.desk.file is not None and room.window.page is not None, timeout=15_000)
    room.settle()
    assert room.says("已从备份恢复。")
    room.window.go_to("members")
    room.settle()
    return room.show_member("王秀兰").title == "王秀兰"


def test_a_backup_begins_the_work_on_another_pc(at_backup: Room) -> None:
    at_backup.cover.line.setText(at_backup.made.password)
    at_backup.press("恢复")

    assert has_come_back(at_backup)


def test_the_password_of_a_backup_is_asked_for_as_that_of_its_day(at_backup: Room) -> None:
    assert at_backup.dialogs.opens is not None
    assert at_backup.says("的备份") and at_backup.says("做的备份。请填那一天用的密码")

    at_backup.cover.line.setText("falsch-12")
    at_backup.press("恢复")
    at_backup.qtbot.waitUntil(lambda: at_backup.says("密码不对。请填做这个备份那天用的密码"), timeout=10_000)


def test_a_backup_whose_password_is_forgotten_comes_back_by_its_recovery_code(at_backup: Room) -> None:
    at_backup.press("忘了密码，用恢复码")
    assert at_backup.says("填做备份那天的恢复码")
    fill(at_backup, "恢复码", at_backup.made.recovery_code)
    fill(at_backup, "新密码", "换过2026")
    fill(at_backup, "再填一次新密码", "换过2026")
    at_backup.press("打开并换密码")

    assert has_come_back(at_backup)
    assert at_backup.file.keys.unlock_password("换过2026")


def test_what_is_no_backup_is_told_before_a_password_is_asked_for(room: Room, tmp_path: Path) -> None:
    (strange := tmp_path / "notours.xjbak").write_text("别的东西" * 50)
    room.dialogs.opens = strange
    room.desk.start(None)

    room.press("从U盘恢复")

    room.qtbot.waitUntil(lambda: room.says("这个文件不是职工小家的备份。"), timeout=10_000)
    assert isinstance(room.window.covering, FirstRun)


def test_a_password_that_is_known_opens_the_file_without_asking(room: Room) -> None:
    room.desk.start(room.path, UnlockAhead(room.path, room.made.password))

    room.qtbot.waitUntil(lambda: room.window.page is not None, timeout=10_000)
    assert room.file.database.path == room.path


def test_a_known_password_that_is_wrong_is_asked_for_again(room: Room) -> None:
    room.desk.start(room.path, UnlockAhead(room.path, "falsch-12"))
    assert not room.cover.line.isEnabled()

    room.qtbot.waitUntil(room.cover.line.isEnabled, timeout=10_000)
    assert room.says("密码不对。")
    room.cover.line.setText(room.made.password)
    room.press("打开")
    room.qtbot.waitUntil(lambda: room.window.page is not None, timeout=10_000)


@pytest.mark.parametrize("size", [(1366, 690), (910, 460)])
def test_nothing_on_these_pages_is_cut_off(room: Room, size: tuple[int, int]) -> None:
    room.window.resize(*size)
    for page in (FirstRun(), RecoveryCode("7GZ4M-0K2XQ-9HT3B-W5NYC-8RJ6PA", printable=True), Ready()):
        room.window.cover(page)
        room.qtbot.wait(20)
        assert [cut_off(page), too_low(page), nameless(page)] == [[], [], []]


def test_a_file_that_is_open_elsewhere_is_told_before_the_password(room: Room) -> None:
    with files.open_file(room.path, lambda keys: room.made.dek):
        room.desk.start(room.path)
        room.settle()

        room.qtbot.waitUntil(lambda: room.says("这份资料已经在这台电脑"))
        assert room.says("用已经打开的那个窗口")
        assert room.cover.line.text() == ""

    room.desk.start(room.path)
    room.settle()
    assert not room.says("这份资料已经在这台电脑")
    room.unlock()
