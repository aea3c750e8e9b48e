"""No deed anywhere listens to a key that a Chinese input method owns (screen.md §9)."""

from __future__ import annotations

from PySide6.QtGui import QAction, QKeySequence, QShortcut

from app.views.pages import PAGES
from app.views.pictures.samples import Samples
from tests.views.real import Stages

OWNED = {"Ctrl+Space", "Shift+Space", "Ctrl+.", "Ctrl+,", "Ctrl+Shift+F", "Ctrl+Shift", "Ctrl+Shift+Space"}
TEXT = QKeySequence.SequenceFormat.PortableText


def test_no_deed_takes_a_key_of_the_input_method(stages: Stages, samples: Samples) -> None:
    stage = stages.open(samples.filled)
    found: dict[str, str] = {}

    for page in PAGES:
        stage.window.go_to(page.key)
        stage.settle()
        for action in stage.window.findChildren(QAction):
            found |= {key.toString(TEXT): action.text() for key in action.shortcuts()}
        for shortcut in stage.window.findChildren(QShortcut):
            keys = shortcut.keys()
            found |= {key.toString(TEXT): page.key for key in keys}

    assert {"Ctrl+K", "Ctrl+N", "F1"} <= set(found)
    assert OWNED & set(found) == set()
