"""How a form answers while one types: no word too early, widths that tell the kind, time to read what was done."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from app.errors import Problem
from app.i18n import Label
from app.views.forms.form import FormView
from app.views.forms.row import FieldRow
from app.views.forms.source import Choice, FormField
from app.views.jobs import DatabaseThread
from app.views.kit.foot import Foot
from tests.views.demo import FakeForm


@pytest.fixture
def form(qtbot: QtBot, jobs: DatabaseThread) -> FormView:
    """The shown form of somebody new."""
    made = FormView(FakeForm(), jobs)
    qtbot.addWidget(made)
    made.resize(400, 620)
    made.show()
    made.open_record(None)
    qtbot.waitUntil(lambda: bool(made._loaded.title))
    return made


def line(form: FormView, name: str) -> QLineEdit:
    found = form.body.rows[name].editor.control
    assert isinstance(found, QLineEdit)
    return found


def test_nothing_is_said_while_the_first_characters_are_typed(qtbot: QtBot, form: FormView) -> None:
    line(form, "id_no").setFocus()
    for digit in "4601991":
        qtbot.keyClicks(line(form, "id_no"), digit)
        qtbot.wait(30)
        assert form.body.rows["id_no"].problem is None

    line(form, "address").setFocus()

    qtbot.waitUntil(lambda: form.body.rows["id_no"].problem is not None)


def test_the_width_of_a_field_tells_its_kind(form: FormView) -> None:
    widths = {name: line(form, name).width() for name in ("ethnic", "name", "phone", "birth", "id_no", "address")}

    assert sorted(widths, key=lambda name: widths[name]) == list(widths)
    assert len(set(widths.values())) == len(widths)


def test_amounts_stand_at_the_right_and_words_at_the_left(form: FormView) -> None:
    assert line(form, "amount").alignment() & Qt.AlignmentFlag.AlignRight
    assert not line(form, "name").alignment() & Qt.AlignmentFlag.AlignRight


def test_what_was_done_stays_to_be_read_for_ten_seconds() -> None:
    assert Foot.least_ms >= 10_000


def test_where_nothing_of_a_long_list_was_meant_it_is_said_how_to_see_the_list(qtbot: QtBot) -> None:
    names = [f"{name}族" for name in "汉蒙回藏苗彝壮满侗"]
    row = FieldRow(FormField("ethnic", Label("民族"), "code", choices=[Choice(name, name) for name in names]))
    qtbot.addWidget(row)
    refused = Problem(Label("“火星族”不在可选的内容里"), "ethnic")

    row.editor.show_raw("火星族")
    row.show_problem(refused)
    assert row.editor.control.accessibleDescription() == "“火星族”不在可选的内容里。按 F4 看全部"

    row.editor.show_raw("汉族")
    row.show_problem(Problem(Label("和性别对不上"), "ethnic"))
    assert row.editor.control.accessibleDescription() == "和性别对不上"
