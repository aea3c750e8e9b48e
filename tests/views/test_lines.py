"""Lines of forms: what is written in them is told once."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from app.i18n import Label
from app.views.forms.editors import Line, ResidentIdEditor
from app.views.forms.source import FormField


def test_a_key_is_told_once_also_when_the_program_writes_the_text_anew(qtbot: QtBot) -> None:
    line = Line()
    qtbot.addWidget(line)
    told: list[str] = []
    line.written.connect(told.append)
    line.written.connect(lambda text: line.setText(text.upper()))

    qtbot.keyClicks(line, "xy")

    assert (line.text(), len(told)) == ("XY", 2)


def test_a_resident_number_is_told_once_for_a_key(qtbot: QtBot) -> None:
    editor = ResidentIdEditor(FormField("id_no", Label("身份证号"), "resident_id"))
    qtbot.addWidget(editor)
    told: list[str] = []
    editor.line.written.connect(told.append)

    qtbot.keyClicks(editor.line, "4601051979")
    assert (editor.raw(), len(told)) == ("4601051979", 10)

    editor.line.insert("0")  # as a screen reader does
    assert len(told) == 11
