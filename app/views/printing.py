"""Printing as the pages ask for it: which forms there are here, and the preview of them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from app.views.page import Shell
from app.views.press.preview import Preview
from app.views.press.work import Order as Order


def ask_print(parent: QWidget, shell: Shell, title: str, orders: Sequence[Order]) -> Preview:
    """Show the pages of the first form; `title` (of the round, of the list) begins the name of a file."""
    made = Preview(parent, shell, title, orders)
    made.begin()
    return made
