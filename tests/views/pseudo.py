"""A language that nobody speaks: every text 40 % longer, and the window from right to left."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle, islice

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app import i18n

PERCENT_MORE = 40
GAP = re.compile(r"(\{\w+\})")
LETTER = re.compile(r"[^\W\d_]")


def lengthen(text: str) -> str:
    """The text with 40 % more characters of its own, after its last word; its gaps stay as they are."""
    parts = GAP.split(text)
    words = "".join(parts[::2])
    letters = LETTER.findall(words)
    if not letters:
        return text
    more = "".join(islice(cycle(letters), -(-PERCENT_MORE * len(words) // 100)))
    last = next(at for at in reversed(range(0, len(parts), 2)) if LETTER.search(parts[at]))
    end = [found.end() for found in LETTER.finditer(parts[last])][-1]
    parts[last] = parts[last][:end] + more + parts[last][end:]
    return "".join(parts)


class Longer(dict[str, str]):
    """The catalogue of that language: it has every text."""

    def get(self, msgid: str, default: object = None) -> str:  # type: ignore[override]
        return lengthen(msgid)


@contextmanager
def pseudo_language(app: QApplication) -> Iterator[None]:
    """Show every label longer and every window from right to left; put back afterwards."""
    before = app.layoutDirection()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(i18n, "_language", "longer")
        patch.setattr(i18n, "_catalogue", lambda _: Longer())
        app.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        try:
            yield
        finally:
            app.setLayoutDirection(before)
