"""What the window says by itself is read aloud by a screen reader, without moving the focus."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from app.errors import ErrorCode, KnownError
from app.i18n import Label
from app.views.kit import announcing
from app.views.kit.foot import FootedWindow
from app.views.kit.note import Note
from app.views.kit.notices import Banner, Notice

POLITE = QAccessible.AnnouncementPoliteness.Polite
GRAVE = QAccessible.AnnouncementPoliteness.Assertive


class Reader:
    """Stands for the screen reader of the desktop: keeps what it is given to read."""

    AnnouncementPoliteness = QAccessible.AnnouncementPoliteness

    def __init__(self) -> None:
        self.read: list[tuple[str, QAccessible.AnnouncementPoliteness]] = []

    def updateAccessibility(self, event: QAccessibleAnnouncementEvent) -> None:
        """Read it."""
        assert event.type() == QAccessible.Event.Announcement
        self.read.append((event.message(), event.politeness()))


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> Reader:
    """A screen reader that listens."""
    made = Reader()
    monkeypatch.setattr(announcing, "QAccessible", made)
    return made


@pytest.mark.parametrize(
    "tell",
    [
        lambda window: window.say(Label("先选整行")),
        lambda window: window.done(Label("先选整行")),
    ],
)
def test_what_stands_at_the_foot_is_read_and_the_focus_stays(
    qtbot: QtBot, reader: Reader, tell: Callable[[FootedWindow], None]
) -> None:
    window = FootedWindow()
    qtbot.addWidget(window)
    field = QLineEdit(window)
    window.show()
    field.setFocus()

    tell(window)

    assert reader.read == [("先选整行", POLITE)] and window.focusWidget() is field


def test_the_notice_that_is_shown_is_read_once_and_again_when_it_comes_back(qtbot: QtBot, reader: Reader) -> None:
    banner = Banner()
    qtbot.addWidget(banner)
    late = Notice("backup", Label("已 9 天没有备份。"), "warning")

    banner.add(late)
    banner.add(Notice("sample", Label("这是示例，可以随便改"), "information"))  # waits behind it
    assert reader.read == [("已 9 天没有备份。", POLITE)]
    banner.clear()
    banner.add(late)

    assert reader.read == [("已 9 天没有备份。", POLITE)] * 2


def test_a_fault_in_a_note_interrupts_and_an_emptied_note_is_silent(qtbot: QtBot, reader: Reader) -> None:
    note = Note("error")
    qtbot.addWidget(note)

    note.tell_fault(
        KnownError(ErrorCode.STATE, Label("存不上。"), safe=Label("资料没有变。"), next=Label("再试一次。"))
    )
    note.say("")

    assert reader.read == [("存不上。\n资料没有变。\n再试一次。", GRAVE)]
