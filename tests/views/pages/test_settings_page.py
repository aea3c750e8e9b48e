"""The settings: the union, standards, code lists, password and recovery code."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from app.errors import KnownError
from app.i18n import Label
from app.models import CodeItem, Organization, PolicyParameter
from app.models.store.keyfile import KeyFile, keys_path
from app.services import listing
from app.services.files import OpenFile
from app.services.listing import Condition, View
from app.views import settings_page
from app.views.frame import MainWindow
from app.views.kit.note import Note
from app.views.pages import Page
from app.views.settings_codes import ALL
from app.views.settings_page import SettingsPage
from app.views.settings_places import Place
from tests.conftest import MadeFile
from tests.factories import add_standard
from tests.views.pages.conftest import MakeWindow
from tests.views.pages.driving import has_button, press, says, wait_for_button, write
from tests.views.seeing import cut_off, nameless, too_low

PAGE = Page("settings", Label("设置"), Label("设置"), "settings", settings_page.build, None, settings_page.prepare)


def page_of(qtbot: QtBot, window: MainWindow, place: Place = Place.UNION) -> SettingsPage:
    page = window.page
    assert isinstance(page, SettingsPage)
    window.go_to("settings", place)
    qtbot.wait(100)
    return page


def line(page: SettingsPage, name: str) -> QLineEdit:
    return next(each for each in page.findChildren(QLineEdit) if each.isVisible() and each.accessibleName() == name)


def on_disk(opened: OpenFile) -> KeyFile:
    return KeyFile.load(keys_path(opened.database.path))


def test_the_unions_signature_names_are_kept(qtbot: QtBot, make_window: MakeWindow, opened: OpenFile) -> None:
    page = page_of(qtbot, make_window(PAGE))
    qtbot.waitUntil(lambda: line(page, "工会名称").text() == "示例工会")

    write(line(page, "工会主席"), "符永明")
    press(qtbot, page, "保存")
    qtbot.waitUntil(lambda: not page.union.form.draft())

    with opened.database.read() as session:
        view = View(Organization, columns=("chair",))
        assert listing.rows(session, view, listing.ids(session, view)) == [["符永明"]]


def test_a_standard_is_entered_with_its_document(qtbot: QtBot, make_window: MakeWindow, opened: OpenFile) -> None:
    page = page_of(qtbot, make_window(PAGE), Place.STANDARDS)
    wait_for_button(qtbot, page, "新增标准")
    press(qtbot, page, "新增标准")
    qtbot.waitUntil(lambda: page.standards.form.isVisible() and page.standards.form.record_id is None)
    qtbot.wait(100)

    for name, words in {"标准": "低保标准（元/人·月）", "数值": "750", "依据文件": "民发〔2026〕1号"}.items():
        write(line(page, name), words)
        line(page, name).left.emit()  # type: ignore[attr-defined]
    press(qtbot, page, "保存")

    def kept() -> list[list[str]]:
        with opened.database.read() as session:
            view = View(PolicyParameter, columns=("key", "value", "doc_no"))
            return listing.rows(session, view, listing.ids(session, view))

    qtbot.waitUntil(lambda: kept() == [["低保标准（元/人·月）", "750", "民发〔2026〕1号"]], timeout=10_000)


def test_who_is_sent_to_the_standards_begins_the_first_one_at_once(
    qtbot: QtBot, make_window: MakeWindow, opened: OpenFile
) -> None:
    page = page_of(qtbot, make_window(PAGE), Place.UNION)

    page.show_record(Place.STANDARDS)
    qtbot.waitUntil(lambda: page.standards.form.isVisible() and line(page, "标准").text() == "低保标准（元/人·月）")
    assert says(page, "标准是政府或上级工会公布的数") and not page.standards.form.draft()
    write(line(page, "数值"), "750")
    press(qtbot, page, "保存")

    def kept() -> list[list[str]]:
        with opened.database.read() as session:
            view = View(PolicyParameter, columns=("key", "value"))
            return listing.rows(session, view, listing.ids(session, view))

    qtbot.waitUntil(lambda: kept() == [["低保标准（元/人·月）", "750"]], timeout=10_000)


def test_the_document_of_a_standard_is_read_whole(qtbot: QtBot, make_window: MakeWindow, opened: OpenFile) -> None:
    document = "示例：琼民发〔2026〕1号（海口市）"
    with opened.database.write("新增") as session:
        add_standard(session, doc_no=document)
    page = page_of(qtbot, make_window(PAGE), Place.STANDARDS)
    listed = page.standards.list
    qtbot.waitUntil(lambda: len(listed.model.ids) == 1)

    at = [each.name for each in listed.model.columns].index("doc_no")

    assert listed.table.columnWidth(at) >= listed.table.fontMetrics().horizontalAdvance(document)


def test_another_page_leads_straight_to_a_part(qtbot: QtBot, make_window: MakeWindow) -> None:
    page = page_of(qtbot, make_window(PAGE), Place.WHERE)

    assert page.tabs.tabText(page.tabs.currentIndex()) == "资料在哪里"
    qtbot.waitUntil(lambda: says(page, ".xiaojia"))


def test_one_code_list_is_shown_at_a_time(qtbot: QtBot, make_window: MakeWindow, opened: OpenFile) -> None:
    page = page_of(qtbot, make_window(PAGE), Place.CODES)
    listed = page.codes.page.list
    qtbot.waitUntil(lambda: listed.model.is_loaded)

    write(line(page, "哪一类选项"), "民族")
    page.codes.choice.control.left.emit()  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: listed.query.view == "ethnic_gbt3304" and listed.model.is_loaded)

    with opened.database.read() as session:
        expected = listing.count(session, View(CodeItem, where=(Condition("list", "=", "ethnic_gbt3304"),)))
    qtbot.waitUntil(lambda: len(listed.model.ids) == expected)


def test_from_an_empty_list_of_codes_all_are_shown_again(qtbot: QtBot, make_window: MakeWindow) -> None:
    page = page_of(qtbot, make_window(PAGE), Place.CODES)
    listed = page.codes.page.list
    qtbot.waitUntil(lambda: listed.model.is_loaded)
    whole = len(listed.model.ids)
    write(line(page, "哪一类选项"), "民族")
    page.codes.choice.control.left.emit()  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: 0 < len(listed.model.ids) < whole)

    listed.view_asked.emit("")  # 看全部

    qtbot.waitUntil(lambda: len(listed.model.ids) == whole)
    assert page.codes.choice.raw() == ALL


def test_a_new_code_belongs_to_the_list_that_is_shown(qtbot: QtBot, make_window: MakeWindow) -> None:
    page = page_of(qtbot, make_window(PAGE), Place.CODES)
    qtbot.waitUntil(lambda: page.codes.page.list.model.is_loaded)
    write(line(page, "哪一类选项"), "民族")
    page.codes.choice.control.left.emit()  # type: ignore[attr-defined]

    press(qtbot, page, "新增选项")
    qtbot.waitUntil(lambda: page.codes.page.form.draft().get("list") == "ethnic_gbt3304")


def test_a_code_is_not_deleted_but_taken_out_of_use(qtbot: QtBot, make_window: MakeWindow, opened: OpenFile) -> None:
    page = page_of(qtbot, make_window(PAGE), Place.CODES)

    page.codes.page.delete_asked.emit([1])

    assert any("选项不删" in each.text() for each in page.window().findChildren(QLabel))


def fill_passwords(page: SettingsPage, old: str, new: str, again: str) -> None:
    write(page.keys.old, old)
    write(page.keys.new, new)
    write(page.keys.again, again)


def test_the_password_is_changed_when_the_present_one_is_right(
    qtbot: QtBot, make_window: MakeWindow, opened: OpenFile, made_file: MadeFile
) -> None:
    page = page_of(qtbot, make_window(PAGE), Place.PASSWORD)
    fill_passwords(page, made_file.password, "新密码-2027", "新密码-2027")

    press(qtbot, page, "换密码")
    qtbot.waitUntil(lambda: says(page, "密码换好了"), timeout=15_000)

    assert on_disk(opened).unlock_password("新密码-2027") == made_file.dek
    assert on_disk(opened).unlock_recovery(made_file.recovery_code) == made_file.dek


def test_a_wrong_present_password_changes_nothing(
    qtbot: QtBot, make_window: MakeWindow, opened: OpenFile, made_file: MadeFile
) -> None:
    page = page_of(qtbot, make_window(PAGE), Place.PASSWORD)
    fill_passwords(page, "猜一个", "新密码-2027", "新密码-2027")

    press(qtbot, page, "换密码")
    qtbot.waitUntil(lambda: says(page, "密码不对"), timeout=15_000)

    assert on_disk(opened).unlock_password(made_file.password) == made_file.dek


def test_the_made_up_union_keeps_its_password_or_it_would_never_open_by_itself_again(
    qtbot: QtBot, make_window: MakeWindow, opened: OpenFile, made_file: MadeFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = page_of(qtbot, make_window(PAGE), Place.PASSWORD)
    monkeypatch.setattr("app.services.samples.sample_path", lambda: opened.database.path)
    fill_passwords(page, made_file.password, "新密码-2027", "新密码-2027")

    press(qtbot, page, "换密码")
    qtbot.waitUntil(lambda: says(page, "这是示例"), timeout=15_000)

    assert on_disk(opened).unlock_password(made_file.password) == made_file.dek


def test_two_different_new_passwords_are_refused_at_once(qtbot: QtBot, make_window: MakeWindow) -> None:
    page = page_of(qtbot, make_window(PAGE), Place.PASSWORD)
    fill_passwords(page, "随便", "新密码-2027", "新密码-2028")

    press(qtbot, page, "换密码")

    assert says(page, "两次填的新密码不一样")


def places(page: SettingsPage) -> list[QPoint]:
    return [each.mapTo(page, QPoint(0, 0)) for each in (page.keys.old, page.keys.new, page.keys.again)]


def test_after_a_refusal_the_keyboard_is_where_it_is_mended_and_no_field_has_moved(
    qtbot: QtBot, make_window: MakeWindow
) -> None:
    page = page_of(qtbot, make_window(PAGE), Place.PASSWORD)
    fill_passwords(page, "猜一个", "新密码-2027", "新密码-2027")
    before = places(page)

    press(qtbot, page, "换密码")
    qtbot.waitUntil(lambda: says(page, "密码不对"), timeout=15_000)
    qtbot.wait(20)

    assert page.keys.old.hasFocus() and page.keys.old.selectedText()
    assert places(page) == before
    qtbot.keyClicks(page.keys.old, "x")
    assert not says(page, "密码不对") and places(page) == before


def test_a_refusal_is_seen_on_a_low_screen_too(qtbot: QtBot, make_window: MakeWindow) -> None:
    page = page_of(qtbot, make_window(PAGE, width=607, height=307), Place.PASSWORD)
    fill_passwords(page, "猜一个", "新密码-2027", "新密码-2027")

    press(qtbot, page, "换密码")

    qtbot.waitUntil(lambda: any("密码不对" in words and seen for words, seen in _notes(page)), timeout=15_000)


def _notes(page: SettingsPage) -> list[tuple[str, bool]]:
    """What its notes say, and whether the last line of each can be seen."""
    found = [each for each in page.keys.findChildren(Note) if each.isVisible()]
    return [(each.words, each.visibleRegion().boundingRect().bottom() == each.height() - 1) for each in found]


def test_after_the_change_enter_does_nothing_worse_than_go_on_in_the_fields(
    qtbot: QtBot, make_window: MakeWindow, made_file: MadeFile
) -> None:
    page = page_of(qtbot, make_window(PAGE), Place.PASSWORD)
    fill_passwords(page, made_file.password, "新密码-2027", "新密码-2027")

    press(qtbot, page, "换密码")
    assert page.keys.old.hasFocus()
    qtbot.waitUntil(lambda: says(page, "密码换好了"), timeout=15_000)

    assert page.keys.old.hasFocus()


def test_a_new_password_that_is_too_short_is_mended_in_its_field(
    qtbot: QtBot, make_window: MakeWindow, made_file: MadeFile
) -> None:
    page = page_of(qtbot, make_window(PAGE), Place.PASSWORD)
    fill_passwords(page, made_file.password, "1", "1")

    press(qtbot, page, "换密码")
    qtbot.waitUntil(lambda: says(page, "密码至少 4 位") and page.keys.new.hasFocus(), timeout=15_000)


def shown_code(page: SettingsPage) -> str:
    label = next(
        each for each in page.findChildren(QLabel) if each.isVisible() and each.accessibleDescription() == "恢复码"
    )
    return label.text().replace(" – ", "-")


def test_a_new_recovery_code_counts_only_once_it_was_typed_again(
    qtbot: QtBot, make_window: MakeWindow, opened: OpenFile, made_file: MadeFile
) -> None:
    page = page_of(qtbot, make_window(PAGE), Place.PASSWORD)
    press(qtbot, page, "换一个新的恢复码…")
    wait_for_button(qtbot, page, "不换了")
    code = shown_code(page)
    assert on_disk(opened).unlock_recovery(made_file.recovery_code) == made_file.dek

    for number in (2, 4):
        write(line(page, f"照着纸填第 {number} 组"), code.split("-")[number - 1])
    press(qtbot, page, "抄好了，往下走")
    qtbot.waitUntil(lambda: says(page, "恢复码换好了"), timeout=15_000)

    assert on_disk(opened).unlock_recovery(code) == made_file.dek
    with pytest.raises(KnownError):
        on_disk(opened).unlock_recovery(made_file.recovery_code)


def test_leaving_the_new_recovery_code_keeps_the_old_one(
    qtbot: QtBot, make_window: MakeWindow, opened: OpenFile, made_file: MadeFile
) -> None:
    page = page_of(qtbot, make_window(PAGE), Place.PASSWORD)
    press(qtbot, page, "换一个新的恢复码…")
    wait_for_button(qtbot, page, "不换了")

    press(qtbot, page, "不换了")

    assert has_button(page, "换密码")
    assert on_disk(opened).unlock_recovery(made_file.recovery_code) == made_file.dek


@pytest.mark.parametrize("size", [{}, {"width": 910, "height": 460}], ids=["1366x690", "910x460"])
@pytest.mark.parametrize("place", list(Place))
def test_no_part_cuts_words_or_hides_a_control(
    qtbot: QtBot, make_window: MakeWindow, place: Place, size: dict[str, int]
) -> None:
    page = page_of(qtbot, make_window(PAGE, **size), place)
    qtbot.wait(150)

    assert [cut_off(page), too_low(page), nameless(page)] == [[], [], []]
    assert page.window().height() == size.get("height", 690)


def test_unsaved_changes_of_the_union_are_asked_about(qtbot: QtBot, make_window: MakeWindow) -> None:
    page = page_of(qtbot, make_window(PAGE))
    qtbot.waitUntil(lambda: line(page, "工会名称").text() == "示例工会")
    write(line(page, "工会主席"), "符永明")
    went: list[bool] = []

    page.leave(lambda: went.append(True))
    wait_for_button(qtbot, page.window(), "继续填")

    assert went == [] and has_button(page.window(), "不保存")
