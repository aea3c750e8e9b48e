"""Near days are said as people say them, with the date itself at hand."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.services.today import today
from app.views.kit import near
from app.views.kit.status import StatusBar
from app.views.kit.text import ElidedText


@pytest.mark.parametrize(
    ("age", "told"), [(None, "还没有备份过"), (0, "今天备份过"), (1, "昨天备份过"), (3, "上次备份 3 天前")]
)
def test_the_age_of_a_backup_is_said_in_near_days(age: int | None, told: str) -> None:
    assert str(near.backup_words(age)) == told


@pytest.mark.parametrize(("days", "begins"), [(0, "今天 "), (1, "昨天 ")])
def test_a_moment_of_today_or_yesterday_says_so(days: int, begins: str) -> None:
    noon = datetime.combine(today() - timedelta(days=days), datetime.min.time()) + timedelta(hours=12)
    assert near.moment_words(round(noon.timestamp() * 1000)) == f"{begins}12:00"


def test_an_older_moment_says_its_date() -> None:
    noon = datetime.combine(today() - timedelta(days=2), datetime.min.time()) + timedelta(hours=12)
    assert near.moment_words(round(noon.timestamp() * 1000)) == f"{noon:%Y-%m-%d} 12:00"


def test_the_status_bar_has_the_date_of_the_backup_in_its_tooltip(qtbot: QtBot) -> None:
    bar = StatusBar()
    qtbot.addWidget(bar)
    bar.resize(1000, 30)
    bar.show_backup(near.backup_words(3), "secondary", near.backup_day(3))
    words = next(each for each in bar.findChildren(ElidedText) if each.text() == "上次备份 3 天前")

    QApplication.sendEvent(words, QHelpEvent(QEvent.Type.ToolTip, QPoint(1, 1), words.mapToGlobal(QPoint(1, 1))))

    assert words.toolTip().endswith(f"上次备份：{near.spoken(today() - timedelta(days=3))}")
