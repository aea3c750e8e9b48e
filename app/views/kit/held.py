"""While a draft is being kept nothing can be typed into it: what came too late would be lost."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid


class Held:
    """Holds a part of a page for the moment of saving, without a flicker, and gives the focus back."""

    def __init__(self, page: QWidget) -> None:
        self._page = page
        self._part: QWidget | None = None
        self._focused: QWidget | None = None

    def hold(self, part: QWidget | None) -> None:
        """Let nothing into this part; keys go to the page meanwhile, which has no use for them."""
        self._part, focused = part, QApplication.focusWidget()
        if part is None:
            return
        self._focused = focused if focused is not None and part.isAncestorOf(focused) else None
        if self._focused is not None:
            self._page.setFocus()
        part.setUpdatesEnabled(False)
        part.setEnabled(False)

    def release(self) -> None:
        """Go on where one was."""
        part, focused = self._part, self._focused
        self._part = self._focused = None
        if part is not None and isValid(part):
            part.setEnabled(True)
            part.setUpdatesEnabled(True)
        if focused is not None and isValid(focused) and focused.isEnabled():
            focused.setFocus()
