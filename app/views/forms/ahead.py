"""The rows of a form, made one after the other while nobody waits for them."""

from __future__ import annotations

import time
from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer, Signal

from app.views.forms.row import FieldRow
from app.views.forms.source import FormField

# The window has rested so long before the first row is made; between two turns it can do what people ask for.
BEGIN_AFTER_MS, PAUSE_MS = 700, 15
TURN_S = 0.015


class RowsAhead(QObject):
    """Fifty rows take a tenth of a second, too long for one piece; `take` makes at once what is not there yet."""

    finished = Signal()  # the last row is made

    def __init__(self, fields: Sequence[FormField], parent: QObject) -> None:
        super().__init__(parent)
        self._waiting = list(fields)
        self._made: dict[str, FieldRow] = {}
        self._timer = QTimer(self)
        self._timer.setInterval(BEGIN_AFTER_MS)
        self._timer.timeout.connect(self._make_some)

    def begin(self) -> None:
        """Begin to make them, unless that has happened."""
        if self._waiting and not self._timer.isActive():
            self._timer.start()

    def take(self) -> dict[str, FieldRow]:
        """All rows by the names of their fields, for the one form that they are for."""
        self._timer.stop()
        while self._waiting:
            self._make_one()
        made, self._made = self._made, {}
        return made

    def _make_some(self) -> None:
        self._timer.setInterval(PAUSE_MS)
        end = time.perf_counter() + TURN_S
        while self._waiting and time.perf_counter() < end:
            self._make_one()
        if not self._waiting:
            self._timer.stop()
            self.finished.emit()

    def _make_one(self) -> None:
        field = self._waiting.pop(0)
        self._made[field.name] = FieldRow(field)
