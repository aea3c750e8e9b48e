"""Every kind of page holds with words 40 % longer and from right to left: a language that nobody has made yet."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.i18n import Label
from app.views.pictures import SCENES
from tests.views.pseudo import lengthen, pseudo_language
from tests.views.real import Stages
from tests.views.seeing import cut_off, outside, overlapping

ROOMS = [(1366, 690), (910, 460)]
# A list, forms, tables that are filled in, dialogs, the assistant, the print panel, plain pages.
SHOWN = [
    "members",
    "members-form",
    "hardship-family",
    "hardship-money",
    "round-amounts",
    "round-marking",
    "import-trial",
    "prints-again",
    "backup-done",
    "settings-standards",
]


@pytest.mark.parametrize("name", SHOWN)
@pytest.mark.parametrize(("width", "height"), ROOMS)
def test_longer_words_from_right_to_left_leave_nothing_cut_outside_or_overlapping(
    qapp: QApplication, stages: Stages, name: str, width: int, height: int
) -> None:
    with pseudo_language(qapp):
        stage = stages.empty_room(width, height)
        SCENES[name](stage)
        stage.settle()

        assert stage.window.size().toTuple() == (width, height)
        assert cut_off(stage.window) == []
        assert outside(stage.hand.front) == []
        assert overlapping(stage.hand.front) == []


def test_the_longer_words_keep_their_gaps_and_are_longer_by_two_fifths(qapp: QApplication) -> None:
    assert lengthen("共 {n} 人，其中困难职工") == "共 {n} 人，其中困难职工共人其中困"
    with pseudo_language(qapp):
        assert (str(Label("保存")), str(Label("{n}", n=3))) == ("保存保", "3")


def test_a_careful_eye_sees_what_is_cut_what_is_outside_and_what_overlaps(qtbot: QtBot) -> None:
    room = QWidget()
    qtbot.addWidget(room)
    room.resize(300, 100)
    placed = {"左边": (0, 0, 60), "上面": (40, 10, 60), "外面": (280, 60, 60), "剪断的字": (0, 60, 20)}
    for words, (x, y, width) in placed.items():
        label = QLabel(words, room)
        label.setGeometry(x, y, width, 30)
    room.show()

    assert set(cut_off(room)) == {"外面", "剪断的字"}
    assert outside(room) == ["QLabel 外面"]
    assert overlapping(room) == [("QLabel 左边", "QLabel 上面")]
