"""Saying aloud, through a screen reader, what the window says by itself (screen.md §10)."""

from __future__ import annotations

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget

from app.i18n import Label


def announce(where: QWidget, words: Label | str, *, grave: bool = False) -> None:
    """Have words read that came up at `where`; the focus stays. Grave ones interrupt what is being read.

    Without a screen reader, and for no words, nothing happens.
    """
    if not str(words):
        return
    event = QAccessibleAnnouncementEvent(where, str(words))
    politeness = QAccessible.AnnouncementPoliteness
    event.setPoliteness(politeness.Assertive if grave else politeness.Polite)
    QAccessible.updateAccessibility(event)
