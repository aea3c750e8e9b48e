"""What the file answers late: whoever went on meanwhile keeps what was typed, in the record it was typed in."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from app.views.forms.form import FormView
from app.views.jobs import DatabaseThread
from app.views.kit.ask import Dialog
from tests.views.demo import FakeForm
from tests.views.pages.driving import press, slow, write


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
