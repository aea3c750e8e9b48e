"""What the file answers late: whoever went on meanwhile keeps what was typed, in the record it was typed in."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from app.errors import Problem, bad_input
from app.i18n import Label
from app.views.forms.asking import Asking
from app.views.forms.form import FormView
from app.views.forms.source import FormField
from app.views.jobs import DatabaseThread
from app.views.kit.ask import Dialog
from app.views.record_list.model import RecordModel
from app.views.record_list.source import Query
from tests.views.demo import FakeForm, FakeRows
from tests.views.pages.driving import button, press, says, slow, write


@pytest.fixture
def source() -> FakeForm:
    """刘秀英 (7) and 王芳 (8)."""
    made = FakeForm()
    made.kept[8] = made.kept[7] | {"name": "王芳", "post": "班长"}
    return made


@pytest.fixture
def form(qtbot: QtBot, jobs: DatabaseThread, source: FakeForm) -> FormView:
    """The form of 刘秀英."""
    made = FormView(source, jobs)
    qtbot.addWidget(made)
    made.resize(400, 620)
    made.show()
    made.open_record(7)
    qtbot.waitUntil(lambda: made.record_id == 7)
    return made


def line(form: FormView, name: str) -> QLineEdit:
    found = form.body.rows[name].editor.control
    assert isinstance(found, QLineEdit)
    return found


def asked(form: FormView) -> list[Dialog]:
    return [each for each in form.findChildren(Dialog) if each.isVisible()]


def test_what_is_typed_while_the_form_is_being_saved_stays_unsaved(
    qtbot: QtBot, jobs: DatabaseThread, form: FormView, source: FakeForm
) -> None:
    write(line(form, "post"), "班长")
    with slow(qtbot, jobs):
        form.save()
        write(line(form, "address"), "海口市龙华区")
        write(line(form, "post"), "技术员")

    assert source.kept[7]["post"] == "班长"
    assert form.draft() == {"address": "海口市龙华区", "post": "技术员"}
    form.save()
    qtbot.waitUntil(lambda: not form.draft())
    assert (source.kept[7]["post"], source.kept[7]["address"]) == ("技术员", "海口市龙华区")


def test_whoever_leaves_while_the_form_is_being_saved_goes_on_once_it_is(
    qtbot: QtBot, jobs: DatabaseThread, form: FormView, source: FakeForm
) -> None:
    gone: list[str] = []
    write(line(form, "post"), "班长")
    with slow(qtbot, jobs):
        form.save()
        form.leave(lambda: gone.append(source.kept[7]["post"]))
        assert not gone and not asked(form)

    assert gone == ["班长"] and not asked(form)


def test_whoever_leaves_stays_where_the_saving_is_refused(qtbot: QtBot, jobs: DatabaseThread, form: FormView) -> None:
    gone: list[bool] = []
    write(line(form, "amount"), "-5")
    with slow(qtbot, jobs):
        form.save()
        form.leave(lambda: gone.append(True))

    assert not gone and form.draft() == {"amount": "-5"} and form.body.rows["amount"].problem is not None


def test_what_was_typed_while_another_record_is_read_is_asked_about_and_goes_into_its_own(
    qtbot: QtBot, jobs: DatabaseThread, form: FormView, source: FakeForm
) -> None:
    with slow(qtbot, jobs):
        form.open_record(8)
        write(line(form, "post"), "技术员")

    assert form.record_id == 7 and form.draft() == {"post": "技术员"}
    press(qtbot, asked(form)[0], "保存")
    qtbot.waitUntil(lambda: form.record_id == 8)
    assert (source.kept[7]["post"], source.kept[8]["post"]) == ("技术员", "班长")
    assert form.title == "王芳" and line(form, "post").text() == "班长" and not form.draft()


def test_a_record_that_is_read_while_another_is_saved_is_shown_after_it(
    qtbot: QtBot, jobs: DatabaseThread, form: FormView, source: FakeForm
) -> None:
    with slow(qtbot, jobs):
        form.open_record(8)
        write(line(form, "post"), "技术员")
        form.save()

    assert source.kept[7]["post"] == "技术员"
    assert (form.record_id, form.title, line(form, "post").text()) == (8, "王芳", "班长")
    assert not form.draft() and not asked(form)


def test_a_form_follows_the_list_to_nobody_once_something_is_typed_in_it(
    qtbot: QtBot, jobs: DatabaseThread, form: FormView
) -> None:
    with slow(qtbot, jobs):
        form.follow(8)
        write(line(form, "post"), "技术员")

    assert (form.record_id, form.draft()) == (7, {"post": "技术员"}) and not asked(form)
    form.drop()
    form.follow(8)
    qtbot.waitUntil(lambda: form.record_id == 8)


def test_what_is_typed_before_the_first_record_is_read_stands_in_it(
    qtbot: QtBot, jobs: DatabaseThread, source: FakeForm
) -> None:
    form = FormView(source, jobs)
    qtbot.addWidget(form)
    form.show()
    with slow(qtbot, jobs):
        form.open_record(8)
        write(line(form, "post"), "技术员")

    assert form.record_id == 8 and form.draft() == {"post": "技术员"} and line(form, "name").text() == "王芳"


# --- a few fields in a dialog


@pytest.fixture
def asking(qtbot: QtBot) -> Iterator[Asking]:
    """Asks for a reason."""
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.resize(900, 600)
    parent.show()
    yield Asking(parent, Label("标记"), "", [FormField("reason", Label("原因"))], Label("记下"))
    parent.close()


def test_escape_does_not_close_a_dialog_before_its_deed_is_told(
    qtbot: QtBot, jobs: DatabaseThread, asking: Asking
) -> None:
    told: list[str] = []
    asking.begin({"reason": "生病"}, jobs, lambda texts: texts["reason"], lambda result, _: told.append(result))
    with slow(qtbot, jobs):
        asking.go()
        qtbot.keyClick(asking, Qt.Key.Key_Escape)
        asking.close()
        assert asking.isVisible() and not button(asking, "取消").isEnabled()

    assert told == ["生病"]


def test_a_refusal_after_escape_leaves_everything_typed_in_the_dialog(
    qtbot: QtBot, jobs: DatabaseThread, asking: Asking
) -> None:
    def refuse(texts: Mapping[str, str]) -> None:
        raise bad_input([Problem(Label("请写原因"), "reason")])

    asking.begin({"reason": "生"}, jobs, refuse, lambda result, texts: pytest.fail("refused"))
    with slow(qtbot, jobs):
        asking.go()
        qtbot.keyClick(asking, Qt.Key.Key_Escape)

    assert asking.isVisible() and says(asking, "请写原因") and asking.fields.texts() == {"reason": "生"}
    qtbot.keyClick(asking, Qt.Key.Key_Escape)
    assert not asking.isVisible()


def test_nothing_can_be_typed_in_a_dialog_while_its_deed_is_on_its_way(
    qtbot: QtBot, jobs: DatabaseThread, asking: Asking
) -> None:
    def refuse(texts: Mapping[str, str]) -> None:
        raise bad_input([Problem(Label("请写原因"), "reason")])

    asking.begin({"reason": "生"}, jobs, refuse, lambda result, texts: pytest.fail("refused"))
    asking.activateWindow()
    reason = asking.fields.rows["reason"].editor.control
    qtbot.waitUntil(lambda: QApplication.focusWidget() is reason)
    with slow(qtbot, jobs):
        asking.go()
        QTest.keyClick(asking.windowHandle(), Qt.Key.Key_A)
        assert not reason.isEnabled()

    assert asking.fields.texts() == {"reason": "生"}
    assert reason.isEnabled() and QApplication.focusWidget() is reason


def test_a_dialog_whose_deed_has_failed_for_good_can_be_closed(
    qtbot: QtBot, jobs: DatabaseThread, asking: Asking
) -> None:
    asking.begin({}, jobs, lambda texts: 1 // 0, lambda result, texts: pytest.fail("failed"))
    with slow(qtbot, jobs):
        asking.go()

    press(qtbot, asking, "取消")
    assert not asking.isVisible()


# --- a list


class FailingRows(FakeRows):
    """The first reading is refused, once `gate` is open."""

    def __init__(self) -> None:
        super().__init__(3)
        self.running, self.gate = threading.Event(), threading.Event()

    def total(self) -> int:
        if not self.running.is_set():
            self.running.set()
            self.gate.wait(30)
            raise bad_input([])
        return super().total()


def test_a_reading_that_fails_after_a_newer_one_was_asked_for_takes_nothing_from_it(
    qtbot: QtBot, jobs: DatabaseThread
) -> None:
    rows, faults, reading = FailingRows(), [], []
    model = RecordModel(rows, jobs)
    model.failed.connect(faults.append)
    model.load(Query())
    assert rows.running.wait(30)
    jobs.run(lambda: None, lambda _: reading.append(model.is_reading))  # between the two
    model.load(Query(search="王"))
    rows.gate.set()
    qtbot.waitUntil(lambda: jobs.is_idle)

    assert reading == [True] and not faults and not model.is_reading and model.query.search == "王"
