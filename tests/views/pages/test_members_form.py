"""The form of a member: what follows from the number, who has it already, what is folded away."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from app.i18n import Label
from app.models import Person
from app.services import records
from app.services.files import OpenFile
from app.views import members
from app.views.forms.body import FormBody
from app.views.forms.form import FormView
from app.views.members import MembersPage
from app.views.pages import Page
from app.views.record_page import RecordPage
from tests.factories import add_person
from tests.views.pages.conftest import MakeWindow
from tests.views.pages.driving import button, press, says, write

Key, Held = Qt.Key, Qt.KeyboardModifier
MEMBERS = Page("members", Label("会员"), Label("会员"), "users", members.build, None, members.prepare)
ID, GOOD = "460105197902130021", "460105197902130029"


@pytest.fixture
def page(qtbot: QtBot, opened: OpenFile, make_window: MakeWindow) -> RecordPage:
    """The list of 刘秀英, who has a number, and 王芳, who has none."""
    with opened.database.write("准备") as session:
        add_person(session, "刘秀英", id_no=ID, department="一车间")
        add_person(session, "王芳")
    window = make_window(MEMBERS)
    assert isinstance(window.page, MembersPage)
    shown = window.page.page
    qtbot.waitUntil(lambda: len(shown.list.model.ids) == 2)
    return shown


def form_of(qtbot: QtBot, page: RecordPage, name: str) -> FormView:
    row = next(at for at in range(2) if page.list.model.cell(at, 0) == name)
    page.list.table.chosen.go(row, 0)
    page.open(page.list.model.ids[row])
    qtbot.waitUntil(lambda: page.form.title == name)
    return page.form


def control(body: FormBody, name: str) -> QLineEdit:
    found = body.rows[name].editor.control
    assert isinstance(found, QLineEdit)
    return found


def saved(qtbot: QtBot, form: FormView) -> FormView:
    form.save()
    qtbot.waitUntil(lambda: form.save_deed.isEnabled())
    return form


@pytest.mark.parametrize("is_left_first", [False, True], ids=["kept at once", "looked at before"])
def test_what_is_kept_in_another_writing_leaves_nothing_unsaved(
    qtbot: QtBot, page: RecordPage, is_left_first: bool
) -> None:
    form = form_of(qtbot, page, "王芳")
    write(control(form.body, "work_start"), "2001.3")
    if is_left_first:
        control(form.body, "post").setFocus()

    saved(qtbot, form)

    assert control(form.body, "work_start").text() == "2001-03"
    assert form.draft() == {} and not form.drop_deed.isEnabled()


def test_a_new_member_shows_at_once_what_follows_from_what_was_kept(qtbot: QtBot, page: RecordPage) -> None:
    page.new()
    qtbot.waitUntil(lambda: page.form.title.startswith("新"))
    write(control(page.form.body, "name"), "李强")

    form = saved(qtbot, page.form)

    shown = {name: text for name, text in form.body.texts().items() if text}
    assert shown == page._parts.form.load(form.record_id).texts and shown["name_pinyin"] == "li qiang"
    assert form.draft() == {}


def test_a_refused_saving_takes_the_place_of_what_was_done_before(qtbot: QtBot, page: RecordPage) -> None:
    form = form_of(qtbot, page, "王芳")
    write(control(form.body, "post"), "钳工")
    saved(qtbot, form)
    qtbot.waitUntil(lambda: says(page.window(), "已保存“王芳”"))

    write(control(form.body, "work_start"), "2026-02-30")
    saved(qtbot, form)

    assert says(page.window(), "没有保存，有 1 处要改。")
    assert not says(page.window(), "已保存“王芳”")


@pytest.mark.parametrize(("elsewhere", "is_said"), [("post", True), ("address", False)], ids=["same", "another"])
def test_a_field_that_was_changed_in_another_window_too_says_so_and_keeps_what_is_typed(
    qtbot: QtBot, page: RecordPage, opened: OpenFile, elsewhere: str, is_said: bool
) -> None:
    form = form_of(qtbot, page, "王芳")
    write(control(form.body, "post"), "钳工")
    with opened.database.write("别处改") as session:
        session.get_one(Person, form.record_id).put(**{elsewhere: "别处写的"})

    page.records_changed(frozenset({"person"}))
    qtbot.waitUntil(lambda: form._loaded.texts.get(elsewhere) == "别处写的")

    assert form.draft() == {"post": "钳工"}
    assert says(form, "这一栏刚在别处改过。保存就换成这里写的，放弃修改就看到那边写的。") is is_said


def test_a_number_that_somebody_has_already_leads_to_him(qtbot: QtBot, page: RecordPage) -> None:
    form = form_of(qtbot, page, "王芳")
    line = control(form.body, "id_no")
    line.setFocus()
    qtbot.keyClicks(line, ID)
    qtbot.waitUntil(lambda: says(form, "这个号码已是“刘秀英”（一车间）的，请核对"))

    form.save()
    qtbot.waitUntil(lambda: not form.draft())
    press(qtbot, form, "打开看看")
    qtbot.waitUntil(lambda: form.title == "刘秀英")

    assert says(form, "这个号码已是“王芳”的，请核对")


def test_a_number_that_excel_has_cut_is_held_against_the_card(qtbot: QtBot, page: RecordPage) -> None:
    form = form_of(qtbot, page, "王芳")
    line = control(form.body, "id_no")
    line.setFocus()
    qtbot.keyClicks(line, "460105197902130000")
    qtbot.waitUntil(lambda: says(form, "末三位都是0，可能被Excel截掉了。请对照身份证核对"))
    assert not says(form, "原表")


def test_a_birth_day_that_contradicts_the_number_is_doubted_and_kept(
    qtbot: QtBot, page: RecordPage, opened: OpenFile
) -> None:
    form = form_of(qtbot, page, "刘秀英")
    assert form.body.texts()["birth_date"] == "1979-02-13"

    write(control(form.body, "birth_date"), "1980-05-06")
    qtbot.keyClick(control(form.body, "birth_date"), Key.Key_Return)
    qtbot.waitUntil(lambda: says(form, "出生日期和身份证号对不上，请核对"))
    qtbot.keyClick(control(form.body, "birth_date"), Key.Key_S, Held.ControlModifier)
    qtbot.waitUntil(lambda: not form.draft())

    with opened.database.read() as session:
        kept = session.get_one(Person, form.record_id)
        assert (kept.birth_date, kept.in_doubt) == ("1980-05-06", True)


def test_what_is_doubtful_is_said_when_the_form_is_opened_again(
    qtbot: QtBot, page: RecordPage, opened: OpenFile
) -> None:
    with opened.database.write("准备") as session:
        records.edit(session, session.get_one(Person, page.list.model.ids[0]), {"id_no": GOOD, "sex": "1"})
    qtbot.waitUntil(lambda: page.list.model.is_loaded)

    form = form_of(qtbot, page, str(page.list.model.cell(0, 0)))

    assert [str(problem.what) for problem in form.body.problems()] == ["性别和身份证号对不上，请核对"] * 2
    assert says(form, "有 2 处待核实，可以先保存")


def test_what_is_asked_for_least_is_folded_and_enter_passes_it_by(qtbot: QtBot, page: RecordPage) -> None:
    form = form_of(qtbot, page, "王芳")
    shown = [name for name, row in form.body.rows.items() if row.isVisibleTo(form.body)]
    assert "remark" not in shown and "phone" in shown
    last = control(
        form.body, [name for name in shown if isinstance(form.body.rows[name].editor.control, QLineEdit)][-1]
    )

    last.setFocus()
    qtbot.keyClick(last, Key.Key_Return)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is button(form, "保存"))

    press(qtbot, form, f"其他（{len(form.body.rows) - len(shown)} 项）")
    assert form.body.rows["remark"].isVisibleTo(form.body)


def test_save_and_next_goes_through_the_list(qtbot: QtBot, page: RecordPage) -> None:
    first = page.list.model.cell(0, 0)
    form = form_of(qtbot, page, str(first))
    write(control(form.body, "post"), "电工")

    qtbot.keyClick(control(form.body, "post"), Key.Key_Return, Held.ControlModifier)
    qtbot.waitUntil(lambda: form.title == page.list.model.cell(1, 0))
    qtbot.keyClick(control(form.body, "post"), Key.Key_PageUp, Held.ControlModifier)
    qtbot.waitUntil(lambda: form.title == first)

    assert form.body.texts()["post"] == "电工"


def test_no_hint_is_longer_than_its_field(qtbot: QtBot, page: RecordPage) -> None:
    form = form_of(qtbot, page, "王芳")
    lines = [row.editor.control for row in form.body.rows.values() if isinstance(row.editor.control, QLineEdit)]
    hinted = [line for line in lines if line.placeholderText()]
    icon = 32

    cut = [
        line.placeholderText()
        for line in hinted
        if line.fontMetrics().horizontalAdvance(line.placeholderText()) > line.width() - icon
    ]

    assert hinted and cut == []


def test_the_form_is_made_while_nobody_waits_for_it(qtbot: QtBot, page: RecordPage) -> None:
    assert "form" not in vars(page)

    qtbot.waitUntil(lambda: "form" in vars(page), timeout=20_000)

    assert not page.form.isVisible()
    assert form_of(qtbot, page, "王芳").isVisible()
    assert control(page.form.body, "name").text() == "王芳"


def test_a_form_asked_for_before_it_is_made_has_all_its_fields(qtbot: QtBot, page: RecordPage) -> None:
    form = form_of(qtbot, page, "王芳")

    assert list(form.body.rows) == [each.name for each in page._parts.form.fields]
