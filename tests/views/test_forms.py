"""Forms: nothing is kept until 保存, nothing typed is lost, every problem stands beside its field."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.errors import Grade
from app.i18n import Label
from app.views.forms.choices import matching
from app.views.forms.editors import spaced
from app.views.forms.form import FormView
from app.views.forms.row import FieldRow
from app.views.forms.source import Choice, FormField
from app.views.forms.table import EDITORS, digits, editor
from app.views.jobs import DatabaseThread
from app.views.kit.ask import Dialog
from app.views.theme import Theme
from tests.views.demo import ETHNIC, FIELDS, FakeForm

Key, Held = Qt.Key, Qt.KeyboardModifier
Make = Callable[..., FormView]


@pytest.fixture
def make(qtbot: QtBot, jobs: DatabaseThread) -> Make:
    """Make a shown form over the record with this id."""

    def build(record_id: int | None = 7, width: int = 400, *, draft: dict[str, str] | None = None) -> FormView:
        made = FormView(FakeForm(), jobs)
        qtbot.addWidget(made)
        made.resize(width, 620)
        made.show()
        made.open_record(record_id, draft)
        qtbot.waitUntil(lambda: bool(made._loaded.title))
        return made

    return build


def field(form: FormView, name: str) -> QLineEdit:
    control = form.body.rows[name].editor.control
    assert isinstance(control, QLineEdit)
    return control


def fill(qtbot: QtBot, form: FormView, name: str, text: str) -> None:
    line = field(form, name)
    line.setFocus()
    line.selectAll()
    qtbot.keyClick(line, Key.Key_Delete)
    write(qtbot, line, text)


def write(qtbot: QtBot, line: QWidget, text: str) -> None:
    """Type digits and letters; Chinese comes from the input method."""
    if text.isascii():
        qtbot.keyClicks(line, text)
    else:
        event = QInputMethodEvent()
        event.setCommitString(text)
        QApplication.sendEvent(line, event)


def leave(qtbot: QtBot, form: FormView, name: str) -> None:
    field(form, name).setFocus()
    field(form, "address").setFocus()


def problem(form: FormView, name: str) -> str:
    found = form.body.rows[name].problem
    return str(found.what) if found else ""


def source(form: FormView) -> FakeForm:
    return form._source  # type: ignore[return-value]


def press(parent: QWidget, name: str) -> None:
    next(each for each in parent.findChildren(QPushButton) if each.accessibleName() == name).click()


def test_a_record_is_shown_with_the_words_of_its_codes(make: Make) -> None:
    form = make()
    assert field(form, "name").text() == "刘秀英"
    assert field(form, "education").text() == "中专"
    assert form.draft() == {}


def test_nothing_is_kept_until_saved(qtbot: QtBot, make: Make) -> None:
    form = make()
    fill(qtbot, form, "post", "班长")
    assert source(form).deeds == []
    assert form.draft() == {"post": "班长"}

    with qtbot.waitSignal(form.saved):
        qtbot.keyClick(field(form, "post"), Key.Key_S, Held.ControlModifier)

    assert source(form).kept[7]["post"] == "班长"
    assert form.draft() == {}


def test_a_refused_save_shows_every_problem_and_loses_nothing(qtbot: QtBot, make: Make) -> None:
    form = make()
    fill(qtbot, form, "amount", "-5")
    fill(qtbot, form, "name", "")
    fill(qtbot, form, "post", "班长")

    form.save()
    qtbot.waitUntil(lambda: bool(problem(form, "name")))

    assert problem(form, "amount") == "金额要大于0，最多两位小数"
    qtbot.waitUntil(field(form, "name").hasFocus)
    assert field(form, "post").text() == "班长"
    assert field(form, "name").accessibleDescription() == "请填姓名"


def test_a_doubt_is_shown_but_can_be_saved(qtbot: QtBot, make: Make) -> None:
    form = make()
    fill(qtbot, form, "id_no", "46019919790213002")
    leave(qtbot, form, "id_no")
    qtbot.waitUntil(lambda: "少1位" in problem(form, "id_no"))
    assert form.body.rows["id_no"].problem.grade is Grade.CHECK  # type: ignore[union-attr]

    with qtbot.waitSignal(form.saved):
        form.save()


def test_a_message_goes_with_the_key_that_mends_it(qtbot: QtBot, make: Make) -> None:
    form = make()
    fill(qtbot, form, "id_no", "46019919790213002")
    leave(qtbot, form, "id_no")
    qtbot.waitUntil(lambda: bool(problem(form, "id_no")))

    field(form, "id_no").setFocus()
    field(form, "id_no").end(False)
    qtbot.keyClick(field(form, "id_no"), "1")

    qtbot.waitUntil(lambda: not problem(form, "id_no"))


def test_a_message_never_moves_the_field_with_the_focus(qtbot: QtBot, make: Make) -> None:
    form = make()
    fill(qtbot, form, "id_no", "46019919790213002")
    form.body.go_to(form.body.rows["address"])
    form.body.verticalScrollBar().setValue(form.body.verticalScrollBar().maximum() // 2)
    before = field(form, "address").mapTo(form, QPoint()).y()

    qtbot.waitUntil(lambda: bool(problem(form, "id_no")))

    assert field(form, "address").mapTo(form, QPoint()).y() == before


def test_enter_goes_through_the_fields_and_ends_on_the_button(qtbot: QtBot, make: Make) -> None:
    form = make()
    form.body.focus_first()
    visited = []
    for _ in range(len(FIELDS)):
        now = form.focusWidget()
        if isinstance(now, QPushButton):
            break
        visited.append(now.accessibleName().split(" ")[0])
        qtbot.keyClick(now, Key.Key_Return)

    assert visited[:4] == ["姓名", "身份证号", "性别", "出生日期"]
    assert form.focusWidget().accessibleName() == "保存"


def test_the_id_number_is_spaced_for_the_eye_and_kept_without_spaces(qtbot: QtBot, make: Make) -> None:
    form = make(None)
    fill(qtbot, form, "id_no", "46019919790213002x")
    assert field(form, "id_no").text() == "460199 19790213 002X"
    assert form.draft()["id_no"] == "46019919790213002X"


def test_birth_day_and_sex_follow_from_the_id_number_and_say_so(qtbot: QtBot, make: Make) -> None:
    form = make(None)
    fill(qtbot, form, "id_no", "460199197902130021")

    qtbot.waitUntil(lambda: field(form, "birth").text() == "1979-02-13")

    assert form.body.rows["sex"].editor.raw() == "2"
    assert field(form, "birth").accessibleDescription() == "由身份证号得出"


def test_what_was_typed_is_never_written_over(qtbot: QtBot, make: Make) -> None:
    form = make(None)
    fill(qtbot, form, "birth", "1980-01-01")

    fill(qtbot, form, "id_no", "460199197902130021")
    qtbot.waitUntil(lambda: form.body.rows["sex"].editor.raw() == "2")

    assert field(form, "birth").text() == "1980-01-01"


def test_a_day_is_written_in_full_when_its_field_is_left(qtbot: QtBot, make: Make) -> None:
    form = make()
    fill(qtbot, form, "joined", "20100305")

    leave(qtbot, form, "joined")

    qtbot.waitUntil(lambda: field(form, "joined").text() == "2010-03-05")


def test_esc_leaves_at_once_when_nothing_was_changed(qtbot: QtBot, make: Make) -> None:
    form = make()
    field(form, "name").setFocus()
    with qtbot.waitSignal(form.closed):
        qtbot.keyClick(field(form, "name"), Key.Key_Escape)


@pytest.mark.parametrize(("answer", "deeds", "leaves"), [("保存", 1, True), ("不保存", 0, True), ("继续填", 0, False)])
def test_esc_asks_when_something_was_changed(qtbot: QtBot, make: Make, answer: str, deeds: int, leaves: bool) -> None:
    form = make()
    closed: list[bool] = []
    form.closed.connect(lambda: closed.append(True))
    fill(qtbot, form, "post", "班长")
    qtbot.keyClick(field(form, "post"), Key.Key_Escape)
    dialog = form.findChild(Dialog)
    assert "刘秀英的资料改了 1 处，还没保存。" in dialog.accessibleDescription()

    press(dialog, answer)

    qtbot.waitUntil(lambda: len(source(form).deeds) == deeds and bool(closed) == leaves)


def test_continuing_is_the_default_answer(qtbot: QtBot, make: Make) -> None:
    form = make()
    fill(qtbot, form, "post", "班长")
    qtbot.keyClick(field(form, "post"), Key.Key_Escape)
    dialog = form.findChild(Dialog)

    qtbot.keyClick(dialog, Key.Key_Return)

    assert form.draft() == {"post": "班长"}
    assert source(form).deeds == []


def test_a_list_of_codes_narrows_by_characters_initials_and_code() -> None:
    assert [each.label for each in matching(ETHNIC, "h")] == ["汉族", "回族"]
    assert [each.label for each in matching(ETHNIC, "壮")] == ["壮族"]
    assert [each.label for each in matching(ETHNIC, "01")] == []
    assert [each.label for each in matching(ETHNIC, "")] == ["汉族", "回族", "壮族", "黎族"]


def test_what_a_choice_is_called_comes_before_its_other_names() -> None:
    relations = [Choice("01", "本人", "01 自己 职工本人"), Choice("20", "子", "20 儿子"), Choice("21", "独生子", "21")]
    assert [each.label for each in matching(relations, "zi")] == ["子", "本人", "独生子"]
    assert [each.label for each in matching(relations, "zj")] == ["本人"]


def test_choosing_from_the_list_keeps_the_code(qtbot: QtBot, make: Make) -> None:
    form = make()
    fill(qtbot, form, "ethnic", "l")
    line = field(form, "ethnic")
    popup = form.body.rows["ethnic"].editor._list.popup()  # type: ignore[attr-defined]
    qtbot.waitUntil(popup.isVisible)

    qtbot.keyClick(popup, Key.Key_Return)

    assert line.text() == "黎族"
    assert field(form, "education").hasFocus()
    assert form.draft()["ethnic"] == "17"


def test_a_link_is_looked_for_in_the_file(qtbot: QtBot, make: Make) -> None:
    form = make()
    fill(qtbot, form, "unit", "车间")
    popup = form.body.rows["unit"].editor._list.popup()  # type: ignore[attr-defined]
    qtbot.waitUntil(popup.isVisible)

    qtbot.keyClick(popup, Key.Key_Down)
    qtbot.keyClick(popup, Key.Key_Return)

    assert form.draft()["unit"] == "生产二车间"


def test_a_folded_group_opens_by_itself_when_it_holds_a_problem(qtbot: QtBot, make: Make) -> None:
    form = make()
    assert not form.body.rows["native"].isVisible()

    form.body.show_texts({"native": "？"})
    form._check("native")

    qtbot.waitUntil(form.body.rows["native"].isVisible)


def test_a_draft_from_before_a_crash_is_shown_as_unsaved(make: Make) -> None:
    form = make(draft={"post": "班长"})
    assert form.draft() == {"post": "班长"}


def test_a_form_says_when_it_was_saved_or_given_up(qtbot: QtBot, make: Make) -> None:
    form = make()
    fill(qtbot, form, "post", "班长")
    with qtbot.waitSignal(form.settled):
        form.drop()
    fill(qtbot, form, "post", "班长")
    with qtbot.waitSignal(form.settled):
        form.save()


@pytest.mark.parametrize("scale", [100, 175])
@pytest.mark.parametrize("width", [400, 900])
def test_no_field_is_cut_off_and_no_form_scrolls_sideways(
    qtbot: QtBot, make: Make, look: Theme, scale: int, width: int
) -> None:
    look.use(scale=scale)
    form = make(width=width * scale // 100)
    form.body.rows["native"].setVisible(True)
    room = form.body.viewport().width()
    for made in form.body.rows.values():
        if made.isVisible():
            right = made.editor.control.mapTo(form.body.widget(), QPoint(made.editor.control.width(), 0)).x()
            assert right <= room, made.field.name
    assert form.body.widget().width() <= room


def test_every_control_has_a_name(make: Make) -> None:
    form = make()
    nameless = [each for each in form.findChildren(QPushButton) if not each.accessibleName()]
    assert nameless == []
    for made in form.body.rows.values():
        assert made.editor.control.accessibleName().startswith(str(made.field.label))


@pytest.mark.parametrize(
    "kind", [*EDITORS, "text", "name", "number", "money", "phone", "yes_no", "moment", "credit_code"]
)
def test_every_kind_gives_back_what_it_was_shown(qtbot: QtBot, look: Theme, kind: str) -> None:
    given = {"yes_no": "是", "codes": "汉族、回族", "resident_id": "46019919790213002X"}.get(kind, "12")
    made = editor(replace(FIELDS[0], kind=kind, choices=ETHNIC))
    qtbot.addWidget(made)

    made.show_raw(given)

    assert made.raw() == given
    assert digits(replace(FIELDS[0], kind=kind)) >= 0


@pytest.mark.parametrize(
    ("number", "shown"),
    [("4601", "4601"), ("4601991", "460199 1"), ("460199790213002", "460199790213002"), ("E1234567", "E1234567")],
)
def test_only_numbers_of_eighteen_digits_are_spaced(number: str, shown: str) -> None:
    assert spaced(number) == shown


def test_a_long_label_breaks_before_its_brackets_and_not_within(qtbot: QtBot) -> None:
    made = FieldRow(FormField("unit", Label("所在分会（小组）")))
    qtbot.addWidget(made)
    label = made.findChildren(QLabel)[0]
    assert label.text() == "所在分会\n（小组）"
    made.put_label_above(True)
    assert label.text() == "所在分会（小组）"
